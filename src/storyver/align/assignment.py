"""Which pairs to take where each side may be used once: the best total, exactly where that is cheap."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

Pair = tuple[int, int]

LARGEST_EXACT = 4_096
"""Old times new sentences of a connected component up to which the assignment is exact (some tens of milliseconds)."""


def assign(weights: Mapping[Pair, float]) -> dict[int, int]:
    """The pairs with the greatest total weight, no index used twice on either side. Weights are positive.

    Pairs that share no index, directly or through others, are decided apart. A component larger than
    ``LARGEST_EXACT`` is decided greedily: the heaviest pair first, of equals the one nearest to the beginning of the
    old side and then of the new. The answer does not depend on the order of ``weights``.
    """
    old_uses, new_uses = Counter([i for i, _ in weights]), Counter([j for _, j in weights])
    chosen = {i: j for i, j in weights if old_uses[i] == new_uses[j] == 1}
    contested = {pair: weight for pair, weight in weights.items() if chosen.get(pair[0]) != pair[1]}
    for pairs in _components(contested):
        rows = sorted({i for i, _ in pairs})
        columns = sorted({j for _, j in pairs})
        if len(rows) * len(columns) > LARGEST_EXACT:
            chosen.update(_greedy(pairs, weights))
        elif len(rows) <= len(columns):
            table = [[weights.get((i, j), 0.0) for j in columns] for i in rows]
            chosen.update((rows[r], columns[c]) for r, c in _exact(table) if table[r][c] > 0)
        else:
            table = [[weights.get((i, j), 0.0) for i in rows] for j in columns]
            chosen.update((rows[r], columns[c]) for c, r in _exact(table) if table[c][r] > 0)
    return chosen


def _components(weights: Mapping[Pair, float]) -> list[list[Pair]]:
    """The pairs in groups that share no index, each in order."""
    old_pairs: dict[int, list[Pair]] = defaultdict(list)
    new_pairs: dict[int, list[Pair]] = defaultdict(list)
    for pair in sorted(weights):
        old_pairs[pair[0]].append(pair)
        new_pairs[pair[1]].append(pair)
    seen_old: set[int] = set()
    seen_new: set[int] = set()
    components = []
    for first in old_pairs:
        if first in seen_old:
            continue
        seen_old.add(first)
        queue, component = [first], []
        while queue:
            for pair in old_pairs[queue.pop()]:
                component.append(pair)
                if pair[1] in seen_new:
                    continue
                seen_new.add(pair[1])
                fresh = [i for i, _ in new_pairs[pair[1]] if i not in seen_old]
                seen_old.update(fresh)
                queue.extend(fresh)
        components.append(component)
    return components


def _greedy(pairs: Sequence[Pair], weights: Mapping[Pair, float]) -> dict[int, int]:
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for i, j in sorted(pairs, key=lambda pair: (-weights[pair], pair)):
        if i not in chosen and j not in taken:
            chosen[i] = j
            taken.add(j)
    return chosen


def _exact(table: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The assignment of every row to a column with the greatest total; no more rows than columns.

    Shortest augmenting paths with potentials (R. Jonker and A. Volgenant, "A shortest augmenting path algorithm for
    dense and sparse linear assignment problems", 1987), rows squared times columns steps.
    """
    columns = len(table[0])
    row_price = [0.0] * (len(table) + 1)
    column_price = [0.0] * (columns + 1)
    row_of = [0] * (columns + 1)
    for row in range(1, len(table) + 1):
        row_of[0] = row
        came_from = [0] * (columns + 1)
        shortest = [float("inf")] * (columns + 1)
        done = [False] * (columns + 1)
        at = 0
        while row_of[at]:
            done[at] = True
            here, delta, following = row_of[at], float("inf"), 0
            weights, price = table[here - 1], row_price[here]
            for column in range(1, columns + 1):
                if not done[column]:
                    cost = -weights[column - 1] - price - column_price[column]
                    if cost < shortest[column]:
                        shortest[column], came_from[column] = cost, at
                    if shortest[column] < delta:
                        delta, following = shortest[column], column
            for column in range(columns + 1):
                if done[column]:
                    row_price[row_of[column]] += delta
                    column_price[column] -= delta
                else:
                    shortest[column] -= delta
            at = following
        while at:
            row_of[at] = row_of[came_from[at]]
            at = came_from[at]
    return [(row_of[column] - 1, column - 1) for column in range(1, columns + 1) if row_of[column]]
