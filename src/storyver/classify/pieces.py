"""The stretches of a sentence that state something by themselves, and what is reported of one that came or went."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from storyver.classify.pairs import Difference
from storyver.classify.passages import SILENT, Passage, Side, Term
from storyver.classify.tables import word_set
from storyver.model import BlockKind, ChangeKind
from storyver.wording import Word, function_words

UNTOLD = SILENT | {BlockKind.NOTICE, BlockKind.LINK_LINE, BlockKind.HEADING}
"""Blocks whose coming and going states nothing: headings, links to other pages; notices have a rule of their own."""
_BREAK = re.compile(r"[,;:()–—]|\s-\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A stretch of a sentence."""

    start: int
    end: int
    terms: tuple[Term, ...]
    part: bool = False
    """Whether it says something of some of those just named."""


def within(starts: Sequence[int], clause: Clause) -> int:
    """How many of the ascending ``starts`` lie in the clause."""
    return bisect_left(starts, clause.end) - bisect_left(starts, clause.start)


def clauses(text: str, passage: Passage, terms: Sequence[Term]) -> Iterator[Clause]:
    """The sentence cut at punctuation and connectives; a piece of fewer than two words of content joins the next."""
    words, openers = passage.words, word_set("coverage", "openers")
    cuts = [0]
    for index in range(1, len(words)):
        if _BREAK.search(text, words[index - 1].end, words[index].start) or words[index].folded in openers:
            cuts.append(index)
    cuts.append(len(words))
    begin = 0
    for left, right in pairwise(cuts):
        joins = _content(words[left:right]) < 2 and not _is_part(words[left:right]) and not _is_part(words[right:])
        if right < len(words) and joins:
            continue
        run = words[begin:right]
        begin = right
        if run:
            inside = tuple(t for t in terms if run[0].start <= t.start < run[-1].end)
            yield Clause(start=run[0].start, end=run[-1].end, terms=inside, part=_is_part(run))


def _is_part(run: Sequence[Word]) -> bool:
    """Whether a piece says something of some of those just named ("most of them children")."""
    first, of, whom = ([word.folded for word in run[:3]] + [""] * 3)[:3]
    named = of == "of" and whom in word_set("coverage", "parts", "whom")
    return named and first in word_set("coverage", "parts", "shares") and len(run) > 3


def _content(run: Sequence[Word]) -> int:
    return sum(word.folded not in function_words() for word in run)


def one_sided(side: Side, start: int, end: int, what: str, *, added: bool) -> Difference:
    """A stretch that only one version has."""
    claim = side.claim(start, end)
    kind = ChangeKind.ADDED if added else ChangeKind.REMOVED
    return Difference(
        kind=kind,
        old=None if added else claim,
        new=claim if added else None,
        rule=f"{what}_{'added' if added else 'removed'}",
        text=f"Most words of content in this {what} occur nowhere near in the {'old' if added else 'new'} version.",
        summary=f"{'Added' if added else 'Removed'}: {claim.text}",
    )
