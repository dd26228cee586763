"""The published JSON of each result, as plain dictionaries, lists, strings, numbers and None.

The shapes are described by the JSON Schemas in ``storyver/schemas``. The keys stand in a fixed order, so that the
same result always gives the same bytes.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from storyver.model import (
    BlameResult,
    Change,
    Claim,
    DiffResult,
    Fact,
    Figure,
    FiguresResult,
    Point,
    Reason,
    SentenceLink,
    Shown,
    Sighting,
    Skipped,
    Story,
    Suppressed,
    TrackResult,
    Version,
)

Document = dict[str, Any]

LARGEST_WHOLE_NUMBER = 2**53
"""Above it a float no longer holds every whole number, so its digits would claim a precision that it lacks."""

SCORE_DECIMALS = 6
"""Scores are rounded to this many decimals: below that, arithmetic differs between processors."""


def figures_document(result: FiguresResult) -> Document:
    """The JSON of ``storyver figures``."""
    return {
        "schema": "storyver/figures/1",
        "version": version_document(result.version),
        "figures": [figure_document(figure) for figure in result.figures],
        "skipped": [_skipped_document(skipped) for skipped in result.skipped],
    }


def diff_document(result: DiffResult) -> Document:
    """The JSON of ``storyver diff``."""
    return {
        "schema": "storyver/diff/1",
        "old": version_document(result.old),
        "new": version_document(result.new),
        "factual": score(result.factual),
        "changes": [change_document(change) for change in result.changes],
        "sentences": [_link_document(link) for link in result.sentences],
        "suppressed": _suppressed_document(result.suppressed),
    }


def track_document(result: TrackResult) -> Document:
    """The JSON of ``storyver track``."""
    return {
        "schema": "storyver/track/1",
        "versions": [version_document(version) for version in result.versions],
        "facts": [_fact_document(fact, result.versions) for fact in result.facts],
        "story": None if result.story is None else _story_document(result.story),
        "shown": None if result.shown is None else _shown_document(result.shown),
    }


def blame_document(result: BlameResult) -> Document:
    """The JSON of ``storyver blame``."""
    return {
        "schema": "storyver/blame/1",
        "versions": [version_document(version) for version in result.versions],
        "annotations": [
            {
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
            for one in result.annotations
        ],
        "story": None if result.story is None else _story_document(result.story),
    }


def number(value: float | None) -> int | float | None:
    """A JSON number: whole values without a fraction, None for what JSON cannot write (NaN and the infinities)."""
    if value is None or not math.isfinite(value):
        return None
    if value == int(value) and abs(value) <= LARGEST_WHOLE_NUMBER:
        return int(value)
    return float(value)


def score(value: float) -> int | float | None:
    """A score from 0 to 1, or a weight, rounded to ``SCORE_DECIMALS``."""
    return number(round(value, SCORE_DECIMALS)) if math.isfinite(value) else None


def version_document(version: Version) -> Document:
    """What is known of a version, without its text."""
    date = version.date
    return {
        "id": version.id,
        "number": version.number,
        "of": version.of,
        "date": None if date is None else date.value,
        "date_source": None if date is None else date.source.value,
        "title": version.title,
        "source": version.source,
        "sha256": version.sha256,
        "date_evidence": None if date is None else date.evidence,
        "encoding": version.encoding,
        "notes": list(version.notes),
    }


def figure_document(figure: Figure) -> Document:
    """A figure with its offsets into its version's text."""
    return {
        "start": figure.start,
        "end": figure.end,
        "text": figure.text,
        "kind": figure.kind.value,
        "low": number(figure.low),
        "high": number(figure.high),
        "unit": figure.unit,
        "qualifier": figure.qualifier.value,
        "date": figure.date,
        "trend": None if figure.trend is None else figure.trend.value,
        "counted": figure.counted,
        "conversion_of": figure.conversion_of,
        "per": figure.per,
        "changed_from": figure.changed_from,
        "resolved_from": figure.resolved_from,
        "relative": figure.relative,
        "rule": figure.rule,
    }


def claim_document(claim: Claim) -> Document:
    """A claim and, where it has one, its figure."""
    return {
        "id": claim.id,
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "kind": claim.kind.value,
        "figure": None if claim.figure is None else figure_document(claim.figure),
        "subject": claim.subject,
        "attribution": {"speaker": claim.attribution.speaker, "verb": claim.attribution.verb},
        "hedge": claim.hedge,
        "negated": claim.negated,
        "section": claim.section,
        "block": claim.block.value,
    }


def change_document(change: Change) -> Document:
    """A change with both its sides and the reasons for it."""
    return {
        "id": change.id,
        "kind": change.kind.value,
        "old": None if change.old is None else claim_document(change.old),
        "new": None if change.new is None else claim_document(change.new),
        "score": score(change.score),
        "importance": change.importance.value,
        "reasons": [_reason_document(reason) for reason in change.reasons],
        "summary": change.summary,
    }


def _reason_document(reason: Reason) -> Document:
    weight = None if reason.weight is None else score(reason.weight)
    return {"rule": reason.rule, "text": reason.text, "weight": weight}


def _link_document(link: SentenceLink) -> Document:
    return {
        "kind": link.kind.value,
        "moved": link.moved,
        "old": [[sentence.start, sentence.end] for sentence in link.old],
        "new": [[sentence.start, sentence.end] for sentence in link.new],
        "score": score(link.score),
        "edits": [
            {"old": [edit.old_start, edit.old_end], "new": [edit.new_start, edit.new_end]} for edit in link.edits
        ],
    }


def _suppressed_document(suppressed: tuple[Suppressed, ...]) -> Document:
    rules = Counter(difference.rule for difference in suppressed)
    return {
        "count": len(suppressed),
        "rules": {rule: rules[rule] for rule in sorted(rules)},
        "differences": [{"rule": one.rule, "old": one.old, "new": one.new} for one in suppressed],
    }


def _skipped_document(skipped: Skipped) -> Document:
    return {
        "start": skipped.start,
        "end": skipped.end,
        "text": skipped.text,
        "rule": skipped.rule,
        "reason": skipped.reason,
    }


def _fact_document(fact: Fact, versions: Sequence[Version]) -> Document:
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
    date, admitted = versions[point.version].date, point.admitted
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
        "admitted": None
        if admitted is None
        else {
            "version": admitted.version,
            "start": admitted.start,
            "end": admitted.end,
            "text": admitted.text,
            "rule": admitted.rule,
        },
    }


def _sighting_document(sighting: Sighting) -> Document:
    return {
        "version": sighting.version,
        "change": sighting.change.value,
        **claim_document(sighting.claim),
        "importance": sighting.importance.value,
        "reasons": [_reason_document(reason) for reason in sighting.reasons],
    }


def _shown_document(shown: Shown) -> Document:
    return {"first": shown.first, "last": shown.last, "left_out": shown.left_out, "asked": shown.asked}


def _story_document(story: Story) -> Document:
    return {
        "id": story.id,
        "title": story.title,
        "url": story.url,
        "order": list(story.order),
        "skipped": [{"path": skipped.path, "reason": skipped.reason} for skipped in story.skipped],
    }
