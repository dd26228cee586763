"""Results as tables: one row for each figure, change, sighting, annotation or claim of a finding.

Shared by the CSV report and the data frames.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from storyver.model import (
    AuditResult,
    AuditStep,
    BlameResult,
    Change,
    CheckResult,
    Claim,
    DiffResult,
    Disclosure,
    Fact,
    Figure,
    FiguresResult,
    Finding,
    Point,
    Result,
    Sighting,
    TrackResult,
    Version,
)
from storyver.serialise import number, score

Cell = str | int | float | bool | None

FIGURE_COLUMNS = ("text", "kind", "low", "high", "unit", "qualifier", "date", "trend", "counted", "per")
PLACE_COLUMNS = ("start", "end")
CLAIM_COLUMNS = (*FIGURE_COLUMNS, "sentence", *PLACE_COLUMNS)
VERSION_COLUMNS = ("version", "version_number", "version_date", "version_id")
SAID_COLUMNS = ("speaker", "verb", "hedge")
POINT_COLUMNS = ("gives_value", "moved", "direction", "size", "size_unit", "share", "returns_to", "stale", "admitted")


def table(result: Result) -> tuple[Sequence[str], Iterator[Sequence[Cell]]]:
    """The names of the columns, and the rows."""
    names: Sequence[str]
    match result:
        case FiguresResult():
            return (*PLACE_COLUMNS, *FIGURE_COLUMNS, "conversion_of", "rule"), map(_figure_row, result.figures)
        case DiffResult():
            return _change_columns(), map(_change_row, result.changes)
        case TrackResult():
            names = ("fact", "label", *VERSION_COLUMNS, "change", *CLAIM_COLUMNS, "importance")
            return (*names, *SAID_COLUMNS, *POINT_COLUMNS), _fact_rows(result)
        case BlameResult():
            names = (*PLACE_COLUMNS, "text", "kind", "label", "came", "came_date", "changed", "changed_date", "change")
            return (*names, "was", "fact"), _annotation_rows(result)
        case CheckResult():
            names = ("finding", "rule", "standing", "versions", "summary", "arithmetic", "excuse")
            return (*names, *VERSION_COLUMNS, *CLAIM_COLUMNS), _exhibit_rows(result)
        case AuditResult():
            names = ("old_version", "new_version", "since", "until", "shown", "admitted_in", "notice")
            rows = (_disclosure_row(step, one) for step in result.steps for one in step.disclosures)
            return (*names, *_change_columns()), rows


def _change_columns() -> Sequence[str]:
    sides = [f"{side}_{name}" for side in ("old", "new") for name in CLAIM_COLUMNS]
    return ("id", "kind", "importance", "score", "summary", *sides, "reasons")


def _fact_rows(result: TrackResult) -> Iterator[Sequence[Cell]]:
    for fact in result.facts:
        points = {point.version: point for point in fact.points}
        for index, sighting in enumerate(fact.sightings):
            point = points.get(sighting.version)
            yield (
                *_sighting_cells(fact, sighting, result.versions[sighting.version]),
                sighting.importance.value,
                sighting.claim.attribution.speaker,
                sighting.claim.attribution.verb,
                sighting.claim.hedge,
                *_point_cells(point, index),
            )


def _annotation_rows(result: BlameResult) -> Iterator[Sequence[Cell]]:
    dates = [version.date.value if version.date else None for version in result.versions]
    for one in result.annotations:
        came = (one.came, dates[one.came])
        changed = (None, None) if one.changed is None else (one.changed, dates[one.changed])
        change = None if one.change is None else one.change.value
        yield (one.start, one.end, one.text, one.kind.value, one.label, *came, *changed, change, one.was, one.fact)


def _exhibit_rows(result: CheckResult) -> Iterator[Sequence[Cell]]:
    """A row for each claim that takes part in a finding, those that the text explains itself last."""
    for finding in (*result.findings, *result.explained):
        for exhibit in finding.exhibits:
            version = _version_cells(exhibit.version, result.versions[exhibit.version])
            yield (*_finding_cells(finding), *version, *_claim_cells(exhibit.claim))


def _finding_cells(finding: Finding) -> Iterable[Cell]:
    return (
        finding.id,
        finding.rule.value,
        finding.standing.value,
        " ".join(map(str, finding.versions)),
        finding.summary,
        finding.arithmetic,
        finding.excuse,
    )


def _disclosure_row(step: AuditStep, one: Disclosure) -> Sequence[Cell]:
    dates = [date.value if date else None for date in (step.since, step.until)]
    notice = (one.admission.version, one.admission.text) if one.admission else (None, None)
    return (step.old, step.new, *dates, step.shown.value, *notice, *_change_row(one.change))


def _figure_row(figure: Figure) -> Sequence[Cell]:
    return (figure.start, figure.end, *_figure_cells(figure), figure.conversion_of, figure.rule)


def _change_row(change: Change) -> Sequence[Cell]:
    reasons = "; ".join(
        f"{reason.text} ({reason.weight:+.2f})" if reason.weight is not None else reason.text
        for reason in change.reasons
    )
    return (
        change.id,
        change.kind.value,
        change.importance.value,
        score(change.score),
        change.summary,
        *_claim_cells(change.old),
        *_claim_cells(change.new),
        reasons,
    )


def _sighting_cells(fact: Fact, sighting: Sighting, version: Version) -> Iterable[Cell]:
    place = (*_version_cells(sighting.version, version), sighting.change.value)
    return (fact.id, fact.label, *place, *_claim_cells(sighting.claim))


def _version_cells(place: int, version: Version) -> Iterable[Cell]:
    return (place, version.number, version.date.value if version.date else None, version.id)


def _point_cells(point: Point | None, index: int) -> Iterable[Cell]:
    """What became of the fact in the version, on the row of the sighting that gives its value."""
    if point is None or point.sighting != index:
        return (False, *(None,) * 6, point is not None and index in point.stale, None)
    return (
        True,
        point.moved,
        None if point.direction is None else point.direction.value,
        number(point.size),
        point.size_unit,
        None if point.share is None else score(point.share),
        point.returns_to,
        False,
        None if point.admitted is None else point.admitted.text,
    )


def _claim_cells(claim: Claim | None) -> Iterable[Cell]:
    if claim is None:
        return (None,) * (len(FIGURE_COLUMNS) + 3)
    figure = claim.figure
    place = (claim.start, claim.end) if figure is None else (figure.start, figure.end)
    return (*_figure_cells(figure), claim.text, *place)


def _figure_cells(figure: Figure | None) -> Iterable[Cell]:
    if figure is None:
        return (None,) * len(FIGURE_COLUMNS)
    return (
        figure.text,
        figure.kind.value,
        number(figure.low),
        number(figure.high),
        figure.unit,
        figure.qualifier.value,
        figure.date,
        None if figure.trend is None else figure.trend.value,
        figure.counted,
        figure.per,
    )
