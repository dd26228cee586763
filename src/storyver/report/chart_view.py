"""The step chart of a fact: its value from version to version, as the dates of the versions allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from storyver.model import ChangeKind, Fact, Figure, Point
from storyver.report.axis import Axis
from storyver.report.drawing import Drawing, Label, Line, Sign, without_overlaps
from storyver.report.history_view import course
from storyver.report.view import VersionView, clip, short_number, words
from storyver.values import Order, compare_values

WIDTH, HEIGHT = 470.0, 200.0
LEFT, RIGHT, TOP, BOTTOM = 96.0, 425.0, 30.0, 160.0
MOST_LEVELS = 6
"""Values named on the left; of more, the first and the last."""
LONGEST = 13
"""Characters of a value on the left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """The heights at which the values of a fact are drawn."""

    heights: dict[int, float]
    """By version."""
    names: tuple[tuple[float, str], ...]


def draw_chart(fact: Fact, axis: Axis, versions: Sequence[VersionView], window: range) -> Drawing | None:
    """The chart of a fact over the versions of a window; None where only one version says anything of it."""
    points = [point for point in fact.points if point.version in window]
    stated = [point for point in points if point.sighting is not None]
    if len(points) < 2 or not stated:
        return None
    levels = _numbers(fact, stated, window) or _sorts(fact, stated)
    names = [Label(x=axis.middle(place - window.start), y=BOTTOM + 22, text=versions[place].short) for place in window]
    first_and_last = [names[0], names[-1], *names[1:-1]] if len(names) > 1 else names
    values = _without_repeats(label for point in stated for label in _value(fact, point, levels, axis, window))
    return Drawing(
        width=WIDTH,
        height=HEIGHT,
        lines=tuple(_lines(points, levels, axis, window)),
        signs=tuple(_signs(points, levels, axis, window)),
        labels=(
            *(Label(x=LEFT - 12, y=height + 4, text=name, anchor="end") for height, name in levels.names),
            *without_overlaps(first_and_last),
            *without_overlaps(values),
        ),
        description=_description(fact, points, versions),
        note=axis.note,
    )


def _numbers(fact: Fact, stated: Sequence[Point], window: range) -> _Level | None:
    """Heights in proportion; None where a value is no number, or of another unit."""
    numbers = course(fact, window)
    values = {
        point.version: number for point in stated if (number := numbers[point.version - window.start]) is not None
    }
    if len(values) < len(stated):
        return None
    low, high = min(values.values()), max(values.values())

    def height(value: float) -> float:
        return round(BOTTOM - 8 - (BOTTOM - TOP - 8) * ((value - low) / (high - low) if high > low else 0.5), 1)

    ends = dict.fromkeys((high, low))
    shown = {value: _figure_text(fact, values, value) for value in ends}
    return _Level(
        heights={version: height(value) for version, value in values.items()},
        names=tuple((height(value), text) for value, text in shown.items()),
    )


def _figure_text(fact: Fact, values: dict[int, float], value: float) -> str:
    version = next(place for place, one in values.items() if one == value)
    figure = next(fact.figure(point) for point in fact.points if point.version == version)
    return clip(figure.text, LONGEST) if figure else short_number(value)


def _sorts(fact: Fact, stated: Sequence[Point]) -> _Level:
    """A height for each different value: dates in their order, others in the order in which they came."""
    sorts: list[Figure] = []
    of_version: dict[int, Figure] = {}
    for point in stated:
        figure = fact.figure(point)
        if figure is None:
            continue
        same = next((one for one in sorts if compare_values(one, figure) is Order.EQUAL), None)
        if same is None:
            sorts.append(figure)
        of_version[point.version] = same or figure
    if all(one.date for one in sorts):
        sorts.sort(key=lambda one: one.date or "")
    room = (BOTTOM - TOP - 8) / max(1, len(sorts) - 1)
    heights = {id(one): round(BOTTOM - 8 - place * room, 1) for place, one in enumerate(sorts)}
    if len(sorts) == 1:
        heights = {id(sorts[0]): (TOP + BOTTOM) / 2}
    named = sorts if len(sorts) <= MOST_LEVELS else [sorts[0], sorts[-1]]
    return _Level(
        heights={version: heights[id(figure)] for version, figure in of_version.items()},
        names=tuple((heights[id(one)], clip(one.text, LONGEST)) for one in named),
    )


def _lines(points: Sequence[Point], levels: _Level, axis: Axis, window: range) -> Iterator[Line]:
    """The value as long as it is known to hold, and a slope over the time in which it became another.

    Between the dates of two versions the older one holds. A version known only to the month came out somewhere in it,
    so the change is drawn as wide as that. Where the fact is left out, the line is dotted.
    """
    yield Line(x1=LEFT, y1=BOTTOM, x2=RIGHT, y2=BOTTOM, kind="lane")
    at, height, gone = None, None, False
    for point in points:
        start, end = axis.spans[point.version - window.start]
        new = levels.heights.get(point.version, height)
        if at is not None and height is not None and new is not None:
            start = max(start, at)
            end = max(start, end)
            yield Line(x1=at, y1=height, x2=start, y2=height, kind="gone" if gone else "held")
            if new != height or end > start:
                yield Line(x1=start, y1=height, x2=end, y2=new, kind="moving")
        if axis.is_span(point.version - window.start) and new is not None:
            left, right = axis.spans[point.version - window.start]
            yield Line(x1=left, y1=new, x2=right, y2=new, kind="span")
        at, height, gone = end, new, point.change is ChangeKind.REMOVED
    last = max(axis.spans[-1][1], at or 0.0)
    if at is not None and height is not None and last > at:
        yield Line(x1=at, y1=height, x2=last, y2=height, kind="gone" if gone else "held")


def _signs(points: Sequence[Point], levels: _Level, axis: Axis, window: range) -> Iterator[Sign]:
    height = None
    for point in points:
        height = levels.heights.get(point.version, height)
        if height is not None:
            x = axis.middle(point.version - window.start)
            yield Sign(x=x, y=height, kind=sign_of(point))


def sign_of(point: Point) -> str:
    """The shape of a point."""
    if point.change is ChangeKind.REMOVED:
        return "gone"
    if point.change is ChangeKind.RESTORED:
        return "back"
    if point.change is ChangeKind.ADDED:
        return "came"
    return "moved" if point.moved else "stated"


SIGNS = (
    ("came", "appears"),
    ("moved", "its value moves"),
    ("stated", "stays, or changes in words"),
    ("gone", "vanishes"),
    ("back", "is restored"),
)
"""The shapes and what they stand for."""


def _value(fact: Fact, point: Point, levels: _Level, axis: Axis, window: range) -> Iterator[Label]:
    figure = fact.figure(point)
    if figure is not None and point.version in levels.heights:
        x = axis.middle(point.version - window.start)
        yield Label(x=x, y=levels.heights[point.version] - 9, text=clip(figure.text, LONGEST))


def _without_repeats(labels: Iterable[Label]) -> Iterator[Label]:
    """The labels, those left out that say what the one before says."""
    last = ""
    for label in labels:
        if label.text != last:
            yield label
        last = label.text


def _description(fact: Fact, points: Sequence[Point], versions: Sequence[VersionView]) -> str:
    parts = []
    for point in points:
        figure = fact.figure(point)
        said = clip(figure.text, LONGEST * 3) if figure else words(point.change)
        parts.append(f"{said} in {versions[point.version].short}")
    return f"Step chart of {clip(fact.label, 60)}: {', '.join(parts)}."
