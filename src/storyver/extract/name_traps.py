"""Names that hold a number: "Channel 4", "Falcon 9", "World War Two"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from storyver.extract.calendar import months
from storyver.extract.counted import is_noun_like, is_plural
from storyver.extract.currencies import read_currency
from storyver.extract.kinds import DURATION
from storyver.extract.lexer import Token
from storyver.extract.number import ABBREVIATIONS, MAGNITUDES, ONES
from storyver.extract.numerals import NUMBER_WORDS
from storyver.extract.tables import table, word_set
from storyver.extract.units import read_unit

_COMMON = word_set("traps", "common")
_DESIGNATORS = word_set("traps", "designators")
_DESIGNATORS_WITH_CAPITAL = word_set("traps", "designators_with_capital")
_OPENERS = word_set("traps", "openers")
_SHARED_NOUNS = word_set("traps", "shared_nouns")
_WEEKDAYS = word_set("traps", "weekdays")

LARGEST_NAME = 5
"""Digits of the longest number that names a thing."""
_THE_WHOLE = frozenset({"the", "its", "their", "all"})
_DASHES = frozenset({"-", "‑", "–"})
_SENTENCE_ENDS = frozenset(".!?:;\"“”‘'()[]—–•*")
_ENUMERATION = 12


class Trap(NamedTuple):
    """A number that is no figure."""

    first: int
    end: int
    rule: str
    reason: str


@cache
def _never_named() -> frozenset[str]:
    """Words that open a sentence in front of a number and are no name: qualifiers, verbs of counting, link words."""
    before = table("qualifiers")["before"].values()
    openers = _OPENERS
    return frozenset(word for wordings in before for wording in wordings for word in wording.split()) | openers


def read_name(tokens: Sequence[Token], at: int) -> Trap | None:
    """ "Channel 4", "Falcon 9", "World War Two": a number behind a name and nothing counted behind it."""
    token, before = tokens[at], tokens[at - 1] if at else None
    if before is None or before.kind != "word" or token.glued or not _may_be_name(token):
        return None
    if before.lower not in _DESIGNATORS and not before.text[:1].isupper():
        return None
    behind = tokens[at + 1]
    lettered = behind.glued and behind.kind == "word" and len(behind.text) == 1
    capital = behind.text.isupper() or before.text[:1].isupper()
    if lettered and capital and behind.lower != "m" and before.lower in _DESIGNATORS:
        return Trap(at - 1, _behind_series(tokens, at + 2), "designator", f"{before.text!r} makes it a name")
    if _is_timed(tokens, at):
        return Trap(at - 1, at + 1, "designator", f"{before.text!r} makes it a name")
    if token.kind == "number" and (behind.text == "%" or (behind.kind == "word" and _measures(tokens, at + 1))):
        return None
    if behind.text in {":", "/"} and behind.glued and tokens[at + 2].kind == "number":
        return None
    tied = behind.text in _DASHES and behind.glued and tokens[at + 2].kind == "number" and tokens[at + 2].glued
    counts = (
        behind.kind == "word" and behind.text.islower() and is_plural(behind.lower) and token.lower not in {"1", "one"}
    )
    counts = counts or _is_plural_code(tokens, at + 1) or _is_part(tokens, at)
    if _is_designated(tokens, at, counts=counts):
        return Trap(at - 1, at + 3 if tied else at + 1, "designator", f"{before.text!r} makes it a name")
    if tied or before.lower in _WEEKDAYS or behind.lower in months():
        return None
    return _behind_capital(tokens, at, counts=counts)


def _is_timed(tokens: Sequence[Token], at: int) -> bool:
    """ "packed Gate 14 hours before kick-off": the name's number, and not one of hours."""
    before = tokens[at - 1]
    everyday = before.lower in _DESIGNATORS_WITH_CAPITAL
    if tokens[at].kind != "number" or before.lower not in _DESIGNATORS or everyday or not before.text[:1].isupper():
        return False
    unit = read_unit(tokens, at + 1)
    if unit is None or unit[0].kind is not DURATION or tokens[unit[1]].lower not in {"before", "after", "later"}:
        return False
    return not _opens_sentence(tokens, at - 1)


def _is_plural_code(tokens: Sequence[Token], at: int) -> bool:
    """ "T-72s", "F-16s": things that are named by a code."""
    if tokens[at].kind != "word" or not tokens[at].text[:1].isupper():
        return False
    digits = at + 2 if tokens[at + 1].text in _DASHES and tokens[at + 1].glued else at + 1
    numbered = tokens[digits].kind == "number" and tokens[digits].glued
    return numbered and tokens[digits + 1].lower == "s" and tokens[digits + 1].glued


