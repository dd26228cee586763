"""Means of values that are all given, and what each has of a sum that is shared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from storyver.consistency.calculation import Calculation, work_out
from storyver.consistency.frames import frames
from storyver.consistency.page import Page, stated
from storyver.consistency.parts import head, total_span, word_set
from storyver.consistency.precision import Span, between, number, slack, span
from storyver.model import CheckRule, Claim, Figure, FigureKind
from storyver.wording import stem

_NOUGHTS: Final = 0.05
_FAR: Final = 0.25
"""How far a sum for each inhabitant may be off: populations and sums are rounded, and of different years."""
_SHARED: Final = 0.03
"""The same for a sum that is shared out in the same sentence."""


def averages(page: Page) -> Iterator[Calculation]:
    """Each mean of a list of values."""
    for line in page.body():
        for found in frames(line, "average"):
            values, told = found["values"], found["told"][0]
            units = {(stated(claim).kind, stated(claim).unit) for claim in values}
            own = (stated(told).kind, stated(told).unit)
            alike = len(units) == 1 and (own in units or own == (FigureKind.COUNT, None))
            if alike and all(_is_value(stated(claim)) for claim in (*values, told)):
                yield _average(page, values, told)


def _is_value(figure: Figure) -> bool:
    return figure.low is not None and figure.low == figure.high and figure.trend is None


def _average(page: Page, values: tuple[Claim, ...], told: Claim) -> Calculation:
    figures, size = [stated(claim) for claim in values], len(values)
    total = total_span(figures)
    may = Span(low=total.low / size, high=total.high / size)
    right = sum(figure.low or 0.0 for figure in figures) / size
    mean = stated(told)
    room = max(slack(mean, mean.low or 0.0, noughts=0.0), 0.5 if float(mean.low or 0.0).is_integer() else 0.0)
    own = span(mean, noughts=0.0)
    allowed = Span(low=own.low - room, high=own.high + room)
    holds = may.meets(allowed)
    way = f"({' + '.join(number(figure.low or 0.0) for figure in figures)}) ÷ {size} = {number(right)}"
    return work_out(
        page,
        CheckRule.AVERAGE,
        (*values, told),
        told,
        holds=holds,
        arithmetic=f"{way}, not {number(mean.low or 0.0)} (rounding allows {between(allowed)})",
        summary=f"The average is {number(right)}, not {mean.text}.",
    )


def for_each(page: Page) -> Iterator[Calculation]:
    """Each sum with the number of those it is for, and how much that is for one."""
    for line in page.body():
        for name in ("per_head", "each", "priced"):
            for found in frames(line, name):
                total, count, rate = (found[key][0] for key in ("sum", "count", "rate"))
                if _fit_together(name, stated(total), stated(count), stated(rate)):
                    yield _for_each(page, total, count, rate, _FAR if name == "per_head" else _SHARED)


def _fit_together(name: str, total: Figure, count: Figure, rate: Figure) -> bool:
    """Whether the rate is one of the sum by what is counted."""
    money = total.kind is FigureKind.MONEY and (total.kind, total.unit) == (rate.kind, rate.unit)
    if not money or not all(_is_value(figure) and (figure.low or 0.0) > 0 for figure in (total, count, rate)):
        return False
    if name == "each":
        return count.kind is FigureKind.COUNT and not rate.per and not total.per
    base = stem((rate.per or "").split()[-1]) if rate.per else ""
    if name == "priced":
        return base == stem(count.unit or head(count) or "?")
    counted = head(count)
    people = base in {stem(word) for word in word_set("heads", "words")} and counted in word_set("persons", "words")
    return count.kind is FigureKind.COUNT and counted is not None and (people or base == stem(counted))


def _for_each(page: Page, total: Claim, count: Claim, rate: Claim, far: float) -> Calculation:
    whole, number_of, told = stated(total), stated(count), stated(rate)
    may = span(whole, noughts=_NOUGHTS).over(span(number_of, noughts=_NOUGHTS))
    own = span(told, noughts=_NOUGHTS)
    holds = own.meets(Span(low=may.low * (1 - far), high=may.high * (1 + far)))
    right = (whole.low or 0.0) / (number_of.low or 1.0)
    way = f"{number(whole.low or 0.0)} ÷ {number(number_of.low or 0.0)} = {number(right)} {whole.unit}"
    room = between(Span(low=may.low * (1 - far), high=may.high * (1 + far)))
    return work_out(
        page,
        CheckRule.PER_HEAD,
        (total, count, rate),
        rate,
        holds=holds,
        arithmetic=f"{way}, not {number(told.low or 0.0)} {whole.unit} (rounding allows {room})",
        summary=f"{whole.text} for {number_of.text} is {number(right)} {whole.unit} for each, not {told.text}.",
    )
