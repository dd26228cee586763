"""Quotations and their marks."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from storyver.extract.quotes import find_quotes

READINGS = Path(__file__).parents[1] / "cases" / "meaning" / "readings.toml"
CASES = tomllib.loads(READINGS.read_text("utf-8"))["quotes"]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_finds_the_quotations(case: dict[str, list[str] | str]) -> None:
    """Quotations are found with their marks; apostrophes, feet and inches are none."""
    text = str(case["text"])
    assert [text[quote.start : quote.end] for quote in find_quotes(text)] == case["quotes"]


def test_the_inner_span_leaves_the_marks_out() -> None:
    """The words spoken stand between the marks."""
    text = "“Yes,” she said."
    quote = find_quotes(text)[0]
    assert text[quote.inner_start : quote.inner_end] == "Yes,"


def test_an_unclosed_quotation_says_so() -> None:
    """A speech that runs on into the next paragraph is not closed."""
    assert [quote.closed for quote in find_quotes("“It began at night.")] == [False]
