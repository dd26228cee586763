"""Where each figure and quotation of a version comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storyver.model.changes import ChangeKind


class AnnotationKind(StrEnum):
    """What is annotated."""

    FIGURE = "figure"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLink:
    """A quotation of the old version and what has become of it in the new one, by where they start."""

    old: int
    new: int
    altered: bool
    """Whether its words are no longer the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """A figure or quotation, with the version in which it came in and the one in which it last changed."""

    start: int
    end: int
    text: str
    kind: AnnotationKind
    came: int
    """Index of the version that first states the fact, or has the quotation in whatever words."""
    changed: int | None
    """Index of the version in which it became what it is here; None where it never changed."""
    change: ChangeKind | None
    """How it changed there; None where it never did."""
    was: str | None
    """The words before that; None where it never changed, or was left out until then."""
    fact: str | None
    """The id of the fact; None for a quotation."""
    label: str | None
    """What the fact is called; None for a quotation."""
