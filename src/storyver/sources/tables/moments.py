"""What the cell of a date column says, if it can mean one thing only."""

from __future__ import annotations

import re
import warnings
from datetime import UTC, date, datetime, timedelta
from typing import Final

from storyver.dates import PartialDate, from_datetime, parse_date
from storyver.sources.stamp import read_stamps

LATEST_SECONDS: Final = 100_000_000_000
"""A number since 1970 below it counts seconds, to the year 5138; one above it milliseconds, from 1973 on."""
_NOTHING: Final = frozenset({"", "null", "none", "nan", "nat", "n/a", "-"})
_EPOCH: Final = re.compile(r"-?\d{1,15}(?:\.\d{0,9})?", re.ASCII)
_COMPACT: Final = re.compile(r"((?:1[6-9]|2[01])\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(?:\d\d)?(Z?))?", re.ASCII)
_WORDS: Final = re.compile(r"[a-su-y]", re.IGNORECASE)
"""Letters that ISO 8601 has not."""
_ZONE: Final = re.compile(r"(?<=\d)\s*(?:UTC|GMT)$")
_SLASHES: Final = re.compile(r"^(\d{4})/(\d{2})/(\d{2})(?!\d)", re.ASCII)
_SHORT_OFFSET: Final = re.compile(r"(?<=:\d\d)([+-]\d\d)$")
"""PostgreSQL writes whole hours only: ``2022-10-12 14:05:00+00``."""
_NUMERIC: Final = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?:[ ,T].*)?", re.ASCII)
_YEAR: Final = re.compile(r"(?<!\d)(?:1[6-9]|2[01])\d\d(?!\d)", re.ASCII)
_LONGEST: Final = 80
"""Characters of a date in words."""
_START: Final = datetime(1970, 1, 1, tzinfo=UTC)


def read_moment(cell: object, *, epoch: bool) -> PartialDate | None:
    """The date in a cell; None for an empty one. ``epoch`` says that a number may be a time since 1970.

    Read are calendar values, ISO 8601 at any precision, RFC 2822, and English dates whose day and month can be told
    apart. Raise ValueError, with what is wrong, for anything else.
    """
    if cell is None or (isinstance(cell, float) and cell != cell):
        return None
    if isinstance(cell, date):
        return from_datetime(cell)
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise ValueError("it is no date")
    words = " ".join(str(cell).split())
    if words.casefold() in _NOTHING:
        return None
    if epoch and _EPOCH.fullmatch(words) and len(words.partition(".")[0]) > 8:
        return _since_1970(float(words))
    return _read_words(words)


def _read_words(words: str) -> PartialDate:
    if compact := _COMPACT.fullmatch(words):
        year, month, day, hour, minute = (None if part is None else int(part) for part in compact.groups()[:5])
        offset = 0 if compact[6] else None
        return PartialDate(year=year or 0, month=month, day=day, hour=hour, minute=minute, offset=offset)
    if _NUMERIC.fullmatch(words) and not _tells_its_day(words):
        raise ValueError("day and month cannot be told apart")
    iso = _SHORT_OFFSET.sub(r"\1:00", _ZONE.sub("Z", _SLASHES.sub(r"\1-\2-\3", words))).replace(" +", "+")
    if iso[:4].isdigit() and not _WORDS.search(iso):
        return parse_date(iso)
    stamps = read_stamps(words)
    if len(stamps) == 1 and stamps[0].date is not None and stamps[0].note is None:
        return stamps[0].date
    return _read_otherwise(words)


def _tells_its_day(words: str) -> bool:
    first, second = (int(part) for part in re.findall(r"\d+", words)[:2])
    return (first > 12) != (second > 12) or first == second


def _read_otherwise(words: str) -> PartialDate:
    """A form that neither tables nor news often have, if every way of reading it gives the same day."""
    from dateutil.parser import ParserError, UnknownTimezoneWarning, parse

    if not _YEAR.search(words) or len(words) > _LONGEST:
        raise ValueError("it is in no form that is read")
    found = set()
    with warnings.catch_warnings():
        warnings.simplefilter("error", UnknownTimezoneWarning)
        try:
            for blank in (datetime(2000, 1, 1), datetime(2001, 2, 2, 1, 1)):
                for first in (True, False):
                    found.add(parse(words, default=blank, dayfirst=first, yearfirst=first))
        except (ParserError, UnknownTimezoneWarning, OverflowError):
            raise ValueError("it is in no form that is read") from None
    if len({one.date() for one in found}) > 1:
        raise ValueError("it does not tell one day")
    return from_datetime(found.pop() if len(found) == 1 else found.pop().date())


def _since_1970(count: float) -> PartialDate:
    seconds = count / 1000 if abs(count) >= LATEST_SECONDS else count
    try:
        return from_datetime(_START + timedelta(seconds=seconds))
    except OverflowError:
        raise ValueError("it is too far from 1970") from None
