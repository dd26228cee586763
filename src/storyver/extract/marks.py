"""All marks of a version: what its words do beyond its figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, overload

from storyver.extract.names import Name, canonical
from storyver.extract.negation import find_polarities
from storyver.extract.offices import find_offices
from storyver.extract.sentence_readings import BLOCKS_KEPT, SENTENCES_KEPT, BlockReading, Paragraph, SentenceReading
from storyver.extract.times import find_times
from storyver.model import Mark, MarkKind

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper


class Marks(Sequence[Mark]):
    """The quotations, attributions, hedges, negations, opposites, names, offices and times of every block, in order.

    They are read when they are first asked for: to follow figures over many versions takes no more than the names.
    """

    def __init__(self, blocks: Sequence[BlockReading]) -> None:
        """The marks of these blocks of one version."""
        self._blocks = blocks

    @cached_property
    def _all(self) -> tuple[Mark, ...]:
        return _of_blocks(self._blocks, _marks)

    def __len__(self) -> int:
        return len(self._all)

    @overload
    def __getitem__(self, index: int) -> Mark: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Mark, ...]: ...
    def __getitem__(self, index: int | slice) -> Mark | tuple[Mark, ...]:
        return self._all[index]

    def __iter__(self) -> Iterator[Mark]:
        return iter(self._all)


def read_names(blocks: Iterable[BlockReading]) -> tuple[Mark, ...]:
    """The names alone, in order."""
    return _of_blocks(blocks, _names)


def _of_blocks(blocks: Iterable[BlockReading], find: _lru_cache_wrapper[tuple[Mark, ...]]) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    for read in blocks:
        found = find(read.paragraph) if read.paragraph.short else find.__wrapped__(read.paragraph)
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


@lru_cache(maxsize=BLOCKS_KEPT)
def _names(paragraph: Paragraph) -> tuple[Mark, ...]:
    """The names among the marks of a paragraph."""
    names = [
        _shifted(_name(sentence.text, name), offset)
        for offset, sentence in paragraph.sentences
        if sentence.readable
        for name in sentence.names
    ]
    return tuple(sorted(names, key=lambda mark: (mark.start, mark.end)))


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
        yield _name(text, name)
    for office in find_offices(text, start, end, names=reading.names):
        yield _mark(text, MarkKind.ROLE, office.start, office.end, office.office, office.holder)
    for time in find_times(text, start, end):
        yield _mark(text, MarkKind.TIME, time.start, time.end, time.value, time.sort)


def _name(text: str, name: Name) -> Mark:
    return _mark(text, MarkKind.NAME, name.start, name.end, name.canonical, name.sort)


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
