"""Each sentence read once: what both its claims and its marks are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storyver.extract.attribution import AttributionSpan, find_attributions
from storyver.extract.hedges import Hedge, find_hedges
from storyver.extract.names import Name, capitalised_words, find_names
from storyver.extract.negation import Negation, find_negations
from storyver.extract.quotes import Quote, find_quotes
from storyver.model import Block, BlockKind, Sentence, Version

LONGEST_SENTENCE = 2_000
"""Characters. What runs longer without an end is no sentence, and the rules look at every word of one together."""
WITHOUT_CLAIMS = frozenset((BlockKind.DATE_LINE, BlockKind.BYLINE))
"""Blocks that speak of the version and not of the story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceReading:
    """What a sentence holds, in the order of the text; nothing for one that is too long to read."""

    attributions: tuple[AttributionSpan, ...] = ()
    hedges: tuple[Hedge, ...] = ()
    negations: tuple[Negation, ...] = ()
    names: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockReading:
    """A block and what its sentences hold."""

    block: Block
    quotes: tuple[Quote, ...]
    sentences: tuple[tuple[Sentence, SentenceReading], ...]


def read_sentences(version: Version, blocks: Iterable[Block]) -> tuple[BlockReading, ...]:
    """The blocks that claim something, each sentence of them read. Linear in the text."""
    text = version.text
    known = capitalised_words(text)
    readings = []
    for block in blocks:
        if block.kind in WITHOUT_CLAIMS:
            continue
        quotes = find_quotes(text, block.start, block.end)
        sentences = tuple((s, _read(text, s, quotes, known)) for s in block.sentences)
        readings.append(BlockReading(block=block, quotes=quotes, sentences=sentences))
    return tuple(readings)


def _read(text: str, sentence: Sentence, quotes: Sequence[Quote], known: frozenset[str]) -> SentenceReading:
    start, end = sentence.start, sentence.end
    if end - start > LONGEST_SENTENCE:
        return SentenceReading()
    return SentenceReading(
        attributions=find_attributions(text, start, end, quotes=[q for q in quotes if q.start < end and start < q.end]),
        hedges=find_hedges(text, start, end),
        negations=find_negations(text, start, end),
        names=find_names(text, start, end, known=known),
    )
