"""What alignment remembers from one version of a story to the next: how figures look that stayed the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any

from storyver.model import Figure

_PLACES = frozenset({"start", "end", "conversion_of", "changed_from"})
figure_content: Callable[[Figure], Hashable] = attrgetter(
    *(one.name for one in fields(Figure) if one.name not in _PLACES)
)
"""All of a figure but where it stands."""

MOST_PAIRS = 250_000
"""Pairs of figures that are remembered; some 30 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Belongs to one story, and goes with it."""

    profiles: dict[Hashable, Mapping[str, Any]] = field(default_factory=dict)
    """What was found around a figure, by its sentence, its place in it and all that bears on it."""
    contents: dict[Hashable, int] = field(default_factory=dict)
    """A number for all that two figures are compared by outside their versions."""
    traits: dict[int, int] = field(default_factory=dict)
    """What a content has that comparisons ask for."""
    pairs: dict[tuple[int, int], Any] = field(default_factory=dict)
    """What is known of two contents, whatever the versions they stand in."""
    values: dict[int, tuple[tuple[object, ...], ...]] = field(default_factory=dict)
    """The keys by which those of about the value of a content are found."""
    most: dict[int, float] = field(default_factory=dict)
    """What a content comes to at most beside one of another value."""
    reasons: dict[tuple[int, int], Any] = field(default_factory=dict)
    """What two linked contents have for and against them, whatever the versions they stand in."""

    def number(self, content: Hashable) -> int:
        """The number of a content, the next free one where it is new."""
        return self.contents.setdefault(content, len(self.contents))

    def keep(self, pair: tuple[int, int], known: object) -> None:
        """Remember what is known of a pair; where there are too many, all are forgotten and found anew."""
        if len(self.pairs) >= MOST_PAIRS:
            self.pairs.clear()
        self.pairs[pair] = known
