"""Rules on what one version says and the other does not: whole sentences, and clauses inside linked sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil

from storyver.classify.events import forms, happened, likewise
from storyver.classify.pairs import COMMON, Comparison, Difference, Points, is_changed
from storyver.classify.passages import Passage, Side, Term, stating_terms
from storyver.classify.pieces import UNTOLD, Clause, clauses, one_sided, within
from storyver.classify.replaced import in_its_place
from storyver.classify.stages import given_way
from storyver.classify.superlatives import singled_out
from storyver.classify.tables import table
from storyver.model import BlockKind, FigureKind, LinkKind, MarkKind
from storyver.wording import function_words

FEWEST = 1.5
"""Words of content without a counterpart that a clause must hold to be a statement of its own."""
FEWEST_IN_TITLE = 1
"""The same in a headline, which has few words."""
FEWEST_OF_PART = 1
"""The same where something is said of some of those just named ("most of them children")."""
SHARE_OF_TITLE = 0.4
"""The share of the words of a headline's clause that must be without a counterpart."""
SHARE_OF_CLAUSE = 0.5
"""The share of its words of content that must be without a counterpart, in a clause of a linked sentence."""
SHARE_OF_SENTENCE = 0.5
"""The same for a sentence without a link."""
NAME = 0.25
"""How much a known word with a capital counts: a clause is about a name, and says something else of it."""
LINKED_FIGURE = 2.0
"""How many known words of content a linked figure is worth."""
ELSEWHERE = 0.5
"""How much a counterpart counts that stands far away in the other version."""

FEWEST_RUN = 3
"""Words of content in a row that occur nowhere on the other side and so are a statement inside a clause."""
FEWEST_RUN_IN_TITLE = 2
"""The same in a headline."""
EVENT = 2.0
"""How many unknown words an unknown word is worth that is the point of its clause ("arrested", "partly")."""
NEARLY_ALL = 0.9
"""The share of its words of content that one far sentence must hold to say what a sentence without a link says."""
_ASIDE = frozenset((FigureKind.DATE, FigureKind.AGE))
"""Figures that are seldom the point of their sentence."""


def coverage_rule(comparison: Comparison) -> Iterator[Difference]:
    """What has no counterpart: in the old version it was removed, in the new one it was added."""
    old: Points = {}
    new: Points = {}
    for sort in (happened, singled_out, given_way):
        left, arrived = sort(comparison)
        old.update(left)
        new.update(arrived)
    gone = tuple(_uncovered(comparison, comparison.old, comparison.new, old, added=False))
    come = tuple(_uncovered(comparison, comparison.new, comparison.old, new, added=True))
    yield from gone
    yield from come
    yield from in_its_place(comparison, gone, come)


def _uncovered(comparison: Comparison, here: Side, there: Side, points: Points, *, added: bool) -> Iterator[Difference]:
    windows = _windows(comparison, here, there, added=added)
    linked_figures, loose_figures = _figures(comparison, added=added)
    links = [link for link in comparison.alignment.sentences if is_changed(link)]
    changed = {s.start for link in links for s in (link.new if added else link.old)}
    for passage in here.passages:
        start, end = passage.sentence.start, passage.sentence.end
        if start not in windows or passage.block.kind in UNTOLD or passage.asks:
            continue
        if any(map(here.text[start:end].lower().__contains__, table("coverage")["boilerplate"]["phrases"])):
            yield _noise(here, start, end, "boilerplate", added=added)
            continue
        title = passage.block.kind is BlockKind.TITLE
        known, terms = windows[start], stating_terms(passage)
        wholes = [Clause(start=start, end=end, terms=said) for said in _sayings(passage, terms)]
        told_nowhere = (
            _is_novel(one, known, there, linked_figures, fewest=1, share=SHARE_OF_SENTENCE) for one in wholes
        )
        if start not in changed and any(told_nowhere):
            by_figure = within(loose_figures, wholes[0])
            yield (_noise if by_figure else one_sided)(here, start, end, _told(by_figure), added=added)
            continue
        if start not in changed:
            yield _noise(here, start, end, "said_elsewhere", added=added)
        for clause in clauses(here.text, passage, terms):
            fewest, share = (FEWEST_IN_TITLE, SHARE_OF_TITLE) if title else (FEWEST, SHARE_OF_CLAUSE)
            if clause.part:
                fewest = FEWEST_OF_PART
            novel = _is_novel(clause, known, there, linked_figures, fewest=fewest, share=share)
            told, reason = next((both for at, both in points.items() if clause.start <= at < clause.end), ("", ""))
            if told and not novel and not within(loose_figures, clause):
                yield replace(one_sided(here, clause.start, clause.end, told, added=added), text=reason)
            elif novel and not within(loose_figures, clause):
                yield one_sided(here, clause.start, clause.end, "clause", added=added)
            elif not novel:
                fewest_run = FEWEST_RUN_IN_TITLE if title else FEWEST_RUN
                for phrase in _new_runs(passage, clause, known, there, fewest_run):
                    if not within(loose_figures, phrase):
                        yield one_sided(here, phrase.start, phrase.end, "phrase", added=added)


