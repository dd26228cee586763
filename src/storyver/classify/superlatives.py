"""What is singled out in one version and not in the other: the largest, the first to, more than any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from functools import cache

from storyver.classify.pairs import Comparison, Points, stating
from storyver.classify.passages import Passage, Side, told
from storyver.classify.tables import table
from storyver.wording import Phrases, Word


def singled_out(comparison: Comparison) -> tuple[Points, Points]:
    """The words that single something out in linked sentences of one version, by where they stand, where neither the
    counterpart nor its neighbours do, and the other version has them nowhere."""
    old: Points = {}
    new: Points = {}
    said = {phrase for passage in comparison.old.passages for _, phrase in _in(passage)}
    says = {phrase for passage in comparison.new.passages for _, phrase in _in(passage)}
    for pair in stating(comparison):
        old.update(_alone(pair.old, _around(pair.new, comparison.new), says, "new"))
        new.update(_alone(pair.new, _around(pair.old, comparison.old), said, "old"))
    return old, new


def _alone(
    here: Sequence[Passage], near: Sequence[Passage], said: Set[str], name: str
) -> Iterator[tuple[int, tuple[str, str]]]:
    """What sentences single out where those ``near`` in the other version do not, and that version does not in any of
    the phrases that it has ``said``."""
    found = [(word, phrase) for passage in here for word, phrase in _in(passage) if phrase not in said]
    if found and all(_likewise().isdisjoint(passage.held.folded) for passage in near):
        for word, phrase in found:
            yield word.start, ("superlative", f"Nothing in the {name} version says “{phrase}”.")


def _around(passages: Sequence[Passage], side: Side) -> Sequence[Passage]:
    """The sentences with those in front and behind."""
    first, last = passages[0].number, passages[-1].number
    return side.passages[max(0, first - 1) : last + 2]


def _in(passage: Passage) -> Iterator[tuple[Word, str]]:
    """The words and phrases of a sentence that single something out."""
    if _keys().isdisjoint(passage.held.folded):
        return
    run = list(told(passage))
    for at in _phrases().places(run):
        if found := _phrases().at(run, at):
            yield run[at], found[1]


@cache
def _phrases() -> Phrases:
    return Phrases((phrase, phrase) for phrase in _listed())


@cache
def _keys() -> frozenset[str]:
    """The longest word of each phrase; a sentence without any of them has no phrase."""
    return frozenset(max(phrase.split(), key=len) for phrase in _listed())


@cache
def _likewise() -> frozenset[str]:
    rows = table("superlatives")
    return frozenset((*rows["words"].split(), *rows["likewise"].split()))


def _listed() -> tuple[str, ...]:
    rows = table("superlatives")
    return (*rows["words"].split(), *rows["phrases"])
