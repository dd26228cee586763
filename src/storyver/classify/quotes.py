"""Rules on quotations: words inside the marks that changed, were cut or put in; marks that came or went; whole
quotations that came or went."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from storyver.classify.pairs import Comparison, Difference, Pair
from storyver.classify.passages import Passage, Side
from storyver.classify.quotations import (
    ALIKE,
    ALIKE_LINKED,
    Quotation,
    alikeness,
    candidates,
    drop_same,
    is_weighty,
    quotations,
    spoken_words,
)
from storyver.classify.speakers import reported, same_speaker
from storyver.classify.spelling import same_name
from storyver.model import ChangeKind, Claim, ClaimKind, MarkKind

_FEWEST_IN_SENTENCE = 4
"""Words of a sentence inside a quotation that is reported by itself when it is gone."""
_SHARE_OF_SENTENCE = 0.5
"""The share of the words of its sentence that such a quotation has at least, unless it ends like speech."""
_MARKS = "\"“”„«»‘’'"
_SPEECH_ENDS = frozenset(".,!?…")
_FEWEST_WITH_SPEAKER = 3
"""Words of a quotation that tells whose it is; a word or two may be anybody's."""
_SENTENCE_END = re.compile(r"[.!?](?=\s+[A-Z])")


def quote_rule(comparison: Comparison) -> Iterator[Difference]:
    """Quotations are paired by their words, those in linked sentences first; the same words are the same quotation."""
    old, new = list(quotations(comparison.old)), list(quotations(comparison.new))
    yield from _other_speaker(comparison, drop_same(old, new))
    yield from _altered(comparison, old, new)
    yield from _marks_gone(comparison, old, new)
    for kind, quotes in ((ChangeKind.REMOVED, old), (ChangeKind.ADDED, new)):
        for quotation in quotes:
            found = _one_sided(comparison, quotation, kind)
            speaks = _speaks(comparison, quotation, old=kind is ChangeKind.REMOVED)
            yield found if speaks else replace(found, rule="quoted_in_sentence", noise=True)


def _other_speaker(comparison: Comparison, same: Sequence[tuple[Quotation, Quotation]]) -> Iterator[Difference]:
    """The same words in another mouth."""
    for here, there in same:
        claims = _claim(comparison.old, here), _claim(comparison.new, there)
        before, after = (claim.attribution.speaker for claim in claims)
        if len(here.key) < _FEWEST_WITH_SPEAKER or not before or not after:
            continue
        if same_speaker(before, after, comparison.new):
            continue
        yield Difference(
            kind=ChangeKind.QUOTE_ALTERED,
            old=claims[0],
            new=claims[1],
            rule="quotation_speaker",
            text=f"The same words are now those of “{after}”, no longer of “{before}”.",
            summary=f"Now attributed to {_inside(after)}, not to {_inside(before)}: {_shown(claims[1])}.",
        )


def _inside(speaker: str) -> str:
    """A speaker as it stands inside a sentence."""
    first = speaker.split(" ", 1)[0]
    return speaker[0].lower() + speaker[1:] if first in ("The", "A", "An", "Its", "His", "Her", "Their") else speaker


def _speaks(comparison: Comparison, quotation: Quotation, *, old: bool) -> bool:
    """Whether the quotation is worth a change of its own: it stands in a sentence that has a counterpart or tells who
    speaks, or it is whole. A few quoted words of any other sentence that is itself gone go with it."""
    number = quotation.passage.number
    if any(p.number == number for pair in comparison.pairs if pair.link for p in (pair.old if old else pair.new)):
        return True
    if quotation.passage.of(MarkKind.ATTRIBUTION):
        return True
    side = comparison.old if old else comparison.new
    whole = side.text[quotation.start : quotation.end].rstrip(_MARKS)[-1:] in _SPEECH_ENDS
    much = len(quotation.key) >= _SHARE_OF_SENTENCE * len(quotation.passage.words)
    return len(quotation.key) >= _FEWEST_IN_SENTENCE and (whole or much)


def _altered(comparison: Comparison, old: list[Quotation], new: list[Quotation]) -> Iterator[Difference]:
    linked = {(a.number, b.number) for pair in comparison.pairs for a in pair.old for b in pair.new}
    scored = []
    for i, j in candidates(old, new, linked):
        here, there = old[i], new[j]
        near = (here.passage.number, there.passage.number) in linked
        likeness = alikeness(here.key, there.key)
        if likeness < (ALIKE_LINKED if near else ALIKE):
            continue
        if is_weighty(here.key, there.key, near=near or _may_be_of_one(here.passage, there.passage)):
            scored.append((-near, -likeness, i, j))
    used_old: set[int] = set()
    used_new: set[int] = set()
    for _, _, i, j in sorted(scored):
        if i in used_old or j in used_new:
            continue
        used_old.add(i)
        used_new.add(j)
        yield _alteration(comparison, old[i], new[j])
        yield from _sentences(comparison, old[i], new[j], ChangeKind.REMOVED)
        yield from _sentences(comparison, new[j], old[i], ChangeKind.ADDED)
    old[:] = [q for i, q in enumerate(old) if i not in used_old]
    new[:] = [q for j, q in enumerate(new) if j not in used_new]


def _may_be_of_one(old: Passage, new: Passage) -> bool:
    """Whether one who is named speaks in both sentences."""
    return any(same_name(one, other) for one in _named_speakers(old) for other in _named_speakers(new))


