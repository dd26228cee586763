"""The changes of importance as the entries of a feed, their text already inert. Nothing is read from a clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from storyver.identity import urn
from storyver.model import Change, Claim, DiffResult, Fact, Importance, Point, TrackResult, Version
from storyver.report.history_view import PointView, point_views
from storyver.report.resources import span, web_address
from storyver.report.view import EXCERPT_LENGTH, LABEL_LENGTH, clip, version_views

BEFORE_ALL_DATES = "1970-01-01T00:00:00Z"
"""The moment of a version before which none is dated: a feed has to give one, and this one nobody believes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """A change."""

    id: str
    title: str
    updated: str
    kind: str
    importance: str
    link: str
    """Where the later version was published; empty where that is not known."""
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    """A feed."""

    id: str
    title: str
    updated: str
    link: str
    entries: tuple[EntryView, ...]
    """Of the latest version first, there in the order of the report."""


def arrange_feed(result: DiffResult | TrackResult) -> FeedView:
    """The changes of high and medium importance, a fact once for each version that changes it."""
    versions = result.versions if isinstance(result, TrackResult) else (result.old, result.new)
    moments = _moments(versions)
    story = result.story if isinstance(result, TrackResult) else None
    titles = [story.title if story else None, *(version.title for version in reversed(versions))]
    title = next((clip(one, EXCERPT_LENGTH) for one in titles if one), "an article without a title")
    if isinstance(result, TrackResult):
        name = urn("feed", story.id if story else versions[0].sha256)
        entries = [entry for fact in result.facts for entry in _of_fact(fact, result, moments)]
    else:
        name = urn("feed", *(version.sha256 for version in versions))
        entries = [_of_change(change, result, moments[-1]) for change in result.changes if _counts(change)]
    return FeedView(
        id=name,
        title=f"Changes: {title}",
        updated=moments[-1],
        link=(web_address(story.url) if story else None) or web_address(versions[-1].url) or "",
        entries=tuple(sorted(entries, key=lambda entry: entry.updated, reverse=True)),
    )


def _counts(change: Change | Point) -> bool:
    return change.importance.rank() <= Importance.MEDIUM.rank()


def _moments(versions: tuple[Version, ...]) -> list[str]:
    """When each version was there: the first minute its date can mean, and never before the version before it."""
    moments = [BEFORE_ALL_DATES]
    for version in versions:
        moments.append(max(moments[-1], span(version.date)[0]) if version.date else moments[-1])
    return moments[1:]


def _of_change(change: Change, result: DiffResult, moment: str) -> EntryView:
    return EntryView(
        id=urn("entry", result.old.sha256, result.new.sha256, change.id),
        title=clip(change.summary, EXCERPT_LENGTH),
        updated=moment,
        kind=change.kind.value,
        importance=change.importance.value,
        link=web_address(result.new.url) or "",
        lines=tuple(_sentences(change.old, change.new)),
    )


def _of_fact(fact: Fact, result: TrackResult, moments: list[str]) -> Iterator[EntryView]:
    """An entry for each version that is shown and changes the fact."""
    views = version_views(result.versions)
    shown = range(len(views)) if result.shown is None else range(result.shown.first, result.shown.last + 1)
    address = web_address(result.story.url) if result.story else None
    before: tuple[PointView | None, Claim | None] = (None, None)
    for point, view in zip(fact.points, point_views(fact, views, [""] * len(views)), strict=True):
        claim = None if point.sighting is None else fact.sightings[point.sighting].claim
        if point.version in shown and _counts(point):
            version = result.versions[point.version]
            yield EntryView(
                id=urn("entry of a fact", fact.id, version.sha256),
                title=_title(fact, before[0], view),
                updated=moments[point.version],
                kind=point.change.value,
                importance=point.importance.value,
                link=web_address(version.url) or address or "",
                lines=(f"In {views[point.version].description}", *view.remarks, *_sentences(before[1], claim)),
            )
        before = (view, claim) if claim else before


def _title(fact: Fact, before: PointView | None, now: PointView) -> str:
    """``members: 30 → 31``."""
    label = clip(fact.label, LABEL_LENGTH)
    if not now.text:
        return f"{label}: {before.text if before else ''} is left out"
    if before is None or before.text == now.text:
        return f"{label}: {now.text}, {now.kind}"
    return f"{label}: {before.text} → {now.text}"


def _sentences(old: Claim | None, new: Claim | None) -> Iterator[str]:
    if old is not None:
        yield f"Before: “{clip(old.text, EXCERPT_LENGTH)}”"
    if new is not None:
        yield f"Now: “{clip(new.text, EXCERPT_LENGTH)}”"
