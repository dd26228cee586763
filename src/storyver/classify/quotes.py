"""Rules on quotations: words inside the marks that changed, were cut or put in; marks that came or went; whole
quotations that came or went."""

from __future__ import annotations

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
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
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
        yield _one_sided(comparison, quotation, ChangeKind.REMOVED)
    for quotation in new:
        yield _one_sided(comparison, quotation, ChangeKind.ADDED)


def _drop_same(old: list[Quotation], new: list[Quotation]) -> None:
    """Takes out what both versions quote word for word, also where one cuts a speech in two that the other gives whole."""
    for here in tuple(old):
        match = next((there for there in new if there.key == here.key), None)
        if match:
            old.remove(here)
            new.remove(match)
    for whole, parts in ((old, new), (new, old)):
        for quotation in tuple(whole):
            run = _cut(quotation, parts)
            if run:
                whole.remove(quotation)
                for part in run:
                    parts.remove(part)


def _cut(whole: Quotation, parts: Sequence[Quotation]) -> list[Quotation]:
    """Neighbouring quotations that together give the words of ``whole``."""
    for first, part in enumerate(parts):
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
    for i, here in enumerate(old):
        for j, there in enumerate(new):
            near = (here.passage.number, there.passage.number) in linked
            likeness = alikeness(here.key, there.key)
            if likeness >= (ALIKE_LINKED if near else ALIKE) and _weighty(here.key, there.key, near=near):
                scored.append((-near, -likeness, i, j))
    used_old, used_new = set(), set()
    for _, _, i, j in sorted(scored):
        if i in used_old or j in used_new:
            continue
        used_old.add(i)
        used_new.add(j)
        yield _alteration(comparison, old[i], new[j])
    old[:] = [q for i, q in enumerate(old) if i not in used_old]
    new[:] = [q for j, q in enumerate(new) if j not in used_new]


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
    return len(shared) >= (1 if near else 2) or near and min(len(old), len(new)) <= 4 and bool(set(old) & set(new))


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
        for quotation in tuple(quotes):
            passage = _unquoted(
                comparison.pairs, quotation, comparison.new if dropped else comparison.old, dropped=dropped
            )
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


def _unquoted(pairs: Sequence[Pair], quotation: Quotation, side: Side, *, dropped: bool) -> Passage | None:
    for pair in pairs:
        here, there = (pair.old, pair.new) if dropped else (pair.new, pair.old)
        if not any(p.number == quotation.passage.number for p in here):
            continue
        for passage in there:
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
