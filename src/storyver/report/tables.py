"""The CSV report: one row for each figure, change, sighting or claim of a finding, in UTF-8 with CRLF line ends, as RFC
4180 has it.

Text cells that a spreadsheet would take for a formula begin with an apostrophe; cells of numbers are plain numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from storyver.model import (
    AuditResult,
    AuditStep,
    Change,
    CheckResult,
    Claim,
    DiffResult,
    Disclosure,
    Exhibit,
    Figure,
    FiguresResult,
    Finding,
    Result,
    Sighting,
    TrackResult,
    Version,
)
from storyver.report.inert import cell
from storyver.report.view import clip
from storyver.serialise import number, score

Cell = str | int | float | None

LONGEST_CELL = 32_000
"""Characters; common spreadsheets hold 32,767 in a cell."""

FIGURE_COLUMNS = ("text", "kind", "low", "high", "unit", "qualifier", "date", "trend", "counted", "per")
PLACE_COLUMNS = ("start", "end")


def render_csv(result: Result) -> str:
    """The result as a table with a header row."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerows(_rows(result))
    return written.getvalue()


def _rows(result: Result) -> Iterator[Sequence[Cell]]:
    match result:
        case FiguresResult():
            yield (*PLACE_COLUMNS, *FIGURE_COLUMNS, "conversion_of", "rule")
            yield from (_figure_row(figure) for figure in result.figures)
        case DiffResult():
            yield _change_columns()
            yield from (_change_row(change) for change in result.changes)
        case TrackResult():
            about = ("fact", "label", "version", "version_number", "version_date", "version_id", "change")
            yield (*about, *FIGURE_COLUMNS, "sentence", *PLACE_COLUMNS)
            for fact in result.facts:
                for sighting in fact.sightings:
                    name = (_text(fact.id), _text(fact.label))
                    yield (*name, *_sighting_cells(sighting, result.versions[sighting.version]))
        case CheckResult():
            yield from _check_rows(result)
        case AuditResult():
            yield ("old_version", "new_version", "since", "until", "shown", "admitted_in", "notice", *_change_columns())
            for step in result.steps:
                yield from (_disclosure_row(step, one) for one in step.disclosures)


def _change_columns() -> Sequence[str]:
    sides = [f"{side}_{name}" for side in ("old", "new") for name in (*FIGURE_COLUMNS, "sentence", *PLACE_COLUMNS)]
    return ("id", "kind", "importance", "score", "summary", *sides, "reasons")


def _disclosure_row(step: AuditStep, one: Disclosure) -> Sequence[Cell]:
    dates = [_text(date.value) if date else None for date in (step.since, step.until)]
    notice = (one.admission.version, _text(one.admission.text)) if one.admission else (None, None)
    return (step.old, step.new, *dates, step.shown.value, *notice, *_change_row(one.change))


def _check_rows(result: CheckResult) -> Iterator[Sequence[Cell]]:
    """A row for each claim that takes part in a finding, those that the text explains itself last."""
    about = ("finding", "rule", "standing", "versions", "summary", "arithmetic", "excuse")
    where = ("version", "version_number", "version_date", "version_id")
    yield (*about, *where, *FIGURE_COLUMNS, "sentence", *PLACE_COLUMNS)
    for finding in (*result.findings, *result.explained):
        for exhibit in finding.exhibits:
            yield (*_finding_cells(finding), *_exhibit_cells(exhibit, result.versions[exhibit.version]))


def _finding_cells(finding: Finding) -> Iterable[Cell]:
    return (
        _text(finding.id),
        finding.rule.value,
        finding.standing.value,
        " ".join(map(str, finding.versions)),
        _text(finding.summary),
        _text(finding.arithmetic),
        _text(finding.excuse),
    )


def _exhibit_cells(exhibit: Exhibit, version: Version) -> Iterable[Cell]:
    return (*_version_cells(exhibit.version, version), *_claim_cells(exhibit.claim))


def _figure_row(figure: Figure) -> Sequence[Cell]:
    return (figure.start, figure.end, *_figure_cells(figure), figure.conversion_of, _text(figure.rule))


def _change_row(change: Change) -> Sequence[Cell]:
    reasons = "; ".join(
        f"{reason.text} ({reason.weight:+.2f})" if reason.weight is not None else reason.text
        for reason in change.reasons
    )
    return (
        _text(change.id),
        change.kind.value,
        change.importance.value,
        score(change.score),
        _text(change.summary),
        *_claim_cells(change.old),
        *_claim_cells(change.new),
        _text(reasons),
    )


def _sighting_cells(sighting: Sighting, version: Version) -> Iterable[Cell]:
    return (*_version_cells(sighting.version, version), sighting.change.value, *_claim_cells(sighting.claim))


def _version_cells(place: int, version: Version) -> Iterable[Cell]:
    return (place, version.number, _text(version.date.value if version.date else None), _text(version.id))


def _claim_cells(claim: Claim | None) -> Iterable[Cell]:
    if claim is None:
        return (None,) * (len(FIGURE_COLUMNS) + 3)
    figure = claim.figure
    place = (claim.start, claim.end) if figure is None else (figure.start, figure.end)
    return (*_figure_cells(figure), _text(claim.text), *place)


def _figure_cells(figure: Figure | None) -> Iterable[Cell]:
    if figure is None:
        return (None,) * len(FIGURE_COLUMNS)
    return (
        _text(figure.text),
        figure.kind.value,
        number(figure.low),
        number(figure.high),
        _text(figure.unit),
        figure.qualifier.value,
        _text(figure.date),
        None if figure.trend is None else figure.trend.value,
        _text(figure.counted),
        _text(figure.per),
    )


def _text(text: str | None) -> str | None:
    return None if text is None else cell(clip(text, LONGEST_CELL))
