"""Figures that are read once for versions of different days."""

from __future__ import annotations

import pytest

import storyver
from repository import ROOT
from storyver.extract.figure_readings import day_for, figures_of
from storyver.extract.figures import read_figures

STORIES = sorted(path.parent.name for path in (ROOT / "corpus").glob("*/story.toml"))
DAYS = (None, "2031-03-05", "2024-02-29T23:30Z", "2019-12", "2022", "0001-01-01", "no day")
PIECES = (
    "Ten ships sank on Friday.",
    "It began on 5 March and ended in MAY.",
    "The Mayor may march on 3 sunday schools.",
    "He left yesterday; she goes next wee\u212a.",
    "Last year's 12 were this month's 9.",
    "ſunday saw 4, \u017faturday 5.",
    "It cost £3m in Sept. 2020 and €4m now.",
)


def read_alike(text: str) -> None:
    """Each day gives what it gives where nothing is remembered."""
    for day in DAYS:
        assert figures_of(text, day) == read_figures(text, published=day)


@pytest.mark.parametrize("story", STORIES)
def test_a_day_counts_where_it_can(story: str) -> None:
    """In every line of the corpus the day of publication is passed over only where no figure depends on it."""
    lines = {line for version in storyver.read(ROOT / "corpus" / story).versions for line in version.text.splitlines()}
    for line in sorted(lines):
        read_alike(line)


@pytest.mark.parametrize("text", PIECES)
def test_a_day_counts_where_a_word_asks_for_it(text: str) -> None:
    """Months and weekdays with a capital, and words that count from today, in whatever letters."""
    read_alike(text)


def test_most_texts_are_of_no_day() -> None:
    """A text without such words is one text whatever the day, and one with them is one for a day's every minute."""
    assert day_for("Ten ships may sink.", "2031-03-05") is None
    assert day_for("Ten ships sank in May.", "2031-03-05T10:00Z") == day_for("Ten ships sank in May.", "2031-03-05")
