"""Claims: what a version states, sentence by sentence, with one claim for each figure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from storyver.extract.attribution import speaking
from storyver.extract.names import find_names
from storyver.extract.quotes import Quote
from storyver.extract.sentence_readings import BLOCKS_KEPT, BlockReading, Paragraph, SentenceReading
from storyver.extract.speakers import is_stand_in
from storyver.extract.whose import NOBODYS, Whose, whose
from storyver.identity import claim_id
from storyver.model import Attribution, BlockKind, Claim, ClaimKind, Figure, FigureKind, Version
from storyver.remembered import LONGEST_TEXT, remembered

_NOBODY = Attribution()
LONGEST_CLAIM = 1_000
"""Characters of a sentence that a figure's claim gives whole: a list without an end would else be repeated for each."""
_AROUND = 300
"""Characters on each side of a figure that its claim gives of a longer sentence, as far as the clause goes."""
_BESIDE = re.compile(r"(?:\s[a-z]+){0,2}(?:\s\(|,?\sor\s)(?:[a-z]+\s){0,2}")
"""Between two figures of which the second says the first in another way."""
_ORDER = {kind: place for place, kind in enumerate(ClaimKind)}
_BREAK = re.compile(r"[;:]\s+|[\n\r\u2028]\s*")


def make_claims(
    version: Version, blocks: Sequence[BlockReading], figures: Sequence[Figure]
) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """The claims of a version in the order of its text, and apart from them those of its relative dates.

    A claim for each figure, spanning its sentence or, where that has more than ``LONGEST_CLAIM`` characters, the words
    around the figure; a statement for each sentence without one; a quotation for each stretch between quotation marks;
    a correction for each notice, spanning the notice. Date lines and bylines claim nothing.
    ``figures`` are in the order of the text. A figure in no sentence has the figure's own span as its claim.
    """
    maker = _Maker(version=version, figures=figures, starts=[figure.start for figure in figures])
    claims: list[Claim] = []
    relative: list[Claim] = []
    for block in blocks:
        for claim in maker.block(block):
            (relative if claim.figure is not None and claim.figure.relative else claims).append(claim)
    return tuple(claims), tuple(relative)


def _goes_with_another(figure: Figure | None) -> bool:
    """A restatement in brackets has the subject of the figure in front of it; a weekday has none of its own."""
    return figure is not None and (figure.relative or figure.conversion_of is not None)


def _is_beside(text: str, before: Figure | None, figure: Figure | None) -> bool:
    """The figure says more of what the one in front counts: "125,610, or 41.3%", "123,488 (40.6%)"."""
    return before is not None and figure is not None and bool(_BESIDE.fullmatch(text, before.end, figure.start))


@remembered(BLOCKS_KEPT, length=lambda heading: len(heading.text))
def _only_name(heading: Paragraph) -> Whose:
    """The one name of a heading ("How much has Britain given?"), which "It" and "Its" behind it mean."""
    found = find_names(heading.text, heading.start)
    names = {name.canonical for name in found if name.sort != "identifier"}
    name = names.pop() if len(names) == 1 else None
    return Whose(name, name)


class _Draft(NamedTuple):
    """A claim wherever its block stands: offsets are from the start of the block's paragraph."""

    kind: ClaimKind
    start: int
    end: int
    text: str
    figure: int | None
    """The figure's place among those of the block."""
    figure_text: str
    subject: Whose = NOBODYS
    attribution: Attribution = _NOBODY
    hedge: str | None = None
    negated: bool = False


class _Drafted(NamedTuple):
    """The claims of a block in the order of the text, and what is known behind it."""

    drafts: tuple[_Draft, ...]
    subject: Whose
    speaker: str | None


_drafted: dict[Hashable, _Drafted] = {}
"""What blocks claim, by all that it depends on: the paragraph and the day of publication, by which its figures are
read, what sort of block it is, and what was known in front of it. When there are too many, all are forgotten."""


@dataclass(slots=True, kw_only=True)
class _Maker:
    """Makes the claims of block after block and remembers who spoke last and what the last subject was."""

    version: Version
    figures: Sequence[Figure]
    starts: Sequence[int]
    seen: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    subject: Whose = NOBODYS
    speaker: str | None = None

    def block(self, read: BlockReading) -> Iterator[Claim]:
        """The claims of the next block."""
        first = bisect_left(self.starts, read.block.start)
        drafted = self._drafted(read, first)
        self.subject, self.speaker = drafted.subject, drafted.speaker
        by, section, kind = read.offset, read.block.section, read.block.kind
        for draft in drafted.drafts:
            key = (draft.kind.value, draft.text, draft.figure_text)
            occurrence = self.seen[key]
            self.seen[key] += 1
            yield Claim(
                id=claim_id(*key, occurrence),
                start=draft.start + by,
                end=draft.end + by,
                text=draft.text,
                kind=draft.kind,
                figure=None if draft.figure is None else self.figures[first + draft.figure],
                subject=draft.subject.subject,
                by_rules=None if draft.subject.subject == draft.subject.holder else (draft.subject.holder,),
                attribution=draft.attribution,
                hedge=draft.hedge,
                negated=draft.negated,
                section=section,
                block=kind,
            )

    def _drafted(self, read: BlockReading, first: int) -> _Drafted:
        published = self.version.date.value if self.version.date else None
        key = (read.paragraph, published, read.block.kind, self.subject, self.speaker)
        known = _drafted.get(key)
        if known is None:
            drafter = _Drafter(self.version.text, read, self.figures, self.starts, first, self.subject, self.speaker)
            known = drafter.block()
            if len(read.paragraph.text) <= LONGEST_TEXT:
                if len(_drafted) >= BLOCKS_KEPT:
                    _drafted.clear()
                _drafted[key] = known
        return known


