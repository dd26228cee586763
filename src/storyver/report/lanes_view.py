"""All versions side by side as lanes, through which the facts run: where each appears, changes and vanishes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storyver.model import ChangeKind, Fact, Point
from storyver.report.axis import Axis
from storyver.report.chart_view import sign_of
from storyver.report.drawing import Drawing, Label, Line, Sign, without_overlaps
from storyver.report.inert import one_line
from storyver.report.view import LABEL_LENGTH, VersionView, clip

ROW = 18.0
LEFT, RIGHT, TOP = 260.0, 930.0, 40.0
NAME_LENGTH = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneView:
    """What happens in a version: the ids and labels of the facts that appear, change and vanish there."""

    version: str
    date: str
    appear: tuple[tuple[str, str], ...]
    change: tuple[tuple[str, str], ...]
    vanish: tuple[tuple[str, str], ...]


def lane_views(
    facts: Sequence[Fact], versions: Sequence[VersionView], dates: Sequence[str], window: range
) -> tuple[LaneView, ...]:
    """A lane for each version of a window."""
    points = {(fact.id, point.version): point for fact in facts for point in fact.points}

    def those(place: int, sort: str) -> tuple[tuple[str, str], ...]:
        return tuple(
            (one_line(fact.id), clip(fact.label, LABEL_LENGTH))
            for fact in facts
            if (point := points.get((fact.id, place))) and _sort(point) == sort
        )

    return tuple(
        LaneView(
            version=versions[place].short,
            date=dates[place],
            appear=those(place, "appear"),
            change=those(place, "change"),
            vanish=those(place, "vanish"),
        )
        for place in window
    )


def _sort(point: Point) -> str:
    if point.change is ChangeKind.REMOVED:
        return "vanish"
    if point.change in (ChangeKind.ADDED, ChangeKind.RESTORED):
        return "appear"
    return "change" if point.is_change else "hold"


def draw_lanes(facts: Sequence[Fact], axis: Axis, versions: Sequence[VersionView], window: range) -> Drawing:
    """The facts as threads through the lanes of the versions, in the order in which they appear."""
    height = TOP + ROW * len(facts) + 12
    heads = [Label(x=axis.middle(i), y=TOP - 18, text=versions[place].short) for i, place in enumerate(window)]
    rows = [(fact, TOP + ROW * (row + 0.5)) for row, fact in enumerate(facts)]
    lanes = [
        Line(x1=axis.middle(i), y1=TOP - 10, x2=axis.middle(i), y2=height, kind="lane") for i in range(len(window))
    ]
    return Drawing(
        width=RIGHT + 50,
        height=height,
        lines=(*lanes, *(line for fact, y in rows for line in _threads(fact, y, axis, window))),
        signs=tuple(sign for fact, y in rows for sign in _marks(fact, y, axis, window)),
        labels=(
            *without_overlaps([heads[0], heads[-1], *heads[1:-1]] if len(heads) > 1 else heads),
            *(_name(fact, y) for fact, y in rows),
        ),
        description=f"{len(facts)} facts over {len(window)} versions; the list says the same in words.",
        note=axis.note,
    )


def _name(fact: Fact, y: float) -> Label:
    return Label(
        x=LEFT - 24, y=y + 4, text=clip(fact.label, NAME_LENGTH), anchor="end", link=f"fact-{one_line(fact.id)}"
    )


def _threads(fact: Fact, y: float, axis: Axis, window: range) -> Iterator[Line]:
    points = [point for point in fact.points if point.version in window]
    for place, point in enumerate(points):
        behind = points[place + 1] if place + 1 < len(points) else None
        if point.change is ChangeKind.REMOVED:
            continue
        last = window.stop - 1 if behind is None else behind.version
        x1, x2 = axis.middle(point.version - window.start), axis.middle(last - window.start)
        if x2 > x1:
            yield Line(x1=x1, y1=y, x2=x2, y2=y, kind="held")


def _marks(fact: Fact, y: float, axis: Axis, window: range) -> Iterator[Sign]:
    for point in fact.points:
        if point.version in window and (point.is_change or _sort(point) != "hold"):
            yield Sign(x=axis.middle(point.version - window.start), y=y, kind=sign_of(point))
