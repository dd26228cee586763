"""How alike sentences are, which pairs are worth a comparison, and how far a pair leads its rivals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from math import log

from storyver.align.prepare import Prepared
from storyver.align.sides import Side
from storyver.align.similarity import token_similarity
from storyver.align.words import word_set

COMMONEST = 32
"""A term that more waiting sentences than this hold brings no candidates: their pairs grow with the square."""
MOST_CANDIDATES = 8
"""Counterparts compared for each sentence, those with the heaviest common terms; places opposite it come on top."""
LEAST_OVERLAP = 0.1
"""Share of common terms (by weight) below which two sentences are not compared further."""
OTHER_KIND = 0.2
"""What is taken from the similarity of a heading to a sentence of the body."""
FUNCTION_WEIGHT = 0.4
"""Weight of a function word to that of another as rare: a short text is no sample of how common a word is."""
_UNIT = 1024
"""Weights are whole numbers of this part of one, so that their sums do not depend on the order of a set."""


@lru_cache(maxsize=1 << 14)
def _weight(count: int, total: int, function: bool) -> int:
    share = FUNCTION_WEIGHT if function else 1
    return round(_UNIT * share * log(total / (count + 0.5)))


class TermWeights(dict[str, int]):
    """What each term tells that was asked for, by how few sentences hold it."""

    __slots__ = ("_function", "_new", "_old", "_total")

    def __init__(self, old: Side, new: Side) -> None:
        super().__init__()
        self._old, self._new = old.terms, new.terms
        self._total = max(len(old.sentences), len(new.sentences)) + 1
        self._function = word_set("function")

    def __missing__(self, term: str) -> int:
        """Of a term's two counts the larger is taken: that both versions have it does not make it common."""
        count = max(self._old.get(term, 0), self._new.get(term, 0))
        weight = self[term] = _weight(count, self._total, term in self._function)
        return weight


class Likeness:
    """How alike sentences of two versions are, a term counting by how few sentences of both versions hold it.

    Weights after K. Spärck Jones, "A statistical interpretation of term specificity and its application in retrieval"
    (1972).
    """

    __slots__ = ("_new_weights", "_old_weights", "_weights", "new", "old")

    def __init__(self, old: Sequence[Prepared], new: Sequence[Prepared], weights: TermWeights) -> None:
        self.old: Sequence[Prepared] = old
        self.new: Sequence[Prepared] = new
        self._weights = weights
        self._old_weights: dict[int, int] = {}
        self._new_weights: dict[int, int] = {}

    def mirrored(self) -> Likeness:
        """The same with the two versions changed over."""
        return Likeness(self.new, self.old, self._weights)

    def weight(self, terms: Iterable[str]) -> int:
        """The sum of the terms' weights."""
        return sum(map(self._weights.__getitem__, terms))

    def pair(self, old: int, new: int) -> float:
        """The similarity of two sentences: see ``similarity``."""
        one, other = self.old[old], self.new[new]
        common = self.weight(one.terms & other.terms)
        total = self._whole(self._old_weights, old, one) + self._whole(self._new_weights, new, other)
        if one.figures and other.figures:
            same_figures = self.weight(one.figures & other.figures)
            common, total = common + same_figures, total + 2 * same_figures
        overlap = 2 * common / max(1, total)
        return (overlap + token_similarity(one.words, other.words)) / 2 if overlap >= LEAST_OVERLAP else overlap / 2

    def _whole(self, known: dict[int, int], index: int, item: Prepared) -> int:
        weight = known.get(index)
        if weight is None:
            weight = known[index] = self.weight(item.terms)
        return weight

    def similarity(self, old: Sequence[int], new: Sequence[int]) -> float:
        """How alike sentences taken together are, 0 to 1, figures masked.

        The mean of the weighted share of common terms (Dice; a figure that both sides have counts with them, a figure
        that differs counts nowhere) and of the share of words in common order.
        """
        if len(old) == len(new) == 1:
            return self.pair(old[0], new[0])
        joined = Likeness([_joined(self.old, old)], [_joined(self.new, new)], self._weights)
        return joined.pair(0, 0)

    def candidates(self, old: Sequence[int], new: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Pairs of the given sentences that share the heaviest terms, at most a fixed number for each old sentence."""
        holders: dict[str, list[int]] = defaultdict(list)
        for j in new:
            for term in (*self.new[j].terms, *self.new[j].figures):
                holders[term].append(j)
        for i in old:
            shared: dict[int, int] = defaultdict(int)
            for term in (*self.old[i].terms, *self.old[i].figures):
                places = holders.get(term, ())
                if len(places) <= COMMONEST:
                    weight = self._weights[term]
                    for j in places:
                        shared[j] += weight
            heaviest = sorted([(-weight, j) for j, weight in shared.items()])[:MOST_CANDIDATES]
            yield from ((i, j) for _, j in heaviest)


class Comparisons:
    """The pairs compared so far and, for every sentence, its two best, so that each pair knows its strongest rival."""

    __slots__ = ("_likeness", "_new", "_old", "similarities")

    def __init__(self, likeness: Likeness) -> None:
        self._likeness = likeness
        self._old: dict[int, tuple[float, float]] = {}
        self._new: dict[int, tuple[float, float]] = {}
        self.similarities: dict[tuple[int, int], float] = {}

    def add(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Compare the pairs that are new; a heading and a sentence of the body must be the more alike."""
        old, new = self._likeness.old, self._likeness.new
        for i, j in pairs:
            if (i, j) in self.similarities:
                continue
            handicap = OTHER_KIND if old[i].heading != new[j].heading else 0.0
            similarity = self.similarities[i, j] = self._likeness.pair(i, j) - handicap
            for side, index in ((self._old, i), (self._new, j)):
                best, second = side.get(index, (0.0, 0.0))
                if similarity > second:
                    side[index] = (similarity, best) if similarity > best else (best, similarity)

    def lead(self, old: int, new: int) -> float:
        """By how much the pair is more alike than any other compared pair of either sentence; negative if it is not."""
        own = self.similarities[old, new]
        rivals = (second if best == own else best for best, second in (self._old[old], self._new[new]))
        return own - max(rivals)


def _joined(side: Sequence[Prepared], indices: Sequence[int]) -> Prepared:
    """The sentences as if they were one."""
    items = [side[index] for index in indices]
    return replace(
        items[0],
        words=tuple(word for item in items for word in item.words),
        terms=frozenset[str]().union(*(item.terms for item in items)),
        figures=frozenset[str]().union(*(item.figures for item in items)),
    )
