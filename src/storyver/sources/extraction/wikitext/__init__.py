"""Wikitext to prose: the words, figures and lists that a reader of the page sees, line by line.

Headings keep a mark, list items a dash, tables and boxes are lines with the head or name before each value. References,
comments, categories and all templates that are not known to carry words are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from storyver.dates import parse_date
from storyver.errors import SourceError
from storyver.model import Capture
from storyver.sources.extraction.extracted import Extracted
from storyver.sources.extraction.wikitext.balance import blocks
from storyver.sources.extraction.wikitext.markup import BREAK, without_tags
from storyver.sources.extraction.wikitext.prose import parse, parser_version, prose
from storyver.sources.extraction.wikitext.tables import box_lines, is_box, rows
from storyver.sources.extraction.wikitext.templates import Templates
from storyver.sources.text import decode

MOST_BYTES: Final = 5_000_000
"""Of a page; MediaWiki allows two million unless it is told otherwise."""
_HEADING: Final = re.compile(r"(={1,6})\s*([^\n]*?[^=\n])\s*\1\s*")
_ITEM: Final = re.compile(r"([*#:;]{1,50})[*#:;]*\s*")
_RULE: Final = re.compile(r"-{4,}\s*")
_SPACES: Final = re.compile(r"[ \t\u00a0]{2,}")
_BEFORE_STOP: Final = re.compile(r" (?=[,.;](?:\s|$))|(?<=\() | (?=\))|\( ?[,;]? ?\)")


def extract_wikitext(capture: Capture, where: str) -> Extracted:
    """The prose of a page. Raise SourceError for what is too large, and where nothing of it is left."""
    extractor = parser_version()
    if len(capture.data) > MOST_BYTES:
        what = f"is a page of more than {MOST_BYTES // 1_000_000} MB"
        raise SourceError(what=what, where=where, remedy="choose another page or revision")
    decoded = decode(capture.data, where)
    plain, notes = without_tags(decoded.text.replace("\r\n", "\n"))
    templates = Templates(_day(capture))
    text = _joined(_lines(plain, templates))
    if not text:
        raise SourceError(what="holds no prose", where=where, remedy="choose another page or revision")
    notes = (*decoded.notes, *notes, *templates.notes())
    return Extracted(text=text, encoding=decoded.encoding, extractor=extractor, notes=notes)


def _day(capture: Capture) -> date | None:
    """The day of the revision, from which ages are counted."""
    known = parse_date(capture.dates[0].value) if capture.dates else None
    return date(known.year, known.month, known.day) if known and known.month and known.day else None


def _lines(text: str, templates: Templates) -> Iterator[tuple[str, str]]:
    """Each line with what it is: ``text``, ``item``, ``row``, ``heading``, or ``gap`` for none."""
    boxes: list[str] = []

    def shown(name: str, values: dict[str, str]) -> str:
        if not is_box(name):
            return templates.shown(name, values)
        boxes.extend(box_lines(values))
        return ""

    def words_of(part: str) -> str:
        return prose(parse(part).nodes, shown) if "[" in part or "{" in part or "&" in part else part

    for block in blocks(text):
        if block.table:
            yield from (("row", row) for row in rows(block.text, words_of))
        elif (heading := _HEADING.fullmatch(block.text)) is not None:
            yield "heading", f"{'#' * len(heading[1])} {_tidy(words_of(heading[2]))}"
        else:
            yield from _of_block(block.text, words_of(block.text))
        yield from (("row", line) for line in boxes)
        boxes.clear()


def _of_block(block: str, text: str) -> Iterator[tuple[str, str]]:
    """The lines of a block; what goes on behind a break inside an item still belongs to the item."""
    if not block.strip():
        yield "gap", ""
    for number, line in enumerate(text.split("\n")):
        item = _ITEM.match(line)
        listed = item is not None and item[1][-1] in "*#"
        for part, words in enumerate(line[item.end() if item else 0 :].split(BREAK)):
            tidy = _tidy(words)
            if _RULE.fullmatch(tidy):
                yield "gap", ""
            elif tidy and listed:
                yield "item", f"  {tidy}" if part else f"- {tidy}"
            elif tidy:
                yield ("line" if number or part or item else "text"), tidy


def _tidy(text: str) -> str:
    return _BEFORE_STOP.sub("", _SPACES.sub(" ", text.replace(BREAK, " "))).strip()


def _joined(lines: Iterator[tuple[str, str]]) -> str:
    """Lines of text that follow one another are one paragraph; items and rows stay lines."""
    parts: list[str] = []
    last = "gap"
    for kind, line in lines:
        if kind != "gap":
            if parts:
                parts.append(_between(last, kind))
            parts.append(line)
        last = kind
    return "".join(parts) + "\n" if parts else ""


def _between(last: str, kind: str) -> str:
    if last == kind == "text":
        return " "
    return "\n" if last == kind and kind in ("item", "row") else "\n\n"
