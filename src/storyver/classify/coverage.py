"""Rules on what one version says and the other does not: whole sentences, and clauses inside linked sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
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
LONGEST_ASIDE = 80
"""Characters between two commas that tell something of what is named in front of them."""
_COMMA = re.compile(r",(?=\s)")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Versions:
    """One version as it is held against the other."""

    here: Side
    there: Side
    points: Points
    """The words of ``here`` on which it is known otherwise that they came or went."""
    linked: Sequence[int]
    """Where its figures stand that are linked with one of the other version."""
    loose: Sequence[int]
    """Those that are not, and that the rules for figures report."""
    added: bool
    """Whether it is the new version."""

    def found(self, start: int, end: int, what: str) -> Difference:
        """A stretch that has no counterpart."""
        return one_sided(self.here, start, end, what, added=self.added)


def _uncovered(comparison: Comparison, here: Side, there: Side, points: Points, *, added: bool) -> Iterator[Difference]:
    windows = _windows(comparison, here, there, added=added)
    linked, loose = _figures(comparison, added=added)
    versions = _Versions(here=here, there=there, points=points, linked=linked, loose=loose, added=added)
    links = [link for link in comparison.alignment.sentences if is_changed(link)]
    changed = {s.start for link in links for s in (link.new if added else link.old)}
    for passage in here.passages:
        start, end = passage.sentence.start, passage.sentence.end
        if start not in windows or passage.block.kind in UNTOLD or passage.asks:
            continue
        if any(map(here.text[start:end].lower().__contains__, table("coverage")["boilerplate"]["phrases"])):
            yield replace(versions.found(start, end, "sentence"), rule="boilerplate", noise=True)
            continue
        terms = stating_terms(passage)
        if start in changed:
            yield from _parts(versions, passage, windows[start], terms)
        else:
            yield from _unlinked(versions, passage, windows[start], terms)


def _unlinked(
    versions: _Versions, passage: Passage, known: frozenset[str], terms: Sequence[Term]
) -> Iterator[Difference]:
    """A sentence without a counterpart, or the parts of it that are said nowhere near."""
    start, end = passage.sentence.start, passage.sentence.end
    wholes = [Clause(start=start, end=end, terms=said) for said in _sayings(passage, terms)]
    if any(_is_novel(one, known, versions, fewest=1, share=SHARE_OF_SENTENCE) for one in wholes):
        sentence = versions.found(start, end, "sentence")
        by_figure = within(versions.loose, wholes[0])  # the rules for figures report it
        yield replace(sentence, rule="told_by_figure", noise=True) if by_figure else sentence
        return
    yield replace(versions.found(start, end, "sentence"), rule="said_elsewhere", noise=True)
    parts = tuple(_parts(versions, passage, known, terms))
    yield from parts
    rest = None if parts else _behind_aside(versions, passage, terms)
    if rest and not within(versions.loose, rest) and _is_novel(rest, known, versions, fewest=1, share=SHARE_OF_CLAUSE):
        yield versions.found(rest.start, rest.end, "clause")


def _parts(versions: _Versions, passage: Passage, known: frozenset[str], terms: Sequence[Term]) -> Iterator[Difference]:
    """The clauses and phrases of a sentence that have no counterpart."""
    title = passage.block.kind is BlockKind.TITLE
    for clause in clauses(versions.here.text, passage, terms):
        fewest, share = (FEWEST_IN_TITLE, SHARE_OF_TITLE) if title else (FEWEST, SHARE_OF_CLAUSE)
        if clause.part:
            fewest = FEWEST_OF_PART
        novel = _is_novel(clause, known, versions, fewest=fewest, share=share)
        reported = within(versions.loose, clause)
        points = versions.points.items()
        told, reason = next((both for at, both in points if clause.start <= at < clause.end), ("", ""))
        if told and not novel and not reported:
            yield replace(versions.found(clause.start, clause.end, told), text=reason)
        elif novel and not reported:
            yield versions.found(clause.start, clause.end, "clause")
        elif not novel:
            fewest_run = FEWEST_RUN_IN_TITLE if title else FEWEST_RUN
            for phrase in _new_runs(passage, clause, known, versions.there, fewest_run):
                if not within(versions.loose, phrase):
                    yield versions.found(phrase.start, phrase.end, "phrase")


def _behind_aside(versions: _Versions, passage: Passage, terms: Sequence[Term]) -> Clause | None:
    """What a sentence goes on to say behind an aside with a linked figure: "The Greens, on 5.2%, will sit there"."""
    start, end = passage.sentence.start, passage.sentence.end
    commas = [start + one.start() for one in _COMMA.finditer(versions.here.text[start:end])]
    for opens, closes in pairwise(commas):
        aside = within(versions.linked, Clause(start=opens, end=closes, terms=()))
        if aside and closes - opens <= LONGEST_ASIDE:
            behind = [word for word in passage.words if word.start > closes]
            said = tuple(term for term in terms if term.start > closes)
            return Clause(start=behind[0].start, end=behind[-1].end, terms=said) if behind else None
    return None


def _is_novel(clause: Clause, known: frozenset[str], versions: _Versions, *, fewest: float, share: float) -> bool:
    """Whether enough of the clause has no counterpart. A name that is known weighs little either way; a figure that is
    linked to one of the other version weighs as much as two known words."""
    missing = held = 0.0
    for term in clause.terms:
        weight = _weight(term, known, versions.there)
        others = likewise().get(term.concept) if not weight and term.text.lower() in forms() else None
        missing += (1 - weight) * (1 if others is None or known & others else EVENT)
        held += weight * (NAME if term.text[0].isupper() else 1.0)
    held += LINKED_FIGURE * within(versions.linked, clause)
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
    """The starts of the figures that are linked, without ages, which say of whom and not what; and of those that are
    not linked and that the rules for figures report."""
    pairs = [(link.new if added else link.old).figure for link in comparison.alignment.figures]
    linked = {figure.start for figure in pairs if figure}
    reading = comparison.alignment.new if added else comparison.alignment.old
    loose = [f.start for f in reading.figures if f.start not in linked and f.kind not in _ASIDE]
    return sorted({figure.start for figure in pairs if figure and figure.kind is not FigureKind.AGE}), loose


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
