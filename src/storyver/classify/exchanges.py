"""Names and offices that stand where others stood, told by the words beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyver.classify.pairs import Comparison, Difference, Pair, two_sided
from storyver.classify.particulars import describe_otherwise, is_dateline, is_same_office
from storyver.classify.passages import Passage, Side
from storyver.classify.spelling import is_acronym, is_misspelling, same_name
from storyver.model import ChangeKind, Mark, MarkKind

_FULL = 2
"""Words of the shortest full name."""
_LONG = 3
"""Words of the shortest name of a body that can be told by a word put in."""
_MOST = 36
"""Pairs of names of two sentences that are compared."""
_SAME_LETTERS = 3
"""First letters that two spellings of a surname have in common, and two forms of a given name."""


def exchange_rule(comparison: Comparison) -> Iterator[Difference]:
    """Names and offices of linked sentences that came where others went."""
    named = _named_in(comparison.old), _named_in(comparison.new)
    for pair in comparison.pairs:
        if pair.link and not pair.loose:
            yield from _names(comparison, pair, named)
            yield from _offices(comparison, pair)


def _named_in(side: Side) -> frozenset[str]:
    """All names of a version, as it has them."""
    return frozenset(mark.value for passage in side.passages for mark in passage.of(MarkKind.NAME))


def _names(comparison: Comparison, pair: Pair, named: tuple[frozenset[str], frozenset[str]]) -> Iterator[Difference]:
    """``named`` are the names of both versions: what the other one names too was not exchanged."""
    old, new = (
        [m for m in marks if m.sort in ("name", "place") and not _speaks(pair, m)]
        for marks in pair.marks(MarkKind.NAME)
    )
    gone = [m for m in old if not any(_may_be_one(m, other) for other in new)]
    come = [m for m in new if not any(_may_be_one(m, other) for other in old)]
    if len(gone) * len(come) > _MOST:
        return  # lists of names
    for before in gone:
        for after in come:
            if before.sort != after.sort or is_acronym(before.value, after.value):
                continue
            if _opens(comparison.old, before) or _opens(comparison.new, after):
                continue
            if after.value in named[0] or before.value in named[1]:
                continue
            if _in_one_place(pair, before, after) or _in_full(before.value, after.value):
                yield _name_change(comparison, pair, before, after)


def _may_be_one(old: Mark, new: Mark) -> bool:
    return same_name(old.value, new.value) and not _in_full(old.value, new.value)


def _opens(side: Side, mark: Mark) -> bool:
    """Whether it is where a report was filed, or the word with a capital behind that: "OSLO - Sales rose"."""
    return is_dateline(side, mark) or side.text[max(0, mark.start - 2) : mark.start].strip() in ("-", "–", "—")


def _speaks(pair: Pair, mark: Mark) -> bool:
    """Whether it is who says something, of which the rule on attributions speaks."""
    return any(m.start <= mark.start < m.end for marks in pair.marks(MarkKind.ATTRIBUTION) for m in marks)


def _in_full(old: str, new: str) -> bool:
    """Whether two full names differ in one part that no misspelling explains: a longer form of the given name, or a
    surname that goes on otherwise; or a body's name has a word more inside."""
    here, there = old.lower().split(), new.lower().split()
    if len(here) == len(there) == _FULL and here != there:
        (given, surname), (other, another) = here, there
        if surname == another:
            return given[:_SAME_LETTERS] == other[:_SAME_LETTERS] and min(len(given), len(other)) >= _SAME_LETTERS
        alike = surname[:_SAME_LETTERS] == another[:_SAME_LETTERS]
        return given == other and alike and not is_misspelling(surname, another)
    shorter, longer = sorted((here, there), key=len)
    if len(shorter) < _LONG or len(longer) != len(shorter) + 1:
        return False
    put_in = next((k for k, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    return 0 < put_in < len(shorter) and longer[put_in + 1 :] == shorter[put_in:]


def _in_one_place(pair: Pair, old: Mark, new: Mark) -> bool:
    """Whether the words beside the two are the same: that in front of them, and one more."""
    (front, behind), (other_front, other_behind) = _beside(pair.old, old), _beside(pair.new, new)
    if not front or not other_front or front[-1] != other_front[-1]:
        return False
    return behind == other_behind or (front == other_front and "" not in front)


def _beside(passages: Sequence[Passage], mark: Mark) -> tuple[list[str], list[str]]:
    run = next(p.words for p in passages if p.sentence.start <= mark.start < p.sentence.end)
    front = [w.folded for w in run if w.end <= mark.start]
    behind = [w.folded for w in run if w.start >= mark.end]
    return ["", *front][-2:], behind[:1]


def _offices(comparison: Comparison, pair: Pair) -> Iterator[Difference]:
    """An office whose holder is not named: "the health minister will visit", "the prime minister will visit"."""
    old, new = ([m for m in marks if not m.sort and not _speaks(pair, m)] for marks in pair.marks(MarkKind.ROLE))
    gone = [m for m in old if not any(_one_office(m, other) for other in new)]
    come = [m for m in new if not any(_one_office(m, other) for other in old)]
    if len(gone) == len(come) == 1 and _beside(pair.old, gone[0])[1] == _beside(pair.new, come[0])[1]:
        yield _name_change(comparison, pair, gone[0], come[0])


def _one_office(old: Mark, new: Mark) -> bool:
    return is_same_office(old, new) or is_same_office(new, old) or describe_otherwise(old, new)


def _name_change(comparison: Comparison, pair: Pair, old: Mark, new: Mark) -> Difference:
    return two_sided(
        comparison,
        pair,
        old,
        new,
        ChangeKind.NAME_CHANGED,
        "name_exchanged",
        f"“{new.text}” stands where “{old.text}” stood.",
        f"Name: “{old.text}” has become “{new.text}”.",
    )
