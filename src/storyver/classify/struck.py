"""Changes on which reviewers ruled: those that they struck are kept as noise is, the others name them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

from storyver.decided import Decided, Ruling
from storyver.model import Alignment, Change, DiffResult, Reason, Suppressed

REJECTED: Final = "rejected_by_reviewer"


def strike(result: DiffResult, alignment: Alignment, decided: Decided) -> DiffResult:
    """The result without the changes that reviewers rejected, other than links of figures: those the alignment leaves
    out, and here the two figures say why they stand alone."""
    if not decided:
        return result
    kept: list[Change] = []
    suppressed = list(result.suppressed)
    ids = [{claim.id for claim in reading.claims if claim.figure} for reading in (alignment.old, alignment.new)]
    for change in result.changes:
        ruled = decided.strikes(change)
        if ruled is not None and ruled.ruling is Ruling.APART:
            texts = (side.text if side else "" for side in (change.old, change.new))
            suppressed.append(Suppressed(rule=REJECTED, **dict(zip(("old", "new"), texts, strict=True))))
            continue
        reasons = [ruled.reason] if ruled else [*_kept_apart(change, ids, decided)]
        kept.append(replace(change, reasons=(*reasons, *change.reasons)) if reasons else change)
    return replace(result, changes=tuple(kept), suppressed=tuple(suppressed))


def _kept_apart(change: Change, ids: list[set[str]], decided: Decided) -> Iterator[Reason]:
    """Why a figure without a counterpart has none, where reviewers said so."""
    claim = change.old or change.new
    if claim is None or claim.figure is None or (change.old and change.new):
        return
    others: Collection[str] = ids[1] if change.old else ids[0]
    for pair, ruled in sorted(decided.pairs.items(), key=lambda item: sorted(item[0])):
        if ruled.ruling is Ruling.APART and claim.id in pair and (pair - {claim.id} or pair) & set(others):
            yield ruled.reason
