"""The score of a pair of versions: high where a fact moved, low for wording, zero for the same text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyver.align.words import word_edits
from storyver.classify.factual import factual, passages, together
from storyver.model import LinkKind, Sentence, SentenceLink

CASES = Path(__file__).parents[1] / "cases" / "factual"


def pairs(name: str) -> list[Any]:
    """The cases of a file, each under its description."""
    rows = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["pair"]
    return [pytest.param(row, id=row["what"]) for row in rows]


def link(old: str, new: str, old_span: tuple[int, int], new_span: tuple[int, int]) -> SentenceLink:
    """A link of two stretches; an empty one makes it ``added`` or ``removed``."""
    before = (Sentence(start=old_span[0], end=old_span[1]),) if old_span[0] < old_span[1] else ()
    after = (Sentence(start=new_span[0], end=new_span[1]),) if new_span[0] < new_span[1] else ()
    if not (before and after):
        return SentenceLink(kind=LinkKind.ADDED if after else LinkKind.REMOVED, old=before, new=after)
    edits = word_edits(old, old_span, new, new_span)
    return SentenceLink(kind=LinkKind.EDITED if edits else LinkKind.SAME, old=before, new=after, edits=edits)


def score(old: str, new: str) -> float:
    """The score of two single sentences."""
    return factual(old, new, [link(old, new, (0, len(old)), (0, len(new)))])


@pytest.mark.parametrize("row", pairs("facts"))
def test_a_changed_fact_scores_high(row: dict[str, Any]) -> None:
    """A changed figure, name, negation or quotation scores at least 0.8, other new content at least 0.5."""
    assert score(row["old"], row["new"]) >= row.get("at_least", 0.8)


@pytest.mark.parametrize("row", pairs("wording"))
def test_wording_scores_low(row: dict[str, Any]) -> None:
    """A difference of wording, spelling or typography scores low."""
    assert score(row["old"], row["new"]) <= row.get("at_most", 0.3)


@pytest.mark.parametrize("row", [*pairs("facts"), *pairs("wording")])
def test_the_same_text_scores_zero(row: dict[str, Any]) -> None:
    """Equal texts score exactly 0."""
    assert score(row["old"], row["old"]) == 0
    assert score(row["new"], row["new"]) == 0


def test_moved_sentences_score_low() -> None:
    """Sentences that only changed places change no fact."""
    one, two = "The port stayed open.", "Three ships left in the night."
    old, new = f"{one} {two}", f"{two} {one}"
    cut = len(two) + 1
    links = [link(old, new, (0, len(one)), (cut, len(new))), link(old, new, (len(one) + 1, len(old)), (0, len(two)))]
    assert factual(old, new, links) <= 0.05


def test_a_sentence_cut_whole_is_doubtful() -> None:
    """A sentence that was dropped says something, but a cut alone stays below 0.5."""
    kept = "The port stayed open."
    old = f"{kept} Three ships from Malta left in the night."
    links = [link(old, kept, (0, len(kept)), (0, len(kept))), link(old, kept, (len(kept) + 1, len(old)), (0, 0))]
    assert 0.3 <= factual(old, kept, links) < 0.5


def test_words_carried_to_another_sentence_are_not_new() -> None:
    """What one link drops and another puts in was carried over and scores less than the same words put in afresh."""
    old = "The port of Marsa stayed open. Ships left."
    new = "The port stayed open. Ships left Marsa."
    at = old.index("Ships"), new.index("Ships")
    first = link(old, new, (0, at[0] - 1), (0, at[1] - 1))
    second = link(old, new, (at[0], len(old)), (at[1], len(new)))
    afresh = "Ships left.", "Ships left Marsa."
    assert factual(old, new, [first, second]) < score(*afresh)


def test_many_rewordings_do_not_add_up_to_a_fact() -> None:
    """Thirty links of 0.15 stay below 0.3; one link of 0.9 among them decides."""
    assert together([0.15] * 30) < 0.3
    assert together([0.15] * 30 + [0.9]) >= 0.9


def test_doubtful_links_strengthen_each_other() -> None:
    """Four links of 0.45 are together more than one, and pass 0.5."""
    assert together([0.45] * 4) > 0.5


def test_sentences_split_and_put_in_are_one_passage() -> None:
    """Changed links that follow each other are one passage of at most four; an unchanged sentence ends it."""
    kinds = [LinkKind.SAME, *[LinkKind.EDITED] * 5, LinkKind.SAME, LinkKind.REMOVED, LinkKind.ADDED]
    links = [SentenceLink(kind=kind, old=(), new=()) for kind in kinds]
    assert [[one.kind for one in passage] for passage in passages(links)] == [
        [LinkKind.EDITED] * 4,
        [LinkKind.EDITED],
        [LinkKind.REMOVED, LinkKind.ADDED],
    ]


def test_nothing_changed_scores_nothing() -> None:
    """No links, no score."""
    assert together([]) == 0
    assert factual("", "", []) == 0


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_have_a_score(old: str, new: str) -> None:
    """The score of any two texts is between 0 and 1, and the same when asked again."""
    value = score(old, new)
    assert 0 <= value <= 1
    assert value == score(old, new)
