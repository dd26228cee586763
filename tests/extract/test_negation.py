"""Denials and opposites."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from storyver.extract.negation import find_negations, find_polarities

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "meaning" / "readings.toml").read_text("utf-8"))[
    "negation"
]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_knows_a_denial(case: dict[str, bool | str]) -> None:
    """A negator denies; a number sign and a lower bound do not."""
    assert bool(find_negations(str(case["text"]))) is case["negated"]


def test_names_the_denied_word() -> None:
    """The denied word is the first word of content behind the negator, by its stem."""
    assert find_negations("The pump did not really start.")[0].denied == "start"


def test_a_word_knows_its_opposite() -> None:
    """ "Rose" and "fell" are two sides of one pair."""
    rose, fell = find_polarities("Sales rose and costs fell.")
    assert (rose.group, {rose.side, fell.side}) == (fell.group, {"+", "-"})


def test_up_to_is_no_direction() -> None:
    """A qualifier in front of a number is no opposite of anything."""
    assert find_polarities("Up to 40 boats took part.") == ()
