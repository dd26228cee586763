"""The two sides of a comparison, prepared once: sentences with their words of content, marks and figures."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from storyver.identity import claim_id
from storyver.model import Attribution, Block, BlockKind, Claim, ClaimKind, Mark, MarkKind, Reading, Sentence
from storyver.remembered import LONGEST_WORD, remembered
from storyver.wording import Word, concept, is_content, words

SILENT = frozenset((BlockKind.DATE_LINE, BlockKind.BYLINE))
"""Blocks that state nothing."""
UNCOMPARED = SILENT | {BlockKind.NOTICE}
"""Blocks that are not compared sentence by sentence."""


class Term(NamedTuple):
    """A word of content with what it is compared by."""

    start: int
    end: int
    text: str
    concept: str


class Held(NamedTuple):
    """What a sentence holds wherever it stands; offsets are into the sentence."""

    words: tuple[Word, ...]
    terms: tuple[Term, ...]
    concepts: tuple[str, ...]
    folded: frozenset[str]


class _Remembering:
    """Has room for what is found when it is first asked for, which slots alone have not."""

    __slots__ = ("__dict__",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(_Remembering):
    """A sentence of one version. Of most, which stay as they were, no more is asked than what they hold."""

    number: int
    sentence: Sentence
    block: Block
    held: Held
    marks: tuple[Mark, ...]
    lead: bool
    """Whether it stands in the headline or in the first paragraph."""
    asks: bool
    """Whether it is a question."""

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words in order."""
        by = self.sentence.start
        return tuple([Word(start + by, end + by, text, folded) for start, end, text, folded in self.held.words])

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Words of content outside figures."""
        by = self.sentence.start
        return tuple([Term(start + by, end + by, text, concept) for start, end, text, concept in self.held.terms])

    @property
    def concepts(self) -> tuple[str, ...]:
        """Those of ``terms``, each once."""
        return self.held.concepts

    def of(self, kind: MarkKind) -> tuple[Mark, ...]:
        """Its marks of one kind, in order."""
        return tuple([mark for mark in self.marks if mark.kind is kind]) if self.marks else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One version as the rules see it."""

    reading: Reading
    passages: tuple[Passage, ...]
    by_start: Mapping[int, Passage]
    holders: Mapping[str, tuple[int, ...]]
    """For every concept the numbers of the passages that hold it."""
    starts: tuple[int, ...]
    """Where the passages start."""
    claims: Mapping[tuple[int, int], Claim]
    """The claims without a figure, or with the first of several, by their span."""
    places: Mapping[str, Sequence[int]]
    """Where the claims of each text start."""

    @property
    def text(self) -> str:
        """The version's text."""
        return self.reading.version.text

    def claim(self, start: int, end: int, kind: ClaimKind = ClaimKind.STATEMENT) -> Claim:
        """A claim without a figure for a stretch of the text: the version's own where it has one."""
        known = self.claims.get((start, end))
        if known and known.kind is kind and known.figure is None:
            return known
        passage = self.at(start)
        text = self.text[start:end]
        base = self.claims.get((passage.sentence.start, passage.sentence.end))
        occurrence = sum(at < start for at in self.places.get(text, ())) if known else 0
        identity = claim_id(kind, text, "", occurrence)
        if base and (base.start, base.end) == (start, end):
            return replace(base, id=identity, kind=kind, figure=None)
        return Claim(
            id=identity,
            start=start,
            end=end,
            text=text,
            kind=kind,
            subject=base.subject if base else None,
            attribution=base.attribution if base else Attribution(),
            section=passage.block.section,
            block=passage.block.kind,
        )

    def at(self, start: int) -> Passage:
        """The passage that holds the offset, or the last one before it."""
        return self.passages[max(0, bisect_left(self.starts, start + 1) - 1)]