def _named_speakers(passage: Passage) -> list[str]:
    said = [(mark.start, mark.end) for mark in passage.of(MarkKind.ATTRIBUTION)]
    names = passage.of(MarkKind.NAME) if said else ()
    return [name.value for name in names if any(s <= name.start and name.end <= e for s, e in said)]


def _sentences(comparison: Comparison, here: Quotation, there: Quotation, kind: ChangeKind) -> Iterator[Difference]:
    """The whole sentences of an altered quotation that the other version does not quote at all."""
    side = comparison.new if kind is ChangeKind.ADDED else comparison.old
    bounds = [here.start, *(m.end() for m in _SENTENCE_END.finditer(side.text, here.start, here.end)), here.end]
    if len(bounds) < 4:
        return
    for start, end in pairwise(bounds):
        key = tuple(spoken_words(side.text, start, end))
        if len(key) >= _FEWEST_IN_SENTENCE and alikeness(key, there.key) < ALIKE_LINKED:
            first = start + len(side.text[start:end]) - len(side.text[start:end].lstrip())
            yield _one_sided(comparison, Quotation(start=first, end=end, key=key, passage=here.passage), kind)


def _alteration(comparison: Comparison, old: Quotation, new: Quotation) -> Difference:
    before, after = " ".join(old.key), " ".join(new.key)
    if f" {after} " in f" {before} ":
        rule, what = "quotation_cut", "was cut short"
    elif f" {before} " in f" {after} ":
        rule, what = "quotation_extended", "is longer than it was"
    else:
        rule, what = "quotation_words", "has other words than it had"
    told = rule == "quotation_cut" and _goes_into_report(comparison.new, old, new)
    told = told or (rule == "quotation_extended" and _goes_into_report(comparison.old, new, old))
    claims = _claim(comparison.old, old), _claim(comparison.new, new)
    return Difference(
        kind=ChangeKind.QUOTE_ALTERED,
        old=claims[0],
        new=claims[1],
        rule="quotation_into_report" if told else rule,
        text=f"A quotation {what}.",
        summary=f"Quotation altered: {_shown(claims[0])} has become {_shown(claims[1])}.",
        noise=told,
    )


def _goes_into_report(side: Side, whole: Quotation, part: Quotation) -> bool:
    """Whether what the shorter one lacks stands in front of it as report: "I heard a bang", she heard "a bang"."""
    length = len(whole.key) - len(part.key)
    if whole.key[length:] != part.key:
        return False
    before = list(spoken_words(side.text, part.passage.sentence.start, part.start))[-length:]
    return len(before) == length and all(
        word == said or said in reported(word) for word, said in zip(whole.key, before, strict=False)
    )


def _marks_gone(comparison: Comparison, old: list[Quotation], new: list[Quotation]) -> Iterator[Difference]:
    """Words that lost or gained their quotation marks inside linked sentences."""
    for quotes, dropped in ((old, True), (new, False)):
        partners = _partners(comparison.pairs, dropped=dropped)
        for quotation in tuple(quotes):
            around = partners.get(quotation.passage.number, ())
            passage = _unquoted(around, quotation, comparison.new if dropped else comparison.old)
            if passage is None:
                continue
            quotes.remove(quotation)
            quoted = _claim(comparison.old if dropped else comparison.new, quotation)
            side = comparison.new if dropped else comparison.old
            plain = side.claim(passage.sentence.start, passage.sentence.end)
            yield Difference(
                kind=ChangeKind.QUOTE_ALTERED,
                old=quoted if dropped else plain,
                new=plain if dropped else quoted,
                rule="quotation_marks_dropped" if dropped else "quotation_marks_added",
                text=f"{quoted.text} stands {'without' if dropped else 'in'} quotation marks now.",
                summary=f"{_shown(quoted)} {'lost its' if dropped else 'is now in'} quotation marks.",
            )


def _partners(pairs: Sequence[Pair], *, dropped: bool) -> dict[int, list[Passage]]:
    """For the number of every passage of one side the passages that it is compared with."""
    partners: dict[int, list[Passage]] = {}
    for pair in pairs:
        here, there = (pair.old, pair.new) if dropped else (pair.new, pair.old)
        for passage in here:
            partners.setdefault(passage.number, []).extend(there)
    return partners


def _unquoted(around: Sequence[Passage], quotation: Quotation, side: Side) -> Passage | None:
    """The passage that has the quotation's words without its marks."""
    for passage in around:
        run = f" {' '.join(spoken_words(side.text, passage.sentence.start, passage.sentence.end))} "
        if f" {' '.join(quotation.key)} " in run:
            return passage
    return None


def _one_sided(comparison: Comparison, quotation: Quotation, kind: ChangeKind) -> Difference:
    added = kind is ChangeKind.ADDED
    claim = _claim(comparison.new if added else comparison.old, quotation)
    text = f"The quotation is {'new' if added else 'gone'}."
    return Difference(
        kind=kind,
        old=None if added else claim,
        new=claim if added else None,
        rule="quotation_added" if added else "quotation_removed",
        text=text,
        summary=f"Quotation {'added' if added else 'removed'}: {_shown(claim)}",
    )


def _shown(claim: Claim) -> str:
    """A quotation inside a summary: in one kind of marks, without the comma or full stop at its end."""
    return f"“{claim.text.strip(_MARKS).rstrip(',.')}”"


def _claim(side: Side, quotation: Quotation) -> Claim:
    return side.claim(quotation.start, quotation.end, ClaimKind.QUOTE)
