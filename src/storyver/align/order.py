"""The order of linked sentences: which of them kept it, which moved, and how far a pair stands out of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence


def in_order(pairs: Sequence[tuple[int, int]], weights: Sequence[float]) -> list[int]:
    """Indices of the heaviest run of ``pairs`` that rises on both sides; ``pairs`` rise on the first side.

    What is left out crosses a heavier part of the text: it is what moved. Of equally heavy runs the one that ends
    earliest is taken. Work grows with n log n (a Fenwick tree of the best run that ends at or before each place).
    """
    places = {place: rank for rank, place in enumerate(sorted({new for _, new in pairs}), 1)}
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(places) + 1)
    before = [-1] * len(pairs)
    end, heaviest = -1, 0.0
    for index, (_, new) in enumerate(pairs):
        total, at = (0.0, -1), places[new] - 1
        while at > 0:
            if best[at][0] > total[0]:
                total = best[at]
            at -= at & -at
        before[index] = total[1]
        weight = total[0] + weights[index]
        if weight > heaviest:
            end, heaviest = index, weight
        at = places[new]
        while at < len(best):
            if weight > best[at][0]:
                best[at] = (weight, index)
            at += at & -at
    run = []
    while end >= 0:
        run.append(end)
        end = before[end]
    return run[::-1]


class Frame:
    """Links that are in order on both sides, and the gaps between them."""

    __slots__ = ("_new", "_old")

    def __init__(self, links: Mapping[int, int], sizes: Sequence[float], new_count: int) -> None:
        """``sizes`` are the weights of the old sentences, by index; ``new_count`` is the number of new ones."""
        pairs = sorted(links.items())
        kept = in_order(pairs, [sizes[old] for old, _ in pairs])
        self._old = [-1, *(pairs[k][0] for k in kept), len(sizes)]
        self._new = [-1, *(pairs[k][1] for k in kept), new_count]

    def displacement(self, old: int, new: int) -> int:
        """The number of links in order that a link between these two would cross: 0 within one gap."""
        return abs(bisect_left(self._old, old) - bisect_left(self._new, new))

    def drift(self, old: int, new: int) -> int:
        """How much further one stands than the other from the nearer end of the gap they share, in sentences."""
        gap = bisect_left(self._old, old)
        from_start = (old - self._old[gap - 1]) - (new - self._new[gap - 1])
        from_end = (self._old[gap] - old) - (self._new[gap] - new)
        return min(abs(from_start), abs(from_end))

    def opposite(self, old: int) -> set[int]:
        """The places in the new text that stand as far as ``old`` from either end of its gap, and those beside them."""
        gap = bisect_left(self._old, old)
        low, high = self._new[gap - 1], self._new[gap]
        from_start = low + old - self._old[gap - 1]
        from_end = high - (self._old[gap] - old)
        near = (from_start - 1, from_start, from_start + 1, from_end - 1, from_end, from_end + 1)
        return {place for place in near if low < place < high}
