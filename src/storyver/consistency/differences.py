"""From so much to so much, and the size of the change that the text gives with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from storyver.consistency.calculation import Calculation
from storyver.consistency.page import Line, Page, excuse, stated
from storyver.consistency.parts import word_set, words
from storyver.consistency.precision import Span, number, slack, span
from storyver.model import CheckRule, Claim, Figure, FigureKind, Qualifier, Trend

_REACH: Final = 60
"""Characters between the size of a change and the values it leads from and to."""
_NOUGHTS: Final = 0.05
_HUNDRED: Final = 100.0


def differences(page: Page) -> Iterator[Calculation]:
    """Each change of which a sentence gives both ends and the size."""
    for line in page.body():
        pairs = list(_ends(line))
        sizes = [claim for claim in line.claims if stated(claim).trend and claim not in [c for p in pairs for c in p]]
        if len(pairs) == 1 and len(sizes) == 1 and _close(page, line, pairs[0], sizes[0]):
            yield from _change(page, *pairs[0], sizes[0])


def _ends(line: Line) -> Iterator[tuple[Claim, Claim]]:
    by_start = {stated(claim).start: claim for claim in line.claims}
    for claim in line.claims:
        before = by_start.get(stated(claim).changed_from or -1)
        if before is not None:
            yield before, claim


def _close(page: Page, line: Line, ends: tuple[Claim, Claim], size: Claim) -> bool:
    first = min(stated(claim).start for claim in (*ends, size))
    last = max(stated(claim).end for claim in (*ends, size))
    others = [c for c in line.claims if first <= stated(c).start < last and c not in (*ends, size)]
    spread = last - first - sum(len(stated(claim).text) for claim in (*ends, size))
    apart = word_set("apart", "words") & set(words(page.text[first:last])) or ";" in page.text[first:last]
    return not apart and spread <= _REACH and not [c for c in others if stated(c).conversion_of is None]


def _change(page: Page, before: Claim, after: Claim, size: Claim) -> Iterator[Calculation]:
    old, new, told = stated(before), stated(after), stated(size)
    if not (old.low and new.low and told.low) or (old.low, new.low) != (old.high, new.high) or old.unit != new.unit:
        return
    if (new.low > old.low) != (told.trend is Trend.UP):
        return  # the size is that of another change
    one, other = _room(old), _room(new)
    if told.kind is FigureKind.PERCENT and told.unit == "%" and old.kind is not FigureKind.PERCENT and old.low > 0:
        may = Span(low=_HUNDRED * (other.low / one.high - 1), high=_HUNDRED * (other.high / one.low - 1))
        right, unit = _HUNDRED * (new.low / old.low - 1), "%"
        way = f"{number(new.low)} ÷ {number(old.low)} - 1"
    elif told.unit == old.unit == "%" and _relative(old, new, told):
        return  # "from 20% to 22%, a rise of 10%"
    elif (told.kind, told.unit) == (old.kind, old.unit) or (told.unit, old.unit) == ("percentage point", "%"):
        may, right = other.minus(one), new.low - old.low
        way, unit = f"{number(new.low)} - {number(old.low)}", f" {told.unit}" if told.unit else ""
    else:
        return
    room = "counted exactly" if may.low == may.high else f"rounding allows {number(may.low)} to {number(may.high)}"
    size_of = span(told, noughts=_NOUGHTS)
    ends = abs(may.low), abs(may.high)
    holds = size_of.meets(Span(low=min(ends) if may.low * may.high > 0 else 0.0, high=max(ends)))
    yield Calculation(
        rule=CheckRule.DIFFERENCE,
        exhibits=tuple(page.exhibit(claim) for claim in sorted((before, after, size), key=lambda c: stated(c).start)),
        holds=holds,
        arithmetic=f"{way} = {number(right)}{unit}, not {number(told.low)}{unit} ({room})",
        summary=f"From {old.text} to {new.text} is {number(abs(right))}{unit}, not {told.text}.",
        excuse=None if holds else excuse(page, told.start, "difference"),
    )


def _relative(old: Figure, new: Figure, told: Figure) -> bool:
    """Whether the size of a change of percentages is itself a percentage of the old one."""
    right = _HUNDRED * abs((new.low or 0.0) / (old.low or 1.0) - 1)
    return span(told, noughts=_NOUGHTS).meets(Span(low=right - 1, high=right + 1))


def _room(figure: Figure) -> Span:
    if figure.qualifier is not Qualifier.EXACT:
        return span(figure, noughts=_NOUGHTS)
    room = slack(figure, figure.low or 0.0, noughts=_NOUGHTS)
    return Span(low=(figure.low or 0.0) - room, high=(figure.low or 0.0) + room)
