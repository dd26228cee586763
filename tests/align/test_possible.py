"""Whether a link is possible at all, told before the sentences are aligned."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest

import storyver
from repository import ROOT
from storyver.align.claims import align_figures, may_align
from storyver.align.sentences import align_sentences
from storyver.align.sides import Side
from storyver.pipeline import read
from storyver.sources import read_version

STORIES = sorted(path.parent.name for path in (ROOT / "corpus").glob("*/story.toml"))


def pairs(story: str) -> Iterator[tuple[Side, Side]]:
    """Every two versions of a story of the corpus, the earlier first."""
    return combinations([Side(read(version)) for version in storyver.read(ROOT / "corpus" / story).versions], 2)


@pytest.mark.parametrize("story", STORIES)
def test_what_is_linked_was_possible(story: str) -> None:
    """Whatever figures are linked when two of them alone are looked at were said to be possible."""
    for old, new in pairs(story):
        sentences = align_sentences(old, new)
        for link in align_figures(old, new, sentences):
            chosen = {link.old.id}, {link.new.id}
            alone = align_figures(old, new, sentences, only_old=chosen[0], only_new=chosen[1])
            assert not alone or may_align(old, new, *chosen), link.reasons


def test_figures_of_other_sorts_cannot_be_linked() -> None:
    """An amount of money and a number of people are never one fact."""
    old, new = (Side(read(read_version(text))) for text in ("It cost £4m.", "Some 30 people came."))
    assert not may_align(old, new, {m.claim.id for m in old.mentions}, {m.claim.id for m in new.mentions})


def test_an_unchanged_sentence_can_always_be_linked() -> None:
    """The figure of a sentence that stayed the same is possible, however little the words tell."""
    old, new = (Side(read(read_version("He has 2."))) for _ in range(2))
    assert may_align(old, new, {old.mentions[0].claim.id}, {new.mentions[0].claim.id})
