"""How much of what a case file expects a reader reads, with the doubt always in the reader's favour.

* A figure's **value** is right where a reading that overlaps it has that value, to 1e-6 of it. Both ends of a range
  have to be there, in one reading or in two. A figure of two units ("5ft 10in") is also right as the sum of two
  readings, and a value in another unit of the same dimension counts as the same. Of published data that give one number
  for each figure, the low end of a reading is enough.
* Its **unit** is right where such a reading also has its unit, by the names in ``unit_names.toml``.
* Readings that overlap one another are one **answer**, which is right if any of them is. Answers that touch only
  figures that are not compared (dates, scores, ranks, multiples) are left out; one that touches no figure is wrong.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from storyver.extract.units import unit_named

KINDS = {
    "money": "money",
    "measure": "measure",
    "percent": "percent",
    "duration": "duration, age",
    "age": "duration, age",
    "count": "number",
    "fraction": "number",
}
"""The kinds that are compared, as the tables group them: an age is a duration to quantulum3, a fraction a number."""

VAGUE = frozenset({"dozens", "hundreds", "thousands", "tens", "scores", "millions", "billions", "few", "several"})
"""Words for a number whose ends are a convention of storyver's."""

TIMES = frozenset({"second", "minute", "hour", "day", "week", "fortnight", "month", "year", "decade", "century"})

CLOSE = 1e-6


class Row(NamedTuple):
    """One reading: half-open offsets, both ends of its value, and the reader's name of the unit."""

    start: int
    end: int
    low: float
    high: float
    unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A figure that a sentence states. ``kind`` is None where it is not compared."""

    start: int
    end: int
    kind: str | None
    low: float = 0.0
    high: float = 0.0
    units: tuple[str, ...] = ()
    """The units any of which is right; none where the unit is not asked for."""
    part: float = 1.0
    """What part of the unit the value is given in: 0.01 for published cents."""
    low_end_only: bool = False
    written: str = "digits"
    """How: in ``digits``, in ``words``, or with a letter for the thousands or millions (``£4m``)."""

    def overlaps(self, row: Row) -> bool:
        return self.start < row.end and row.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A sentence and the figures that it states."""

    place: str
    sentence: str
    wanted: tuple[Wanted, ...]


@dataclass(slots=True)
class Tally:
    """What one reader got right, counted by kind."""

    values: Counter[tuple[str, bool]] = field(default_factory=Counter)
    units: Counter[tuple[str, bool]] = field(default_factory=Counter)
    answers: Counter[tuple[str, bool]] = field(default_factory=Counter)
    written: Counter[tuple[str, bool]] = field(default_factory=Counter)
    """Values again, by how the number is written."""
    traps: int = 0
    false_alarms: int = 0
    alarms_with_unit: int = 0
    failed: int = 0
    misses: list[dict[str, Any]] = field(default_factory=list)


@cache
def _names() -> tuple[dict[str, list[str]], dict[str, Any]]:
    table = tomllib.loads((Path(__file__).parent / "unit_names.toml").read_text(encoding="utf-8"))
    meant: dict[str, list[str]] = {}
    for unit, names in table["names"].items():
        for name in names:
            meant.setdefault(name, []).append(unit)
    return meant, table["parts"]


def meanings(unit: str | None) -> list[tuple[str | None, float]]:
    """What a reader's name of a unit may mean: units as the cases name them, each with a factor for the value."""
    if unit is None:
        return [(None, 1.0)]
    meant, parts = _names()
    name = unit.lower()
    if name in parts:
        return [(one, parts[name]["factor"]) for one in parts[name]["unit"] or [None]]
    found: list[tuple[str | None, float]] = [(one, 1.0) for one in [unit, name, *meant.get(name, [])]]
    head = name.partition(" per ")[0]
    return found if name in meant or head == name else found + meanings(head)


def score(items: Iterable[Item], read: Iterable[list[Row] | str]) -> Tally:
    """Compare what a reader read with what the sentences state."""
    tally = Tally()
    for item, answer in zip(items, read, strict=True):
        rows = [] if isinstance(answer, str) else answer
        tally.failed += isinstance(answer, str)
        for wanted in item.wanted:
            if wanted.kind is not None:
                _count(tally, item, wanted, [row for row in rows if wanted.overlaps(row)])
        _count_answers(tally, item, rows)
    return tally


