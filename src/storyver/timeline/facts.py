"""Threads made into facts: named, with their course, the sources that contradict them, and what was admitted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from storyver.admissions import Notice, find_admission, find_notices
from storyver.decided import Decided
from storyver.identity import fact_id
from storyver.model import Change, ChangeKind, Claim, Fact, FigureKind, Point, Reading, Story, TrackResult
from storyver.naming import best_named, make_unique, name_fact
from storyver.timeline.days import find_days
from storyver.timeline.points import find_points
from storyver.timeline.rivals import with_rivals
from storyver.timeline.threads import Recall, Thread, weave


def trace(
    story: Story,
    readings: Sequence[Reading],
    groups: Sequence[Sequence[Collection[str]]],
    changes: Sequence[Sequence[Change]],
    recall: Recall,
    decided: Decided,
) -> TrackResult:
    """The facts of a story, by where they are first seen.

    ``groups[k]`` are the ids of the claims of version ``k`` that state one fact; ``changes[k]`` the figure changes
    from version ``k`` to ``k + 1``. A figure without a counterpart in the version in front is looked for in all that
    was said before. The restatement of a figure in another unit is a sighting of the figure's fact. Dates named by
    their distance from the day of publication follow behind, a fact for each day, week, month or year.
    """
    facts = _named(
        with_rivals([_fact(thread, readings) for thread in weave(readings, groups, changes, recall, decided)])
    )
    notices = find_notices(readings)
    return TrackResult(
        versions=tuple(reading.version for reading in readings),
        blocks=tuple(reading.blocks for reading in readings),
        facts=(
            *(replace(fact, points=tuple(_points(fact, notices))) for fact in facts),
            *(_fact(thread, readings, label) for label, thread in find_days(readings)),
        ),
        story=story,
        model=readings[0].model,
    )


def _named(facts: Sequence[Fact]) -> list[Fact]:
    """The facts with labels that tell them apart."""
    claims = [best_named(sighting.claim for sighting in fact.sightings) for fact in facts]
    labels = make_unique([(fact.label, claim) for fact, claim in zip(facts, claims, strict=True)])
    return [
        fact if fact.label == label else replace(fact, label=label) for fact, label in zip(facts, labels, strict=True)
    ]


def _fact(thread: Thread, readings: Sequence[Reading], label: str | None = None) -> Fact:
    first = thread.sightings[0]
    return Fact(
        id=fact_id(readings[first.version].version.id, first.claim.id),
        label=label or name_fact(best_named(sighting.claim for sighting in thread.sightings)),
        kind=first.claim.figure.kind if first.claim.figure else FigureKind.DATE,
        sightings=tuple(thread.sightings),
        points=find_points(thread, len(readings)),
    )


def _points(fact: Fact, notices: Sequence[Notice]) -> Iterator[Point]:
    """The points of a fact, each of its changes of value with the first notice, if any, that admits it."""
    old: Claim | None = None
    for point in fact.points:
        new = None if point.sighting is None else fact.sightings[point.sighting].claim
        admitted = None
        if old is not None and (point.moved or point.change is ChangeKind.REMOVED):
            admitted = find_admission(point.change, old, new, point.version, notices)
        yield point if admitted is None else replace(point, admitted=admitted)
        old = new or old
