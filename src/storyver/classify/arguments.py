"""The subject and the object of a word: what a clause says something of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from storyver.classify.passages import Passage, Side, Term
from storyver.classify.tables import word_set
from storyver.model import MarkKind
from storyver.wording import Word, concept, function_words, is_content, prepositions, verbs

_BACK = 3
"""Sentences in front of a pronoun among which the one is looked for that names whom it stands for."""
_OPENING = 12
"""Words of a subject, with what stands between commas behind it."""
ARGUMENT = 6
"""Words of content of a subject or an object that are compared."""


@cache
def words_of(section: str, name: str = "words") -> frozenset[str]:
    """One of the lists of ``data/states.toml``."""
    return word_set("states", section, name)


@cache
def generic() -> frozenset[str]:
    """The concepts of people and things of which an article has many."""
    return frozenset(map(concept, words_of("generic") | words_of("others")))


class Subject(NamedTuple):
    """What stands in front of a word, as concepts."""

    concepts: frozenset[str]
    """Those in front of a preposition."""
    place: frozenset[str]
    """Those behind one: "shares in Tarnby"."""
    pronoun: bool
    """Whether a pronoun stands for them."""
    heads: frozenset[str] = frozenset()
    """Those of the nouns that the others only describe."""


def subject_of(side: Side, passage: Passage, run: Sequence[Word], begin: int, first: int) -> Subject:
    """The subject of the word ``run[first]``, whose clause begins at ``begin``."""
    begin = next((k + 1 for k in range(first - 1, begin - 1, -1) if run[k].folded in _subordinates()), begin)
    here = _before_verb(run[begin:first], opens=not begin)
    pronoun = any(w.folded in words_of("pronouns", "subjects") for w in here)
    own, place = _split(passage, here)
    found = own, place.union(*_split(passage, run[begin + len(here) : first]))
    if found[0] and not pronoun:
        return Subject(*found, False, heads_of(passage, here))
    opening = _opening(run[:begin])
    if not _names_nobody(opening):
        earlier = _split(passage, opening)
        if earlier[0]:
            heads = heads_of(passage, opening)
            return Subject(
                found[0] | earlier[0], found[1] | earlier[1], pronoun, heads if not found[0] else frozenset()
            )
    return Subject(*(_who(side, passage) if pronoun or opening else found), pronoun or bool(opening))


@cache
def _subordinates() -> frozenset[str]:
    """Connectives behind which a clause has a subject of its own."""
    return words_of("breaks") - {"and", "or", "but", "so"}


def _before_verb(run: Sequence[Word], *, opens: bool) -> Sequence[Word]:
    """The words up to the first verb; a participle that opens the sentence belongs to the noun behind it."""
    for k, word in enumerate(run):
        verb = word.folded in verbs("finite") or word.folded in verbs("auxiliaries") or word.folded.endswith("ed")
        if verb and not (k == 0 and opens) and not (k and run[k - 1].folded in words_of("determiners")):
            return run[:k]
    return run


def _names_nobody(run: Sequence[Word]) -> bool:
    return any(w.folded in words_of("pronouns", "subjects") | words_of("pronouns", "possessives") for w in run)


def _who(side: Side, passage: Passage) -> tuple[frozenset[str], frozenset[str]]:
    """The subject of the nearest sentence before, in the same block, that names one."""
    for number in range(passage.number - 1, max(-1, passage.number - 1 - _BACK), -1):
        before = side.passages[number]
        if before.block.start != passage.block.start:
            break
        opening = _opening(before.words)
        told = _split(before, opening)
        if told[0] and not _names_nobody(opening):
            return told
    return frozenset(), frozenset()


def _opening(run: Sequence[Word]) -> Sequence[Word]:
    """The words up to the first verb or connective, the subject of the sentence and what stands between commas."""
    for k, word in enumerate(run):
        if any(word.folded in some for some in (verbs("auxiliaries"), verbs("finite"), words_of("breaks"))):
            return run[:k]
    return run[:_OPENING]


def _split(passage: Passage, run: Sequence[Word]) -> tuple[frozenset[str], frozenset[str]]:
    """The concepts of a stretch, without and with those behind a preposition other than "of"."""
    if not run:
        return frozenset(), frozenset()
    linking = {w.start for w in run if w.folded in words_of("passive")}  # "remained"
    terms = [t for t in _terms(passage, run[0].start, run[-1].end) if t.start not in linking]
    cut = _cut(run)
    return frozenset(t.concept for t in terms if t.start < cut), frozenset(t.concept for t in terms if t.start >= cut)


def heads_of(passage: Passage, run: Sequence[Word]) -> frozenset[str]:
    """The concepts of the nouns that a stretch is about, each the last of its part: the mother of "the boy's mother".
    There are none where a name stands for them."""
    cut, heads, last = _cut(run) if run else 0, set(), ""
    names = passage.of(MarkKind.NAME)
    plain = {t.start: t.concept for t in passage.terms if not any(n.start <= t.start < n.end for n in names)}
    for word in run:
        if word.start >= cut:
            break
        if word.folded == "and":
            heads.add(last)
        elif word.start in plain and word.folded not in words_of("attributive") | words_of("passive"):
            last = plain[word.start]
    return frozenset(heads | {last}) - {""}


def _terms(passage: Passage, start: int, end: int) -> list[Term]:
    """The words of content of a stretch, and its identifiers, whose letters and numbers say nothing each alone."""
    found = [t for t in passage.terms if start <= t.start < end]
    found += [
        Term(m.start, m.end, m.text, m.value.lower())
        for m in passage.of(MarkKind.NAME)
        if m.sort == "identifier" and start <= m.start < end
    ]
    return found


def _cut(run: Sequence[Word]) -> int:
    """Where what belongs to a noun begins: behind a preposition, but not "of" behind a mere part of it."""
    for k, word in enumerate(run[1:], 1):
        before = run[k - 1].folded
        whole = is_content(run[k - 1]) and before not in words_of("parts")
        if word.folded == "for" and before in words_of("requests"):
            continue
        if word.folded in beside_nouns() or (word.folded == "of" and whole):
            return word.start
    return run[-1].end


@cache
def beside_nouns() -> frozenset[str]:
    """The prepositions that put something beside a noun; "of" often names a part of it."""
    return prepositions() - {"of"}


def _ends(text: str, run: Sequence[Word], behind: int, at: int) -> bool:
    """Whether what belongs to the word in front of ``behind`` ends in front of the word ``at``."""
    if at and text[run[at - 1].end : run[at].start].strip(" '’-"):
        return True
    return run[at].folded in words_of("breaks") and (run[at].folded != "that" or at > behind)


def complement_of(
    text: str, passage: Passage, run: Sequence[Word], behind: int, *, passive: bool
) -> tuple[frozenset[str], frozenset[str]]:
    """The concepts of the direct object, and all those behind the word up to the end of its clause."""
    end = next((k for k in range(behind, len(run)) if _ends(text, run, behind, k)), len(run))
    stretch = run[behind:end]
    if not stretch:
        return frozenset(), frozenset()
    after = _terms(passage, stretch[0].start, stretch[-1].end)[: 2 * ARGUMENT]
    lead = next((w.folded for w in stretch if not w.folded.endswith("ly")), "")
    clause = lead in ("that", "to")
    direct = clause or lead in words_of("determiners") or lead not in function_words() or lead[:1].isdigit()
    if not direct or (passive and lead != "that"):
        return frozenset(), frozenset(t.concept for t in after)
    cut = stretch[-1].end
    if not clause:
        cut = _cut(stretch)
    inside = [t.concept for t in after if t.start < cut][:ARGUMENT]
    return frozenset(inside), frozenset(t.concept for t in after)
