"""The Markdown report, to paste into a story note: CommonMark with the tables that note programs read."""

from __future__ import annotations

import re
from functools import cache

from jinja2 import Environment

from storyver.model import Result
from storyver.report.blame_view import LineView
from storyver.report.inert import markdown
from storyver.report.provenance import read_with
from storyver.report.templating import arranged, environment
from storyver.report.view import Pieces

BLANK_LINES = re.compile(r"\n{3,}")


class Written(str):
    """Text that is Markdown already."""

    __slots__ = ()


def render_markdown(result: Result, *, everything: bool) -> str:
    """The result as Markdown. ``everything`` lists the changes of no importance and what is held to be noise."""
    name, view = arranged(result)
    written = _templates().get_template(f"{name}.md").render(view=view, everything=everything)
    told = markdown(read_with(result))
    return BLANK_LINES.sub("\n\n", f"{written}\n\n{told}").strip("\n") + "\n"


@cache
def _templates() -> Environment:
    templates = environment(autoescape=False, finalize=_escaped)
    templates.filters.update(figure=_figure, sentence=_sentence, annotated=_annotated)
    return templates


def _escaped(value: object) -> object:
    return markdown(value) if isinstance(value, str) and not isinstance(value, Written) else value


def _figure(text: str) -> Written:
    """A figure in bold."""
    return Written(f"**{markdown(text)}**") if text else Written("")


def _sentence(pieces: Pieces) -> Written:
    """A sentence with its figures in bold; a figure glued to a letter, where bold would not begin or end, as code."""
    written = ""
    for place, piece in enumerate(pieces):
        before = pieces[place - 1].text[-1:] if place else ""
        after = pieces[place + 1].text[:1] if place + 1 < len(pieces) else ""
        if not piece.is_figure:
            written += markdown(piece.text)
        elif _can_be_bold(before, piece.text, after):
            written += f"**{markdown(piece.text)}**"
        else:
            written += _code(piece.text)
    return Written(written.strip())


def _annotated(line: LineView) -> Written:
    """A line with its figures in bold and, in brackets, where each figure and quotation comes from."""
    written = ""
    for piece in line.pieces:
        written += _figure(piece.text) if piece.is_figure else markdown(piece.text)
        written += "".join(f" ({markdown(note)})" for note in piece.notes)
    return Written(written.strip())


def _can_be_bold(before: str, text: str, after: str) -> bool:
    """Whether two stars on each side begin and end bold type by CommonMark's rules for delimiter runs."""
    if text != text.strip():
        return False
    opens = text[:1].isalnum() or not before.isalnum()
    closes = text[-1:].isalnum() or not after.isalnum()
    return opens and closes


def _code(text: str) -> str:
    fence = "`"
    while fence in text:
        fence += "`"
    return f"{fence} {text} {fence}" if "`" in text else f"{fence}{text}{fence}"