class _Drafter:
    """Reads one block."""

    def __init__(
        self,
        text: str,
        read: BlockReading,
        figures: Sequence[Figure],
        starts: Sequence[int],
        first: int,
        subject: Whose,
        speaker: str | None,
    ) -> None:
        self.text, self.read, self.figures, self.starts, self.first = text, read, figures, starts, first
        self.subject, self.speaker = subject, speaker

    def block(self) -> _Drafted:
        """What it claims."""
        paragraph, kind = self.read.paragraph, self.read.block.kind
        drafts = sorted(self._claims(), key=lambda one: (one.start, self._place(one), _ORDER[one.kind]))
        subject = _only_name(paragraph) if kind is BlockKind.HEADING else self.subject
        return _Drafted(drafts=tuple(drafts), subject=subject, speaker=self.speaker)

    def _place(self, draft: _Draft) -> int:
        """Where its figure stands, or else where it does."""
        if draft.figure is None:
            return draft.start
        return self.figures[self.first + draft.figure].start - self.read.offset

    def _claims(self) -> Iterator[_Draft]:
        block, paragraph, by = self.read.block, self.read.paragraph, self.read.offset
        notice = block.kind is BlockKind.NOTICE
        if notice:
            yield self._draft(ClaimKind.CORRECTION, block.start, block.end)
        last = Attribution()
        for offset, reading in paragraph.sentences:
            first, stop = reading.start + offset, reading.end + offset
            last = attribution = self._attribution(reading, (first, stop), paragraph.quotes, last)
            yield from self._sentence(reading, offset + by, attribution, notice)
            for quote in paragraph.quotes:
                if first <= quote.start < stop and not notice:
                    yield self._draft(ClaimKind.QUOTE, quote.start + by, quote.end + by, attribution=attribution)

    def _sentence(
        self, reading: SentenceReading, offset: int, attribution: Attribution, notice: bool
    ) -> Iterator[_Draft]:
        start, end = reading.start + offset, reading.end + offset
        places = range(bisect_left(self.starts, start), bisect_left(self.starts, end))
        subject = self.subject
        stated = any(not self.figures[place].relative for place in places)
        before: Figure | None = None
        main = NOBODYS
        for place in places if stated else (None, *places):
            figure = None if place is None else self.figures[place]
            at = figure.start if figure else start
            if reading.readable and not (_goes_with_another(figure) or _is_beside(self.text, before, figure)):
                subject = whose(reading, at - offset, self.subject, whole=figure is None)
                main = main.or_else(NOBODYS if figure and figure.kind is FigureKind.AGE else subject)
            if figure or not notice:
                yield self._draft(
                    ClaimKind.FIGURE if figure else ClaimKind.STATEMENT,
                    *_span(self.text, start, end, figure),
                    place=place,
                    subject=subject,
                    attribution=attribution,
                    hedge=reading.hedge,
                    negated=reading.negated,
                )
            before = figure
        self.subject = main.or_else(self.subject)

    def _attribution(
        self, sentence: SentenceReading, span: tuple[int, int], quotes: Sequence[Quote], last: Attribution
    ) -> Attribution:
        """The sentence's own attribution; that of the sentence before where it is a quotation that goes on."""
        if not sentence.readable:
            return Attribution()
        found = speaking(sentence.attribution, self.speaker)
        if found.speaker is None:
            quoted = any(q.start <= span[0] + 1 and span[1] - 2 <= q.end for q in quotes)
            return last if quoted else found
        if not is_stand_in(found.speaker):
            self.speaker = found.speaker
        return found

    def _draft(
        self,
        kind: ClaimKind,
        start: int,
        end: int,
        *,
        place: int | None = None,
        subject: Whose = NOBODYS,
        attribution: Attribution = _NOBODY,
        hedge: str | None = None,
        negated: bool = False,
    ) -> _Draft:
        return _Draft(
            kind=kind,
            start=start - self.read.offset,
            end=end - self.read.offset,
            text=self.text[start:end],
            figure=None if place is None else place - self.first,
            figure_text="" if place is None else self.figures[place].text,
            subject=subject,
            attribution=attribution,
            hedge=hedge,
            negated=negated,
        )


def _span(text: str, start: int, end: int, figure: Figure | None) -> tuple[int, int]:
    """The sentence; of one that is longer than ``LONGEST_CLAIM`` the words around the figure."""
    if figure is None or end - start <= LONGEST_CLAIM:
        return start, end
    left, right = max(start, figure.start - _AROUND), min(end, figure.end + _AROUND)
    before, behind = text[left : figure.start], text[figure.end : right]
    breaks = [m.end() for m in _BREAK.finditer(before)] or ([0] if left == start else [before.find(" ") + 1])
    ending = _BREAK.search(behind)
    cut = ending.start() if ending else len(behind) if right == end else max(0, behind.rfind(" "))
    first, last = left + breaks[-1], figure.end + cut
    return first + len(text[first : figure.start]) - len(text[first : figure.start].lstrip()), last
