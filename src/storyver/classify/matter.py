"""Whether two words that have an opposite are said of the same."""

from __future__ import annotations

from storyver.classify.arguments import generic, words_of
from storyver.classify.states import State


def is_one_matter(before: State, after: State) -> bool:
    """Whether the two are said of the same: one subject, or one thing that it is done to."""
    names = before.names | after.names
    if are_numbered(before, after):
        return False
    subject = _one_subject(before, after, names) and not _are_many(before, after)
    if before.object and after.object:
        nobody = not (before.subject and after.subject) and before.pronoun == after.pronoun
        return (subject or nobody) and _one(before.object, after.object, names)
    if before.object or after.object:
        acting, other = (before, after) if before.object else (after, before)
        if _one(acting.object, other.subject, names):
            return True
        return subject and (not other.after or bool(acting.after & other.after))
    if before.place and after.place and not before.place & (after.place | after.after) | after.place & before.after:
        return False
    where, there = ((state.place | state.after) & names for state in (before, after))
    if where and there and not where & there:
        return False
    return subject


def are_apart(before: State, after: State) -> bool:
    """Whether both have a subject, and neither is what the other speaks of."""
    if not (before.subject and after.subject) and before.pronoun == after.pronoun:
        return False
    names = before.names | after.names
    return not (
        _one_subject(before, after, names)
        or before.subject & after.after - names
        or after.subject & before.after - names
    )


def _one_subject(before: State, after: State, names: frozenset[str]) -> bool:
    """Whether the subjects may be one, and not only described by one word: "the boy", "the boy's mother"."""
    if before.heads and after.heads and not before.heads & after.heads:
        return False
    return _one(before.subject, after.subject, names)


def _one(here: frozenset[str], there: frozenset[str], names: frozenset[str]) -> bool:
    """Whether two stretches may name one thing: they share a word, and one that is no name where both have such."""
    plain_here, plain_there = here - names, there - names
    return bool(plain_here & plain_there if plain_here and plain_there else here & there)


def are_numbered(before: State, after: State) -> bool:
    """Whether they speak of several things of one sort: "the first leg", "the second leg"."""
    here, there = (state.passage.held.folded & words_of("ordinals") for state in (before, after))
    return bool(here and there and not here & there)


def _are_many(before: State, after: State) -> bool:
    """Whether no more is known of the subjects than that they are people, of whom some died and some survived."""
    return not before.subject & after.subject - generic() and not words_around(before) & words_around(after) - generic()


def words_around(state: State) -> frozenset[str]:
    """All concepts of its clause."""
    return state.subject | state.object | state.after | state.place
