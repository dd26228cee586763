"""What a sentence says is so: its words that have an opposite, each with its subject, its object and its denial."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from storyver.classify.passages import Passage, Side, Term
from storyver.model import Mark, MarkKind
from storyver.wording import Word, concept, function_words, irregular_forms, is_content, table, verbs

_NEAR = 4
"""Words in front of a word among which an auxiliary or "will" belongs to it."""
_BACK = 3
"""Sentences in front of a pronoun among which the one is looked for that names whom it stands for."""
_OPENING = 12
"""Words of a subject, with what stands between commas behind it."""
_ARGUMENT = 6
"""Words of content of a subject or an object that are compared."""
_DETERMINERS = frozenset("a an the this that these those each every any some all both another more most many few".split())
_POSSESSIVES = frozenset("his her its their our my your whose no one".split())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class State:
    """A word that has an opposite, as its clause uses it."""

    mark: Mark
    passage: Passage
    sides: Mapping[str, bool]
    """For each of its groups of opposites whether it is on the first side; a negator in front of it turns them round."""
    subject: frozenset[str]
    """The concepts of what stands in front of it, without those behind a preposition."""
    names: frozenset[str]
    """The concepts of names in its sentence, by which two things may be called that are not the same."""
    place: frozenset[str]
    """The concepts behind a preposition in the subject: "shares in Tarnby"."""
    pronoun: bool
    """Whether the subject is a pronoun, for which the words of the sentence before stand."""
    object: frozenset[str]
    """The concepts of its direct object; empty where it has none."""
    after: frozenset[str]
    """All concepts behind it in its clause."""
    future: bool
    current: bool
    """Whether the version says it of now, and not of before or of some case."""


@cache
def words_of(section: str, name: str = "words") -> frozenset[str]:
    """One of the lists of ``data/states.toml``."""
    return frozenset(table(Path(__file__).with_name("data") / "states.toml")[section][name].split())


@cache
def generic() -> frozenset[str]:
    """The concepts of people and things of which an article has many."""
    return frozenset(map(concept, words_of("generic")))


def sides_of(mark: Mark) -> dict[str, bool]:
    """The groups of opposites of a mark, and whether it is on the first side of each."""
    return {group: side == "+" for group, side in zip(mark.sort.split(), mark.value.split(), strict=True)}


def states(side: Side, passages: Iterable[Passage]) -> Iterator[State]:
    """The states of some sentences of a version, in order."""
    for passage in passages:
        if passage.asks:
            continue
        negators = passage.of(MarkKind.NEGATION)
        names = passage.of(MarkKind.NAME)
        for mark in passage.of(MarkKind.POLARITY):
            if any(name.start <= mark.start < name.end for name in names):
                continue
            denied = sum(_denies(passage, m, mark) for m in negators) % 2 == 1
            yield _state(side, passage, mark, denied=denied)


def _denies(passage: Passage, negator: Mark, mark: Mark) -> bool:
    """Whether the negator denies the word: it governs its clause, and no preposition stands between."""
    if not negator.end <= mark.start < negator.scope_end:
        return False
    between = {w.folded for w in passage.words if negator.end <= w.start and w.end <= mark.start}
    return between.isdisjoint(_prepositions() - {"at", "to"})


def _state(side: Side, passage: Passage, mark: Mark, *, denied: bool) -> State:
    run = passage.words
    first = next(k for k, w in enumerate(run) if w.start >= mark.start)
    behind = next((k for k, w in enumerate(run) if w.start >= mark.end), len(run))
    begin = _clause_start(side.text, run, first, mark)
    had = _had(run, begin, first)
    begin = begin if had is None else had
    front = [w.folded for w in run[begin:first]]
    subject, place, pronoun = _subject(side, passage, run, begin, first)
    passive = had is not None or _is_passive(front)
    direct, after = _complement(side.text, passage, run, behind, passive=passive)
    return State(
        mark=mark,
        passage=passage,
        sides={group: plus != denied for group, plus in sides_of(mark).items()},
        subject=subject,
        names=frozenset(
            t.concept for t in passage.terms if any(m.start <= t.start < m.end for m in passage.of(MarkKind.NAME))
        ),
        place=place,
        pronoun=pronoun,
        object=direct,
        after=after,
        future=not words_of("future").isdisjoint(front[-_NEAR:]) or front[-2:-1] + front[-1:] in _TO_BE,
        current=_is_current(run, begin, first) and not _is_attributive(side.text, run, begin, first, behind),
    )


_TO_BE = (["is", "to"], ["are", "to"], ["to", "be"])


def _clause_start(text: str, run: Sequence[Word], first: int, mark: Mark) -> int:
    begin = next((k for k, w in enumerate(run) if w.start >= mark.scope_start), first)
    for k in range(first - 1, begin, -1):
        if run[k].folded in verbs("saying") or run[k].folded == "that":
            return k + 1
    return min(begin, first)


_HAVING = frozenset(("have", "has", "had", "having"))


def _had(run: Sequence[Word], begin: int, first: int) -> int | None:
    """Where what was done to somebody begins: "had a bid turned down"; None where the subject itself does it."""
    adjective = run[first].folded in words_of("attributive")
    having = _HAVING | words_of("finding") if adjective else _HAVING
    at = next((k for k in range(first - 1, begin - 1, -1) if run[k].folded in having), None)
    between = [w for w in run[first if at is None else at + 1 : first] if not w.folded.endswith("ly")]
    if at is None or not any(map(is_content, between)):
        return None
    verb = between[0].folded
    acts = verb.endswith("ed") or verb in irregular_forms() | {"come"} or verb in words_of("passive")
    return None if acts else at + 1


def _is_passive(front: Sequence[str]) -> bool:
    for folded in reversed(front[-_NEAR:]):
        if folded in words_of("passive"):
            return True
        if folded not in words_of("between") and not folded.endswith("ly"):
            return False
    return False


def _is_current(run: Sequence[Word], begin: int, first: int) -> bool:
    front = [w.folded for w in run[begin:first]]
    past = next((k for k in range(len(front) - 1, -1, -1) if front[k] in words_of("past")), None)
    if past is not None and len(front) - past <= _ARGUMENT and not _another_verb(front[past:]):
        return False
    relative = front[:1] in (["which"], ["who"], ["that"])
    return not (relative and not {"was", "were", "had"}.isdisjoint(front[1:3]))


def _another_verb(stretch: Sequence[str]) -> bool:
    """Whether a verb and then an auxiliary stand in it, which goes with another verb: "after it began is no longer"."""
    verb = next((k for k, folded in enumerate(stretch) if folded in verbs("finite")), len(stretch))
    return any(folded in verbs("auxiliaries") for folded in stretch[verb + 1 :])


def _is_attributive(text: str, run: Sequence[Word], begin: int, first: int, behind: int) -> bool:
    """Whether the word only belongs to a noun, of which something else is said: "the road closed by snow has reopened"."""
    front, rest = run[begin:first], run[behind:]
    lead = rest[0].folded if rest else ""
    before = front[-1].folded if front else ""
    participle = run[first].folded.endswith("ed") and bool(rest) and is_content(rest[0])
    if participle and (before in _DETERMINERS | _POSSESSIVES | _prepositions() | {"of"} or before[:1].isdigit()):
        return True  # "the number of confirmed cases"
    if any(w.folded in verbs("auxiliaries") or w.folded in verbs("finite") for w in front):
        return False
    if run[first].folded not in words_of("attributive") and lead not in _prepositions():
        return False
    for k, word in enumerate(rest):
        if word.folded in words_of("breaks") or (k and text[rest[k - 1].end : word.start].strip(" '’-")):
            return False
        if word.folded in verbs("auxiliaries"):
            return True
    return False


def _subject(
    side: Side, passage: Passage, run: Sequence[Word], begin: int, first: int
) -> tuple[frozenset[str], frozenset[str], bool]:
    """The concepts in front of the word, those behind a preposition apart, and whether a pronoun stands for them."""
    begin = next((k + 1 for k in range(first - 1, begin - 1, -1) if run[k].folded in _subordinates()), begin)
    here = _before_verb(run[begin:first], opens=not begin)
    pronoun = any(w.folded in words_of("pronouns", "subjects") for w in here)
    own, place = _split(passage, here)
    found = own, place.union(*_split(passage, run[begin + len(here) : first]))
    if found[0] and not pronoun:
        return *found, False
    opening = _opening(run[:begin])
    if not _names_nobody(opening):
        earlier = _split(passage, opening)
        if earlier[0]:
            return found[0] | earlier[0], found[1] | earlier[1], pronoun
    return *(_who(side, passage) if pronoun or opening else found), pronoun or bool(opening)


@cache
def _subordinates() -> frozenset[str]:
    """Connectives behind which a clause has a subject of its own."""
    return words_of("breaks") - {"and", "or", "but", "so"}


def _before_verb(run: Sequence[Word], *, opens: bool) -> Sequence[Word]:
    """The words up to the first verb; a participle that opens the sentence belongs to the noun behind it."""
    for k, word in enumerate(run):
        verb = word.folded in verbs("finite") or word.folded in verbs("auxiliaries") or word.folded.endswith("ed")
        if verb and not (k == 0 and opens) and not (k and run[k - 1].folded in _DETERMINERS | _POSSESSIVES):
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
        whole = is_content(run[k - 1]) and run[k - 1].folded not in words_of("parts")
        if word.folded in _prepositions() or (word.folded == "of" and whole):
            return word.start
    return run[-1].end


@cache
def _prepositions() -> frozenset[str]:
    groups = table(Path(__file__).parents[1] / "wording.toml")["function_words"]
    return frozenset(groups["prepositions"].split()) - {"of"}


def _ends(text: str, run: Sequence[Word], behind: int, at: int) -> bool:
    """Whether what belongs to the word in front of ``behind`` ends in front of the word ``at``."""
    if at and text[run[at - 1].end : run[at].start].strip(" '’-"):
        return True
    return run[at].folded in words_of("breaks") and (run[at].folded != "that" or at > behind)


def _complement(
    text: str, passage: Passage, run: Sequence[Word], behind: int, *, passive: bool
) -> tuple[frozenset[str], frozenset[str]]:
    """The concepts of the direct object, and all those behind the word up to the end of its clause."""
    end = next((k for k in range(behind, len(run)) if _ends(text, run, behind, k)), len(run))
    stretch = run[behind:end]
    if not stretch:
        return frozenset(), frozenset()
    after = _terms(passage, stretch[0].start, stretch[-1].end)[: 2 * _ARGUMENT]
    lead = next((w.folded for w in stretch if not w.folded.endswith("ly")), "")
    clause = lead in ("that", "to")
    direct = clause or lead in _DETERMINERS | _POSSESSIVES or lead not in function_words() or lead[:1].isdigit()
    if not direct or (passive and lead != "that"):
        return frozenset(), frozenset(t.concept for t in after)
    cut = stretch[-1].end
    if not clause:
        cut = _cut(stretch)
    inside = [t.concept for t in after if t.start < cut][:_ARGUMENT]
    return frozenset(inside), frozenset(t.concept for t in after)
