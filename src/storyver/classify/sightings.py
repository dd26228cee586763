"""How surely a figure is stated wherever a version states it, and not in one sentence alone."""

from __future__ import annotations

from functools import cached_property

from storyver.classify.deeds import own_deed
from storyver.classify.pairs import Comparison, Pair
from storyver.model import Mark, MarkKind

_Linked = tuple[dict[int, list[int]], dict[int, list[int]]]


class Sightings:
    """The figures of two versions, asked for all places at which each version states the same fact."""

    def __init__(self, comparison: Comparison) -> None:
        """Nothing is looked up before it is asked for."""
        self._comparison = comparison

    def compare(self, pair: Pair, before: Mark | None, after: Mark | None) -> bool:
        """Whether it may be told that a source came or went which only one side of the pair names. Where a lead stands
        against the body, it may of a figure for which the other version names none anywhere, and not where the source
        tells what it will do."""
        if not pair.crosses_lead:
            return True
        mark, old = (before, True) if before else (after, False)
        return mark is not None and self.stand_plain(pair, mark, old=old) and not own_deed(pair, mark, old=old)

    def stand_plain(self, pair: Pair, mark: Mark, *, old: bool) -> bool:
        """Whether a figure that the mark governs is stated in the other version too, and there nowhere with a source or
        a doubt. A lead leaves these out; where the body does not have them either, they are gone."""
        side, covered = (0 if old else 1), pair.covered(mark, old=old)
        if 2 * len(covered & pair.shared) < len(covered):
            return False
        governed = (both[side] for both in pair.figures if mark.scope_start <= both[side] < mark.scope_end)
        return any(self._is_plain(at, side) for at in governed)

    def _is_plain(self, at: int, side: int) -> bool:
        there = self._others(at, side)
        passages = self._comparison.new if side == 0 else self._comparison.old
        marks = (
            (mark, start)
            for start in there
            for kind in (MarkKind.ATTRIBUTION, MarkKind.HEDGE)
            for mark in passages.at(start).of(kind)
        )
        return bool(there) and not any(mark.scope_start <= start < mark.scope_end for mark, start in marks)

    def _others(self, at: int, side: int) -> set[int]:
        """Where the other version states what stands at ``at``: what is linked with it, and so on."""
        seen: tuple[set[int], set[int]] = (set(), set())
        waiting = [(side, at)]
        while waiting:
            here, start = waiting.pop()
            if start not in seen[here]:
                seen[here].add(start)
                waiting += [(1 - here, other) for other in self._linked[here].get(start, ())]
        return seen[1 - side]

    @cached_property
    def _linked(self) -> _Linked:
        linked: _Linked = ({}, {})
        for link in self._comparison.alignment.figures:
            if link.certain and link.old.figure and link.new.figure:
                old, new = link.old.figure.start, link.new.figure.start
                linked[0].setdefault(old, []).append(new)
                linked[1].setdefault(new, []).append(old)
        return linked
