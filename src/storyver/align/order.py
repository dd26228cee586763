"""The order of linked sentences: which of them kept it, which moved, and how far a pair stands out of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence


def in_order(pairs: Sequence[tuple[int, int]], firm: Sequence[bool]) -> list[int]:
    """Indices of the longest run of ``pairs`` that rises on the second side; ``pairs`` rise on the first.

    What is left out crosses a longer part of the text: it is what moved. The order is that of the ``firm`` pairs; the
    others follow it where they can.
    """
    run = _longest([k for k in range(len(pairs)) if firm[k]], pairs)
    frame = _Rising([pairs[k] for k in run])
    kept = set(run)
    return _longest([k for k, pair in enumerate(pairs) if k in kept or (not firm[k] and frame.fits(*pair))], pairs)


def _longest(indices: Sequence[int], pairs: Sequence[tuple[int, int]]) -> list[int]:
    """The longest rising run of the pairs at ``indices``.

    Of equally long runs the one whose places in the new text come first is taken, so that of two sentences that changed
    places the one now further down is said to have moved. Patience sorting (C. Schensted, "Longest increasing and
    decreasing subsequences", 1961), n log n steps.
    """
    ends: list[int] = []
    lasts: list[int] = []
    before: dict[int, int] = {}
    for index in indices:
        new = pairs[index][1]
        length = bisect_left(ends, new)
        before[index] = lasts[length - 1] if length else -1
        ends[length : length + 1] = [new]
        lasts[length : length + 1] = [index]
    run = []
    at = lasts[-1] if lasts else -1
    while at >= 0:
        run.append(at)
        at = before[at]
    return run[::-1]


class _Rising:
    """Pairs that rise on both sides."""

    __slots__ = ("new", "old")

    def __init__(self, pairs: Sequence[tuple[int, int]]) -> None:
        self.old = [old for old, _ in pairs]
        self.new = [new for _, new in pairs]

    def fits(self, old: int, new: int) -> bool:
        """Whether a further pair would cross none of these."""
        return bisect_left(self.old, old) == bisect_left(self.new, new)


class Frame:
    """Links that are in order on both sides, and the gaps between them."""

    __slots__ = ("_new", "_old")

    def __init__(self, links: Mapping[int, int], old_count: int, new_count: int) -> None:
        """The counts are those of all sentences, linked or not."""
        pairs = sorted(links.items())
        kept = in_order(pairs, [False] * len(pairs))
        self._old = [-1, *(pairs[k][0] for k in kept), old_count]
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
