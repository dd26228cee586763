"""One fact over all versions, arranged for reading: what each version says, how that differs, and the sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from storyver.model import ChangeKind, Claim, Fact, Figure, FigureKind, Importance, Point, Sighting, Trend
from storyver.report.inert import one_line
from storyver.report.sparkline import sparkline
from storyver.report.view import (
    EXCERPT_LENGTH,
    LABEL_LENGTH,
    MARKERS,
    Pieces,
    ReasonView,
    VersionView,
    clip,
    excerpt,
    reason_views,
    short_number,
    words,
)
from storyver.values import base_value, commensurable

RETURNED = "↩"
"""Marks a value that is an earlier one again."""
DISAGREES = "‼"
"""Marks a version that contradicts its own value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SightingView:
    """A sentence that states a fact."""

    id: str
    """The end of the anchor of its place on the page."""
    version: str
    kind: str
    marker: str
    sentence: Pieces
    source: str
    """Who is said to say it, and the words that make it less than certain; empty in the article's own voice."""
    stale: bool
    """Whether its version contradicts it elsewhere."""
    reasons: tuple[ReasonView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """What a version says of a fact, and how that differs from what was known before."""

    place: int
    """Index of the version."""
    version: str
    date: str
    marker: str
    kind: str
    text: str
    """The value as the version has it; empty where it leaves the fact out."""
    remarks: tuple[str, ...]
    """By how much it moved, to what it returned, what contradicts it, whether it was admitted."""
    importance: str
    source: str
    sighting: str
    """The anchor of the sentence; empty where the version leaves the fact out."""


def point_marker(point: Point) -> str:
    """The marker of what became of a fact; of one that came back with another value, how that differs as well."""
    moved = moved_kind(point)
    return MARKERS[point.change] + (MARKERS[moved] if moved else "")


def point_words(point: Point) -> str:
    """The same in words: ``restored, increased``."""
    moved = moved_kind(point)
    return words(point.change) + (f", {words(moved)}" if moved else "")


def moved_kind(point: Point) -> ChangeKind | None:
    """How the value of a fact that came back differs from the one it had; None where it is the same."""
    if point.change is not ChangeKind.RESTORED or not point.moved:
        return None
    if point.direction is not None:
        return ChangeKind.INCREASED if point.direction is Trend.UP else ChangeKind.DECREASED
    return ChangeKind.DATE_CHANGED if point.size_unit == "day" else ChangeKind.REVISED


def point_views(fact: Fact, versions: Sequence[VersionView], dates: Sequence[str]) -> tuple[PointView, ...]:
    """The points of a fact; ``dates`` are those of the versions, empty where they are unknown."""
    return tuple(_point_view(fact, point, versions, dates) for point in fact.points)


def _point_view(fact: Fact, point: Point, versions: Sequence[VersionView], dates: Sequence[str]) -> PointView:
    stated = None if point.sighting is None else fact.sightings[point.sighting].claim
    figure = stated.figure if stated else None
    return PointView(
        place=point.version,
        version=versions[point.version].short,
        date=dates[point.version],
        marker=point_marker(point),
        kind=point_words(point),
        text=clip(figure.text, LABEL_LENGTH) if figure else "",
        remarks=tuple(_remarks(fact, point, versions)),
        importance="" if point.importance is Importance.NONE else point.importance.value,
        source=source_phrase(stated) if stated else "",
        sighting="" if point.sighting is None else f"{one_line(fact.id)}-{point.sighting}",
    )


def _remarks(fact: Fact, point: Point, versions: Sequence[VersionView]) -> Iterator[str]:
    if point.moved and (size := size_phrase(point)):
        yield size
    if point.returns_to is not None:
        yield f"{RETURNED} back to the value of {versions[point.returns_to].short}"
    if point.stale:
        others = [figure.text for index in point.stale if (figure := fact.sightings[index].claim.figure)]
        yield f"{DISAGREES} disagrees with itself: elsewhere {clip(' and '.join(dict.fromkeys(others)), LABEL_LENGTH)}"
    if point.admitted is not None:
        notice = clip(point.admitted.text, EXCERPT_LENGTH)
        yield f"admitted in {versions[point.admitted.version].short}: “{notice}”"
    elif point.moved:
        yield "no correction notice speaks of it"


def size_phrase(point: Point) -> str:
    """``up by 2.6m GBP (+62%)``, ``22 days later``; empty where the change has no size."""
    if point.size is None:
        return ""
    unit = one_line(point.size_unit or "")
    if unit == "day" and point.direction is None:
        count = abs(point.size)
        return f"{short_number(count)} {'day' if count == 1 else 'days'} {'later' if point.size > 0 else 'earlier'}"
    plural = "s" if unit in ("percentage point", "day") and abs(point.size) != 1 else ""
    amount = f"{short_number(abs(point.size))} {unit}{plural}".strip()
    share = "" if point.share is None else f" ({_percent(point.share)})" if abs(point.share) >= 0.01 else " (under 1%)"
    return f"{'down' if point.direction is Trend.DOWN else 'up'} by {amount}{share}"


def _percent(share: float) -> str:
    """A signed share in whole per cent, a half rounded up as newsrooms do: 0.125 is ``+13%``."""
    return f"{(Decimal(str(share)) * 100).quantize(Decimal(1), ROUND_HALF_UP):+}%"


def source_phrase(claim: Claim) -> str:
    """Who says it and how certainly: ``The hospital said``, ``may have``."""
    said = " ".join(part for part in (claim.attribution.speaker, claim.attribution.verb) if part)
    return "; ".join(clip(part, LABEL_LENGTH) for part in (said, claim.hedge or "") if part)


def sighting_view(fact: Fact, index: int, versions: Sequence[VersionView], stale: Collection[int]) -> SightingView:
    """A sighting of a fact; ``stale`` has the indices of those that are contradicted."""
    sighting: Sighting = fact.sightings[index]
    return SightingView(
        id=f"{one_line(fact.id)}-{index}",
        version=versions[sighting.version].short,
        kind=words(sighting.change),
        marker=MARKERS[sighting.change],
        sentence=excerpt(sighting.claim),
        source=source_phrase(sighting.claim),
        stale=index in stale,
        reasons=reason_views(sighting.reasons),
    )


def course(fact: Fact, versions: range) -> tuple[float | None, ...]:
    """The number of the fact in each version, in the unit of the latest; None where it has none."""
    figures = {point.version: fact.figure(point) for point in fact.points}
    latest = next((figures[place] for place in reversed(versions) if figures.get(place)), None)
    return tuple(_number(figures.get(place), latest) for place in versions)


def _number(figure: Figure | None, latest: Figure | None) -> float | None:
    if figure is None or latest is None or figure.kind is FigureKind.SCORE or not commensurable(figure, latest):
        return None
    value = base_value(figure)
    return None if value is None else (value[0] + value[1]) / 2


def bars(fact: Fact, versions: range) -> str:
    """The sparkline of the fact over some versions; empty where its value is no number or never moves."""
    return sparkline(course(fact, versions)) if any(point.moved for point in fact.points) else ""


def flags(point: Point) -> str:
    """The marks of a value that is an earlier one again, and of a version that disagrees with itself."""
    return (RETURNED if point.returns_to is not None else "") + (DISAGREES if point.stale else "")
