"""The sources of a pair of sentences: its attributions as they are compared, each with the speaker who is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from storyver.classify.pairs import Comparison, Pair
from storyver.classify.passages import Passage, Side
from storyver.classify.speakers import PRONOUNS, same_speaker, speaker_table, speaker_words
from storyver.model import Mark, MarkKind
from storyver.remembered import remembered
from storyver.wording import function_words, words

_OF_BODY = re.compile(r"[A-Z][\w'’-]+ [A-Z][\w'’-]+(?:, (?:of|from|at) | (?:of|from|at) the [a-z])")
"""Somebody and the body spoken for: "Ada Brink, of Clean Seas", "Ada Brink of the campaign group Clean Seas"."""
_NEAR = 2
"""Words that may stand between an attribution and another that opens what it says: "the union said that tests show"."""
_BACK = 3
"""Sentences in front in which the speaker is looked for whom a pronoun means."""


def sources_of(side: Side, passages: Sequence[Passage]) -> tuple[Mark, ...]:
    """The attributions of the sentences, without those that are part of what another one says: "the ministry said that
    tests had shown" rests on the ministry. Where the ministry says that it believes, it believes."""
    marks = tuple(mark for passage in passages for mark in passage.of(MarkKind.ATTRIBUTION))
    return tuple(_outer(side, marks)) if len(marks) > 1 else marks


def _outer(side: Side, marks: Sequence[Mark]) -> Iterator[Mark]:
    taken: set[int] = set()
    for at, mark in enumerate(marks):
        if at in taken:
            continue
        inner = marks[at + 1] if at + 1 < len(marks) else None
        if inner and _opens(side, mark, inner) and _is_pronoun(inner) and inner.sort == "believe":
            taken.add(at + 1)
            text = side.text[mark.start : inner.end]
            scope = (inner.scope_start, inner.scope_end)
            yield replace(mark, end=inner.end, text=text, sort=inner.sort, scope_start=scope[0], scope_end=scope[1])
            continue
        if inner and mark.sort == "say" and inner.start <= mark.scope_end and _opens(side, mark, inner):
            if inner.sort == "say":
                taken.add(at + 1)
        elif mark.sort == "say" and any(_closes(later, mark) for later in marks[at + 1 :]):
            continue
        yield mark


def _opens(side: Side, mark: Mark, inner: Mark) -> bool:
    """Whether the inner attribution opens what the outer one says."""
    if not mark.end <= mark.scope_start <= inner.start < mark.scope_end or inner.scope_start < inner.end:
        return False
    return len(words(side.text[mark.scope_start : inner.start])) < _NEAR


def _closes(later: Mark, mark: Mark) -> bool:
    """Whether the later attribution stands behind all that it says, the other one among it."""
    return later.scope_start <= mark.start and mark.end <= later.scope_end <= later.start


def _is_pronoun(mark: Mark) -> bool:
    return speaker_words(mark.value) <= PRONOUNS


def _meant(side: Side, mark: Mark, other: Mark) -> str:
    """The speaker who is meant: for a pronoun the nearest one named shortly before who may be; as it stands where the
    other version's speaker is named there too and may be as well."""
    if not _is_pronoun(mark):
        return mark.value
    number = side.at(mark.start).number
    near = side.passages[max(0, number - _BACK) : number + 1]
    theirs = speaker_words(other.value) - speaker_table("generic") - speaker_table("persons")
    may = _is_pronoun(other) or _agrees(mark.value.lower(), other.value)
    if may and any(w.folded in theirs for passage in near for w in passage.words if w.start < mark.start):
        return mark.value
    for passage in reversed(near):
        speakers = [m for m in passage.of(MarkKind.ATTRIBUTION) if m.start < mark.start and not _is_pronoun(m)]
        if speakers:
            return speakers[-1].value if _agrees(mark.value.lower(), speakers[-1].value) else mark.value
        if passage.number < number and _names_somebody(passage):
            break
    return mark.value


