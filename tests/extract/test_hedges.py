"""Words that make a claim less than certain."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from storyver.extract.hedges import find_hedges, strongest

READINGS = Path(__file__).parents[1] / "cases" / "meaning" / "readings.toml"
CASES = tomllib.loads(READINGS.read_text("utf-8"))["hedge"]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_finds_the_hedge(case: dict[str, str]) -> None:
    """The strongest hedge of a sentence stands as the text has it."""
    found = strongest(find_hedges(case["text"]))
    assert (found.text if found else "") == case["hedge"]


def test_the_strongest_hedge_wins() -> None:
    """A doubt outweighs a plan."""
    found = strongest(find_hedges("The pool would reportedly close."))
    assert found is not None
    assert found.text == "reportedly"


def test_a_hedge_governs_its_clause() -> None:
    """A hedge in one clause leaves the next alone."""
    text = "The pool may close next year, but the library will stay open."
    hedge = find_hedges(text)[0]
    assert text[hedge.scope_start : hedge.scope_end] == "The pool may close next year"
