"""What is singled out in one version and not in the other: the largest, the first to, more than any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from storyver.classify.pairs import Comparison, Pair, Points, is_apart, is_changed
from storyver.classify.passages import Passage, Side, told
from storyver.wording import Phrases, Word, table


def singled_out(comparison: Comparison) -> tuple[Points, Points]:
    """The words that single something out in linked sentences of one version, by where they stand, where neither the
    counterpart nor its neighbours do, and the other version has them nowhere."""
    old: Points = {}
    new: Points = {}
    for pair in comparison.pairs:
        if pair.link is None or not is_changed(pair.link) or is_apart(pair):
            continue
        old.update(_alone(pair, comparison.new, old=True))
        new.update(_alone(pair, comparison.old, old=False))
    return old, new


def _alone(pair: Pair, other: Side, *, old: bool) -> Iterator[tuple[int, tuple[str, str]]]:
    here, there = (pair.old, pair.new) if old else (pair.new, pair.old)
    found = [both for passage in here for both in _in(passage)]
    if not found or any(not _likewise().isdisjoint(near.held.folded) for near in _around(there, other)):
        return
    for word, phrase in found:
        if not any(phrase == said for passage in other.passages for _, said in _in(passage)):
            reason = f"Nothing in the {'new' if old else 'old'} version says “{phrase}”."
            yield word.start, ("superlative", reason)


def _around(passages: Sequence[Passage], side: Side) -> Sequence[Passage]:
    """The sentences with those in front and behind."""
    first, last = passages[0].number, passages[-1].number
    return side.passages[max(0, first - 1) : last + 2]


def _in(passage: Passage) -> Iterator[tuple[Word, str]]:
    """The words and phrases of a sentence that single something out."""
    if _firsts().isdisjoint(passage.held.folded):
        return
    run = list(told(passage))
    for at in _phrases().places(run):
        if found := _phrases().at(run, at):
            yield run[at], found[1]


@cache
def _phrases() -> Phrases:
    rows = table(_DATA)
    return Phrases((phrase, phrase) for phrase in (*rows["words"].split(), *rows["phrases"]))


@cache
def _firsts() -> frozenset[str]:
    rows = table(_DATA)
    return frozenset(phrase.split()[0] for phrase in (*rows["words"].split(), *rows["phrases"]))


@cache
def _likewise() -> frozenset[str]:
    rows = table(_DATA)
    return frozenset((*rows["words"].split(), *rows["likewise"].split()))


_DATA = Path(__file__).with_name("data") / "superlatives.toml"
