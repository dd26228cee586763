"""Rules on what one version says and the other does not: whole sentences, and clauses inside linked sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storyver.classify.pairs import Comparison, Difference, is_changed
from storyver.classify.passages import SILENT, Passage, Side, Term
from storyver.model import BlockKind, ChangeKind, LinkKind, MarkKind
from storyver.wording import Word, function_words

FEWEST = 2
"""Words of content without a counterpart that a clause must hold to be a statement of its own."""
SHARE_OF_CLAUSE = 0.6
"""The share of its words of content that must be without a counterpart, in a clause of a linked sentence."""
SHARE_OF_SENTENCE = 0.5
"""The same for a sentence without a link."""
ELSEWHERE = 0.5
"""How much a counterpart counts that stands far away in the other version."""

_UNTOLD = SILENT | {BlockKind.NOTICE, BlockKind.LINK_LINE, BlockKind.HEADING}
"""Blocks whose coming and going states nothing: headings, links to other pages; notices have a rule of their own."""
_BREAK = re.compile(r"[,;:()–—]|\s-\s")
_OPENERS = frozenset(
    ("and", "but", "while", "after", "as", "who", "which", "where", "because", "although", "though", "despite", "when", "before", "until", "with", "amid", "following", "whose", "that", "to")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A stretch of a sentence."""

    start: int
    end: int
    terms: tuple[Term, ...]


def coverage_rule(comparison: Comparison) -> Iterator[Difference]:
    """What has no counterpart: in the old version it was removed, in the new one it was added."""
    yield from _uncovered(comparison, comparison.old, comparison.new, added=False)
    yield from _uncovered(comparison, comparison.new, comparison.old, added=True)


def _uncovered(comparison: Comparison, here: Side, there: Side, *, added: bool) -> Iterator[Difference]:
    windows = _windows(comparison, here, there, added=added)
    changed = {s.start for link in comparison.alignment.sentences if is_changed(link) for s in (link.new if added else link.old)}
    for passage in here.passages:
        if passage.sentence.start not in windows or passage.block.kind in _UNTOLD:
            continue
        known = windows[passage.sentence.start]
        linked = passage.sentence.start in changed
        terms = _stating(passage)
        novel = [t for t in terms if _weight(t, known, there) < 1]
        if not linked and len(novel) >= 1 and sum(1 - _weight(t, known, there) for t in novel) >= SHARE_OF_SENTENCE * len(terms):
            yield _difference(here, passage.sentence.start, passage.sentence.end, "sentence", added=added)
            continue
        for clause in _clauses(here.text, passage, terms):
            missing = sum(1 - _weight(t, known, there) for t in clause.terms)
            if missing >= FEWEST and missing >= SHARE_OF_CLAUSE * len(clause.terms):
                yield _difference(here, clause.start, clause.end, "clause", added=added)


def _windows(comparison: Comparison, here: Side, there: Side, *, added: bool) -> dict[int, frozenset[str]]:
    """For each sentence that is not the same on both sides, the concepts near its counterparts: of the sentences that it
    is linked or compared with, and of their neighbours."""
    near: dict[int, set[int]] = {}
    for link in comparison.alignment.sentences:
        own, other = (link.new, link.old) if added else (link.old, link.new)
        if link.kind is LinkKind.SAME:
            continue
        numbers = {there.by_start[s.start].number for s in other if s.start in there.by_start}
        for sentence in own:
            if sentence.start in here.by_start:
                near[sentence.start] = set(numbers)
    for pair in comparison.pairs:
        own_side, other_side = (pair.new, pair.old) if added else (pair.old, pair.new)
        for passage in own_side:
            if passage.sentence.start in near:
                near[passage.sentence.start] |= {p.number for p in other_side}
    windows = {}
    for start, numbers in near.items():
        held: set[str] = set()
        for number in sorted(numbers):
            for k in (number - 1, number, number + 1):
                if 0 <= k < len(there.passages):
                    held.update(term.concept for term in there.passages[k].terms)
        windows[start] = frozenset(held)
    return windows


def _weight(term: Term, known: frozenset[str], there: Side) -> float:
    if term.concept in known:
        return 1.0
    return ELSEWHERE if term.concept in there.holders else 0.0


def _stating(passage: Passage) -> list[Term]:
    """The words of content that state something: not those of an attribution, nor of a quotation, which other rules read."""
    spans = [(m.start, m.end) for m in (*passage.of(MarkKind.ATTRIBUTION), *passage.of(MarkKind.QUOTATION))]
    return [term for term in passage.terms if not any(s <= term.start < e for s, e in spans)]


def _clauses(text: str, passage: Passage, terms: Sequence[Term]) -> Iterator[Clause]:
    """The sentence cut at punctuation and connectives; a piece of fewer than two words of content joins the one before."""
    words = passage.words
    cuts = [0]
    for index in range(1, len(words)):
        if _BREAK.search(text, words[index - 1].end, words[index].start) or _opens(words, index):
            cuts.append(index)
    cuts.append(len(words))
    begin = 0
    for left, right in zip(cuts, cuts[1:], strict=False):
        if right < len(words) and _content(words[left:right]) < FEWEST:
            continue
        run = words[begin:right]
        begin = right
        if run:
            inside = tuple(t for t in terms if run[0].start <= t.start < run[-1].end)
            yield Clause(start=run[0].start, end=run[-1].end, terms=inside)


def _opens(words: Sequence[Word], index: int) -> bool:
    return words[index].folded in _OPENERS


def _content(run: Sequence[Word]) -> int:
    return sum(word.folded not in function_words() for word in run)


def _difference(side: Side, start: int, end: int, what: str, *, added: bool) -> Difference:
    claim = side.claim(start, end)
    kind = ChangeKind.ADDED if added else ChangeKind.REMOVED
    return Difference(
        kind=kind, old=None if added else claim, new=claim if added else None, rule=f"{what}_{'added' if added else 'removed'}",
        text=f"Most words of content in this {what} occur nowhere near in the {'old' if added else 'new'} version.",
        summary=f"{'Added' if added else 'Removed'}: {claim.text}",
    )  # fmt: skip
