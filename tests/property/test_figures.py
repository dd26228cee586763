"""What holds of the figures of any text whatever."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given

from storyver.extract.figures import read_figures
from storyver.model import Figure, FigureKind, Skipped
from strategies import DAYS
from strategies import NUMBERS as TEXTS


@given(TEXTS, DAYS)
def test_offsets_give_back_the_text(text: str, published: str | None) -> None:
    """The text between a figure's offsets is the figure's text, and so for what is passed over."""
    figures, skipped = read_figures(text, published=published)
    both: tuple[Figure | Skipped, ...] = (*figures, *skipped)
    for one in both:
        assert one.text
        assert text[one.start : one.end] == one.text


@given(TEXTS)
def test_figures_are_in_order_and_apart(text: str) -> None:
    """Figures stand in the order of the text and never overlap; nor does anything passed over overlap a figure."""
    figures, skipped = read_figures(text)
    spans = [(figure.start, figure.end) for figure in figures]
    assert spans == sorted(spans)
    together = sorted([*spans, *((one.start, one.end) for one in skipped)])
    assert all(before[1] <= behind[0] for before, behind in pairwise(together))


@given(TEXTS, DAYS)
def test_values_are_numbers_in_order(text: str, published: str | None) -> None:
    """A date has a date and no value; everything else has finite values, the lower one first but in a score."""
    for figure in read_figures(text, published=published)[0]:
        if figure.kind is FigureKind.DATE:
            assert figure.date
            assert figure.low is None
            continue
        assert figure.low is not None
        assert figure.high is not None
        assert math.isfinite(figure.low)
        assert math.isfinite(figure.high)
        assert figure.low <= figure.high or figure.kind is FigureKind.SCORE


@given(TEXTS)
def test_reading_is_deterministic(text: str) -> None:
    """The same text gives the same figures."""
    assert read_figures(text) == read_figures(text)


@given(TEXTS)
def test_conversions_point_at_an_earlier_figure(text: str) -> None:
    """A figure that restates another points at one that stands before it and restates none itself."""
    figures = read_figures(text)[0]
    by_start = {figure.start: figure for figure in figures}
    for figure in figures:
        if figure.conversion_of is not None:
            assert figure.conversion_of < figure.start
            assert by_start[figure.conversion_of].conversion_of is None


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        ",",
        "1,",
        " ",
        '"',
        "(",
        "-",
        "$",
        "one ",
        "and a half ",
        "million ",
        "two million ",
        "1 ",
        "1, ",
        "1-",
        "5 km-",
        "6-3, ",
    ],
)
def test_any_repetition_is_read(piece: str) -> None:
    """Thousands of repetitions of what numbers are made of are read without error."""
    figures, skipped = read_figures(piece * 5_000)
    assert all(figure.text for figure in figures)
    assert all(passed.text for passed in skipped)


def test_a_million_digits_are_passed_over() -> None:
    """A line of a million digits is one thing passed over, with its reason."""
    figures, skipped = read_figures("7" * 1_000_000)
    assert figures == ()
    assert [one.reason for one in skipped] == ["more than forty characters"]
