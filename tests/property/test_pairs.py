"""What holds of any two versions whatever, on texts put together from sentences of our own."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import storyver
from link_cases import of_figures
from neighbours import disagreements
from repository import ROOT
from storyver.model import Change, ChangeKind, DiffResult
from storyver.pipeline import read
from storyver.sources import read_version
from strategies import ARTICLES as TEXTS
from strategies import EDITED

STORIES = sorted(path.parent for path in (ROOT / "corpus").glob("*/story.toml"))
OPPOSITE = {
    ChangeKind.ADDED: ChangeKind.REMOVED,
    ChangeKind.REMOVED: ChangeKind.ADDED,
    ChangeKind.INCREASED: ChangeKind.DECREASED,
    ChangeKind.DECREASED: ChangeKind.INCREASED,
}

few = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def ends(change: Change) -> tuple[int | None, int | None]:
    """Where the figures of a change start."""
    old, new = (claim.figure.start if claim and claim.figure else None for claim in (change.old, change.new))
    return old, new


def figure_starts(text: str) -> list[int]:
    """Where the figures of a text start."""
    return [figure.start for figure in storyver.figures(text).figures]


@few
@given(TEXTS)
def test_a_text_and_itself_differ_in_nothing(text: str) -> None:
    """Between a text and itself there is no change of fact: each figure is unchanged, ``factual`` is 0."""
    result = storyver.diff(text, text)
    assert {change.kind for change in result.changes} <= {ChangeKind.UNCHANGED}
    assert result.factual == 0.0
    assert {ends(change)[0] for change in of_figures(result)} == set(figure_starts(text))


@few
@given(TEXTS, TEXTS)
def test_the_other_way_round_is_the_opposite(old: str, new: str) -> None:
    """With the versions exchanged, what was added is removed and what rose fell; all other kinds stay."""
    there = Counter((change.kind, ends(change)) for change in of_figures(storyver.diff(old, new)))
    back = Counter(
        (OPPOSITE.get(change.kind, change.kind), ends(change)[::-1]) for change in of_figures(storyver.diff(new, old))
    )
    assert there == back


@few
@given(TEXTS, TEXTS)
def test_nothing_is_lost_between_two_texts(old: str, new: str) -> None:
    """Every figure is linked or one-sided, never both; every sentence is in exactly one link."""
    result: DiffResult = storyver.diff(old, new)
    for side, text in enumerate((old, new)):
        linked = {ends(change)[side] for change in of_figures(result) if None not in ends(change)}
        alone = [ends(change)[side] for change in of_figures(result) if None in ends(change)]
        alone = [start for start in alone if start is not None]
        assert linked | set(alone) == set(figure_starts(text))
        assert not linked & set(alone)
        assert len(alone) == len(set(alone))
        links = Counter(sentence for link in result.sentences for sentence in (link.old, link.new)[side])
        assert links == Counter(s for block in read(read_version(text)).blocks for s in block.sentences)


@few
@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_every_figure_is_in_exactly_one_fact(texts: list[str]) -> None:
    """Over all versions each figure is one sighting of one fact; no fact is empty or has a step back in time."""
    facts = storyver.track(texts).facts
    seen = Counter((s.version, s.claim.figure.start) for fact in facts for s in fact.sightings if s.claim.figure)
    assert seen == Counter((number, start) for number, text in enumerate(texts) for start in figure_starts(text))
    assert all([s.version for s in fact.sightings] == sorted(s.version for s in fact.sightings) for fact in facts)
    assert all(fact.sightings[0].change is ChangeKind.ADDED for fact in facts)


@few
@given(TEXTS, TEXTS)
def test_certain_changes_name_their_figures(old: str, new: str) -> None:
    """The summary of a value that moved has the words of both figures, and at least one reason has a weight."""
    for change in of_figures(storyver.diff(old, new)):
        if change.kind in OPPOSITE and change.old and change.new and change.old.figure and change.new.figure:
            assert change.old.figure.text in change.summary
            assert change.new.figure.text in change.summary
            assert any(reason.weight for reason in change.reasons)


@few
@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_a_story_agrees_with_its_pairs(texts: list[str]) -> None:
    """What ``diff`` links between neighbours ``track`` has in one fact and with the same change, and the other way."""
    assert disagreements(texts) == []


@few
@given(EDITED)
def test_an_edited_story_agrees_with_its_pairs(texts: list[str]) -> None:
    """The same of versions that were edited a little each: values that move, return, are left out and come back."""
    assert disagreements(texts) == []


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_a_story_of_the_corpus_agrees_with_its_pairs(story: Path) -> None:
    """The same of every two neighbours of every story of the corpus."""
    assert disagreements(storyver.read(story).versions) == []


@few
@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_a_fact_has_one_course(texts: list[str]) -> None:
    """A fact has one point for each version that states it, in order, and what it returns to lies further back."""
    for fact in storyver.track(texts).facts:
        stated = [point.version for point in fact.points if point.sighting is not None]
        assert stated == sorted({s.version for s in fact.sightings})
        assert [point.version for point in fact.points] == sorted({point.version for point in fact.points})
        for before, point in pairwise(fact.points):
            assert (point.change is ChangeKind.REMOVED) == (point.sighting is None)
            assert point.returns_to is None or (point.moved and point.returns_to < before.version)
            assert point.direction is None or point.moved
