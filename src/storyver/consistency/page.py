"""A version as the rules see it: its sentences with their figures, and the words that explain a difference."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from storyver.model import Block, BlockKind, Claim, Exhibit, Figure, Reading
from storyver.wording import table

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
        """The sentences of the story itself, its headline included."""
        return (line for line in self.lines if line.block.kind not in BESIDE_THE_STORY)

    def exhibit(self, claim: Claim) -> Exhibit:
        """The claim as a finding shows it."""
        return Exhibit(version=self.version, claim=claim)


def make_page(version: int, reading: Reading) -> Page:
    """The page of a reading, the ``version``-th of its story."""
    claims = sorted((c for c in reading.claims if c.figure), key=lambda claim: stated(claim).start)
    lines: list[Line] = []
    place = 0
    for block in reading.blocks:
        for sentence in block.sentences:
            first = place
            while place < len(claims) and stated(claims[place]).start < sentence.end:
                place += 1
            own = tuple(claims[first:place])
            lines.append(Line(number=len(lines), start=sentence.start, end=sentence.end, block=block, claims=own))
    return Page(version=version, reading=reading, lines=tuple(lines), starts=tuple(line.start for line in lines))


def stated(claim: Claim) -> Figure:
    """The figure of a claim that has one.

    Raises:
        ValueError: It has none.
    """
    if claim.figure is None:
        raise ValueError("a claim without a figure")
    return claim.figure


def data(name: str) -> Any:
    """The table ``data/NAME.toml``."""
    return table(Path(__file__).parent / "data" / f"{name}.toml")


def excuse(page: Page, offset: int, rule: str) -> str | None:
    """The words by which the text says why figures near ``offset`` do not fit together; None where it does not."""
    here = page.line_at(offset)
    near = [line for line in page.lines[max(0, here.number - 1) : here.number + 2] if _beside(line, here)]
    places = {
        "here": page.text[here.start : here.end],
        "near": page.text[near[0].start : near[-1].end],
        "anywhere": page.text,
    }
    found = (_phrases(rule, where).search(_plain(text)) for where, text in places.items())
    return next((match[0] for match in found if match), None)


def _beside(line: Line, here: Line) -> bool:
    return line.block is here.block or line.number > here.number


def _plain(text: str) -> str:
    return text.replace("’", "'").casefold()


@cache
def _phrases(rule: str, where: str) -> re.Pattern[str]:
    rows = data("excuses").get(rule, {}).get(where, ())
    words = "|".join(re.escape(row) for row in sorted(rows, key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\b" if words else r"(?!)")
