"""Rules on how certainly it is said: words of doubt that came, went or were replaced by others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from storyver.classify.pairs import (
    DOUBTS,
    FEWEST_SHARED,
    SHARE,
    WHOLE_CLAUSE,
    Comparison,
    Difference,
    Pair,
    head_of,
    sums_up,
    two_sided,
)
from storyver.classify.sightings import Sightings
from storyver.classify.speakers import speaker_table
from storyver.model import BlockKind, ChangeKind, Mark, MarkKind
from storyver.wording import concept, function_words, words


def hedge_rule(comparison: Comparison) -> Iterator[Difference]:
    """Hedges inside the article's own words: gone, arrived, or replaced by one of another strength."""
    moved, sightings = _moved_values(comparison), Sightings(comparison)
    for pair in comparison.pairs:
        old, new = pair.marks(MarkKind.HEDGE)
        if not old and not new:
            continue
        at = [one for one, _ in pair.figures if one in moved]  # of these the lead tells anew: it is no summary there
        old, new = _widened(pair, old, old_side=True), _widened(pair, new, old_side=False)
        anew = [m for m in old if any(m.scope_start <= k < m.scope_end for k in at)]
        told = [m for m in old if m in anew or _is_told(sightings, pair, m, old=True)]
        yield from _hedges(comparison, pair, tuple(told), new, dropped=True)
        told = [m for m in new if _is_told(sightings, pair, m, old=False)]
        yield from _hedges(comparison, pair, tuple(told), old, dropped=False)