def prepare(reading: Reading) -> Side:
    """A version made ready for the rules. Linear in its text."""
    passages = tuple(_passages(reading))
    holders: dict[str, list[int]] = {}
    for passage in passages:
        for key in passage.concepts:
            holders.setdefault(key, []).append(passage.number)
    claims: dict[tuple[int, int], Claim] = {}
    for claim in reading.claims:
        claims.setdefault((claim.start, claim.end), claim)
    places: dict[str, list[int]] = {}
    for (start, _), claim in claims.items():
        places.setdefault(claim.text, []).append(start)
    return Side(
        reading=reading,
        passages=passages,
        by_start={passage.sentence.start: passage for passage in passages},
        holders={key: tuple(numbers) for key, numbers in holders.items()},
        starts=tuple(passage.sentence.start for passage in passages),
        claims=claims,
        places=places,
    )


def _passages(reading: Reading) -> Iterator[Passage]:
    text, marks, figures = reading.version.text, tuple(reading.marks), reading.figures
    mark_starts = [mark.start for mark in marks]
    figure_starts = [figure.start for figure in figures]
    number, paragraphs = 0, 0
    for block in reading.blocks:
        paragraphs += block.kind is BlockKind.PARAGRAPH
        quotations = [
            m
            for m in marks[bisect_left(mark_starts, block.start) : bisect_left(mark_starts, block.end)]
            if m.kind is MarkKind.QUOTATION
        ]
        for sentence in block.sentences:
            own = marks[bisect_left(mark_starts, sentence.start) : bisect_left(mark_starts, sentence.end)]
            running = tuple(q for q in quotations if q.start < sentence.start < q.end)
            inside = figures[bisect_left(figure_starts, sentence.start) : bisect_left(figure_starts, sentence.end)]
            by = sentence.start
            spans = tuple([(figure.start - by, figure.end - by) for figure in inside])
            yield Passage(
                number=number,
                sentence=sentence,
                block=block,
                held=_hold(text[by : sentence.end], spans),
                marks=(*running, *own),
                lead=block.kind is BlockKind.TITLE or (paragraphs == 1 and block.kind is BlockKind.PARAGRAPH),
                asks=text[sentence.end - 1 : sentence.end] == "?",
            )
            number += 1


@remembered(4_096)
def _hold(text: str, figures: Sequence[tuple[int, int]]) -> Held:
    """What a sentence holds, with figures at some places of it."""
    run = words(text)
    terms = _terms(run, figures)
    concepts = tuple(dict.fromkeys([term.concept for term in terms]))
    return Held(words=run, terms=terms, concepts=concepts, folded=frozenset([word.folded for word in run]))


def _terms(run: Sequence[Word], figures: Sequence[tuple[int, int]]) -> tuple[Term, ...]:
    at, many = 0, len(figures)
    terms = []
    for start, end, text, folded in run:
        if at < many:
            while at < many and figures[at][1] <= start:
                at += 1
            if at < many and figures[at][0] <= start:
                continue
        key = _content(text, folded)
        if key:
            terms.append(Term(start, end, text, key))
    return tuple(terms)


@remembered(1 << 16, LONGEST_WORD)
def _content(text: str, folded: str) -> str:
    """The concept of a word of content, "" for any other word."""
    return concept(folded) if is_content(Word(0, len(text), text, folded)) else ""


def stating_terms(passage: Passage) -> list[Term]:
    """The words of content that state something: not those of an attribution, a hedge, a time or a quotation, which
    other rules read."""
    aside = (MarkKind.ATTRIBUTION, MarkKind.QUOTATION, MarkKind.HEDGE, MarkKind.TIME)
    spans = [(m.start, m.end) for m in passage.marks if m.kind in aside]
    if not spans:
        return list(passage.terms)
    return [term for term in passage.terms if not any(s <= term.start < e for s, e in spans)]


def told(passage: Passage) -> Iterator[Word]:
    """The words that a sentence says itself and does not deny."""
    aside = [(m.start, m.end) for m in passage.of(MarkKind.QUOTATION)]
    aside += [(m.scope_start, m.scope_end) for m in passage.of(MarkKind.NEGATION)]
    yield from (w for w in passage.words if not any(start <= w.start < end for start, end in aside))
