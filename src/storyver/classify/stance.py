"""Rules on who says it and how certainly: attributions and hedges that came, went or were replaced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from storyver.classify.contrast import is_reversed
from storyver.classify.pairs import Comparison, Difference, Pair, sentence_claim
from storyver.classify.passages import Passage, Side
from storyver.model import BlockKind, ChangeKind, Mark, MarkKind
from storyver.wording import Word, function_words, words

FEWEST_SHARED = 2
"""Words of content that an attributed or hedged statement must share with the other side to be the same statement."""
SHARE = 0.5
"""The share of them that it must share."""

SHARE_UNLINKED = 0.6
"""The same in sentences that the alignment has not linked."""
WHOLE_CLAUSE = 0.7
"""The share of a hedged clause that must be on the other side where the word behind the hedge is not."""
_STRENGTH = {"believe": 0, "say": 1, "claim": 1, "confirm": 1, "deny": 1}
_PRONOUNS = frozenset(("he", "she", "it", "they", "who", "which", "one"))
_GENERIC = frozenset(
    (
        *(
            "company",
            "firm",
            "agency",
            "ministry",
            "spokesman",
            "spokeswoman",
            "spokesperson",
            "statement",
            "minister",
            "department",
            "union",
            "council",
        ),
        *(
            "government",
            "airline",
            "operator",
            "bank",
            "club",
            "party",
            "charity",
            "university",
            "hospital",
            "court",
            "body",
            "institute",
            "organisation",
        ),
    )
)
_EVIDENCE = frozenset(
    (
        "figures",
        "data",
        "statistics",
        "records",
        "documents",
        "poll",
        "survey",
        "results",
        "report",
        "study",
        "estimates",
        "research",
        "images",
        "footage",
    )
)
_DOUBTS = frozenset(("report", "belief", "likelihood", "evidence"))
_PAST = frozenset(
    (
        "said",
        "told",
        "announced",
        "believed",
        "thought",
        "claimed",
        "warned",
        "added",
        "declared",
        "promised",
        "estimated",
        "predicted",
        "forecast",
    )
)


def attribution_rule(comparison: Comparison) -> Iterator[Difference]:
    """Attributions: gone, arrived, replaced, or with a verb of another strength.

    Every word of content that both sides share votes with the attributions that govern it here and there.
    """
    for pair in comparison.pairs:
        old, new = pair.marks(MarkKind.ATTRIBUTION)
        if not old and not new:
            continue
        votes, turned = _votes(pair, old, new), is_reversed(pair)
        settled_old: set[int] = set()
        settled_new: set[int] = set()
        for a, b in _kept(votes, old, new, comparison.new):
            if a not in settled_old and b not in settled_new:
                settled_old.add(a)
                settled_new.add(b)
                yield from _replaced(comparison, pair, old[a], new[b])
        for (a, b), count in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
            if a in settled_old or b in settled_new or a == b == -1:
                continue
            if count < FEWEST_SHARED:
                continue
            settled_old |= {a} - {-1}
            settled_new |= {b} - {-1}
            before, after = (old[a] if a >= 0 else None), (new[b] if b >= 0 else None)
            if before and after:
                yield from _replaced(comparison, pair, before, after)
            elif turned:
                continue  # the claim now says the opposite, and whose claim it is comes after that
            elif before and _states(pair, before, old=True):
                yield from _gone(comparison, pair, before)
            elif after and _states(pair, after, old=False) and not _acts(pair.old, after):
                yield _arrived(comparison, pair, after)


def _kept(
    votes: Counter[tuple[int, int]], old: tuple[Mark, ...], new: tuple[Mark, ...], side: Side
) -> list[tuple[int, int]]:
    """The attributions of one speaker on both sides that govern a word in common, the likest first."""
    both = [(a, b) for a, b in votes if a >= 0 and b >= 0 and same_speaker(old[a].value, new[b].value, side)]
    return sorted(both, key=lambda pair: (old[pair[0]].sort != new[pair[1]].sort, -votes[pair], pair))


def _votes(pair: Pair, old: tuple[Mark, ...], new: tuple[Mark, ...]) -> Counter[tuple[int, int]]:
    """For each shared concept the attribution that governs it on each side, -1 for none."""
    spans = [(m.start, m.end) for m in (*old, *new)]
    here = {
        t.concept: _governing(old, t.start)
        for t in reversed(pair.old_terms)
        if not any(s <= t.start < e for s, e in spans[: len(old)])
    }
    there = {
        t.concept: _governing(new, t.start)
        for t in reversed(pair.new_terms)
        if not any(s <= t.start < e for s, e in spans[len(old) :])
    }
    return Counter((here[key], there[key]) for key in sorted(pair.shared) if key in here and key in there)


def _governing(marks: tuple[Mark, ...], at: int) -> int:
    return next((k for k, mark in enumerate(marks) if mark.scope_start <= at < mark.scope_end), -1)


def _states(pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether most of what the attribution governs is said on the other side too."""
    covered = pair.covered(mark, old=old)
    share = SHARE if pair.anchored else SHARE_UNLINKED
    return len(covered & pair.shared) >= max(FEWEST_SHARED, share * len(covered))


