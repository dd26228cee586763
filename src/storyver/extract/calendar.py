"""Dates and times of day in running text, resolved against the day of publication where something is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from storyver.extract.clock import read_clock
from storyver.extract.lexer import Token
from storyver.extract.tables import table
from storyver.extract.tense import read_tense
from storyver.extract.years import DASHES, Moment, is_measured, read_years, year_behind

_TIMES = table("calendar")["times"]
_LONGEST = 5
"""Characters of the longest number that is or begins a date or a time of day: "12.30"."""


class Day(NamedTuple):
    """The day on which a version was published, as far as it is known."""

    year: int
    month: int | None
    day: int | None

    @classmethod
    def parse(cls, value: str | None) -> Day | None:
        """From ISO 8601 of any precision; None for what is none."""
        if value is None:
            return None
        match = re.match(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?", value)
        if match is None or not 1 < int(match[1]) < 9999:
            return None
        month, day = (int(part) if part else None for part in match.groups()[1:])
        if month is None or not _valid(month, day or 1):
            return cls(int(match[1]), None, None)
        return cls(int(match[1]), month, day)

    @property
    def iso(self) -> str:
        """ISO 8601 at the precision known."""
        parts = (f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part))
        return "-".join(parts)

    def completes(self, year: int | None) -> bool:
        """Whether a date of this ``year``, None where the text gives none, is filled in by this day."""
        return year is None and self.month is not None


@cache
def months() -> dict[str, int]:
    """Lower-case names of months to their numbers."""
    return dict(table("calendar")["months"])


def read_moment(tokens: Sequence[Token], at: int, published: Day | None) -> Moment | None:
    """The date or time of day that starts at ``at``."""
    token = tokens[at]
    if token.kind == "number":
        return _in_digits(tokens, at, published)
    if token.kind == "word":
        if token.lower in months():
            return _month_first(tokens, at, published)
        hour = _TIMES.get(token.lower)
        if hour is not None and tokens[at + 1].text != "-":
            return Moment(f"T{hour:02}:00", at + 1, "time_of_day")
    return None


def _in_digits(tokens: Sequence[Token], at: int, published: Day | None) -> Moment | None:
    """Each form begins with its own number of digits."""
    text = tokens[at].text
    if len(text) <= 2 and text.isdigit():
        return read_clock(tokens, at) or _day_first(tokens, at, published) or _slashed(tokens, at)
    if len(text) > _LONGEST:
        return None
    return _iso(tokens, at) or read_clock(tokens, at) or read_years(tokens, at)


def _iso(tokens: Sequence[Token], at: int) -> Moment | None:
    parts = tokens[at : at + 5]
    if not _tied(parts, "-"):
        return None
    year, month, day = (part.text for part in parts[::2])
    if len(year) == 4 and len(month) == 2 and len(day) == 2 and _valid(int(month), int(day)):
        return Moment(f"{year}-{month}-{day}", at + 5, "iso_date")
    return None


def _tied(parts: Sequence[Token], mark: str) -> bool:
    """Three pieces with marks between and no space."""
    return parts[1].text == mark and parts[3].text == mark and all(part.glued for part in parts[1:])


def _slashed(tokens: Sequence[Token], at: int) -> Moment | None:
    """ "31/12/2022" and "12/31/2022"; where day and month could change places it is not read."""
    parts = tokens[at : at + 5]
    if not _tied(parts, "/"):
        return None
    one, other, year = (part.text for part in parts[::2])
    if not (
        re.fullmatch(r"[0-9]{1,2}", one) and re.fullmatch(r"[0-9]{1,2}", other) and re.fullmatch(r"[0-9]{4}", year)
    ):
        return None
    day, month = (int(one), int(other)) if int(one) > 12 else (int(other), int(one))
    if day <= 12 or not _valid(month, day):
        return None
    return Moment(f"{year}-{month:02}-{day:02}", at + 5, "slashed_date")


def _day_first(tokens: Sequence[Token], at: int, published: Day | None) -> Moment | None:
    """ "17 February", "3 March 2023", "14th of July", "3-5 May"."""
    day, end = _day_number(tokens, at)
    if day is None:
        return None
    last, after = None, end
    if tokens[end].text in DASHES or tokens[end].lower in {"to", "and"}:
        last, after = _day_number(tokens, end + 1)
        after = after if last else end
    if tokens[after].lower == "of" or tokens[after].text == "-":
        after += 1
    month = months().get(tokens[after].lower)
    if month is None or not tokens[after].text[:1].isupper() or not _valid(month, last or day):
        return None
    year, end = year_behind(tokens, after + 1)
    tense = read_tense(tokens, at)
    first = _resolve(year, month, day, published, tense=tense)
    value = f"{first}..{_resolve(year, month, last, published, tense=tense)}" if last else first
    return Moment(value, end, "day_month", bool(published and published.completes(year)))


def _month_first(tokens: Sequence[Token], at: int, published: Day | None) -> Moment | None:
    """ "July 22", "March 14, 2024", "April 2023", "in May"."""
    if not tokens[at].text[0].isupper():
        return None
    month = months()[tokens[at].lower]
    after = at + 1
    if tokens[after].text == "." and tokens[after].glued:
        after += 1
    day, end = _day_number(tokens, after)
    if day is not None and _valid(month, day) and not is_measured(tokens, end):
        last = None
        if tokens[end].text in DASHES and tokens[end].glued:
            last, behind = _day_number(tokens, end + 1)
            end = behind if last else end
        year, end = year_behind(tokens, end)
        tense = read_tense(tokens, at)
        value = _resolve(year, month, day, published, tense=tense)
        last_value = _resolve(year, month, last, published, tense=tense)
        filled = bool(published and published.completes(year))
        return Moment(f"{value}..{last_value}" if last else value, end, "month_day", filled)
    year, end = year_behind(tokens, after)
    if year is not None:
        return Moment(f"{year}-{month:02}", end, "month_year")
    return _bare_month(tokens, at, month, published)


def _bare_month(tokens: Sequence[Token], at: int, month: int, published: Day | None) -> Moment | None:
    ambiguous = table("calendar")["ambiguous"]
    before = tokens[at - 1].lower if at else ""
    if tokens[at].lower in ambiguous["months"] and before not in ambiguous["introduced_by"]:
        return None
    if before in {"ms", "mrs", "mr", "miss", "dr"} or (
        tokens[at + 1].kind == "word" and tokens[at + 1].text[:1].isupper()
    ):
        return None
    tense = read_tense(tokens, at)
    filled = bool(published and published.completes(None))
    return Moment(_resolve(None, month, None, published, tense=tense), at + 1, "month", filled)


def _day_number(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    token = tokens[at]
    if token.kind != "number" or not token.text.isdigit() or len(token.text) > 2 or not 1 <= int(token.text) <= 31:
        return None, at
    if tokens[at + 1].glued and tokens[at + 1].lower in {"st", "nd", "rd", "th"}:
        return int(token.text), at + 2
    return (None, at) if tokens[at + 1].glued and tokens[at + 1].kind == "word" else (int(token.text), at + 1)


def _valid(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= (29 if month == 2 else 30 if month in {4, 6, 9, 11} else 31)


def _far(days: int, tense: int) -> int:
    """How far a date lies off: news looks back, so that without a tense a day ahead counts for two."""
    ahead, back = {2: (1, 10), 1: (1, 3), 0: (2, 1), -1: (3, 1), -2: (10, 1)}[tense]
    return days * ahead if days > 0 else -days * back


def _resolve(year: int | None, month: int, day: int | None, published: Day | None, *, tense: int = 0) -> str:
    """Fill in a year that the text leaves out.

    It is the one that brings the date nearest to the day of publication, with days that the tense speaks against
    counted threefold or, against "next" and "last", tenfold.
    """
    if year is None and published is not None and published.month is not None:
        anchor = date(published.year, published.month, min(published.day or 15, 28))
        wanted = min(day or 15, 28)
        year = min(
            (published.year, published.year - 1, published.year + 1),
            key=lambda candidate: _far((date(candidate, month, wanted) - anchor).days, tense),
        )
    tail = f"-{day:02}" if day else ""
    return f"{year}-{month:02}{tail}" if year is not None else f"--{month:02}{tail}"
