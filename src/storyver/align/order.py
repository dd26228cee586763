"""The order of linked sentences: which of them kept it and which moved.

When two stretches of a text change places, one must be called moved and nothing in the text says which. Two weightings
are in use: every unchanged block counts one, however long it is (``in_order``), or every word counts one
(``heaviest_in_order``). ``sentences`` takes a link as in order only where it is on the run of words, and an unchanged
one only where it is on both: of a short and a long stretch that change places the short one is always marked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise


def in_order(pairs: Sequence[tuple[int, int]], tiers: Sequence[int]) -> list[int]:
    """Indices of the longest run of ``pairs`` that rises on the second side; ``pairs`` rise on the first.

    What is left out crosses a longer part of the text: it is what moved. The order is that of the pairs of tier 0;
    those of each further tier (one number for each pair) follow the order so far where they can.
    """
    if is_rising(pairs):
        return list(range(len(pairs)))
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


def is_rising(pairs: Sequence[tuple[int, int]]) -> bool:
    """Whether nothing crosses: pairs that rise on the first side rise on the second too."""
    return all(one[1] < other[1] for one, other in pairwise(pairs))


def heaviest_in_order(pairs: Sequence[tuple[int, int]], weights: Sequence[int]) -> list[int]:
    """Indices of the run of ``pairs`` of the greatest total weight that rises on the second side.

    ``pairs`` rise on the first side; ``weights`` are positive, one for each pair. Of equally heavy runs one is taken,
    always the same. The best run up to each place is kept in a binary indexed tree (P. Fenwick, "A new data structure
    for cumulative frequency tables", 1994), n log n steps.
    """
    rank = {new: place for place, new in enumerate(sorted({new for _, new in pairs}), 1)}
    best = [(0, -1)] * (len(rank) + 1)
    before: list[int] = []
    for index, (_, new) in enumerate(pairs):
        weight, last = _best_below(best, rank[new] - 1)
        before.append(last)
        place = rank[new]
        while place < len(best):
            if best[place][0] < weight + weights[index]:
                best[place] = (weight + weights[index], index)
            place += place & -place
    return _walk(before, _best_below(best, len(rank))[1])


def _best_below(best: Sequence[tuple[int, int]], place: int) -> tuple[int, int]:
    """The weight and last pair of the heaviest run that ends at or below the place."""
    found = (0, -1)
    while place:
        if best[place][0] > found[0]:
            found = best[place]
        place -= place & -place
    return found


def _walk(before: Mapping[int, int] | Sequence[int], last: int) -> list[int]:
    """The run that ends with ``last``, -1 for none; ``before`` gives the pair in front of each."""
    run = []
    while last >= 0:
        run.append(last)
        last = before[last]
    return run[::-1]


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
    return _walk(before, lasts[-1] if lasts else -1)