def _gone(comparison: Comparison, pair: Pair, mark: Mark) -> Iterator[Difference]:
    if _acts(pair.new, mark):
        return
    shared = pair.covered(mark, old=True) & pair.shared
    hedged = [h for h in pair.marks(MarkKind.HEDGE)[1] if pair.covered(h, old=False) & shared]
    kept = [h for h in pair.marks(MarkKind.HEDGE)[0] if pair.covered(h, old=True) & shared]
    if hedged and not kept:
        return  # the hedge rule reports the doubt that has taken its place
    yield _difference(
        comparison, pair, mark, None, ChangeKind.HEDGE_DROPPED, "attribution_dropped",
        f"The attribution {_said(mark)} is gone, so that the claim stands on its own.", f"No longer attributed: {_said(mark)} was dropped.",
    )  # fmt: skip


def _acts(passages: tuple[Passage, ...], mark: Mark) -> bool:
    """Whether the speaker of one side stands on the other side outside any attribution: "X said Y was to blame" and
    "X blamed Y" both rest on X."""
    speaker = _speaker_words(mark.value) - _GENERIC
    spoken = [(m.start, m.end) for p in passages for m in p.of(MarkKind.ATTRIBUTION)]
    present = {
        w.folded.removesuffix("'s") for p in passages for w in p.words if not any(s <= w.start < e for s, e in spoken)
    }
    return bool(speaker) and speaker <= present


def _arrived(comparison: Comparison, pair: Pair, mark: Mark) -> Difference:
    return _difference(
        comparison, pair, None, mark, ChangeKind.HEDGE_ADDED, "attribution_added",
        f"The claim is now attributed: {_said(mark)}.", f"Now attributed: {_said(mark)} was put in.",
    )  # fmt: skip


def _replaced(comparison: Comparison, pair: Pair, old: Mark, new: Mark) -> Iterator[Difference]:
    if {old.sort, new.sort} == {"say", "deny"} or {old.sort, new.sort} == {"confirm", "deny"}:
        elsewhere = [m.sort for m in pair.marks(MarkKind.ATTRIBUTION)[old.sort == "deny"]]
        same = same_speaker(old.value, new.value, comparison.new) and "deny" not in elsewhere
        if same and not pair.marks(MarkKind.NEGATION)[old.sort == "deny"]:
            yield _difference(
                comparison, pair, old, new, ChangeKind.NEGATED, "denial", f"{_said(old)} has become {_said(new)}.",
                f"Reversed: {_said(old)} has become {_said(new)}.",
            )  # fmt: skip
        return
    if not same_speaker(old.value, new.value, comparison.new):
        yield _difference(
            comparison, pair, old, new, ChangeKind.ATTRIBUTION_CHANGED, "source_replaced", f"{_said(old)} has become {_said(new)}.",
            f"Another source: {_said(old)} has become {_said(new)}.",
        )  # fmt: skip
    step = _STRENGTH[new.sort] - _STRENGTH[old.sort]
    if step:
        kind = ChangeKind.HEDGE_DROPPED if step > 0 else ChangeKind.HEDGE_ADDED
        text = f"{_said(old)} has become {_said(new)}, which is {'more' if step > 0 else 'less'} certain."
        yield _difference(comparison, pair, old, new, kind, "verb_strength", text, text)
    elif "claim" in (old.sort, new.sort) and old.sort != new.sort:
        text = f"The verb of saying has changed: {_said(old)} has become {_said(new)}."
        yield _difference(comparison, pair, old, new, ChangeKind.ATTRIBUTION_CHANGED, "verb_replaced", text, text)


def same_speaker(old: str, new: str, side: Side) -> bool:
    """Whether two speakers may be one: a pronoun, a shared name or noun, or a common noun that stands for a name."""
    here, there = _speaker_words(old), _speaker_words(new)
    if not here or not there or here <= _PRONOUNS or there <= _PRONOUNS or here & there - _GENERIC:
        return True
    if here & _EVIDENCE or there & _EVIDENCE:
        return bool(here & _EVIDENCE and there & _EVIDENCE)
    generic_here, generic_there = here <= _GENERIC, there <= _GENERIC
    if (generic_here and generic_there) or here & there:
        return bool(here & there)
    if generic_here or generic_there:
        return _may_stand_for(here if generic_here else there, old if generic_there else new, side)
    return False


