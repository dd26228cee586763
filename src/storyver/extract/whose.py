"""Whose a claim is: the subject of its clause, found once for each place of a sentence."""

from __future__ import annotations

import re
from typing import NamedTuple

from storyver.extract.parsed import SILENT
from storyver.extract.sentence_readings import SentenceReading, Subjects
from storyver.extract.subject import find_subject
from storyver.extract.tables import word_set

PREVIOUS = "the subject of the sentence before"
"""Stands for it, and is told by its identity from the same words in a text."""


class Whose(NamedTuple):
    """The subject of a claim. Without a trained pipeline both are the same."""

    subject: str | None = None
    holder: str | None = None
    """That of the rules alone, by which figures are linked: the weights of links were set with it."""

    def or_else(self, other: Whose) -> Whose:
        """The same, or the other's where there is none."""
        return Whose(self.subject or other.subject, self.holder or other.holder)


NOBODYS = Whose()


def whose(sentence: SentenceReading, at: int, before: Whose, *, whole: bool) -> Whose:
    """Whose that is what stands at ``at`` of the sentence's text, or what the ``whole`` sentence says. ``before`` is
    what was found in the sentence before."""
    if sentence.parsed is SILENT:
        holder = _subject(sentence, at, before.holder, sentence.subjects, told=None)
        if before.subject == before.holder:
            return Whose(holder, holder)
        return Whose(_subject(sentence, at, before.subject, sentence.subjects, told=None), holder)
    holder = _subject(sentence, at, before.holder, sentence.holders, told=None)
    return Whose(_subject(sentence, at, before.subject, sentence.subjects, told=whole), holder)


def _subject(
    sentence: SentenceReading, at: int, previous: str | None, known: Subjects, *, told: bool | None
) -> str | None:
    """The subject, by the rules alone where ``told`` is None, else as a trained pipeline tells that of the place or, if
    it is true, of the whole.

    That of the sentence before is only ever handed on as it is, so what is found is remembered for any.
    """
    key = (at, bool(previous))
    if key not in known:
        known[key] = find_subject(
            sentence.text,
            at,
            start=sentence.start,
            end=sentence.end,
            previous=PREVIOUS if previous else previous,
            names=sentence.names,
            phrase=None if told is None else sentence.phrase(None if told else at),
        )
    subject = known[key]
    if subject is PREVIOUS or (subject is not None and previous and _stands_in(sentence, at, subject, previous)):
        return previous
    return subject


def _stands_in(sentence: SentenceReading, at: int, subject: str, previous: str) -> bool:
    """ "The party" for Labour, "The union" for the Rail Union: that of a person is no such body."""
    if subject not in word_set("subject", "stand_ins") or not previous[:1].isupper():
        return False
    parts = previous.split()
    body = len(parts) == 1 or parts[-1].isupper() or any(p.lower() in word_set("subject", "stand_ins") for p in parts)
    return body and re.match(rf"the {subject}\b", sentence.text[sentence.start : at], re.IGNORECASE) is not None
