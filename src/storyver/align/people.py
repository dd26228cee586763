"""Words for people: what "people" may be called elsewhere."""

from __future__ import annotations

from functools import cache

from storyver.align.words import word_set
from storyver.wording import concept

PEOPLE = concept("people")


def are_people(one: str, other: str) -> bool:
    """Of two concepts one is "people", and the other what some people are called."""
    return PEOPLE in (one, other) and ({one, other} - {PEOPLE}) <= _persons()


@cache
def _persons() -> frozenset[str]:
    return frozenset(concept(word) for word in word_set("persons"))
