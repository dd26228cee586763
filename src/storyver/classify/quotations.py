"""The quotations of two versions, and which of them are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storyver.classify.passages import UNCOMPARED, Passage, Side
from storyver.model import MarkKind
from storyver.wording import function_words, stem, words

ALIKE = 0.6
"""Share of the words of the shorter quotation that it must have in common, in order, with another to be one quotation,
altered."""
ALIKE_LINKED = 0.5
"""The same where the sentences around them are linked."""
_LONGEST = 80
"""Words of a quotation that are compared, so that two long speeches cost no more than a few thousand steps."""
_COMMON = 20
"""Quotations that hold a word; a word in more of them tells nothing."""
_MOST_CUTS = 20
"""Places at which a quotation is tried as the beginning of another."""
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
            *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
        )
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
        if passage.block.kind in UNCOMPARED:
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


def drop_same(old: list[Quotation], new: list[Quotation]) -> list[tuple[Quotation, Quotation]]:
    """Takes out what both versions quote word for word, also where one cuts in two what the other gives whole.

    Returned are the pairs of equal quotations that stand once on either side.
    """
    once_old, once_new = ({k for k, n in Counter(q.key for q in side).items() if n == 1} for side in (old, new))
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
    return [(here, there) for here, there in pairs if here.key in once_old & once_new]


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


def candidates(
    old: Sequence[Quotation], new: Sequence[Quotation], linked: set[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The pairs worth comparing: in linked sentences, or with a word of content in common that few others hold."""
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


def alikeness(old: Sequence[str], new: Sequence[str]) -> float:
    """The longest run of words in common order, by their stems, as a share of the shorter quotation."""
    here, there = [stem(w) for w in old[:_LONGEST]], [stem(w) for w in new[:_LONGEST]]
    row = [0] * (len(there) + 1)
    for word in here:
        diagonal = 0
        for j, other in enumerate(there, 1):
            diagonal, row[j] = row[j], diagonal + 1 if word == other else max(row[j], row[j - 1])
    return row[-1] / max(1, min(len(here), len(there)))


def is_weighty(old: Sequence[str], new: Sequence[str], *, near: bool) -> bool:
    """Whether what they share is more than function words; two content words for quotations far apart."""
    shared = {stem(w) for w in old if w not in function_words()} & {stem(w) for w in new if w not in function_words()}
    return len(shared) >= (1 if near else 2) or (near and min(len(old), len(new)) <= 4 and bool(set(old) & set(new)))
