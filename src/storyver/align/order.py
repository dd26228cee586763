"""The order of linked sentences: which of them kept it and which moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def in_order(pairs: Sequence[tuple[int, int]], tiers: Sequence[int]) -> list[int]:
    """Indices of the longest run of ``pairs`` that rises on the second side; ``pairs`` rise on the first.

    What is left out crosses a longer part of the text: it is what moved. The order is that of the pairs of tier 0;
    those of each further tier (one number for each pair) follow the order so far where they can.
    """
    kept: list[int] = []
    for tier in sorted(set(tiers)):
        old, new = [pairs[k][0] for k in kept], [pairs[k][1] for k in kept]
        fitting = [
            k
            for k, pair in enumerate(pairs)
            if tiers[k] == tier and bisect_left(old, pair[0]) == bisect_left(new, pair[1])
        ]
        kept = _longest(sorted((*kept, *fitting)), pairs)
    return kept


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
