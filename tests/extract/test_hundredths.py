"""Cents of the currency that a version counts in."""

from __future__ import annotations

import pytest

import storyver


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Each mile costs 3.5 cent.\n\nThe toll raises €46m.", ["EUR", "EUR"]),
        ("Each mile costs 3.5 cents.\n\nThe toll raises $46m.", ["USD", "USD"]),
        ("Each mile costs 3.5 cents.\n\nThe toll raises A$46m.", ["AUD", "AUD"]),
        ("Each mile costs 3.5 cents.\n\nThe toll raises £46m.", ["USD", "GBP"]),
        ("Each mile costs 3.5 cents.\n\nThe toll raises €46m ($50m).", ["USD", "EUR", "USD"]),
        ("Each mile costs 3.5 US cents.\n\nThe toll raises €46m.", ["USD", "EUR"]),
        ("Each mile costs 3.5 cents.", ["USD"]),
    ],
)
def test_bare_cents_are_of_the_one_currency_of_the_version(text: str, units: list[str]) -> None:
    """Where all other money is of one currency that has cents; where a currency is named, or two are, nothing is
    settled by it."""
    assert [figure.unit for figure in storyver.figures(text).figures] == units
    assert _units(text) == units


def _units(text: str) -> list[str | None]:
    claims = [change.new for change in storyver.diff("Nothing.", text).changes if change.new]
    return [one.figure.unit for one in sorted(claims, key=lambda one: one.start) if one.figure]
