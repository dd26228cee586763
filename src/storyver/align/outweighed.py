"""Pairs of figures that need no weighing: both stand in unchanged sentences, each has its own counterpart there, and
that outweighs whatever the two could come to.

Between neighbouring versions nearly all pairs are such. What a pair of contents comes to at most, in sentences that
correspond to others, is found once for a story. Such a pair is left out where it cannot change what is linked, nor how
sure a link is; ``Spare.needed`` says for which that does not hold, and these are weighed after all.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from storyver.align.comparisons import order, same_value
from storyver.align.memory import Memory
from storyver.align.mentions import Mention
from storyver.align.rarity import Rarity
from storyver.align.setting import Setting
from storyver.align.weighing import WIDEST_LEAD, Weighed, weigh, weights
from storyver.model import LinkKind

MOST_ROWS = 4_096
"""Pairs up to which it is done: the assignment of more of them may be greedy, and then depends on all."""
_MARGIN = 1e-9
"""More than sums of a few dozen numbers are rounded by."""

Key = tuple[int, int]
Group = tuple[Mention, ...]
Linked = Sequence[tuple[tuple[Group, Group], bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spare:
    """The pairs that were left out, by the numbers of their mentions, each with what it comes to at most."""

    most: dict[Key, float]
    counterparts: Mapping[int, int]
    back: Mapping[int, int]

    def needed(self, passes: Sequence[Pass]) -> list[Key]:
        """Those that must be weighed after all, taken out of the others."""
        found = set(self._too_near(passes[0].table))
        for one in passes:
            found.update(self._competing(one))
        for key in found:
            del self.most[key]
        return sorted(found)

    def _too_near(self, table: Mapping[Key, Weighed]) -> Iterator[Key]:
        """Pairs that are not so far behind the counterparts of both their figures that the lead of these is full."""
        own = {old: table[old, new].log_odds for old, new in self.counterparts.items() if (old, new) in table}
        own_back = {self.counterparts[old]: log_odds for old, log_odds in own.items()}
        for (old, new), most in self.most.items():
            if most > min(own.get(old, -math.inf), own_back.get(new, -math.inf)) - WIDEST_LEAD - _MARGIN:
                yield old, new

    def _competing(self, one: Pass) -> Iterator[Key]:
        """Pairs that may have a part in the assignment, or that stand between two groups that are linked."""
        for (olds, news), _ in one.linked:
            yield from (key for a in olds for b in news if (key := (a.number, b.number)) in self.most)
        floor = one.floor - one.added
        rivals: dict[Key, list[Key]] = defaultdict(list)
        edges = dict(one.edges)
        for key, most in self.most.items():
            if most <= floor:
                continue
            groups = one.old_of[key[0]], one.new_of[key[1]]
            if groups not in one.edges:
                rivals[groups].append(key)
                edges[groups] = max(edges.get(groups, -math.inf), most + one.added)
            elif most + one.added >= one.edges[groups]:
                yield key
        if not rivals:
            return
        settled = _dominant(edges, one)
        for groups, keys in rivals.items():
            if (groups[0], -1) not in settled and (-1, groups[1]) not in settled:
                yield from keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One assignment of groups: what was weighed, and what was linked."""

    table: Mapping[Key, Weighed]
    old_of: Mapping[int, int]
    """The index of the group of each old mention."""
    new_of: Mapping[int, int]
    edges: Mapping[Key, float]
    """The log-odds of the best pair of mentions for each two groups, where it is above the floor."""
    linked: Linked
    floor: float
    added: float
    """What the company of a pair that is far behind adds to it at most."""


def divide(
    pairs: Iterable[tuple[Mention, Mention]], setting: Setting, memory: Memory | None
) -> tuple[list[tuple[Mention, Mention]], Spare]:
    """The pairs to weigh, and those that are probably not needed."""
    listed = list(pairs)
    most: dict[Key, float] = {}
    counterparts = _counterparts(setting) if memory is not None and len(listed) <= MOST_ROWS else {}
    spare = Spare(most=most, counterparts=counterparts, back={new: old for old, new in counterparts.items()})
    if memory is None or not counterparts:
        return listed, spare
    weighed = []
    for one, other in listed:
        bound = math.inf
        apart = counterparts.get(one.number, other.number) != other.number and other.number in spare.back
        if apart and setting.link_of_old[one.sentence] != setting.link_of_new[other.sentence]:
            known = memory.most.get((one.content, other.content))
            bound = _bound(one, other, memory) if known is None else known
        if bound == math.inf:
            weighed.append((one, other))
        else:
            most[one.number, other.number] = bound
    return weighed, spare


def _counterparts(setting: Setting) -> dict[int, int]:
    """The old figures that stand in unchanged sentences, with the new ones at their places."""
    found = {}
    for old, new in setting.unchanged:
        if setting.places[old] == (new, 1.0):
            found[old] = new
    return found


def _bound(one: Mention, other: Mention, memory: Memory) -> float:
    """What the pair comes to at most where each stands in an unchanged sentence of its own; infinite for one value,
    which may be one fact told twice."""
    if same_value(one, other) or _value(one) == _value(other):
        bound = math.inf
    else:
        apart = Setting(
            link_of_old={one.sentence: 0},
            link_of_new={other.sentence: 1},
            scores={0: (LinkKind.SAME, 1.0), 1: (LinkKind.SAME, 1.0)},
            places={one.number: (-1, 1.0)},
            places_back={other.number: (-1, 1.0)},
            rarity=_Alike(),
        )
        nearer = weights()["order"]["weight"] * (1.0 - order(one, other, apart))
        bound = weigh(one, other, apart, memory).log_odds + nearer + _MARGIN
    memory.keep_most((one.content, other.content), bound)
    return bound


def _value(mention: Mention) -> object:
    return mention.figure.low, mention.figure.high, mention.figure.date


class _Alike(Rarity):
    """Takes the words around any two figures for the same."""

    def likeness(self, old: Mention, new: Mention) -> float:
        """The most that it can be."""
        del old, new
        return 1.0


def _dominant(edges: Mapping[Key, float], one: Pass) -> set[Key]:
    """The groups of either side that are linked in every best assignment with the same group: the link is worth more
    than the two others together that it shuts out."""
    best_old: dict[int, list[float]] = defaultdict(list)
    best_new: dict[int, list[float]] = defaultdict(list)
    for (old, new), log_odds in edges.items():
        best_old[old].append(log_odds)
        best_new[new].append(log_odds)
    settled: set[Key] = set()
    for (old, new), log_odds in one.edges.items():
        shut_out = sum(_second(side, log_odds, one.floor) - one.floor for side in (best_old[old], best_new[new]))
        if edges[old, new] == log_odds and log_odds - one.floor > shut_out + _MARGIN:
            settled |= {(old, -1), (-1, new)}
    return settled


def _second(side: Sequence[float], own: float, floor: float) -> float:
    """The best of a group's edges beside its own."""
    rest = list(side)
    rest.remove(own)
    return max(rest, default=floor)