def _is_told(sightings: Sightings, pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether the other side does not only sum up what is hedged, or its version states the figure nowhere else."""
    if not sums_up(pair, mark, old=old):
        return True
    head = head_of(pair, mark, old=old)
    return (head is None or head in pair.shared) and sightings.stand_plain(pair, mark, old=old)


def _widened(pair: Pair, hedges: tuple[Mark, ...], *, old_side: bool) -> tuple[Mark, ...]:
    """The hedges of one side; what stands in an attribution hedges what that governs ("according to early results")."""
    sources = pair.marks(MarkKind.ATTRIBUTION)[0 if old_side else 1] if hedges else ()
    return tuple(_of_source(mark, sources) for mark in hedges) if sources else hedges


def _of_source(mark: Mark, sources: tuple[Mark, ...]) -> Mark:
    around = next((s for s in sources if s.start <= mark.start and mark.end <= s.end), None)
    if around is None:
        return mark
    return replace(mark, scope_start=around.scope_start, scope_end=around.scope_end)


def _moved_values(comparison: Comparison) -> frozenset[int]:
    """Where the figures of the old version stand that the new one gives with another value, for certain."""
    links = [link for link in comparison.alignment.figures if link.certain]
    both = [(link.old.figure, link.new.figure) for link in links]
    return frozenset(old.start for old, new in both if old and new and (old.low, old.high) != (new.low, new.high))


def _hedges(
    comparison: Comparison, pair: Pair, here: tuple[Mark, ...], there: tuple[Mark, ...], *, dropped: bool
) -> Iterator[Difference]:
    if any(p.block.kind is BlockKind.HEADING for p in (*pair.old, *pair.new)):
        return
    for mark in here:
        covered = pair.covered(mark, old=dropped)
        shared = covered & pair.shared
        figured = pair.governs_figure(mark, old=dropped) and (bool(shared) or not covered)
        few = len(shared) < max(min(FEWEST_SHARED, len(covered)), SHARE * len(covered), 1)
        if few and not figured and not _same_predicate(pair, mark, dropped=dropped):
            continue
        same = figured or _same_head(pair, mark, shared, len(covered), dropped=dropped)
        if mark.value == "would" and not _is_asserted(pair, mark, dropped=dropped):
            continue
        if not same or _still_hedged(pair, mark, shared, there, dropped=dropped):
            continue
        tense = _is_tense(pair, mark, dropped=dropped)
        kind = ChangeKind.HEDGE_DROPPED if dropped else ChangeKind.HEDGE_ADDED
        gone, certain = ("is gone", "more") if dropped else ("was put in", "less")
        text = f"“{mark.text}” {gone}, so that the claim is {certain} certain."
        summary = f"{'More' if dropped else 'Less'} certain: “{mark.text}” was {'dropped' if dropped else 'put in'}."
        rule = "hedge_word_dropped" if dropped else "hedge_word_added"
        before, after = (mark, None) if dropped else (None, mark)
        rule = "tense_of_report" if tense else rule
        found = two_sided(comparison, pair, before, after, kind, rule, text, summary)
        yield replace(found, noise=tense)
        if not tense:
            return


def _same_predicate(pair: Pair, mark: Mark, *, dropped: bool) -> bool:
    """Whether a linked sentence says what stands behind the hedge, of somebody whom it names otherwise."""
    terms = pair.old_terms if dropped else pair.new_terms
    behind = [t.concept for t in terms if max(mark.end, mark.scope_start) <= t.start < mark.scope_end]
    same = pair.link is not None and len(behind) >= FEWEST_SHARED and behind[0] in pair.shared
    return same and len(pair.shared & set(behind)) > SHARE * len(set(behind))


def _is_asserted(pair: Pair, mark: Mark, *, dropped: bool) -> bool:
    """Whether the other side says by the same verb, or as what will be or is, what on this side "would" be."""
    head = head_of(pair, mark, old=dropped)
    there = pair.new if dropped else pair.old
    return head is None or head in pair.shared or any(w.folded in _ASSERTING for p in there for w in p.words)


_ASSERTING = frozenset({"will", "has", "have", "is", "are", "was", "were"})


def _same_head(pair: Pair, mark: Mark, shared: frozenset[str], covered: int, *, dropped: bool) -> bool:
    """Whether the word that the hedge stands in front of is on the other side too, or else nearly all of its clause."""
    head = head_of(pair, mark, old=dropped)
    return head is None or head in shared or len(shared) >= WHOLE_CLAUSE * covered


def _still_hedged(pair: Pair, mark: Mark, shared: frozenset[str], there: tuple[Mark, ...], *, dropped: bool) -> bool:
    """Whether the other side hedges the same words as strongly or by the same word, or attributes a belief."""
    if _says_otherwise(pair, mark, dropped=dropped) or _lies_ahead(pair, mark, dropped=dropped):
        return True
    for other in there:
        as_strong = (other.sort in DOUBTS) >= (mark.sort in DOUBTS)
        as_strong = as_strong and not _follows_report(pair, other, old=not dropped)
        if (
            other.value == mark.value
            or _is_same_word(other, mark)
            or (as_strong and pair.covered(other, old=not dropped) & shared)
        ):
            return True
    old, new = ([m for m in marks if m.sort == "believe"] for marks in pair.marks(MarkKind.ATTRIBUTION))
    own, others = (old, new) if dropped else (new, old)
    return len(others) > len(own) and any(pair.covered(m, old=not dropped) & shared for m in others)


def _is_same_word(one: Mark, other: Mark) -> bool:
    """Whether two hedges are forms of one word: "expects to", "are expected"."""
    return not {concept(w.folded) for w in words(one.text) if w.folded not in function_words()}.isdisjoint(
        concept(w.folded) for w in words(other.text) if w.folded not in function_words()
    )


def _says_otherwise(pair: Pair, mark: Mark, *, dropped: bool) -> bool:
    """Whether the other side has the hedge as another part of speech: "planned to build 640", "640 planned houses"."""
    own = {concept(w.folded) for w in words(mark.text) if w.folded in speaker_table("as_other_speech")}
    return any(concept(w.folded) in own for p in (pair.new if dropped else pair.old) for w in p.words)


def _lies_ahead(pair: Pair, mark: Mark, *, dropped: bool) -> bool:
    """Whether the other side says by an infinitive that it is yet to be: "are due to be exchanged", "for 34 to be
    exchanged"; or by "can" that it may be so."""
    head, covered = head_of(pair, mark, old=dropped), pair.covered(mark, old=dropped)
    for passage in pair.new if dropped else pair.old:
        run = [w.folded for w in passage.words]
        for at in range(1, len(run)):
            if mark.value == "could" and run[at - 1] == "can" and concept(run[at]) in covered:
                return True
            ahead = run[at - 1] == "to" or run[max(0, at - 2) : at] == ["to", "be"]
            if mark.sort == "plan" and ahead and concept(run[at]) == head:
                return True
    return False


def _is_tense(pair: Pair, mark: Mark, *, dropped: bool) -> bool:
    """Whether "would" came in, or went where it only followed the tense of a verb of saying."""
    return mark.value == "would" and (not dropped or _follows_report(pair, mark, old=True))


def _follows_report(pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether "would" is no more than the tense that a past verb of saying asks for."""
    saying = pair.marks(MarkKind.ATTRIBUTION)[0 if old else 1]
    return mark.value == "would" and any(
        m.scope_start <= mark.start < m.scope_end and any(w.folded in speaker_table("past") for w in words(m.text))
        for m in saying
    )
