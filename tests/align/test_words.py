"""Word edits and tokens, on the cases of ``tests/cases/align/words.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyver.align.words import folded, tokens, word_edits

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "align" / "words.toml").read_text("utf-8"))["case"]


def edits_of(old: str, new: str) -> list[list[str]]:
    edits = word_edits(old, (0, len(old)), new, (0, len(new)))
    return [[old[e.old_start : e.old_end], new[e.new_start : e.new_end]] for e in edits]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["fact"])
def test_cases(case: dict[str, Any]) -> None:
    """Two stretches differ in the runs of words that the case lists."""
    assert edits_of(case["old"], case["new"]) == case["edits"]


def test_offsets_count_from_the_start_of_the_text() -> None:
    """Edits within a stretch carry offsets into the whole text."""
    old, new = "Before. It cost 5 crowns.", "It cost 6 crowns. After."
    (edit,) = word_edits(old, (8, len(old)), new, (0, 17))
    assert (old[edit.old_start : edit.old_end], new[edit.new_start : edit.new_end]) == ("5", "6")


def test_very_long_stretches_are_one_edit_between_what_is_common_at_both_ends() -> None:
    """Beyond the bound the middle is one edit, whatever it holds."""
    old = "a " + "b " * 30_000 + "z"
    new = "a " + "c b " * 15_000 + "z"
    (edit,) = word_edits(old, (0, len(old)), new, (0, len(new)))
    assert old[: edit.old_start] == new[: edit.new_start] == "a "


@given(st.text(alphabet="ab1,.-$ \"'“’–\u00a0", max_size=40))
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    """The same text has no edits."""
    assert edits_of(text, text) == []


@given(st.text(max_size=60))
def test_tokens_cover_everything_but_white_space(text: str) -> None:
    """Tokens are in order and leave out nothing that can be seen."""
    at = 0
    for token in tokens(text):
        assert not folded(text[at : token.start])
        assert token.start < token.end
        at = token.end
    assert not folded(text[at:])


@given(st.text(alphabet="abc 1.", max_size=40), st.text(alphabet="abc 1.", max_size=40))
def test_edits_turn_one_text_into_the_other(old: str, new: str) -> None:
    """Replacing the edited stretches, from the last to the first, gives the tokens of the other text."""
    text = old
    for edit in reversed(word_edits(old, (0, len(old)), new, (0, len(new)))):
        put = " " + new[edit.new_start : edit.new_end] + " "
        text = text[: edit.old_start] + put + text[edit.old_end :]
    assert "".join(text.split()) == "".join(new.split())
