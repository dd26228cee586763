"""Whether a figure is of an earlier time that its sentence names: "the worst since 2003, when 58 people drowned"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from storyver.align.words import word_set
from storyver.model import Figure, FigureKind, Reading
from storyver.wording import words

_LONG_AGO = 200
"""Days before publication from which a date is one of another time than the story's."""
_BEHIND = 7
"""Words behind a figure within which its date stands ("killed 58 people in 2003")."""
_FARTHEST = 400
"""Characters between a date and a figure beyond which it is not asked whether they go together."""
_LEAD = 20
"""Characters in front of a date that hold its preposition."""
_MONTH, _DAY = 30, 1
_YEAR = 365


class Eras:
    """The dates of a reading that lie long before its publication, and which figures they hold for."""

    def __init__(self, reading: Reading) -> None:
        """Look the dates up once."""
        self._text = reading.version.text
        published = reading.version.date
        day = _days(published.value) if published else None
        self._old = [f for f in reading.figures if day is not None and _is_old(f, day)]
        self._starts = [figure.start for figure in self._old]

    def of(self, figure: Figure, start: int, end: int) -> str | None:
        """The year that the figure's sentence from ``start`` to ``end`` puts it in; None for the story's own time."""
        if not self._old or figure.kind is FigureKind.DATE:
            return None
        before = self._old[bisect_left(self._starts, start) : bisect_left(self._starts, figure.start)]
        if before and self._governs(before[-1], figure, start):
            return _year(before[-1])
        at = bisect_left(self._starts, figure.end)
        behind = self._old[at] if at < len(self._old) and self._starts[at] < end else None
        if behind is None or not self._leads(behind):
            return None
        if behind.start - figure.end > _FARTHEST:
            return None
        between = words(self._text, figure.end, behind.start)
        near = len(between) <= _BEHIND and "," not in self._text[figure.end : behind.start]
        return _year(behind) if near else None

    def _governs(self, date: Figure, figure: Figure, start: int) -> bool:
        """The date opens the sentence, or "when" stands behind it."""
        if figure.start - date.end > _FARTHEST:
            return False
        between = [word.folded for word in words(self._text, date.end, figure.start)]
        if between[:1] == ["when"] or between[:2] == ["in", "which"]:
            return True
        opens = date.start - start <= _LEAD and len(words(self._text, start, date.start)) <= 1
        return opens and self._leads(date) and word_set("now_again").isdisjoint(between)

    def _leads(self, date: Figure) -> bool:
        """ "In 2021"; not "than in 2021", to which something of now is compared."""
        before = [word.folded for word in words(self._text, max(0, date.start - _LEAD), date.start)]
        return before[-1:] in (["in"], ["on"], ["during"]) and before[-2:-1] != ["than"]


def _is_old(figure: Figure, published: int) -> bool:
    day = _days(figure.date) if figure.kind is FigureKind.DATE and figure.date else None
    return day is not None and published - day > _LONG_AGO


def _days(date: str) -> int | None:
    """Days of a date of any precision, roughly; its last where it names a longer time; None without a year."""
    parts = date[:10].split("-")
    if not parts[0].isdigit() or len(parts[0]) != len("2022"):
        return None
    numbers: Sequence[int] = [int(part) for part in parts if part.isdigit()]
    year, month, day = (*numbers, 12, 30)[:3] if len(numbers) < 2 else (*numbers, 30)[:3]
    return year * _YEAR + month * _MONTH + day * _DAY


def _year(figure: Figure) -> str:
    return (figure.date or "")[:4]
