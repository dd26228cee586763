"""How soon a fact-checker should look at a change."""

from __future__ import annotations

from storyver.model import BlockKind, ChangeKind, Claim, Importance, Reading

_BY_KIND = {
    ChangeKind.CORRECTION_NOTICE: Importance.HIGH,
    ChangeKind.NEGATED: Importance.HIGH,
    ChangeKind.INCREASED: Importance.MEDIUM,
    ChangeKind.DECREASED: Importance.MEDIUM,
    ChangeKind.REVISED: Importance.MEDIUM,
    ChangeKind.RESCOPED: Importance.MEDIUM,
    ChangeKind.QUOTE_ALTERED: Importance.MEDIUM,
    ChangeKind.ATTRIBUTION_CHANGED: Importance.MEDIUM,
    ChangeKind.HEDGE_ADDED: Importance.MEDIUM,
    ChangeKind.HEDGE_DROPPED: Importance.MEDIUM,
    ChangeKind.NAME_CHANGED: Importance.MEDIUM,
    ChangeKind.DATE_CHANGED: Importance.MEDIUM,
    ChangeKind.UNCERTAIN: Importance.MEDIUM,
    ChangeKind.RESTORED: Importance.MEDIUM,
    ChangeKind.REQUALIFIED: Importance.LOW,
    ChangeKind.ADDED: Importance.LOW,
    ChangeKind.REMOVED: Importance.LOW,
    ChangeKind.MOVED: Importance.NONE,
    ChangeKind.REWORDED: Importance.NONE,
    ChangeKind.UNCHANGED: Importance.NONE,
}
"""What a change of each kind is worth in the body of an article."""

_UP = {Importance.LOW: Importance.MEDIUM, Importance.MEDIUM: Importance.HIGH}


def rate_importance(
    kind: ChangeKind, old: Claim | None, new: Claim | None, *, lead_end: tuple[int, int] = (0, 0)
) -> Importance:
    """One grade by the kind of change, one grade more in the headline or the first paragraph.

    ``lead_end`` gives for the old and the new version where the first paragraph ends. Links to other pages and captions
    never go above low, and what carries no fact stays at none.
    """
    rank = _BY_KIND[kind]
    sides = [(claim, end) for claim, end in zip((old, new), lead_end, strict=True) if claim]
    if rank is not Importance.NONE and all(claim.block is BlockKind.LINK_LINE for claim, _ in sides):
        return Importance.LOW
    prominent = any(claim.block is BlockKind.TITLE or claim.start < end for claim, end in sides)
    return _UP.get(rank, rank) if prominent else rank


def lead_end(reading: Reading) -> int:
    """Where the first paragraph of a version ends, as an offset into its text; 0 without one."""
    return next((block.end for block in reading.blocks if block.kind is BlockKind.PARAGRAPH), 0)
