"""When a figure that was read is one of the gold, and when it is neither right nor wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Protocol

from storyver.evaluation.answers import Read
from storyver.evaluation.gold import GoldStory, Page
from storyver.evaluation.gold_file import GoldFigure
from storyver.model import FigureKind, Qualifier

NEAR: Final = 1e-9
"""How far two values may lie apart, as a share of the larger, and still be one: what arithmetic leaves."""


class Span(Protocol):
    """What stands somewhere in a text."""

    @property
    def start(self) -> int:
        """Of its first character."""

    @property
    def end(self) -> int:
        """Behind its last character."""


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans of one text share a character."""
    return one.start < other.end and other.start < one.end


def at(figures: Iterable[GoldFigure], place: Span) -> list[GoldFigure]:
    """The figures of the gold at a place."""
    return [figure for figure in figures if overlap(figure, place)]


def same_value(read: Read, gold: GoldFigure) -> bool:
    """Whether a figure has the value of one of the gold.

    Of dates, as much as both give, and a year or month may be left out. A vague range ("dozens") is met by any that
    overlaps it.
    """
    if gold.date is not None:
        found, wanted = (read.date or "").lstrip("-"), gold.date.lstrip("-")
        return bool(found) and (wanted.endswith(found) or wanted.startswith(found) or found.startswith(wanted))
    if read.low is None or gold.low is None or gold.high is None:
        return False
    high = read.low if read.high is None else read.high
    if gold.low != gold.high and gold.qualifier is Qualifier.ABOUT and gold.kind is not FigureKind.SCORE:
        return read.low <= gold.high and gold.low <= high
    return near(read.low, gold.low) and near(high, gold.high)


def near(one: float, other: float) -> bool:
    """Whether two values are one but for what arithmetic leaves."""
    return abs(one - other) <= NEAR * max(abs(one), abs(other))


def matched(figures: Sequence[GoldFigure], reads: Sequence[Read]) -> dict[int, int]:
    """For the index of each figure that was read and is one of the gold, the index of that one.

    A figure of the gold is met once, by the first at its place that has its value; optional ones are not asked for.
    """
    found: dict[int, int] = {}
    taken: set[int] = set()
    for number, read in enumerate(reads):
        for index, figure in enumerate(figures):
            if index not in taken and not figure.optional and overlap(figure, read) and same_value(read, figure):
                found[number] = index
                taken.add(index)
                break
    return found


def is_aside(read: Read, page: Page, clock_times: Sequence[str]) -> bool:
    """Whether a figure is one that the gold neither asks for nor calls wrong: an optional one; a date without a digit,
    as a weekday or a bare month; a time of day that the gold lists; what stands in a line about the version."""
    text = page.version.text
    if any(figure.optional for figure in at(page.figures, read)):
        return True
    if read.date is not None and not any(character.isdigit() for character in text[read.start : read.end]):
        return True
    if any(overlap(line, read) for line in page.version.header):
        return True
    return any(_covers(text, time, read) for time in clock_times)


def _covers(text: str, words: str, read: Read) -> bool:
    """Whether a place lies inside an occurrence of some words."""
    return any(start <= read.start and read.end <= start + len(words) for start in occurrences(text, words))


def occurrences(text: str, words: str) -> Iterator[int]:
    """Where words stand in a text; occurrences do not overlap."""
    start = text.find(words)
    while start >= 0:
        yield start
        start = text.find(words, start + len(words))


def spelled(one: Read | GoldFigure) -> str:
    """A figure's value as a person reads it: ``about 1000..2000 km``."""
    if one.date is not None:
        value = one.date
    else:
        value = (
            _digits(one.low) if one.low == one.high or one.high is None else f"{_digits(one.low)}..{_digits(one.high)}"
        )
    qualifier = "" if one.qualifier == Qualifier.EXACT else one.qualifier.replace("_", " ")
    return " ".join(part for part in (qualifier, value, one.unit) if part)


def _digits(value: float | None) -> str:
    return "?" if value is None else f"{value:.12g}" if abs(value) < NEAR or abs(value) >= 1e12 else f"{value:,.12g}"


def mandatory(story: GoldStory, index: int) -> list[GoldFigure]:
    """The figures of a version that the gold asks for."""
    return [figure for figure in story.pages[index].figures if not figure.optional]
