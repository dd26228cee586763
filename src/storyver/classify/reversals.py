"""Opposites that changed places: what one version says is so, and the other says is not, in other words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from storyver.classify.arguments import generic, words_of
from storyver.classify.matter import are_apart, are_numbered, is_one_matter, words_around
from storyver.classify.pairs import Comparison, Pair, comparable
from storyver.classify.passages import UNCOMPARED, Passage, Side
from storyver.classify.states import State, sides_of, states
from storyver.model import LinkKind, Mark, MarkKind
from storyver.wording import concept

FEWEST_SHARED = 2
"""Concepts that two sentences without a link must share around the opposites, unless the only one is rare."""
RARE = 3
"""A concept in no more sentences than this of either version says by itself what is spoken of."""
_NEAR_FIGURE = 30
"""Characters behind a comparison within which the figure stands that it is made with."""
_MOST_COMPARED = 20_000
"""Pairs of words that are looked at in sentences that are not linked; no article comes near."""
_MOST_FOUND = 40
"""Reversals after which no more are looked for: the two versions are then hardly one story."""
_NEXT = 3
"""Words behind a word among which those stand that make its event a daily one."""


def opposites(comparison: Comparison, pair: Pair) -> tuple[State, State] | None:
    """The first opposites of two sentences that are said of the same; None where there are none."""
    marks_old, marks_new = pair.marks(MarkKind.POLARITY)
    opposed = _opposed(pair.old, pair.new) if marks_old and marks_new else frozenset()
    if not opposed:
        return None
    old, new = list(states(comparison.old, pair.old, opposed)), list(states(comparison.new, pair.new, opposed))
    for before in old:
        for after in new:
            if not _turns(before, after) or (_one_word(before.mark, after.mark) and not _is_negator(before)):
                continue  # the same word denied, for which the negator speaks
            if _kept(before, new) or _kept(after, old) or _by_figure(comparison, before, after):
                continue
            if _told(pair, before, after):
                return before, after
    return None


def _groups(marks: Sequence[Mark]) -> frozenset[str]:
    """The groups of opposites of some marks."""
    return frozenset(group for mark in marks for group in mark.sort.split())


def is_cancelled(pair: Pair) -> bool:
    """Whether a word and its opposite stand on the two sides and one is denied: "is not shut", "is open"."""
    old, new = pair.marks(MarkKind.POLARITY)
    here, there = [sides_of(mark) for mark in old], [sides_of(mark) for mark in new]
    denials = pair.marks(MarkKind.NEGATION)
    return any(
        one.keys() & other.keys()
        and all(one[group] != other[group] for group in one.keys() & other.keys())
        and _is_denied(old[i], denials[0]) != _is_denied(new[k], denials[1])
        for i, one in enumerate(here)
        for k, other in enumerate(there)
    )


def _is_denied(mark: Mark, negators: Sequence[Mark]) -> bool:
    return any(m.end <= mark.start < m.scope_end for m in negators)


def scattered_opposites(comparison: Comparison) -> Iterator[tuple[State, State]]:
    """Opposites said of the same in sentences that are not linked, each used once."""
    linked = {(a.number, b.number) for pair in comparison.pairs for a in pair.old for b in pair.new}
    old, new = _without_counterpart(comparison)
    both = _opposed(old, new) - words_of("weak", "groups")
    if not both:
        return
    groups: dict[str, list[State]] = {}
    for after in states(comparison.new, _with_groups(new, both), both):
        for group in after.sides:
            groups.setdefault(group, []).append(after)
    told = _Told(comparison)
    used: set[int] = set()
    left = _MOST_COMPARED
    for before in states(comparison.old, _with_groups(old, both), both):
        for after in dict.fromkeys(chain.from_iterable(groups.get(group, ()) for group in before.sides)):
            left -= 1
            if left < 0 or len(used) >= _MOST_FOUND:
                return
            if (before.passage.number, after.passage.number) in linked or after.mark.start in used:
                continue
            if _is_taken_back(comparison, before, after, told):
                used.add(after.mark.start)
                yield before, after
                break


class _Told:
    """All states of both versions, by the groups of opposites they belong to; each set of groups is looked for once."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._found: dict[tuple[bool, frozenset[str]], tuple[State, ...]] = {}

    def of(self, groups: frozenset[str], *, old: bool) -> tuple[State, ...]:
        key = (old, groups)
        if key not in self._found:
            side = self._comparison.old if old else self._comparison.new
            self._found[key] = tuple(states(side, _with_groups(side.passages, groups), groups))
        return self._found[key]


