"""Speakers: the noun phrase in front of a verb of saying, or behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial

from storyver.extract.numerals import NUMBER_WORDS
from storyver.extract.subject import auxiliaries, finite_verbs
from storyver.extract.tables import word_set
from storyver.remembered import LONGEST_WORD, remembered
from storyver.wording import Word, words

_STOPS = re.compile(r"[.;:?!\"“”–—]|\s-\s")
"""Punctuation that ends a speaker; a full stop inside initials is part of a word and never seen here."""
DETERMINERS = frozenset(("the", "a", "an", "its", "his", "her", "their"))
listed: partial[frozenset[str]] = partial(word_set, "attribution")
"""A list of words of ``data/attribution.toml``: its section, and its key where that is not ``words``."""
_NOBODY = frozenset(("the", "a", "an", "and", "not", "of"))
_RELATIVES = frozenset(("that", "which", "who"))
_LONGEST_SPEAKER = 14
"""Words. A longer stretch before a verb of saying is no speaker."""


@remembered(1_024, LONGEST_WORD)
def is_stand_in(speaker: str) -> bool:
    """Whether the speaker is a pronoun or a common noun that stands for somebody named before."""
    parts = [w.folded for w in words(speaker) if w.folded not in ("the", "its", "a", "his", "her", "their")]
    return bool(parts) and all(p in listed("stand_ins", "pronouns") or p in listed("stand_ins", "nouns") for p in parts)


@cache
def auxiliary_forms() -> frozenset[str]:
    """The auxiliaries, with those of their forms that are not finite."""
    return auxiliaries() | {"be", "been"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceWords:
    """One sentence and its words outside quotations."""

    text: str
    start: int
    end: int
    run: Sequence[Word]
    breaks: tuple[tuple[int, int], ...]
    """Where a clause ends outside quotations, and where the next one begins."""

    def gap(self, index: int) -> str:
        """What stands between the word before and the word."""
        return self.text[self.run[index - 1].end if index else self.start : self.run[index].start]

    def skip_back(self, index: int) -> int:
        """The word before ``index`` that is no adverb or auxiliary between speaker and verb; -1 where none is."""
        before = index - 1
        while before >= 0 and self.run[before].folded in listed("between") and not _STOPS.search(self.gap(before + 1)):
            before -= 1
        return before

    def over_relative(self, last: int) -> int:
        """The word in front of a relative clause with a number in it that ends at ``last`` ("Opinia, which asked 1,012
        adults, says"), of one with "whose", or of an apposition with one ("Aid for All, a charity which runs six
        centres, says"); ``last`` where there is none."""
        if "," not in self.text[self.run[last].end : self._next_start(last)]:
            return last
        inside = range(last, max(0, last - _LONGEST_SPEAKER), -1)
        first = next((index for index in inside if "," in self.gap(index)), last)
        aside = [word.folded for word in self.run[first:last]]
        relative = aside[:1] in (["which"], ["who"], ["whose"]) and self._tells_more(first, last)
        apposed = aside[:1] in (["a"], ["an"], ["the"]) and not _RELATIVES.isdisjoint(aside)
        named = first > 0 and self.run[first - 1].text[:1].isupper()
        if not (relative or (apposed and named)):
            return last
        aged = first > 1 and self.run[first - 1].folded.isdigit() and "," in self.gap(first - 1)
        return first - 1 - aged  # "Ada Brink, 28, whose bank it is, said"

    def _tells_more(self, first: int, last: int) -> bool:
        """Whether a relative clause holds a number, or opens with "whose"."""
        numbered = any(word.folded[0].isdigit() or word.folded in NUMBER_WORDS for word in self.run[first : last + 1])
        return numbered or self.run[first].folded == "whose"

    def with_sample(self, first: int, barrier: int) -> int:
        """Where a speaker begins of which ``first`` is the end: "A Larkwell poll of 1,016 adults"."""
        sample = first - 3 > barrier and self.run[first - 1].folded[0].isdigit() and self.run[first - 2].folded == "of"
        if not sample or self.run[first - 3].folded not in listed("evidence", "nouns"):
            return first
        return self._reach_back(first - 3, barrier, apposed=False)

    def holds_evidence(self, first: int, last: int) -> bool:
        """ "A survey by Larkwell": a body of evidence speaks, and no person."""
        return any(word.folded in listed("evidence", "nouns") for word in self.run[first : last + 1])

    def speaker_end(self, first: int, *, appositions: int = 1) -> int:
        """The last word of the speaker that begins at ``first``, so many appositions behind commas included."""
        last, commas = first, 0
        stops = listed("clause_starts") | {"who", "which", "and"} | auxiliary_forms()
        for index in range(first + 1, min(len(self.run), first + 2 * _LONGEST_SPEAKER)):
            gap = self.gap(index)
            if _STOPS.search(gap) or self.run[index].folded in stops:
                break
            if "," in gap:
                commas += 1
                apposed = self.run[index].folded in DETERMINERS or self.gap(last)[:1] == ","
                if commas > appositions or not (apposed or self.run[index].text[0].isupper()):
                    break
            last = index
        return last

    def speaker_start(self, last: int, barrier: int) -> int | None:
        """The first word of the speaker that ends at ``last``; None where no speaker stands there."""
        if last < barrier or self._verb_gap_stops(last):
            return None
        if self.run[last].folded in ("who", "which"):
            last -= 1
            if last < barrier:
                return None
        if self.run[last].folded in listed("stand_ins", "pronouns"):
            return last
        apposed = "," in self.text[self.run[last].end : self._next_start(last)]
        if apposed and last > barrier and self.run[last].folded.isdigit() and "," in self.gap(last):
            last -= 1  # "Ada Brink, 28, said"
        first = self._reach_back(last, barrier, apposed=apposed)
        while first < last and self.run[first].folded in ("and", "or", "also", "yesterday", "today"):
            first += 1
        front = self._without_front(self._with_antecedent(self._behind_clause(first, last), barrier), last)
        if front is None or last - front >= _LONGEST_SPEAKER:
            return None
        inside = [word.folded for word in self.run[front : last + 1]]
        return None if set(inside) <= _NOBODY or inside in (["there"], ["this"]) else front

    def _reach_back(self, last: int, barrier: int, *, apposed: bool) -> int:
        """The first word of the phrase that ends at ``last``, over one comma at most where it is ``apposed``."""
        first, commas = last, 0
        while first > barrier and last - first < _LONGEST_SPEAKER and not self._ends_phrase(first, apposed=apposed):
            if "," in self.gap(first):
                commas += 1
                states = self._has_verb(first - 1) and self.run[first].folded not in ("who", "which")
                if not apposed or commas > 1 or states:
                    break
            first -= 1
        return first

    def _ends_phrase(self, first: int, *, apposed: bool) -> bool:
        """Whether a noun phrase cannot reach back over what stands in front of the word."""
        before = self.run[first - 1].folded
        return (
            before in listed("clause_starts")
            or before in auxiliary_forms()
            or before[0].isdigit()
            or (before in _RELATIVES and not apposed)
            or bool(_STOPS.search(self.gap(first)))
        )

    def _behind_clause(self, first: int, last: int) -> int:
        """Where the speaker begins behind a clause that an "and" ends: "Prices fell and brokers said"."""
        joint = next((k for k in range(last - 1, first, -1) if self.run[k].folded == "and"), None)
        if joint and any(self.run[k].folded in finite_verbs() for k in range(first + 1, joint)):
            return joint + 1
        return first

    def _with_antecedent(self, first: int, barrier: int) -> int:
        """Where the noun phrase in front of a relative clause begins: "The firm that runs it has said"."""
        that = first - 1
        auxiliary = that > barrier and self.run[that].folded in auxiliary_forms()
        that -= auxiliary
        if that <= barrier or self.run[that].folded not in _RELATIVES:
            return first
        folded = self.run[first].folded
        plural = self.run[that - 1].folded.endswith("s") and self.run[that].folded == "that"
        verb = auxiliary or self._shows(first) or folded.endswith("ed") or self.run[that].folded == "who"
        if not verb and not (plural and folded not in DETERMINERS):
            return first
        start = that - 1
        while start > barrier and not _STOPS.search(self.gap(start)) and "," not in self.gap(start):
            before = self.run[start - 1].folded
            if self.run[start].folded in DETERMINERS or before in listed("clause_starts") | auxiliary_forms():
                break
            start -= 1
        inner = start - 1
        return self._with_antecedent(inner, barrier) if inner > barrier and self._shows(inner) else start

    def _shows(self, index: int) -> bool:
        return self.run[index].folded in finite_verbs()

    def _without_front(self, first: int, last: int) -> int | None:
        """Where the speaker begins behind a phrase such as "in Paris"; None where there is nothing else."""
        if self.run[first].folded not in listed("fronted"):
            return first
        inside = range(first + 2, last + 1)
        return next(
            (
                k
                for k in inside
                if self.run[k].folded in DETERMINERS
                or self.run[k].folded in listed("stand_ins", "nouns")
                or self.run[k].folded in listed("stand_ins", "pronouns")
                or self.run[k].text[0].isupper()
            ),
            None,
        )

    def _next_start(self, index: int) -> int:
        return self.run[index + 1].start if index + 1 < len(self.run) else self.end

    def _verb_gap_stops(self, last: int) -> bool:
        return bool(_STOPS.search(self.text[self.run[last].end : self._next_start(last)]))

    def _has_verb(self, last: int) -> bool:
        """Whether the stretch between commas that ends at ``last`` holds a finite verb and so is no name."""
        for index in range(last, max(-1, last - _LONGEST_SPEAKER), -1):
            if self.run[index].folded in auxiliary_forms():
                return True
            if index and ("," in self.gap(index) or _STOPS.search(self.gap(index))):
                return False
        return False

    def clause_end(self, at: int) -> int:
        """Where the clause around the offset ends."""
        return next((stop for stop, _ in self.breaks if stop >= at), self.end)

    def clause_start(self, at: int) -> int:
        """Where the clause around the offset begins."""
        return max((begin for _, begin in self.breaks if begin <= at), default=self.start)
