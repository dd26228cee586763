"""The attributions at the words of one sentence: who speaks, with what verb, and what is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from storyver import model
from storyver.extract.numerals import NUMBER_WORDS
from storyver.extract.speakers import DETERMINERS, SentenceWords, auxiliary_forms, listed
from storyver.extract.subject import finite_verbs
from storyver.extract.tables import table

_QUOTE_END = re.compile(r"[\"”’']\s*$")
_QUOTED_SOON = re.compile(r"[^\"“‘',;:.]{0,80}[\"“‘']\w")
PUTTING = frozenset(("put", "puts"))
_AT_FIGURE = re.compile(r"\s[^.;:!?\"“”]{3,90}?\sat\s(?:[a-z]+\s){0,3}?[£$€]?\d")
_TELLING = frozenset(("tell", "tells", "told", "telling"))
_BEING = frozenset(("is", "was", "were", "been"))
_DENIED = frozenset(("do", "does", "did"))
_DENYING = frozenset(("don't", "doesn't", "didn't"))
_LISTENER = 7
"""Words of the longest listener behind "told"."""
_WITH_OBJECT = frozenset({"confirm", "deny"})
"""Classes of verbs behind which, without a quotation in front, may stand what is admitted or denied."""
_TAIL = 5
"""Words behind a verb of saying that may be "on Wednesday" or "in a statement" and not what is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionSpan:
    """An attribution at its place. Offsets are into the text given."""

    start: int
    end: int
    attribution: model.Attribution
    verb_class: str
    """``say``, ``claim``, ``believe``, ``confirm`` or ``deny``."""
    scope_start: int
    scope_end: int
    """The words that are attributed; the attribution itself may lie inside."""


@cache
def attributing_verbs() -> Mapping[str, str]:
    """The class of every form of a verb of saying."""
    return {form: sort for sort, rows in table("attribution")["verbs"].items() for row in rows for form in row.split()}


@cache
def evidence_verbs() -> frozenset[str]:
    """The verbs by which a body of evidence says something."""
    return frozenset(form for row in table("attribution")["evidence"]["verbs"] for form in row.split())


