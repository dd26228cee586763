"""Events that one version tells of and the other does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from storyver.classify.pairs import Comparison, Points, stating
from storyver.classify.passages import Passage, Side, stating_terms, told
from storyver.classify.tables import table
from storyver.wording import concept


def happened(comparison: Comparison) -> tuple[Points, Points]:
    """The events that linked sentences of one version tell of, and no sentence of the other does, nor any that is
    linked with them in other words."""
    old: Points = {}
    new: Points = {}
    for pair in stating(comparison):
        old.update(_untold(pair.old, pair.new, comparison.new, "new"))
        new.update(_untold(pair.new, pair.old, comparison.old, "old"))
    return old, new


def _untold(
    here: Sequence[Passage], linked: Sequence[Passage], there: Side, name: str
) -> Iterator[tuple[int, tuple[str, str]]]:
    events = likewise()
    answers = {concept(word) for passage in linked for word in passage.held.folded}
    for passage in here:
        if events.keys().isdisjoint(passage.concepts):
            continue
        said = {word.start for word in told(passage)}
        for term in stating_terms(passage):
            others = events.get(term.concept) if term.text.lower() in forms() else None
            if others is None or term.start not in said or term.concept in there.holders:
                continue
            if others.isdisjoint(answers):
                yield term.start, ("event", f"Nothing in the {name} version says “{term.text}” or the like.")


@cache
def forms() -> frozenset[str]:
    """The words that are the point of their clause, in lower case."""
    return frozenset(word for events, _ in _lines() for word in events)


@cache
def likewise() -> Mapping[str, frozenset[str]]:
    """For the concept of each of these words the concepts that tell of the same event too."""
    found: dict[str, set[str]] = {}
    for words, more in _lines():
        events, others = set(map(concept, words)), set(map(concept, more))
        for event in events:
            found.setdefault(event, set()).update(others, events if others else ())
    for event, others in list(found.items()):
        for other in others & found.keys():
            found[other].add(event)
    return {event: frozenset(others) for event, others in found.items()}


def _lines() -> Iterator[tuple[list[str], list[str]]]:
    for line in table("events")["events"].strip().splitlines():
        events, _, others = line.partition("|")
        yield events.split(), others.split()
