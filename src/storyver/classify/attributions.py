"""Rules on who says it: attributions that came, went or were replaced."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from storyver.classify.asides import is_aside, is_confirmed_by, is_doubted_instead, is_of_itself, is_of_other_acts
from storyver.classify.contrast import is_reversed
from storyver.classify.deeds import CLAIMING, acts, says_as_noun
from storyver.classify.pairs import (
    DOUBTS,
    FEWEST_SHARED,
    SHARE,
    Comparison,
    Difference,
    Pair,
    head_of,
    quoted,
    two_sided,
)
from storyver.classify.passages import Passage, Term
from storyver.classify.sightings import Sightings
from storyver.classify.sources import handed_on, same_source, sources_of, still_named
from storyver.classify.speakers import speaker_table
from storyver.model import ChangeKind, Mark, MarkKind
from storyver.wording import words

_Votes = Mapping[tuple[int, int], Collection[str]]
"""For an attribution of either side, -1 for none, the shared concepts that the one governs here and the other there."""
_Voted = tuple[Pair, tuple[Mark, ...], tuple[Mark, ...], _Votes, Sequence[tuple[int, int]]]

_PUTTING = frozenset(("put", "puts"))
"""Verbs of saying of no strength of their own: "police put the turnout at 80,000"."""
_FIGURE = "#"
"""Opens the keys by which linked figures vote beside the concepts of words."""
_BLOCK = "@"
"""Opens the keys by which the paragraph is noted in which a speaker goes on speaking."""
SHARE_UNLINKED = 0.6
"""``SHARE`` in sentences that the alignment has not linked."""
_STRENGTH = {"believe": 0, "say": 1, "claim": 1, "confirm": 1, "deny": 1}


def attribution_rule(comparison: Comparison) -> Iterator[Difference]:
    """Attributions: gone, arrived, replaced, or with a verb of another strength.

    Every word of content that both sides share votes with the attributions that govern it here and there.
    """
    voted = tuple(_voted(comparison))
    stays_old, stays_new = _staying(comparison, voted)
    sightings = Sightings(comparison)
    gone: list[tuple[Pair, Mark]] = []
    arrived: list[tuple[Pair, Mark]] = []
    for pair, old, new, votes, kept in voted:
        settled_old: set[int] = set()
        settled_new: set[int] = set()
        for a, b in kept:
            if a not in settled_old and b not in settled_new:
                settled_old.add(a)
                settled_new.add(b)
                yield from _replaced(comparison, pair, old[a], new[b])
        for (a, b), said in sorted(votes.items(), key=lambda item: (-len(item[1]), item[0])):
            if a in settled_old or b in settled_new or a == b == -1:
                continue
            before, after = (old[a] if a >= 0 else None), (new[b] if b >= 0 else None)
            if len(said) < _needed(pair, before, after):
                continue
            settled_old |= {a} - {-1}
            settled_new |= {b} - {-1}
            if before and after:
                yield from _replaced(comparison, pair, before, after)
            elif is_reversed(comparison, pair) or not sightings.compare(pair, before, after):
                continue  # where it now says the opposite, whose claim it is comes after that; a lead may only sum up
            elif before and not _stays(pair, before, said, stays_old, pair.new) and _states(pair, before, old=True):
                gone.append((pair, before))
            elif after and not _stays(pair, after, said, stays_new, pair.old) and _states(pair, after, old=False):
                arrived.append((pair, after))
    beside = handed_on(comparison, gone, arrived)
    for pair, mark in gone:
        yield from () if mark.start in beside[0] else _gone(comparison, pair, mark)
    for pair, mark in arrived:
        yield from () if mark.start in beside[1] else _arrived(comparison, pair, mark)


def _voted(comparison: Comparison) -> Iterator[_Voted]:
    """The pairs with an attribution on either side, with what votes for which of them and the speakers who go on."""
    for pair in comparison.pairs:
        old, new = sources_of(comparison.old, pair.old), sources_of(comparison.new, pair.new)
        if old or new:
            votes = _votes(pair, old, new)
            yield pair, old, new, votes, _kept(comparison, votes, old, new)


def _needed(pair: Pair, before: Mark | None, after: Mark | None) -> int:
    """The shared concepts that an attribution must govern: two, or the only one of a short sentence."""
    held = [pair.covered(before, old=True)] if before else []
    held += [pair.covered(after, old=False)] if after else []
    short = pair.link is not None and not pair.loose and min(map(len, held), default=FEWEST_SHARED) < FEWEST_SHARED
    return 1 if short else FEWEST_SHARED


def _stays(
    pair: Pair, mark: Mark, said: Collection[str], staying: Mapping[int, set[str]], passages: Sequence[Passage]
) -> bool:
    """Whether the same speaker still says all these words elsewhere, or anything at all in the same paragraph where the
    sentences are not linked and only hold a figure in common; a figure goes with the words around it."""
    near = {f"{_BLOCK}{passage.block.start}" for passage in passages}
    if pair.link is None and pair.anchored and not near.isdisjoint(staying.get(mark.start, ())):
        return True
    return mark.start in staying and staying[mark.start].issuperset(key for key in said if not key.startswith(_FIGURE))


def _staying(comparison: Comparison, voted: Sequence[_Voted]) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """For the start of every attribution which of its words the same speaker still says somewhere, and in which
    paragraphs anybody does."""
    old: dict[int, set[str]] = {}
    new: dict[int, set[str]] = {}
    for _, here, there, votes, kept in voted:
        for a, b in kept:
            old.setdefault(here[a].start, set()).update(votes[a, b])
            new.setdefault(there[b].start, set()).update(votes[a, b])
        for a, b in (both for both, said in votes.items() if min(both) >= 0 and len(said) >= FEWEST_SHARED):
            old.setdefault(here[a].start, set()).add(f"{_BLOCK}{comparison.new.at(there[b].start).block.start}")
            new.setdefault(there[b].start, set()).add(f"{_BLOCK}{comparison.old.at(here[a].start).block.start}")
    return old, new


def _kept(comparison: Comparison, votes: _Votes, old: tuple[Mark, ...], new: tuple[Mark, ...]) -> list[tuple[int, int]]:
    """The attributions of one speaker on both sides that govern a word in common, the likest first."""
    both = [(a, b) for a, b in votes if a >= 0 and b >= 0 and same_source(comparison, old[a], new[b])]
    return sorted(both, key=lambda pair: (old[pair[0]].sort != new[pair[1]].sort, -len(votes[pair]), pair))


def _votes(pair: Pair, old: tuple[Mark, ...], new: tuple[Mark, ...]) -> _Votes:
    here, there = _governors(pair.old_terms, old), _governors(pair.new_terms, new)
    quoted_old, quoted_new = (_quoted_terms(pair, old=side) for side in (True, False))
    votes: dict[tuple[int, int], list[str]] = {}
    for key in sorted(pair.shared):
        if key not in here or key not in there:
            continue
        bare_quote = (here[key] == -1 and key in quoted_old) or (there[key] == -1 and key in quoted_new)
        if not bare_quote:  # a quotation is somebody's words, whether or not this sentence says whose
            votes.setdefault((here[key], there[key]), []).append(key)
    for one, other in pair.figures:  # the same figure tells as much as the words that make a statement
        governors = _governor(one, old), _governor(other, new)
        if _quoted_alone(pair, (one, other), governors):
            continue
        if any(at >= 0 and _announces(marks[at]) for at, marks in zip(governors, (old, new), strict=True)):
            continue
        votes.setdefault(governors, []).extend(f"{_FIGURE}{one}.{number}" for number in range(FEWEST_SHARED))
    return votes


def _quoted_alone(pair: Pair, figures: tuple[int, int], governors: tuple[int, int]) -> bool:
    """Whether one of two figures stands in a quotation of which its sentence does not say whose it is."""
    both = zip(figures, governors, pair.marks(MarkKind.QUOTATION), strict=True)
    return any(whose == -1 and any(q.start < at < q.end for q in quotations) for at, whose, quotations in both)


def _announces(mark: Mark) -> bool:
    """What somebody announces comes about by that: the verb casts no doubt on the figure behind it."""
    return mark.scope_start >= mark.end and words(mark.text)[-1].folded.startswith("announc")


def _governor(at: int, marks: tuple[Mark, ...]) -> int:
    """Which attribution governs the place, the one of the shortest scope where several do; -1 for none."""
    around = [k for k, mark in enumerate(marks) if mark.scope_start <= at < mark.scope_end]
    return min(around, key=lambda k: marks[k].scope_end - marks[k].scope_start, default=-1)


def _governors(terms: Sequence[Term], marks: tuple[Mark, ...]) -> dict[str, int]:
    """For each concept outside the attributions which of them governs its first sighting, -1 for none."""
    outside = [t for t in reversed(terms) if not any(m.start <= t.start < m.end for m in marks)]
    return {t.concept: _governor(t.start, marks) for t in outside}


def _quoted_terms(pair: Pair, *, old: bool) -> frozenset[str]:
    quotations = pair.marks(MarkKind.QUOTATION)[0 if old else 1]
    terms = pair.old_terms if old else pair.new_terms
    return frozenset(t.concept for t in terms if any(q.start < t.start < q.end for q in quotations))


def _states(pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether most of what the attribution governs is said on the other side too."""
    covered = pair.covered(mark, old=old)
    if pair.governs_figure(mark, old=old):
        return bool(covered & pair.shared) or not covered
    if pair.loose and (head_of(pair, mark, old=old) or "") not in pair.shared | {""}:
        return False
    share = SHARE if pair.anchored else SHARE_UNLINKED
    fewest = _needed(pair, mark if old else None, None if old else mark)
    return len(covered & pair.shared) >= max(fewest, share * len(covered))


