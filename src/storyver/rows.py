"""Results as tables: one row for each figure, change or sighting. Shared by the CSV report and the data frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from storyver.model import (
    BlameResult,
    Change,
    Claim,
    DiffResult,
    Fact,
    Figure,
    FiguresResult,
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
SAID_COLUMNS = ("speaker", "verb", "hedge")
POINT_COLUMNS = ("gives_value", "moved", "direction", "size", "size_unit", "share", "returns_to", "stale", "admitted")


def table(result: Result) -> tuple[Sequence[str], Iterator[Sequence[Cell]]]:
    """The names of the columns, and the rows."""
    match result:
        case FiguresResult():
            return (*PLACE_COLUMNS, *FIGURE_COLUMNS, "conversion_of", "rule"), map(_figure_row, result.figures)
        case DiffResult():
            sides = [
                f"{side}_{name}" for side in ("old", "new") for name in (*FIGURE_COLUMNS, "sentence", *PLACE_COLUMNS)
            ]
            names = ("id", "kind", "importance", "score", "summary", *sides, "reasons")
            return names, map(_change_row, result.changes)
        case TrackResult():
            about = ("fact", "label", "version", "version_number", "version_date", "version_id", "change")
            names = (*about, *FIGURE_COLUMNS, "sentence", *PLACE_COLUMNS, "importance", *SAID_COLUMNS, *POINT_COLUMNS)
            return names, _fact_rows(result)
        case BlameResult():
            names = (*PLACE_COLUMNS, "text", "kind", "label", "came", "came_date", "changed", "changed_date", "change")
            return (*names, "was", "fact"), _annotation_rows(result)


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
    date = version.date.value if version.date else None
    place = (sighting.version, version.number, date, version.id, sighting.change.value)
    return (fact.id, fact.label, *place, *_claim_cells(sighting.claim))


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
