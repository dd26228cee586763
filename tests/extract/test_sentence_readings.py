"""Sentences that are read once, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import storyver
from repository import ROOT
from storyver.extract.attribution import find_attributions
from storyver.extract.hedges import find_hedges
from storyver.extract.marks import find_marks, mark_at
from storyver.extract.names import capitalised_words, find_names
from storyver.extract.negation import find_negations
from storyver.extract.sentence_readings import BlockReading, SentenceReading, read_sentences
from storyver.extract.sentences import split
from storyver.model import Attribution, Version
from storyver.segment import segment

STORIES = sorted(path.parent.name for path in (ROOT / "corpus").glob("*/story.toml"))


def blocks_of(version: Version) -> tuple[BlockReading, ...]:
    """The blocks of a version, read."""
    return read_sentences(version, segment(version, split))


def sentences(version: Version) -> Iterator[tuple[int, SentenceReading, BlockReading]]:
    """What is added to the offsets of each sentence of a version for those into its text, with its reading."""
    for block in blocks_of(version):
        for offset, sentence in block.paragraph.sentences:
            yield block.offset + offset, sentence, block


@pytest.mark.parametrize("story", STORIES)
def test_a_sentence_holds_what_its_place_in_the_version_does(story: str) -> None:
    """What is read of a sentence by itself is what is read of it where it stands in the text."""
    for version in storyver.read(ROOT / "corpus" / story).versions:
        known = frozenset(capitalised_words(version.text))
        for by, sentence, block in sentences(version):
            start, end = sentence.start + by, sentence.end + by
            quoted = [(q.start + block.offset, q.end + block.offset) for q in block.paragraph.quotes]
            names = find_names(version.text, start, end, known=known)
            hedges = find_hedges(version.text, start, end)
            negations = find_negations(version.text, start, end)
            spans = find_attributions(version.text, start, end, quoted=quoted)
            marks = find_marks(
                version.text,
                start,
                end,
                quoted=quoted,
                attributions=spans,
                hedges=hedges,
                negations=negations,
                names=names,
            )
            assert [mark_at(mark, by) for mark in sentence.marks] == list(marks)
            assert [(name.start + by, name.canonical) for name in sentence.names] == [
                (name.start, name.canonical) for name in names
            ]
            assert sentence.negated == bool(negations)
            assert sentence.attribution == (spans[0].attribution if spans else Attribution())


def test_an_edit_leaves_the_other_sentences_of_its_paragraph_read() -> None:
    """Of a paragraph in which the first sentence changed, and another was lengthened, the one between is the same."""
    texts = (
        "Ten ships sank. Police may blame the storm. Nobody was hurt.",
        "Eleven ships sank. Police may blame the storm. Nobody was hurt, they said.",
    )
    first, second = (blocks_of(version)[0].paragraph.sentences for version in storyver.read(texts).versions)
    assert [one is other for (_, one), (_, other) in zip(first, second, strict=True)] == [False, True, False]
