"""The rows of the dataset's tables that one story gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storyver.batching.cells import claim_cells, comparison_cells, figure_cells, moment, single_value
from storyver.dates import parse_date
from storyver.model import (
    WITHOUT_EFFECT,
    Analysis,
    AuditStep,
    Change,
    Claim,
    DiffResult,
    Disclosure,
    Fact,
    Point,
    Reading,
    SkippedFile,
    Story,
    Version,
)
from storyver.serialise import number, score

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""For each table its rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Of:
    """The story that rows are of."""

    id: str
    name: str
    outlet: str | None


def story_rows(analysis: Analysis, of: Of, *, with_text: bool = False) -> Rows:
    """All rows of a story that was analysed."""
    story = analysis.story
    times = [moment(version) for version in story.versions]
    facts = _fact_ids(analysis.track.facts)
    return {
        "versions": list(_version_rows(analysis, of, times, with_text=with_text)),
        "claims": list(_claim_rows(analysis.readings, of, times, facts)),
        "changes": list(_change_rows(analysis, of, times, facts)),
        "facts": [_fact_row(fact, of, story.versions, times) for fact in analysis.track.facts],
        "skipped": [skipped_row(one, of, "version") for one in story.skipped],
    }


def skipped_row(skipped: SkippedFile, of: Of | None, scope: str) -> Row:
    """What was passed over, of a story or of an input."""
    return {
        "scope": scope,
        "story_id": None if of is None else of.id,
        "story": None if of is None else of.name,
        "outlet": None if of is None else of.outlet,
        "source": skipped.path,
        "error": None,
        "reason": skipped.reason,
        "versions": 1 if scope == "version" else None,
    }


def failed_row(of: Of, *, source: str | None, error: str, reason: str, versions: int) -> Row:
    """A story that could not be analysed."""
    return {
        "scope": "story",
        "story_id": of.id,
        "story": of.name,
        "outlet": of.outlet,
        "source": source,
        "error": error,
        "reason": reason,
        "versions": versions,
    }


def _fact_ids(facts: Sequence[Fact]) -> dict[tuple[int, str], str]:
    """The fact of which a claim of a version is a sighting."""
    return {(one.version, one.claim.id): fact.id for fact in facts for one in fact.sightings}


def _version_rows(analysis: Analysis, of: Of, times: Sequence[datetime | None], *, with_text: bool) -> Iterator[Row]:
    story = analysis.story
    for index, (version, reading) in enumerate(zip(story.versions, analysis.readings, strict=True)):
        step = analysis.audit.steps[index - 1] if index else None
        yield {
            "story_id": of.id,
            "story": of.name,
            "outlet": of.outlet,
            "story_title": story.title,
            "story_url": story.url,
            "version_index": index,
            "versions": len(story.versions),
            **_version_cells(version),
            "published_at": times[index],
            "order_reason": story.order[index],
            "figures": len(reading.figures),
            "claims": len(claims_of(reading)),
            "passed_over": len(reading.skipped),
            **_step_cells(analysis.diffs[index - 1] if index else None, step),
            "text": version.text if with_text else None,
        }


def _version_cells(version: Version) -> Row:
    date = version.date
    return {
        "version_id": version.id,
        "sha256": version.sha256,
        "number": version.number,
        "of": version.of,
        "date": None if date is None else date.value,
        "date_precision": None if date is None else parse_date(date.value).precision.value,
        "date_source": None if date is None else date.source.value,
        "date_evidence": None if date is None else date.evidence,
        "dates": [{"value": one.value, "source": one.source.value, "evidence": one.evidence} for one in version.dates],
        "title": version.title,
        "author": version.author,
        "url": version.url,
        "source": version.source,
        "media": version.media,
        "encoding": version.encoding,
        "extractor": version.extractor,
        "notes": list(version.notes),
        "characters": len(version.text),
    }


def _step_cells(diff: DiffResult | None, step: AuditStep | None) -> Row:
    """What a version changed of the one before."""
    if diff is None or step is None:
        return dict.fromkeys(("factual", "changes", "unadmitted", "suppressed", "date_line"))
    return {
        "factual": score(diff.factual),
        "changes": sum(change.kind not in WITHOUT_EFFECT for change in diff.changes),
        "unadmitted": sum(one.admission is None for one in step.disclosures),
        "suppressed": len(diff.suppressed),
        "date_line": step.shown.value,
    }


def _claim_rows(
    readings: Sequence[Reading], of: Of, times: Sequence[datetime | None], facts: Mapping[tuple[int, str], str]
) -> Iterator[Row]:
    for index, reading in enumerate(readings):
        for claim in claims_of(reading):
            yield {
                "story_id": of.id,
                "outlet": of.outlet,
                "version_index": index,
                "version_id": reading.version.id,
                "published_at": times[index],
                "claim_id": claim.id,
                "fact_id": facts.get((index, claim.id)),
                **claim_cells(claim),
                "figure": figure_cells(claim.figure),
            }


def _change_rows(
    analysis: Analysis, of: Of, times: Sequence[datetime | None], facts: Mapping[tuple[int, str], str]
) -> Iterator[Row]:
    for old, diff in enumerate(analysis.diffs):
        told = {one.change.id: one for one in analysis.audit.steps[old].disclosures}
        pair = {
            "story_id": of.id,
            "outlet": of.outlet,
            "old_index": old,
            "new_index": old + 1,
            "old_version_id": diff.old.id,
            "new_version_id": diff.new.id,
            "old_date": diff.old.date and diff.old.date.value,
            "new_date": diff.new.date and diff.new.date.value,
            "old_published_at": times[old],
            "new_published_at": times[old + 1],
        }
        for change in diff.changes:
            sides = ((old + 1, change.new), (old, change.old))
            fact = next((facts[key] for index, one in sides if one and (key := (index, one.id)) in facts), None)
            yield {**pair, **_change_cells(change), "fact_id": fact, **_admission_cells(told.get(change.id))}


def _change_cells(change: Change) -> Row:
    return {
        "change_id": change.id,
        "kind": change.kind.value,
        "importance": change.importance.value,
        "score": score(change.score),
        "summary": change.summary,
        "old_claim_id": change.old and change.old.id,
        "new_claim_id": change.new and change.new.id,
        **claim_cells(change.old, "old_"),
        "old_figure": figure_cells(change.old.figure if change.old else None),
        **claim_cells(change.new, "new_"),
        "new_figure": figure_cells(change.new.figure if change.new else None),
        **comparison_cells(change),
        "reasons": [
            {"rule": one.rule, "text": one.text, "weight": None if one.weight is None else score(one.weight)}
            for one in change.reasons
        ],
    }


def _admission_cells(one: Disclosure | None) -> Row:
    admission = None if one is None else one.admission
    return {
        "admitted": None if one is None else admission is not None,
        "admitted_in": admission and admission.version,
        "notice": admission and admission.text,
        "admission_rule": admission and admission.rule,
    }


def _fact_row(fact: Fact, of: Of, versions: Sequence[Version], times: Sequence[datetime | None]) -> Row:
    figures = [figure for point in fact.points if (figure := fact.figure(point)) is not None]
    first, last = (figures[0], figures[-1]) if figures else (None, None)
    return {
        "story_id": of.id,
        "outlet": of.outlet,
        "fact_id": fact.id,
        "label": fact.label,
        "kind": fact.kind.value,
        "first_index": fact.first,
        "last_index": fact.last,
        "first_published_at": times[fact.first],
        "last_published_at": times[fact.last],
        "sightings": len(fact.sightings),
        "moves": sum(point.moved for point in fact.points),
        "importance": fact.importance.value,
        "first_value": single_value(first),
        "last_value": single_value(last),
        "first_text": first and first.text,
        "last_text": last and last.text,
        "unit": last and last.unit,
        "points": [_point_cells(point, fact, versions, times) for point in fact.points],
        "rivals": list(fact.rivals),
    }


def _point_cells(point: Point, fact: Fact, versions: Sequence[Version], times: Sequence[datetime | None]) -> Row:
    date, figure, admitted = versions[point.version].date, fact.figure(point), point.admitted
    return {
        "version_index": point.version,
        "date": date and date.value,
        "published_at": times[point.version],
        "change": point.change.value,
        "claim_id": None if point.sighting is None else fact.sightings[point.sighting].claim.id,
        "value": single_value(figure),
        "unit": figure and figure.unit,
        "text": figure and figure.text,
        "moved": point.moved,
        "direction": None if point.direction is None else point.direction.value,
        "size": None if point.size is None else number(point.size),
        "size_unit": point.size_unit,
        "share": None if point.share is None else score(point.share),
        "returns_to": point.returns_to,
        "stale": len(point.stale),
        "importance": point.importance.value,
        "admitted_in": admitted and admitted.version,
        "notice": admitted and admitted.text,
    }


def claims_of(reading: Reading) -> list[Claim]:
    """All claims of a version, also those of dates that are named by their distance, in the order of the text."""
    return sorted((*reading.claims, *reading.relative_dates), key=lambda claim: (claim.start, claim.end))


def outlet_of(story: Story, told: str | None) -> str | None:
    """Who published a story: what the input says, else the host of its address."""
    addresses = (story.url, *(version.url for version in story.versions))
    return told or next((host for one in addresses if one and (host := _host(one))), None)


def _host(address: str) -> str | None:
    from urllib.parse import urlsplit

    try:
        host = urlsplit(address if "://" in address else f"//{address}").hostname
    except ValueError:  # an address that is none
        return None
    return host.removeprefix("www.") if host and "." in host else None
