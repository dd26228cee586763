"""Blocks of a page, by cases in ``cases/segment`` and by what holds for any text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyver.errors import SourceError
from storyver.extract.sentences import split
from storyver.model import BlockKind
from storyver.segment import segment
from storyver.sources import read_version

CASES = tomllib.loads((Path(__file__).parent / "cases" / "segment" / "blocks.toml").read_text("utf-8"))["case"]
PIECES = st.sampled_from(
    [
        "Title words",
        "A sentence.",
        "- item",
        "1. item",
        "What?",
        "Version 2 of 3.",
        " date 2021-05-12 ",
        "\n",
        "\n\n",
        "Read more: x",
        "\r\n",
        "# Head",
        "“Quote.”",
        "Correction: no.",
        " ",
        "\t",
        "…",
        "a.B",
        "Published 3 May 2021",
        "By Ola Finch",
        "\xa0",
        "\x85",
        "(",
        "*",
        "#",
    ]
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_blocks_of_a_page(case: dict[str, Any]) -> None:
    """A page is cut into the blocks, and a block into the sentences, that a reader sees."""
    version = read_version(case["text"])
    blocks = segment(version, split)
    found = [f"{block.kind}: {version.text[block.start : block.end]}" for block in blocks]
    assert found == [line.replace("|", "") for line in case["blocks"]]
    assert [len(block.sentences) for block in blocks] == [line.count("|") + 1 for line in case["blocks"]]
    if "sections" in case:
        assert [block.section or "" for block in blocks] == case["sections"]


def test_marker_is_outside_the_sentence() -> None:
    """The sentence of a list item begins after its marker."""
    version = read_version("These stop:\n\n- trams\n- buses")
    item = segment(version, split)[-1]
    assert version.text[item.sentences[0].start : item.sentences[0].end] == "buses"


@settings(deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), min_size=1, max_size=20).map("".join))
def test_blocks_and_sentences_cover_the_text(text: str) -> None:
    """Blocks are in order, cover every character that is not white space once, and hold their sentences."""
    try:
        version = read_version(text)
    except SourceError:
        return
    end = 0
    for block in segment(version, split):
        assert not text[end : block.start].strip()
        assert text[block.start : block.end] == text[block.start : block.end].strip() != ""
        assert block.sentences
        inner = block.sentences[0].start
        for sentence in block.sentences:
            assert inner <= sentence.start < sentence.end <= block.end
            assert not text[inner : sentence.start].strip()
            inner = sentence.end
        assert not text[inner : block.end].strip()
        end = block.end
    assert not text[end:].strip()


@pytest.mark.parametrize(
    "text", ["x" * 3_000_000, "a.B" * 200_000, "- " * 300_000, "\n" * 300_000 + "x", "What?\n\n" * 20_000]
)
def test_odd_texts_are_segmented(text: str) -> None:
    """A text without spaces, of nothing but markers, or of nothing but questions has blocks like any other."""
    blocks = segment(read_version(text), split)
    assert "".join(text[block.start : block.end] for block in blocks[:2])
    assert all(isinstance(block.kind, BlockKind) for block in blocks)