def _is_taken_back(comparison: Comparison, before: State, after: State, told: _Told) -> bool:
    """Whether the new version takes back what the old one says, and neither says both."""
    if not comparable(before.passage, after.passage) or not _turns(before, after):
        return False
    shared = frozenset(before.sides.keys() & after.sides.keys())
    if not shared - words_of("weak", "groups"):
        return False
    if not is_one_matter(before, after) or not _distinct(comparison, before, after):
        return False
    return not (_said(before, told.of(shared, old=False)) or _said(after, told.of(shared, old=True)))


def _opposed(old: Sequence[Passage], new: Sequence[Passage]) -> frozenset[str]:
    """The groups of opposites of which the two versions may be on different sides, as far as is told at once."""
    here, there = _sides_held(old), _sides_held(new)
    return frozenset(group for group in here.keys() & there.keys() if len(here[group] | there[group]) > 1)


def _sides_held(passages: Sequence[Passage]) -> dict[str, set[bool]]:
    """The sides of each group on which some sentences are; both, where one denies anything."""
    held: dict[str, set[bool]] = {}
    for passage in passages:
        marks = passage.of(MarkKind.POLARITY)
        denies = bool(marks) and bool(passage.of(MarkKind.NEGATION))
        for mark in marks:
            for group, plus in sides_of(mark).items():
                held.setdefault(group, set()).update((plus, not plus) if denies else (plus,))
    return held


def _with_groups(passages: Sequence[Passage], groups: Collection[str]) -> Iterator[Passage]:
    """The sentences that have a word of one of the groups."""
    for passage in passages:
        if not _groups(passage.of(MarkKind.POLARITY)).isdisjoint(groups):
            yield passage


def _one_word(before: Mark, after: Mark) -> bool:
    return concept(before.text.lower()) == concept(after.text.lower())


def _is_negator(state: State) -> bool:
    """Whether the word denies what stands behind it, as "ruled out" does."""
    return any(m.start == state.mark.start for m in state.passage.of(MarkKind.NEGATION))


def _without_counterpart(comparison: Comparison) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """The sentences of both versions that do not stand in the other as they are."""
    links = [link for link in comparison.alignment.sentences if link.kind is LinkKind.SAME]
    return (
        _others(comparison.old, {s.start for link in links for s in link.old}),
        _others(comparison.new, {s.start for link in links for s in link.new}),
    )


def _others(side: Side, starts: set[int]) -> tuple[Passage, ...]:
    return tuple(
        p for p in side.passages if p.sentence.start not in starts and p.block.kind not in UNCOMPARED and p.marks
    )


def _turns(before: State, after: State) -> bool:
    """Whether the one takes back the other, and both are said of the same time."""
    shared = before.sides.keys() & after.sides.keys()
    if not shared or any(before.sides[group] == after.sides[group] for group in shared):
        return False
    if not (before.current and after.current):
        return False
    if shared & words_of("lasting", "groups") and _in_turn(before, after):
        return False
    return not (shared & words_of("routine", "groups") and _is_routine(before) and _is_routine(after))


def _in_turn(before: State, after: State) -> bool:
    """Whether a lasting state may only come after the other: "is closed", "will reopen on Monday"; "will open in
    September", "will close in July"; "shut until Friday", "to reopen on Friday"."""
    if before.until != after.until and before.times and before.times == after.times:
        return True  # "open until dusk", "closes at dusk"
    if before.future and after.future:
        stands = before.until != after.until or _comes_after(before) != _comes_after(after)
        return stands or bool(before.times and after.times and not before.times & after.times)
    coming = before if before.future else after
    return before.future != after.future and (not coming.lasts or coming.until)


