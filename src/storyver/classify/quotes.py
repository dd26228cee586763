"""Rules on quotations: words inside the marks that changed, were cut or put in; marks that came or went; whole
quotations that came or went."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storyver.classify.pairs import Comparison, Difference, Pair
from storyver.classify.passages import SILENT, Passage, Side
from storyver.model import BlockKind, ChangeKind, Claim, ClaimKind, MarkKind
from storyver.wording import function_words, stem, words

ALIKE = 0.6
"""Share of the words of the shorter quotation that it must have in common, in order, with another to be one quotation, altered."""
ALIKE_LINKED = 0.5
"""The same where the sentences around them are linked."""
_LONGEST = 80
"""Words of a quotation that are compared, so that two long speeches cost no more than a few thousand steps."""
_COMMON = 20
"""Quotations that hold a word; a word in more of them tells nothing."""
_MOST_CUTS = 20
"""Places at which a quotation is tried as the beginning of another."""
_FEWEST_IN_SENTENCE = 4
"""Words of a sentence inside a quotation that is reported by itself when it is gone."""
_SENTENCE_END = re.compile(r"[.!?](?=\s+[A-Z])")
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
}
_CLOCK = frozenset(("am", "pm"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A quotation of one version."""

    start: int
    end: int
    key: tuple[str, ...]
    """Its words in lower case, number words as digits."""
    passage: Passage
    """The sentence in which it begins."""


def quotations(side: Side) -> tuple[Quotation, ...]:
    """The quotations of a version in order; a title's scare quotes are quotations too."""
    found: dict[int, Quotation] = {}
    for passage in side.passages:
        if passage.block.kind in SILENT | {BlockKind.NOTICE}:
            continue
        for mark in passage.of(MarkKind.QUOTATION):
            key = tuple(spoken_words(side.text, mark.scope_start, mark.scope_end))
            if key:
                found.setdefault(mark.start, Quotation(start=mark.start, end=mark.end, key=key, passage=passage))
    return tuple(found[start] for start in sorted(found))


def spoken_words(text: str, start: int, end: int) -> Iterator[str]:
    """The words between two offsets as a listener hears them: case, typography and digits aside."""
    for word in words(text, start, end):
        folded = _NUMBERS.get(word.folded, word.folded)
        if folded not in _CLOCK:
            yield folded


def quote_rule(comparison: Comparison) -> Iterator[Difference]:
    """Quotations are paired by their words, those in linked sentences first; the same words are the same quotation."""
    old, new = list(quotations(comparison.old)), list(quotations(comparison.new))
    _drop_same(old, new)
    yield from _altered(comparison, old, new)
    yield from _marks_gone(comparison, old, new)
    for quotation in old:
        if _speaks(comparison, quotation, old=True):
            yield _one_sided(comparison, quotation, ChangeKind.REMOVED)
    for quotation in new:
        if _speaks(comparison, quotation, old=False):
            yield _one_sided(comparison, quotation, ChangeKind.ADDED)


def _speaks(comparison: Comparison, quotation: Quotation, *, old: bool) -> bool:
    """Whether the quotation is worth a change of its own: it has several words, or stands in a sentence that has a
    counterpart. A word or two in a sentence that is itself gone goes with it."""
    if len(quotation.key) >= _FEWEST_IN_SENTENCE:
        return True
    number = quotation.passage.number
    return any(p.number == number for pair in comparison.pairs if pair.link for p in (pair.old if old else pair.new))


def _drop_same(old: list[Quotation], new: list[Quotation]) -> None:
    """Takes out what both versions quote word for word, also where one cuts a speech in two that the other gives whole."""
    by_key: dict[tuple[str, ...], list[Quotation]] = {}
    for quotation in reversed(new):
        by_key.setdefault(quotation.key, []).append(quotation)
    pairs = [(here, by_key[here.key].pop()) for here in old if by_key.get(here.key)]
    _take_out(old, [here for here, _ in pairs])
    _take_out(new, [there for _, there in pairs])
    for whole, parts in ((old, new), (new, old)):
        by_first: dict[str, list[int]] = {}
        for index, part in enumerate(parts):
            by_first.setdefault(part.key[0], []).append(index)
        cuts = [(q, _cut(q, parts, by_first.get(q.key[0], [])[:_MOST_CUTS])) for q in whole]
        _take_out(whole, [q for q, run in cuts if run])
        _take_out(parts, [part for _, run in cuts for part in run])


def _take_out(quotations: list[Quotation], gone: Sequence[Quotation]) -> None:
    starts = {quotation.start for quotation in gone}
    quotations[:] = [quotation for quotation in quotations if quotation.start not in starts]


def _cut(whole: Quotation, parts: Sequence[Quotation], firsts: Sequence[int]) -> list[Quotation]:
    """Neighbouring quotations, beginning at one of ``firsts``, that together give the words of ``whole``."""
    for first in firsts:
        part = parts[first]
        if whole.key[: len(part.key)] != part.key:
            continue
        run, length = [part], len(part.key)
        for following in parts[first + 1 : first + 4]:
            if length == len(whole.key) or whole.key[length : length + len(following.key)] != following.key:
                break
            run.append(following)
            length += len(following.key)
        if length == len(whole.key):
            return run
    return []


