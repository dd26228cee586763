"""All marks of a version: what its words do beyond its figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from storyver.extract.names import canonical
from storyver.extract.negation import find_polarities
from storyver.extract.offices import find_offices
from storyver.extract.sentence_readings import BLOCKS_KEPT, SENTENCES_KEPT, BlockReading, Paragraph, SentenceReading
from storyver.extract.times import find_times
from storyver.model import Mark, MarkKind


def read_marks(blocks: Iterable[BlockReading]) -> tuple[Mark, ...]:
    """The quotations, attributions, hedges, negations, opposites, names, offices and times of every block, in order."""
    marks: list[Mark] = []
    for read in blocks:
        found = _marks(read.paragraph) if read.paragraph.short else _marks.__wrapped__(read.paragraph)
        marks += [_shifted(mark, read.offset) for mark in found]
    return tuple(marks)


def _shifted(mark: Mark, by: int) -> Mark:
    scoped = mark.scope_end
    return Mark(
        start=mark.start + by,
        end=mark.end + by,
        text=mark.text,
        kind=mark.kind,
        value=mark.value,
        sort=mark.sort,
        scope_start=mark.scope_start + by if scoped else 0,
        scope_end=scoped + by if scoped else 0,
    )


@lru_cache(maxsize=BLOCKS_KEPT)
def _marks(paragraph: Paragraph) -> tuple[Mark, ...]:
    """The marks of a paragraph, with offsets into it."""
    text, quotes = paragraph.text, paragraph.quotes
    marks = [_mark(text, MarkKind.QUOTATION, q.start, q.end, "", "", (q.inner_start, q.inner_end)) for q in quotes]
    for offset, sentence in paragraph.sentences:
        if sentence.readable:
            found = _sentence_marks(sentence) if sentence.short else _sentence_marks.__wrapped__(sentence)
            marks += [_shifted(mark, offset) for mark in found]
    return tuple(sorted(marks, key=lambda mark: (mark.start, mark.end, mark.kind)))


@lru_cache(maxsize=SENTENCES_KEPT)
def _sentence_marks(reading: SentenceReading) -> tuple[Mark, ...]:
    """The marks of one sentence except its quotations, with offsets into its text."""
    return tuple(_find_marks(reading))


def _find_marks(reading: SentenceReading) -> Iterator[Mark]:
    """Inside a quotation only names and times are marked: its words are compared as they stand."""
    text, start, end = reading.text, reading.start, reading.end

    def spoken(at: int) -> bool:
        return any(first <= at < last for first, last in reading.quoted)

    for a in reading.attributions:
        scope = (a.scope_start, a.scope_end)
        yield _mark(
            text, MarkKind.ATTRIBUTION, a.start, a.end, canonical(a.attribution.speaker or ""), a.verb_class, scope
        )
    for h in reading.hedges:
        if not spoken(h.start):
            yield _mark(text, MarkKind.HEDGE, h.start, h.end, h.text.lower(), h.sort, (h.scope_start, h.scope_end))
    for n in reading.negations:
        if not spoken(n.start):
            yield _mark(text, MarkKind.NEGATION, n.start, n.end, n.denied, "", (n.scope_start, n.scope_end))
    for p in find_polarities(text, start, end):
        if not spoken(p.start):
            yield _mark(text, MarkKind.POLARITY, p.start, p.end, p.side, p.group, (p.scope_start, p.scope_end))
    for name in reading.names:
        yield _mark(text, MarkKind.NAME, name.start, name.end, name.canonical, name.sort)
    for office in find_offices(text, start, end, names=reading.names):
        yield _mark(text, MarkKind.ROLE, office.start, office.end, office.office, office.holder)
    for time in find_times(text, start, end):
        yield _mark(text, MarkKind.TIME, time.start, time.end, time.value, time.sort)


def _mark(
    text: str, kind: MarkKind, start: int, end: int, value: str, sort: str, scope: tuple[int, int] = (0, 0)
) -> Mark:
    return Mark(
        start=start,
        end=end,
        text=text[start:end],
        kind=kind,
        value=value,
        sort=sort,
        scope_start=scope[0],
        scope_end=scope[1],
    )