def _same_claim(pair: Pair, old: Mark, new: Mark) -> bool:
    """Whether two attributions govern the same statement: each for the most part what the other side says too, or one
    little more than a figure."""
    if pair.link is not None:
        return True
    figured = pair.governs_figure(old, old=True) and pair.governs_figure(new, old=False)
    if figured and min(len(pair.covered(old, old=True)), len(pair.covered(new, old=False))) < FEWEST_SHARED:
        return True
    return _states(pair, old, old=True) and _states(pair, new, old=False)


def _gone(comparison: Comparison, pair: Pair, mark: Mark) -> Iterator[Difference]:
    accused = speaker_table("accusing") & {w.folded for p in pair.new for w in p.words}
    if accused or acts(pair, mark, old=True) or says_as_noun(pair.new, mark):
        return
    claimed = any(w.folded in CLAIMING for p in pair.new for w in p.words)
    if claimed or is_confirmed_by(pair.new, mark) or is_aside(comparison.old, pair, mark, old=True):
        return
    if is_doubted_instead(pair, mark):
        return  # the hedge rule reports the doubt that has taken its place
    yield two_sided(
        comparison,
        pair,
        mark,
        None,
        ChangeKind.HEDGE_DROPPED,
        "attribution_dropped",
        f"The attribution {quoted(mark)} is gone, so that the claim stands on its own.",
        f"No longer attributed: {quoted(mark)} was dropped.",
    )


