"""What is no reversal although a negator came or went: the same said with other means, a wait, a plan, a wish."""

from __future__ import annotations

from collections.abc import Sequence

from storyver.classify.arguments import words_of
from storyver.classify.pairs import Pair, concept_of
from storyver.classify.passages import Passage, Term
from storyver.model import Mark, MarkKind
from storyver.wording import verbs

OF_NOUNS = frozenset({"no", "no one", "no-one", "nobody", "none"})
"""Negators of a noun, which stand for one of a verb elsewhere in the sentence."""
_FORBIDDEN = frozenset(map(concept_of, ("forbid", "forbidden", "ban", "prohibit", "bar")))
_LOST = frozenset(map(concept_of, ("lose", "lack", "cut", "deprive")))
_URGING = frozenset(
    (
        *("urge", "urges", "urged", "ask", "asks", "asked", "told", "tells", "tell", "press", "pressed", "pressure"),
        *("order", "orders", "ordered", "beg", "begged", "call", "calls", "called", "demand", "demands", "demanded"),
    )
)
_UNTIL = 10
"""Words behind a negator among which "until" bounds what it denies, and words in front of a verb that tell its time."""
_NEAR = 4
"""Words behind a negator, or in front of what is denied, that belong to it."""
_URGED = 6
"""Words in front of an infinitive among which the verb of urging stands."""
_SHORTEST_COMPARATIVE = 4
_COMPARED_WITHIN = 4
"""Words behind "more" among which "since" or "than" stands; behind "deadlier" it is the next."""


