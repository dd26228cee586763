"""A figure in brackets that restates the one before it in another unit is tied to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from storyver.extract.kinds import DATE, MONEY
from storyver.extract.tables import word_set
from storyver.extract.units import unit_named
from storyver.model import Figure

_BEFORE_CONVERSION = word_set("figures", "before_conversion")

_TOLERANCE = 0.12
"""How far a conversion of lengths, weights and the like may be from the exact arithmetic and still be meant as one; a
wrong one is for the consistency check to report, not for the reader to hide."""
_WIDEST_RATE = 10_000.0
_GAP = 40
_LONGEST_DATING = 5
"""Words of "at the time", "at today's exchange rate"."""


def tie_conversions(text: str, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures with ``conversion_of`` set, the qualifier of the restated figure taken over."""
    result: list[Figure] = []
    for figure in figures:
        main = result[-1] if result else None
        if main is not None and main.conversion_of is None and _restates(text, main, figure):
            figure_tied = _tied(figure, main)
        elif main is not None and main.conversion_of is not None and _goes_on(text, main, figure):
            figure_tied = replace(_tied(figure, main), conversion_of=main.conversion_of)
        else:
            figure_tied = figure
        result.append(figure_tied)
    return tuple(result)


def _goes_on(text: str, before: Figure, figure: Figure) -> bool:
    """ "10bn yuan ($1.4bn; £1.1bn)": a second conversion in the same brackets."""
    gap = text[before.end : figure.start].strip()
    close = text.find(")", figure.end, figure.end + _GAP)
    alone = close >= 0 and not text[figure.end : close].strip()
    return gap in {";", ",", "or", "/"} and alone and before.kind is figure.kind and before.unit != figure.unit


def _tied(figure: Figure, main: Figure) -> Figure:
    return replace(
        figure, conversion_of=main.start, qualifier=main.qualifier, trend=main.trend, counted=main.counted, per=main.per
    )


def _restates(text: str, main: Figure, figure: Figure) -> bool:
    """Nothing but the thing measured stands between the two, and the second stands alone in its brackets."""
    gap = text[main.end : figure.start]
    if len(gap) > _GAP or not _bracketed(text, gap, figure):
        return False
    if main.kind is DATE and figure.kind is DATE:
        return (main.date or "").startswith("T") and (figure.date or "").startswith("T")
    if main.kind is not figure.kind or main.unit == figure.unit or main.low is None or figure.low is None:
        return False
    one, other = unit_named(main.unit), unit_named(figure.unit)
    if one is not None and other is not None and one.dimension == other.dimension == "temperature":
        return True
    if not main.low or not figure.low:
        return False
    if main.kind is MONEY:
        return 1 / _WIDEST_RATE <= abs(figure.low / main.low) <= _WIDEST_RATE
    if one is None or other is None or one.dimension != other.dimension:
        return False
    if one.factor is None or other.factor is None:
        return False
    ratio = figure.low * other.factor / (main.low * one.factor)
    return abs(ratio - 1) <= _TOLERANCE or _plausibly_meant(ratio)


def _plausibly_meant(ratio: float) -> bool:
    """A slip in a conversion (80km as 40 miles) is still a conversion; a tenfold difference is another fact."""
    return 0.4 <= ratio <= 2.5


def _bracketed(text: str, gap: str, figure: Figure) -> bool:
    head, bracket, inner = gap.rpartition("(")
    if not bracket or ")" in gap or "." in head or "," in head.strip():
        return False
    if len(head.split()) > 3 or inner.strip().lower() not in _BEFORE_CONVERSION:
        return False
    close = text.find(")", figure.end, figure.end + _GAP)
    if close < 0:
        return False
    behind, mark, _ = text[figure.end : close].partition(";")
    dated = behind.strip().startswith("at ") and len(behind.split()) <= _LONGEST_DATING
    return len(behind.split()) <= 2 or dated or (mark == ";" and not behind.strip())
