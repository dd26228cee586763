"""Numbers that are no figures: names, codes, telephone numbers, addresses, fixed expressions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from storyver.extract.calendar import months
from storyver.extract.counted import is_noun_like, is_plural
from storyver.extract.currencies import read_currency
from storyver.extract.lexer import Token
from storyver.extract.name_traps import LARGEST_NAME, Trap
from storyver.extract.rates import base_end
from storyver.extract.tables import END, plant, table, word_set
from storyver.extract.units import read_unit

_BEFORE_A_YEAR = word_set("calendar", "before_a_year")
BLOCKS_OF_STREETS = word_set("traps", "blocks_of_streets")
_IN_TITLES = word_set("traps", "in_titles")
_ORDINAL_NAMES = word_set("traps", "ordinal_names")
PLURAL_DESIGNATORS = word_set("traps", "plural_designators")
STREETS = word_set("traps", "streets")
_TELEPHONE = word_set("traps", "telephone")

TIES = frozenset({"-", "‑", "/", "^", ":"})
"""What ties numbers to one piece."""
_LONGEST_LIST = 20
_WITHIN = table("traps")["telephone"]["within"]
_MOST_GROUPS = 8
_LONGEST_TITLE = 8
CLOSING = {"'": "'", "‘": "’", '"': '"', "“": "”"}


@cache
def _expressions() -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for phrase in table("traps")["expressions"]["phrases"]:
        plant(tree, phrase, True)
    return tree


@cache
def first_words() -> frozenset[str]:
    """First words of the fixed expressions."""
    return frozenset(_expressions())


def read_expression(tokens: Sequence[Token], at: int) -> Trap | None:
    """ "24/7", "page three": a wording whose number counts nothing."""
    node: dict[str, Any] | None = _expressions().get(tokens[at].lower)
    position, best = at, None
    while node is not None:
        position += 1
        if END in node:
            best = position
        word = tokens[position].lower
        node = node.get(word) or node.get(word.removesuffix("'s").removesuffix("’s")) if word else None
    if best is None or (best - at == 1 and tokens[at].kind != "word"):
        return None
    if tokens[best].glued and tokens[best].kind in {"word", "number"}:
        return None
    return Trap(at, best, "fixed_expression", "a fixed expression")


def read_place_in_street(tokens: Sequence[Token], at: int) -> Trap | None:
    """ "the 4200 block of Garrison Avenue"."""
    round_number = tokens[at].text.isdigit() and len(tokens[at].text) > 2 and tokens[at].text.endswith("00")
    if not round_number or tokens[at + 1].lower not in BLOCKS_OF_STREETS:
        return None
    return Trap(at, at + 2, "address", "a place in a street") if tokens[at + 2].lower == "of" else None


def read_ordinal_name(tokens: Sequence[Token], at: int) -> Trap | None:
    """ "the 9th Circuit", "the 82nd Airborne"."""
    ending, name = tokens[at + 1], tokens[at + 2]
    if not (ending.glued and ending.lower in {"st", "nd", "rd", "th"}) or not name.text[:1].isupper():
        return None
    if name.lower not in _ORDINAL_NAMES:
        return None
    return Trap(at, at + 3, "ordinal_name", "an ordinal that is part of a name")


def read_plural_designator(tokens: Sequence[Token], at: int) -> Trap | None:
    """ "junctions 31 and 33", "chapters 7 to 9"."""
    if at == 0 or tokens[at - 1].lower not in PLURAL_DESIGNATORS:
        return None
    end = at + 1
    while tokens[end].lower in {"and", "to", "or", ",", "-", "–"} and tokens[end + 1].kind == "number":
        end += 2
    if tokens[end].kind == "word" and is_noun_like(tokens[end]) and tokens[end].text.islower():
        return None
    return Trap(at - 1, end, "designator", f"{tokens[at - 1].text!r} makes them names")


def read_title(tokens: Sequence[Token], at: int) -> Trap | None:
    """ "28 Days Later", "60 Minutes": a unit with a capital in the middle of a sentence is part of a title."""
    unit, before = tokens[at + 1], tokens[at - 1] if at else None
    if before is None or unit.glued or not unit.text.istitle() or len(unit.text) < 4 or unit.lower in months():
        return None
    told = before.text in {"“", '"', "‘"} or before.text.islower()
    if not told or read_unit(tokens, at + 1) is None:
        return None
    end = at + 2
    while tokens[end].kind == "word" and tokens[end].text.istitle():
        end += 1
    return Trap(at, end, "title", "a unit with a capital is part of a title")


def read_quoted_title(tokens: Sequence[Token], at: int) -> Trap | None:
    """ "'13 Cells'", "“Twelve Angry Men”": quotation marks around nothing but words with capitals."""
    close = CLOSING.get(tokens[at - 1].text) if at else None
    number = tokens[at].kind == "number" and len(tokens[at].text) < LARGEST_NAME - 1
    if close is None or not tokens[at].glued or not (number or tokens[at].text.istitle()):
        return None
    if tokens[at - 1].glued and at > 1 and tokens[at - 2].kind != "other":
        return None  # an apostrophe
    if tokens[at + 1].text.islower() or tokens[at + 1].lower in months():
        return None
    for end in range(at + 1, at + _LONGEST_TITLE):
        token = tokens[end]
        if token.text == close:
            return Trap(at, end, "title", "a title in quotation marks") if end > at + 1 else None
        if token.kind != "word" or not (token.text[:1].isupper() or token.lower in _IN_TITLES):
            return None
    return None


def read_chain(tokens: Sequence[Token], at: int) -> Trap | None:
    """ "4-4-2", "1/2/3", "10^5": three numbers and more in one piece that no reader of dates knows."""
    end = at + 1
    while _ties(tokens, end) and end < at + _LONGEST_LIST:
        end += 2
    if end - at < 5 and tokens[at + 1].text != "^":
        return None
    if end - at == 5 and (_is_date(tokens, at) or tokens[at + 1].text == ":" or _is_mixed(tokens, at)):
        return None
    return Trap(at, end, "chain", "numbers in one piece that are no range and no date") if end > at + 1 else None


def _ties(tokens: Sequence[Token], at: int) -> bool:
    mark, number = tokens[at], tokens[at + 1]
    return mark.text in TIES and mark.glued and number.glued and number.kind == "number"


def _is_mixed(tokens: Sequence[Token], at: int) -> bool:
    """ "6-3/4": a whole number and a fraction."""
    return (
        tokens[at + 1].text == "-" and tokens[at + 3].text == "/" and tokens[at + 4].text in {"2", "3", "4", "8", "16"}
    )


def _is_date(tokens: Sequence[Token], at: int) -> bool:
    """ "2024-02-29", "31/12/2022" and "12/31/2022"."""
    first, second, third = (tokens[at + step].text for step in (0, 2, 4))
    if tokens[at + 1].text == "-":
        return len(first) == 4 and len(second) == len(third) == 2
    return len(third) == 4 and max(len(first), len(second)) <= 2 and max(int(first), int(second)) > 12


def read_telephone(tokens: Sequence[Token], at: int) -> Trap | None:
    """Groups of digits with a leading zero or plus, or any behind "call" and the like."""
    token = tokens[at]
    near = _speaks_of_calls(tokens, at)
    signed = at > 0 and tokens[at - 1].text == "+" and token.glued
    if not (near or signed or token.text[0] == "0"):
        return None
    end, digits, groups = at, 0, 0
    while groups < _MOST_GROUPS and (tokens[end].kind == "number" or _joins_digits(tokens, end)):
        if tokens[end].kind == "number":
            digits, groups = digits + len(tokens[end].text), groups + 1
        end += 1
    zero = token.text[0] == "0" and token.text.isdigit() and len(token.text) >= 3 and digits >= 7
    dialled = near and len(token.text) >= 3 and token.text.replace(" ", "").isdigit() and not is_noun_like(tokens[end])
    if (signed and digits >= 8) or zero or dialled or (groups >= 3 and digits >= 9 and near):
        return Trap(at, end, "telephone", "a telephone number")
    return None


def _speaks_of_calls(tokens: Sequence[Token], at: int) -> bool:
    """ "call", "dial", "phone" stands before; but "phone thefts" are no call."""
    first = max(0, at - _WITHIN)
    if _TELEPHONE.isdisjoint([token.lower for token in tokens[first:at]]):
        return False
    return any(tokens[word].lower in _TELEPHONE and not is_plural(tokens[word + 1].lower) for word in range(first, at))


def _joins_digits(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].text in {"-", "(", ")"} and tokens[at + 1].kind == "number"


def read_address(tokens: Sequence[Token], at: int) -> Trap | None:
    """ "221 Baker Street"."""
    if not tokens[at].text.isdigit() or len(tokens[at].text) > LARGEST_NAME:
        return None
    for position in range(at + 1, at + 4):
        token = tokens[position]
        if token.kind != "word" or not token.text[:1].isupper():
            return None
        if position > at + 1 and token.lower in STREETS:
            return Trap(at, position + 1, "address", "a house number")
    return None


def read_list_of_names(tokens: Sequence[Token], at: int) -> Trap | None:
    """ "the 14, 27 and X9": a list of bare numbers that ends in a code is a list of names."""
    end = at
    while end < at + _LONGEST_LIST and tokens[end].text.isdigit() and len(tokens[end].text) <= 4:
        comma = tokens[end + 1].text == ","
        if comma and tokens[end + 2].kind == "number":
            end += 2
            continue
        if not comma and tokens[end + 1].lower not in {"and", "or"}:
            return None
        code = end + 3 if comma and tokens[end + 2].lower in {"and", "or"} else end + 2
        letters, digits = tokens[code], tokens[code + 1]
        tied = digits.kind == "number" and digits.glued
        if tied and letters.kind == "word" and letters.text.isupper() and len(letters.text) <= 2:
            return Trap(at, end + 1, "identifiers", "a list of names that are numbers")
        return None
    return None


def read_base_of_rate(tokens: Sequence[Token], at: int) -> Trap | None:
    """The "100,000" of "12 per 100,000" belongs to the rate."""
    if at == 0 or tokens[at - 1].lower != "per":
        return None
    return Trap(at, base_end(tokens, at), "base_of_rate", "the base of a rate, not a figure of its own")


def read_dozen_of_rate(tokens: Sequence[Token], at: int) -> Trap | None:
    """The "a dozen" of "$2.07 a dozen" belongs to the rate."""
    if at < 2 or tokens[at].lower != "a" or tokens[at + 1].lower != "dozen" or is_noun_like(tokens[at + 2]):
        return None
    signed = tokens[at - 1].kind == "number" and read_currency(tokens, at - 2) is not None
    if not signed and read_currency(tokens, at - 1) is None:
        return None
    return Trap(at, at + 2, "base_of_rate", "the base of a rate, not a figure of its own")


def read_short_year(tokens: Sequence[Token], at: int) -> Trap | None:
    """ "the class of '94": which century is meant the text does not say."""
    mark = tokens[at - 1].text if at else ""
    introduced = at > 1 and tokens[at - 2].lower in _BEFORE_A_YEAR
    if mark in {"'", "’"} and tokens[at].glued and len(tokens[at].text) == 2 and introduced:
        return Trap(at, at + 1, "short_year", "a year without its century")
    return None