def _may_stand_for(generic: frozenset[str], name: str, side: Side) -> bool:
    """ "The agency" stands for a name that holds the word, where the version has one; else for any name in capitals."""
    named = {
        m.value for p in side.passages for m in p.of(MarkKind.NAME) if frozenset(m.value.lower().split()) & generic
    }
    if named:
        return any(_speaker_words(name) & _speaker_words(other) - generic for other in named)
    return (name[:1].isupper() and " " not in name.strip()) or any(part[:1].isupper() for part in name.split()[1:])


def _speaker_words(speaker: str) -> frozenset[str]:
    parts = [w.folded.removesuffix("'s") for w in words(speaker)]
    content = frozenset(p for p in parts if p not in function_words() and len(p) > 1)
    return content or frozenset(parts)


def hedge_rule(comparison: Comparison) -> Iterator[Difference]:
    """Hedges inside the article's own words: gone, arrived, or replaced by one of another strength."""
    for pair in comparison.pairs:
        old, new = pair.marks(MarkKind.HEDGE)
        yield from _hedges(comparison, pair, old, new, dropped=True)
        yield from _hedges(comparison, pair, new, old, dropped=False)


def _hedges(
    comparison: Comparison, pair: Pair, here: tuple[Mark, ...], there: tuple[Mark, ...], *, dropped: bool
) -> Iterator[Difference]:
    if any(p.block.kind is BlockKind.HEADING for p in (*pair.old, *pair.new)):
        return
    for mark in here:
        covered = pair.covered(mark, old=dropped)
        shared = covered & pair.shared
        if len(shared) < max(min(FEWEST_SHARED, len(covered)), SHARE * len(covered), 1):
            continue
        if (
            not _same_head(pair, mark, shared, len(covered), dropped=dropped)
            or _still_hedged(pair, mark, shared, there, dropped=dropped)
            or _is_tense(pair, mark, shared, dropped=dropped)
        ):
            continue
        kind = ChangeKind.HEDGE_DROPPED if dropped else ChangeKind.HEDGE_ADDED
        text = f"“{mark.text}” {'is gone' if dropped else 'was put in'}, so that the claim is {'more' if dropped else 'less'} certain."
        summary = f"{'More' if dropped else 'Less'} certain: “{mark.text}” was {'dropped' if dropped else 'put in'}."
        rule = "hedge_word_dropped" if dropped else "hedge_word_added"
        yield _difference(
            comparison, pair, mark if dropped else None, None if dropped else mark, kind, rule, text, summary
        )
        return


def _same_head(pair: Pair, mark: Mark, shared: frozenset[str], covered: int, *, dropped: bool) -> bool:
    """Whether the word that the hedge stands in front of is on the other side too, or else nearly all of its clause."""
    terms = pair.old_terms if dropped else pair.new_terms
    head = next((t.concept for t in terms if mark.end <= t.start < mark.scope_end), None)
    return head is None or head in shared or len(shared) >= WHOLE_CLAUSE * covered


def _still_hedged(pair: Pair, mark: Mark, shared: frozenset[str], there: tuple[Mark, ...], *, dropped: bool) -> bool:
    """Whether the other side hedges the same words, by the same word, or as strongly, or by an attribution of belief."""
    for other in there:
        if other.value == mark.value or pair.covered(other, old=not dropped) & shared:
            if (other.sort in _DOUBTS) >= (mark.sort in _DOUBTS) or other.value == mark.value:
                return True
    beliefs = [m for m in pair.marks(MarkKind.ATTRIBUTION)[dropped] if m.sort == "believe"]
    return any(pair.covered(m, old=not dropped) & shared for m in beliefs)


def _is_tense(pair: Pair, mark: Mark, shared: frozenset[str], *, dropped: bool) -> bool:
    """Whether "would" only follows the tense of a verb of saying, or has come in for "will"."""
    if mark.value != "would":
        return False
    if not dropped:
        return True
    saying = [m for m in pair.marks(MarkKind.ATTRIBUTION)[0] if m.scope_start <= mark.start < m.scope_end]
    return any(
        words(m.text)[-1].folded in _PAST or any(w.folded in _PAST for w in words(m.text)) for m in saying
    ) or not _says_will(pair, shared)


def _says_will(pair: Pair, shared: frozenset[str]) -> bool:
    """Whether the new side states it as decided: with "will", or as a fact with a finite verb near the shared words."""
    run: list[Word] = [w for p in pair.new for w in p.words]
    return any(w.folded in ("will", "is", "are", "was", "were", "has", "have", "'ll") for w in run) or bool(shared)


def _said(mark: Mark) -> str:
    return f"“{mark.text.strip(' ,')}”"


def _difference(
    comparison: Comparison,
    pair: Pair,
    old: Mark | None,
    new: Mark | None,
    kind: ChangeKind,
    rule: str,
    text: str,
    summary: str,
) -> Difference:
    return Difference(
        kind=kind, old=sentence_claim(comparison.old, pair.old, old), new=sentence_claim(comparison.new, pair.new, new),
        rule=rule, text=text, summary=summary,
    )  # fmt: skip
