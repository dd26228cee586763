"""The order of linked sentences: which of them kept it and which moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def in_order(pairs: Sequence[tuple[int, int]], firm: Sequence[bool]) -> list[int]:
    """Indices of the longest run of ``pairs`` that rises on the second side; ``pairs`` rise on the first.

    What is left out crosses a longer part of the text: it is what moved. The order is that of the ``firm`` pairs; the
    others follow it where they can.
    """
    run = _longest([k for k in range(len(pairs)) if firm[k]], pairs)
    old, new = [pairs[k][0] for k in run], [pairs[k][1] for k in run]
    kept = set(run)

    def follows(k: int) -> bool:
        return not firm[k] and bisect_left(old, pairs[k][0]) == bisect_left(new, pairs[k][1])

    return _longest([k for k in range(len(pairs)) if k in kept or follows(k)], pairs)


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
