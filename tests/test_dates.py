"""Dates of partial precision."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from storyver.dates import PartialDate, Precision, from_datetime, is_before, overlap, parse_date

GOOD = [
    ("2022", "2022", Precision.YEAR),
    ("2022-03", "2022-03", Precision.MONTH),
    ("2022-10-12", "2022-10-12", Precision.DAY),
    ("2022-10-12T14:05", "2022-10-12T14:05", Precision.MINUTE),
    ("2022-10-12 14:05:33Z", "2022-10-12T14:05Z", Precision.MINUTE),
    ("2025-10-14T07:04+01:00", "2025-10-14T07:04+01:00", Precision.MINUTE),
    ("2025-10-14T07:04-0430", "2025-10-14T07:04-04:30", Precision.MINUTE),
]


@pytest.mark.parametrize(("value", "iso", "precision"), GOOD)
def test_iso_dates_are_read_at_their_precision(value: str, iso: str, precision: Precision) -> None:
    """A date keeps the precision and the zone that it states."""
    found = parse_date(value)
    assert (found.iso(), found.precision) == (iso, precision)


@pytest.mark.parametrize(
    "value", ["", "22", "2022-1", "2022-13", "2022-02-30", "2022-10-12T25:00", "12/10/2022", "0007", "２０２２"]
)
def test_other_dates_are_refused(value: str) -> None:
    """What is not ISO 8601, or no day of the calendar, is no date."""
    with pytest.raises(ValueError, match=r".+"):
        parse_date(value)


def test_a_month_spans_its_days() -> None:
    """The span of a month is from its first to its last minute."""
    first, last = parse_date("2024-02").span()
    assert (first.isoformat(), last.isoformat()) == ("2024-02-01T00:00:00+00:00", "2024-02-29T23:59:00+00:00")


@pytest.mark.parametrize(
    ("first", "second", "before", "either"),
    [
        ("2022-03", "2022-10-12", True, False),
        ("2022-03", "2022-03-15", False, True),
        ("2022", "2023", True, False),
        ("2022-10-12", "2022-10-12", False, True),
        ("2022-10-12T23:30-02:00", "2022-10-13T01:00Z", False, False),
        ("2022-10-12T23:30+02:00", "2022-10-12T22:00Z", True, False),
    ],
)
def test_order_of_dates(first: str, second: str, before: bool, either: bool) -> None:
    """A date is before another only if no reading of the two says otherwise; zones count."""
    assert is_before(parse_date(first), parse_date(second)) is before
    assert overlap(parse_date(first), parse_date(second)) is either


def test_calendar_values_become_partial_dates() -> None:
    """A day gives a day, a moment gives a minute with its zone."""
    zone = timezone(timedelta(hours=-4))
    assert from_datetime(date(2022, 10, 12)).iso() == "2022-10-12"
    assert from_datetime(datetime(2022, 10, 12, 8, 5, 59, tzinfo=zone)).iso() == "2022-10-12T08:05-04:00"


def test_a_day_needs_its_month() -> None:
    """A part is never known where a larger one is not."""
    with pytest.raises(ValueError, match="larger"):
        PartialDate(year=2022, day=3)
