"""Plain quantities and counts, among them "one" where it counts and "no" where it denies."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from storyver.extract.counted import is_noun_like, is_plural
from storyver.extract.found import Found, Scene
from storyver.extract.kinds import COUNT, DURATION
from storyver.extract.lexer import Token
from storyver.extract.number import MAGNITUDES, ONES
from storyver.extract.ranges import read_figure
from storyver.extract.tables import word_set
from storyver.extract.units import read_unit

_APART = word_set("figures", "points_of_shares", "behind")
_DENIED_ADJECTIVES = word_set("figures", "denied", "adjectives")
_DENIED_BEFORE = word_set("figures", "denied", "before")
_DENIED_BEHIND = word_set("figures", "denied", "behind")
_DENIED_NOUNS = word_set("figures", "denied", "nouns")
_MEASURED_BY_ONE = word_set("figures", "measured_by_one")
_NOT_COUNTED_BY_ONE = word_set("figures", "not_counted_by_one")
_NOT_COUNTED_BY_ONE_BEFORE = word_set("figures", "not_counted_by_one", "before")

_CLOSING, _ENDING = frozenset({".", ",", ";", ""}), frozenset({".", "!", "?"})
_HOLDING, _JOINING = frozenset({"has", "have", "had", "won", "took", "got"}), frozenset({"and", ","})
_SHORTEST_TALLY, _TALLY = 5, 12
"""Words in front of "one" that such a sentence has at least, and among which another number is looked for."""


def read_quantity_or_count(scene: Scene, at: int) -> Found | None:
    """A measured or counted quantity; "one" only where it counts something."""
    token = scene.tokens[at]
    if token.lower == "one" and not _one_counts(scene, at):
        return None
    if token.kind == "number" and scene.tokens[at + 1].glued and scene.tokens[at + 1].lower in {"nd", "rd", "th", "s"}:
        return None
    if token.lower in {"zero", "nil"} and scene.tokens[at + 1].text == "-":
        return None
    if token.lower == "scores" and scene.tokens[at + 1].lower not in {"of", "were", "are", "more", "have", "had"}:
        return None
    found = read_figure(scene, at)
    if found is not None and found.unit is None and found.vague and token.lower == "a" and found.low == found.high == 2:
        behind = scene.tokens[found.end]
        return found if is_noun_like(behind) else None
    return found


def _one_counts(scene: Scene, at: int) -> bool:
    """ "one" in front of something that it counts, and not the pronoun."""
    tokens = scene.tokens
    behind, second = tokens[at + 1], tokens[at + 2]
    before = tokens[at - 1].lower if at else ""
    pronoun_before = before in _NOT_COUNTED_BY_ONE_BEFORE
    if _ends_tally(tokens, at):
        return True
    if before in {"and", "or", "but"} and behind.lower in {"will", "was", "is", "has", "had", "would"}:
        return True
    if behind.lower == "of" and second.lower in {"them", "whom", "which"} and before == ",":
        return any(_is_number(token) for token in tokens[max(0, at - 12) : at])
    if behind.lower == "of" and not pronoun_before:
        return any(_is_number(token) for token in tokens[at + 2 : at + 6])
    if before == "of" and tokens[at - 2].lower in _MEASURED_BY_ONE:
        return True
    if behind.text == "-":
        return behind.glued
    if behind.lower == "point" and second.lower in _APART and (before == "only" or not pronoun_before):
        return True
    if behind.lower in MAGNITUDES or (behind.lower == "point" and _is_number(second)):
        return True
    if pronoun_before or behind.kind != "word":
        unit = read_unit(tokens, at + 1)
        return behind.text == "%" or (unit is not None and unit[0].kind is not DURATION)
    if behind.lower == "and" and second.lower == "a" and tokens[at + 3].lower == "half":
        return True
    return behind.lower not in _NOT_COUNTED_BY_ONE and not behind.lower.endswith(("'s", "ly"))


def _ends_tally(tokens: Sequence[Token], at: int) -> bool:
    """ "Labour won 15, the Nationals 11 and the Greens one.", "has three seats and the Greens have one": the last of
    several whose numbers are told in one sentence."""
    if tokens[at + 1].text not in _CLOSING or at < _SHORTEST_TALLY:
        return False
    held = tokens[at - 1].lower in _HOLDING
    name = at - 2 if held else at - 1
    joined = {token.lower for token in tokens[name - 2 : name]} & _JOINING
    if not tokens[name].text[:1].isupper() or not joined:
        return False
    for token in reversed(tokens[max(0, name - _TALLY) : name]):
        if token.text in _ENDING:
            return False
        if _is_number(token):
            return True
    return False


def _is_number(token: Token) -> bool:
    return token.kind == "number" or token.lower in ONES


def read_denied(scene: Scene, at: int) -> Found | None:
    """ "there were no deaths", "none of the 14 crew": nought of a thing that can be counted."""
    tokens = scene.tokens
    word = tokens[at].lower
    if word == "none" and tokens[at + 1].lower == "of":
        noun = at + 3
        while tokens[noun].kind == "number" or _is_number(tokens[noun]):
            noun += 1
        named = tokens[at + 2].lower in {"the", "its", "his", "her", "their"} and is_plural(tokens[noun].lower)
        if not (named or tokens[at + 2].lower == "them"):
            return None
    elif word == "no":
        noun = at + 2 if tokens[at + 1].lower in _DENIED_ADJECTIVES else at + 1
        told = at > 0 and tokens[at - 1].lower in _DENIED_BEFORE
        if tokens[noun].lower not in _DENIED_NOUNS or not (told or tokens[noun + 1].lower in _DENIED_BEHIND):
            return None
    else:
        return None
    nought = Decimal(0)
    return Found(first=at, end=at + 1, kind=COUNT, low=nought, high=nought, rule="denied")
