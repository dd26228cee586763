"""Negation: words that turn a claim into its opposite, and pairs of opposites such as "rose" and "fell"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from storyver.extract.hedges import clause_around, clauses
from storyver.extract.number import ONES
from storyver.extract.tables import table
from storyver.wording import Phrases, Word, function_words, stem

_GOING = frozenset(
    ("go", "goes", "going", "gone", "went", "come", "comes", "coming", "came", "edged", "inched", "moved")
)
_REACH = 6
"""Words behind a negator within which the word that it denies is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Negation:
    """A negator at its place and the word that it denies."""

    start: int
    end: int
    text: str
    denied: str
    """The stem of the first word of content behind it, "" where there is none."""
    scope_start: int
    scope_end: int
    """From the negator to the end of its clause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Polarity:
    """A word that has an opposite."""

    start: int
    end: int
    text: str
    group: str
    """The pair, such as ``rise-fall``; a word may belong to several, joined by a space."""
    side: str
    """The side of each group, ``+`` or ``-``, joined like ``group``."""
    scope_start: int
    scope_end: int


@cache
def _negators() -> Phrases:
    return Phrases((phrase, "negator") for phrase in table("negation")["negators"]["words"])


@cache
def _first_words() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in table("negation")["negators"]["words"])


@cache
def _opposites() -> Mapping[str, tuple[tuple[str, str], ...]]:
    sides: dict[str, tuple[tuple[str, str], ...]] = {}
    tables = table("negation")
    words = ((group, [forms.split() for forms in row]) for group, row in tables["opposites"].items())
    for group, row in (*words, *tables["phrases"].items()):
        for side, forms in zip("+-", row, strict=True):
            for form in forms:
                sides[form] = (*sides.get(form, ()), (group, side))
    return sides


@cache
def _opposite_phrases() -> Phrases:
    return Phrases((form, form) for form in _opposites())


@cache
def _second_words() -> Mapping[str, frozenset[str]]:
    """The words with which a form of an opposite begins, each with those that must follow; none where it may be all.

    Many forms begin with an auxiliary, behind which another word stands most often.
    """
    found: dict[str, set[str]] = {}
    alone = {form for form in _opposites() if " " not in form}
    for form in _opposites():
        first, _, rest = form.partition(" ")
        found.setdefault(first, set()).update(rest.split()[:1])
    return {first: frozenset() if first in alone else frozenset(following) for first, following in found.items()}


def find_negations(text: str, start: int = 0, end: int | None = None) -> tuple[Negation, ...]:
    """The negators of the sentence in order, contractions in n't among them."""
    limit = len(text) if end is None else end
    run, starts = clauses(text, start, limit)
    found = []
    behind = 0
    for index in (k for k, word in enumerate(run) if word.folded in _first_words() or word.folded.endswith("n't")):
        length = _length(run, index) if index >= behind else 0
        if not length:
            continue
        last = index + length - 1
        behind = last + 1
        finish = _clause_end(run, starts, last, limit)
        found.append(
            Negation(
                start=run[index].start,
                end=run[last].end,
                text=text[run[index].start : run[last].end],
                denied=_denied(run, last + 1, finish),
                scope_start=run[index].start,
                scope_end=finish,
            )
        )
    return tuple(found)


def find_polarities(text: str, start: int = 0, end: int | None = None) -> tuple[Polarity, ...]:
    """The words of the sentence that have an opposite, in order."""
    limit = len(text) if end is None else end
    run, starts = clauses(text, start, limit)
    found = []
    behind, seconds = 0, _second_words()
    for index in [k for k, word in enumerate(run) if word.folded in seconds]:
        following = seconds[run[index].folded]
        if index < behind or (following and (index + 1 == len(run) or run[index + 1].folded not in following)):
            continue
        match = _opposite_phrases().at(run, index)
        if match is None:
            continue
        length, form = match
        pairs = _opposites()[form]
        if _goes(run, index):
            pairs = (*pairs, ("rise-fall", pairs[0][1]))  # "gone up" is "risen"
        if length > 1 or not _is_particle(run, index):
            behind = index + length
            last = behind - 1
            scope = clause_around(run, starts, index, last, start, limit)
            found.append(
                Polarity(
                    start=run[index].start,
                    end=run[last].end,
                    text=text[run[index].start : run[last].end],
                    group=" ".join(group for group, _ in pairs),
                    side=" ".join(side for _, side in pairs),
                    scope_start=scope[0],
                    scope_end=scope[1],
                )
            )
    return tuple(found)


def _length(run: Sequence[Word], index: int) -> int:
    """How many words the negator at ``index`` has; 0 where there is none."""
    folded = run[index].folded
    if folded.endswith("n't"):
        return 1
    match = _negators().at(run, index)
    if match is None:
        return 0
    following = run[index + 1].folded if index + 1 < len(run) else ""
    if folded == "no" and (
        following[:1].isdigit() or following in ("doubt", "fewer", "less", "more", "later", "earlier", "sooner")
    ):
        return 0
    if folded == "not" and following in ("only", "least", "just", "far", "quite"):
        return 0
    return match[0]


def _clause_end(run: Sequence[Word], starts: Sequence[int], last: int, end: int) -> int:
    """Where the clause of the negator that ends with word ``last`` stops: at punctuation or a connective."""
    following = bisect_right(starts, last)
    return run[starts[following] - 1].end if following < len(starts) else end


def _denied(run: Sequence[Word], first: int, end: int) -> str:
    for word in run[first : first + _REACH]:
        if word.start >= end:
            break
        if word.folded not in function_words() and not word.folded[0].isdigit() and not word.folded.endswith("ly"):
            return stem(word.folded)
    return ""


def _goes(run: Sequence[Word], index: int) -> bool:
    """ "Gone up", "came down"."""
    return bool(index) and run[index].folded in ("up", "down") and run[index - 1].folded in _GOING


def _is_particle(run: Sequence[Word], index: int) -> bool:
    """ "Up to 40", "over a fine", "more than 30": a qualifier or a bare preposition, no opposite of anything."""
    folded = run[index].folded
    following = run[index + 1].folded if index + 1 < len(run) else ""
    if folded == "end":
        return bool(index) and run[index - 1].folded in ("the", "year", "month") and following in ("of", "")
    if folded in ("up", "down"):
        return (following == "to" and not _goes(run, index)) or not index
    if folded == "more" and index and _is_number(run[index - 1]) and "than" not in _folded(run, index):
        return True  # "two more seats" are added to others
    if folded in ("more", "less", "fewer"):
        return following == "than" and not (
            index and run[index - 1].folded in ("costs", "cost", "is", "was", "pay", "paid")
        )
    return folded in ("over", "under") and following not in ("the",)


def _is_number(word: Word) -> bool:
    return word.folded[0].isdigit() or word.folded in ONES


def _folded(run: Sequence[Word], index: int) -> list[str]:
    return [word.folded for word in run[index + 1 : index + _REACH]]
