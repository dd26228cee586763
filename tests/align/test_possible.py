"""Whether a link is possible at all, told before the sentences are aligned."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations

import pytest

import storyver
from benchmarks.costs.texts import Writer
from repository import ROOT
from storyver.align import claims
from storyver.align.claims import align_figures, may_align
from storyver.align.sentences import align_sentences
from storyver.align.sides import Side
from storyver.pipeline import read
from storyver.sources import read_version

STORIES = sorted(path.parent.name for path in (ROOT / "corpus").glob("*/story.toml"))


def pairs(story: str) -> Iterator[tuple[Side, Side]]:
    """Every two versions of a story of the corpus, the earlier first."""
    return combinations([Side(read(version)) for version in storyver.read(ROOT / "corpus" / story).versions], 2)


def anything(side: Side) -> dict[str, tuple[float, float]]:
    """The ids of a version's figures, where any certain link counts."""
    return dict.fromkeys((mention.claim.id for mention in side.mentions), (0.0, 0.0))


@pytest.mark.parametrize("story", STORIES)
def test_what_counts_was_possible(story: str) -> None:
    """Whatever figures are linked for certain when two of them alone are looked at were said to be possible, with the
    score that they have."""
    for old, new in pairs(story):
        sentences = align_sentences(old, new)
        for link in align_figures(old, new, sentences):
            alone = align_figures(old, new, sentences, only_old={link.old.id}, only_new={link.new.id})
            for one in alone:
                needed = {link.old.id: (one.score, one.score)}
                assert not one.certain or may_align(old, new, needed, {link.new.id}), link.reasons


def test_figures_of_other_sorts_cannot_be_linked() -> None:
    """An amount of money and a number of people are never one fact."""
    old, new = (Side(read(read_version(text))) for text in ("It cost £4m.", "Some 30 people came."))
    assert not may_align(old, new, anything(old), anything(new))


def test_an_unchanged_sentence_can_always_be_linked() -> None:
    """The figure of a sentence that stayed the same is possible, however little the words tell."""
    old, new = (Side(read(read_version("He has 2."))) for _ in range(2))
    assert may_align(old, new, anything(old), anything(new))


def test_a_score_may_be_needed_that_cannot_be_reached() -> None:
    """Two figures with other values in other words may be linked, but not as surely as is asked."""
    texts = ("The ferry that sank on Monday carried 340 people.", "Monday's ferry had 352 people on it, police say.")
    old, new = (Side(read(read_version(text))) for text in texts)
    assert may_align(old, new, anything(old), anything(new))
    assert not may_align(old, new, dict.fromkeys(anything(old), (0.9999, 0.9999)), anything(new))


@pytest.mark.parametrize("story", STORIES)
def test_a_story_is_followed_as_where_all_far_versions_are_aligned(story: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The facts are those found where any two versions are aligned between which a fact may come back."""
    folder = ROOT / "corpus" / story
    if len(storyver.read(folder).versions) < 3:
        pytest.skip("a fact cannot come back in two versions")
    fast = storyver.track(folder)
    monkeypatch.setattr(claims, "may_align", lambda *_: True)
    assert fast == storyver.track(folder)


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_facts_that_come_back_are_found_as_where_all_far_versions_are_aligned(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for a story whose versions each leave out some of its paragraphs."""
    chance = random.Random(seed)
    versions = [text.strip().split("\n\n") for text in Writer(seed).chain(6, 250, 0.1)]
    texts = ["\n\n".join(one for one in paragraphs if chance.random() < 0.7) or "-" for paragraphs in versions]
    fast = storyver.track(texts)
    monkeypatch.setattr(claims, "may_align", lambda *_: True)
    assert fast == storyver.track(texts)
