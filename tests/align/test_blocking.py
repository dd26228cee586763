"""Which pairs of figures are weighed at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storyver.align import blocking
from storyver.align.blocking import ALL_PAIRS, candidate_pairs
from storyver.align.mentions import Mention
from storyver.align.sentences import align_sentences
from storyver.align.setting import make_setting
from storyver.align.sides import Side
from storyver.pipeline import read
from storyver.sources import read_version


def pairs(old: str, new: str) -> Iterator[tuple[Mention, Mention]]:
    """The candidates between two texts."""
    one, other = Side(read(read_version(old))), Side(read(read_version(new)))
    return candidate_pairs(one.mentions, other.mentions, make_setting(one, other, align_sentences(one, other)))


def spelled(old: str, new: str) -> list[str]:
    """The candidates as words."""
    return [f"{a.figure.text} ~ {b.figure.text}" for a, b in pairs(old, new)]


def test_an_article_has_all_pairs_of_a_dimension() -> None:
    """Counts are weighed with counts, money with money, and neither with the other."""
    found = spelled("It has 30 guns and cost £4m.", "It cost £5m and has 31 guns and 6 flags.")
    assert found == ["30 ~ 31", "30 ~ 6", "£4m ~ £5m"]


def test_a_time_of_day_is_no_date() -> None:
    """A time of day is weighed with a time of day alone."""
    assert spelled("It began on 12 May at 06:00.", "It ended at 07:30 on 13 May.") == [
        "12 May ~ 13 May",
        "06:00 ~ 07:30",
    ]


def test_a_long_text_has_a_bounded_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound each figure keeps the candidates of its value, place and words, its own counterpart first."""
    monkeypatch.setattr(blocking, "ALL_PAIRS", 100)
    names = ("oak", "elm", "ash", "fir", "yew", "bay", "fig", "box", "gum", "tea")
    old = "\n\n".join(f"The {name} wood has {20 + k} {name} trees on the hill." for k, name in enumerate(names * 4))
    new = "\n\n".join(f"There are {21 + k} {name} trees in the {name} wood." for k, name in enumerate(names * 4))
    found = list(pairs(old, new))
    assert len(found) < 40 * 40
    assert {(k, k) for k in range(40)} <= {(a.number, b.number) for a, b in found}
    assert len(found) == len({(a.number, b.number) for a, b in found})


def test_an_unchanged_sentence_keeps_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a long text a figure of an unchanged sentence has one candidate: itself."""
    monkeypatch.setattr(blocking, "ALL_PAIRS", 0)
    text = "\n\n".join(f"House {name} has 30 rooms." for name in ("Ada", "Bel", "Cyd", "Dot"))
    assert [(a.number, b.number) for a, b in pairs(text, text)] == [(k, k) for k in range(4)]


def test_the_bound_is_above_an_article() -> None:
    """An article of 140 counts is below the bound."""
    assert ALL_PAIRS > 140 * 140
