"""What a reading rule hands over before qualifier, counted thing and conversion are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from storyver.extract.calendar import Day
from storyver.extract.lexer import Token
from storyver.model import FigureKind, Qualifier


class Found(NamedTuple):
    """A figure at tokens ``first`` to ``end``."""

    first: int
    end: int
    kind: FigureKind
    rule: str
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    date: str | None = None
    resolved: bool = False
    """Part of the date is filled in from the day of publication."""
    relative: bool = False
    """The date is named by its distance from that day alone."""
    qualifier: Qualifier | None = None
    """Set where the rule itself settles it."""
    vague: bool = False
    behind: int | None = None
    """Where the qualifier behind and the counted thing are looked for, when not at ``end``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The text that the rules read from."""

    text: str
    tokens: Sequence[Token]
    published: Day | None
    words: frozenset[str]
    """The lower-case words, numbers and signs of the text."""
    metres: bool
    """The text speaks of heights, depths or distances: a bare "m" may be metres."""
