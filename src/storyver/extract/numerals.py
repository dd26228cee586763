"""Number words and digits → values. Arithmetic is decimal, so that "1.86bn" is exactly 1,860,000,000."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from storyver.extract.lexer import Token
from storyver.extract.number import Number, UnreadableNumberError, parse_digits, scaled
from storyver.extract.number_words import read_words
from storyver.extract.tables import table

__all__ = [
    "Number",
    "UnreadableNumberError",
    "number_words",
    "read_number",
    "read_part_of_magnitude",
    "unicode_fraction",
]

_HALF_WORDS = frozenset({"half", "quarter", "third"})


@cache
def _words(name: str) -> dict[str, Any]:
    return dict(table("numerals")[name])


@cache
def number_words() -> frozenset[str]:
    """Every word with which a number can begin."""
    names = ("ones", "tens", "vague", "several", "magnitudes")
    return frozenset(word for name in names for word in _words(name)) | {"a", "an", "half", "quarter", "tens"}


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
    if token.lower in _words("vague") or token.lower == "tens":
        return _read_vague(tokens, at)
    if (part := read_part_of_magnitude(tokens, at)) is not None:
        return part
    if token.lower in {"a", "an"} or token.lower in _words("several"):
        return _read_indefinite(tokens, at, cross_and=cross_and)
    if (value := unicode_fraction(token)) is not None:
        return Number(low=value, high=value, end=at + 1)
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
    if tokens[end].glued and (part := unicode_fraction(tokens[end])) is not None:
        value, end = value + part, end + 1
    else:
        tied = tokens[end].text == "-" and tokens[end].glued and tokens[end + 1].glued
        mixed = _slash_fraction(tokens, end + tied)
        if mixed is not None and (tied or not tokens[end].glued):
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
    magnitudes, abbreviations = _words("magnitudes"), _words("abbreviations")
    while True:
        at = number.end
        token = tokens[at]
        if token.text == "-" and token.glued and tokens[at + 1].glued and tokens[at + 1].lower in magnitudes:
            at, token = at + 1, tokens[at + 1]
        if token.lower in magnitudes and not (token.lower == "hundred" and number.magnitude != 1):
            number = scaled(number, magnitudes[token.lower], at + 1)
        elif number.digits and number.magnitude == 1 and token.kind == "word" and token.lower in abbreviations:
            tied = tokens[at + 1].kind == "number" and tokens[at + 1].glued
            if tied or (len(token.lower) == 1 and not token.glued and token.lower != "m"):
                return number
            letters = scaled(number, abbreviations[token.lower], at + 1)
            return replace(letters, letter=token.lower, letter_apart=not token.glued)
        else:
            return _with_a_half(tokens, number) if cross_and else number


def _with_a_half(tokens: Sequence[Token], number: Number) -> Number:
    """ "a million and a half", "two and a half (million)"."""
    at = number.end
    joined = tokens[at].text == "-"
    step = 2 if joined else 1
    words = [tokens[at + joined + k * step].lower for k in range(3)]
    if words[0] != "and" or words[1] != "a" or words[2] not in _HALF_WORDS:
        return number
    if number.low == number.high and not number.vague:
        one, parts = _words("parts")[words[2]]
        share = Decimal(one) / Decimal(parts) * number.magnitude
        end = at + 3 * step
        widened = replace(number, low=number.low + share, high=number.high + share, end=end)
        return _with_magnitudes(tokens, widened, cross_and=False) if number.magnitude == 1 else widened
    return number


def _read_vague(tokens: Sequence[Token], at: int) -> Number | None:
    """ "dozens", "hundreds", "tens of thousands", "hundreds of millions"."""
    word = tokens[at].lower
    vague = _words("vague")
    if tokens[at + 1].lower == "of" and tokens[at + 2].lower in vague and word in {"tens", "hundreds", "thousands"}:
        low, high = [20, 99] if word == "tens" else vague[word]
        unit = _words("magnitudes").get(tokens[at + 2].lower.removesuffix("s"))
        if unit is None:
            return None
        return Number(low=Decimal(low) * unit, high=Decimal(high + 1) * unit - 1, end=at + 3, vague=True)
    if word == "tens":
        return None
    low, high = vague[word]
    return Number(low=Decimal(low), high=Decimal(high), end=at + 1, vague=True)


def _read_indefinite(tokens: Sequence[Token], at: int, *, cross_and: bool) -> Number | None:
    """ "a dozen", "a million and a half", "a few hundred", "several dozen", "a couple of thousand"."""
    start = at
    if tokens[at].lower in {"a", "an"}:
        at += 1
    if tokens[at].lower == "good":
        at += 1
    word = tokens[at].lower
    magnitudes, several = _words("magnitudes"), _words("several")
    if at > start and word in magnitudes:
        one = Number(low=Decimal(1), high=Decimal(1), end=at)
        return _with_magnitudes(tokens, one, cross_and=cross_and)
    if word not in several:
        return None
    low, high = several[word]
    at += 1
    if word == "couple" and tokens[at].lower == "of":
        at += 1
        if tokens[at].lower not in magnitudes:
            two = Decimal(2)
            return Number(low=two, high=two, end=at, vague=True) if tokens[start].lower == "a" else None
    if tokens[at].lower in magnitudes:
        vague = Number(low=Decimal(low), high=Decimal(high), end=at, vague=True)
        return _with_magnitudes(tokens, vague, cross_and=False)
    if tokens[at].lower in _words("vague") and word in {"several", "many"}:
        return _read_vague(tokens, at)
    return None


def read_part_of_magnitude(tokens: Sequence[Token], at: int) -> Number | None:
    """ "half a million", "half a dozen", "a quarter of a million", "three quarters billion"."""
    ones, parts, magnitudes = _words("ones"), _words("parts"), _words("magnitudes")
    count, after = Decimal(1), at
    if tokens[at].lower in {"a", "an"}:
        after += 1
    elif tokens[at].lower in ones:
        count, after = Decimal(ones[tokens[at].lower]), at + 1
    if tokens[after].text == "-":
        after += 1
    part = parts.get(tokens[after].lower)
    if part is None:
        return None
    after += 1
    for words in ({"-"}, {"of"}, {"a", "an"}):
        if tokens[after].lower in words:
            after += 1
    if tokens[after].lower not in magnitudes or (part != parts["half"] and tokens[after].lower in {"hundred", "dozen"}):
        return None
    value = count * part[0] / part[1]
    return _with_magnitudes(tokens, Number(low=value, high=value, end=after), cross_and=False)
