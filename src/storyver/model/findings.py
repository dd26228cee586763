"""What arithmetic says of a story: figures of its versions that do not fit together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storyver.model.claims import Claim


class CheckRule(StrEnum):
    """What was worked out."""

    CONVERSION = "conversion"
    """A value and its restatement in another unit."""
    EXCHANGE_RATE = "exchange_rate"
    """The rates that the amounts of one version imply for two currencies."""
    RATE_JUMP = "rate_jump"
    """The rates that two versions imply."""
    HALF_EDITED = "half_edited"
    """A value that was edited while its restatement was left as it was, or the other way round."""
    SUM = "sum"
    """Parts and their total."""
    REST = "rest"
    """So many of so many, and how many are left."""
    WHOLE = "whole"
    """Percentages of one whole."""
    SHARE = "share"
    """So many of so many, or a share in words, and the percentage that this is said to be."""
    DIFFERENCE = "difference"
    """From so much to so much, and the size or the direction of the change; two sides of a vote, and the majority."""
    AVERAGE = "average"
    """Values, and the mean that is given of them."""
    PER_HEAD = "per_head"
    """A sum, how many share it or pay it, and how much that is for each."""
    HEADLINE = "headline"
    """The headline, or a caption, and the body."""
    AGE = "age"
    """Ages and years of birth of one person."""
    DATE = "date"
    """Weekdays and dates, the order of dates, and spans of time with their ends."""


class Standing(StrEnum):
    """What a finding amounts to."""

    WRONG = "wrong"
    """The figures cannot all be right as they are written."""
    NAMED = "named"
    """Something that has innocent explanations: it is pointed out and not judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A claim that takes part in a calculation, and the version that states it."""

    version: int
    """Index into the result's versions."""
    claim: Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Figures that do not fit together."""

    id: str
    rule: CheckRule
    standing: Standing
    versions: tuple[int, ...]
    """Indices of the versions in which it stands; of the two versions for what lies between them."""
    exhibits: tuple[Exhibit, ...]
    """In the order of the versions and of their texts; those of the first version in which it stands."""
    arithmetic: str
    """The calculation, with the tolerance that the figures as they are written leave."""
    summary: str
    """One English sentence."""
    excuse: str | None = None
    """The words by which the text itself says why; None for a finding that nothing in the text explains."""
