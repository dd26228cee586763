"""A ``TrackResult`` arranged for reading: a table of facts by versions, the facts that moved first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from storyver.model import ChangeKind, Fact, Importance, Point, Sighting, TrackResult
from storyver.report.history_view import (
    DISAGREES,
    RETURNED,
    PointView,
    SightingView,
    bars,
    flags,
    point_views,
    sighting_view,
)
from storyver.report.inert import one_line
from storyver.report.view import (
    EXCERPT_LENGTH,
    LABEL_LENGTH,
    MARKERS,
    VersionView,
    clip,
    version_view,
    words,
)

FLAGS = (
    (RETURNED, "back to an earlier value"),
    (DISAGREES, "the version disagrees with itself"),
)
GONE = "(gone)"


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
    now: str
    """The value in the last version that states it."""
    rivals: tuple[tuple[str, str], ...]
    """The ids and labels of the facts that give another source's figure for the same thing."""
    points: tuple[PointView, ...]
    sightings: tuple[SightingView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackView:
    """Everything that a report of a story shows, in its order."""

    title: str
    url: str
    """The story's web address; empty for anything else."""
    versions: tuple[VersionView, ...]
    order: tuple[str, ...]
    """For each version the reason for its place; empty where it is not known."""
    skipped: tuple[tuple[str, str], ...]
    """Files that are no versions, and why."""
    groups: tuple[tuple[str, tuple[FactView, ...]], ...]
    days: str
    """What is left out of the groups: the days that versions name only as "Tuesday" or "last month"; empty for none."""
    legend: tuple[tuple[str, str], ...]
    """The markers that occur and the kinds that they stand for."""
    narrowed: str
    """What was asked for and how much is left out; empty where all is shown."""
    single: bool
    """Whether facts were asked for by name, to see each whole."""


def arrange_track(result: TrackResult) -> TrackView:
    """Sort the facts into those that changed, those that came or went, and those that held."""
    story = result.story
    every = _distinct(tuple(map(version_view, result.versions)))
    window = range(len(every)) if result.shown is None else range(result.shown.first, result.shown.last + 1)
    versions = every[window.start : window.stop]
    titles = [version.title for version in reversed(versions) if version.title]
    url = one_line(story.url) if story and story.url else ""
    groups = _groups(result, every, window)
    facts = [fact for _, group in groups for fact in group]
    used = {cell.marker for fact in facts for cell in fact.cells}
    used |= {sighting.marker for fact in facts for sighting in fact.sightings}
    flagged = "".join(cell.flags for fact in facts for cell in fact.cells)
    return TrackView(
        title=clip(story.title, EXCERPT_LENGTH) if story and story.title else next(iter(titles), ""),
        url=url if url.startswith(("https://", "http://")) else "",
        versions=versions,
        order=tuple(map(one_line, story.order))[window.start : window.stop] if story else ("",) * len(versions),
        skipped=tuple((clip(file.path, 120), clip(file.reason, EXCERPT_LENGTH)) for file in story.skipped)
        if story
        else (),
        groups=groups,
        days="" if result.shown and result.shown.single else _days_left_out(sum(map(_is_day, result.facts))),
        legend=(
            *((MARKERS[kind], words(kind)) for kind in ChangeKind if MARKERS[kind] in used),
            *((flag, meaning) for flag, meaning in FLAGS if flag in flagged),
        ),
        narrowed=_narrowed(result, len(every)),
        single=result.shown is not None and result.shown.single,
    )


def _distinct(versions: tuple[VersionView, ...]) -> tuple[VersionView, ...]:
    """The versions with their places as column heads where two would have the same."""
    if len({version.short for version in versions}) == len(versions):
        return versions
    return tuple(replace(version, short=f"#{place}") for place, version in enumerate(versions, start=1))


def _narrowed(result: TrackResult, versions: int) -> str:
    shown = result.shown
    if shown is None:
        return ""
    asked = f"Narrowed down by {clip(shown.asked, 120)}: "
    count = "1 fact" if shown.left_out == 1 else f"{shown.left_out} facts"
    hidden = versions - (shown.last - shown.first + 1)
    return f"{asked}{count} and {hidden} of {versions} versions are left out."


def _groups(
    result: TrackResult, versions: Sequence[VersionView], window: range
) -> tuple[tuple[str, tuple[FactView, ...]], ...]:
    names = ("Facts that changed", "Facts that came or went", "Facts that held")
    groups: tuple[list[FactView], ...] = ([], [], [])
    dates = tuple(version.date.value if version.date else "" for version in result.versions)
    labels = {fact.id: clip(fact.label, LABEL_LENGTH) for fact in result.facts}
    single = result.shown is not None and result.shown.single
    for fact in result.facts:
        if single or not _is_day(fact):
            groups[_group(fact, len(versions))].append(_fact_view(fact, versions, dates, labels, window))
    return tuple((name, tuple(facts)) for name, facts in zip(names, groups, strict=True) if facts)


def _is_day(fact: Fact) -> bool:
    """The fact is a day that is named by its distance from publication: it would fill the table and says little."""
    figure = fact.sightings[0].claim.figure
    return figure is not None and figure.relative


def _days_left_out(count: int) -> str:
    if not count:
        return ""
    dates = "1 date" if count == 1 else f"{count} dates"
    return f"Not shown: {dates} like “Tuesday” or “last month”; the CSV and JSON reports have them."


def _group(fact: Fact, versions: int) -> int:
    """0 for a fact that changed, 1 for one that is not in every version, 2 for one that held throughout."""
    if any(point.is_change for point in fact.points):
        return 0
    seen = {sighting.version for sighting in fact.sightings if sighting.change is not ChangeKind.REMOVED}
    return 2 if len(seen) == versions else 1


def _fact_view(
    fact: Fact, versions: Sequence[VersionView], dates: Sequence[str], labels: Mapping[str, str], window: range
) -> FactView:
    stale = {index: True for point in fact.points for index in point.stale}
    points = point_views(fact, versions, dates)
    inside = [index for index, sighting in enumerate(fact.sightings) if sighting.version in window]
    now = fact.now or fact.sightings[-1]
    return FactView(
        id=one_line(fact.id),
        label=clip(fact.label, LABEL_LENGTH),
        kind=fact.kind.value,
        bars=bars(fact, window),
        cells=_cells(fact, len(versions))[window.start : window.stop],
        importance="" if fact.importance is Importance.NONE else fact.importance.value,
        first=versions[fact.first].short,
        last=versions[fact.last].short,
        now=clip(now.claim.figure.text, LABEL_LENGTH) if now.claim.figure else "",
        rivals=tuple((one_line(rival), labels[rival]) for rival in fact.rivals if rival in labels),
        points=tuple(point for point in points if point.place in window),
        sightings=tuple(sighting_view(fact, index, versions, stale) for index in inside),
    )


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
    return CellView(text=text, marker=MARKERS[kind], kind=words(kind), flags=flagged)
