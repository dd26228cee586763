"""Number words and digits → values. Arithmetic is decimal, so that "1.86bn" is exactly 1,860,000,000."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from storyver.extract.lexer import Token
from storyver.extract.tables import table

_GROUP_SEPARATORS = str.maketrans("", "", "\u00a0\u2009\u202f '’")
_LONGEST_NUMBER = 40
_HALF_WORDS = frozenset({"half", "quarter", "third"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number as it is written, before its unit is known."""

    low: Decimal
    high: Decimal
    end: int
    """Index of the first token behind it."""
    magnitude: Decimal = Decimal(1)
    """What the mantissa was multiplied with."""
    letter: str | None = None
    """The abbreviated magnitude (``m``, ``bn``), in lower case."""
    vague: bool = False
    """"dozens", "several hundred": the range is a reader's, not the text's."""
    digits: bool = False
    plain: bool = False
    """Nothing but a run of ASCII digits: the form that codes, years and names take."""
    letter_apart: bool = False


class UnreadableNumber(ValueError):
    """Digits whose separators group in no known way."""


@cache
def _words(name: str) -> dict[str, Any]:
    return dict(table("numerals")[name])


@cache
def number_words() -> frozenset[str]:
    """Every word with which a number can begin."""
    names = ("ones", "tens", "vague", "several", "magnitudes")
    return frozenset(word for name in names for word in _words(name)) | {"a", "an", "half", "quarter", "tens"}


def parse_digits(text: str) -> Decimal:
    """The value of a number token.

    Raises:
        UnreadableNumber: The separators group in no known way, or there are more than forty digits.
    """
    if len(text) > _LONGEST_NUMBER:
        raise UnreadableNumber("more than forty characters")
    bare = text.translate(_GROUP_SEPARATORS)
    whole, _, fraction = bare.partition(".")
    if "." in fraction:
        raise UnreadableNumber("more than one point")
    if "," in fraction:
        raise UnreadableNumber("a comma behind the point")
    groups = whole.split(",")
    if len(groups) > 1:
        western = all(len(group) == 3 for group in groups[1:]) and 1 <= len(groups[0]) <= 3
        indian = len(groups[-1]) == 3 and all(len(g) == 2 for g in groups[1:-1]) and 1 <= len(groups[0]) <= 2
        if not (western or indian):
            raise UnreadableNumber("commas that do not group thousands")
    return Decimal((whole.replace(",", "") or "0") + ("." + fraction if fraction else ""))


def read_number(tokens: Sequence[Token], at: int, *, cross_and: bool = True) -> Number | None:
    """The number that starts at ``at``, with its magnitude.

    ``cross_and`` is False inside "between X and Y", where "and" ends a number.

    Raises:
        UnreadableNumber: Digits stand there that cannot be read.
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
    return _read_words(tokens, at, cross_and=cross_and)


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
    plain = token.text.isdigit()
    if tokens[end].glued and (part := unicode_fraction(tokens[end])) is not None:
        value, end, plain = value + part, end + 1, False
    elif (mixed := _slash_fraction(tokens, end)) is not None and not tokens[end].glued:
        value, end, plain = value + mixed[0], mixed[1], False
    number = Number(low=value, high=value, end=end, digits=True, plain=plain)
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
            number = _scaled(number, magnitudes[token.lower], at + 1)
        elif number.digits and number.magnitude == 1 and token.kind == "word" and token.lower in abbreviations:
            if len(token.lower) == 1 and not token.glued and token.lower != "m":
                return number
            scaled = _scaled(number, abbreviations[token.lower], at + 1)
            return replace(scaled, letter=token.lower, letter_apart=not token.glued)
        else:
            return _with_a_half(tokens, number) if cross_and else number


def _scaled(number: Number, by: int, end: int) -> Number:
    return replace(
        number,
        low=number.low * by,
        high=number.high * by,
        magnitude=number.magnitude * by,
        end=end,
        plain=False,
    )


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
        widened = replace(number, low=number.low + share, high=number.high + share, end=end, plain=False)
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


def _read_words(tokens: Sequence[Token], at: int, *, cross_and: bool) -> Number | None:
    """ "sixty-six", "two hundred and five thousand", "twelve hundred", "one and a half million"."""
    ones, tens, magnitudes = _words("ones"), _words("tens"), _words("magnitudes")
    total = current = Decimal(0)
    last, largest = "", Decimal(1)
    position = end = at
    while True:
        token = tokens[position]
        if token.text == "-" and position > at and token.glued and tokens[position + 1].glued:
            position += 1
            token = tokens[position]
        word = token.lower
        if word in ones and (last in {"", "hundred", "and", "magnitude"} or (last == "tens" and 0 < ones[word] < 10)):
            current, last = current + ones[word], "ones"
        elif word in tens and last in {"", "hundred", "and", "magnitude"}:
            current, last = current + tens[word], "tens"
        elif word == "hundred" and last in {"ones", "tens"} and current < 100:
            current, last = current * 100, "hundred"
        elif word in magnitudes and word != "hundred" and last and last != "and" and current:
            current, total, last = Decimal(0), total + current * magnitudes[word], "magnitude"
            largest = Decimal(magnitudes[word])
        elif word == "and" and cross_and and last in {"hundred", "magnitude"} and _small(tokens, position + 1):
            last = "and"
            position += 1
            continue
        else:
            break
        position = end = position + 1
    if end == at:
        return None
    value = total + current
    number = Number(low=value, high=value, end=end, magnitude=largest if last == "magnitude" else Decimal(1))
    return _with_a_half(tokens, number) if cross_and else number


def _small(tokens: Sequence[Token], at: int) -> bool:
    """A number word below a hundred, and no hundred behind it: the "five" of "two hundred and five"."""
    if tokens[at].lower not in _words("ones") and tokens[at].lower not in _words("tens"):
        return False
    after = at + 1
    while tokens[after].text == "-" or tokens[after].lower in _words("ones"):
        after += 1
    return tokens[after].lower != "hundred"
