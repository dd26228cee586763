"""What a sentence says is so: its words that have an opposite, each with its subject, its object and its denial."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from storyver.classify.arguments import ARGUMENT, beside_nouns, complement_of, subject_of, words_of
from storyver.classify.passages import Passage, Side
from storyver.model import Mark, MarkKind
from storyver.wording import Word, irregular_forms, is_content, verbs

_NEAR = 4
"""Words in front of a word among which an auxiliary or "will" belongs to it."""

_MOST = 12
"""Words with an opposite in a sentence; one with more is a list, and would cost more than it tells."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class State:
    """A word that has an opposite, as its clause uses it."""

    mark: Mark
    denial: Mark | None
    """The negator that denies it, where one does."""
    passage: Passage
    sides: Mapping[str, bool]
    """For each of its groups of opposites whether it is on the first side; a negator in front turns them round."""
    subject: frozenset[str]
    """The concepts of what stands in front of it, without those behind a preposition."""
    heads: frozenset[str]
    """Those of its nouns that the others only describe: the mother of "the boy's mother"."""
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
    lasts: bool
    """Whether it is so already and will go on: "will stay shut until Friday"."""
    until: bool
    """Whether its end is told: "shut until Friday"."""
    times: frozenset[str]
    """The weekdays, months and hours that its sentence names."""
    current: bool
    """Whether the version says it of now, and not of before or of some case."""


def sides_of(mark: Mark) -> dict[str, bool]:
    """The groups of opposites of a mark, and whether it is on the first side of each."""
    return {group: side == "+" for group, side in zip(mark.sort.split(), mark.value.split(), strict=True)}


def states(side: Side, passages: Iterable[Passage], groups: Set[str]) -> Iterator[State]:
    """The states of some sentences of a version that belong to some groups of opposites, in order."""
    for passage in passages:
        if passage.asks or len(passage.of(MarkKind.POLARITY)) > _MOST:
            continue
        negators = passage.of(MarkKind.NEGATION)
        names = passage.of(MarkKind.NAME)
        for mark in passage.of(MarkKind.POLARITY):
            if groups.isdisjoint(mark.sort.split()) or any(name.start <= mark.start < name.end for name in names):
                continue
            denials = [m for m in negators if _denies(passage, m, mark)]
            if denials and _outdoes(mark):
                continue  # "no flood has been worse" says that this is the worst
            yield _state(side, passage, mark, denial=denials[-1] if len(denials) % 2 else None)


def _outdoes(mark: Mark) -> bool:
    """Whether the word compares: "worse", "higher"."""
    folded = mark.text.lower()
    return folded.endswith("er") or folded in ("worse", "less")


def _denies(passage: Passage, negator: Mark, mark: Mark) -> bool:
    """Whether the negator denies the word: it governs its clause, and no preposition stands between."""
    if not negator.end <= mark.start < negator.scope_end:
        return False
    between = {w.folded for w in passage.words if negator.end <= w.start and w.end <= mark.start}
    return between.isdisjoint(beside_nouns() - {"at", "to"})


def _state(side: Side, passage: Passage, mark: Mark, *, denial: Mark | None) -> State:
    run = passage.words
    first = next(k for k, w in enumerate(run) if w.start >= mark.start)
    behind = next((k for k, w in enumerate(run) if w.start >= mark.end), len(run))
    begin = clause_start(run, first, mark.scope_start)
    had = _had(run, begin, first)
    begin = begin if had is None else had
    front = [w.folded for w in run[begin:first]]
    subject = subject_of(side, passage, run, begin, first)
    passive = had is not None or _is_passive(front)
    direct, after = complement_of(side.text, passage, run, behind, passive=passive)
    return State(
        mark=mark,
        denial=denial,
        passage=passage,
        sides={group: plus == (denial is None) for group, plus in sides_of(mark).items()},
        subject=subject.concepts,
        heads=subject.heads,
        names=frozenset(
            t.concept for t in passage.terms if any(m.start <= t.start < m.end for m in passage.of(MarkKind.NAME))
        ),
        place=subject.place,
        pronoun=subject.pronoun,
        object=direct,
        after=after,
        future=not words_of("future").isdisjoint(front[-_NEAR:]) or front[-2:-1] + front[-1:] in _TO_BE,
        lasts=not words_of("lasting_on").isdisjoint(front[-_NEAR:]),
        until=not {"until", "till"}.isdisjoint([w.folded for w in run[behind:]]),
        times=frozenset(m.value for m in passage.of(MarkKind.TIME)),
        current=_is_current(run, begin, first) and not _is_attributive(side.text, run, begin, first, behind),
    )


_TO_BE = (["is", "to"], ["are", "to"], ["to", "be"])


def clause_start(run: Sequence[Word], first: int, scope_start: int) -> int:
    """The word at which the clause of the word ``run[first]`` begins, whose scope is known to begin at an offset."""
    begin = next((k for k, w in enumerate(run) if w.start >= scope_start), first)
    for k in range(first - 1, begin, -1):
        if any(run[k].folded in some for some in (verbs("saying"), words_of("reporting"), _THAT)):
            return k + 1
    return min(begin, first)


_THAT = frozenset(("that",))
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
    if past is not None and len(front) - past <= ARGUMENT and not _another_verb(front[past:]):
        return False
    relative = front[:1] in (["which"], ["who"], ["that"])
    return not (relative and not {"was", "were", "had"}.isdisjoint(front[1:3]))


def _another_verb(stretch: Sequence[str]) -> bool:
    """Whether a verb and then an auxiliary stand in it, which goes with another verb: "after it began is no longer"."""
    verb = next((k for k, folded in enumerate(stretch) if folded in verbs("finite")), len(stretch))
    return any(folded in verbs("auxiliaries") for folded in stretch[verb + 1 :])


def _is_attributive(text: str, run: Sequence[Word], begin: int, first: int, behind: int) -> bool:
    """Whether it only belongs to a noun, of which something else is said: "the road closed by snow has reopened"."""
    front, rest = run[begin:first], run[behind:]
    lead = rest[0].folded if rest else ""
    before = front[-1].folded if front else ""
    participle = run[first].folded.endswith("ed") and bool(rest) and is_content(rest[0])
    if participle and (before in words_of("determiners") | beside_nouns() | {"of"} or before[:1].isdigit()):
        return True  # "the number of confirmed cases"
    alone = behind == first + 1 and run[first].folded.endswith("ed")
    if not front and begin and alone and lead in beside_nouns() - {"to"}:
        return True  # "a warning, issued by the harbour master"
    if any(w.folded in verbs("auxiliaries") or w.folded in verbs("finite") for w in front):
        return False
    if run[first].folded not in words_of("attributive") and not (alone and lead in beside_nouns()):
        return False
    for k, word in enumerate(rest):
        if word.folded in words_of("breaks") or (k and text[rest[k - 1].end : word.start].strip(" '’-")):
            return False
        if word.folded in verbs("auxiliaries") and word.text.islower():
            return True
    return False
