"""All marks of a version: what its words do beyond its figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from storyver.extract.attribution import find_attributions
from storyver.extract.hedges import find_hedges
from storyver.extract.names import canonical, capitalised_words, find_names
from storyver.extract.negation import find_negations, find_polarities
from storyver.extract.offices import find_offices
from storyver.extract.quotes import Quote, find_quotes
from storyver.extract.times import find_times
from storyver.model import Block, BlockKind, Mark, MarkKind, Version

LONGEST_SENTENCE = 2_000
"""Characters. What runs longer without an end is no sentence, and the rules look at every word of one together."""
WITHOUT_CLAIMS = frozenset((BlockKind.DATE_LINE, BlockKind.BYLINE))
"""Blocks that speak of the version and not of the story."""


def read_marks(version: Version, blocks: Iterable[Block]) -> tuple[Mark, ...]:
    """The quotations, attributions, hedges, negations, opposites, names, offices and times of every block, in order."""
    known = capitalised_words(version.text)
    marks: list[Mark] = []
    for block in blocks:
        if block.kind in WITHOUT_CLAIMS:
            continue
        quotes = find_quotes(version.text, block.start, block.end)
        marks += (
            _mark(version.text, MarkKind.QUOTATION, q.start, q.end, "", "", (q.inner_start, q.inner_end))
            for q in quotes
        )
        for sentence in block.sentences:
            if sentence.end - sentence.start > LONGEST_SENTENCE:
                continue
            marks += sentence_marks(version.text, sentence.start, sentence.end, quotes=quotes, known=known)
    return tuple(sorted(marks, key=lambda mark: (mark.start, mark.end, mark.kind)))


def sentence_marks(
    text: str, start: int, end: int, *, quotes: Collection[Quote], known: Collection[str] = ()
) -> Iterator[Mark]:
    """The marks of one sentence except its quotations. Inside a quotation only names and times are marked: its words
    are compared as they stand."""
    inside = [(q.start, q.end) for q in quotes if q.start < end and start < q.end]

    def spoken(at: int) -> bool:
        return any(s <= at < e for s, e in inside)

    for a in find_attributions(text, start, end, quotes=[q for q in quotes if q.start < end and start < q.end]):
        scope = (a.scope_start, a.scope_end)
        yield _mark(
            text, MarkKind.ATTRIBUTION, a.start, a.end, canonical(a.attribution.speaker or ""), a.verb_class, scope
        )
    for h in find_hedges(text, start, end):
        if not spoken(h.start):
            yield _mark(text, MarkKind.HEDGE, h.start, h.end, h.text.lower(), h.sort, (h.scope_start, h.scope_end))
    for n in find_negations(text, start, end):
        if not spoken(n.start):
            yield _mark(text, MarkKind.NEGATION, n.start, n.end, n.denied, "", (n.scope_start, n.scope_end))
    for p in find_polarities(text, start, end):
        if not spoken(p.start):
            yield _mark(text, MarkKind.POLARITY, p.start, p.end, p.side, p.group, (p.scope_start, p.scope_end))
    names = find_names(text, start, end, known=known)
    for name in names:
        yield _mark(text, MarkKind.NAME, name.start, name.end, name.canonical, name.sort)
    for office in find_offices(text, start, end, names=names):
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
