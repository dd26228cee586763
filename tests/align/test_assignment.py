"""The assignment and the longest run in order, against trying everything."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, permutations

from hypothesis import given
from hypothesis import strategies as st

from storyver.align.assignment import LARGEST_EXACT, assign
from storyver.align.order import heaviest_in_order, in_order

WEIGHTS = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 5)), st.integers(1, 20).map(float), max_size=14)


@given(WEIGHTS)
def test_the_total_is_the_greatest(weights: dict[tuple[int, int], float]) -> None:
    """No choice of pairs without a repeated index weighs more."""
    best = max(sum(weights.get((i, j), 0.0) for i, j in enumerate(order)) for order in permutations(range(6), 5))
    chosen = assign(weights)
    assert len(set(chosen.values())) == len(chosen)
    assert sum(weights[pair] for pair in chosen.items()) == best


@given(WEIGHTS)
def test_the_order_of_the_weights_does_not_matter(weights: dict[tuple[int, int], float]) -> None:
    """The same weights in another order give the same pairs."""
    assert assign(weights) == assign(dict(reversed(weights.items())))


def test_a_large_component_is_decided_greedily() -> None:
    """Above the bound the heaviest pairs come first, of equals those nearest to the beginning."""
    size = int(LARGEST_EXACT**0.5) + 1
    weights = {(i, j): 1.0 for i in range(size) for j in range(size)}
    weights[0, size - 1] = 2.0
    chosen = assign(weights)
    assert chosen[0] == size - 1
    assert all(chosen[i] == i - 1 for i in range(1, size))


@given(st.permutations(range(7)), st.lists(st.integers(0, 2), min_size=7, max_size=7))
def test_the_run_holds_the_longest_run_of_the_first_tier(places: list[int], tiers: list[int]) -> None:
    """The run rises, holds as many pairs of the first tier as can rise together, and leaves out none that fits it."""
    run = in_order(list(enumerate(places)), tiers)
    new = [places[k] for k in run]
    assert new == sorted(new)
    first = [k for k in range(7) if tiers[k] == min(tiers)]
    rising = (some for size in range(8) for some in combinations(first, size) if _rises(places, some))
    assert sum(k in run for k in first) == max(map(len, rising))
    assert not any(_rises(places, sorted((*run, k))) for k in range(7) if k not in run)


def test_of_two_that_changed_places_the_one_further_down_has_moved() -> None:
    """Of equally long runs the one that comes first in the new text is in order."""
    assert in_order([(0, 1), (1, 0)], [0, 0]) == [1]


@given(st.permutations(range(7)), st.lists(st.integers(1, 9), min_size=7, max_size=7))
def test_the_heaviest_run_weighs_as_much_as_any(places: list[int], weights: list[int]) -> None:
    """The run rises, and no other rising run weighs more."""
    run = heaviest_in_order(list(enumerate(places)), weights)
    assert _rises(places, run)
    rising = (some for size in range(8) for some in combinations(range(7), size) if _rises(places, some))
    assert sum(weights[k] for k in run) == max(sum(weights[k] for k in some) for some in rising)


def test_of_a_long_and_a_short_stretch_the_long_one_is_in_order() -> None:
    """By words, the short stretch of two that changed places has moved, wherever it stands."""
    assert heaviest_in_order([(0, 2), (1, 0), (2, 1)], [9, 2, 3]) == [0]
    assert heaviest_in_order([(0, 1), (1, 0)], [3, 8]) == [1]


def _rises(places: Sequence[int], some: Sequence[int]) -> bool:
    chosen = [places[k] for k in some]
    return chosen == sorted(chosen)
