"""What the documents share: numbers, versions, claims, changes, and what stands beside them."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

from storyver.model import (
    Admission,
    Change,
    Claim,
    Figure,
    LanguageModel,
    Reason,
    SentenceLink,
    Skipped,
    Story,
    Suppressed,
    Version,
)

Document = dict[str, Any]

LARGEST_WHOLE_NUMBER = 2**53
"""Above it a float no longer holds every whole number, so its digits would claim a precision that it lacks."""

SCORE_DECIMALS = 6
"""Scores are rounded to this many decimals: below that, arithmetic differs between processors."""


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
        "media": version.media,
        "extractor": version.extractor,
        "url": version.url,
        "author": version.author,
        "dates": [{"value": one.value, "source": one.source.value, "evidence": one.evidence} for one in version.dates],
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
        "reasons": [reason_document(reason) for reason in change.reasons],
        "summary": change.summary,
    }


def reason_document(reason: Reason) -> Document:
    """One reason for a change."""
    weight = None if reason.weight is None else score(reason.weight)
    return {"rule": reason.rule, "text": reason.text, "weight": weight}


def link_document(link: SentenceLink) -> Document:
    """Which sentences correspond, and where their words differ."""
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


def suppressed_document(suppressed: tuple[Suppressed, ...]) -> Document:
    """What was held to be no change: how often by which rule, and what it was."""
    rules = Counter(difference.rule for difference in suppressed)
    return {
        "count": len(suppressed),
        "rules": {rule: rules[rule] for rule in sorted(rules)},
        "differences": [{"rule": one.rule, "old": one.old, "new": one.new} for one in suppressed],
    }


def skipped_document(skipped: Skipped) -> Document:
    """A numeral that is no figure, and why."""
    return {
        "start": skipped.start,
        "end": skipped.end,
        "text": skipped.text,
        "rule": skipped.rule,
        "reason": skipped.reason,
    }


def story_document(story: Story) -> Document:
    """What is known of a story beside its versions."""
    return {
        "id": story.id,
        "title": story.title,
        "url": story.url,
        "order": list(story.order),
        "skipped": [{"path": skipped.path, "reason": skipped.reason} for skipped in story.skipped],
    }


def model_document(model: LanguageModel | None) -> Document:
    """The part of a document that says what read names and subjects; none where the rules alone did."""
    if model is None:
        return {}
    return {"model": {"name": model.name, "version": model.version, "sha256": model.sha256}}


def admission_document(admission: Admission | None) -> Document | None:
    """The notice that admits a change; None where there is none."""
    if admission is None:
        return None
    return {
        "version": admission.version,
        "start": admission.start,
        "end": admission.end,
        "text": admission.text,
        "rule": admission.rule,
    }