def is_no_denial(pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether the other side means the same for all the negator of this one."""
    guards = (_is_contrast, _denies_nothing, _is_superlative, _is_lost, _is_excused, _is_said_otherwise)
    return any(guard(pair, mark, old=old) for guard in guards)


def _denies_nothing(pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether the word is part of a name, is denied itself ("has not ruled out"), or sets a number or a measure right
    ("not 14", "did not rise as much as reported")."""
    here, negators = (
        (pair.old, pair.marks(MarkKind.NEGATION)[0]) if old else (pair.new, pair.marks(MarkKind.NEGATION)[1])
    )
    if any(n.start <= mark.start < n.end for p in here for n in p.of(MarkKind.NAME)):
        return True
    if any(0 < mark.start - other.end <= 1 for other in negators):
        return True
    behind = [w.folded for p in here for w in p.words if w.start >= mark.end][:_NEAR]
    return behind[:1] != [] and (behind[0][0].isdigit() or ("as" in behind and not {"much", "many"}.isdisjoint(behind)))


def _is_said_otherwise(pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether "do not believe they are linked" stands for "believe they are not linked", or "no longer takes" for "has
    stopped taking"."""
    here, there = (pair.old, pair.new) if old else (pair.new, pair.old)
    if mark.text.lower() == "no longer":
        return any(not words_of("otherwise", "stopped").isdisjoint(p.held.folded) for p in there)
    behind = next((w.folded for p in here for w in p.words if w.start >= mark.end), "")
    if behind not in words_of("otherwise", "held_true"):
        return False
    held = pair.covered(mark, old=old)
    return any(held & pair.covered(other, old=not old) for other in pair.marks(MarkKind.NEGATION)[1 if old else 0])


def _is_excused(pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether the other side says the same with other means, or speaks of another: "eight did not return", "only two
    returned"; "has not won since 1998", "last won in 1998"; "no one was hurt", "hurt at another quarry"."""
    here, there = (pair.old, pair.new) if old else (pair.new, pair.old)
    said, said_here = ({w.folded for p in side for w in p.words} for side in (there, here))
    if said & (words_of("others") | {"only", "without"}) - said_here:
        return True
    denies = bool(pair.marks(MarkKind.NEGATION)[1 if old else 0])
    if "since" in said_here and ("since" in said if denies else said & {"last", "first"} and "since" not in said):
        return True
    behind = next((w.folded for p in here for w in p.words if w.start >= mark.end), "")
    return mark.text.lower().startswith("lack") and behind in verbs("auxiliaries")


def happens(pair: Pair, passages: Sequence[Passage], mark: Mark, term: Term, *, old: bool) -> bool:
    """Whether what one side denies is so on the other: it is not only asked for or planned, nor the end of a wait."""
    if _is_urged(passages, term):
        return False
    here = pair.old if old else pair.new
    behind = [w.folded for p in here for w in p.words if w.start >= mark.end][:_UNTIL]
    before = [w.folded for p in passages for w in p.words if w.end <= term.start][-_UNTIL:]
    waits = {"until", "till"} & set(behind) and "further" not in behind
    if waits and not {"has", "have", "had"} & set(before):
        return False
    if {"whether", "if"} & set(before) or _is_to_come(here, mark, before) or _is_to_do_else(pair, mark, term, old=old):
        return False
    if mark.text.lower() == "without" and words_of("having").isdisjoint(before[-_NEAR:]):
        return False
    denied_plan, plan = (
        any(
            m.sort == "plan" and m.scope_start <= at < m.scope_end for m in pair.marks(MarkKind.HEDGE)[0 if side else 1]
        )
        for side, at in ((old, mark.start), (not old, term.start))
    )
    return denied_plan or not plan or "would" in before


def _is_to_come(here: Sequence[Passage], mark: Mark, before: Sequence[str]) -> bool:
    """Whether what has not been done yet will be: "has not ruled", "will rule on Friday"."""
    front = [w.folded for p in here for w in p.words if w.end <= mark.start][-1:]
    perfect = front in (["has"], ["have"], ["had"]) or mark.text.lower().split()[0] in (
        "hasn't",
        "haven't",
        "has",
        "have",
    )
    return perfect and not {"will", "would"}.isdisjoint(before[-_NEAR:])


def _is_to_do_else(pair: Pair, mark: Mark, term: Term, *, old: bool) -> bool:
    """Whether a verb of wish is denied of one thing and said of another: "not expect to cut", "expects to keep"."""
    here, there = (pair.old, pair.new) if old else (pair.new, pair.old)
    key = concept_of(term.text)
    at = next((w.start for p in here for w in p.words if w.start >= mark.end and concept_of(w.folded) == key), -1)
    behind = [
        [w.folded for p in side for w in p.words if w.start > start][:2]
        for side, start in ((here, at), (there, term.start))
    ]
    return all(two[:1] == ["to"] and len(two) > 1 for two in behind) and concept_of(behind[0][1]) != concept_of(
        behind[1][1]
    )


def in_hedge(pair: Pair, term: Term, *, old: bool) -> bool:
    """Whether the word only hedges: "is not thought to be dangerous" denies the danger, and not the thought."""
    return any(m.start <= term.start < m.end for m in pair.marks(MarkKind.HEDGE)[0 if old else 1])


def _is_contrast(pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether the other side sets apart in other words what this one does: "one and not two", "one instead of two"."""
    here, there = (pair.old, pair.new) if old else (pair.new, pair.old)
    before = next((w.folded for p in here for w in reversed(p.words) if w.end <= mark.start), "")
    said = {w.folded for p in there for w in p.words}
    return mark.text.lower() == "not" and before in {"and", "but"} and not said.isdisjoint({"instead", "rather"})


def is_forbidden(pair: Pair, *, old: bool) -> bool:
    """Whether only the other side says with a verb that it may not be: "no-one may fish", "fishing is banned"."""
    return _only_there(pair, _FORBIDDEN, old=old)


def _only_there(pair: Pair, concepts: frozenset[str], *, old: bool) -> bool:
    """Whether the side that does not hold the negator has one of the concepts, and the side that does has none."""
    here, there = (pair.old, pair.new) if old else (pair.new, pair.old)
    held = [any(concept_of(w.folded) in concepts for p in side for w in p.words) for side in (here, there)]
    return held == [False, True]


def _is_lost(pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether "left without power" stands for "lost power"."""
    return mark.text.lower() == "without" and _only_there(pair, _LOST, old=old)


def _is_superlative(pair: Pair, mark: Mark, *, old: bool) -> bool:
    """Whether "no flood has been worse since 1947" only says that this is the worst: the other side does not
    compare."""
    here, there = (pair.old, pair.new) if old else (pair.new, pair.old)
    scope = [w for p in here for w in p.words if mark.end <= w.start < mark.scope_end]
    other = {w.folded for p in there for w in p.words}
    return any(
        word.folded not in other and _compares(mark, word.folded, [w.folded for w in scope[at + 1 :]])
        for at, word in enumerate(scope)
    )


def _compares(mark: Mark, folded: str, behind: Sequence[str]) -> bool:
    """ "Never paid more than", "no flood was deadlier since"; "did not last longer than an hour" denies."""
    if folded in {"more", "less", "worse"}:
        near = behind[:_COMPARED_WITHIN]
    elif len(folded) > _SHORTEST_COMPARATIVE and folded.endswith("er"):
        near = behind[:1]
    else:
        return False
    return "since" in near or ("than" in near and mark.text.lower() in OF_NOUNS | {"never", "nothing"})


def _is_urged(passages: Sequence[Passage], term: Term) -> bool:
    """Whether somebody is only asked to do it: "urged to resign" is not undone by "will not resign"."""
    run = next(p.words for p in passages if p.sentence.start <= term.start < p.sentence.end)
    before = [w.folded for w in run if w.end <= term.start][-_URGED:]
    return before[-1:] == ["to"] and not _URGING.isdisjoint(before)
