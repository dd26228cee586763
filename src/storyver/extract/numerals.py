"""Number words and digits → values. Arithmetic is decimal, so that "1.86bn" is exactly 1,860,000,000."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from storyver.extract.lexer import Token
from storyver.extract.number import (
    ABBREVIATIONS,
    MAGNITUDES,
    ONES,
    PARTS,
    TENS,
    Number,
    UnreadableNumberError,
    parse_digits,
    scaled,
)
from storyver.extract.number_words import goes_on, read_words
from storyver.extract.tables import table

__all__ = [
    "NUMBER_STARTS",
    "NUMBER_WORDS",
    "SEVERAL",
    "Number",
    "UnreadableNumberError",
    "read_number",
    "read_part_of_magnitude",
    "unicode_fraction",
]

_HALF_WORDS = frozenset({"half", "quarter", "third"})


_VAGUE: Final[Mapping[str, Any]] = table("numerals")["vague"]
SEVERAL: Final[Mapping[str, Any]] = table("numerals")["several"]
_ARTICLES = frozenset({"a", "an"})
NUMBER_WORDS: Final = frozenset({*ONES, *TENS, *_VAGUE, *SEVERAL, *MAGNITUDES, *_ARTICLES, "half", "quarter", "tens"})
"""Words of which numbers are made."""
_WITH_REST = frozenset({"hundred", "thousand"})
NUMBER_STARTS: Final = frozenset({*ONES, *TENS, *_VAGUE, *SEVERAL, *PARTS, *_ARTICLES, "tens"})
"""Every word with which a number can begin; ½ and its like come on top."""


def read_number(tokens: Sequence[Token], at: int, *, cross_and: bool = True) -> Number | None:
    """The number that starts at ``at``, with its magnitude.

    ``cross_and`` is False inside "between X and Y", where "and" ends a number.

    Raises:
        UnreadableNumberError: Digits stand there that cannot be read.
    """
    token = tokens[at]
    if token.kind == "number":
        return _read_digits(tokens, at, cross_and=cross_and)
    if token.kind != "word":
        return None
    word = token.lower
    if word not in NUMBER_STARTS:
        return None
    if word in _VAGUE or word == "tens":
        return _read_vague(tokens, at)
    if (part := read_part_of_magnitude(tokens, at)) is not None:
        return part
    if word in _ARTICLES or word in SEVERAL:
        return _read_indefinite(tokens, at, cross_and=cross_and)
    number = read_words(tokens, at, cross_and=cross_and)
    if number is None:
        return None
    return _with_magnitudes(tokens, number, cross_and=cross_and)


def unicode_fraction(token: Token) -> Decimal | None:
    """The value of ½ and its like."""
    if len(token.text) != 1 or token.text.isascii():
        return None
    name = unicodedata.name(token.text, "")
    if not name.startswith("VULGAR FRACTION"):
        return None
    return Decimal(str(round(unicodedata.numeric(token.text), 12)))


def _read_digits(tokens: Sequence[Token], at: int, *, cross_and: bool) -> Number:
    token = tokens[at]
    value = parse_digits(token.text)
    end = at + 1
    behind = tokens[end]
    if behind.glued and (part := unicode_fraction(behind)) is not None:
        value, end = value + part, end + 1
    else:
        tied = behind.text == "-" and behind.glued and tokens[end + 1].glued
        mixed = _slash_fraction(tokens, end + tied)
        if mixed is not None and (tied or not behind.glued):
            value, end = value + mixed[0], mixed[1]
    number = Number(low=value, high=value, end=end, digits=True)
    return _with_magnitudes(tokens, number, cross_and=cross_and)


def _slash_fraction(tokens: Sequence[Token], at: int) -> tuple[Decimal, int] | None:
    """ "1/2" behind a whole number: both parts small, the lower one larger."""
    if tokens[at + 1].text != "/" or not (tokens[at + 1].glued and tokens[at + 2].glued):
        return None
    upper, lower = tokens[at].text, tokens[at + 2].text
    if upper.isdigit() and lower in {"2", "3", "4", "5", "8", "10", "16"} and 0 < int(upper[:3]) < int(lower):
        return Decimal(int(upper)) / Decimal(int(lower)), at + 3
    return None


def _with_magnitudes(tokens: Sequence[Token], number: Number, *, cross_and: bool = True) -> Number:
    """Multiply by the magnitudes that follow: "3.2 million", "450k", "2-million", "3 hundred thousand"."""
    while True:
        at = number.end
        token = tokens[at]
        if token.text == "-" and token.glued and tokens[at + 1].glued and tokens[at + 1].lower in MAGNITUDES:
            at, token = at + 1, tokens[at + 1]
        if token.lower in MAGNITUDES and not (token.lower == "hundred" and number.magnitude != 1):
            number = scaled(number, MAGNITUDES[token.lower], at + 1)
        elif number.digits and token.lower in ABBREVIATIONS and number.magnitude == 1 and token.kind == "word":
            tied = tokens[at + 1].kind == "number" and tokens[at + 1].glued
            if tied or (len(token.lower) == 1 and not token.glued and token.lower != "m"):
                return number
            return scaled(number, ABBREVIATIONS[token.lower], at + 1, token.lower, apart=not token.glued)
        else:
            return _with_a_half(tokens, number) if cross_and else number


def _with_a_half(tokens: Sequence[Token], number: Number) -> Number:
    """ "a million and a half", "two and a half (million)"."""
    at = number.end
    joined = tokens[at].text == "-"
    if tokens[at + joined].lower != "and":
        return number
    step = 2 if joined else 1
    words = [tokens[at + joined + k * step].lower for k in range(3)]
    if words[1] != "a" or words[2] not in _HALF_WORDS:
        return number
    if number.low == number.high and not number.vague:
        one, parts = PARTS[words[2]]
        share = Decimal(one) / Decimal(parts) * number.magnitude
        end = at + 3 * step
        widened = number._replace(low=number.low + share, high=number.high + share, end=end)
        return _with_magnitudes(tokens, widened, cross_and=False) if number.magnitude == 1 else widened
    return number


def _read_vague(tokens: Sequence[Token], at: int) -> Number | None:
    """ "dozens", "hundreds", "tens of thousands", "hundreds of millions"."""
    word = tokens[at].lower
    if tokens[at + 1].lower == "of" and tokens[at + 2].lower in _VAGUE and word in {"tens", "hundreds", "thousands"}:
        low, high = [20, 99] if word == "tens" else _VAGUE[word]
        unit = MAGNITUDES.get(tokens[at + 2].lower.removesuffix("s"))
        if unit is None:
            return None
        return Number(low=Decimal(low) * unit, high=Decimal(high + 1) * unit - 1, end=at + 3, vague=True)
    if word == "tens":
        return None
    low, high = _VAGUE[word]
    return Number(low=Decimal(low), high=Decimal(high), end=at + 1, vague=True)


def _read_indefinite(tokens: Sequence[Token], at: int, *, cross_and: bool) -> Number | None:
    """ "a dozen", "a million and a half", "a few hundred", "several dozen", "a couple of thousand"."""
    start = at
    if tokens[at].lower in _ARTICLES:
        at += 1
    if tokens[at].lower == "good":
        at += 1
    word = tokens[at].lower
    if at == start + 1 and word in _WITH_REST and goes_on(tokens, at + 1, cross_and=cross_and):
        return read_words(tokens, start, cross_and=cross_and)  # "a hundred and eighty-five"
    if at > start and word in MAGNITUDES:
        one = Number(low=Decimal(1), high=Decimal(1), end=at)
        return _with_magnitudes(tokens, one, cross_and=cross_and)
    if word not in SEVERAL:
        return None
    low, high = SEVERAL[word]
    at += 1
    if word == "couple" and tokens[at].lower == "of":
        at += 1
        if tokens[at].lower not in MAGNITUDES:
            two = Decimal(2)
            return Number(low=two, high=two, end=at, vague=True) if tokens[start].lower == "a" else None
    if tokens[at].lower in MAGNITUDES:
        vague = Number(low=Decimal(low), high=Decimal(high), end=at, vague=True)
        return _with_magnitudes(tokens, vague, cross_and=False)
    if tokens[at].lower in _VAGUE and word in {"several", "many"}:
        return _read_vague(tokens, at)
    return None


def read_part_of_magnitude(tokens: Sequence[Token], at: int) -> Number | None:
    """ "half a million", "half a dozen", "a quarter of a million", "three quarters billion"."""
    word = tokens[at].lower
    count = ONES.get(word)
    after = at + (count is not None or word in _ARTICLES)
    if tokens[after].text == "-":
        after += 1
    part = PARTS.get(tokens[after].lower)
    if part is None:
        return None
    after += 1
    for words in ({"-"}, {"of"}, _ARTICLES):
        if tokens[after].lower in words:
            after += 1
    if tokens[after].lower not in MAGNITUDES or (part != PARTS["half"] and tokens[after].lower in {"hundred", "dozen"}):
        return None
    value = Decimal(1 if count is None else count) * part[0] / part[1]
    return _with_magnitudes(tokens, Number(low=value, high=value, end=after), cross_and=False)
