"""Sentence links, on the cases of ``tests/cases/align/sentences.toml`` and by their invariants."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyver.align.sentences import align_sentences
from storyver.model import (
    Block,
    BlockKind,
    Figure,
    FigureKind,
    LinkKind,
    Reading,
    Sentence,
    SentenceLink,
    Version,
)

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "align" / "sentences.toml").read_text("utf-8"))["case"]
VOCABULARY = ["the river rose", "42 houses", "by 3%", "a crew", "from Port Sall", "left", "on Monday", "again", "7"]


def reading(lines: str) -> Reading:
    """A version with one sentence a line; every run of digits is a figure."""
    text = lines.strip("\n").replace("\n# ", "\n").removeprefix("# ")
    blocks, start, section = [], 0, None
    for line in filter(None, lines.split("\n")):
        plain = line.removeprefix("# ")
        kind = BlockKind.PARAGRAPH if plain == line else BlockKind.HEADING
        end = start + len(plain)
        sentences = (Sentence(start=start, end=end),)
        blocks.append(Block(kind=kind, start=start, end=end, section=section, sentences=sentences))
        section = section if plain == line else plain
        start = end + 1
    figures = tuple(
        Figure(start=m.start(), end=m.end(), text=m.group(), kind=FigureKind.COUNT, low=0, high=0)
        for m in re.finditer(r"[-−]?\d[\d.,]*(?<![.,])%?", text)
    )
    version = Version(id="0" * 12, text=text, sha256="0" * 64)
    return Reading(version=version, blocks=tuple(blocks), figures=figures, claims=(), skipped=())


def spelled(link: SentenceLink, old: Reading, new: Reading) -> str:
    sides = []
    for side, sentences in ((old, link.old), (new, link.new)):
        order = [sentence for block in side.blocks for sentence in block.sentences]
        sides.append(",".join(str(order.index(sentence)) for sentence in sentences) or "-")
    return " ".join((link.kind, *sides, *(("moved",) if link.moved else ())))


def links_of(old: str, new: str) -> list[str]:
    old_reading, new_reading = reading(old), reading(new)
    return [spelled(link, old_reading, new_reading) for link in align_sentences(old_reading, new_reading)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["fact"])
def test_cases(case: dict[str, Any]) -> None:
    """Two versions have the links that the case lists."""
    assert links_of(case["old"], case["new"]) == case["links"]


def test_a_changed_number_never_loosens_a_link() -> None:
    """The score of a link does not depend on the value of its figure."""
    old = reading("The river rose by 40 cm at the old mill.")
    scores = {
        align_sentences(old, reading(f"The river rose by {value} cm at the old mill."))[0].score
        for value in ("41", "4", "4,000,000", "-40")
    }
    assert scores == {1.0}


def test_edits_lie_in_the_linked_sentences() -> None:
    """An edited link says which words differ, a split one over the whole stretch."""
    old = reading("The lifeboat, built in 1962, reached the trawler after two hours at sea.")
    new = reading("The lifeboat was built in 1962.\nIt reached the trawler after three hours at sea.")
    (link,) = align_sentences(old, new)
    assert link.kind is LinkKind.SPLIT
    pairs = [(old.version.text[e.old_start : e.old_end], new.version.text[e.new_start : e.new_end]) for e in link.edits]
    assert ("two", "three") in pairs


def test_thousands_of_equal_sentences_are_linked_in_order() -> None:
    """A page of one sentence over and over gives its links without comparing each with each."""
    links = links_of("Nobody was hurt.\n" * 2_000, "Nobody was hurt.\n" * 2_001)
    assert links[:2_000] == [f"same {n} {n}" for n in range(2_000)]


TEXTS = st.lists(
    st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=4).map(lambda words: " ".join(words) + "."), max_size=9
).map("\n".join)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_every_sentence_is_in_exactly_one_link(old: str, new: str) -> None:
    """Links cover both versions once, and their kind says how many sentences they have on each side."""
    sides = reading(old), reading(new)
    links = align_sentences(*sides)
    for side, linked in zip(sides, ([s for k in links for s in k.old], [s for k in links for s in k.new]), strict=True):
        order = [sentence for block in side.blocks for sentence in block.sentences]
        assert sorted(linked, key=lambda sentence: sentence.start) == order
    sizes = {"same": (1, 1), "edited": (1, 1), "added": (0, 1), "removed": (1, 0)}
    for link in links:
        size = len(link.old), len(link.new)
        assert size == sizes.get(link.kind, size)
        assert min(size) <= 1


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_links_that_did_not_move_cross_no_other_of_their_kind(old: str, new: str) -> None:
    """In the order of the new text the links that did not move are in the order of the old text as well."""
    links = [k for k in align_sentences(reading(old), reading(new)) if k.old and k.new and not k.moved]
    assert [k.old[0].start for k in links] == sorted(k.old[0].start for k in links)


@settings(deadline=None)
@given(TEXTS)
def test_the_same_text_has_nothing_else_than_same_sentences(text: str) -> None:
    """A version aligned with itself has each sentence linked with itself."""
    links = align_sentences(reading(text), reading(text))
    assert all(link.kind is LinkKind.SAME and link.old == link.new and not link.moved for link in links)
