"""Rules on editor's notes and on text that changed its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyver.classify.pairs import Comparison, Difference, sentence_claim
from storyver.classify.passages import SILENT, Side
from storyver.model import Block, BlockKind, ChangeKind, ClaimKind, LinkKind, Sentence, SentenceLink

LIKE_ENOUGH = 0.7
"""The similarity from which an edited sentence in another place is reported as moved."""


def notice_rule(comparison: Comparison) -> Iterator[Difference]:
    """A correction notice that came, went or was changed."""
    old, new = _notices(comparison.old), _notices(comparison.new)
    gone = [text for text in old if text not in new]
    come = [text for text in new if text not in old]
    for before, after in zip((*gone, *[None] * len(come)), (*come, *[None] * len(gone)), strict=True):
        if before is None and after is None:
            continue
        claim_old = comparison.old.claim(old[before].start, old[before].end, ClaimKind.CORRECTION) if before else None
        claim_new = comparison.new.claim(new[after].start, new[after].end, ClaimKind.CORRECTION) if after else None
        rule, what = (
            ("notice_changed", "was changed")
            if before and after
            else ("notice_added", "was added")
            if after
            else ("notice_removed", "was removed")
        )
        note = after or before or ""
        yield Difference(
            kind=ChangeKind.CORRECTION_NOTICE,
            old=claim_old,
            new=claim_new,
            rule=rule,
            text=f"An editor's note {what}.",
            summary=f"An editor's note {what}: {note}",
        )


def _notices(side: Side) -> dict[str, Block]:
    return {" ".join(side.text[b.start : b.end].split()): b for b in side.reading.blocks if b.kind is BlockKind.NOTICE}


def move_rule(comparison: Comparison) -> Iterator[Difference]:
    """Sentences whose link crosses the order of the others. Neighbours that moved together are one change."""
    run: list[SentenceLink] = []
    for link in comparison.alignment.sentences:
        if not link.moved or (link.kind is not LinkKind.SAME and link.score < LIKE_ENOUGH):
            continue  # what was rewritten stands where the new text wants it
        if run and not _together(comparison, run[-1], link):
            yield _moved(comparison, run)
            run = []
        run.append(link)
    if run:
        yield _moved(comparison, run)


def _together(comparison: Comparison, first: SentenceLink, second: SentenceLink) -> bool:
    """Whether the second link's sentences follow those of the first in one block on both sides."""
    return _follows(comparison.old, first.old, second.old) and _follows(comparison.new, first.new, second.new)


def _follows(side: Side, first: Sequence[Sentence], second: Sequence[Sentence]) -> bool:
    here, there = side.at(first[-1].start), side.at(second[0].start)
    return there.number == here.number + 1 and here.block.start == there.block.start


def _moved(comparison: Comparison, run: list[SentenceLink]) -> Difference:
    old = [comparison.old.at(s.start) for link in run for s in link.old]
    new = [comparison.new.at(s.start) for link in run for s in link.new]
    claim = sentence_claim(comparison.new, new)
    return Difference(
        kind=ChangeKind.MOVED,
        old=sentence_claim(comparison.old, old),
        new=claim,
        rule="order",
        text="The order of the sentences has changed.",
        summary=f"Moved: {claim.text}",
    )


def states_nothing(difference: Difference) -> bool:
    """Whether a difference lies in a date line or byline."""
    return any(claim is not None and claim.block in SILENT for claim in (difference.old, difference.new))
