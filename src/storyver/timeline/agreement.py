"""Whether two figures can both be right, and whether two claims come from different sources."""

from __future__ import annotations

import re

from storyver.model import Claim, Figure, Qualifier
from storyver.values import Order, base_value, commensurable, compare_values
from storyver.wording import concepts

_NEAR = 0.1
"""How far, as a share of it, a value may lie from one that is said to be about it."""
_BEYOND = 0.5
"""How far beyond "more than 100" a value may lie that still means the same."""
_MANTISSA = re.compile(r"\d+(?:\.(\d+))?(?=\s?[A-Za-z])")
"""The digits in front of a word or letter such as "million" or "bn", by whose last one a value is rounded."""
_ROUND = 1000
"""The smallest number for which such a word stands."""
_ABOVE = frozenset({Qualifier.MORE_THAN, Qualifier.AT_LEAST})
_BELOW = frozenset({Qualifier.LESS_THAN, Qualifier.AT_MOST, Qualifier.ALMOST})


def agree(one: Figure, other: Figure) -> bool:
    """Whether one version may state both of one fact without contradicting itself.

    "More than 100" and 128 agree, as do £4.2m and £4.23m, or figures whose units cannot be compared; 100 and 128 do
    not, and no more do "at least 100" and "at least 128".
    """
    order = compare_values(one, other)
    if one.date is not None or other.date is not None:
        return order is Order.EQUAL or one.date is None or other.date is None
    values = base_value(one), base_value(other)
    if order in (Order.EQUAL, Order.OTHER) or values[0] is None or values[1] is None:
        return True
    if (one.per or "").casefold() != (other.per or "").casefold():
        return True
    if one.qualifier is other.qualifier and one.qualifier is not Qualifier.ABOUT:
        return _within_rounding(one, other)
    return _meant(one, values[1]) or _meant(other, values[0]) or _within_rounding(one, other)


def _meant(figure: Figure, value: tuple[float, float]) -> bool:
    """Whether a value lies where the figure's qualifier says."""
    own = base_value(figure)
    if own is None or figure.qualifier is Qualifier.EXACT:
        return False
    low, high = own
    if figure.qualifier in _ABOVE:
        return low <= value[0] and value[1] <= high + _BEYOND * abs(high)
    if figure.qualifier in _BELOW:
        return low - _BEYOND * abs(low) <= value[0] and value[1] <= high
    return low - _NEAR * abs(low) <= value[0] and value[1] <= high + _NEAR * abs(high)


def _within_rounding(one: Figure, other: Figure) -> bool:
    """Whether the values are one at the precision at which the rounder of them is written."""
    if one.low is None or other.low is None or one.unit != other.unit or not commensurable(one, other):
        return False
    step = max(_last_digit(one), _last_digit(other))
    return abs(one.low - other.low) <= step / 2 and abs((one.high or 0.0) - (other.high or 0.0)) <= step / 2


def _last_digit(figure: Figure) -> float:
    """What the last written digit of "4.2 million" is worth; 0 for a number written out to its end."""
    written = _MANTISSA.search(figure.text.replace(",", ""))
    if written is None or not figure.low:
        return 0.0
    scale = abs(figure.low) / float(written[0]) if float(written[0]) else 0.0
    return scale / 10 ** len(written[1] or "") if scale >= _ROUND else 0.0


def other_source(one: Claim, other: Claim) -> bool:
    """Whether two claims name their sources, and these are not the same."""
    here, there = (set(concepts(claim.attribution.speaker or "")) for claim in (one, other))
    return bool(here and there) and not here & there
