"""One version as it is aligned: what is asked of it again with every version that it is compared with, found once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from itertools import chain

from storyver.align.contents import with_contents
from storyver.align.groups import group_mentions
from storyver.align.memory import Memory
from storyver.align.mentions import Mention, find_mentions
from storyver.align.prepare import Prepared, prepare
from storyver.align.rarity import Concepts, Rarity, count_concepts
from storyver.model import Reading


class Side:
    """A reading with its sentences, figures and their counts made ready. Nothing is done before it is asked for."""

    def __init__(self, reading: Reading, memory: Memory | None = None) -> None:
        """``memory`` is that of its story, where more than two versions are compared."""
        self.reading = reading
        self.memory = memory

    @cached_property
    def sentences(self) -> tuple[Prepared, ...]:
        """Its sentences in the order of the text."""
        return prepare(self.reading)

    @cached_property
    def terms(self) -> Mapping[str, int]:
        """In how many of its sentences each term and each figure stands."""
        held = (held for item in self.sentences for held in (item.terms, item.figures))
        return Counter(chain.from_iterable(held))

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Its figures in the order of the text."""
        return with_contents(find_mentions(self.reading, self.memory), self.memory)

    @cached_property
    def concepts(self) -> Concepts:
        """Around how many of its figures each concept stands."""
        return count_concepts(self.mentions)

    @cached_property
    def groups(self) -> tuple[tuple[Mention, ...], ...]:
        """Its figures in groups that state one fact."""
        return group_mentions(self.mentions, Rarity(self.concepts))

    @cached_property
    def group_of(self) -> Mapping[int, int]:
        """The index of the group of each figure, by the figure's number."""
        return {mention.number: index for index, group in enumerate(self.groups) for mention in group}


def side_of(version: Reading | Side) -> Side:
    """The version's side, made now where it is only a reading."""
    return version if isinstance(version, Side) else Side(version)
