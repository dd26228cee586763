"""How much a shared word tells, and how alike the words around two figures are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from storyver.align.mentions import Mention


class Rarity:
    """How much a concept tells: the rarer in the sentences of both versions, the more."""

    def __init__(self, *sides: Sequence[Mention]) -> None:
        """Count the concepts of the mentions of both versions."""
        seen: Counter[str] = Counter()
        for mentions in sides:
            for mention in mentions:
                seen.update(mention.context.keys())
        total = sum(len(mentions) for mentions in sides)
        self._weight = {term: math.log(1 + total / count) for term, count in seen.items()}
        self._length: dict[int, float] = {}

    def likeness(self, old: Mention, new: Mention) -> float:
        """The cosine of the two contexts, 0 to 1."""
        shared = old.context.keys() & new.context.keys()
        if not shared:
            return 0.0
        dot = math.fsum(old.context[t] * new.context[t] * self._weight[t] ** 2 for t in sorted(shared))
        return dot / (self._norm(old) * self._norm(new))

    def _norm(self, mention: Mention) -> float:
        key = id(mention)
        if key not in self._length:
            self._length[key] = math.sqrt(math.fsum((w * self._weight[t]) ** 2 for t, w in mention.context.items()))
        return self._length[key] or 1.0
