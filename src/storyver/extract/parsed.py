"""What a trained pipeline says of one sentence: its names, and whose deed or state stands at each of its places.

Only its dependencies and entities are asked, and only as far as the rules want them: nothing of spaCy is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from storyver.extract.tables import word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A name at its place in the sentence."""

    start: int
    end: int
    place: bool
    """Whether it is said to be one, and no person or organisation."""


class Phrase(NamedTuple):
    """The words of a subject, and where in them the noun begins."""

    start: int
    end: int
    head: int


class Governed(NamedTuple):
    """A stretch of a sentence and the subject of all that stands in it."""

    start: int
    end: int
    subject: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What is said of a sentence; offsets are into its own words. Empty where nothing is said."""

    entities: tuple[Entity, ...] = ()
    main: Phrase | None = None
    """The subject of the sentence."""
    governed: tuple[Governed, ...] = ()
    """In order, without those places for which no subject is known."""

    def subject_at(self, at: int) -> Phrase | None:
        """The subject of what stands at a place."""
        return next((one.subject for one in self.governed if one.start <= at < one.end), None)


SILENT = Parsed()
_QUOTES = frozenset("\"“”‘’'«»")


class Word(NamedTuple):
    """A word of a parsed sentence: where it is, the place of its head among the words (its own for a root), the label
    of that dependency, and the first and the last word that depend on it."""

    start: int
    end: int
    text: str
    head: int
    label: str
    first: int
    last: int


def parsed_of(doc: Doc) -> Parsed:
    """The answer of a pipeline for a sentence."""
    words = [
        Word(one.idx, one.idx + len(one), one.lower_, one.head.i, one.dep_, one.left_edge.i, one.right_edge.i)
        for one in doc
    ]
    found = (_entity(doc.text, one.start_char, one.end_char, one.label_) for one in doc.ents)
    entities = tuple(one for one in found if one is not None)
    tree = _Tree(words, entities)
    return Parsed(entities=entities, main=tree.main(), governed=tree.governed())


def _entity(text: str, start: int, end: int, label: str) -> Entity | None:
    """The entity without its article; None where it is none of those that are names, or has no capital letter."""
    place = label in word_set("trained", "entities", "places")
    if not place and label not in word_set("trained", "entities", "names"):
        return None
    first, _, rest = text[start:end].partition(" ")
    if rest and first.lower() in word_set("trained", "entities", "articles"):
        start = end - len(rest)
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Entity(start=start, end=end, place=place) if any(map(str.isupper, text[start:end])) else None


class _Tree:
    """The words of a sentence and what depends on what."""

    def __init__(self, words: Sequence[Word], entities: Sequence[Entity]) -> None:
        self._words = words
        self._entities = entities
        self._subjects: dict[int, int] = {}
        """The subject that stands at a verb, the first where there are several."""
        for place, word in enumerate(words):
            if _is(word.label, "subjects"):
                self._subjects.setdefault(word.head, place)

    def main(self) -> Phrase | None:
        """The subject of the sentence."""
        roots = (place for place, word in enumerate(self._words) if word.head == place)
        subject = next((self._subjects[root] for root in roots if root in self._subjects), None)
        return None if subject is None else self._named(subject)

    def governed(self) -> tuple[Governed, ...]:
        """The subjects of all its places."""
        found = [(word, self._subject_at(place)) for place, word in enumerate(self._words)]
        runs = ((subject, list(run)) for subject, run in groupby(found, key=lambda one: one[1]))
        return tuple(Governed(run[0][0].start, run[-1][0].end, subject) for subject, run in runs if subject is not None)

    def _subject_at(self, at: int) -> Phrase | None:
        """The subject of the nearest clause around a word that has one; None for a word of the subject itself."""
        node = at
        while True:
            word, subject = self._words[node], self._subjects.get(node)
            if subject is not None:
                first, last = self._words[subject].first, self._words[subject].last
                return None if first <= at <= last else self._meant(subject, node)
            if _is(word.label, "subjects") or _is(word.label, "clausal") or word.head == node:
                return None
            if _is(word.label, "describing"):
                return self._named(word.head)
            if _is(word.label, "closed"):
                return None
            node = word.head

    def _meant(self, subject: int, verb: int) -> Phrase | None:
        """The noun that a relative pronoun stands for, who says a sentence of which "it" is the subject, or the
        subject."""
        words, text = self._words, self._words[subject].text
        if text in word_set("trained", "words", "relative"):
            while words[verb].label == "conj" and words[verb].head != verb:
                verb = words[verb].head
            return self._named(words[verb].head) if _is(words[verb].label, "describing") else None
        if text in word_set("trained", "words", "personal") and _is(words[verb].label, "said"):
            speaker = self._subjects.get(words[verb].head)
            if speaker is not None and not any(one.text in _QUOTES for one in words[speaker:subject]):
                return self._named(speaker)
        return self._named(subject)

    def _named(self, noun: int) -> Phrase | None:
        """The words of a noun, or the name behind it that says who it is ("the phone company Telavon"); None for who
        speaks or is spoken to, whom no reader would name."""
        words = self._words
        if words[noun].text in word_set("trained", "words", "speaking"):
            return None
        if not self._is_name(words[noun]):
            run = range(noun + 1, words[noun].last + 1)
            behind = (place for place in run if words[place].head == noun and _is(words[place].label, "naming"))
            noun = next((place for place in behind if self._is_name(words[place])), noun)
        return self._phrase(noun)

    def _is_name(self, word: Word) -> bool:
        return any(one.start <= word.start < one.end for one in self._entities)

    def _phrase(self, noun: int) -> Phrase:
        """The words of a noun, without clauses and appositions behind it."""
        words = self._words
        first, last = words[noun].first, words[noun].last
        for place in range(words[noun].first, words[noun].last + 1):
            one = words[place]
            if one.head != noun or place == noun:
                continue
            if place < noun and one.first == first and _is(one.label, "fronting"):
                first = one.last + 1
            placed = _is(one.label, "placing") and one.text not in word_set("trained", "words", "belonging")
            if place > noun and (placed or _is(one.label, "ending")):
                last = min(last, one.first - 1)
        return Phrase(words[first].start, words[max(last, noun)].end, words[noun].start)


def _is(label: str, kind: str) -> bool:
    return label in word_set("trained", "dependencies", kind)
