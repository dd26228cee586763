"""What reviewers ruled of figures, where two versions are aligned: pairs that must be linked, and pairs that may not.

A ruling is on two claims and counts for the two groups of mentions that state the same facts: what else restates the
one in its version is not linked with what restates the other either, but for pairs that are ruled to belong together.
Groups that are ruled to belong together have no other counterparts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from storyver.align.mentions import Mention
from storyver.align.outweighed import Linked
from storyver.align.setting import Setting
from storyver.align.sides import Side
from storyver.align.waterfall import waterfall
from storyver.align.weighing import Table, Weighed, weigh
from storyver.decided import Decided, Ruled, Ruling
from storyver.model import Claim, FigureLink

Key = tuple[int, int]


class Rulings:
    """The rulings that concern two versions; by numbers of mentions and indices of groups."""

    def __init__(self, old: Side, new: Side, decided: Decided) -> None:
        """Nothing is looked up where nothing is decided."""
        self._sides = old, new
        self._forced: dict[Key, Ruled] = {}
        """By mentions."""
        self._groups: dict[Key, bool] = {}
        """The pairs of groups that are forced, and whether for certain."""
        self._apart: set[Key] = set()
        self._apart_groups: set[Key] = set()
        self._others: list[tuple[Claim, Claim, Ruled]] = []
        """Pairs of which a side is a restatement in brackets, and so no mention."""
        self._decided = decided
        if decided:
            for ruled, one, other in _concerned(old, new, decided):
                self._add(ruled, one, other)

    def _add(self, ruled: Ruled, one: Claim, other: Claim) -> None:
        old, new = self._sides
        here, there = _mention(old, one), _mention(new, other)
        if here is None or there is None:
            if ruled.ruling is not Ruling.APART:
                self._others.append((one, other, ruled))
            return
        key = here.number, there.number
        groups = old.group_of[here.number], new.group_of[there.number]
        if ruled.ruling is Ruling.APART:
            self._apart.add(key)
            self._apart_groups.add(groups)
            return
        self._forced[key] = ruled
        self._groups[groups] = self._groups.get(groups, True) and ruled.ruling is Ruling.TOGETHER

    def allowed(self, pairs: Iterable[tuple[Mention, Mention]]) -> Iterable[tuple[Mention, Mention]]:
        """The pairs that no ruling forbids."""
        return filter(self._is_allowed, pairs) if self._apart or self._groups else pairs

    def _is_allowed(self, pair: tuple[Mention, Mention]) -> bool:
        key = pair[0].number, pair[1].number
        groups = self._sides[0].group_of[key[0]], self._sides[1].group_of[key[1]]
        if key in self._apart:
            return False
        if groups in self._groups:
            return True
        return groups not in self._apart_groups and not any(
            groups[0] == one or groups[1] == other for one, other in self._groups
        )

    def linked(
        self, table: Table, linked: Linked, setting: Setting, only: tuple[Sequence[Mention], Sequence[Mention]]
    ) -> Linked:
        """The linked groups with those that must be, whose pairs of mentions are weighed where they were not."""
        if not self._groups:
            return linked
        old, new = self._sides
        here, there = ({mention.number for mention in side} for side in only)
        kept = [
            row
            for row in linked
            if (old.group_of[row[0][0][0].number], new.group_of[row[0][1][0].number]) not in self._groups
        ]
        for (one, other), certain in sorted(self._groups.items()):
            pair = old.groups[one], new.groups[other]
            for a in pair[0]:
                for b in pair[1]:
                    key = a.number, b.number
                    if a.number in here and b.number in there and key not in table and key not in self._apart:
                        table[key] = weigh(a, b, setting, old.memory)
            kept.append((pair, certain))
        return kept

    def settled(self, found: list[tuple[Weighed, bool]], table: Table) -> list[tuple[Weighed, bool]]:
        """The links with all that must be among them, and none certain on which reviewers disagree."""
        if not self._forced:
            return found
        there = {(row.old.number, row.new.number) for row, _ in found}
        found = [*found, *((table[key], True) for key in self._forced if key not in there and key in table)]
        old, new = self._sides
        return [
            (row, certain and self._groups.get((old.group_of[row.old.number], new.group_of[row.new.number]), True))
            for row, certain in found
        ]

    def link(self, weighed: Weighed, certain: bool, setting: Setting) -> FigureLink:
        """A link with its reasons, in front of which stands who ruled it."""
        reasons = waterfall(weighed, setting, self._sides[0].memory)
        score = round(weighed.probability, 4)
        ruled = self._forced.get((weighed.old.number, weighed.new.number))
        if ruled is not None:
            reasons = (ruled.reason, *reasons)
            score = 1.0 if ruled.ruling is Ruling.TOGETHER else score
        return FigureLink(old=weighed.old.claim, new=weighed.new.claim, score=score, certain=certain, reasons=reasons)

    def restated(self, links: list[FigureLink]) -> list[FigureLink]:
        """The links of restatements in brackets that no ruling forbids."""
        return [link for link in links if not self._keeps_apart(link.old, link.new)] if self._decided else links

    def _keeps_apart(self, old: Claim, new: Claim) -> bool:
        ruled = self._decided.on(old.id, new.id)
        return ruled is not None and ruled.ruling is Ruling.APART

    def others(
        self, links: Sequence[FigureLink], only_old: Collection[str] | None, only_new: Collection[str] | None
    ) -> Iterator[FigureLink]:
        """The links that must be and of which a side is no mention."""
        there = {(link.old.id, link.new.id) for link in links}
        for old, new, ruled in self._others:
            chosen = (only_old is None or old.id in only_old) and (only_new is None or new.id in only_new)
            if chosen and (old.id, new.id) not in there:
                certain = ruled.ruling is Ruling.TOGETHER
                yield FigureLink(old=old, new=new, score=1.0, certain=certain, reasons=(ruled.reason,))


def must_link(old: Side, new: Side, only_old: Collection[str], only_new: Collection[str], decided: Decided) -> bool:
    """Whether some of these claims are ruled to belong together."""
    return any(
        ruled.ruling is Ruling.TOGETHER and one.id in only_old and other.id in only_new
        for ruled, one, other in _concerned(old, new, decided)
    )


def _concerned(old: Side, new: Side, decided: Decided) -> Iterator[tuple[Ruled, Claim, Claim]]:
    """The rulings of which each version has a claim, in an order that depends on nothing else."""
    here, there = ({claim.id: claim for claim in side.reading.claims if claim.figure} for side in (old, new))
    for pair in sorted(decided.pairs, key=sorted):
        first, last = min(pair), max(pair)
        for one, other in dict.fromkeys(((first, last), (last, first))):
            if one in here and other in there:
                yield decided.pairs[pair], here[one], there[other]


def _mention(side: Side, claim: Claim) -> Mention | None:
    return next((one for one in side.mentions if one.claim.id == claim.id), None)
