"""How much a shared word tells, and how alike the words around two figures are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from storyver.align.mentions import Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Concepts:
    """Around how many of a version's figures each concept stands, and how many figures there are."""

    counts: Mapping[str, int]
    figures: int


def count_concepts(mentions: Sequence[Mention]) -> Concepts:
    """The concepts of the figures of one version."""
    counts = Counter(chain.from_iterable(mention.context for mention in mentions))
    return Concepts(counts=counts, figures=len(mentions))


class Rarity:
    """How much a concept tells: the rarer in the sentences of both versions, the more."""

    def __init__(self, *sides: Concepts) -> None:
        """The concepts of one version, or of both. Only what is asked for is weighed."""
        self._weight = _Weights(sides)
        self._length: dict[int, float] = {}

    def likeness(self, old: Mention, new: Mention) -> float:
        """The cosine of the two contexts, 0 to 1."""
        one, other, weight = old.context, new.context, self._weight
        if one is other:
            return 1.0 if one else 0.0
        shared = one.keys() & other.keys()
        if not shared:
            return 0.0
        dot = math.fsum([one[t] * other[t] * weight[t] ** 2 for t in shared])  # exact, whatever the order
        return dot / (self._norm(old) * self._norm(new))

    def _norm(self, mention: Mention) -> float:
        key = id(mention)
        length = self._length.get(key)
        if length is None:
            weight = self._weight
            length = math.sqrt(math.fsum([(w * weight[t]) ** 2 for t, w in mention.context.items()]))
            self._length[key] = length
        return length or 1.0


class _Weights(dict[str, float]):
    """The weight of each concept that was asked for."""

    def __init__(self, sides: Sequence[Concepts]) -> None:
        super().__init__()
        self._counts = [side.counts for side in sides]
        self._total = sum(side.figures for side in sides)

    def __missing__(self, term: str) -> float:
        count = 0
        for counts in self._counts:
            count += counts.get(term, 0)
        weight = self[term] = math.log(1 + self._total / count)
        return weight
