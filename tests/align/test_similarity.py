"""Opcodes and similarities of token runs."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from storyver.align.similarity import LONGEST_RUN, Operation, even_opcodes, token_opcodes, token_similarity

RUN = st.lists(st.sampled_from(["a", "b", "c"]), max_size=12)


@given(RUN, RUN)
def test_opcodes_cover_both_runs(old: list[str], new: list[str]) -> None:
    """Every token of both sides is in one run, in order."""
    opcodes = token_opcodes(old, new)
    assert [t for o in opcodes for t in old[o.old_start : o.old_end]] == old
    assert [t for o in opcodes for t in new[o.new_start : o.new_end]] == new


@given(RUN, RUN)
def test_even_opcodes_are_the_opposite_the_other_way_round(old: list[str], new: list[str]) -> None:
    """With the sides exchanged the same tokens are kept, also where as many others could be."""
    back = [(o.new_start, o.new_end, o.old_start, o.old_end) for o in even_opcodes(new, old)]
    assert [(o.old_start, o.old_end, o.new_start, o.new_end) for o in even_opcodes(old, new)] == back


@given(RUN, RUN)
def test_equal_runs_and_differences_take_turns(old: list[str], new: list[str]) -> None:
    """Equal runs are equal, and no two differences stand side by side."""
    opcodes = token_opcodes(old, new)
    for opcode in opcodes:
        equal = old[opcode.old_start : opcode.old_end] == new[opcode.new_start : opcode.new_end]
        assert equal or opcode.operation is not Operation.EQUAL
    for one, following in pairwise(opcodes):
        assert (one.operation is Operation.EQUAL) != (following.operation is Operation.EQUAL)


def test_operations_say_which_side_is_empty() -> None:
    """Tokens on one side alone are an insertion or a deletion."""
    assert [o.operation for o in token_opcodes(["a"], ["a", "b"])] == [Operation.EQUAL, Operation.INSERT]
    assert [o.operation for o in token_opcodes(["a", "b"], ["b"])] == [Operation.DELETE, Operation.EQUAL]
    assert [o.operation for o in token_opcodes(["a"], ["b"])] == [Operation.REPLACE]


def test_beyond_the_bound_only_both_ends_are_compared() -> None:
    """Very long runs give their common beginning, one difference and their common end."""
    old = ["a", *["b"] * LONGEST_RUN, "z"]
    new = ["a", *["c", "b"] * LONGEST_RUN, "z"]
    operations = [o.operation for o in token_opcodes(old, new)]
    assert operations == [Operation.EQUAL, Operation.REPLACE, Operation.EQUAL]


def test_similarity_is_the_share_of_tokens_in_common_order() -> None:
    """Two of four tokens in common order on each side are a half."""
    assert token_similarity(["a", "b", "c", "d"], ["a", "x", "c", "y"]) == 0.5
    assert token_similarity([], []) == 1
    assert token_similarity(["a"], ["b"], cutoff=0.5) == 0
