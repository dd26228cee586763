"""Each paragraph and each sentence read once: what both claims and marks are made of.

A paragraph that stays the same over the versions of a story is read in the first and known in the others, wherever it
stands; of one that was edited the sentences that stay the same are. What is known has offsets into a piece of text of
its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from storyver.extract.attribution import find_attributions
from storyver.extract.figure_readings import day_for, figure_at, figures_of, skipped_at
from storyver.extract.hedges import find_hedges, strongest
from storyver.extract.marks import find_marks, mark_at, quotation_marks
from storyver.extract.names import Name, capitalised_words, find_names
from storyver.extract.negation import find_negations
from storyver.extract.parsed import SILENT, Parsed, Phrase
from storyver.extract.quotes import Quote, find_quotes
from storyver.model import Attribution, Block, BlockKind, Figure, Mark, Skipped, Version
from storyver.remembered import LONGEST_TEXT, remembered

if TYPE_CHECKING:
    from storyver.extract.trained import Trained

LONGEST_SENTENCE = 2_000
"""Characters. What runs longer without an end is no sentence, and the rules look at every word of one together."""
WITHOUT_CLAIMS = frozenset((BlockKind.DATE_LINE, BlockKind.BYLINE))
"""Blocks that speak of the version and not of the story."""
BLOCKS_KEPT = 4_096
SENTENCES_KEPT = 8_192
_IN_FRONT = 10
"""Characters in front of a paragraph or sentence that a rule may look at for its first words."""
_BEHIND = 2
"""Characters behind a sentence that a rule may look at for its last words. Only what somebody "puts" at a figure may be
looked for to the end of the paragraph."""
Spans = tuple[tuple[int, int], ...]
"""Where sentences, or the parts of quotations in one, begin and end."""
Subjects = dict[tuple[int, bool], str | None]
"""Subjects by their places, and by whether there was one in the sentence before."""
_CAPITALISED = re.compile(r"\b[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SentenceReading:
    """What a sentence holds wherever it stands; nothing for one that is too long to read. Told apart by identity.
    Offsets are into ``text``."""

    text: str
    """The sentence with a few characters in front of it, and behind it those at which a rule may look."""
    start: int
    end: int
    attribution: Attribution = Attribution()  # noqa: RUF009 - frozen
    """The first of it."""
    hedge: str | None = None
    """The words of the strongest hedge."""
    negated: bool = False
    names: tuple[Name, ...] = ()
    marks: tuple[Mark, ...] = ()
    """All that is marked in it but quotations; among them its names."""
    subjects: Subjects = field(default_factory=dict)
    """What was found to be the subject of what stands at a place: see ``whose``."""
    holders: Subjects = field(default_factory=dict)
    """The same by the rules alone, where a trained pipeline was asked."""
    parsed: Parsed = SILENT
    """What a trained pipeline says of it, with offsets into the sentence alone."""

    @property
    def readable(self) -> bool:
        """Whether it is short enough for the rules."""
        return _is_readable(self.start, self.end)

    def phrase(self, at: int | None) -> Phrase | None:
        """The words that a trained pipeline holds to be the subject of a place, or of the whole; None where it does
        not say."""
        found = self.parsed.main if at is None else self.parsed.subject_at(at - self.start)
        return None if found is None else Phrase(*(place + self.start for place in found))


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
    figures: tuple[Figure, ...]
    skipped: tuple[Skipped, ...]
    marks: tuple[Mark, ...]
    """Those of its sentences, and its quotations, in the order of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A block's text and all else on which depends what is read of it."""

    text: str
    """With a few characters in front, at which a rule may look for its first words."""
    start: int
    """Where in ``text`` the block starts."""
    spans: Spans
    """Its sentences."""
    known: frozenset[str]
    """Those of its words that have a capital inside a sentence somewhere in the version."""
    published: str | None
    """The day of the version, where a figure may depend on it."""

    @property
    def short(self) -> bool:
        """Whether what is found of it is remembered."""
        return len(self.text) <= LONGEST_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockReading:
    """A block of a version and what it holds."""

    block: Block
    offset: int
    """What is added to the offsets of ``paragraph`` for those into the version."""
    paragraph: Paragraph


class Paragraphs(Protocol):
    """Reads paragraphs, or knows what was read of them before."""

    def __call__(self, pieces: Sequence[Piece], /) -> Sequence[Paragraph]: ...


def paragraphs_of(pieces: Sequence[Piece], trained: Trained | None = None) -> list[Paragraph]:
    """What paragraphs hold, each read once in a process; with a trained pipeline their sentences go to it together."""
    if trained is not None:
        trained.prepare(piece.text[slice(*span)] for piece in pieces for span in piece.spans if _is_readable(*span))
    return [_read(one, trained) for one in pieces]


