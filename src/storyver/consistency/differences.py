"""From so much to so much, and the size of the change that the text gives with it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from storyver.consistency.calculation import Calculation, work_out
from storyver.consistency.frames import frames
from storyver.consistency.page import Line, Page, stated
from storyver.consistency.parts import word_set, words
from storyver.consistency.precision import Span, between, number, slack, span
from storyver.consistency.restated import HUNDRED, share_span
from storyver.model import CheckRule, Claim, Figure, FigureKind, Qualifier, Trend

_REACH: Final = 60
"""Characters between the size of a change and the values it leads from and to."""
_NEXT: Final = 3
_NOUGHTS: Final = 0.05
_TIMES: Final = 1.25
"""How far "doubled" may be from twice: up to two and a half times, down to 1.6."""
_EDGE: Final = 1.02
"""How far "more than doubled" may be overstepped."""


def differences(page: Page) -> Iterator[Calculation]:
    """Each change of which a sentence gives both ends and the size."""
    for line in page.body():
        dated = [(found["old"][0], found["new"][0]) for found in frames(line, "multiplied")]
        pairs = list(_ends(line)) or dated[:1]
        ends = [claim for pair in pairs for claim in pair]
        sizes = [claim for claim in line.claims if _is_size(stated(claim)) and claim not in ends]
        plain = len(pairs) == 1 and len(sizes) == 1 and not _is_range(page, line, pairs[0][0])
        if plain and _close(page, line, pairs[0], sizes[0]):
            yield from _change(page, *pairs[0], sizes[0])


def _ends(line: Line) -> Iterator[tuple[Claim, Claim]]:
    by_start = {stated(claim).start: claim for claim in line.claims}
    for claim in line.claims:
        before = by_start.get(stated(claim).changed_from or -1)
        if before is not None:
            yield before, claim


def _is_size(figure: Figure) -> bool:
    """ "Up 5%", "doubled", "fivefold"."""
    return figure.trend is not None or (figure.kind is FigureKind.MULTIPLE and " " not in figure.text)


def _is_range(page: Page, line: Line, before: Claim) -> bool:
    """ "Tickets cost from £5 to £9": there is no change."""
    said = words(page.text[line.start : stated(before).start])[-3:]
    return not word_set("ranges", "words").isdisjoint(said)


def _close(page: Page, line: Line, ends: tuple[Claim, Claim], size: Claim) -> bool:
    first = min(stated(claim).start for claim in (*ends, size))
    last = max(stated(claim).end for claim in (*ends, size))
    between = [c for c in line.claims if first <= stated(c).start < last and c not in (*ends, size)]
    others = [c for c in between if stated(c).kind is not FigureKind.DATE]
    if any(_is_age_of(stated(ends[0]), stated(claim)) for claim in line.claims):
        return False  # "down 5%, to £95m, from £110m two years ago"
    spread = last - first - sum(len(stated(claim).text) for claim in (*ends, size))
    apart = word_set("apart", "words") & set(words(page.text[first:last])) or ";" in page.text[first:last]
    return not apart and spread <= _REACH and not [c for c in others if stated(c).conversion_of is None]


def _is_age_of(before: Figure, length: Figure) -> bool:
    """Whether the old value is said to be several years old, and the size may be that of another change."""
    behind = 0 < length.start - before.end <= _NEXT
    return behind and length.kind is FigureKind.DURATION and (length.low or 0.0) > 1


def _change(page: Page, before: Claim, after: Claim, size: Claim) -> Iterator[Calculation]:
    old, new, told = stated(before), stated(after), stated(size)
    if not (old.low and new.low and told.low) or (old.low, new.low) != (old.high, new.high) or old.unit != new.unit:
        return
    multiple = told.kind is FigureKind.MULTIPLE
    if not multiple and (new.low > old.low) != (told.trend is Trend.UP):
        return  # the size is that of another change
    worked = _multiple(old, new) if multiple else _growth(old, new, told)
    if worked is None or (old.unit == "%" and told.unit == "%" and _relative(old, new, told)):
        return  # "from 20% to 22%, a rise of 10%"
    way, right, may, unit = worked
    ends = abs(may.low), abs(may.high)
    size_of = _size_span(told)
    holds = size_of.meets(Span(low=min(ends) if may.low * may.high > 0 else 0.0, high=max(ends)))
    exact = may.low == may.high and size_of.low == size_of.high
    room = "counted exactly" if exact else f"rounding allows {between(may)} against {between(size_of)}"
    shown = number((told.low or 0.0) * (HUNDRED if told.kind is FigureKind.FRACTION else 1.0))
    yield work_out(
        page,
        CheckRule.DIFFERENCE,
        (before, after, size),
        size,
        holds=holds,
        arithmetic=f"{way} = {number(right)}{unit}, not {shown}{unit} ({room})",
        summary=f"From {old.text} to {new.text} is {number(abs(right))}{unit}, not {told.text}.",
    )


Worked = tuple[str, float, Span, str]
"""A calculation in words, what it comes to, within what, and its unit."""


def _multiple(old: Figure, new: Figure) -> Worked | None:
    """How many times the old value the new one is."""
    if min(old.low or 0.0, new.low or 0.0) <= 0:
        return None
    may = span(new, noughts=0.0).over(span(old, noughts=0.0))  # the word is round enough
    return f"{number(new.low or 0.0)} ÷ {number(old.low or 0.0)}", (new.low or 0.0) / (old.low or 1.0), may, " times"


def _growth(old: Figure, new: Figure, told: Figure) -> Worked | None:
    """The difference, in the unit in which it is told."""
    one, other, first, last = _room(old, new), _room(new, old), old.low or 0.0, new.low or 0.0
    part = told.kind is FigureKind.FRACTION or (told.kind is FigureKind.PERCENT and told.unit == "%")
    if part and old.kind is not FigureKind.PERCENT and first > 0:
        may = Span(low=HUNDRED * (other.low / one.high - 1), high=HUNDRED * (other.high / one.low - 1))
        return f"{number(last)} ÷ {number(first)} - 1", HUNDRED * (last / first - 1), may, "%"
    bare = told.kind is FigureKind.COUNT and (told.counted or "").startswith("point")
    points = old.unit == "%" and (told.unit == "percentage point" or bare)
    if (told.kind, told.unit) == (old.kind, old.unit) or points:
        unit = f" {told.unit}" if told.unit else ""
        return f"{number(last)} - {number(first)}", last - first, other.minus(one), unit
    return None


def _size_span(told: Figure) -> Span:
    """What the size of a change may be: "doubled" and "a quarter" are round words."""
    if told.kind is FigureKind.FRACTION:
        return share_span(told)
    if told.kind is not FigureKind.MULTIPLE:
        return span(told, noughts=_NOUGHTS)
    value = told.low or 0.0
    match told.qualifier:
        case Qualifier.MORE_THAN | Qualifier.AT_LEAST:
            return Span(low=0.0, high=value * _EDGE) if value < 1 else Span(low=value / _EDGE, high=math.inf)
        case Qualifier.LESS_THAN | Qualifier.AT_MOST | Qualifier.ALMOST:
            return Span(low=value / _TIMES / _TIMES, high=value * _TIMES)
        case _:
            return Span(low=value / _TIMES, high=value * _TIMES)


def _relative(old: Figure, new: Figure, told: Figure) -> bool:
    """Whether the size of a change of percentages is itself a percentage of the old one."""
    right = HUNDRED * abs((new.low or 0.0) / (old.low or 1.0) - 1)
    return span(told, noughts=_NOUGHTS).meets(Span(low=right - 1, high=right + 1))


def _room(figure: Figure, beside: Figure) -> Span:
    """What a figure may stand for; it is not rounded more than twice as far as the one that it is compared with."""
    if figure.qualifier is not Qualifier.EXACT:
        return span(figure, noughts=_NOUGHTS)
    written = slack(figure, figure.low or 0.0, noughts=0.0)
    own, other = (slack(one, one.low or 0.0, noughts=_NOUGHTS) for one in (figure, beside))
    room = max(written, min(own, 2 * other)) if figure.kind is beside.kind else own
    return Span(low=(figure.low or 0.0) - room, high=(figure.low or 0.0) + room)