def _is_part(tokens: Sequence[Token], at: int) -> bool:
    """ "gave Labour 16 of the 31 seats": some of a number."""
    return tokens[at + 1].lower == "of" and tokens[at + 2].lower in _THE_WHOLE and tokens[at + 3].kind == "number"


def _behind_series(tokens: Sequence[Token], at: int) -> int:
    """Behind the "-5" of "Rule 10b-5"."""
    hyphen, series = tokens[at], tokens[at + 1]
    return at + 2 if hyphen.text == "-" and hyphen.glued and series.glued and series.kind == "number" else at


def _is_designated(tokens: Sequence[Token], at: int, *, counts: bool) -> bool:
    """A word like "Flight" stands before; an everyday one ("group", "grade") only with a capital, or alone."""
    before = tokens[at - 1]
    if before.lower not in _DESIGNATORS:
        return False
    if before.lower not in _DESIGNATORS_WITH_CAPITAL:
        return True
    if before.text[:1].isupper():
        return not counts or not _opens_sentence(tokens, at - 1) or is_noun_like(before)
    common = at < 2 or tokens[at - 2].lower in _COMMON or tokens[at].kind == "word"
    return not counts and not common and not is_noun_like(tokens[at + 1])


def _behind_capital(tokens: Sequence[Token], at: int, *, counts: bool) -> Trap | None:
    token, before = tokens[at], tokens[at - 1]
    opens = _opens_sentence(tokens, at - 1)
    if (
        before.lower in {"no", "nos"}
        or before.lower in NUMBER_WORDS
        or (before.lower in _never_named() and opens)
        or _shares_noun(tokens, at)
        or _ends_list(tokens, at)
    ):
        return None
    if token.kind == "word" and not (token.text[:1].isupper() and at >= 2):
        return None
    if token.kind == "number" and len(token.text) == 1 and not opens and is_noun_like(before) and before.text.istitle():
        counts = False  # "Leopard 2 tanks": a count below ten is spelled out
    if before.text == "Top" and not opens:
        counts = False  # "the Top 14 clubs"
    named = before.lower not in months() and len(before.text) > 1 and not before.lower.endswith(("'s", "s'"))
    if before.text[:1].isupper() and not counts and named and (is_noun_like(before) or not opens):
        return Trap(at - 1, at + 1, "name", "a name in front and nothing counted behind")
    return None


def _shares_noun(tokens: Sequence[Token], at: int) -> bool:
    """ "The Greens won 12 seats, Labour 202": the noun is said once for several parties."""
    for position in range(at - 2, max(0, at - _ENUMERATION), -1):
        if tokens[position].text in {".", "!", "?"}:
            return False
        if tokens[position].lower in _SHARED_NOUNS:
            return tokens[position - 1].kind == "number"
    return False


def _ends_list(tokens: Sequence[Token], at: int) -> bool:
    """ "Germany sent 29 tanks, Poland 84 and Denmark 14.": what is counted is said once, with the first of them."""
    if tokens[at + 1].text not in {".", ",", ";", ""} and tokens[at + 1].lower != "and":
        return False
    if at < 2 or (tokens[at - 2].text not in {",", ";"} and tokens[at - 2].lower != "and"):
        return False
    for position in range(at - 3, max(0, at - 2 * _ENUMERATION), -1):
        if tokens[position].text in {".", "!", "?"}:
            return False
        if tokens[position].kind == "number" and tokens[position - 1].text.islower() and position > 0:
            return tokens[position + 1].kind == "word"
    return False


def _may_be_name(token: Token) -> bool:
    if token.kind == "number":
        return token.text.replace(".", "", 1).isdigit() and len(token.text) <= LARGEST_NAME
    return token.kind == "word" and token.lower in ONES


def _measures(tokens: Sequence[Token], at: int) -> bool:
    word = tokens[at].lower
    if word in MAGNITUDES or word in ABBREVIATIONS:
        return True
    return read_unit(tokens, at) is not None or read_currency(tokens, at) is not None


def _opens_sentence(tokens: Sequence[Token], at: int) -> bool:
    """The capital may be that of a sentence's first word."""
    return at == 0 or tokens[at - 1].text in _SENTENCE_ENDS
