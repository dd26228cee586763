"""Whether a speaker stands on the other side of a pair in another way than as one who says it."""

from __future__ import annotations

from collections.abc import Sequence

from storyver.classify.pairs import Pair, head_of
from storyver.classify.passages import Passage
from storyver.classify.speakers import PRONOUNS, speaker_table, speaker_words
from storyver.model import Mark, MarkKind
from storyver.wording import Word, stem, words

CLAIMING = frozenset(("claim", "claims", "claimed"))
_OWNED = 3
"""Words behind an owner among which the thing owned is named."""
_OPENING = 4
"""Words behind an attribution among which "will" stands where the speaker says what it will do."""


def acts(pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether the speaker of one side stands on the other side outside any attribution: "X said Y was to blame" and
    "X blamed Y" both rest on X. Not where X tells of itself: as a plain fact it rests on nobody."""
    passages = pair.new if old else pair.old
    if stem(words(mark.text)[-1].folded) in _unattributed(passages):
        return True  # "having said that", "saying that"
    deed = own_deed(pair, mark, old=old)
    if deed and _intends(deed[:_OPENING]) and (not old or _intends([w for p in passages for w in p.words])):
        if speaker_words(mark.value) <= PRONOUNS:
            return True
    elif deed and _same_deed(pair, mark, old=old):
        return False
    speaker = {stem(w) for w in speaker_words(mark.value) - speaker_table("generic") - PRONOUNS}
    head, present = words(mark.value)[-1:], _unattributed(passages, acting=True)
    return bool(speaker) and (speaker <= present or any(stem(w.folded) in speaker & present for w in head))


def own_deed(pair: Pair, mark: Mark, *, old: bool) -> Sequence[Word]:
    """The words behind an attribution where the speaker tells of itself: "Poland says it has sent 60"; else none."""
    if mark.scope_start < mark.end:
        return ()
    run = [w for p in (pair.old if old else pair.new) for w in p.words if mark.end <= w.start < mark.scope_end]
    conjunction = len(run) > 1 and run[0].folded == "that" and run[1].folded in speaker_table("oneself")
    behind = run[1:] if conjunction else run
    own = bool(behind) and behind[0].folded in speaker_table("oneself") | speaker_table("intending")
    return behind if own else ()


def _intends(run: Sequence[Word]) -> bool:
    """Whether it is said what will be: of its own deeds nobody can say more than that."""
    return any(w.folded in speaker_table("intending") for w in run)


def _same_deed(pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether the other side tells of the same deed, as a plain fact that rests on nobody."""
    if any(w.folded in CLAIMING for p in (pair.new if old else pair.old) for w in p.words):
        return False
    return pair.governs_figure(mark, old=old) or head_of(pair, mark, old=old) in pair.shared


def says_as_noun(passages: Sequence[Passage], mark: Mark) -> bool:
    """Whether a verb of belief stands on the other side as another part of speech ("fear that", "for fear of"), or
    another one does: "the bank expects", "the bank forecasts"."""
    if mark.sort != "believe":
        return False
    present = _unattributed(passages)
    expected = {stem(word) for word in speaker_table("expectation")}
    return stem(words(mark.text)[-1].folded) in present or not present.isdisjoint(expected)


def _unattributed(passages: Sequence[Passage], *, acting: bool = False) -> set[str]:
    """The stems of the words outside attributions; with ``acting`` without those who only have something there
    ("Northmoor's trains"), be it not evidence ("Opinia's poll")."""
    found: set[str] = set()
    for passage in passages:
        spoken = [(m.start, m.end) for m in passage.of(MarkKind.ATTRIBUTION)]
        for at, word in enumerate(passage.words):
            if not (acting and _owns(passage, at)) and not any(s <= word.start < e for s, e in spoken):
                found.add(stem(word.folded))
    return found


def _owns(passage: Passage, at: int) -> bool:
    behind = {w.folded for w in passage.words[at + 1 : at + 1 + _OWNED]}
    return passage.words[at].folded.endswith("'s") and behind.isdisjoint(speaker_table("evidence"))
