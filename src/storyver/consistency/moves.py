"""What is said to have risen and fell, and by how much a vote was won."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from storyver.consistency.calculation import Calculation, work_out
from storyver.consistency.frames import frames
from storyver.consistency.page import Line, Page, stated
from storyver.consistency.parts import head, word_set, words
from storyver.consistency.precision import between, number, span
from storyver.model import CheckRule, Claim, Figure, FigureKind, Qualifier
from storyver.wording import stem

_NOUGHTS: Final = 0.05
_MOST_TIMES: Final = 20
"""What is so many times the other is in another unit, which was not read."""
_MOVED: Final = frozenset(
    {FigureKind.COUNT, FigureKind.MONEY, FigureKind.PERCENT, FigureKind.MEASURE, FigureKind.DURATION}
)


def directions(page: Page) -> Iterator[Calculation]:
    """Each value that a sentence says has risen or fallen from another."""
    for line in page.body():
        for way, sign in (("rises", 1), ("falls", -1)):
            for found in frames(line, way):
                old, new = found["old"][0], found["new"][0]
                if _are_of_one(stated(old), stated(new)) and not _upside_down(page, line, sign, stated(old)):
                    yield _moved(page, old, new, sign)


def _are_of_one(old: Figure, new: Figure) -> bool:
    if old.kind not in _MOVED or (old.kind, old.unit, old.per) != (new.kind, new.unit, new.per):
        return False
    if old.low != old.high or new.low != new.high or min(old.low or 0.0, new.low or 0.0) <= 0:
        return False
    if max(old.low or 0.0, new.low or 0.0) > _MOST_TIMES * min(old.low or 0.0, new.low or 0.0):
        return False
    one, other = head(old), head(new)
    from_elsewhere = one is not None and other is None and new.start < old.start  # "grew to 30 from 45 countries"
    alike = one is None or other is None or stem(one) == stem(other)
    return old.trend is new.trend is None and alike and not from_elsewhere and old.dimension != "length"


def _upside_down(page: Page, line: Line, sign: int, figure: Figure) -> bool:
    """Whether less may be better there, in a table or of a currency; or whether what fell may be by 5% to 10%."""
    said = set(words(page.text[line.start : line.end]))
    if not said.isdisjoint(word_set("upside_down", "words")):
        return True
    if sign > 0:
        return False
    return figure.kind is FigureKind.PERCENT and said.isdisjoint(word_set("upside_down", "shares"))


def _moved(page: Page, old: Claim, new: Claim, sign: int) -> Calculation:
    one, other = stated(old), stated(new)
    before, after = span(one, noughts=0.0), span(other, noughts=0.0)
    holds = after.high >= before.low if sign > 0 else after.low <= before.high
    verb, by = ("rise" if sign > 0 else "fall"), (other.low or 0.0) - (one.low or 0.0)
    return work_out(
        page,
        CheckRule.DIFFERENCE,
        (old, new),
        new,
        holds=holds,
        arithmetic=f"{number(other.low or 0.0)} - {number(one.low or 0.0)} = "
        f"{number(by)}, no {verb} (rounding allows {between(before)}, then {between(after)})",
        summary=f"From {one.text} to {other.text} is no {verb}.",
    )


def margins(page: Page) -> Iterator[Calculation]:
    """Each vote of which a sentence gives both sides and the majority."""
    for line in page.body():
        for found in frames(line, "margin"):
            one, two, size = (found[name][0] for name in ("one", "two", "size"))
            if all(_is_counted(stated(claim)) for claim in (one, two, size)):
                yield _margin(page, one, two, size)


def _is_counted(figure: Figure) -> bool:
    return figure.kind is FigureKind.COUNT and figure.low == figure.high and not figure.per


def _margin(page: Page, one: Claim, two: Claim, size: Claim) -> Calculation:
    first, second, told = stated(one), stated(two), stated(size)
    exact = {first.qualifier, second.qualifier} == {Qualifier.EXACT}
    noughts = 0.0 if exact else _NOUGHTS
    may = span(first, noughts=noughts).minus(span(second, noughts=noughts))
    holds = may.meets(span(told, noughts=_NOUGHTS)) or may.low < 0
    right = (first.low or 0.0) - (second.low or 0.0)
    room = "counted exactly" if may.low == may.high else f"rounding allows {between(may)}"
    way = f"{number(first.low or 0.0)} - {number(second.low or 0.0)} = {number(right)}"
    return work_out(
        page,
        CheckRule.DIFFERENCE,
        (one, two, size),
        size,
        holds=holds,
        arithmetic=f"{way}, not {number(told.low or 0.0)} ({room})",
        summary=f"{first.text} to {second.text} is a majority of {number(right)}, not {told.text}.",
    )
