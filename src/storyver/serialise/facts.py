"""The JSON of facts and of where figures come from."""

from __future__ import annotations

from collections.abc import Sequence

from storyver.model import Annotation, Fact, Point, Shown, Sighting, Version
from storyver.serialise.parts import (
    SCORE_DECIMALS,
    Document,
    admission_document,
    claim_document,
    number,
    reason_document,
    score,
)


def fact_document(fact: Fact, versions: Sequence[Version]) -> Document:
    """A fact with its sightings and its course."""
    return {
        "id": fact.id,
        "label": fact.label,
        "kind": fact.kind.value,
        "sightings": [_sighting_document(sighting) for sighting in fact.sightings],
        "first": fact.first,
        "last": fact.last,
        "now": None if fact.now is None else fact.sightings.index(fact.now),
        "importance": fact.importance.value,
        "points": [_point_document(point, versions) for point in fact.points],
        "rivals": list(fact.rivals),
    }


def _point_document(point: Point, versions: Sequence[Version]) -> Document:
    date = versions[point.version].date
    return {
        "version": point.version,
        "date": None if date is None else date.value,
        "change": point.change.value,
        "sighting": point.sighting,
        "moved": point.moved,
        "direction": None if point.direction is None else point.direction.value,
        "size": None if point.size is None else number(round(point.size, SCORE_DECIMALS)),
        "size_unit": point.size_unit,
        "share": None if point.share is None else score(point.share),
        "returns_to": point.returns_to,
        "stale": list(point.stale),
        "importance": point.importance.value,
        "admitted": admission_document(point.admitted),
    }


def _sighting_document(sighting: Sighting) -> Document:
    return {
        "version": sighting.version,
        "change": sighting.change.value,
        **claim_document(sighting.claim),
        "importance": sighting.importance.value,
        "reasons": [reason_document(reason) for reason in sighting.reasons],
    }


def annotation_document(one: Annotation) -> Document:
    """Where a figure or a quotation comes from."""
    return {
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "kind": one.kind.value,
        "came": one.came,
        "changed": one.changed,
        "change": None if one.change is None else one.change.value,
        "was": one.was,
        "fact": one.fact,
        "label": one.label,
    }


def shown_document(shown: Shown) -> Document:
    """What a story is narrowed down to."""
    return {"first": shown.first, "last": shown.last, "left_out": shown.left_out, "asked": shown.asked}
