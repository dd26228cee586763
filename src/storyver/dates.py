"""Publication dates of partial precision: reading them, their span in time, and putting them in order.

A date is known to the year, the month, the day or the minute, and a time may or may not state its zone. Nothing
here looks at the clock: what a text does not say stays unknown.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from itertools import pairwise
from typing import Final

EARLIEST_YEAR: Final = 1600
"""The first printed newspapers; a smaller number is not read as a year of publication."""
LATEST_YEAR: Final = 2199


class Precision(StrEnum):
    """How exactly a date is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date as exactly as its source gives it; a part is None when it and all smaller parts are unknown."""

    year: int
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    offset: int | None = None
    """Minutes east of UTC; None where no zone is stated."""

    def __post_init__(self) -> None:
        """Raise ValueError for a day or a time that does not exist."""
        if not EARLIEST_YEAR <= self.year <= LATEST_YEAR:
            raise ValueError(f"year {self.year} is not between {EARLIEST_YEAR} and {LATEST_YEAR}")
        parts = (self.month, self.day, self.hour)
        if any(part is None and later is not None for part, later in pairwise(parts)):
            raise ValueError("a smaller part of a date is known where a larger one is not")
        if (self.hour is None) != (self.minute is None):
            raise ValueError("an hour goes with a minute")
        datetime(self.year, self.month or 1, self.day or 1, self.hour or 0, self.minute or 0)
        if self.offset is not None and not -24 * 60 < self.offset < 24 * 60:
            raise ValueError("a zone is less than a day from UTC")

    @property
    def precision(self) -> Precision:
        """The smallest part that is known."""
        if self.month is None:
            return Precision.YEAR
        if self.day is None:
            return Precision.MONTH
        return Precision.DAY if self.hour is None else Precision.MINUTE

    def span(self) -> tuple[datetime, datetime]:
        """The first and the last minute, in UTC, that the date can mean. What states no zone counts as UTC."""
        zone = timezone(timedelta(minutes=self.offset or 0))
        last_month = self.month or 12
        last_day = self.day or calendar.monthrange(self.year, last_month)[1]
        first = datetime(self.year, self.month or 1, self.day or 1, self.hour or 0, self.minute or 0, tzinfo=zone)
        hour, minute = (23, 59) if self.hour is None else (self.hour, self.minute or 0)
        last = datetime(self.year, last_month, last_day, hour, minute, tzinfo=zone)
        return first.astimezone(UTC), last.astimezone(UTC)

    def iso(self) -> str:
        """ISO 8601 at the precision known, such as ``2022-03`` or ``2025-10-14T07:04+01:00``."""
        text = f"{self.year:04}"
        text += "" if self.month is None else f"-{self.month:02}"
        text += "" if self.day is None else f"-{self.day:02}"
        if self.hour is None:
            return text
        text += f"T{self.hour:02}:{self.minute:02}"
        if self.offset is None:
            return text
        sign, minutes = ("-", -self.offset) if self.offset < 0 else ("+", self.offset)
        return text + ("Z" if self.offset == 0 else f"{sign}{minutes // 60:02}:{minutes % 60:02}")


_ISO: Final = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})"
    r"(?::\d{2}(?:\.\d{1,9})?)?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?)?)?",
    re.ASCII,
)


def parse_date(value: str) -> PartialDate:
    """Read ISO 8601 at any of the four precisions; seconds are dropped. Raise ValueError for anything else."""
    match = _ISO.fullmatch(value)
    if match is None:
        raise ValueError(f"{value!r} is not a date such as 2022, 2022-03, 2022-10-12 or 2022-10-12T14:05Z")
    parts = {name: int(match[name]) for name in ("year", "month", "day", "hour", "minute") if match[name]}
    return PartialDate(**parts, offset=parse_offset(match["zone"]) if match["zone"] else None)


def parse_offset(zone: str) -> int:
    """Minutes east of UTC for ``Z``, ``+01:00`` or ``-0400``."""
    if zone == "Z":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return -minutes if zone[0] == "-" else minutes


def from_datetime(value: date | datetime) -> PartialDate:
    """The partial date of a calendar value, such as TOML gives: a day, or a minute with its zone if it has one."""
    if not isinstance(value, datetime):
        return PartialDate(year=value.year, month=value.month, day=value.day)
    zone = value.utcoffset()
    offset = None if zone is None else round(zone.total_seconds() / 60)
    parts = {"year": value.year, "month": value.month, "day": value.day, "hour": value.hour, "minute": value.minute}
    return PartialDate(**parts, offset=offset)


def is_before(first: PartialDate, second: PartialDate) -> bool:
    """Whether the first date is certainly earlier: its span ends before the other's begins."""
    return first.span()[1] < second.span()[0]


def overlap(first: PartialDate, second: PartialDate) -> bool:
    """Whether either could be the earlier one, as with a month and a day in it."""
    return not is_before(first, second) and not is_before(second, first)


def sort_key(value: PartialDate) -> tuple[datetime, datetime]:
    """Orders dates by the beginning of their span, then by its end."""
    return value.span()


def latest(values: Sequence[PartialDate]) -> int:
    """The index of the latest date: the one whose span begins last, the first of equals."""
    return max(range(len(values)), key=lambda index: (sort_key(values[index]), -index))