def _altered(comparison: Comparison, old: list[Quotation], new: list[Quotation]) -> Iterator[Difference]:
    linked = {(a.number, b.number) for pair in comparison.pairs for a in pair.old for b in pair.new}
    scored = []
    for i, j in _candidates(old, new, linked):
        here, there = old[i], new[j]
        near = (here.passage.number, there.passage.number) in linked
        likeness = alikeness(here.key, there.key)
        if likeness >= (ALIKE_LINKED if near else ALIKE) and _weighty(here.key, there.key, near=near):
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


def _candidates(
    old: Sequence[Quotation], new: Sequence[Quotation], linked: set[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The pairs that are worth comparing: in linked sentences, or with a word of content in common that few others hold."""
    holders: dict[str, list[int]] = {}
    by_passage: dict[int, list[int]] = {}
    for j, there in enumerate(new):
        by_passage.setdefault(there.passage.number, []).append(j)
        for key in {stem(w) for w in there.key if w not in function_words()}:
            holders.setdefault(key, []).append(j)
    reach: dict[int, list[int]] = {}
    for a, b in sorted(linked):
        reach.setdefault(a, []).extend(by_passage.get(b, ()))
    pairs = set()
    for i, here in enumerate(old):
        for key in {stem(w) for w in here.key if w not in function_words()}:
            if len(holders.get(key, ())) <= _COMMON:
                pairs |= {(i, j) for j in holders.get(key, ())}
        pairs |= {(i, j) for j in reach.get(here.passage.number, ())}
    return sorted(pairs)


def _sentences(comparison: Comparison, here: Quotation, there: Quotation, kind: ChangeKind) -> Iterator[Difference]:
    """The whole sentences of an altered quotation that the other version does not quote at all."""
    side = comparison.new if kind is ChangeKind.ADDED else comparison.old
    bounds = [here.start, *(m.end() for m in _SENTENCE_END.finditer(side.text, here.start, here.end)), here.end]
    if len(bounds) < 4:
        return
    for start, end in zip(bounds, bounds[1:], strict=False):
        key = tuple(spoken_words(side.text, start, end))
        if len(key) >= _FEWEST_IN_SENTENCE and alikeness(key, there.key) < ALIKE_LINKED:
            first = start + len(side.text[start:end]) - len(side.text[start:end].lstrip())
            yield _one_sided(comparison, Quotation(start=first, end=end, key=key, passage=here.passage), kind)


def alikeness(old: Sequence[str], new: Sequence[str]) -> float:
    """The longest run of words in common order, by their stems, as a share of the shorter quotation."""
    here, there = [stem(w) for w in old[:_LONGEST]], [stem(w) for w in new[:_LONGEST]]
    row = [0] * (len(there) + 1)
    for word in here:
        diagonal = 0
        for j, other in enumerate(there, 1):
            diagonal, row[j] = row[j], diagonal + 1 if word == other else max(row[j], row[j - 1])
    return row[-1] / max(1, min(len(here), len(there)))


def _weighty(old: Sequence[str], new: Sequence[str], *, near: bool) -> bool:
    """Whether what they share is more than function words; two content words for quotations far apart."""
    shared = {stem(w) for w in old if w not in function_words()} & {stem(w) for w in new if w not in function_words()}
    return len(shared) >= (1 if near else 2) or (near and min(len(old), len(new)) <= 4 and bool(set(old) & set(new)))


def _alteration(comparison: Comparison, old: Quotation, new: Quotation) -> Difference:
    before, after = " ".join(old.key), " ".join(new.key)
    if f" {after} " in f" {before} ":
        rule, what = "quotation_cut", "was cut short"
    elif f" {before} " in f" {after} ":
        rule, what = "quotation_extended", "is longer than it was"
    else:
        rule, what = "quotation_words", "has other words than it had"
    claims = _claim(comparison.old, old), _claim(comparison.new, new)
    return Difference(
        kind=ChangeKind.QUOTE_ALTERED, old=claims[0], new=claims[1], rule=rule, text=f"A quotation {what}.",
        summary=f"Quotation altered: {claims[0].text} has become {claims[1].text}",
    )  # fmt: skip


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
                kind=ChangeKind.QUOTE_ALTERED, old=quoted if dropped else plain, new=plain if dropped else quoted,
                rule="quotation_marks_dropped" if dropped else "quotation_marks_added",
                text=f"{quoted.text} stands {'without' if dropped else 'in'} quotation marks now.",
                summary=f"{quoted.text} {'lost its' if dropped else 'is now in'} quotation marks.",
            )  # fmt: skip


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
        kind=kind, old=None if added else claim, new=claim if added else None, rule="quotation_added" if added else "quotation_removed",
        text=text, summary=f"Quotation {'added' if added else 'removed'}: {claim.text}",
    )  # fmt: skip


def _claim(side: Side, quotation: Quotation) -> Claim:
    return side.claim(quotation.start, quotation.end, ClaimKind.QUOTE)
