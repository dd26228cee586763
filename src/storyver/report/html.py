"""The HTML report: one file that needs no script and no network, readable on a telephone, in the dark and on paper."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version

from jinja2 import Environment

from storyver.model import Result
from storyver.report.templating import arranged, environment

NOT_IN_IDS = re.compile(r"[^A-Za-z0-9._-]+")


def render_html(result: Result) -> str:
    """The result as a page. Each change is found under ``#change-<id>``, each fact under ``#fact-<id>``."""
    name, view = arranged(result)
    return templates().get_template(f"{name}.html").render(view=view, program=f"storyver {version('storyver')}")


@cache
def templates() -> Environment:
    """The templates of pages, which escape whatever they print."""
    templates = environment(autoescape=True)
    templates.filters["identifier"] = identifier
    return templates


def identifier(text: str) -> str:
    """The text as part of an HTML id: other characters than letters, digits, dot, dash and underscore become dashes."""
    return NOT_IN_IDS.sub("-", text)
