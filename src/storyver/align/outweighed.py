"""Figures of unchanged sentences that each have their counterpart there, and need not be weighed against one another.

Between neighbouring versions nearly all figures are such. A figure is settled while its counterpart outweighs whatever
any other settled figure could come to beside it, by so much that neither what is linked nor how sure a link is can
depend on them. What a figure comes to at most with any that has another value is what it would come to with itself;
two settled figures of one value may be one fact told twice, and are weighed. ``unsettled`` says for which figures the
links that were found do not bear it out; these are weighed against all.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from storyver.align.comparisons import COMPARISONS
from storyver.align.memory import Memory
from storyver.align.mentions import Mention
from storyver.align.pairing import weights
from storyver.align.rarity import Rarity
from storyver.align.setting import Setting, comparable
from storyver.align.weighing import WIDEST_LEAD, Weighed
from storyver.model import LinkKind
from storyver.values import base_value

_MARGIN = 1e-9
"""More than sums of a few dozen numbers are rounded by."""
_SAME = 0.01
"""Part of the logarithm of a value within which another may be the same, rounded in another unit."""
_OF_EQUAL_VALUES = frozenset({"value", "telling_value"})
_BEYOND_ITSELF = frozenset({"near_value", "unit"})
"""Comparisons by which a figure may have more in common with another than with itself."""

Key = tuple[int, int]
Group = tuple[Mention, ...]
Linked = Sequence[tuple[tuple[Group, Group], bool]]


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


class Settled:
    """The settled figures of two versions."""

    def __init__(self, old: Sequence[Mention], new: Sequence[Mention], setting: Setting, memory: Memory | None) -> None:
        """At first all that have their counterpart."""
        chosen_old, chosen_new = {m.number: m for m in old}, {m.number: m for m in new}
        self._setting = setting
        self._pairs = {
            a: (chosen_old[a], chosen_new[b])
            for a, b in setting.unchanged
            if setting.places[a] == (b, 1.0) and a in chosen_old and b in chosen_new
        }
        self._most = {a: max(_known(one, memory), _known(other, memory)) for a, (one, other) in self._pairs.items()}
        self.new: set[int] = {pair[1].number for pair in self._pairs.values()}
        self._memory = memory
        self._others: dict[int, list[Mention]] = {}
        self._like: dict[object, list[Mention]] = defaultdict(list)
        self._beside: dict[int, list[Mention]] = defaultdict(list)
        for _, other in self._pairs.values():
            self._beside[setting.link_of_new[other.sentence]].append(other)
            for key in _known_values(other, memory):
                self._like[key].append(other)

    def most(self, old: int, new: int) -> float:
        """What two settled figures of different values come to at most."""
        back = {other.number: one for one, (_, other) in self._pairs.items()}
        return min(self._most[old], self._most[back[new]])

    def others(self, one: Mention) -> Sequence[Mention] | None:
        """The settled figures that a settled old one is weighed against; None for one that is not settled."""
        if one.number not in self._pairs:
            return None
        others = self._others.get(one.number)
        if others is None:
            others = self._others[one.number] = self._find_others(one)
        return [other for other in others if other.number in self.new]

    def _find_others(self, one: Mention) -> list[Mention]:
        """The same, with those that turned out not to be settled."""
        beside = self._beside[self._setting.link_of_old[one.sentence]]
        found = {other.number: other for other in beside}
        for value in _known_values(one, self._memory):
            last = value[-1]
            keys = [(*value[:-1], last + step) for step in (-1, 0, 1)] if isinstance(last, int) else [value]
            found |= {other.number: other for key in keys for other in self._like.get(key, ())}
        return [other for other in found.values() if comparable(one, other)]

    def unsettled(self, passes: Sequence[Pass]) -> bool:
        """Whether figures were found to be not settled; they are no longer."""
        found = set(self._too_near(passes[0].table))
        for one in passes:
            found.update(self._contested(one), self._between_linked(one))
        for old in found:
            self.new.discard(self._pairs.pop(old)[1].number)
        return bool(found)

    def _too_near(self, table: Mapping[Key, Weighed]) -> Iterator[int]:
        """Figures whose counterpart is not so far ahead that its lead is full."""
        for old, (one, other) in self._pairs.items():
            row = table.get((one.number, other.number))
            if row is None or self._most[old] > row.log_odds - WIDEST_LEAD - _MARGIN:
                yield old

    def _contested(self, one: Pass) -> Iterator[int]:
        """Figures whose group might be linked otherwise than with that of the counterpart.

        It is not where every other link of a settled group is worth less than half its own together with half that of
        the other group, which counts as nothing where that is not settled: half of its own link is then a price for
        each side at which no other link is worth taking (the prices of H. Kuhn's "The Hungarian method for the
        assignment problem", 1955). No other pair of settled figures is worth more than what each comes to at most.
        """
        owners: list[dict[int, set[int]]] = [defaultdict(set), defaultdict(set)]
        own: dict[Key, float] = {}
        for old, pair in self._pairs.items():
            key = one.old_of[pair[0].number], one.new_of[pair[1].number]
            own[key] = worth = one.edges.get(key, -math.inf) - one.floor
            owners[0][key[0]].add(old)
            owners[1][key[1]].add(old)
            if self._most[old] + one.added - one.floor >= worth - _MARGIN:
                yield old
        worths = [{key[side]: worth for key, worth in own.items()} for side in (0, 1)]
        for key, log_odds in one.edges.items():
            prices = worths[0].get(key[0], 0.0) + worths[1].get(key[1], 0.0)
            if key not in own and log_odds - one.floor >= prices / 2 - _MARGIN:
                yield from owners[0].get(key[0], ())
                yield from owners[1].get(key[1], ())
        for side in (0, 1):
            for group, uses in Counter([key[side] for key in own]).items():
                if uses > 1:
                    yield from owners[side][group]

    def _between_linked(self, one: Pass) -> Iterator[int]:
        """Figures of two groups that are linked and that were not weighed against each other."""
        for (olds, news), _ in one.linked:
            for a in olds:
                if a.number in self._pairs and any(
                    b.number in self.new and (a.number, b.number) not in one.table and comparable(a, b) for b in news
                ):
                    yield a.number


def _values(mention: Mention) -> Iterator[tuple[object, ...]]:
    """Keys under which all figures are found that may have its value in some form: those of one key, or of the next.
    A date may be more or less precise, and a temperature on a scale with another zero."""
    for form in mention.forms:
        value = base_value(form)
        if form.date is not None or value is None or form.dimension == "temperature":
            yield (form.dimension,)
        else:
            low = abs(value[0])
            yield form.dimension, (math.floor(math.log(low) / _SAME) if low else None)


def _known_values(mention: Mention, memory: Memory | None) -> tuple[tuple[object, ...], ...]:
    """Its values, remembered for its content."""
    if memory is None:
        return tuple(_values(mention))
    known = memory.values.get(mention.content)
    if known is None:
        known = memory.values[mention.content] = tuple(_values(mention))
    return known


def _known(mention: Mention, memory: Memory | None) -> float:
    """What a figure comes to at most, remembered for its content."""
    if memory is None:
        return _most(mention)
    known = memory.most.get(mention.content)
    if known is None:
        known = memory.most[mention.content] = _most(mention)
    return known


def _most(mention: Mention) -> float:
    """What it comes to at most with a figure of another value, each standing in an unchanged sentence of its own."""
    apart = Setting(
        link_of_old={mention.sentence: 0},
        link_of_new={mention.sentence: 1},
        scores={0: (LinkKind.SAME, 1.0), 1: (LinkKind.SAME, 1.0)},
        places={mention.number: (-1, 1.0)},
        places_back={mention.number: (-1, 1.0)},
        rarity=_Alike(),
    )
    rows = weights()
    total = rows["bias"] + _MARGIN
    for name, comparison in COMPARISONS.items():
        weight = rows[name]["weight"]
        if name in _BEYOND_ITSELF:
            total += weight
        elif name == "successor":
            total += weight * (mention.replaces is not None)
        elif name in ("other_sentence", "place"):
            total += weight * comparison(mention, mention, apart)
        elif name not in _OF_EQUAL_VALUES:
            total += max(0.0, weight * comparison(mention, mention, apart))
    return float(total)


class _Alike(Rarity):
    """Takes the words around any two figures for the same."""

    def likeness(self, old: Mention, new: Mention) -> float:
        """The most that it can be."""
        del old, new
        return 1.0
