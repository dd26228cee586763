"""Whose figure it is: the subject nearest to a place in a sentence, by simple rules in a fixed order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from storyver.extract.names import Name, canonical, find_names, sort_of
from storyver.extract.tables import word_set
from storyver.wording import Word, words

_POSSESSIVES = frozenset(("its", "their", "his", "her"))
_PRONOUNS = frozenset(("it", "they", "he", "she", "this", "these", "those", "who", "which", "that", "both"))
_CLAUSE = re.compile(r"[;:()–—]|\s-\s|,\s+(?:and|but|while|which|who|where|so)\b|\b(?:and|but|while|whereas)\b")
_GIVER = re.compile(r"(?:\s+[a-z-]+){0,4}?\s+(?:from|by)\s+(?:the\s+)?$")
_LONGEST = 10
"""Words. What stands longer in front of a verb is no noun phrase that a reader would name."""


def auxiliaries() -> frozenset[str]:
    """Verbs in front of another verb: ``is``, ``had``, ``would``."""
    return word_set("subject", "verbs", "auxiliaries")


@cache
def finite_verbs() -> frozenset[str]:
    """Forms that show a finite verb: auxiliaries, and the verbs that news uses most."""
    return auxiliaries() | word_set("subject", "verbs", "finite")


def find_subject(
    text: str,
    at: int,
    *,
    start: int = 0,
    end: int | None = None,
    previous: str | None = None,
    names: Sequence[Name] | None = None,
) -> str | None:
    """The subject of what stands at ``at`` in the sentence ``text[start:end]``; None where no rule finds one.

    In order: the possessive or name directly in front ("Germany's €1bn", "and Britain £90m"), the giver directly behind
    ("€150m from Germany"), the item before a colon ("EU: 200 million"), the noun phrase before the verb of the clause,
    then of the sentence. ``previous`` is the subject of the sentence before, meant by "Its" and "It". A name is
    given in its canonical form. ``names`` are those of the sentence where they are known.
    """
    limit = len(text) if end is None else end
    names = find_names(text, start, limit) if names is None else names
    beside = _beside(text, at, limit, names)
    if beside:
        return beside
    run = words(text, start, limit)
    if text[start:at].rstrip(" $£€").endswith(":"):
        return _noun_phrase(text, [w for w in run if w.end <= at], previous)
    clause = start
    for match in _CLAUSE.finditer(text, start, at):
        clause = match.end()
    inside = [w for w in run if clause <= w.start]
    return _before_verb(text, inside, previous) or (_before_verb(text, run, previous) if clause > start else None)


def _beside(text: str, at: int, end: int, names: Sequence[Name]) -> str | None:
    for name in names:
        between = text[name.end : at]
        if name.end <= at and (
            re.fullmatch(r"['’]s?\s(?:[a-z]+\s)?", between)
            or (between == " " and name.sort in ("place", "name") and sort_of(name.text) == "place")
        ):
            return name.canonical
    behind = next((n for n in names if n.start > at and _GIVER.match(re.sub(r"^\S+", "", text[at : n.start]))), None)
    return behind.canonical if behind and behind.start < end else None


def _before_verb(text: str, run: Sequence[Word], previous: str | None) -> str | None:
    """The noun phrase in front of the first verb, "previous" for a pronoun."""
    for index, word in enumerate(run[: 4 * _LONGEST]):
        if index and word.folded in finite_verbs():
            return _noun_phrase(text, run[:index], previous)
    return None


def _noun_phrase(text: str, run: Sequence[Word], previous: str | None) -> str | None:
    cut = next((k for k, w in enumerate(run) if k and "," in text[run[k - 1].end : w.start]), len(run))
    fronted = bool(run) and run[0].folded in word_set("subject", "fronting")
    run = run[cut:] if fronted and cut < len(run) else run[:cut]
    while run and (
        run[0].folded in ("the", "a", "an", "and", "but")
        or run[0].folded in word_set("subject", "fronting")
        or run[0].folded[0].isdigit()
    ):
        run = run[1:]
    if not run or len(run) > _LONGEST:
        return None
    if run[0].folded in _POSSESSIVES | _PRONOUNS:
        return previous
    return canonical(text[run[0].start : run[-1].end])
