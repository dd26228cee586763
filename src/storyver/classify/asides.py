"""Whether what two sentences have in common is only said aside in one of them: no attribution of what the sentence says
came with it or went."""

from __future__ import annotations

import re
from collections.abc import Sequence

from storyver.classify.pairs import Pair, concept_of
from storyver.classify.passages import Passage, Side
from storyver.classify.speakers import speaker_table, speaker_words
from storyver.model import Mark, MarkKind

_ASIDE = re.compile(r",\s(?:which|who|whose|when|where)\b[^,;]*|\b(?:after|before|while|since|because)\b[^;]*")
_FEWEST_OUTSIDE = 2
"""Words of content of its own that the rest of an attributed statement must have at least."""


def is_aside(side: Side, pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether the attributed statement has what both sides say in a relative clause, or behind "after": "The state,
    which holds 18%, will vote for it, the minister said"."""
    spans = [
        (mark.scope_start + one.start(), mark.scope_start + one.end())
        for one in _ASIDE.finditer(side.text[mark.scope_start : mark.scope_end])
    ]
    if not spans:
        return False
    terms = [t for t in (pair.old_terms if old else pair.new_terms) if mark.scope_start <= t.start < mark.scope_end]
    figures = [two[0 if old else 1] for two in pair.figures]
    outside = [t for t in terms if not any(s <= t.start < e for s, e in spans)]
    told = [at for at in figures if mark.scope_start <= at < mark.scope_end]
    if any(not any(s <= at < e for s, e in spans) for at in told):
        return False
    shared = sum(t.concept in pair.shared for t in outside)
    return shared <= 1 and len(outside) - shared >= _FEWEST_OUTSIDE


def is_doubted_instead(pair: Pair, mark: Mark) -> bool:
    """Whether a doubt has come in for a source that is gone: of its figure, or of half of what both sides say."""
    shared, figured = pair.covered(mark, old=True) & pair.shared, pair.governs_figure(mark, old=True)
    if any(pair.covered(h, old=True) & shared for h in pair.marks(MarkKind.HEDGE)[0]):
        return False
    for hedge in pair.marks(MarkKind.HEDGE)[1]:
        of_both = pair.covered(hedge, old=False) & shared
        if of_both and (pair.governs_figure(hedge, old=False) or (not figured and 2 * len(of_both) >= len(shared))):
            return True
    return False


def is_of_itself(pair: Pair, mark: Mark) -> bool:
    """Whether a company that had a name says now of itself what had been told of it: "Halden knows of nine fires", "The
    company said it knew of 14"."""
    if not speaker_words(mark.value) <= speaker_table("generic") | speaker_table("firm") | speaker_table("company"):
        return False
    behind = (w for p in pair.new for w in p.words if w.start >= max(mark.end, mark.scope_start))
    first = next(behind, None)
    named = any(name.start == p.sentence.start for p in pair.old for name in p.of(MarkKind.NAME))
    return named and first is not None and first.folded in speaker_table("oneself")


def is_confirmed_by(passages: Sequence[Passage], mark: Mark) -> bool:
    """Whether the other side has the verb in the passive ("confirmed by laboratories"), or as its subject's noun ("its
    estimate")."""
    speaker = {concept_of(w) for w in speaker_words(mark.value) - speaker_table("generic")}
    for passage in passages:
        run = [concept_of(w.folded) for w in passage.words]
        for at, word in enumerate(passage.words):
            if word.folded == "by" and speaker & set(run[at + 1 : at + 1 + _BY_DISTANCE]):
                return True
            own = word.folded in _POSSESSIVES and passage.words[at + 1 : at + 2]
            if own and own[0].folded in speaker_table("expectation"):
                return True
    return False


_POSSESSIVES = frozenset({"its", "their", "his", "her"})
_BY_DISTANCE = 3
"""Words behind "by" that may name who confirmed it."""


def is_of_other_acts(pair: Pair, old: Mark, new: Mark) -> bool:
    """Whether what is denied and what is admitted are two things done: "denied hitting him", "admitted shouting"."""
    acts = [
        next((w.folded for p in side for w in p.words if w.start >= mark.end), "")
        for side, mark in ((pair.old, old), (pair.new, new))
    ]
    return acts[0] != acts[1] and all(act.endswith("ing") for act in acts)
