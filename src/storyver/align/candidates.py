"""Which pairs of changed sentences are worth a comparison, and how alike they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import log

from storyver.align.place import Place
from storyver.align.prepare import Prepared
from storyver.align.similarity import token_similarity

COMMONEST = 32
"""A term that more waiting sentences than this hold brings no candidates: their pairs grow with the square."""
MOST_CANDIDATES = 8
"""Counterparts compared for each sentence, those with the heaviest common terms; places opposite it come on top."""
LEAST_OVERLAP = 0.1
"""Share of common terms (by weight) below which two sentences are not compared further."""
_UNIT = 1024
"""Weights are whole numbers of this part of one, so that their sums do not depend on the order of a set."""


class Likeness:
    """How alike sentences of two versions are, a term counting by how few sentences of both versions hold it.

    Weights after K. Spärck Jones, "A statistical interpretation of term specificity and its application in retrieval"
    (1972).
    """

    __slots__ = ("_weight", "new", "old")

    def __init__(self, old: Sequence[Prepared], new: Sequence[Prepared]) -> None:
        self.old, self.new = old, new
        counts: Counter[str] = Counter()
        for item in (*old, *new):
            counts.update(item.terms)
            counts.update(item.figures)
        total = len(old) + len(new) + 1
        self._weight = {term: round(_UNIT * log(total / (count + 0.5))) for term, count in counts.items()}

    def mirrored(self) -> Likeness:
        """The same with the two versions changed over."""
        mirror = Likeness((), ())
        mirror.old, mirror.new, mirror._weight = self.new, self.old, self._weight
        return mirror

    def weight(self, terms: Iterable[str]) -> int:
        """The sum of the terms' weights."""
        return sum(map(self._weight.__getitem__, terms))

    def overlap(self, old: Sequence[int], new: Sequence[int]) -> float:
        """The weighted share of common terms, 0 to 1 (Dice). A figure on both sides counts, another never does."""
        old_terms = frozenset[str]().union(*(self.old[i].terms for i in old))
        new_terms = frozenset[str]().union(*(self.new[j].terms for j in new))
        old_figures = frozenset[str]().union(*(self.old[i].figures for i in old))
        same_figures = self.weight(old_figures.intersection(*(self.new[j].figures for j in new)))
        common = self.weight(old_terms & new_terms) + same_figures
        return 2 * common / max(1, self.weight(old_terms) + self.weight(new_terms) + 2 * same_figures)

    def similarity(self, old: Sequence[int], new: Sequence[int]) -> float:
        """The mean of the weighted overlap and of the share of words in common order, 0 to 1, figures masked."""
        overlap = self.overlap(old, new)
        if overlap < LEAST_OVERLAP:
            return overlap / 2
        old_words = [word for i in old for word in self.old[i].words]
        new_words = [word for j in new for word in self.new[j].words]
        return (overlap + token_similarity(old_words, new_words)) / 2

    def pairs(self, old: Sequence[int], new: Sequence[int], place: Place) -> Iterator[tuple[int, int]]:
        """Pairs of the given sentences worth a comparison; at most a fixed number for each old sentence."""
        holders: dict[str, list[int]] = defaultdict(list)
        for j in new:
            for term in (*self.new[j].terms, *self.new[j].figures):
                holders[term].append(j)
        waiting = set(new)
        for i in old:
            shared: Counter[int] = Counter()
            for term in (*self.old[i].terms, *self.old[i].figures):
                places = holders.get(term, ())
                if len(places) <= COMMONEST:
                    for j in places:
                        shared[j] += self._weight[term]
            best = sorted(shared, key=lambda j: (-shared[j], j))[:MOST_CANDIDATES]
            for j in sorted({*best, *(place.opposite(i) & waiting)}):
                if self.old[i].heading == self.new[j].heading:
                    yield i, j
