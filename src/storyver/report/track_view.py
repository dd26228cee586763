"""A ``TrackResult`` arranged for reading: a table of facts by versions, the facts that moved first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storyver.model import ChangeKind, Fact, Sighting, TrackResult
from storyver.report.inert import one_line
from storyver.report.view import (
    EXCERPT_LENGTH,
    LABEL_LENGTH,
    MARKERS,
    Pieces,
    ReasonView,
    VersionView,
    clip,
    distinct,
    excerpt,
    reason_views,
    version_view,
    words,
)

HELD = frozenset({ChangeKind.UNCHANGED, ChangeKind.REWORDED, ChangeKind.MOVED})
CAME_OR_WENT = frozenset({ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.RESTORED})
GONE = "(gone)"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """A fact in one version: its values with their number of mentions, and how they differ from the version before."""

    text: str
    """``$15bn``, ``30 ×2``; empty where the version does not state the fact."""
    marker: str
    kind: str
    """The change as words; empty for the first sighting in the first version, and where nothing is stated."""

    def __str__(self) -> str:
        return f"{self.marker} {self.text}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class SightingView:
    """A sentence that states a fact."""

    version: str
    kind: str
    marker: str
    sentence: Pieces
    reasons: tuple[ReasonView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """A row of the table, and the sentences behind it."""

    id: str
    label: str
    kind: str
    cells: tuple[CellView, ...]
    """One for each version."""
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


def arrange_track(result: TrackResult) -> TrackView:
    """Sort the facts into those that changed, those that came or went, and those that held."""
    story = result.story
    versions = distinct(tuple(map(version_view, result.versions)))
    titles = [version.title for version in reversed(versions) if version.title]
    url = one_line(story.url) if story and story.url else ""
    groups = _groups(result, versions)
    facts = [fact for _, group in groups for fact in group]
    used = {cell.marker for fact in facts for cell in fact.cells}
    used |= {sighting.marker for fact in facts for sighting in fact.sightings}
    return TrackView(
        title=clip(story.title, EXCERPT_LENGTH) if story and story.title else next(iter(titles), ""),
        url=url if url.startswith(("https://", "http://")) else "",
        versions=versions,
        order=tuple(map(one_line, story.order)) if story else ("",) * len(versions),
        skipped=tuple((clip(file.path, 120), clip(file.reason, EXCERPT_LENGTH)) for file in story.skipped)
        if story
        else (),
        groups=groups,
        days=_days_left_out(sum(map(_is_day, result.facts))),
        legend=tuple((MARKERS[kind], words(kind)) for kind in ChangeKind if MARKERS[kind] in used),
    )


def _groups(result: TrackResult, versions: Sequence[VersionView]) -> tuple[tuple[str, tuple[FactView, ...]], ...]:
    names = ("Facts that changed", "Facts that came or went", "Facts that held")
    groups: tuple[list[FactView], ...] = ([], [], [])
    for fact in result.facts:
        if _is_day(fact):
            continue
        groups[_group(fact, len(versions))].append(_fact_view(fact, versions))
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
    kinds = {sighting.change for sighting in fact.sightings}
    if kinds - HELD - CAME_OR_WENT:
        return 0
    seen = {sighting.version for sighting in fact.sightings if sighting.change is not ChangeKind.REMOVED}
    return 2 if len(seen) == versions else 1


def _fact_view(fact: Fact, versions: Sequence[VersionView]) -> FactView:
    by_version: dict[int, list[Sighting]] = {}
    for sighting in fact.sightings:
        by_version.setdefault(sighting.version, []).append(sighting)
    return FactView(
        id=one_line(fact.id),
        label=clip(fact.label, LABEL_LENGTH),
        kind=fact.kind.value,
        cells=_cells(by_version, len(versions)),
        sightings=tuple(_sighting_view(sighting, versions) for sighting in fact.sightings),
    )


def _cells(by_version: dict[int, list[Sighting]], versions: int) -> tuple[CellView, ...]:
    cells: list[CellView] = []
    for version in range(versions):
        sightings = by_version.get(version, [])
        stated = [sighting for sighting in sightings if sighting.change is not ChangeKind.REMOVED]
        if stated:
            cells.append(_cell(stated, is_first=version == 0))
        elif cells and cells[-1].text not in ("", GONE):
            cells.append(CellView(text=GONE, marker=MARKERS[ChangeKind.REMOVED], kind=words(ChangeKind.REMOVED)))
        else:
            cells.append(CellView(text="", marker="", kind=""))
    return tuple(cells)


def _cell(sightings: Sequence[Sighting], *, is_first: bool) -> CellView:
    mentions: dict[str, int] = {}
    for sighting in sightings:
        claim = sighting.claim
        value = clip(claim.figure.text if claim.figure else claim.text, LABEL_LENGTH)
        mentions[value] = mentions.get(value, 0) + 1
    text = " / ".join(value if count == 1 else f"{value} ×{count}" for value, count in mentions.items())
    kind = next((sighting.change for sighting in sightings if sighting.change not in HELD), sightings[0].change)
    if is_first and kind is ChangeKind.ADDED:
        return CellView(text=text, marker="", kind="")
    return CellView(text=text, marker=MARKERS[kind], kind=words(kind))


def _sighting_view(sighting: Sighting, versions: Sequence[VersionView]) -> SightingView:
    return SightingView(
        version=versions[sighting.version].short,
        kind=words(sighting.change),
        marker=MARKERS[sighting.change],
        sentence=excerpt(sighting.claim),
        reasons=reason_views(sighting.reasons),
    )