def _arrived(comparison: Comparison, pair: Pair, mark: Mark) -> Iterator[Difference]:
    shared = pair.covered(mark, old=False) & pair.shared
    doubted = any(pair.covered(h, old=True) & shared for h in pair.marks(MarkKind.HEDGE)[0])
    if doubted or acts(pair, mark, old=False) or is_confirmed_by(pair.old, mark) or says_as_noun(pair.old, mark):
        return  # the hedge rule reports the doubt that has gone
    if is_of_itself(pair, mark) or is_aside(comparison.new, pair, mark, old=False):
        return
    yield two_sided(
        comparison,
        pair,
        None,
        mark,
        ChangeKind.HEDGE_ADDED,
        "attribution_added",
        f"The claim is now attributed: {quoted(mark)}.",
        f"Now attributed: {quoted(mark)} was put in.",
    )


def _replaced(comparison: Comparison, pair: Pair, old: Mark, new: Mark) -> Iterator[Difference]:
    if {old.sort, new.sort} == {"say", "deny"} or {old.sort, new.sort} == {"confirm", "deny"}:
        elsewhere = [m.sort for m in pair.marks(MarkKind.ATTRIBUTION)[old.sort == "deny"]]
        same = same_source(comparison, old, new) and "deny" not in elsewhere
        if same and not pair.marks(MarkKind.NEGATION)[old.sort == "deny"] and not is_of_other_acts(pair, old, new):
            yield two_sided(
                comparison,
                pair,
                old,
                new,
                ChangeKind.NEGATED,
                "denial",
                f"{quoted(old)} has become {quoted(new)}.",
                f"Reversed: {quoted(old)} has become {quoted(new)}.",
            )
        return
    other_source = not same_source(comparison, old, new) and not still_named(pair, old, new)
    if other_source and not _same_claim(pair, old, new):
        return
    if other_source:
        yield two_sided(
            comparison,
            pair,
            old,
            new,
            ChangeKind.ATTRIBUTION_CHANGED,
            "source_replaced",
            f"{quoted(old)} has become {quoted(new)}.",
            f"Another source: {quoted(old)} has become {quoted(new)}.",
        )
    if step := _strengthened(pair, old, new):
        kind = ChangeKind.HEDGE_DROPPED if step > 0 else ChangeKind.HEDGE_ADDED
        text = f"{quoted(old)} has become {quoted(new)}, which is {'more' if step > 0 else 'less'} certain."
        yield two_sided(comparison, pair, old, new, kind, "verb_strength", text, text)
    elif "claim" in (old.sort, new.sort) and old.sort != new.sort:
        text = f"The verb of saying has changed: {quoted(old)} has become {quoted(new)}."
        yield two_sided(comparison, pair, old, new, ChangeKind.ATTRIBUTION_CHANGED, "verb_replaced", text, text)


def _strengthened(pair: Pair, old: Mark, new: Mark) -> int:
    """By how much the verb is stronger than it was, below 0 where it is weaker; 0 where a word of doubt goes with the
    stronger one ("could be £180m, analysts said", "they estimated £180m"), or the other side says as much as a noun."""
    step = _STRENGTH[new.sort] - _STRENGTH[old.sort]
    stronger, at, weaker, believed = (new, 1, old, pair.new) if step > 0 else (old, 0, new, pair.old)
    hedges = [h for h in pair.marks(MarkKind.HEDGE)[at] if h.sort in DOUBTS]
    doubted = any(stronger.scope_start <= h.start < stronger.scope_end for h in hedges)
    puts = {words(mark.text)[-1].folded for mark in (old, new)} & _PUTTING
    return 0 if doubted or puts or says_as_noun(believed, weaker) else step
