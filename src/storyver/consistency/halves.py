"""A figure that was edited while the one that restates it was left as it was, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from storyver.consistency.calculation import Calculation
from storyver.consistency.conversions import Pair, fits, pairs
from storyver.consistency.page import Page, stated
from storyver.consistency.rates import implied
from storyver.model import BlockKind, Change, ChangeKind, CheckRule, Figure, FigureKind, Standing

_DRIFT: Final = 0.03
"""How much of an amount a new conversion of the same sum may be off without being pointed out."""
_UNSURE: Final = frozenset({ChangeKind.UNCERTAIN, ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.RESCOPED})


def halves(old: Page, new: Page, changes: Sequence[Change]) -> Iterator[Calculation]:
    """Each pair of the new version that was edited since the old one."""
    before = {pair.main.id: pair for pair in pairs(old)}
    came_from = {
        change.new.id: change.old.id for change in changes if change.new and change.old and change.kind not in _UNSURE
    }
    for pair in pairs(new):
        earlier = before.get(came_from.get(pair.main.id, ""))
        if earlier is None or not _alike(earlier, pair):
            continue
        edited = [not _same(a, b) for a, b in zip(_figures(earlier), _figures(pair), strict=True)]
        if any(edited):
            yield _half(old, new, earlier, pair, edited)


def _figures(pair: Pair) -> tuple[Figure, Figure]:
    return stated(pair.main), stated(pair.restated)


def _alike(one: Pair, other: Pair) -> bool:
    return all(a.unit == b.unit and a.kind is b.kind for a, b in zip(_figures(one), _figures(other), strict=True))


def _same(one: Figure, other: Figure) -> bool:
    return (one.low, one.high) == (other.low, other.high)


def _half(old: Page, new: Page, earlier: Pair, pair: Pair, edited: list[bool]) -> Calculation:
    main, restated = _figures(pair)
    was, now = implied(old, earlier), implied(new, pair)
    money = main.kind is FigureKind.MONEY
    right = was is not None and now is not None and was.span.meets(now.span) if money else fits(main, restated)
    holds = all(edited) or right is True or (money and not edited[0] and _at_a_new_rate(earlier, pair))
    kept, changed = (main, restated) if edited[1] else (restated, main)
    before = _figures(earlier)[edited[1]]
    told = f"{before.text} became {changed.text}, {kept.text} stayed"
    if was is not None and now is not None:
        told += f": {was.told}, then {now.told}"
    return Calculation(
        rule=CheckRule.HALF_EDITED,
        exhibits=(
            *(old.exhibit(claim) for claim in (earlier.main, earlier.restated)),
            *(new.exhibit(claim) for claim in (pair.main, pair.restated)),
        ),
        holds=holds,
        arithmetic=told,
        summary=f"{before.text} was changed to {changed.text}, but {kept.text} beside it was not.",
        standing=Standing.NAMED if money or right is None else Standing.WRONG,
        excuse=None if holds else _admitted(new, changed),
    )


def _at_a_new_rate(earlier: Pair, pair: Pair) -> bool:
    """Whether an amount was merely converted again, some days later."""
    old, new = stated(earlier.restated).low or 0.0, stated(pair.restated).low or 0.0
    return abs(new - old) <= _DRIFT * abs(old)


def _admitted(page: Page, figure: Figure) -> str | None:
    """The correction notice that names the new figure."""
    for line in page.lines:
        text = page.text[line.start : line.end]
        if line.block.kind is BlockKind.NOTICE and figure.text in text:
            return " ".join(text.split())
    return None
