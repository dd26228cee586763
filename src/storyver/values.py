"""What two figures' values say of each other. Shared by the stages like the model."""

from __future__ import annotations

import math
from enum import StrEnum

from storyver.model import ChangeKind, Figure

_EXACT = 1e-9
_ROUNDED = 0.006
"""How far two values in different units of one dimension may lie apart and still be one value rounded."""
_NOT_SCALED = frozenset({"temperature", "money", "count"})
_CELSIUS = {"°C": (1.0, 0.0), "°F": (5 / 9, -32.0), "kelvin": (1.0, -273.15)}
"""What a temperature is multiplied by for degrees Celsius, after what is added to it."""
_WHOLE_DEGREES = 0.6
"""How far, in degrees Celsius, one temperature on two scales may lie apart through rounding to whole degrees."""


class Order(StrEnum):
    """How a new value stands to an old one."""

    EQUAL = "equal"
    MORE = "more"
    LESS = "less"
    OTHER = "other"
    """They differ, and neither is plainly the larger: a range against a number inside it, another currency."""


def base_value(figure: Figure) -> tuple[float, float] | None:
    """Low and high in the dimension's base unit; None for a date."""
    if figure.low is None or figure.high is None:
        return None
    if not figure.factor or figure.dimension in _NOT_SCALED:
        return figure.low, figure.high
    return figure.low * figure.factor, figure.high * figure.factor


def commensurable(old: Figure, new: Figure) -> bool:
    """Whether their values can be compared: one dimension, and for money one currency. No exchange rate is ever
    applied."""
    return old.dimension == new.dimension and not (old.dimension == "money" and old.unit != new.unit)


def compare_values(old: Figure, new: Figure) -> Order:
    """The order of two figures, by both ends of ranges and both sides of scores.

    Dates are equal when one is the other at a lower precision or without its year.
    """
    if old.date is not None or new.date is not None:
        a, b = old.date or "", new.date or ""
        return Order.EQUAL if a and b and (_more_precise(a, b) or _more_precise(b, a)) else Order.OTHER
    if not commensurable(old, new):
        return Order.OTHER
    a_range, b_range = base_value(old), base_value(new)
    if a_range is None or b_range is None:
        return Order.OTHER
    tolerance, least = _EXACT if old.unit == new.unit else _ROUNDED, 0.0
    if old.unit != new.unit and {old.unit, new.unit} <= _CELSIUS.keys():
        a_range, b_range, least = _celsius(old, a_range), _celsius(new, b_range), _WHOLE_DEGREES
    (a_low, a_high), (b_low, b_high) = a_range, b_range
    if _alike(a_low, b_low, tolerance, least) and _alike(a_high, b_high, tolerance, least):
        return Order.EQUAL
    if b_low >= a_low and b_high >= a_high:
        return Order.MORE
    if b_low <= a_low and b_high <= a_high:
        return Order.LESS
    return Order.OTHER


def are_equal(one: float, other: float) -> bool:
    """Whether two numbers of one unit are the same, but for the rounding of a calculation."""
    return one == other or abs(one - other) <= _EXACT * max(abs(one), abs(other))


def _alike(one: float, other: float, tolerance: float, least: float) -> bool:
    return one == other or abs(one - other) <= max(least, tolerance * max(abs(one), abs(other)))


def kind_between(old: Figure, new: Figure) -> ChangeKind:
    """How a new value of a fact stands to the old one, by the two figures alone."""
    order = compare_values(old, new)
    if order is Order.EQUAL:
        return ChangeKind.UNCHANGED if old.qualifier is new.qualifier else ChangeKind.REQUALIFIED
    if order is Order.OTHER:
        return ChangeKind.DATE_CHANGED if old.date is not None and new.date is not None else ChangeKind.REVISED
    return ChangeKind.INCREASED if order is Order.MORE else ChangeKind.DECREASED


def _celsius(figure: Figure, ends: tuple[float, float]) -> tuple[float, float]:
    """A temperature in degrees Celsius; the size of a rise or a fall has no zero to be moved."""
    factor, zero = _CELSIUS[figure.unit or ""]
    if figure.trend is not None:
        zero = 0.0
    return (ends[0] + zero) * factor, (ends[1] + zero) * factor


def _more_precise(date: str, less: str) -> bool:
    """Whether the first is the second or adds a year, month or day to it."""
    if less.startswith("--") and not date.startswith("--"):
        date = f"-{date[4:]}"
    return date == less or date.startswith(f"{less}-")


def information(*figures: Figure) -> float:
    """How much an equal value tells, 0 to 1: by its digits and size, a little more where it has a unit. Of several that
    are equal, as "April" and "29 April" are, it is what the most exact one tells."""
    return max(map(_information, figures))


def _information(figure: Figure) -> float:
    if figure.date is not None:
        return min(1.0, sum(character.isdigit() for character in figure.date) / 8)
    value = abs(figure.low or 0.0)
    digits = f"{value:.10g}".partition("e")[0].replace(".", "").strip("0")
    return min(1.0, 0.3 * max(0, len(digits) - 1) + math.log10(value + 1) / 6 + (0.15 if figure.unit else 0.0))