def _comes_after(state: State) -> bool:
    """Whether it is said to come after something: "will open after the repairs"."""
    return not {"after", "once"}.isdisjoint(w.folded for w in state.passage.words if w.start >= state.mark.end)


def _is_routine(state: State) -> bool:
    behind = [w.folded for w in state.passage.words if w.start >= state.mark.end][:_NEXT]
    if not behind or not words_of("routine").isdisjoint(behind[:1]):
        return bool(behind)
    hour = behind[1] if behind[0] == "at" and len(behind) > 1 else ""
    return hour[:1].isdigit() or hour in words_of("routine", "hours")


def _kept(state: State, others: Sequence[State]) -> bool:
    """Whether one of the others is on the same side of the same opposites."""
    return any(_is_like(state, other) for other in others)


def _said(state: State, others: Sequence[State]) -> bool:
    """Whether one of the others says the same of the same."""
    return any(_is_like(state, other) and is_one_matter(state, other) for other in others)


def _is_like(state: State, other: State) -> bool:
    """Whether both are on the same side, and at one time where they last."""
    shared = [group for group, plus in state.sides.items() if other.sides.get(group) == plus]
    lasting = not words_of("lasting", "groups").isdisjoint(shared)
    return bool(shared) and other.current and not (lasting and state.future != other.future)


def _told(pair: Pair, before: State, after: State) -> bool:
    """Whether linked sentences say the two of the same."""
    if _of_one_figure(pair, before, after) or is_one_matter(before, after):
        return True
    if are_numbered(before, after):
        return False
    if pair.loose or _exchanged(pair, before.mark, after.mark):
        return False
    if before.object and after.object and not before.object & after.object:
        return False
    around = (before.subject | before.after) & (after.subject | after.after)
    return bool(around) and not are_apart(before, after)


def _distinct(comparison: Comparison, before: State, after: State) -> bool:
    """Whether what two sentences without a link share tells that they speak of one thing."""
    if not words_of("others").isdisjoint(w.folded for s in (before, after) for w in s.passage.words):
        return False
    argument = (before.subject | before.object) & (after.subject | after.object)
    around = (words_around(before) & words_around(after)) - generic()
    return bool(argument) and (len(around) >= FEWEST_SHARED or any(_is_rare(comparison, key) for key in around))


def _is_rare(comparison: Comparison, key: str) -> bool:
    return all(0 < len(side.holders.get(key, ())) <= RARE for side in (comparison.old, comparison.new))


def _of_one_figure(pair: Pair, before: State, after: State) -> bool:
    """Whether the two compare with one figure: "above the 90,000 expected", "below the 90,000 expected"."""
    if not before.sides.keys() & after.sides.keys() & words_of("compared", "groups"):
        return False
    return any(
        0 <= old - before.mark.end <= _NEAR_FIGURE and 0 <= new - after.mark.end <= _NEAR_FIGURE
        for old, new in pair.figures
    )


def _by_figure(comparison: Comparison, before: State, after: State) -> bool:
    """Whether a figure says it that goes the other way and stays: "up 3 per cent", "down 3 per cent"."""
    for link in comparison.alignment.figures:
        old, new = link.old.figure, link.new.figure
        if link.certain and old and new and old.trend and new.trend and old.trend != new.trend:
            near = old.start - before.mark.end, new.start - after.mark.end
            if old.low == new.low and all(0 <= gap <= _NEAR_FIGURE for gap in near):
                return True
    return False


def _exchanged(pair: Pair, before: Mark, after: Mark) -> bool:
    """Whether what stood in front of the one word stands behind the other and the other way round: what A sells to B,
    B buys from A."""
    old = {t.concept: t.start < before.start for t in pair.old_terms}
    new = {t.concept: t.start < after.start for t in pair.new_terms}
    moved = {old[key] for key in old.keys() & new.keys() if old[key] != new[key]}
    return moved == {True, False}