def _count(tally: Tally, item: Item, wanted: Wanted, near: list[Row]) -> None:
    assert wanted.kind is not None
    value, unit = found_in(wanted, near)
    tally.values[wanted.kind, value] += 1
    tally.written[wanted.written, value] += 1
    if wanted.units:
        tally.units[wanted.kind, unit] += 1
    if not value or (wanted.units and not unit):
        text = item.sentence[wanted.start : wanted.end]
        told = {"figure": text, "low": wanted.low, "high": wanted.high, "units": wanted.units}
        tally.misses.append({"place": item.place, "sentence": item.sentence, **told, "read": near})


def _count_answers(tally: Tally, item: Item, rows: list[Row]) -> None:
    trap = not item.wanted
    tally.traps += trap
    for answer in answers(rows):
        touched = [wanted for wanted in item.wanted if any(wanted.overlaps(row) for row in answer)]
        if touched and all(wanted.kind is None for wanted in touched):
            continue
        compared = [wanted for wanted in touched if wanted.kind is not None]
        right = [one for one in compared if any(part_of(one, row) for row in answer) or found_in(one, answer)[0]]
        kind = (right or compared)[0].kind if compared else claimed(answer[0])
        tally.answers[kind or "number", bool(right)] += 1
        if trap:
            tally.false_alarms += 1
            tally.alarms_with_unit += any(row.unit is not None for row in answer)
            tally.misses.append({"place": item.place, "sentence": item.sentence, "figure": None, "read": answer})


def answers(rows: Iterable[Row]) -> list[list[Row]]:
    """The readings in groups that overlap one another."""
    groups: list[list[Row]] = []
    end = -1
    for row in sorted(rows, key=lambda row: (row.start, row.end)):
        if row.start < end:
            groups[-1].append(row)
        else:
            groups.append([row])
        end = max(end, row.end) if row.start < end else row.end
    return groups


def claimed(row: Row) -> str:
    """The kind of a reading that touches no figure, by its unit."""
    if row.unit is None:
        return "number"
    for unit, _ in meanings(row.unit):
        if unit in {"%", "percentage point", "basis point"}:
            return "percent"
        if unit in TIMES:
            return "duration, age"
        if unit is not None and len(unit) == 3 and unit.isupper():
            return "money"
    return "measure"


def found_in(wanted: Wanted, near: Sequence[Row]) -> tuple[bool, bool]:
    """Whether readings give a figure's value, and whether they give its value with its unit."""
    values = [row for row in near if _fits(wanted, row, wanted.low, wanted.high)]
    if wanted.low != wanted.high and not values:
        lows = [row for row in near if _fits(wanted, row, wanted.low, wanted.low)]
        highs = [row for row in near if _fits(wanted, row, wanted.high, wanted.high)]
        values = lows + highs if lows and highs else []
    unit = any(_has_unit(wanted, row) for row in values)
    if not (values and unit) and _is_sum(wanted, near):
        return True, True
    return bool(values), unit


def part_of(wanted: Wanted, row: Row) -> bool:
    """Whether a reading is right about part of a figure: one end of a range, or one unit of two."""
    if wanted.low != wanted.high:
        return any(_fits(wanted, row, end, end) for end in (wanted.low, wanted.high))
    return False


def _fits(wanted: Wanted, row: Row, low: float, high: float) -> bool:
    for unit, factor in meanings(row.unit):
        for scale in (factor, factor / wanted.part, factor * (_conversion(unit, wanted.units) or 1.0)):
            if _close(row.low * scale, low) and (wanted.low_end_only or _close(row.high * scale, high)):
                return True
    return False


def _has_unit(wanted: Wanted, row: Row) -> bool:
    return any(_conversion(unit, wanted.units) is not None for unit, _ in meanings(row.unit))


def _conversion(unit: str | None, into: Sequence[str]) -> float | None:
    """How many of a wanted unit one of another is; None where it cannot be converted."""
    if unit in into:
        return 1.0
    have = unit_named(unit)
    for name in into:
        want = unit_named(name)
        if have and want and have.dimension == want.dimension != "temperature" and have.factor and want.factor:
            return have.factor / want.factor
    return None


def _is_sum(wanted: Wanted, near: Sequence[Row]) -> bool:
    """Whether readings side by side, each in a unit of the same dimension, add up to the figure."""
    total, parts, end = 0.0, 0, -1
    for row in sorted(near, key=lambda row: (row.start, -row.end)):
        scales = [scale for unit, _ in meanings(row.unit) if (scale := _conversion(unit, wanted.units)) is not None]
        if row.start < end or row.low != row.high or not scales:
            continue
        total, parts, end = total + row.low * scales[0], parts + 1, row.end
    return parts > 1 and _close(total, wanted.low)


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= CLOSE * max(abs(one), abs(other))
