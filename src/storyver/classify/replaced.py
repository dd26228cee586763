"""What made way for another statement in the same sentence, or took its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from storyver.classify.pairs import COMMON, Comparison, Difference
from storyver.classify.passages import Passage, Side, stating_terms
from storyver.classify.pieces import UNTOLD, Clause, clauses, one_sided, within
from storyver.model import BlockKind, FigureKind, LinkKind, SentenceLink
from storyver.wording import irregular_forms, verbs

REWRITTEN = 0.65
"""Likeness below which linked sentences may state two things."""
SHARE = 0.5
"""The share of its words of content that the linked sentence must lack, in a clause that made way."""


def in_its_place(
    comparison: Comparison, gone: Sequence[Difference], come: Sequence[Difference]
) -> Iterator[Difference]:
    """The other half of a statement: where one came into a rewritten sentence, what the sentence stated before; where
    one went, what it states now. Its words may well occur elsewhere, but no sentence has them all."""
    left = {comparison.old.at(d.old.start).number for d in gone if d.old and not d.noise}
    arrived = {comparison.new.at(d.new.start).number for d in come if d.new and not d.noise}
    for link in comparison.alignment.sentences:
        both = _rewritten(comparison, link)
        if both is None or (both[0].number in left) == (both[1].number in arrived):
            continue
        added = both[0].number in left
        own, other = both[::-1] if added else both
        yield from _unlike(comparison, own, other, added=added)


def _rewritten(comparison: Comparison, link: SentenceLink) -> tuple[Passage, Passage] | None:
    """The two sentences of a link with little in common that both state something."""
    if link.kind is not LinkKind.EDITED or link.score >= REWRITTEN:
        return None
    old, new = comparison.old.by_start.get(link.old[0].start), comparison.new.by_start.get(link.new[0].start)
    if old is None or new is None or any(p.block.kind in UNTOLD or p.asks for p in (old, new)):
        return None
    return old, new


def _unlike(comparison: Comparison, own: Passage, other: Passage, *, added: bool) -> Iterator[Difference]:
    """The clauses of one sentence that the other does not have; figures are the matter of other rules."""
    here, there = (comparison.new, comparison.old) if added else (comparison.old, comparison.new)
    figures = [f.start for f in here.reading.figures if f.kind is not FigureKind.DATE]
    known = frozenset(other.concepts)
    for clause in clauses(here.text, own, stating_terms(own)):
        missing = sum(term.concept not in known for term in clause.terms)
        if not missing or missing < SHARE * len(clause.terms) or within(figures, clause):
            continue
        if _acts(own, clause) and not _is_told(clause, there):
            found = one_sided(here, clause.start, clause.end, "replaced", added=added)
            text = f"Its sentence states something else in the {'old' if added else 'new'} version."
            yield replace(found, text=text)


def _acts(passage: Passage, clause: Clause) -> bool:
    """Whether the clause has a verb, as far as its form tells; a headline's has none that does."""
    if passage.block.kind is BlockKind.TITLE:
        return True
    run = [w.folded for w in passage.words if clause.start <= w.start < clause.end]
    forms = verbs("auxiliaries") | verbs("finite") | irregular_forms()
    return any(word in forms or word.endswith("ed") for word in run)


def _is_told(clause: Clause, there: Side) -> bool:
    """Whether one sentence of the other version holds all words of content of the clause."""
    held = [there.holders.get(term.concept, ()) for term in clause.terms]
    rare = [numbers for numbers in held if len(numbers) <= COMMON]  # the others stand nearly everywhere
    return not rare or any(all(number in numbers for numbers in rare[1:]) for number in rare[0])
