"""Each paragraph and each sentence read once: what both claims and marks are made of.

A paragraph that stays the same over the versions of a story is read in the first and known in the others, wherever it
stands; of one that was edited the sentences that stay the same are. What is known has offsets into a piece of text of
its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from storyver.extract.attribution import AttributionSpan, find_attributions
from storyver.extract.hedges import Hedge, find_hedges, strongest
from storyver.extract.names import Name, capitalised_words, find_names
from storyver.extract.negation import Negation, find_negations
from storyver.extract.quotes import Quote, find_quotes
from storyver.model import Block, BlockKind, Version

LONGEST_SENTENCE = 2_000
"""Characters. What runs longer without an end is no sentence, and the rules look at every word of one together."""
LONGEST_KEPT = 4_000
"""Characters up to which a paragraph is remembered."""
WITHOUT_CLAIMS = frozenset((BlockKind.DATE_LINE, BlockKind.BYLINE))
"""Blocks that speak of the version and not of the story."""
BLOCKS_KEPT = 4_096
SENTENCES_KEPT = 8_192
_IN_FRONT = 10
"""Characters in front of a paragraph or sentence that a rule may look at for its first words."""
_BEHIND = 2
"""Characters behind a sentence that a rule may look at for its last words. Only what somebody "puts" at a figure may be
looked for to the end of the paragraph."""
_CAPITALISED = re.compile(r"\b[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SentenceReading:
    """What a sentence holds wherever it stands, in order; nothing for one that is too long to read. Told apart by
    identity. Offsets are into ``text``."""

    text: str
    """The sentence with a few characters in front of it, and behind it those at which a rule may look."""
    start: int
    end: int
    quoted: tuple[tuple[int, int], ...] = ()
    """The parts of quotations that lie in it, cut off right in front of it and right behind it."""
    attributions: tuple[AttributionSpan, ...] = ()
    hedges: tuple[Hedge, ...] = ()
    negations: tuple[Negation, ...] = ()
    names: tuple[Name, ...] = ()
    hedge: str | None = None
    """The words of the strongest hedge."""

    @property
    def readable(self) -> bool:
        """Whether it is short enough for the rules."""
        return self.end - self.start <= LONGEST_SENTENCE

    @property
    def short(self) -> bool:
        """Whether what is found of it is remembered."""
        return len(self.text) <= LONGEST_KEPT


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Paragraph:
    """What a block holds wherever it stands; told apart by identity. Offsets are into ``text``."""

    text: str
    """The block with a few characters in front of it."""
    start: int
    """Where in ``text`` the block starts."""
    quotes: tuple[Quote, ...]
    sentences: tuple[tuple[int, SentenceReading], ...]
    """Each sentence behind what is added to its offsets for those into ``text``."""

    @property
    def short(self) -> bool:
        """Whether what is found of it is remembered."""
        return len(self.text) <= LONGEST_KEPT


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockReading:
    """A block of a version and what it holds."""

    block: Block
    offset: int
    """What is added to the offsets of ``paragraph`` for those into the version."""
    paragraph: Paragraph


def read_sentences(version: Version, blocks: Iterable[Block]) -> tuple[BlockReading, ...]:
    """The blocks that claim something, each sentence of them read. Linear in the text."""
    pieces = [(block, *_piece(version.text, block)) for block in blocks]
    known = frozenset[str]().union(*(_capitalised(piece) for _, piece, _ in pieces))
    return tuple(_reading(*piece, known) for piece in pieces if piece[0].kind not in WITHOUT_CLAIMS)


def _piece(text: str, block: Block) -> tuple[str, int]:
    """The block's text with what stands in front, and where that begins."""
    offset = max(0, block.start - _IN_FRONT)
    return text[offset : block.end], offset


def _reading(block: Block, piece: str, offset: int, known: frozenset[str]) -> BlockReading:
    spans = tuple((sentence.start - offset, sentence.end - offset) for sentence in block.sentences)
    short = len(piece) <= LONGEST_KEPT
    known &= _words_with_capital(piece) if short else _words_with_capital.__wrapped__(piece)
    paragraph = (_read if short else _read.__wrapped__)(piece, block.start - offset, spans, known)
    return BlockReading(block=block, offset=offset, paragraph=paragraph)


def _capitalised(piece: str) -> frozenset[str]:
    return _known_capitals(piece) if len(piece) <= LONGEST_KEPT else capitalised_words(piece)


@lru_cache(maxsize=BLOCKS_KEPT)
def _known_capitals(piece: str) -> frozenset[str]:
    return capitalised_words(piece)


@lru_cache(maxsize=BLOCKS_KEPT)
def _words_with_capital(piece: str) -> frozenset[str]:
    """The words of a paragraph that may be names at the head of a sentence, folded."""
    return frozenset(match[0].lower() for match in _CAPITALISED.finditer(piece) if match[0][0].isupper())


@lru_cache(maxsize=BLOCKS_KEPT)
def _read(piece: str, start: int, spans: Sequence[tuple[int, int]], known: frozenset[str]) -> Paragraph:
    """A paragraph with the sentences at ``spans``; ``known`` are its words that have a capital inside a sentence
    somewhere in the version."""
    quotes = find_quotes(piece, start)
    sentences = tuple(_sentence(piece, *span, quotes, known) for span in spans)
    return Paragraph(text=piece, start=start, quotes=quotes, sentences=sentences)


def _sentence(
    piece: str, start: int, end: int, quotes: Sequence[Quote], known: frozenset[str]
) -> tuple[int, SentenceReading]:
    """The sentence ``piece[start:end]``, and where the text of its reading begins in the piece."""
    offset = max(0, start - _IN_FRONT)
    last = len(piece) if "put" in piece[start:end].lower() else end + _BEHIND
    text, start, end = piece[offset:last], start - offset, end - offset
    if end - start > LONGEST_SENTENCE:
        return offset, SentenceReading(text=text, start=start, end=end)
    cut = ((max(quote.start - offset, start - 1), min(quote.end - offset, end + 1)) for quote in quotes)
    quoted = tuple((first, stop) for first, stop in cut if first < end and start < stop)
    if len(text) > LONGEST_KEPT:
        return offset, _read_sentence.__wrapped__(text, start, end, quoted, known)
    return offset, _read_sentence(text, start, end, quoted, known & _words_with_capital(text))


@lru_cache(maxsize=SENTENCES_KEPT)
def _read_sentence(
    text: str, start: int, end: int, quoted: tuple[tuple[int, int], ...], known: frozenset[str]
) -> SentenceReading:
    hedges = find_hedges(text, start, end)
    hedge = strongest(hedges)
    return SentenceReading(
        text=text,
        start=start,
        end=end,
        quoted=quoted,
        attributions=find_attributions(text, start, end, quoted=quoted),
        hedges=hedges,
        negations=find_negations(text, start, end),
        names=find_names(text, start, end, known=known),
        hedge=hedge.text if hedge else None,
    )