def _names_somebody(passage: Passage) -> bool:
    """Whether a sentence names anybody whom a pronoun in the next may mean."""
    named = any(mark.sort != "place" for mark in passage.of(MarkKind.NAME))
    return named or not passage.held.folded.isdisjoint(speaker_table("generic") | speaker_table("many"))


def _agrees(pronoun: str, speaker: str) -> bool:
    """Whether the pronoun may mean such a speaker."""
    known = frozenset(w.folded for w in words(speaker))
    person = is_person(speaker)
    if pronoun in ("he", "she"):
        return person or not known & (speaker_table("generic") | speaker_table("evidence") | speaker_table("many"))
    if pronoun == "they":
        return bool(known & speaker_table("many"))
    return not person and not known & speaker_table("many")


@remembered(4096)
def is_person(speaker: str) -> bool:
    """Whether a speaker is somebody with an office or a title, by name or not, or whose body is named behind."""
    return any(w.folded in speaker_table("persons") for w in words(speaker)) or _OF_BODY.match(speaker) is not None


def same_source(comparison: Comparison, old: Mark, new: Mark) -> bool:
    """Whether two attributions may rest on the same source. Somebody of an organisation who is named is another source
    than the organisation: "the opposition", "opposition spokeswoman Ada Brink"."""
    here, there = _meant(comparison.old, old, new), _meant(comparison.new, new, old)
    if not same_speaker(here, there, comparison.new):
        return False
    return not (_speaks_of_itself(here, there) or _speaks_of_itself(there, here) or _are_two(here, there))


def _are_two(one: str, other: str) -> bool:
    """Whether two persons share no more than a title, or only one is named: "an official", "Commander Ada Brink"."""
    if not (is_person(one) and is_person(other)):
        return False
    offices, shared = speaker_table("persons"), speaker_words(one) & speaker_words(other)
    names = [{w.folded for w in words(s) if w.text[0].isupper()} - offices - function_words() for s in (one, other)]
    if all(names):
        return not names[0] & names[1] and shared <= offices | speaker_table("generic")
    unnamed = one if names[1] else other
    return any(names) and not shared & offices and bool(speaker_words(unnamed) & speaker_table("unnamed"))


def _speaks_of_itself(body: str, person: str) -> bool:
    """Whether one speaker is an organisation and the other somebody of it by name."""
    if is_person(body) or not is_person(person):
        return False
    own = speaker_words(body)
    names = [w for w in words(person) if w.text[0].isupper() and w.folded not in own | function_words()]
    named = any(w.folded not in speaker_table("persons") and w.start for w in names)
    return named and bool(own) and not own <= PRONOUNS and not _has_name(body, own & speaker_words(person))


def _has_name(body: str, shared: frozenset[str]) -> bool:
    """Whether the body may itself be a person's name: all that the two share are words with a capital at its end."""
    last = words(body)[-1]
    return last.text[0].isupper() and last.folded in shared and len(words(body)) <= _NEAR


def still_named(pair: Pair, old: Mark, new: Mark) -> bool:
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


def handed_on(
    comparison: Comparison, gone: Sequence[tuple[Pair, Mark]], arrived: Sequence[tuple[Pair, Mark]]
) -> tuple[set[int], set[int]]:
    """Where those attributions start that only went to the sentence beside: "Police said it was red. It sped off", "It
    was red. It sped off, police said"."""
    left: set[int] = set()
    come: set[int] = set()
    by_number: dict[int, list[tuple[Pair, Mark]]] = {}
    for pair, mark in arrived:
        by_number.setdefault(comparison.new.at(mark.start).number, []).append((pair, mark))
    for pair, before in gone:
        here = comparison.old.at(before.start)
        around = {p.number + step for p in pair.new for step in (-1, 1)}
        for other, after in (both for number in sorted(around) for both in by_number.get(number, ())):
            there = comparison.new.at(after.start)
            beside = any(_is_beside(there, p) for p in pair.new) and any(_is_beside(here, p) for p in other.old)
            if beside and same_source(comparison, before, after):
                left.add(before.start)
                come.add(after.start)
    return left, come


def _is_beside(one: Passage, other: Passage) -> bool:
    return one.block.start == other.block.start and abs(one.number - other.number) == 1
