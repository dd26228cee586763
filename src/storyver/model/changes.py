"""How claims differ between two versions, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storyver.model.claims import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """A difference that a rule calls noise, kept so that it can be counted and listed."""

    rule: str
    old: str
    new: str


class ChangeKind(StrEnum):
    """How a claim, or the place of a claim, differs between two versions."""

    UNCHANGED = "unchanged"
    INCREASED = "increased"
    DECREASED = "decreased"
    REVISED = "revised"
    REQUALIFIED = "requalified"
    RESCOPED = "rescoped"
    REWORDED = "reworded"
    QUOTE_ALTERED = "quote_altered"
    ATTRIBUTION_CHANGED = "attribution_changed"
    HEDGE_ADDED = "hedge_added"
    HEDGE_DROPPED = "hedge_dropped"
    NEGATED = "negated"
    NAME_CHANGED = "name_changed"
    DATE_CHANGED = "date_changed"
    CORRECTION_NOTICE = "correction_notice"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"
    RESTORED = "restored"
    UNCERTAIN = "uncertain"


WITHOUT_EFFECT = frozenset({ChangeKind.UNCHANGED, ChangeKind.REWORDED, ChangeKind.MOVED})
"""Kinds that leave every fact as it was. ``uncertain`` is not among them: behind it a fact may have moved."""

CAME_OR_WENT = frozenset({ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.RESTORED})
"""Kinds of a fact that one of two versions does not state."""


class Importance(StrEnum):
    """How soon a fact-checker should look."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE = "none"

    def rank(self) -> int:
        """Its place among all, 0 for the highest."""
        return _RANKS[self]


_RANKS = {importance: place for place, importance in enumerate(Importance)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One comparison or rule behind an answer, and what it contributed."""

    rule: str
    """The name of the comparison or rule, in snake case."""
    text: str
    """What it found, in English."""
    weight: float | None = None
    """What it added to the score; None for a rule that decides alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How one claim of the old version stands to one of the new version."""

    id: str
    kind: ChangeKind
    old: Claim | None
    new: Claim | None
    score: float
    """How sure the link between the two sides is, 0 to 1; 1 for a one-sided change."""
    importance: Importance
    reasons: tuple[Reason, ...]
    summary: str
    """One English sentence."""
