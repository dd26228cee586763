"""Rules on who says it: attributions that came, went or were replaced."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from storyver.classify.asides import is_aside, is_confirmed_by, is_of_itself, is_of_other_acts
from storyver.classify.contrast import is_reversed
from storyver.classify.pairs import (
    DOUBTS,
    FEWEST_SHARED,
    SHARE,
    Comparison,
    Difference,
    Pair,
    concept_of,
    head_of,
    quoted,
    two_sided,
)
from storyver.classify.passages import Passage, Side, Term
from storyver.classify.speakers import same_speaker, speaker_table, speaker_words
from storyver.model import ChangeKind, Mark, MarkKind
from storyver.wording import function_words, words

_Votes = Mapping[tuple[int, int], Collection[str]]
"""For an attribution of either side, -1 for none, the shared concepts that the one governs here and the other there."""
_Voted = tuple[Pair, tuple[Mark, ...], tuple[Mark, ...], _Votes]

_CLAIMING = frozenset(("claim", "claims", "claimed"))
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
    rows = [(pair, *pair.marks(MarkKind.ATTRIBUTION)) for pair in comparison.pairs]
    voted = [(pair, old, new, _votes(pair, old, new)) for pair, old, new in rows if old or new]
    stays_old, stays_new = _staying(comparison, voted)
    for pair, old, new, votes in voted:
        settled_old: set[int] = set()
        settled_new: set[int] = set()
        for a, b in _kept(votes, old, new, comparison.new):
            if a not in settled_old and b not in settled_new:
                settled_old.add(a)
                settled_new.add(b)
                yield from _replaced(comparison, pair, old[a], new[b])
        for (a, b), said in sorted(votes.items(), key=lambda item: (-len(item[1]), item[0])):
            if a in settled_old or b in settled_new or a == b == -1:
                continue
            if len(said) < FEWEST_SHARED:
                continue
            settled_old |= {a} - {-1}
            settled_new |= {b} - {-1}
            before, after = (old[a] if a >= 0 else None), (new[b] if b >= 0 else None)
            if before and after:
                yield from _replaced(comparison, pair, before, after)
            elif pair.crosses_lead or is_reversed(comparison, pair):
                continue  # where the claim now says the opposite, whose claim it is comes after that
            elif before and not _stays(pair, before, said, stays_old, pair.new) and _states(pair, before, old=True):
                yield from _gone(comparison, pair, before)
            elif after and not _stays(pair, after, said, stays_new, pair.old) and _states(pair, after, old=False):
                yield from _arrived(comparison, pair, after)


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
    """For the start of every attribution which of its words the same speaker still says somewhere."""
    old: dict[int, set[str]] = {}
    new: dict[int, set[str]] = {}
    for _, here, there, votes in voted:
        for a, b in _kept(votes, here, there, comparison.new):
            old.setdefault(here[a].start, set()).update(votes[a, b])
            new.setdefault(there[b].start, set()).update(votes[a, b])
            old[here[a].start].add(f"{_BLOCK}{comparison.new.at(there[b].start).block.start}")
            new[there[b].start].add(f"{_BLOCK}{comparison.old.at(here[a].start).block.start}")
    return old, new


def _kept(votes: _Votes, old: tuple[Mark, ...], new: tuple[Mark, ...], side: Side) -> list[tuple[int, int]]:
    """The attributions of one speaker on both sides that govern a word in common, the likest first."""
    both = [(a, b) for a, b in votes if a >= 0 and b >= 0 and same_speaker(old[a].value, new[b].value, side)]
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
    """What somebody announces comes about by that: the verb casts no doubt on the figure."""
    return words(mark.text)[-1].folded.startswith("announc")


def _governor(at: int, marks: tuple[Mark, ...]) -> int:
    return next((k for k, mark in enumerate(marks) if mark.scope_start <= at < mark.scope_end), -1)


def _governors(terms: Sequence[Term], marks: tuple[Mark, ...]) -> dict[str, int]:
    """For each concept outside the attributions which of them governs its first sighting, -1 for none."""
    outside = [t for t in reversed(terms) if not any(m.start <= t.start < m.end for m in marks)]
    return {
        t.concept: next((k for k, m in enumerate(marks) if m.scope_start <= t.start < m.scope_end), -1) for t in outside
    }


def _quoted_terms(pair: Pair, *, old: bool) -> frozenset[str]:
    quotations = pair.marks(MarkKind.QUOTATION)[0 if old else 1]
    terms = pair.old_terms if old else pair.new_terms
    return frozenset(t.concept for t in terms if any(q.start < t.start < q.end for q in quotations))


def _states(pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether most of what the attribution governs is said on the other side too."""
    covered = pair.covered(mark, old=old)
    if pair.governs_figure(mark, old=old):
        return bool(covered & pair.shared)
    if pair.loose and (head_of(pair, mark, old=old) or "") not in pair.shared | {""}:
        return False
    share = SHARE if pair.anchored else SHARE_UNLINKED
    return len(covered & pair.shared) >= max(FEWEST_SHARED, share * len(covered))