def _told(figures: int) -> str:
    """What is reported of a sentence: itself, or nothing where the rules for figures report it."""
    return "told_by_figure" if figures else "sentence"


def _noise(side: Side, start: int, end: int, rule: str, *, added: bool) -> Difference:
    """A stretch without a link that is no statement of its own."""
    found = one_sided(side, start, end, "sentence", added=added)
    return replace(found, rule=rule, noise=True)


def _is_novel(
    clause: Clause, known: frozenset[str], there: Side, figures: Sequence[int], *, fewest: float, share: float
) -> bool:
    """Whether enough of the clause has no counterpart. A name that is known weighs little either way; a figure that is
    linked to one of the other version weighs as much as two known words."""
    missing = held = 0.0
    for term in clause.terms:
        weight = _weight(term, known, there)
        others = likewise().get(term.concept) if not weight and term.text.lower() in forms() else None
        missing += (1 - weight) * (1 if others is None or known & others else EVENT)
        held += weight * (NAME if term.text[0].isupper() else 1.0)
    held += LINKED_FIGURE * within(figures, clause)
    return missing >= fewest and missing >= share * (missing + held)


def _new_runs(passage: Passage, clause: Clause, known: frozenset[str], there: Side, fewest: int) -> Iterator[Clause]:
    """Runs of words that occur nowhere on the other side, with the preposition or article in front of them."""
    run: list[Term] = []
    for term in (*clause.terms, None):
        if term is not None and not _weight(term, known, there):
            run.append(term)
            continue
        if len(run) >= fewest:
            begin = run[0].start
            for word in reversed([w for w in passage.words if clause.start <= w.start and w.end <= begin]):
                if word.folded not in function_words():
                    break
                begin = word.start
            yield Clause(start=begin, end=run[-1].end, terms=tuple(run))
        run = []


def _figures(comparison: Comparison, *, added: bool) -> tuple[list[int], list[int]]:
    """The starts of the figures that are linked, and of those that are not and that the rules for figures report."""
    pairs = [(link.new if added else link.old).figure for link in comparison.alignment.figures]
    linked = {figure.start for figure in pairs if figure}
    reading = comparison.alignment.new if added else comparison.alignment.old
    loose = [f.start for f in reading.figures if f.start not in linked and f.kind not in _ASIDE]
    return sorted(linked), loose


def _windows(comparison: Comparison, here: Side, there: Side, *, added: bool) -> dict[int, frozenset[str]]:
    """For each sentence that is not the same on both sides, the concepts near its counterparts: of the sentences that
    it is linked or compared with, and of their neighbours."""
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
        for number in sorted(numbers | _likest(here.by_start[start], there)):
            title = there.passages[number].block.kind is BlockKind.TITLE
            for k in (number,) if title else (number - 1, number, number + 1):
                if 0 <= k < len(there.passages):
                    held.update(there.passages[k].concepts)
        windows[start] = frozenset(held)
    return windows


def _likest(passage: Passage, there: Side) -> set[int]:
    """The sentence of the other version that holds nearly all its words of content, at least two.

    It lacks so few of them that it holds one of the few rarest, which are the only ones looked up.
    """
    needed = max(2, ceil(NEARLY_ALL * len(passage.concepts)))
    told = [there.holders[key] for key in passage.concepts if 0 < len(there.holders.get(key, ())) <= COMMON]
    if len(told) < needed:
        return set()
    told.sort(key=len)
    denies = bool(passage.of(MarkKind.NEGATION))  # what is denied is not said where nothing is denied
    holding = {number for holders in told[: len(told) - needed + 1] for number in holders}
    candidates = {k for k in holding if not denies or there.passages[k].of(MarkKind.NEGATION)}
    votes = {number: sum(number in holders for holders in told) for number in sorted(candidates)}
    best = max(votes, key=lambda number: votes[number], default=-1)
    return {best} if votes.get(best, 0) >= needed else set()


def _weight(term: Term, known: frozenset[str], there: Side) -> float:
    if term.concept in known:
        return 1.0
    return ELSEWHERE if term.concept in there.holders else 0.0


def _sayings(passage: Passage, terms: Sequence[Term]) -> Iterator[tuple[Term, ...]]:
    """The words that a sentence without a link may be new by: those that state something and, where that is hardly
    one, as of "He denies the charge", all of them."""
    yield tuple(terms)
    if len(terms) < 2 and not passage.of(MarkKind.QUOTATION):
        yield passage.terms
