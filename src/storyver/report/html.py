"""The HTML report: one file that needs no network and can be read without its script, on a telephone, in the dark and
on paper."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from jinja2 import Environment

from storyver.model import Result, TrackResult
from storyver.report.provenance import read_with
from storyver.report.story_view import arrange_story
from storyver.report.templating import arranged, environment
from storyver.report.track_view import TrackView

NOT_IN_IDS = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The one script of a page, and the digest by which alone the page lets it run."""

    text: str
    digest: str
    """Base64 of the SHA-256, as a Content-Security-Policy has it."""


def render_html(result: Result) -> str:
    """The result as a page. Each change is found under ``#change-<id>``, each fact under ``#fact-<id>``, and
    what became of a fact in a version under ``#change-<id of the fact>-<id of the version>``."""
    name, view = arranged(result)
    more: dict[str, object] = {"program": f"storyver {version('storyver')}", "read_with": read_with(result)}
    if isinstance(result, TrackResult) and isinstance(view, TrackView):
        more["story"] = arrange_story(result, view)
    return templates().get_template(f"{name}.html").render(view=view, **more)


@cache
def templates() -> Environment:
    """The templates of pages, which escape whatever they print."""
    templates = environment(autoescape=True)
    templates.filters["identifier"] = identifier
    templates.globals["script"] = _script()
    return templates


def identifier(text: str) -> str:
    """The text as part of an HTML id: other characters than letters, digits, dot, dash and underscore become dashes."""
    return NOT_IN_IDS.sub("-", text)


def _script() -> Script:
    text = (Path(__file__).parent / "templates" / "report.js").read_text(encoding="utf-8")
    return Script(text=text, digest=base64.b64encode(hashlib.sha256(text.encode()).digest()).decode())
