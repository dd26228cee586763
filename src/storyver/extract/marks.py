"""All marks of a version: what its words do beyond its figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from storyver.extract.hedges import Hedge
from storyver.extract.names import Name, canonical
from storyver.extract.negation import Negation, find_polarities
from storyver.extract.offices import find_offices
from storyver.extract.quotes import Quote
from storyver.extract.saying import AttributionSpan
from storyver.extract.times import find_times
from storyver.model import Mark, MarkKind


def find_marks(
    text: str,
    start: int,
    end: int,
    *,
    quoted: Sequence[tuple[int, int]],
    attributions: Iterable[AttributionSpan],
    hedges: Iterable[Hedge],
    negations: Iterable[Negation],
    names: Sequence[Name],
) -> Iterator[Mark]:
    """The attributions, hedges, negations, opposites, names, offices and times of a sentence, with offsets into its
    text. Inside a quotation, of which ``quoted`` are the parts, only names and times are marked: its words are compared
    as they stand."""

    def spoken(at: int) -> bool:
        return any(first <= at < last for first, last in quoted)

    for a in attributions:
        scope = (a.scope_start, a.scope_end)
        yield _mark(
            text, MarkKind.ATTRIBUTION, a.start, a.end, canonical(a.attribution.speaker or ""), a.verb_class, scope
        )
    for h in hedges:
        if not spoken(h.start):
            yield _mark(text, MarkKind.HEDGE, h.start, h.end, h.text.lower(), h.sort, (h.scope_start, h.scope_end))
    for n in negations:
        if not spoken(n.start):
            yield _mark(text, MarkKind.NEGATION, n.start, n.end, n.denied, "", (n.scope_start, n.scope_end))
    for p in find_polarities(text, start, end):
        if not spoken(p.start):
            yield _mark(text, MarkKind.POLARITY, p.start, p.end, p.side, p.group, (p.scope_start, p.scope_end))
    for name in names:
        yield _mark(text, MarkKind.NAME, name.start, name.end, name.canonical, name.sort)
    for office in find_offices(text, start, end, names=names):
        yield _mark(text, MarkKind.ROLE, office.start, office.end, office.office, office.holder)
    for time in find_times(text, start, end):
        yield _mark(text, MarkKind.TIME, time.start, time.end, time.value, time.sort)


def quotation_marks(text: str, quotes: Iterable[Quote]) -> Iterator[Mark]:
    """The quotations of a paragraph as marks."""
    for q in quotes:
        yield _mark(text, MarkKind.QUOTATION, q.start, q.end, "", "", (q.inner_start, q.inner_end))


def mark_at(mark: Mark, by: int) -> Mark:
    """The mark so many characters further behind."""
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
