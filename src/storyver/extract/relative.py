"""Dates named by their distance from the day of publication: "on Friday", "yesterday", "last month", "next year"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Final

from storyver.extract.lexer import Token
from storyver.extract.tables import table, word_set
from storyver.extract.tense import read_tense
from storyver.extract.years import Moment

_WEEKDAY_NAMES_BEFORE = word_set("calendar", "weekday_names", "before")
_WEEKDAY_NAMES_BEHIND = word_set("calendar", "weekday_names", "behind")

DAYS_AWAY: Final[Mapping[str, int]] = table("calendar")["days_away"]
STEPS: Final[Mapping[str, int]] = table("calendar")["steps"]
_MONTHS: Final[Mapping[str, int]] = table("calendar")["months"]
RELATIVE: Final = "relative_date"
_WEEK = timedelta(days=7)


@cache
def weekdays() -> dict[str, int]:
    """Lower-case names of the days of the week, from Monday, which is 0."""
    return {name: number for number, name in enumerate(table("calendar")["weekdays"]["words"])}


def names_relative_date(tokens: Sequence[Token], at: int) -> int | None:
    """The index behind a date that starts at ``at`` and is named by its distance from today; None where none does."""
    token = tokens[at]
    if token.lower in DAYS_AWAY:
        return at + 1
    if token.lower in weekdays() and token.text[0].isupper():
        return at + 1 if _is_day(tokens, at) else None
    behind = tokens[at + 1]
    if token.lower in STEPS and behind.lower in {"week", "month", "year"}:
        return at + 2
    return None


def read_relative_date(tokens: Sequence[Token], at: int, day: date | None, month: date | None) -> Moment | None:
    """The relative date that starts at ``at``, counted from ``day``, or where that is not known from ``month``.

    A weekday is the last such day up to ``day``; where its clause looks ahead, the next one.
    """
    end = names_relative_date(tokens, at)
    if end is None:
        return None
    value = _value(tokens, at, day, month)
    return None if value is None else Moment(value, end, RELATIVE, resolved=True)


def _value(tokens: Sequence[Token], at: int, day: date | None, month: date | None) -> str | None:
    word = tokens[at].lower
    if word in weekdays():
        return None if day is None else _weekday(tokens, at, day).isoformat()
    if word in DAYS_AWAY:
        return None if day is None else (day + timedelta(days=DAYS_AWAY[word])).isoformat()
    step, unit = STEPS[word], tokens[at + 1].lower
    if unit == "week":
        monday = None if day is None else day - timedelta(days=day.weekday()) + step * _WEEK
        return None if monday is None else f"{monday}..{monday + timedelta(days=6)}"
    if month is None:
        return None
    if unit == "year":
        return f"{month.year + step:04}"
    count = month.year * 12 + month.month - 1 + step
    return f"{count // 12:04}-{count % 12 + 1:02}"


def _weekday(tokens: Sequence[Token], at: int, day: date) -> date:
    before = tokens[at - 1].lower if at else ""
    back = timedelta(days=(day.weekday() - weekdays()[tokens[at].lower]) % 7)
    if before == "last":
        return day - (back or _WEEK)
    if before == "next":
        return day - back + _WEEK
    return day - back + _WEEK if back and read_tense(tokens, at) > 0 else day - back


def _is_day(tokens: Sequence[Token], at: int) -> bool:
    """A single day, and no name ("Black Friday", "the Sunday Times"), every week's, or part of a full date."""
    before, behind = tokens[at - 1] if at else None, tokens[at + 1]
    if behind.lower in _WEEKDAY_NAMES_BEHIND and behind.text[:1].isupper():
        return False
    if behind.kind == "number" or (behind.text == "," and tokens[at + 2].kind == "number"):
        return False
    if behind.lower in _MONTHS or (behind.text == "," and tokens[at + 2].lower in _MONTHS):
        return False
    return before is None or before.lower not in _WEEKDAY_NAMES_BEFORE
