"""The value of a figure made ready once, as it is compared with that of many others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from storyver.model import Figure
from storyver.values import base_value


class Measure(NamedTuple):
    """A value as others are compared with it."""

    sort: str
    """The dimension, and for money the currency: values of another cannot be compared."""
    unit: str | None
    low: float
    high: float
    """In the dimension's base unit."""


def measure_of(forms: Sequence[Figure]) -> Measure | None:
    """The value of a figure that has one form alone, a number; None for any other."""
    value = base_value(forms[0]) if len(forms) == 1 and forms[0].date is None else None
    if value is None:
        return None
    sort, unit = forms[0].dimension, forms[0].unit
    return Measure(f"{sort} {unit}" if sort == "money" else sort, unit, *value)
