"""A ``TrackResult`` arranged for reading: a table of facts by versions, the facts that moved first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storyver.model import ChangeKind, Fact, TrackResult
from storyver.report import chart_view, lanes_view
from storyver.report.axis import make_axis
from storyver.report.drawing import Drawing
from storyver.report.fact_view import FactView, Frame, fact_view
from storyver.report.history_view import DISAGREES, RETURNED
from storyver.report.inert import one_line
from storyver.report.lanes_view import LaneView, draw_lanes, lane_views
from storyver.report.texts_view import make_texts
from storyver.report.unadmitted_view import UnadmittedView, unadmitted_views
from storyver.report.view import (
    EXCERPT_LENGTH,
    LABEL_LENGTH,
    MARKERS,
    VersionView,
    clip,
    shared_notes,
    version_views,
    words,
)

FLAGS = (
    (RETURNED, "back to an earlier value"),
    (DISAGREES, "the version disagrees with itself"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackView:
    """Everything that a report of a story shows, in its order."""

    title: str
    url: str
    """The story's web address; empty for anything else."""
    versions: tuple[VersionView, ...]
    notes: tuple[str, ...]
    """Notes of all versions alike; those of single ones stand with these."""
    order: tuple[str, ...]
    """For each version the reason for its place; empty where it is not known."""
    skipped: tuple[tuple[str, str], ...]
    """Files that are no versions, and why."""
    groups: tuple[tuple[str, tuple[FactView, ...]], ...]
    days: str
    """What is left out of the groups: the days that versions name only as "Tuesday" or "last month"; empty for none."""
    legend: tuple[tuple[str, str], ...]
    """The markers that occur and the kinds that they stand for."""
    table_legend: tuple[tuple[str, str], ...]
    """Those of them that the table of facts has."""
    lanes: tuple[LaneView, ...]
    picture: Drawing | None
    """The lanes drawn, without the facts that hold throughout; None where there is no other."""
    signs: tuple[tuple[str, str], ...]
    """The shapes of the drawings and what they stand for."""
    narrowed: str
    """What was asked for and how much is left out; empty where all is shown."""
    single: bool
    """Whether facts were asked for by name, to see each whole."""
    unadmitted: tuple[UnadmittedView, ...]
    """None where facts were asked for by name, for each tells it of itself."""


def arrange_track(result: TrackResult) -> TrackView:
    """Sort the facts into those that changed, those that came or went, and those that held."""
    story = result.story
    single = result.shown is not None and result.shown.single
    every = version_views(result.versions)
    window = range(len(every)) if result.shown is None else range(result.shown.first, result.shown.last + 1)
    notes, versions = shared_notes(every[window.start : window.stop])
    dates = tuple(version.date.value if version.date else "" for version in result.versions)
    inside = result.versions[window.start : window.stop]
    labels = {fact.id: clip(fact.label, LABEL_LENGTH) for fact in result.facts}
    axis = make_axis(inside, chart_view.LEFT, chart_view.RIGHT)
    texts = make_texts([version.id for version in result.versions], result.blocks)
    frame = Frame(versions=every, dates=dates, window=window, axis=axis, labels=labels, texts=texts)
    threads = [fact for fact in result.facts if not is_day(fact)]
    eventful = [fact for fact in threads if single or _group(fact, len(every)) < 2]
    titles = [version.title for version in reversed(versions) if version.title]
    url = one_line(story.url) if story and story.url else ""
    groups = _groups(result, frame)
    return TrackView(
        title=clip(story.title, EXCERPT_LENGTH) if story and story.title else next(iter(titles), ""),
        url=url if url.startswith(("https://", "http://")) else "",
        versions=versions,
        notes=notes,
        order=tuple(map(one_line, story.order))[window.start : window.stop] if story else ("",) * len(versions),
        skipped=tuple((clip(file.path, 120), clip(file.reason, EXCERPT_LENGTH)) for file in story.skipped)
        if story
        else (),
        groups=groups,
        days="" if single else _days_left_out(sum(map(is_day, result.facts))),
        legend=_legend([fact for _, group in groups for fact in group], whole=True),
        table_legend=_legend([fact for _, group in groups for fact in group], whole=False),
        lanes=lane_views(threads, every, dates, window),
        picture=draw_lanes(eventful, make_axis(inside, lanes_view.LEFT, lanes_view.RIGHT), every, window)
        if eventful
        else None,
        signs=chart_view.SIGNS,
        narrowed=_narrowed(result, len(every)),
        single=single,
        unadmitted=() if single else unadmitted_views(result.audit, every, window),
    )


def _legend(facts: Sequence[FactView], *, whole: bool) -> tuple[tuple[str, str], ...]:
    """The markers in the cells; with ``whole`` those of each fact's history as well."""
    used = {sign for fact in facts for cell in fact.cells for sign in cell.marker}
    if whole:
        used |= {sign for fact in facts for point in fact.points for sign in point.marker}
        used |= {sighting.marker for fact in facts for sighting in fact.sightings}
    flagged = "".join(cell.flags for fact in facts for cell in fact.cells)
    return (
        *((MARKERS[kind], words(kind)) for kind in ChangeKind if MARKERS[kind] in used),
        *((flag, meaning) for flag, meaning in FLAGS if flag in flagged),
    )


def _narrowed(result: TrackResult, versions: int) -> str:
    shown = result.shown
    if shown is None:
        return ""
    asked = f"Narrowed down by {clip(shown.asked, 120)}: "
    count = "1 fact" if shown.left_out == 1 else f"{shown.left_out} facts"
    hidden = versions - (shown.last - shown.first + 1)
    return f"{asked}{count} and {hidden} of {versions} versions are left out."


def _groups(result: TrackResult, frame: Frame) -> tuple[tuple[str, tuple[FactView, ...]], ...]:
    names = ("Facts that changed", "Facts that came or went", "Facts that held")
    groups: tuple[list[FactView], ...] = ([], [], [])
    single = result.shown is not None and result.shown.single
    for fact in result.facts:
        if single or not is_day(fact):
            groups[_group(fact, len(frame.versions))].append(fact_view(fact, frame))
    return tuple((name, tuple(facts)) for name, facts in zip(names, groups, strict=True) if facts)


def is_day(fact: Fact) -> bool:
    """Whether the fact is a day named by its distance from publication: it would fill the table and says little."""
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
