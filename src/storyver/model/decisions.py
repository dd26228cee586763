"""What reviewers decide of a story's changes and facts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What a reviewer did."""

    CONFIRMED = "confirmed"
    """It is so: the two sides state the same fact."""
    REJECTED = "rejected"
    """It is not so: the two sides do not state the same fact, or there is no such change."""
    RELINKED = "relinked"
    """One side belongs to another claim: the counterpart."""
    NOTED = "noted"
    EVIDENCE = "evidence"
    WITHDRAWN = "withdrawn"
    """An earlier decision is taken back."""


JUDGEMENTS = frozenset({Verdict.CONFIRMED, Verdict.REJECTED, Verdict.RELINKED})
"""Verdicts of which a reviewer's last one on a subject counts. Notes and evidence stand beside each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A claim as it stood when it was decided on."""

    claim: str
    """Its id, which derives from its words."""
    text: str
    figure: str | None
    version: str
    """The id of the version in which it stood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a decision was made on, as it stood then."""

    kind: str = ""
    """The kind of the change, or ``fact``."""
    summary: str = ""
    old: Quoted | None = None
    new: Quoted | None = None
    counterpart: Quoted | None = None
    """The claim that was chosen instead of one of the sides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One entry of a reviewer. None is ever changed: a later one may withdraw it."""

    subject: str
    """What it is on: ``figure:OLD:NEW`` for a change of a figure, with the ids of the two claims, ``KIND:OLD:NEW`` for
    any other change, ``fact:ID`` for a fact. The ids derive from the words."""
    verdict: Verdict
    reviewer: str
    decided: str = ""
    """When, in UTC: ``2026-03-01T10:00:00Z``. Empty before it is entered."""
    counterpart: str | None = None
    """``old:`` or ``new:``, for the side whose place it takes, and the id of a claim."""
    note: str | None = None
    evidence: str | None = None
    """An address, ``http`` or ``https``."""
    withdraws: int | None = None
    """The entry that it takes back."""
    about: About | None = None
    entry: int = 0
    """Its number in the archive's chain; 0 before it is entered."""

    def to_dict(self) -> dict[str, Any]:
        """The decision as plain values."""
        from storyver.serialise import decision_document

        return decision_document(self)
