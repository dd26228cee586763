"""A reading of a paragraph as plain rows that JSON can hold, and made of them again.

Rows may come from anybody. Each is looked at value by value, so that what is made of them has the form of a reading
whatever they say; words that stand in the text are taken from it by their place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, Final, TypeVar

from storyver.extract.names import Name
from storyver.extract.parsed import SILENT, Governed, Parsed, Phrase
from storyver.extract.quotes import Quote
from storyver.extract.sentence_readings import (
    LONGEST_SENTENCE,
    Paragraph,
    Piece,
    SentenceReading,
    Spans,
    cut,
    put_together,
)
from storyver.extract.tables import table
from storyver.extract.whose import PREVIOUS
from storyver.model import Attribution, Figure, FigureKind, Mark, MarkKind, Qualifier, Skipped, Trend

Row = list[Any]
Sentences = Callable[[int, str, int, int], SentenceReading]
"""Makes the sentence of a place in the sheet, of its text, and of where in that it begins and ends."""

_Kind = TypeVar("_Kind", FigureKind, Qualifier, Trend, MarkKind)

_FIGURE_KINDS: Final = {kind.value: kind for kind in FigureKind}
_QUALIFIERS: Final = {one.value: one for one in Qualifier}
_TRENDS: Final = {one.value: one for one in Trend}
_MARK_KINDS: Final = {kind.value: kind for kind in MarkKind if kind is not MarkKind.QUOTATION}
LEAST: Final = 1e-60
MOST: Final = 1e60
"""Paragraphs with amounts outside are read anew: with two that are not, a comparison can reckon."""
_BEFORE: Final = 0
"""Stands in a row for the subject of the sentence before."""
_EARLY: Final = "0[1-9]|[12][0-9]"
_MONTH_DAY: Final = f"(?:0[13578]|1[02])-(?:{_EARLY}|3[01])|(?:0[469]|11)-(?:{_EARLY}|30)|02-(?:{_EARLY})"
_IN_YEAR: Final = f"(?:{_MONTH_DAY}|0[1-9]|1[0-2])"
_DATE: Final = rf"(?:[0-9]{{4}}(?:-{_IN_YEAR})?|--{_IN_YEAR}|T[0-2][0-9]:[0-5][0-9])"
_DATES: Final = re.compile(rf"{_DATE}(?:\.\.{_DATE})?")


class InvalidError(ValueError):
    """A row is none of a reading."""


def paragraph_row(paragraph: Paragraph, place: Callable[[SentenceReading], int]) -> Row:
    """A paragraph; ``place`` says where in the sheet a sentence is. One that is too long to read is nowhere."""
    return [
        [[q.start, q.end, q.inner_start, q.inner_end, q.closed] for q in paragraph.quotes],
        [place(one) if one.readable else None for _, one in paragraph.sentences],
        [_figure_row(one) for one in paragraph.figures],
        [[one.start, one.end, one.rule, one.reason] for one in paragraph.skipped],
    ]


def paragraph_from(row: object, piece: Piece, sentences: Sentences) -> Paragraph:
    """The paragraph that a row tells of. Raise InvalidError, or another ValueError, where it tells of none."""
    quotes, places, figures, skipped = _rows(row, 4)
    if len(places) != len(piece.spans):
        raise InvalidError
    found = tuple(_figure(one, piece) for one in _list(figures))
    _look_at_places(found, piece.spans)
    made = tuple(_sentence_at(place, span, piece, sentences) for place, span in zip(places, piece.spans, strict=True))
    return put_together(
        piece,
        tuple(_quote(one, len(piece.text)) for one in _list(quotes)),
        made,
        found,
        tuple(_skipped(one, piece.text) for one in _list(skipped)),
    )


def _look_at_places(figures: Sequence[Figure], spans: Spans) -> None:
    """Raise InvalidError unless figures stand one behind the other, each in a sentence, and speak of one another."""
    starts = {one.start for one in figures}
    tied = {at for one in figures for at in (one.conversion_of, one.changed_from) if at is not None}
    inside = all(any(start <= one.start < one.end <= end for start, end in spans) for one in figures)
    if not (tied <= starts and inside and all(one.end <= other.start for one, other in pairwise(figures))):
        raise InvalidError


def sentence_row(sentence: SentenceReading) -> Row:
    """A sentence without its text."""
    subjects = [[*key, _BEFORE if found is PREVIOUS else found] for key, found in sorted(sentence.subjects.items())]
    said = sentence.attribution
    marks = [_mark_row(mark) for mark in sentence.marks]
    row = [sentence.hedge, sentence.negated, said.speaker, said.verb, marks, subjects]
    parsed = sentence.parsed
    return row if parsed.main is None and not parsed.governed else [*row, _parsed_row(parsed)]


def sentence_from(row: object, text: str, start: int, end: int) -> SentenceReading:
    """The sentence ``text[start:end]`` that a row tells of. Raise InvalidError where it tells of none."""
    hedge, negated, speaker, verb, marks, subjects, *parsed = _rows(row, 6, 7)
    found = tuple(_mark(one, text) for one in _list(marks))
    if type(negated) is not bool:
        raise InvalidError
    return SentenceReading(
        text=text,
        start=start,
        end=end,
        attribution=Attribution(speaker=_words(speaker), verb=_words(verb)),
        hedge=_words(hedge),
        negated=negated,
        names=tuple(
            Name(start=one.start, end=one.end, text=one.text, canonical=one.value, sort=one.sort)
            for one in found
            if one.kind is MarkKind.NAME
        ),
        marks=found,
        subjects=dict(_subject(one) for one in _list(subjects)),
        parsed=_parsed(parsed[0], end - start) if parsed else SILENT,
    )


def _parsed_row(parsed: Parsed) -> Row:
    """What a trained pipeline says of subjects; its names are among the marks."""
    return [parsed.main and [*parsed.main], [[one.start, one.end, *one.subject] for one in parsed.governed]]


def _parsed(row: object, length: int) -> Parsed:
    main, governed = _rows(row, 2)
    found = [_rows(one, 5) for one in _list(governed)]
    for start, end, *_ in found:
        _span(start, end, length)
    return Parsed(
        main=None if main is None else _phrase(main, length),
        governed=tuple(Governed(start, end, _phrase(subject, length)) for start, end, *subject in found),
    )


def _phrase(row: object, length: int) -> Phrase:
    start, end, head = _rows(row, 3)
    _span(start, end, length)
    _span(start, head, end)
    return Phrase(start, end, head)


def _sentence_at(
    place: object, span: tuple[int, int], piece: Piece, sentences: Sentences
) -> tuple[int, SentenceReading]:
    offset, text = cut(piece.text, *span)
    start, end = span[0] - offset, span[1] - offset
    if end - start > LONGEST_SENTENCE:
        return offset, SentenceReading(text=text, start=start, end=end)
    if type(place) is not int:
        raise InvalidError
    return offset, sentences(place, text, start, end)


def _subject(row: object) -> tuple[tuple[int, bool], str | None]:
    at, behind, found = _rows(row, 3)
    if type(at) is not int or type(behind) is not bool:
        raise InvalidError
    if type(found) is int and found == _BEFORE and behind:
        return (at, behind), PREVIOUS
    return (at, behind), _words(found)


def _mark_row(mark: Mark) -> Row:
    value = None if mark.value == mark.text else mark.value
    row = [mark.kind.value, mark.start, mark.end, value, mark.sort]
    return [*row, mark.scope_start, mark.scope_end] if mark.scope_end else row


def _mark(row: object, text: str) -> Mark:
    kind, start, end, value, sort, *scope = _rows(row, 5, 7)
    _span(start, end, len(text))
    first, last = scope or (0, 0)
    _span(first, last, len(text))
    words = text[start:end]
    value = words if value is None else value
    if type(value) is not str or type(sort) is not str:
        raise InvalidError
    which = _one_of(_MARK_KINDS, kind)
    if sort not in _sorts().get(which, (sort,)):
        raise InvalidError
    if which is MarkKind.POLARITY and len(value.split()) != len(sort.split()):
        raise InvalidError
    return Mark(start=start, end=end, text=words, kind=which, value=value, sort=sort, scope_start=first, scope_end=last)


@cache
def _sorts() -> Mapping[MarkKind, Collection[str]]:
    """The classes of those marks that have just these."""
    return {MarkKind.ATTRIBUTION: frozenset(table("attribution")["verbs"]), MarkKind.HEDGE: frozenset(table("hedges"))}


def _quote(row: object, length: int) -> Quote:
    start, end, inner_start, inner_end, closed = _rows(row, 5)
    _span(start, end, length)
    _span(inner_start, inner_end, length)
    if type(closed) is not bool or not start <= inner_start <= inner_end <= end:
        raise InvalidError
    return Quote(start=start, end=end, inner_start=inner_start, inner_end=inner_end, closed=closed)


def _skipped(row: object, text: str) -> Skipped:
    start, end, rule, reason = _rows(row, 4)
    _span(start, end, len(text))
    if type(rule) is not str or type(reason) is not str:
        raise InvalidError
    return Skipped(start=start, end=end, text=text[start:end], rule=rule, reason=reason)


def _figure_row(one: Figure) -> Row:
    trend = None if one.trend is None else one.trend.value
    place = [one.start, one.end, one.kind.value, one.low, one.high, one.unit, one.qualifier.value, one.date, trend]
    tied = [one.counted, one.per, one.conversion_of, one.changed_from, one.resolved_from is not None, one.relative]
    return [*place, *tied, one.dimension, one.factor, one.rule]


def _figure(row: object, piece: Piece) -> Figure:
    start, end, kind, low, high, unit, qualifier, date, trend, counted, per, *rest = _rows(row, 18)
    conversion, before, resolved, relative, dimension, factor, rule = rest
    _span(start, end, len(piece.text))
    which = _one_of(_FIGURE_KINDS, kind)
    dated = which is FigureKind.DATE
    if dated != (low is None) or dated != (high is None) or dated != (date is not None):
        raise InvalidError
    if date is not None and not (type(date) is str and _DATES.fullmatch(date)):
        raise InvalidError
    if type(resolved) is not bool or type(relative) is not bool or (piece.published is None and (resolved or relative)):
        raise InvalidError
    if factor is not None and not (type(factor) is float and factor > 0):
        raise InvalidError
    if type(dimension) is not str or type(rule) is not str or not all(map(_is_place, (conversion, before))):
        raise InvalidError
    return Figure(
        start=start,
        end=end,
        text=piece.text[start:end],
        kind=which,
        low=_amount(low),
        high=_amount(high),
        unit=_words(unit),
        qualifier=_one_of(_QUALIFIERS, qualifier),
        date=date,
        trend=None if trend is None else _one_of(_TRENDS, trend),
        counted=_words(counted),
        per=_words(per),
        conversion_of=conversion,
        changed_from=before,
        resolved_from=piece.published if resolved else None,
        relative=relative,
        dimension=dimension,
        factor=_amount(factor),
        rule=rule,
    )


def _is_place(value: object) -> bool:
    return value is None or type(value) is int


def _rows(row: object, *lengths: int) -> Row:
    if type(row) is not list or len(row) not in lengths:
        raise InvalidError
    return row


def _list(row: object) -> Sequence[object]:
    if type(row) is not list:
        raise InvalidError
    return row


def _span(start: object, end: object, length: int) -> None:
    if type(start) is not int or type(end) is not int or not 0 <= start <= end <= length:
        raise InvalidError


def _words(value: object) -> str | None:
    if value is not None and type(value) is not str:
        raise InvalidError
    return value


def _amount(value: object) -> float | None:
    if value is not None and not (type(value) is float and (value == 0 or LEAST <= abs(value) <= MOST)):
        raise InvalidError
    return value


def _one_of(known: Mapping[str, _Kind], value: object) -> _Kind:
    if type(value) is not str or value not in known:
        raise InvalidError
    return known[value]
