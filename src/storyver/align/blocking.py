"""Which pairs of figures are weighed at all: every one in an article, a bounded number for each figure in a long
text."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from storyver.align.mentions import Mention
from storyver.align.outweighed import Settled
from storyver.align.setting import Setting, comparable
from storyver.model import LinkKind

ALL_PAIRS = 20_000
"""Old times new figures of one dimension up to which every pair is weighed: an article of 3,000 words stays below
it."""
_MOST = 12
"""Candidates that each way of finding some may give a figure of a longer text, those at the nearest place first."""
_RAREST = 4


def candidate_pairs(
    old: Sequence[Mention], new: Sequence[Mention], setting: Setting, settled: Settled | None = None
) -> Iterator[tuple[Mention, Mention]]:
    """The pairs that may state one fact, each once, in the order of the old text; without those of settled figures that
    need not be weighed."""
    new_by_dimension: dict[str, list[Mention]] = defaultdict(list)
    open_by_dimension: dict[str, list[Mention]] = defaultdict(list)
    for mention in new:
        new_by_dimension[mention.figure.dimension].append(mention)
        if settled is not None and mention.number not in settled.new:
            open_by_dimension[mention.figure.dimension].append(mention)
    large = crowded(old, new)
    indexes: dict[str, _Index] = {}
    for one in old:
        dimension = one.figure.dimension
        others: Sequence[Mention] = new_by_dimension.get(dimension, ())
        if dimension in large:
            index = indexes.get(dimension)
            if index is None:
                index = indexes[dimension] = _Index(others, setting)
            others = index.candidates(one)
        elif settled is not None and (beside := settled.others(one)) is not None:
            others = (*beside, *open_by_dimension.get(dimension, ()))
        dated = one.figure.date is not None
        for other in others:
            if not dated or comparable(one, other):
                yield one, other


def crowded(old: Sequence[Mention], new: Sequence[Mention]) -> frozenset[str]:
    """The dimensions of which there are too many figures to weigh every pair."""
    here, there = (Counter(mention.figure.dimension for mention in side) for side in (old, new))
    return frozenset(dimension for dimension, count in here.items() if count * there[dimension] > ALL_PAIRS)


class _Index:
    """The figures of one dimension of a long new text, by what an old figure may find them by."""

    def __init__(self, mentions: Sequence[Mention], setting: Setting) -> None:
        self._setting = setting
        self._by_number = {mention.number: mention for mention in mentions}
        self._by_value: dict[object, list[Mention]] = defaultdict(list)
        self._by_term: dict[str, list[Mention]] = defaultdict(list)
        self._by_link: dict[int, list[Mention]] = defaultdict(list)
        for mention in mentions:
            self._by_value[_value(mention)].append(mention)
            for term in mention.context:
                self._by_term[term].append(mention)
            link = setting.link_of_new.get(mention.sentence)
            if link is not None:
                self._by_link[link].append(mention)

    def candidates(self, one: Mention) -> list[Mention]:
        """A bounded number; for a figure in an unchanged sentence only the one at its place."""
        placed = self._setting.places.get(one.number)
        link = self._setting.link_of_old.get(one.sentence)
        counterpart = self._by_number.get(placed[0]) if placed else None
        if counterpart is not None and link is not None and self._setting.scores[link][0] is LinkKind.SAME:
            return [counterpart]
        found = {counterpart.number: counterpart} if counterpart else {}
        pools: list[Iterable[Mention]] = [_nearest(self._by_value.get(_value(one), ()), one)]
        if link is not None:
            pools.append(_nearest(self._by_link.get(link, ()), one))
        terms = sorted((len(self._by_term[term]), term) for term in one.context if term in self._by_term)
        pools += [_nearest(self._by_term[term], one) for _, term in terms[:_RAREST]]
        for pool in pools:
            found |= {mention.number: mention for mention in pool}
        return [found[number] for number in sorted(found)]


def _value(mention: Mention) -> object:
    return mention.figure.low, mention.figure.high, mention.figure.date


def _nearest(pool: Sequence[Mention], one: Mention) -> Sequence[Mention]:
    """Those of the pool, which is in the order of the text, that stand nearest to the place of ``one`` in its own."""
    if len(pool) <= _MOST:
        return pool
    at = bisect_left(pool, one.position, key=lambda mention: mention.position)
    first = max(0, min(len(pool) - _MOST, at - _MOST // 2))
    return pool[first : first + _MOST]