@cache
def introducing() -> Mapping[str, tuple[list[str], ...]]:
    """The phrases that name a source, such as "according to", by their first word."""
    sorts = table("attribution")["phrases"]
    phrases = [phrase.split() for phrase in (*sorts["introducing"], *sorts["behind_comma"])]
    return {first: tuple(p for p in phrases if p[0] == first) for first in {p[0] for p in phrases}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader(SentenceWords):
    """Reads the attributions of one sentence."""

    def introduced(self, index: int) -> AttributionSpan | None:
        """An attribution by "according to X" that begins at the word."""
        for parts in introducing().get(self.run[index].folded, ()):
            phrase = " ".join(parts)
            if phrase in listed("phrases", "behind_comma") and not self._names_behind_comma(index):
                continue
            if [w.folded for w in self.run[index : index + len(parts)]] == parts and index + len(parts) < len(self.run):
                begin = self.run[index].start
                fronted = not any(w.end <= begin and w.folded not in ("but", "and", "however") for w in self.run)
                last = self.speaker_end(index + len(parts), appositions=0 if fronted else 1)
                finish = self.run[last].end
                speaker = self.text[self.run[index + len(parts)].start : finish]
                scope = (finish, self.clause_end(finish)) if fronted else (self.clause_start(begin), begin)
                return self._span(begin, finish, speaker, phrase, "say", scope)
        return None

    def _names_behind_comma(self, index: int) -> bool:
        """Whether a name or a determiner follows a word that a comma sets apart: ", per the union"."""
        following = self.run[index + 1 : index + 2]
        named = bool(following) and (following[0].text[0].isupper() or following[0].folded in DETERMINERS)
        return named and "," in self.gap(index)

    def spoken(self, index: int, barrier: int) -> AttributionSpan | None:
        """An attribution whose verb is the word; its speaker does not reach back over the word ``barrier``."""
        verb = self.run[index]
        before = self._subject_end(index)
        evidence = verb.folded in evidence_verbs() and before >= 0 and self._is_evidence(before, barrier)
        sort = "say" if evidence or self._puts_at(index) else attributing_verbs().get(verb.folded)
        if sort is None or not self._is_verb(index, evidence):
            return None
        if self.run[before].folded in ("but", "and", "then") and before >= 0:
            return self._coordinated(index, before, sort)
        inverted = None if verb.folded in PUTTING | listed("quoting") else self._inverted(index)
        if inverted is not None:
            finish = self.run[inverted].end
            speaker = self.text[self.run[index + 1].start : finish]
            scope = (self.clause_start(verb.start), self._inverted_end(index, inverted))
            return self._span(verb.start, finish, speaker, verb.text, sort, scope)
        before = self.over_relative(before)
        first = None if self._is_no_speaker(before, verb.folded, sort) else self.speaker_start(before, barrier)
        if first is None:
            return None
        first = self.with_sample(first, barrier)
        begin = self.run[first].start
        if verb.folded in evidence_verbs() and self.holds_evidence(first, before):
            sort = "say"
        if self.run[before].folded in ("who", "which"):
            before -= 1
        speaker = self.text[begin : self.run[before].end]
        closing = self.text[self.run[before].end : verb.start].find(")")
        if closing >= 0:
            speaker = self.text[begin : self.run[before].end + closing + 1]
        last = self._listener_end(index)
        return self._span(begin, self.run[last].end, speaker, verb.text, sort, self._scope(begin, last))

    def _is_no_speaker(self, last: int, verb: str, sort: str) -> bool:
        """Whether a participle behind it speaks for nobody: "402 suspected cases", "more than expected"."""
        before = self.run[last].folded
        apart = "," in self.text[self.run[last].end : self.next_start(last)]
        participle = sort not in ("say", "deny") and (verb.endswith("ed") or verb in ("thought", "forecast"))
        counted = participle and not apart and (before[0].isdigit() or before in NUMBER_WORDS)
        return last >= 0 and (counted or before in listed("clause_starts"))

    def _subject_end(self, index: int) -> int:
        """The word in front of the verb and all that stands between it and its subject; -1 where none is."""
        if self._is_told(index):
            return self.skip_back(index - 1)
        if self._doubts(index):
            return self.skip_back(index - 1 if self.run[index - 1].folded in _DENYING else index - 2)
        return self.skip_back(index)

    def _is_told(self, index: int) -> bool:
        """Whether those hear it who decide on it: "jurors were told that", "the inquest was told"."""
        if index < 2 or self.run[index].folded != "told" or self.run[index - 1].folded not in _BEING:
            return False
        hearer = self.run[self.skip_back(index - 1)].folded
        behind = [word.folded for word in self.run[index + 1 : index + 2]]
        return hearer in listed("hearing", "nouns") and not set(behind) & listed("hearing", "not_before")

    def _doubts(self, index: int) -> bool:
        """Whether somebody does not believe it: "police do not think that the lock was forced"."""
        if index < 2 or attributing_verbs().get(self.run[index].folded) != "believe":
            return False
        before = self.run[index - 1].folded
        denied = before == "not" and self.run[index - 2].folded in _DENIED
        follows = [word.folded for word in self.run[index + 1 : index + 2]]
        return (denied or before in _DENYING) and follows != ["to"] and bool(follows)

    def _is_evidence(self, last: int, barrier: int) -> bool:
        """Whether a body of evidence stands there, alone or with where it comes from: "data from the tracker"."""
        if self.run[last].folded in listed("evidence", "nouns"):
            return True
        first = self.speaker_start(last, barrier)
        inside = range(last, last) if first is None else range(first, last)
        nouns, behind = listed("evidence", "nouns"), listed("evidence", "behind")
        return any(self.run[k].folded in nouns and self.run[k + 1].folded in behind for k in inside)

    def _puts_at(self, index: int) -> bool:
        """ "The institute puts its strength at 200,000": it says so."""
        return self.run[index].folded in PUTTING and _AT_FIGURE.match(self.text, self.run[index].end) is not None

    def _coordinated(self, index: int, conjunction: int, sort: str) -> AttributionSpan | None:
        """An attribution whose verb follows another of the same subject: "The bank promises aid but says that …"."""
        clause = next(k for k, w in enumerate(self.run) if w.start >= self.clause_start(self.run[conjunction].start))
        verb = next((k for k in range(clause + 1, conjunction) if self._shows_verb(k)), None)
        first = self.speaker_start(verb - 1, clause) if verb is not None else None
        if verb is None or first is None:
            return None
        speaker = self.text[self.run[first].start : self.run[verb - 1].end]
        here = self.run[index]
        last = self._listener_end(index)
        return self._span(here.start, self.run[last].end, speaker, here.text, sort, self._scope(here.start, last))

    def _shows_verb(self, index: int) -> bool:
        return self.run[index].folded in finite_verbs() or self.run[index].folded in attributing_verbs()

    def _listener_end(self, verb: int) -> int:
        """The last word of the listener behind "told"; the verb itself where nobody is named."""
        if self.run[verb].folded not in _TELLING:
            return verb
        last = verb
        for index in range(verb + 1, min(len(self.run), verb + 1 + _LISTENER)):
            folded, previous = self.run[index].folded, self.run[index - 1].folded
            begins = folded in DETERMINERS and index > verb + 1 and previous not in listed("fronted")
            if self.gap(index).strip() or folded in listed("listeners", "told") or begins:
                return last
            if folded in auxiliary_forms():
                return verb
            if folded in listed("listeners", "pronouns"):
                return index
            last = index
        return last if last + 1 == len(self.run) or self.gap(last + 1).strip() else verb

    def _span(
        self, start: int, end: int, speaker: str, verb: str, sort: str, scope: tuple[int, int]
    ) -> AttributionSpan:
        return AttributionSpan(
            start=start,
            end=end,
            attribution=model.Attribution(speaker=speaker.strip(" ,"), verb=verb),
            verb_class=sort,
            scope_start=scope[0],
            scope_end=max(scope),
        )

    def _is_verb(self, index: int, evidence: bool) -> bool:
        verb = self.run[index].folded
        if self._in_name(index):
            return False
        if self._is_told(index) or self._doubts(index):
            return True
        before = self.skip_back(index)
        barred = any(self.run[k].folded in listed("not_after") for k in {before, index - 1} if k >= 0)
        if barred and "," not in self.gap(index) and not _QUOTE_END.search(self.gap(index)):
            return False
        after = [w.folded for w in self.run[index + 1 : index + 6]]
        if verb == "told" and after[:1] == ["to"]:
            return False
        rest = self.text[self.run[index].end : self.end].lstrip()
        if verb in listed("quoting"):
            return bool(_QUOTED_SOON.match(rest)) or after[:1] == ["how"]
        if verb in listed("ambiguous") and not evidence:
            claims = verb == "claims" and after[:1] and after[0] in DETERMINERS
            return (
                claims
                or after[:1] == ["that"]
                or rest[:1] == ":"
                or (rest[:1] in ("", ".", ",") and self._apart(index))
            )
        reduced = verb in listed("reduced") and after[:1] and after[0] in listed("reduced", "behind")
        return not reduced or "that" in after

    def _in_name(self, index: int) -> bool:
        """Whether the word is a noun of a name ("the United States"): a capital in a sentence that has few."""
        if not index or not self.run[index].text[0].isupper():
            return False
        capitals = sum(word.text[0].isupper() for word in self.run)
        return self.run[index].folded in listed("ambiguous") or 2 * capitals <= len(self.run)

    def _apart(self, index: int) -> bool:
        """Whether a comma or quotation mark stands shortly in front of the verb, as in ", VTR reported"."""
        return bool(re.search(r"[,\"”][^,\d]{0,60}$", self.text[self.start : self.run[index].start]))

    def _inverted(self, index: int) -> int | None:
        """The last word of a speaker behind the verb (", said X"); None where the speaker is not there."""
        if self.run[index].folded in _TELLING:
            return None  # what stands behind is the listener
        if index + 1 >= len(self.run) or (not index and self.run[0].start == self.start):
            return None
        gap = self.gap(index)
        if (not _QUOTE_END.search(gap) and "," not in gap) or self.gap(index + 1).strip():
            return None
        last = self.speaker_end(index + 1)
        inside = self.run[index + 1 : last + 1]
        # "Haldane, 57, conceded defeat on Friday": what stands behind is what is admitted, not who does.
        admits = not _QUOTE_END.search(gap) and attributing_verbs().get(self.run[index].folded) in _WITH_OBJECT
        named = (
            inside[0].text[:1].isupper()
            or inside[0].folded in ("the", "a", "an", "its", "his", "her", "one")
            or (len(inside) > 1 and not admits)
        )
        blocked = listed("when") | {"that"}
        if not _QUOTE_END.search(gap):  # "Desroches, 47, said outside her party's offices", "says 57% oppose it"
            blocked |= listed("fronted") | listed("clause_starts") | {"it", "he", "she", "they", "there", "to"}
            named = named and not inside[0].folded[0].isdigit()
        if not named or inside[0].folded in blocked or any(w.folded in auxiliary_forms() for w in inside):
            return None
        if last + 1 < len(self.run) and self.run[last + 1].folded not in ("who", "which", "and"):
            return last if self.gap(last + 1).strip() else None
        return last

    def _inverted_end(self, index: int, last: int) -> int:
        """Where that ends what an inverted attribution governs: "the lock froze, said police, and two barges sank"."""
        goes_on = self.text[self.run[last].end : self.end].startswith(", and ")
        quoted = _QUOTE_END.search(self.gap(index))
        return self.clause_end(self.run[last].end) if goes_on and not quoted else self.run[index].start

    def _scope(self, begin: int, verb: int) -> tuple[int, int]:
        finish = self.run[verb].end
        before = [w for w in self.run if w.end <= begin and w.folded not in ("but", "and", "however", "while")]
        behind = [w for w in self.run[verb + 1 :] if w.start < self.clause_end(finish)]
        says_more = len(behind) > _TAIL or any(w.folded in auxiliary_forms() or w.folded == "that" for w in behind)
        rest = self.text[finish : self.end].lstrip()
        if before and rest[:1] == ",":
            return self.clause_start(begin), self.clause_end(finish)
        lead = self.text[self.start : begin].rstrip()
        if lead.endswith(('"', "”")) and rest[:1] not in (":", '"', "“"):
            return self.clause_start(begin), begin
        if says_more or not lead.endswith((",", '"', "”", "’", "'", "-", "–", "—")) or rest[:1] in (":", '"', "“"):
            return finish, self.clause_end(finish)
        return self.clause_start(begin), begin
