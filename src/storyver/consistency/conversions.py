"""A value and its restatement in another unit: does the one come out as the other?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from storyver.consistency.calculation import Calculation
from storyver.consistency.page import Line, Page, data, excuse, stated
from storyver.consistency.precision import Span, between, reworded, slack
from storyver.model import BlockKind, CheckRule, Claim, Figure, FigureKind, Qualifier

_NOUGHTS: Final = 0.25
"""How much of a round number may be rounding where it stands in a conversion: "10 miles (20km)" is a sloppy one."""
_FIVES: Final = 0.1
_LONGEST_BRACKET: Final = 60
_CONVERTED: Final = frozenset({FigureKind.MEASURE, FigureKind.DURATION})
_OR: Final = re.compile(r"\s*(?:,|-|–|—)\s*or\s+(?:about\s+|roughly\s+|around\s+)?", re.IGNORECASE)
_OR_ENDS: Final = re.compile(r"\s*(?:,|-|–|—|\.|$)")
_DASH: Final = re.compile(r"\s(?:-|–|—)\s(?:about\s|roughly\s|around\s)?", re.IGNORECASE)
_DASH_ENDS: Final = re.compile(r"\s(?:-|–|—)\s")
_MEANT: Final = 1.4
"""How far two values joined by "or" may lie apart and still be one, told in two units."""

Convert = Callable[[float], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A figure and the one that restates it."""

    line: Line
    main: Claim
    restated: Claim


def pairs(page: Page) -> Iterator[Pair]:
    """The figures of a version that are restated in another unit, each with each of its restatements."""
    for line in _lines(page):
        by_start = {stated(claim).start: claim for claim in line.claims}
        for claim in line.claims:
            main = by_start.get(stated(claim).conversion_of or -1)
            if main is None and stated(claim).conversion_of == 0:
                main = by_start.get(0)
            if main is not None and not _another(page.text, stated(claim)):
                yield Pair(line=line, main=main, restated=claim)
        for one, other in pairwise(line.claims):
            if stated(other).conversion_of is None and _is_joined(page, line, stated(one), stated(other)):
                yield Pair(line=line, main=one, restated=other)


def _is_joined(page: Page, line: Line, main: Figure, restated: Figure) -> bool:
    """ "80km, or 50 miles, long", "$1bn - about £760m - in May": a restatement without brackets."""
    gap = page.text[main.end : restated.start]
    behind = page.text[restated.end : min(line.end, restated.end + _LONGEST_BRACKET)]
    joined = _OR.fullmatch(gap) and _OR_ENDS.match(behind)
    if not joined and not (_DASH.fullmatch(gap) and _DASH_ENDS.match(behind)):
        return False
    if main.kind is FigureKind.MONEY:
        apart = set(data("units")["joined"]["apart"].split())
        said = page.text[line.start : line.end].casefold().split()
        return restated.kind is main.kind and restated.unit != main.unit and apart.isdisjoint(said)
    return main.dimension == restated.dimension and _unlike(main, restated) and _near(main, restated)


def conversions(page: Page) -> Iterator[Calculation]:
    """Each restatement of a measure, as a calculation."""
    for pair in (*pairs(page), *_untied(page)):
        main, restated = stated(pair.main), stated(pair.restated)
        if main.kind not in _CONVERTED or restated.kind is not main.kind or main.per != restated.per:
            continue
        holds = fits(main, restated)
        if holds is not None:
            yield _calculation(page, pair, holds, *next(_ways(main, restated)))


def fits(main: Figure, restated: Figure) -> bool | None:
    """Whether a restatement comes out right; None where it cannot be worked out."""
    ways = tuple(_ways(main, restated))
    if not ways or main.low is None or restated.low is None:
        return None
    return any(_holds(main, restated, there, back) for there, back in ways)


def _lines(page: Page) -> Iterator[Line]:
    """The sentences whose figures the version stands by: a notice gives withdrawn ones."""
    return (line for line in page.lines if line.block.kind not in {BlockKind.NOTICE, BlockKind.LINK_LINE})


def _another(text: str, figure: Figure) -> bool:
    """Words behind a figure in brackets make it another quantity: "(40 miles longer)"."""
    close = text.find(")", figure.end, figure.end + _LONGEST_BRACKET)
    behind = text[figure.end : close].casefold().split() if close >= 0 else []
    return not set(data("units")["bracket"]["another"].split()).isdisjoint(behind)


def _untied(page: Page) -> Iterator[Pair]:
    """Restatements in brackets that the reader did not take for such: ten times too much."""
    for line in _lines(page):
        for one, other in pairwise(line.claims):
            main, restated = stated(one), stated(other)
            gap, behind = page.text[main.end : restated.start], page.text[restated.end : restated.end + 1]
            alike = main.dimension == restated.dimension and restated.conversion_of is None
            if alike and gap.strip() == "(" and behind == ")" and _unlike(main, restated):
                yield Pair(line=line, main=one, restated=other)


