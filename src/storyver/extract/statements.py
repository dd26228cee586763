"""Claims: what a version states, sentence by sentence, with one claim for each figure."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from storyver.extract.attribution import find_attribution, is_stand_in
from storyver.extract.hedges import find_hedge
from storyver.extract.marks import LONGEST_SENTENCE, WITHOUT_CLAIMS
from storyver.extract.negation import is_negated
from storyver.extract.quotes import Quote, find_quotes
from storyver.extract.subject import find_subject
from storyver.identity import claim_id
from storyver.model import Attribution, Block, BlockKind, Claim, ClaimKind, Figure, Sentence, Version

_NOBODY = Attribution()


def make_claims(version: Version, blocks: Sequence[Block], figures: Sequence[Figure]) -> tuple[Claim, ...]:
    """The claims of a version in the order of its text.

    A claim for each figure, spanning its sentence; a statement for each sentence without one; a quotation for each
    stretch between quotation marks; a correction for each notice, spanning the notice. Date lines and bylines claim
    nothing.
    ``figures`` are in the order of the text. A figure in no sentence has the figure's own span as its claim.
    """
    maker = _Maker(text=version.text, figures=tuple(figures), starts=tuple(figure.start for figure in figures))
    claims: list[Claim] = []
    for block in blocks:
        if block.kind not in WITHOUT_CLAIMS:
            claims += maker.block(block)
    kinds = list(ClaimKind)
    claims.sort(
        key=lambda claim: (claim.start, claim.figure.start if claim.figure else claim.start, kinds.index(claim.kind))
    )
    return tuple(claims)


@dataclass(slots=True, kw_only=True)
class _Maker:
    """Reads block after block and remembers who spoke last and what the last subject was."""

    text: str
    figures: tuple[Figure, ...]
    starts: tuple[int, ...]
    seen: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    subject: str | None = None
    speaker: str | None = None

    def block(self, block: Block) -> Iterator[Claim]:
        quotes = find_quotes(self.text, block.start, block.end)
        notice = block.kind is BlockKind.NOTICE
        if notice:
            yield self._claim(ClaimKind.CORRECTION, block.start, block.end, block)
        last = Attribution()
        for sentence in block.sentences:
            attribution = self._attribution(sentence, quotes, last)
            last = attribution
            yield from self._sentence(sentence, block, attribution, notice)
            for quote in quotes:
                if sentence.start <= quote.start < sentence.end and not notice:
                    yield self._claim(ClaimKind.QUOTE, quote.start, quote.end, block, attribution=attribution)

    def _sentence(self, sentence: Sentence, block: Block, attribution: Attribution, notice: bool) -> Iterator[Claim]:
        readable = sentence.end - sentence.start <= LONGEST_SENTENCE
        hedge = find_hedge(self.text, sentence.start, sentence.end) if readable else None
        negated = readable and is_negated(self.text, sentence.start, sentence.end)
        found = self.figures[bisect_left(self.starts, sentence.start) : bisect_left(self.starts, sentence.end)]
        subject = self.subject
        for figure in found or (None,):
            at = figure.start if figure else sentence.start
            if readable:
                subject = find_subject(self.text, at, start=sentence.start, end=sentence.end, previous=self.subject)
            if figure or not notice:
                yield self._claim(
                    ClaimKind.FIGURE if figure else ClaimKind.STATEMENT,
                    sentence.start,
                    sentence.end,
                    block,
                    figure=figure,
                    subject=subject,
                    attribution=attribution,
                    hedge=hedge.text if hedge else None,
                    negated=negated,
                )
        if subject:
            self.subject = subject

    def _attribution(self, sentence: Sentence, quotes: Sequence[Quote], last: Attribution) -> Attribution:
        """The sentence's own attribution; that of the sentence before where it is a quotation that goes on."""
        if sentence.end - sentence.start > LONGEST_SENTENCE:
            return Attribution()
        found = find_attribution(self.text, sentence.start, sentence.end, previous=self.speaker)
        if found.speaker is None:
            quoted = any(q.start <= sentence.start + 1 and sentence.end - 2 <= q.end for q in quotes)
            return last if quoted else found
        if not is_stand_in(found.speaker):
            self.speaker = found.speaker
        return found

    def _claim(
        self,
        kind: ClaimKind,
        start: int,
        end: int,
        block: Block,
        *,
        figure: Figure | None = None,
        subject: str | None = None,
        attribution: Attribution = _NOBODY,
        hedge: str | None = None,
        negated: bool = False,
    ) -> Claim:
        text = self.text[start:end]
        key = (kind.value, text, figure.text if figure else "")
        occurrence = self.seen[key]
        self.seen[key] += 1
        return Claim(
            id=claim_id(kind, text, key[2], occurrence),
            start=start,
            end=end,
            text=text,
            kind=kind,
            figure=figure,
            subject=subject,
            attribution=attribution,
            hedge=hedge,
            negated=negated,
            section=block.section,
            block=block.kind,
        )
