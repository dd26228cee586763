"""A share in words and the percentage beside it: "one in four (35%)"."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from storyver.consistency.calculation import Calculation, work_out
from storyver.consistency.frames import frames
from storyver.consistency.page import Page, stated
from storyver.consistency.parts import word_set, words
from storyver.consistency.precision import Span, between, number, slack
from storyver.model import CheckRule, Claim, Figure, FigureKind, Qualifier

HUNDRED: Final = 100.0
_FRACTION: Final = 0.12
"""How far a fraction in words may be from what it stands for: "two thirds" of 59% to 74%."""
_LOOSE: Final = 0.15
"""How far "about" and "almost" may be from it, where that is more."""
_EDGE: Final = 0.02
"""How far "more than" and "less than" may be overstepped: 49.6% is told as "more than half"."""
_LEAST: Final = 1.0
"""Percentage points that rounding of small shares leaves."""


def restated_shares(page: Page) -> Iterator[Calculation]:
    """Each fraction with a percentage, or percentage with a fraction, of the same thing."""
    for line in page.body():
        for found in frames(line, "restated"):
            one, other = found["one"][0], found["other"][0]
            if not word_set("several_wholes", "needed").isdisjoint(words(page.text[line.start : line.end])):
                continue  # "fell short of a two-thirds majority (58%)"
            if {stated(one).kind, stated(other).kind} == {FigureKind.FRACTION, FigureKind.PERCENT} and all(
                _is_share(stated(claim)) for claim in (one, other)
            ):
                yield _compared(page, one, other)


def _is_share(figure: Figure) -> bool:
    return (
        figure.trend is None and figure.low is not None and figure.unit in {"%", None} and figure.changed_from is None
    )


def _compared(page: Page, one: Claim, other: Claim) -> Calculation:
    first, second = share_span(stated(one)), share_span(stated(other))
    holds = first.meets(second)
    told = f"{stated(one).text} = {number(percent(stated(one)))}%, not {number(percent(stated(other)))}%"
    return work_out(
        page,
        CheckRule.SHARE,
        (one, other),
        other,
        holds=holds,
        arithmetic=f"{told} (rounding allows {between(first)} against {between(second)})",
        summary=f"{stated(one).text} is {number(percent(stated(one)))}%, not {stated(other).text}.",
    )


def percent(figure: Figure) -> float:
    """The share in per cent."""
    return (figure.low or 0.0) * (HUNDRED if figure.kind is FigureKind.FRACTION else 1.0)


def share_span(figure: Figure) -> Span:
    """The percentages that a share may stand for."""
    scale = HUNDRED if figure.kind is FigureKind.FRACTION else 1.0
    low, high = percent(figure), (figure.high or 0.0) * scale
    if figure.kind is FigureKind.FRACTION:
        room = max(_LEAST, _FRACTION * low)
    else:
        room = 2 * (slack(figure, figure.low or 0.0, noughts=0.0) or _LEAST / 2)
    match figure.qualifier:
        case Qualifier.ABOUT:
            return Span(low=low - max(room, _LOOSE * low), high=high + max(room, _LOOSE * high))
        case Qualifier.ALMOST:
            return Span(low=low - max(room, _LOOSE * low), high=max(high * (1 + _EDGE), high + _LEAST))
        case Qualifier.MORE_THAN | Qualifier.AT_LEAST:
            return Span(low=low * (1 - _EDGE), high=math.inf)
        case Qualifier.LESS_THAN | Qualifier.AT_MOST:
            return Span(low=0.0, high=high * (1 + _EDGE))
        case _:
            return Span(low=low - room, high=high + room)
