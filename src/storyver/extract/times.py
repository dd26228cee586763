"""Days of the week, bare months and times of the day, which are no figures but date what a sentence says."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_TIME = re.compile(
    rf"""
      \b(?P<day>{"|".join(day.title() for day in _DAYS)})\b
    | (?<!\d\s)(?<!\d)\b(?P<month>{"|".join(month.title() for month in _MONTHS)})\b(?![\s,]+\d)(?!\s[A-Z])
    | (?<![\d:.,])(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d{{2}}))?\s?(?P<half>[ap]\.?\s?m\b\.?)
    | (?<![\d:.,])(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?![\d:])
    | \b(?P<session>(?:early|morning|midday|afternoon|late|pre-?market|after-hours|extended)\s(?:\w+\s)?trading)\b
    | \b(?P<named>noon|midday|midnight)\b
    | \b(?P<part>dawn|daybreak|sunrise|dusk|sunset|nightfall)\b
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time at its place; offsets are into the text given."""

    start: int
    end: int
    text: str
    value: str
    """``friday``, ``--05`` for a bare May, ``T06:12``, ``dawn``, ``afternoon`` for "in afternoon trading"."""
    sort: str
    """``weekday``, ``month``, ``clock`` or ``session``."""


def find_times(text: str, start: int = 0, end: int | None = None) -> tuple[Time, ...]:
    """The weekdays, bare months and times of day in ``text[start:end]``, in order. Zones are left aside."""
    found = []
    for match in _TIME.finditer(text, start, len(text) if end is None else end):
        value, sort = _value(match)
        if value and not (match["month"] == "May" and not _is_month(text, match.start())):
            found.append(Time(start=match.start(), end=match.end(), text=match[0], value=value, sort=sort))
    return tuple(found)


def _value(match: re.Match[str]) -> tuple[str, str]:
    if match["day"]:
        return match["day"].lower(), "weekday"
    if match["month"]:
        return f"--{_MONTHS.index(match['month'].lower()) + 1:02}", "month"
    if match["session"]:
        return match["session"].lower().split()[0].replace("-", ""), "session"
    if match["part"]:
        return match["part"], "clock"
    if match["named"]:
        return "T00:00" if match["named"] == "midnight" else "T12:00", "clock"
    if match["hour24"]:
        return f"T{int(match['hour24']):02}:{match['minute24']}", "clock"
    hour = int(match["hour"])
    if not 1 <= hour <= 12:
        return "", "clock"
    hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
    return f"T{hour:02}:{match['minute'] or '00'}", "clock"


def _is_month(text: str, at: int) -> bool:
    """Whether "May" at ``at`` is the month: it stands behind a word that a month follows."""
    return bool(
        re.search(
            r"\b(?:in|since|until|till|by|from|during|of|last|next|early|late|mid|this|from)[\s-]$",
            text[max(0, at - 8) : at],
        )
    )
