"""A version as the rules see it: its sentences with their figures, and the words that explain a difference."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from storyver.consistency.masks import Mask
from storyver.consistency.masks import mask as masked
from storyver.model import Block, BlockKind, Claim, Exhibit, Figure, Mark, Reading
from storyver.wording import table

_MOST: Final = 40
"""Figures of a sentence; one with more is a list or a table."""
BESIDE_THE_STORY: Final = frozenset(
    {BlockKind.NOTICE, BlockKind.LINK_LINE, BlockKind.BYLINE, BlockKind.DATE_LINE, BlockKind.CAPTION}
)
"""Blocks whose figures are not added up: notices give withdrawn figures, links those of other articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence with the claims of its figures, in the order of the text."""

    number: int
    start: int
    end: int
    block: Block
    claims: tuple[Claim, ...]
    marks: tuple[Mark, ...]
    """The names, weekdays and other marks in it."""
    mask: Mask
    """The sentence as patterns see it; empty in a table without line ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One version."""

    version: int
    """Index into the versions of the story."""
    reading: Reading
    lines: tuple[Line, ...]
    starts: tuple[int, ...]
    """Where the lines start."""

    @property
    def text(self) -> str:
        """The version's text."""
        return self.reading.version.text

    def line_at(self, offset: int) -> Line:
        """The sentence in which an offset lies."""
        return self.lines[max(0, bisect_right(self.starts, offset) - 1)]

    def body(self) -> Iterator[Line]:
        """The sentences of the story itself, its headline included, that are no tables without line ends."""
        return (line for line in self.lines if line.block.kind not in BESIDE_THE_STORY and len(line.claims) <= _MOST)

    def exhibit(self, claim: Claim) -> Exhibit:
        """The claim as a finding shows it."""
        return Exhibit(version=self.version, claim=claim)


def make_page(version: int, reading: Reading) -> Page:
    """The page of a reading, the ``version``-th of its story."""
    claims = sorted((c for c in reading.claims if c.figure), key=lambda claim: stated(claim).start)
    marks = tuple(reading.marks)
    lines: list[Line] = []
    place, mark = 0, 0
    for block in reading.blocks:
        for sentence in block.sentences:
            first = place
            while place < len(claims) and stated(claims[place]).start < sentence.end:
                place += 1
            own = tuple(claims[first:place])
            first = mark
            while mark < len(marks) and marks[mark].start < sentence.end:
                mark += 1
            span = {"start": sentence.start, "end": sentence.end}
            seen = masked(reading.version.text, **span, claims=own if len(own) <= _MOST else ())
            lines.append(Line(number=len(lines), **span, block=block, claims=own, marks=marks[first:mark], mask=seen))
    return Page(version=version, reading=reading, lines=tuple(lines), starts=tuple(line.start for line in lines))


def stated(claim: Claim) -> Figure:
    """The figure of a claim that has one.

    Raises:
        ValueError: It has none.
    """
    if claim.figure is None:
        raise ValueError("a claim without a figure")
    return claim.figure


@cache
def data(name: str) -> Any:
    """The table ``data/NAME.toml``."""
    return table(Path(__file__).parent / "data" / f"{name}.toml")


def excuse(page: Page, offset: int, rule: str) -> str | None:
    """The words by which the text says why figures near ``offset`` do not fit together; None where it does not."""
    here = page.line_at(offset)
    near = [line for line in page.lines[max(0, here.number - 1) : here.number + 2] if _beside(line, here)]
    places = {"here": page.text[here.start : here.end], "near": page.text[near[0].start : near[-1].end]}
    found = (_said(rule, where, text) for where, text in places.items())
    return next((words for words in found if words), None) or _said(rule, "anywhere", page.text)


@lru_cache(maxsize=64)
def _said(rule: str, where: str, text: str) -> str | None:
    """The first of a rule's phrases in a text; the answers for whole pages are asked for again and again."""
    match = _phrases(rule, where).search(_plain(text))
    return match[0] if match else None


def _beside(line: Line, here: Line) -> bool:
    return line.block is here.block or line.number > here.number


def _plain(text: str) -> str:
    return text.replace("’", "'").casefold()


@cache
def _phrases(rule: str, where: str) -> re.Pattern[str]:
    rows = data("excuses").get(rule, {}).get(where, ())
    words = "|".join(re.escape(row) for row in sorted(rows, key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\b" if words else r"(?!)")
