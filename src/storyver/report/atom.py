"""The feed of changes, as RFC 4287 has it."""

from __future__ import annotations

import re
from importlib.metadata import version

from storyver.model import DiffResult, TrackResult
from storyver.report.atom_view import arrange_feed
from storyver.report.templating import environment

NOT_IN_XML = re.compile("[\ufffe\uffff]")
"""What is left, once control characters are named, that no XML document may hold."""


def render_atom(result: DiffResult | TrackResult) -> str:
    """The changes of importance as a feed. The same result gives the same feed, on whatever day it is made."""
    template = environment(autoescape=True, finalize=_allowed).get_template("feed.xml")
    return template.render(view=arrange_feed(result), program=f"storyver {version('storyver')}")


def _allowed(value: object) -> object:
    return NOT_IN_XML.sub(lambda match: f"[U+{ord(match[0]):04X}]", value) if isinstance(value, str) else value
