"""Numbers that are no figures: names, codes, telephone numbers, addresses, fixed expressions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from storyver.extract.calendar import months
from storyver.extract.counted import is_noun_like, is_plural
from storyver.extract.lexer import Token
from storyver.extract.numerals import number_words
from storyver.extract.tables import END, plant, table
from storyver.extract.units import read_currency, read_unit

_SENTENCE_ENDS = frozenset(".!?:;\"“”‘'()[]—–•*")
_LARGEST_NAME = 5


class Trap(NamedTuple):
    """A number that is no figure."""

    first: int
    end: int
    rule: str
    reason: str


@cache
def _expressions() -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for phrase in table("traps")["expressions"]["phrases"]:
        plant(tree, phrase, True)
    return tree


@cache
def trap_words() -> frozenset[str]:
    """First words of the fixed expressions."""
    return frozenset(_expressions())


@cache
def _never_named() -> frozenset[str]:
    """Words that open a sentence in front of a number and are no name: qualifiers, verbs of counting, link words."""
    before = table("qualifiers")["before"].values()
    return frozenset(word for wordings in before for wording in wordings for word in wording.split()) | _set("openers")


@cache
def _set(section: str) -> frozenset[str]:
    return frozenset(table("traps")[section]["words"])


def read_trap(tokens: Sequence[Token], at: int) -> Trap | None:
    """The number at ``at`` that only looks like a figure."""
    return (
        _expression(tokens, at)
        or _code(tokens, at)
        or _telephone(tokens, at)
        or _address(tokens, at)
        or _identifiers(tokens, at)
        or _name(tokens, at)
    )


def _expression(tokens: Sequence[Token], at: int) -> Trap | None:
    node: dict[str, Any] | None = _expressions()
    position, best = at, None
    while node is not None:
        if END in node:
            best = position
        if not tokens[position].text:
            break
        node = node.get(tokens[position].lower)
        position += 1
    if best is None or (best - at == 1 and tokens[at].kind != "word"):
        return None
    if tokens[best].glued and tokens[best].kind in {"word", "number"}:
        return None
    return Trap(at, best, "fixed_expression", "a fixed expression")


def _code(tokens: Sequence[Token], at: int) -> Trap | None:
    """ "A350", "T-72", "4G", "H5N1": letters and digits in one piece."""
    token = tokens[at]
    if token.kind != "number":
        return None
    before = tokens[at - 1] if at else None
    if before is not None and token.glued and before.kind == "word":
        return Trap(at - 1, _end_of_code(tokens, at + 1), "code", "letters and digits in one piece")
    hyphen = before is not None and token.glued and before.text in {"-", "‑"} and before.glued and at >= 2
    if (
        hyphen
        and tokens[at - 2].kind == "word"
        and tokens[at - 2].text[:1].isupper()
        and tokens[at - 2].lower not in months()
    ):
        if tokens[at - 2].lower in number_words() or (
            at >= 3 and tokens[at - 3].kind == "number" and tokens[at - 2].glued
        ):
            return None
        return Trap(at - 2, _end_of_code(tokens, at + 1), "code", "a hyphen ties the digits to a name")
    behind = tokens[at + 1]
    if behind.glued and behind.kind == "word" and not _known_suffix(tokens, at + 1):
        return Trap(at, _end_of_code(tokens, at + 1), "code", "letters tied to the digits that are no unit")
    return None


def _end_of_code(tokens: Sequence[Token], at: int) -> int:
    while tokens[at].text and tokens[at].glued and tokens[at].kind in {"word", "number"}:
        at += 1
    return at


def _known_suffix(tokens: Sequence[Token], at: int) -> bool:
    lower = tokens[at].lower
    if lower in {"st", "nd", "rd", "th", "s", "am", "pm", "x"} or lower in table("numerals")["abbreviations"]:
        return True
    if not tokens[at].text.isascii():
        return True
    return read_unit(tokens, at) is not None or read_currency(tokens, at) is not None


def _telephone(tokens: Sequence[Token], at: int) -> Trap | None:
    """Groups of digits with a leading zero or plus, or any behind "call" and the like."""
    token = tokens[at]
    if token.kind != "number":
        return None
    end, groups = at + 1, 1
    while tokens[end].kind == "number" or (tokens[end].text in {"-", "("} and tokens[end + 1].kind == "number"):
        groups += tokens[end].kind == "number"
        end += 1
    digits = sum(len(part.text) for part in tokens[at:end] if part.kind == "number")
    international = at > 0 and tokens[at - 1].text == "+" and token.glued and digits >= 8
    zero = token.text[0] == "0" and token.text.isdigit() and len(token.text) >= 3 and digits >= 7
    near = any(
        word.lower in _set("telephone") for word in tokens[max(0, at - table("traps")["telephone"]["within"]) : at]
    )
    dialled = near and token.text.replace(" ", "").isdigit() and not is_noun_like(tokens[end]) and len(token.text) >= 3
    if international or zero or dialled or (groups >= 3 and digits >= 9 and near):
        return Trap(at, end, "telephone", "a telephone number")
    return None


def _address(tokens: Sequence[Token], at: int) -> Trap | None:
    """ "221 Baker Street"."""
    if tokens[at].kind != "number" or not tokens[at].text.isdigit() or len(tokens[at].text) > _LARGEST_NAME:
        return None
    for position in range(at + 1, at + 4):
        token = tokens[position]
        if token.kind != "word" or not token.text[:1].isupper():
            return None
        if position > at + 1 and token.lower in _set("streets"):
            return Trap(at, position + 1, "address", "a house number")
    return None


def _identifiers(tokens: Sequence[Token], at: int) -> Trap | None:
    """ "the 14, 27 and X9": a list of bare numbers that ends in a code is a list of names."""
    end, count = at, 0
    while tokens[end].kind == "number" and tokens[end].text.isdigit() and len(tokens[end].text) <= 4:
        count += 1
        if tokens[end + 1].text == "," and tokens[end + 2].kind == "number":
            end += 2
        elif tokens[end + 1].lower in {"and", "or"} or (tokens[end + 1].text == "," and tokens[end + 2].kind == "word"):
            code = end + 2
            if tokens[code].lower in {"and", "or"}:
                code += 1
            letters, digits = tokens[code], tokens[code + 1]
            if (
                letters.kind == "word"
                and letters.text.isupper()
                and len(letters.text) <= 2
                and digits.kind == "number"
                and digits.glued
            ):
                return Trap(at, end + 1, "identifiers", "a list of names that are numbers")
            return None
        else:
            return None
    return None


def _name(tokens: Sequence[Token], at: int) -> Trap | None:
    """ "Channel 4", "Falcon 9", "World War Two": a number behind a name and nothing counted behind it."""
    token, before = tokens[at], tokens[at - 1] if at else None
    if before is None or before.kind != "word" or token.glued or not _may_be_name(token):
        return None
    behind = tokens[at + 1]
    if token.kind == "number" and (behind.text == "%" or (behind.kind == "word" and _measures(tokens, at + 1))):
        return None
    if behind.text in {":", "/", "-", "–"} and behind.glued and tokens[at + 2].kind == "number":
        return None
    counts = (
        behind.kind == "word" and behind.text.islower() and is_plural(behind.lower) and token.text not in {"1", "One"}
    )
    capital = before.text[:1].isupper()
    if before.lower in _set("designators"):
        everyday = before.lower in _set("designators_with_capital")
        if not (everyday and (counts or not capital)):
            return Trap(at - 1, at + 1, "designator", f"{before.text!r} makes it a name")
    if before.lower in _never_named() and _opens_sentence(tokens, at - 1):
        return None
    if token.kind == "word" and not (token.text[:1].isupper() and at >= 2):
        return None
    named = before.lower not in months() and len(before.text) > 1 and not before.lower.endswith(("'s", "s'"))
    if capital and not counts and named and (is_noun_like(before) or not _opens_sentence(tokens, at - 1)):
        return Trap(at - 1, at + 1, "name", "a name in front and nothing counted behind")
    return None


def _may_be_name(token: Token) -> bool:
    if token.kind == "number":
        return token.text.replace(".", "", 1).isdigit() and len(token.text) <= _LARGEST_NAME
    return token.kind == "word" and token.lower in table("numerals")["ones"]


def _measures(tokens: Sequence[Token], at: int) -> bool:
    known = read_unit(tokens, at) or read_currency(tokens, at)
    word = tokens[at].lower
    return known is not None or word in table("numerals")["magnitudes"] or word in table("numerals")["abbreviations"]


def _opens_sentence(tokens: Sequence[Token], at: int) -> bool:
    """The capital may be that of a sentence's first word."""
    return at == 0 or tokens[at - 1].text in _SENTENCE_ENDS
