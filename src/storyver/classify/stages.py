"""Statements that gave way to another one about the same matter: arrested and then charged, due and then done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

from storyver.classify.pairs import Comparison, Pair, Points, stating
from storyver.classify.passages import Passage, told
from storyver.classify.tables import table, word_set
from storyver.wording import Phrases, Word, concept, irregular_forms

FEWEST_SHARED = 2
"""Concepts that both sides must share beside the stages, so that it is the same matter."""
_WITHIN = 4
"""Words in front of a verb among which what puts it off must stand."""

_coming = partial(word_set, "stages", "coming")
_Test = Callable[[Sequence[Word], int], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matter:
    about: frozenset[str]
    """Concepts of which both sides must hold one, if there are any."""
    firsts: frozenset[str]
    """The words with which its phrases begin."""
    phrases: Phrases
    """What tells of its stages."""

    def may_be_told(self, side: Sequence[Passage]) -> bool:
        """Whether a side is about the matter and may tell of a stage."""
        begins = any(not self.firsts.isdisjoint(passage.held.folded) for passage in side)
        return begins and (not self.about or any(not self.about.isdisjoint(passage.concepts) for passage in side))


def given_way(comparison: Comparison) -> tuple[Points, Points]:
    """The stages of the old version that gave way to others in linked sentences, outside quotations and denials, and
    those of the new that took their places."""
    old: Points = {}
    new: Points = {}
    for pair in stating(comparison):
        for before, after in (*_exchanged(pair), *_come_about(pair)):
            reason = "stage", f"“{before.text}” has given way to “{after.text}”."
            old.setdefault(before.start, reason)
            new.setdefault(after.start, reason)
    return old, new


def _exchanged(pair: Pair) -> Iterator[tuple[Word, Word]]:
    """A stage of a matter that only the old side tells of, with one that only the new side does."""
    for matter in _matters():
        if not all(map(matter.may_be_told, (pair.old, pair.new))):
            continue
        here, there = _stages(matter.phrases, pair.old), _stages(matter.phrases, pair.new)
        gone = [word for stage, word in here.items() if stage not in there]
        come = [word for stage, word in there.items() if stage not in here]
        stages = {concept(word.folded) for word in (*gone, *come)}
        if gone and come and len(pair.shared - stages) >= FEWEST_SHARED:
            yield gone[0], come[0]


def _stages(phrases: Phrases, side: Sequence[Passage]) -> dict[str, Word]:
    """By stage the first word that tells of it."""
    found: dict[str, Word] = {}
    for passage in side:
        run = list(told(passage))
        for at in phrases.places(run):
            if stage := phrases.at(run, at):
                found.setdefault(stage[1], run[at])
    return found


def _come_about(pair: Pair) -> Iterator[tuple[Word, Word]]:
    """A verb that was to come on the old side and is done on the new one."""
    if all(_coming("ahead").isdisjoint(passage.held.folded) for passage in pair.old):
        return
    ahead = {concept(word.folded): word for word in _verbs(pair.old, _lies_ahead)}
    done = {concept(word.folded): word for word in _verbs(pair.new, _is_done)}
    for key, before in ahead.items():
        if key not in done or key not in pair.shared:
            continue
        again = any(concept(word.folded) == key for word in _verbs(pair.new, _lies_ahead))
        earlier = any(concept(word.folded) == key for word in _verbs(pair.old, _is_done))
        if not again and not earlier and len(pair.shared - {key}) >= FEWEST_SHARED:
            yield before, done[key]


def _verbs(side: Sequence[Passage], fits: _Test) -> Iterator[Word]:
    for passage in side:
        said = {word.start for word in told(passage)}
        run = passage.words
        yield from (word for at, word in enumerate(run) if word.start in said and fits(run, at))


def _lies_ahead(run: Sequence[Word], at: int) -> bool:
    """Whether the verb stands behind "will", or behind "to" and a word of planning."""
    back = at - 1
    while back >= max(0, at - _WITHIN) and _is_between(run[back].folded):
        back -= 1
    if back < 0:
        return False
    if run[back].folded == "to":
        return back > 0 and run[back - 1].folded in _coming("planning")
    return run[back].folded in _coming("ahead")


def _is_done(run: Sequence[Word], at: int) -> bool:
    """Whether the verb stands in the past and not for a thing ("the published report")."""
    if at == 0 or _lies_ahead(run, at):
        return False
    back = at - 1
    while back > 0 and _is_between(run[back].folded) and run[back].folded not in _coming("auxiliaries"):
        back -= 1
    past = run[at].folded.endswith("ed") or run[at].folded in irregular_forms()
    return run[back].folded not in _coming("undone") if past else run[back].folded in _coming("perfect")


def _is_between(folded: str) -> bool:
    return folded in _coming("between") or folded.endswith("ly")


@cache
def _matters() -> tuple[_Matter, ...]:
    found = []
    for rows in table("stages")["matters"].values():
        stages = {stage: row.split(", ") for stage, row in rows.items()}
        about = frozenset(map(concept, stages.pop("about", ())))
        said = [(phrase, stage) for stage, row in stages.items() for phrase in row]
        firsts = frozenset(phrase.split()[0] for phrase, _ in said)
        found.append(_Matter(about=about, firsts=firsts, phrases=Phrases(said)))
    return tuple(found)
