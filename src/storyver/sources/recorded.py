"""Dates that a source records beside a version, in the forms in which databases, dumps and commits write them."""

from __future__ import annotations

from datetime import UTC, datetime

from storyver.dates import PartialDate, from_datetime, parse_date
from storyver.model import DateSource, PublicationDate
from storyver.sources.paths import printable

LONGEST_SHOWN = 40
"""Characters of an unreadable date that a note repeats."""

Recorded = tuple[tuple[PublicationDate, ...], tuple[str, ...]]
"""The date, or none, and a note where something stands in its place that is no date of publication."""


def recorded(value: object, source: DateSource, evidence: str, *, universal: bool = False) -> Recorded:
    """Read what a source gives as a date; ``universal`` where it writes UTC without saying so.

    A date that does not exist, or lies outside the years in which news is published, is left out with a note.
    """
    if value is None or value == "":
        return (), ()
    try:
        date = parse_date(str(value).strip())
        if universal and date.hour is not None and date.offset is None:
            date = PartialDate(
                year=date.year, month=date.month, day=date.day, hour=date.hour, minute=date.minute, offset=0
            )
    except ValueError:
        return (), (unreadable(value, evidence),)
    return (PublicationDate(value=date.iso(), source=source, evidence=evidence),), ()


def from_epoch(seconds: float, source: DateSource, evidence: str) -> Recorded:
    """Read seconds since 1970, as `recorded` does."""
    try:
        date = from_datetime(datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):
        return (), (unreadable(seconds, evidence),)
    return (PublicationDate(value=date.iso(), source=source, evidence=evidence),), ()


def unreadable(value: object, evidence: str) -> str:
    """The note on a date that cannot be one."""
    shown = printable(str(value)[:LONGEST_SHOWN])
    return f"The date of {evidence}, {shown!r}, is no date of publication and was left out."