def read_sentences(
    version: Version, blocks: Iterable[Block], paragraphs: Paragraphs = paragraphs_of
) -> tuple[BlockReading, ...]:
    """The blocks that claim something, each read. Linear in the text."""
    pieces = [(block, *_piece(version.text, block)) for block in blocks]
    known = frozenset[str]().union(*(_capitalised(text) for _, text, _ in pieces))
    published = version.date.value if version.date else None
    claiming = [one for one in pieces if one[0].kind not in WITHOUT_CLAIMS]
    read = paragraphs([_piece_of(*one, known, published) for one in claiming])
    both = zip(claiming, read, strict=True)
    return tuple(BlockReading(block=one, offset=offset, paragraph=paragraph) for (one, _, offset), paragraph in both)


def _piece(text: str, block: Block) -> tuple[str, int]:
    """The block's text with what stands in front, and where that begins."""
    offset = max(0, block.start - _IN_FRONT)
    return text[offset : block.end], offset


def _piece_of(block: Block, text: str, offset: int, known: frozenset[str], published: str | None) -> Piece:
    spans = tuple((sentence.start - offset, sentence.end - offset) for sentence in block.sentences)
    known &= _words_with_capital(text)
    day = None if published is None or not spans else _day_for(text[spans[0][0] :], published)
    return Piece(text=text, start=block.start - offset, spans=spans, known=known, published=day)


_day_for = remembered(BLOCKS_KEPT)(day_for)
_capitalised = remembered(BLOCKS_KEPT)(capitalised_words)


@remembered(BLOCKS_KEPT)
def _words_with_capital(piece: str) -> frozenset[str]:
    """The words of a paragraph that may be names at the head of a sentence, folded."""
    return frozenset(match[0].lower() for match in _CAPITALISED.finditer(piece) if match[0][0].isupper())


@remembered(BLOCKS_KEPT, length=lambda piece: len(piece.text))
def _read(piece: Piece, trained: Trained | None) -> Paragraph:
    text = piece.text
    quotes = find_quotes(text, piece.start)
    sentences = tuple(_sentence(text, *span, quotes, piece.known, trained) for span in piece.spans)
    begin = piece.spans[0][0] if piece.spans else len(text)
    figures, skipped = figures_of(text[begin:], piece.published)
    return put_together(
        piece,
        quotes,
        sentences,
        tuple(figure_at(one, begin) for one in figures),
        tuple(skipped_at(one, begin) for one in skipped),
    )


def put_together(
    piece: Piece,
    quotes: tuple[Quote, ...],
    sentences: tuple[tuple[int, SentenceReading], ...],
    figures: tuple[Figure, ...],
    skipped: tuple[Skipped, ...],
) -> Paragraph:
    """A paragraph of its parts."""
    marks = [*quotation_marks(piece.text, quotes)]
    marks += [mark_at(mark, by) for by, sentence in sentences for mark in sentence.marks]
    marks.sort(key=lambda mark: (mark.start, mark.end, mark.kind))
    return Paragraph(
        text=piece.text,
        start=piece.start,
        quotes=quotes,
        sentences=sentences,
        figures=figures,
        skipped=skipped,
        marks=tuple(marks),
    )


def _is_readable(start: int, end: int) -> bool:
    return end - start <= LONGEST_SENTENCE


def cut(text: str, start: int, end: int) -> tuple[int, str]:
    """The text of the reading of the sentence ``text[start:end]``, behind where it begins."""
    offset = max(0, start - _IN_FRONT)
    last = len(text) if "put" in text[start:end].lower() else end + _BEHIND
    return offset, text[offset:last]


def _sentence(
    piece: str, start: int, end: int, quotes: Iterable[Quote], known: frozenset[str], trained: Trained | None
) -> tuple[int, SentenceReading]:
    """The sentence ``piece[start:end]``, and where the text of its reading begins in the piece."""
    offset, text = cut(piece, start, end)
    start, end = start - offset, end - offset
    if not _is_readable(start, end):
        return offset, SentenceReading(text=text, start=start, end=end)
    parsed = SILENT if trained is None else trained.parsed(text[start:end])
    parts = ((max(quote.start - offset, start - 1), min(quote.end - offset, end + 1)) for quote in quotes)
    quoted = tuple((first, stop) for first, stop in parts if first < end and start < stop)
    return offset, _read_sentence(text, start, end, quoted, known & _words_with_capital(text), parsed)


@remembered(SENTENCES_KEPT)
def _read_sentence(
    text: str, start: int, end: int, quoted: Spans, known: frozenset[str], parsed: Parsed
) -> SentenceReading:
    hedges = find_hedges(text, start, end)
    hedge = strongest(hedges)
    attributions = find_attributions(text, start, end, quoted=quoted)
    negations = find_negations(text, start, end)
    names = find_names(text, start, end, known=known)
    if parsed.entities:
        from storyver.extract.entities import with_entities

        names = with_entities(text, start, names, parsed.entities)
    marks = find_marks(
        text,
        start,
        end,
        quoted=quoted,
        attributions=attributions,
        hedges=hedges,
        negations=negations,
        names=names,
    )
    return SentenceReading(
        text=text,
        start=start,
        end=end,
        attribution=attributions[0].attribution if attributions else Attribution(),
        hedge=hedge.text if hedge else None,
        negated=bool(negations),
        names=names,
        marks=tuple(marks),
        parsed=parsed,
    )
