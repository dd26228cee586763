"""A fact as a report shows it: a row of the table, a chart, its history, and the sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from storyver.model import ChangeKind, Fact, Importance, Point, Sighting
from storyver.report.axis import Axis
from storyver.report.chart_view import draw_chart
from storyver.report.drawing import Drawing
from storyver.report.history_view import (
    PointView,
    SightingView,
    bars,
    flags,
    point_marker,
    point_views,
    point_words,
    sighting_view,
)
from storyver.report.inert import one_line
from storyver.report.steps_view import StepView, course_values, short_course, step_views
from storyver.report.texts_view import Texts
from storyver.report.view import LABEL_LENGTH, MARKERS, VersionView, clip, words

GONE = "(gone)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What all facts of a report are shown in."""

    versions: tuple[VersionView, ...]
    """Of the whole story."""
    dates: tuple[str, ...]
    """Theirs, empty where they are unknown."""
    window: range
    """The versions that are shown."""
    axis: Axis
    """Of the charts, for the versions that are shown."""
    labels: Mapping[str, str]
    """Of the facts, by their ids."""
    texts: Texts
    """Where the sentences stand on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """A fact in one version: its values with their number of mentions, and how they differ from the version before."""

    text: str
    """``$15bn``, ``30 ×2``; empty where the version does not state the fact."""
    marker: str
    kind: str
    """The change as words; empty for the first sighting in the first version, and where nothing is stated."""

    flags: str = ""
    """Marks of a value that is an earlier one again, and of a version that disagrees with itself."""
    step: str = ""
    """The end of the anchor of the step in which it changed; empty where it did not."""

    def __str__(self) -> str:
        return f"{self.marker} {self.text} {self.flags}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """A row of the table, and the sentences behind it."""

    id: str
    label: str
    kind: str
    bars: str
    """The course of its number; empty where it never moves."""
    cells: tuple[CellView, ...]
    """One for each version."""
    importance: str
    first: str
    last: str
    course: tuple[str, ...]
    """Its values one after another, of many the first and the last two."""
    now: str
    """The value in the last version that states it."""
    gone: bool
    """Whether later versions leave the fact out."""
    rivals: tuple[tuple[str, str], ...]
    """The ids and labels of the facts that give another source's figure for the same thing."""
    points: tuple[PointView, ...]
    sightings: tuple[SightingView, ...]
    steps: tuple[StepView, ...]
    """The points with their sentences, runs that repeat a value drawn together."""
    chart: Drawing | None
    """The step chart; None where the fact does not change and does not come back."""


def fact_view(fact: Fact, frame: Frame) -> FactView:
    """The fact within the frame; what other versions say of it is left out."""
    versions, window, labels = frame.versions, frame.window, frame.labels
    stale = {index for point in fact.points for index in point.stale}
    points = tuple(point for point in point_views(fact, versions, frame.dates) if point.place in window)
    inside = [index for index, sighting in enumerate(fact.sightings) if sighting.version in window]
    steps = step_views(fact, points, versions, frame.texts)
    changed = {step.first.place: step.id for step in steps}
    cells = _cells(fact, len(versions))[window.start : window.stop]
    now = fact.now or fact.sightings[-1]
    return FactView(
        id=one_line(fact.id),
        label=clip(fact.label, LABEL_LENGTH),
        kind=fact.kind.value,
        bars=bars(fact, window),
        cells=tuple(replace(cell, step=changed.get(place, "")) for place, cell in zip(window, cells, strict=True)),
        importance="" if fact.importance is Importance.NONE else fact.importance.value,
        first=versions[fact.first].short,
        last=versions[fact.last].short,
        course=short_course(course_values(fact, [point for point in fact.points if point.version in window])),
        now=clip(now.claim.figure.text, LABEL_LENGTH) if now.claim.figure else "",
        gone=fact.last < len(versions) - 1,
        rivals=tuple((one_line(rival), labels[rival]) for rival in fact.rivals if rival in labels),
        points=points,
        sightings=tuple(sighting_view(fact, index, versions, stale) for index in inside),
        steps=steps,
        chart=draw_chart(fact, frame.axis, versions, window) if _is_eventful(fact) else None,
    )


def _is_eventful(fact: Fact) -> bool:
    """Whether the course of the fact has more to show than from when to when it was stated."""
    return any(point.is_change or point.change is ChangeKind.RESTORED for point in fact.points)


def _cells(fact: Fact, versions: int) -> tuple[CellView, ...]:
    by_version: dict[int, list[Sighting]] = {}
    for sighting in fact.sightings:
        by_version.setdefault(sighting.version, []).append(sighting)
    points = {point.version: point for point in fact.points}
    cells: list[CellView] = []
    for version in range(versions):
        sightings = by_version.get(version, [])
        stated = [sighting for sighting in sightings if sighting.change is not ChangeKind.REMOVED]
        if stated:
            cells.append(_cell(stated, points.get(version), version))
        elif cells and cells[-1].text not in ("", GONE):
            cells.append(CellView(text=GONE, marker=MARKERS[ChangeKind.REMOVED], kind=words(ChangeKind.REMOVED)))
        else:
            cells.append(CellView(text="", marker="", kind=""))
    return tuple(cells)


def _cell(sightings: Sequence[Sighting], point: Point | None, version: int) -> CellView:
    mentions: dict[str, int] = {}
    for sighting in sightings:
        claim = sighting.claim
        value = clip(claim.figure.text if claim.figure else claim.text, LABEL_LENGTH)
        mentions[value] = mentions.get(value, 0) + 1
    text = " / ".join(value if count == 1 else f"{value} ×{count}" for value, count in mentions.items())
    kind = point.change if point else sightings[0].change
    flagged = flags(point) if point else ""
    if version == 0 and kind is ChangeKind.ADDED:
        return CellView(text=text, marker="", kind="", flags=flagged)
    marker, said = (point_marker(point), point_words(point)) if point else (MARKERS[kind], words(kind))
    return CellView(text=text, marker=marker, kind=said, flags=flagged)
