"""Hedges: words that make a claim less than certain, each with the class and strength of its doubt.

"According to" is an attribution and "at least" qualifies a figure; neither is a hedge here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from storyver.extract.tables import table
from storyver.remembered import remembered
from storyver.wording import Phrases, Word, function_words, words

_BREAK = re.compile(r"[,;:()–—\"“”]|\s-\s")
_FEWEST = 2
"""Words of content in a clause beside the hedge itself."""
_CONNECTIVES = frozenset(("and", "but", "while", "which", "who", "where", "because", "although", "though", "whereas"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge:
    """A hedge at its place; offsets are into the text given."""

    start: int
    end: int
    text: str
    sort: str
    """``report``, ``belief``, ``likelihood``, ``plan``, ``evidence`` or ``condition``."""
    strength: int
    """How much doubt it casts: 3 as in "reportedly", 2 as in "would"."""
    scope_start: int
    scope_end: int
    """The clause in which it stands."""


@cache
def _phrases() -> Phrases:
    rows = table("hedges")
    return Phrases((phrase, sort) for sort, row in rows.items() for phrase in row.get("phrases", ()))


def strongest(hedges: Sequence[Hedge]) -> Hedge | None:
    """The hedge of the most doubt, the first of equals; None where there is none."""
    return max(hedges, key=lambda hedge: (hedge.strength, -hedge.start), default=None)


def find_hedges(text: str, start: int = 0, end: int | None = None) -> tuple[Hedge, ...]:
    """The hedges of the sentence ``text[start:end]`` in order."""
    limit = len(text) if end is None else end
    run, starts = clauses(text, start, limit)
    hedges = []
    behind = 0
    for index in _phrases().places(run):
        match = None if index < behind or _is_noun(run, index) else _phrases().at(run, index)
        if match is None:
            continue
        length, sort = match
        last = run[index + length - 1]
        if last.folded in ("could", "would") and index + 1 < len(run) and run[index + 1].folded == "not":
            continue
        if last.folded == "may" and _forbids(run, index):
            continue
        if last.folded == "could" and _perceives(run, index + 1):
            continue
        scope = clause_around(run, starts, index, index + length - 1, start, limit)
        if sort == "condition":
            scope = _main_clause(run, index + length, scope[1], limit) if index == 0 else (start, run[index].start)
        hedges.append(
            Hedge(
                start=run[index].start,
                end=last.end,
                text=text[run[index].start : last.end],
                sort=sort,
                strength=table("hedges")["strength"][sort],
                scope_start=scope[0],
                scope_end=scope[1],
            )
        )
        behind = index + length
    return tuple(hedges)


def _forbids(run: Sequence[Word], index: int) -> bool:
    """ "No-one may fish": permission, and no doubt."""
    before = [word.folded for word in run[max(0, index - 2) : index]]
    return before == ["no", "one"] or before[-1:] in (["nobody"], ["none"])


def _perceives(run: Sequence[Word], index: int) -> bool:
    """ "Could be heard 20km away", "could see smoke": what was possible was so."""
    verb = (
        run[index + 1 : index + 2] if run[index : index + 1] and run[index].folded == "be" else run[index : index + 1]
    )
    return bool(verb) and verb[0].folded in table("hedges")["perception"]["words"]


def _main_clause(run: Sequence[Word], behind: int, condition_end: int, limit: int) -> tuple[int, int]:
    """The clause behind a condition that opens the sentence: behind its comma, else from the next personal pronoun."""
    if condition_end < limit:
        return condition_end, limit
    return next((w.start for w in run[behind:] if w.folded in ("he", "she", "it", "they", "we")), limit), limit


@remembered(64)
def clauses(text: str, start: int, end: int) -> tuple[tuple[Word, ...], tuple[int, ...]]:
    """The words of ``text[start:end]`` and the indexes of those at which clauses begin, 0 among them.

    The last few answers are kept, as with ``words``.
    """
    run = words(text, start, end)
    starts, behind = [0], start
    for index, (first, last, _, folded) in enumerate(run):
        beside = first == behind + 1 and text[behind] == " "  # most words: told without asking what follows
        if index and (folded in _CONNECTIVES if beside else begins_clause(text, run, index)):
            starts.append(index)
        behind = last
    return run, tuple(starts)


def clause_around(
    run: Sequence[Word], starts: Sequence[int], first: int, last: int, start: int, end: int
) -> tuple[int, int]:
    """The clause that holds the words ``run[first:last + 1]`` of the sentence from ``start`` to ``end``.

    ``starts`` are those of its ``clauses``. A clause of fewer than two more words of content takes in those behind it
    ("possibly, the worst").
    """
    begin = starts[bisect_right(starts, first) - 1]
    following = bisect_right(starts, last)
    finish = (starts[following] if following < len(starts) else len(run)) - 1
    content = (w for k, w in enumerate(run[begin : finish + 1], begin) if not first <= k <= last and _is_content(w))
    held = sum(1 for _ in islice(content, _FEWEST))
    while held < _FEWEST and finish + 1 < len(run):
        finish += 1
        held += _is_content(run[finish])
    return (run[begin].start if begin else start), (run[finish].end if finish + 1 < len(run) else end)


def _is_content(word: Word) -> bool:
    return word.folded not in function_words()


def begins_clause(text: str, run: Sequence[Word], index: int) -> bool:
    """Whether a clause begins at the word."""
    if run[index].folded in _CONNECTIVES:
        return True
    left, right = run[index - 1].end, run[index].start
    return not (right == left + 1 and text[left] == " ") and bool(_BREAK.search(text, left, right))


def _is_noun(run: Sequence[Word], index: int) -> bool:
    """The month of May, and "might" or "suspected" used as another part of speech than the hedge."""
    word = run[index]
    if word.folded == "may":
        before = run[index - 1].folded if index else ""
        return (word.text[0] == "M" and (index > 0 or (len(run) > 1 and run[1].folded[0].isdigit()))) or before in (
            "the",
            "of",
            "early",
            "late",
        )
    return word.folded in ("might", "initial") and index > 0 and run[index - 1].folded in ("the", "of", "military")