def _gone(comparison: Comparison, pair: Pair, mark: Mark) -> Iterator[Difference]:
    accused = speaker_table("accusing") & {w.folded for p in pair.new for w in p.words}
    if accused or (_acts(pair.new, mark) and not _of_itself(pair, mark)) or _says_as_noun(pair.new, mark):
        return
    claimed = any(w.folded in _CLAIMING for p in pair.new for w in p.words)
    if claimed or is_confirmed_by(pair.new, mark) or is_aside(comparison.old, pair, mark, old=True):
        return
    shared = pair.covered(mark, old=True) & pair.shared
    hedged = [h for h in pair.marks(MarkKind.HEDGE)[1] if pair.covered(h, old=False) & shared]
    kept = [h for h in pair.marks(MarkKind.HEDGE)[0] if pair.covered(h, old=True) & shared]
    if hedged and not kept:
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


def _acts(passages: tuple[Passage, ...], mark: Mark) -> bool:
    """Whether the speaker of one side stands on the other side outside any attribution: "X said Y was to blame" and
    "X blamed Y" both rest on X."""
    speaker = {concept_of(w) for w in speaker_words(mark.value) - speaker_table("generic")}
    present = _unattributed(passages)
    head = words(mark.value)[-1:]
    return bool(speaker) and (speaker <= present or any(concept_of(w.folded) in speaker & present for w in head))


def _of_itself(pair: Pair, mark: Mark) -> bool:
    """Whether the speaker tells of its own deed ("Poland says it has sent 60"): as a plain fact it rests on nobody."""
    if not pair.governs_figure(mark, old=True) or any(w.folded in _CLAIMING for p in pair.new for w in p.words):
        return False
    behind = (w for p in pair.old for w in p.words if w.start >= max(mark.end, mark.scope_start))
    first = next(behind, None)
    return first is not None and first.folded in speaker_table("oneself")


def _says_as_noun(passages: tuple[Passage, ...], mark: Mark) -> bool:
    """Whether the verb of saying stands on the other side as another part of speech: "fear that", "for fear of"."""
    verb = words(mark.text)[-1].folded
    return mark.sort == "believe" and concept_of(verb) in _unattributed(passages)


def _unattributed(passages: tuple[Passage, ...]) -> set[str]:
    """The concepts of the words outside attributions."""
    spoken = [(m.start, m.end) for p in passages for m in p.of(MarkKind.ATTRIBUTION)]
    return {concept_of(w.folded) for p in passages for w in p.words if not any(s <= w.start < e for s, e in spoken)}


def _arrived(comparison: Comparison, pair: Pair, mark: Mark) -> Iterator[Difference]:
    shared = pair.covered(mark, old=False) & pair.shared
    doubted = any(pair.covered(h, old=True) & shared for h in pair.marks(MarkKind.HEDGE)[0])
    if doubted or _acts(pair.old, mark) or is_confirmed_by(pair.old, mark):
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
        same = same_speaker(old.value, new.value, comparison.new) and "deny" not in elsewhere
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
    if not same_speaker(old.value, new.value, comparison.new) and not _still_named(pair, old, new):
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
    return 0 if doubted or puts or _says_as_noun(believed, weaker) else step


def _still_named(pair: Pair, old: Mark, new: Mark) -> bool:
    """Whether one of two sources is a body of evidence, and a name of the one stands in the other side's sentence too,
    outside the attribution: "a survey by Larkwell", "figures … against the share that the union claims"."""
    if not any(speaker_table("evidence") & {w.folded for w in words(mark.value)} for mark in (old, new)):
        return False
    for here, there, passages in ((old, new, pair.new), (new, old, pair.old)):
        named = {w.folded for w in words(here.value) if w.text[0].isupper()}
        outside = {w.folded for p in passages for w in p.words if not there.start <= w.start < there.end}
        if named & outside - function_words():
            return True
    return False
