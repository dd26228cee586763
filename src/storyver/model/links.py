"""Which parts of two versions correspond."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storyver.model.blocks import Sentence
from storyver.model.changes import Reason
from storyver.model.claims import Claim, Reading


class LinkKind(StrEnum):
    """How sentences of the old version correspond to sentences of the new one."""

    SAME = "same"
    EDITED = "edited"
    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordEdit:
    """A run of words that was replaced, dropped or put in between two linked sentences."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    """Offsets into the two versions' texts; ``old_start == old_end`` where words were put in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceLink:
    """A correspondence of sentences; every sentence of both versions is in exactly one link."""

    kind: LinkKind
    old: tuple[Sentence, ...]
    new: tuple[Sentence, ...]
    moved: bool = False
    score: float = 1.0
    """Similarity of the two sides with their figures masked, 0 to 1."""
    edits: tuple[WordEdit, ...] = ()
    """Empty for ``same``, ``added`` and ``removed``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLink:
    """Two figure claims that state the same fact, or may do so."""

    old: Claim
    new: Claim
    score: float
    certain: bool
    """False for a link that a person should look at; it becomes an ``uncertain`` change."""
    reasons: tuple[Reason, ...]
    """The waterfall: what each comparison contributed, the largest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Which parts of two versions correspond."""

    old: Reading
    new: Reading
    sentences: tuple[SentenceLink, ...]
    figures: tuple[FigureLink, ...]
