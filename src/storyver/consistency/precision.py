"""How exact a figure is as it is written, and how it is said."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from storyver.model import Figure, FigureKind, Qualifier

_NUMERAL: Final = re.compile(r"\d[\d,\u00a0\u2009\u202f]*(?:\.\d+)?")
_TRIVIAL: Final = 1e-6
_COMPOUND: Final = 0.01
"""How exact "6ft 3in" or "10 stone 4lb" is taken to be: half an inch in a man's height is 0.7 per cent of it."""
_SMALL: Final = 100
"""Whole numbers below it are counted out, also those that end in a nought."""
_ABOUT: Final = 0.1
"""How far "about" and "almost" may be from the number behind them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The values that a figure may stand for."""

    low: float
    high: float

    def meets(self, other: Span) -> bool:
        """Whether some value lies in both, with a little room for binary fractions."""
        room = 1e-9 * max(abs(self.low), abs(self.high), abs(other.low), abs(other.high), 1e-12)
        if math.isinf(room):
            room = 0.0
        return self.low <= other.high + room and other.low <= self.high + room

    def plus(self, other: Span) -> Span:
        """The sums of a value of each."""
        return Span(low=self.low + other.low, high=self.high + other.high)

    def minus(self, other: Span) -> Span:
        """The differences of a value of each."""
        return Span(low=self.low - other.high, high=self.high - other.low)

    def over(self, other: Span) -> Span:
        """The quotients of a value of each; both are above nought."""
        return Span(low=self.low / other.high, high=self.high / other.low if other.low > 0 else math.inf)


def slack(figure: Figure, value: float, *, noughts: float) -> float:
    """Half of the last place that is written of ``value``, one end of the figure.

    Noughts at the end of a whole number may be rounding: then it is half of the last place that is none, but no more
    than the part ``noughts`` of the value. A plain count below a hundred has no slack.
    """
    numerals = [numeral for numeral in _NUMERAL.findall(figure.text) if _is_of(value, numeral)]
    if not numerals:
        several = len(_NUMERAL.findall(figure.text)) > 1 and figure.low == figure.high
        return _COMPOUND * abs(value) if several else _of_words(figure, value, noughts)
    numeral = numerals[0]
    magnitude = _magnitude(value, numeral)
    decimals = len(numeral.partition(".")[2])
    exact = figure.kind is FigureKind.COUNT and not decimals and magnitude == 1
    written = 0.0 if exact else 0.5 * magnitude * 10.0**-decimals
    if decimals or (exact and abs(value) < _SMALL):
        return written
    return max(written, min(_last_place(value) / 2, noughts * abs(value)) if _ends_in_noughts(numeral) else 0.0)


def span(figure: Figure, *, noughts: float) -> Span:
    """The values that the figure may stand for by its digits and its qualifier: "more than 20" has no upper end."""
    low, high = figure.low or 0.0, figure.high if figure.high is not None else figure.low or 0.0
    low, high = low - slack(figure, low, noughts=noughts), high + slack(figure, high, noughts=noughts)
    match figure.qualifier:
        case Qualifier.ABOUT:
            return Span(low=low - _ABOUT * abs(low), high=high + _ABOUT * abs(high))
        case Qualifier.ALMOST:
            return Span(low=low - _ABOUT * abs(low), high=high)
        case Qualifier.MORE_THAN | Qualifier.AT_LEAST:
            return Span(low=low, high=math.inf)
        case Qualifier.LESS_THAN | Qualifier.AT_MOST:
            return Span(low=0.0, high=high)
        case _:
            return Span(low=low, high=high)


def number(value: float) -> str:
    """The value with thousands apart, to three digits where it has decimals."""
    if value == int(value) or abs(value) >= _SMALL:
        return f"{round(value):,}"
    digits = 2 - math.floor(math.log10(abs(value)))
    return f"{value:.{min(digits, 9)}f}".rstrip("0").rstrip(".")


def between(one: Span) -> str:
    """The span in words."""
    if math.isinf(one.high):
        return f"at least {number(one.low)}"
    return number(one.low) if one.low == one.high else f"{number(one.low)} to {number(one.high)}"


def reworded(figure: Figure, value: float) -> str:
    """The figure's words with another value in them: "49.7 miles" for "40 miles"."""
    numerals = list(_NUMERAL.finditer(figure.text))
    if len(numerals) == 1 and figure.low and _is_of(figure.low, numerals[0][0]):
        scaled = value / _magnitude(figure.low, numerals[0][0])
        bare = figure.text[: numerals[0].start()], figure.text[numerals[0].end() :]
        sign = bare[0].rstrip("-−")
        return f"{sign}{number(scaled)}{bare[1]}"
    return f"{number(value)} {figure.unit}" if figure.unit else number(value)


def _parsed(numeral: str) -> float:
    return float(re.sub(r"[^\d.]", "", numeral))


def _magnitude(value: float, numeral: str) -> float:
    parsed = _parsed(numeral)
    return 10.0 ** round(math.log10(abs(value) / parsed)) if parsed and value else 1.0


def _is_of(value: float, numeral: str) -> bool:
    """Whether the digits are those of the value, whatever magnitude stands behind them."""
    parsed = _parsed(numeral)
    if not parsed or not value:
        return parsed == value
    power = math.log10(abs(value) / parsed)
    return abs(power - round(power)) < _TRIVIAL


def _ends_in_noughts(numeral: str) -> bool:
    return "." not in numeral and numeral.endswith("0")


def _of_words(figure: Figure, value: float, noughts: float) -> float:
    """The slack of a value in words: "two" is two, "two million" and "half a mile" are rounded."""
    if value == int(value) and abs(value) < _SMALL:
        return 0.0 if figure.kind is FigureKind.COUNT else 0.5
    return min(_last_place(value) / 2, max(noughts, _ABOUT) * abs(value))


def _last_place(value: float) -> float:
    """The place of the last digit that is no nought: 10 for 1,340, 0.1 for 0.5."""
    digits, _, exponent = f"{abs(value):.5e}".partition("e")
    return float(10.0 ** (int(exponent) - len(digits.rstrip("0").partition(".")[2])))
