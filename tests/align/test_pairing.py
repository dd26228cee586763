"""What is known of two figures before the versions are looked at that they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

import storyver
from repository import ROOT
from storyver.align.comparisons import COMPARISONS, order
from storyver.align.mentions import Mention
from storyver.align.pairing import Pairing, are_linked, weights
from storyver.align.sentences import align_sentences
from storyver.align.setting import Setting, comparable, make_setting
from storyver.align.sides import Side
from storyver.align.weighing import weigh
from storyver.pipeline import read

STORIES = sorted(path.parent.name for path in (ROOT / "corpus").glob("*/story.toml"))
MARGIN = 1e-9


def pairs(story: str) -> Iterator[tuple[Mention, Mention, Setting]]:
    """Every two figures of neighbouring versions of a story that could be one fact, and how their sentences stand."""
    sides = [Side(read(version)) for version in storyver.read(ROOT / "corpus" / story).versions]
    for old, new in pairwise(sides):
        setting = make_setting(old, new, align_sentences(old, new, with_edits=False))
        yield from ((one, other, setting) for one in old.mentions for other in new.mentions if comparable(one, other))


@pytest.mark.parametrize("story", STORIES)
def test_a_comparison_that_is_not_asked_has_nothing_to_say(story: str) -> None:
    """Whatever is left out when two figures are weighed would have answered nothing."""
    for one, other, setting in pairs(story):
        pairing = Pairing(one, other)
        asked = (*pairing.settled, *pairing.in_a_setting(linked=are_linked(one, other, setting)))
        known = {comparison.__name__ for _, comparison in asked}
        for name in COMPARISONS.keys() - known:
            assert not COMPARISONS[name](one, other, setting), (name, one.claim.text, other.claim.text)


@pytest.mark.parametrize("story", STORIES)
def test_no_pair_comes_to_more_than_was_thought(story: str) -> None:
    """The bounds by which pairs are passed over hold, those told without asking the comparisons too."""
    for one, other, setting in pairs(story):
        pairing, worth = Pairing(one, other), weigh(one, other, setting).log_odds
        at_place = weights()["order"]["weight"] * order(one, other, setting)
        assert pairing.most <= pairing.at_most + MARGIN
        if are_linked(one, other, setting):
            assert worth <= pairing.most_linked + at_place + MARGIN
        else:
            assert worth <= pairing.most + at_place + MARGIN
            assert worth <= pairing.most_linked + at_place + MARGIN
