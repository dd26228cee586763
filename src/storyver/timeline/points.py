"""The course of a fact: its one value in each version, and how each differs from what was known before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from storyver.dates import Precision, parse_date
from storyver.model import BlockKind, ChangeKind, Figure, FigureKind, Importance, Point, Sighting, Trend
from storyver.timeline.agreement import agree
from storyver.timeline.threads import Thread
from storyver.values import Order, commensurable, compare_values, kind_between

_ASIDE = frozenset({BlockKind.NOTICE, BlockKind.LINK_LINE})
"""Blocks that tell what was said elsewhere or before, and so give a value only where nothing else does."""
_SHOWN_APART = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.CAPTION})
"""Blocks that are most often forgotten when the text is brought up to date."""
_MOVED = frozenset({ChangeKind.INCREASED, ChangeKind.DECREASED, ChangeKind.REVISED, ChangeKind.DATE_CHANGED})
_SAME_VALUE = frozenset({ChangeKind.UNCHANGED, ChangeKind.RESCOPED, ChangeKind.REQUALIFIED})
_WITHOUT_SHARE = frozenset({"share", "temperature"})
"""Dimensions in which a change as a share of the value before would mislead: percentages, and scales without a zero."""
_POINTS = {"%": "percentage point"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """What a version says of the fact: the sighting that gives the value, and all its forms in other units."""

    sighting: int
    figure: Figure
    forms: tuple[Figure, ...]


def find_points(thread: Thread, versions: int) -> tuple[Point, ...]:
    """One point for each version that states the fact, and one for each that leaves out what the one before stated."""
    by_version: dict[int, list[int]] = {}
    for index, sighting in enumerate(thread.sightings):
        by_version.setdefault(sighting.version, []).append(index)
    points: list[Point] = []
    values: list[tuple[int, _Value]] = []
    for version in range(thread.sightings[0].version, versions):
        if version in by_version:
            value, stale = _value(thread.sightings, by_version[version], values[-1][1] if values else None)
            point = _point(version, thread.sightings, value, values)
            worth = min((thread.sightings[i].importance for i in by_version[version]), key=Importance.rank)
            worth = _worth(point, worth)
            alike = not stale and worth is point.importance
            points.append(point if alike else replace(point, stale=stale, importance=worth))
            values.append((version, value))
        elif version - 1 in by_version:
            worth = thread.lost.get(version, Importance.LOW)
            points.append(Point(version=version, change=ChangeKind.REMOVED, sighting=None, importance=worth))
    return tuple(points)


def _worth(point: Point, worth: Importance) -> Importance:
    """What the version's sightings are worth, but nothing where the fact as a whole did not change."""
    return Importance.NONE if point.change is ChangeKind.UNCHANGED else worth


def _value(
    sightings: Sequence[Sighting], indices: Sequence[int], before: _Value | None
) -> tuple[_Value, tuple[int, ...]]:
    """The value of a version, and the sightings that contradict it.

    What moved since the version before counts more than what stayed, the body more than a headline or caption: a
    headline that still has the old figure is stale, and so is a text that its headline has left behind.
    """
    stated = _stated(sightings, indices)

    def rank(index: int) -> tuple[bool, bool, bool]:
        sighting = sightings[index]
        figure = sighting.claim.figure
        known = before is not None and figure is not None and agree(before.figure, figure)
        return known, sighting.change not in _MOVED, sighting.claim.block in _SHOWN_APART

    differing = any(not _agree(sightings[one], sightings[other]) for one in stated for other in stated)
    chosen = min(stated, key=lambda index: (*(rank(index) if differing else ()), _apart(sightings[index]), index))
    if differing and before is not None and all(sightings[index].change not in _MOVED for index in stated):
        held = [index for index in stated if _same(sightings[index], before)]
        chosen = held[0] if held else chosen
    figure = sightings[chosen].claim.figure
    assert figure is not None
    forms = tuple(_forms(sightings, chosen, indices))
    stale = tuple(index for index in stated if not _agree(sightings[index], sightings[chosen]))
    return _Value(sighting=chosen, figure=figure, forms=forms), stale