def _unlike(main: Figure, restated: Figure) -> bool:
    """Whether the two are in units of different systems, as a value and its restatement are."""
    imperial = data("units")["systems"]["imperial"]
    return main.kind is FigureKind.MEASURE and (main.unit in imperial) != (restated.unit in imperial)


def _near(main: Figure, restated: Figure) -> bool:
    if not main.low or not restated.low or not main.factor or not restated.factor:
        return False
    ratio = restated.low * restated.factor / (main.low * main.factor)
    return 1 / _MEANT <= ratio <= _MEANT


def _ways(main: Figure, restated: Figure) -> Iterator[tuple[Convert, Convert]]:
    """How a value in the first unit becomes one in the second, and back: once for each size that the units may have."""
    units = (main.unit, restated.unit)
    if units == ("°C", "°F"):
        yield (lambda c: c * 1.8 + 32), (lambda f: (f - 32) / 1.8)
        yield (lambda c: c * 1.8), (lambda f: f / 1.8)  # a difference of temperatures
    elif units == ("°F", "°C"):
        yield (lambda f: (f - 32) / 1.8), (lambda c: c * 1.8 + 32)
        yield (lambda f: f / 1.8), (lambda c: c * 1.8)
    elif main.dimension == restated.dimension and main.unit != restated.unit:
        for one in _sizes(main):
            for other in _sizes(restated):
                yield _times(one / other), _times(other / one)


def _times(factor: float) -> Convert:
    return lambda value: value * factor


def _sizes(figure: Figure) -> tuple[float, ...]:
    if not figure.factor or figure.unit is None:
        return ()
    return (figure.factor, *data("units")["other_sizes"].get(figure.unit, ()))


def _holds(main: Figure, restated: Figure, there: Convert, back: Convert) -> bool:
    ends = ((main.low or 0.0, restated.low or 0.0), (main.high or 0.0, restated.high or 0.0))
    if (main.low == main.high) != (restated.low == restated.high) or main.qualifier is not Qualifier.EXACT:
        # Only one of them is a range, or both may be rounded from something else.
        wide = [(low - _room(f, low), high + _room(f, high)) for f, low, high in _ranges(main, restated)]
        if Span(low=there(wide[0][0]), high=there(wide[0][1])).meets(Span(low=wide[1][0], high=wide[1][1])):
            return True
    if all(value % 5 == 0 for end in ends for value in end):
        fives = [
            Span(low=low - _of_fives(low), high=high + _of_fives(high)) for _, low, high in _ranges(main, restated)
        ]
        if Span(low=there(fives[0].low), high=there(fives[0].high)).meets(fives[1]):
            return True
    return all(
        abs(there(one) - other) <= _room(restated, other) or abs(back(other) - one) <= _room(main, one)
        for one, other in ends
    )


def _ranges(main: Figure, restated: Figure) -> tuple[tuple[Figure, float, float], ...]:
    return tuple((figure, figure.low or 0.0, figure.high or 0.0) for figure in (main, restated))


def _room(figure: Figure, value: float) -> float:
    """What rounding leaves: the last place that is written, which may also be cut off, or noughts at the end."""
    exact = slack(figure, value, noughts=0.0)
    return 1.0001 * max(2 * exact, slack(figure, value, noughts=_NOUGHTS))


def _of_fives(value: float) -> float:
    """What rounding to the nearest five leaves: weather services give "25 miles (35 km)" so."""
    return min(2.5, _FIVES * abs(value))


def _calculation(page: Page, pair: Pair, holds: bool, there: Convert, back: Convert) -> Calculation:
    exhibits = (page.exhibit(pair.main), page.exhibit(pair.restated))
    if holds:
        return Calculation(rule=CheckRule.CONVERSION, exhibits=exhibits, holds=True)
    main, restated = stated(pair.main), stated(pair.restated)
    right = _both(restated, there, main)
    wrong = _both(main, back, restated)
    told = [
        f"{main.text} = {right}; the text says {restated.text}, which as it is written may be {_allowed(restated)}",
        f"{restated.text} = {wrong}; {main.text} may be {_allowed(main)}",
    ]
    return Calculation(
        rule=CheckRule.CONVERSION,
        exhibits=exhibits,
        holds=False,
        arithmetic="; ".join(told),
        summary=f"{main.text} is {right}, not {restated.text}.",
        excuse=excuse(page, main.start, "conversion"),
    )


def _both(words: Figure, convert: Convert, figure: Figure) -> str:
    low, high = convert(figure.low or 0.0), convert(figure.high or 0.0)
    if figure.low == figure.high:
        return reworded(words, low)
    return f"{between(Span(low=low, high=high))} {words.unit}"


def _allowed(figure: Figure) -> str:
    low, high = figure.low or 0.0, figure.high or 0.0
    return between(Span(low=low - _room(figure, low), high=high + _room(figure, high)))
