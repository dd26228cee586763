"""What the place of two sentences among linked ones says for or against a link between them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

from storyver.align.order import in_order

OPPOSITE = 0.22
"""For two sentences as far from the nearer end of a gap between links as each other; a part of it where they drift."""
ALONE = 0.12
"""On top of it for the only two sentences of a gap."""
CROSSING = -0.15
"""For each link in order that the pair would cross, unless it stands beside one that is out of order with it."""
MOST_CROSSINGS = 2
"""More crossings do not count: a sentence that moved far is as likely as one that moved less far."""


class Place:
    """Links that are in order on both sides, the gaps between them, and what they say of a further pair.

    The constants are in units of similarity. They follow a logistic regression on drafts of student essays (ArgRewrite
    V2, CC-BY-4.0) with the similarity as one variable and were rounded; the penalty for crossings, which essays hardly
    know, was lowered.
    """

    __slots__ = ("_links", "_new", "_old")

    def __init__(self, links: Mapping[int, int], old_count: int, new_count: int) -> None:
        """The counts are those of all sentences, linked or not."""
        pairs = sorted(links.items())
        kept = in_order(pairs, [0] * len(pairs))
        self._links = links
        self._old = [-1, *(pairs[k][0] for k in kept), old_count]
        self._new = [-1, *(pairs[k][1] for k in kept), new_count]

    def evidence(self, old: int, new: int) -> float:
        """What is to be added to the similarity of a pair of unlinked sentences, negative where it speaks against."""
        gap = bisect_left(self._old, old)
        crossings = abs(gap - bisect_left(self._new, new))
        if crossings and (self._links.get(old - 1) == new - 1 or self._links.get(old + 1) == new + 1):
            return 0.0
        if crossings:
            return CROSSING * min(crossings, MOST_CROSSINGS)
        low, high = (self._old[gap - 1], self._new[gap - 1]), (self._old[gap], self._new[gap])
        drift = min(abs((old - low[0]) - (new - low[1])), abs((high[0] - old) - (high[1] - new)))
        alone = high[0] - low[0] == 2 == high[1] - low[1]
        return OPPOSITE / (1 + drift) + (ALONE if alone else 0.0)

    def opposite(self, old: int) -> set[int]:
        """The places in the new text that stand as far as ``old`` from either end of its gap, and those beside them."""
        gap = bisect_left(self._old, old)
        low, high = self._new[gap - 1], self._new[gap]
        from_start = low + old - self._old[gap - 1]
        from_end = high - (self._old[gap] - old)
        near = (from_start - 1, from_start, from_start + 1, from_end - 1, from_end, from_end + 1)
        return {place for place in near if low < place < high}