def _apart(sighting: Sighting) -> bool:
    return sighting.claim.block in _SHOWN_APART


def _same(sighting: Sighting, before: _Value) -> bool:
    figure = sighting.claim.figure
    return figure is not None and compare_values(figure, before.figure) is Order.EQUAL


def _agree(one: Sighting, other: Sighting) -> bool:
    if one.claim.figure is None or other.claim.figure is None:
        return True
    return agree(one.claim.figure, other.claim.figure)


def _stated(sightings: Sequence[Sighting], indices: Sequence[int]) -> list[int]:
    """The sightings that can give the value: none in a notice or link, none that restates, none that is replaced."""
    figures = [(index, figure) for index in indices if (figure := sightings[index].claim.figure)]
    replaced = {figure.changed_from for _, figure in figures} - {None}
    chosen = [
        index
        for index, figure in figures
        if figure.conversion_of is None and figure.start not in replaced and sightings[index].claim.block not in _ASIDE
    ]
    return chosen or list(indices)


def _forms(sightings: Sequence[Sighting], chosen: int, indices: Sequence[int]) -> Iterator[Figure]:
    """The chosen figure and those that restate it."""
    main = sightings[chosen].claim.figure
    for index in (chosen, *indices):
        figure = sightings[index].claim.figure
        if figure is not None and main is not None and (index == chosen or figure.conversion_of == main.start):
            yield figure


def _point(version: int, sightings: Sequence[Sighting], value: _Value, values: Sequence[tuple[int, _Value]]) -> Point:
    if not values:
        return Point(version=version, change=ChangeKind.ADDED, sighting=value.sighting)
    last, before = values[-1]
    old, new = _comparable(before, value)
    kind, said = kind_between(old, new), sightings[value.sighting].change
    if said in _SAME_VALUE and kind in _SAME_VALUE | {ChangeKind.REVISED}:
        kind = said if before.figure.qualifier is value.figure.qualifier or said is ChangeKind.RESCOPED else kind
    moved = kind in _MOVED
    size, unit = _size(old, new) if moved else (None, None)
    return Point(
        version=version,
        change=ChangeKind.RESTORED if last < version - 1 else kind,
        sighting=value.sighting,
        moved=moved,
        direction={ChangeKind.INCREASED: Trend.UP, ChangeKind.DECREASED: Trend.DOWN}.get(kind),
        size=size,
        size_unit=unit,
        share=_share(old, size) if moved else None,
        returns_to=_earlier(value, values) if moved else None,
    )


def _comparable(before: _Value, now: _Value) -> tuple[Figure, Figure]:
    """The two figures, or restatements of them that have a unit in common."""
    for old in before.forms:
        for new in now.forms:
            if old.unit == new.unit and commensurable(old, new):
                return old, new
    return before.figure, now.figure


def _earlier(value: _Value, values: Sequence[tuple[int, _Value]]) -> int | None:
    """The latest version before the one in front that had this value."""
    for version, one in reversed(values[:-1]):
        if compare_values(*_comparable(one, value)) is Order.EQUAL:
            return version
    return None


def _size(old: Figure, new: Figure) -> tuple[float | None, str | None]:
    if old.date and new.date:
        return _days(old.date, new.date)
    exact = old.low is not None and old.low == old.high and new.low is not None and new.low == new.high
    if not exact or old.kind is not new.kind or (old.unit, old.per) != (new.unit, new.per):
        return None, None
    if old.kind is FigureKind.SCORE:
        return None, None
    return (new.low or 0.0) - (old.low or 0.0), _POINTS.get(new.unit or "", new.unit)


def _days(old: str, new: str) -> tuple[float | None, str | None]:
    try:
        dates = parse_date(old), parse_date(new)
    except ValueError:  # a date without its year, a time of day, a span of years
        return None, None
    if any(one.precision is not Precision.DAY for one in dates):
        return None, None
    return float((dates[1].span()[0] - dates[0].span()[0]).days), "day"


def _share(old: Figure, size: float | None) -> float | None:
    if size is None or not old.low or old.dimension in _WITHOUT_SHARE or old.kind is FigureKind.RANK:
        return None
    return size / abs(old.low)
