"""The changes that count as factual whatever the fit says: a figure, a name, a negation, a quotation that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from storyver.classify.factual_features import Difference, Hunk
from storyver.classify.factual_words import Word, figures, words

LONGEST_SWAP = 8
"""Content words of a run, both sides together, up to which a name for a name is a swap and not a new sentence. Chosen
by hand, as is ``LONGEST_TURN``."""
LONGEST_TURN = 4
"""Content words of a run, both sides together, up to which a negation put in or dropped turns the sentence round; a
longer run brings or takes a clause of its own."""

KIN_ENDINGS = ("s", "ish", "an", "ans", "ese", "ch")
"""How a people, its language or what belongs to it is named after a place."""

_CURRENCIES = frozenset("$£€¥₹")
_DOUBLE_QUOTES = frozenset('"“”„«»')


def figure_changed(seen: Difference) -> bool:
    """A number stands where the old version had another number, another sign or another currency."""
    for hunk in seen.hunks:
        old, new = figures(seen.old, hunk.old_at, len(hunk.old)), figures(seen.new, hunk.new_at, len(hunk.new))
        if old and new and Counter(old) != Counter(new):
            return True
        money = [{word.text for word in run} & _CURRENCIES for run in (hunk.old, hunk.new)]
        if all(money) and money[0] != money[1]:
            return True
    return False


def name_changed(seen: Difference) -> bool:
    """A name stands where the old version had another name, which is not its spelling, acronym or abbreviation."""
    for hunk in seen.hunks:
        old, new = _names(hunk.gone, seen.old), _names(hunk.fresh, seen.new)
        kin = any(_akin(one, other) for one in old for other in new)
        if old and new and not kin and _content(hunk) <= LONGEST_SWAP:
            return True
    return False


def negation_changed(seen: Difference) -> bool:
    """A short run puts in a negation or takes one out."""
    return any(_content(hunk) <= LONGEST_TURN and _negations(hunk.old) != _negations(hunk.new) for hunk in seen.hunks)


def quotation_changed(seen: Difference) -> bool:
    """Words between double quotation marks were replaced, put in or dropped while the quotation stays."""
    old, new = _quoted(seen.old), _quoted(seen.new)
    return any(
        _inside(hunk.old_at, len(hunk.old), old) and _inside(hunk.new_at, len(hunk.new), new)
        for hunk in seen.hunks
        if hunk.fresh or hunk.gone
    )


RULES: dict[str, Callable[[Difference], bool]] = {
    "figure_changed": figure_changed,
    "name_changed": name_changed,
    "negation_changed": negation_changed,
    "quotation_changed": quotation_changed,
}
"""In the order in which they are asked."""


def _content(hunk: Hunk) -> int:
    return sum(word.content for word in hunk.old) + sum(word.content for word in hunk.new)


def _names(found: Sequence[Word], side: Sequence[Word]) -> list[str]:
    """The words that are written as names and do not merely begin the sentence."""
    return [word.folded for word in found if word.name and not word.figure and word.start != side[0].start]


def _akin(one: str, other: str) -> bool:
    """Whether one abbreviates the other (``Rev``, ``Reverend``) or one place names both (``Britons``, ``British``)."""
    shorter, longer = sorted((one, other), key=len)
    return (len(shorter) >= 3 and longer.startswith(shorter)) or (
        one[:4] == other[:4] and (one.endswith(KIN_ENDINGS) or other.endswith(KIN_ENDINGS))
    )


def _negations(run: Sequence[Word]) -> int:
    known = words("negations")
    return sum(word.folded in known or word.folded.endswith("n't") for word in run)


def _quoted(side: Sequence[Word]) -> frozenset[int]:
    """Indices of the tokens between a pair of double quotation marks."""
    marks = [index for index, word in enumerate(side) if word.text in _DOUBLE_QUOTES]
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return frozenset(index for opened, closed in pairs for index in range(opened + 1, closed))


def _inside(start: int, length: int, quoted: frozenset[int]) -> bool:
    """Whether a run lies within a quotation; an empty one where both its neighbours may."""
    return all(index in quoted for index in range(start, start + max(1, length)))
