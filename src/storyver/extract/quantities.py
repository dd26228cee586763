"""A number with its sign, magnitude and unit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

from storyver.extract.counted import is_noun_like, is_plural
from storyver.extract.currencies import read_currency, read_sign, settle_currency
from storyver.extract.found import Found, Scene
from storyver.extract.kinds import COUNT
from storyver.extract.lexer import Token
from storyver.extract.number import MAGNITUDES
from storyver.extract.numerals import Number, read_number
from storyver.extract.tables import word_set
from storyver.extract.units import Unit, read_unit, unit_named
from storyver.model import Qualifier

_IN_MILLIONS = word_set("figures", "in_millions")
_MONEY_WORDS = word_set("figures", "money_words")
_RACES_WORDS = word_set("figures", "races")
_STANDING = word_set("figures", "standing")
_STRETCHES = word_set("figures", "stretches")
_WEIGHT_WORDS = word_set("figures", "weight_words")

DASHES = frozenset("-–—−‑")
_MINUS = frozenset("-−–")
_NEARBY = 24
_MILLION = Decimal(1_000_000)
_RACES = frozenset({60, 100, 110, 200, 400, 800, 1_500, 3_000, 5_000, 10_000})
_LARGEST_LENGTH = 10_000
_LONGEST_THING = 200
"""Metres up to which "a 6.5m mirror" is one; beyond, millions are likelier."""
_OF_EARTHQUAKES = frozenset({"magnitude", "richter"})
_SUFFIXES = {"odd": Qualifier.ABOUT, "ish": Qualifier.ABOUT, "plus": Qualifier.AT_LEAST}


class Quantity(NamedTuple):
    """A number and what it is measured in."""

    first: int
    end: int
    number: Number
    low: Decimal
    high: Decimal
    unit: Unit | None
    name: str | None
    """The unit's name, a currency settled."""
    qualifier: Qualifier | None = None
    """From a suffix: "20-odd", "£4,000-plus"."""
    behind: int | None = None
    """Behind the suffix."""


def read_quantity(scene: Scene, at: int, *, cross_and: bool = True) -> Quantity | None:
    """The quantity that starts at ``at``.

    Raises:
        UnreadableNumberError: Digits stand there that cannot be read.
    """
    tokens = scene.tokens
    start, negative, sign = at, False, None
    if tokens[at].kind != "number":
        start, at, negative = _read_minus(tokens, at)
        sign = read_sign(tokens, at)
        if sign is not None:
            at = sign[1]
            if tokens[at].text in _MINUS and tokens[at + 1].glued:
                negative, at = True, at + 1
    number = read_number(tokens, at, cross_and=cross_and)
    if number is None or (sign is not None and not number.digits and tokens[at].lower not in {"several", "half", "a"}):
        return None
    suffix = _suffix(tokens, number.end)
    unit, end, number = _behind_sign(scene, number, sign[0]) if sign else _unit_behind(scene, number, at, suffix)
    low, high = number.low, number.high
    if unit is not None and unit.scale != 1:
        low, high = low * unit.scale, high * unit.scale
    if negative:
        low, high = -high, -low
    name = None if unit is None else _settled_name(scene, unit, start, end) if unit.ambiguous else unit.name
    qualifier, behind = suffix or _suffix(tokens, end) or (None, None)
    return Quantity(
        first=start,
        end=end,
        number=number,
        low=low,
        high=high,
        unit=unit,
        name=name,
        qualifier=qualifier,
        behind=None if behind is None else max(behind, end),
    )


def _read_minus(tokens: Sequence[Token], at: int) -> tuple[int, int, bool]:
    """Where the quantity and its number start, and whether a minus stands there; "plus or minus 3" has none."""
    token = tokens[at]
    if token.lower in {"minus", "negative"}:
        tolerance = at > 1 and tokens[at - 1].lower == "or" and tokens[at - 2].lower == "plus"
        return (at + 1, at + 1, False) if tolerance else (at, at + 1, True)
    follows_number = at > 0 and tokens[at - 1].kind == "number"
    if token.text in _MINUS and tokens[at + 1].glued and not token.glued and not follows_number:
        return at, at + 1, True
    return at, at, False


def _suffix(tokens: Sequence[Token], at: int) -> tuple[Qualifier, int] | None:
    """ "-odd", "-plus" behind a number or a unit."""
    hyphen, word = tokens[at], tokens[at + 1]
    if hyphen.text in {"-", "‑"} and hyphen.glued and word.glued and word.lower in _SUFFIXES:
        return _SUFFIXES[word.lower], at + 2
    return None


def _behind_sign(scene: Scene, number: Number, unit: Unit) -> tuple[Unit, int, Number]:
    """An amount and its end whose currency stood in front; it may be named behind as well ("$5m USD", "£5m pounds")."""
    again = read_currency(scene.tokens, number.end)
    named = again is not None and again[0].scale == 1 and not scene.tokens[number.end].glued
    coded = named and scene.tokens[number.end].text.isupper()
    if again is not None and named and (coded or again[0].name == unit.name):
        return unit, again[1], number
    return unit, number.end, number


def _unit_behind(
    scene: Scene, number: Number, at: int, suffix: tuple[Qualifier, int] | None
) -> tuple[Unit | None, int, Number]:
    """The unit behind a number, apart, glued or hyphenated; "4.2m" is metres only where the text speaks of such."""
    tokens, end = scene.tokens, number.end
    if number.letter == "m" and (metres := _metres(scene, number)) is not None:
        return metres
    after = suffix[1] if suffix else end
    if tokens[after].text in {"-", "‑"} and tokens[after].glued and tokens[after + 1].glued:
        after += 1
    if tokens[end].lower == "of" and (number.vague or (number.low < 1 and tokens[end + 1].lower in {"a", "an"})):
        after = end + 1 if number.vague else end + 2
    currency, unit = read_currency(tokens, after), read_unit(tokens, after)
    if currency is None and unit is None:
        return None, end, number
    if currency is not None and unit is not None and currency[1] >= unit[1]:
        currency, unit = (currency, None) if _is_money(scene, number, currency, at) else (None, unit)
    if unit is None and currency is not None and not (currency[0].scale < 1 and number.magnitude != 1):
        return currency[0], *_magnitude_behind(scene, number, currency[1])
    if unit is not None:
        return unit[0], unit[1], number
    return None, end, number


def _magnitude_behind(scene: Scene, number: Number, end: int) -> tuple[int, Number]:
    """ "75 USD million"."""
    factor = MAGNITUDES.get(scene.tokens[end].lower)
    if factor is None or number.magnitude != 1:
        return end, number
    magnitude = Decimal(factor)
    return end + 1, number._replace(low=number.low * magnitude, high=number.high * magnitude, magnitude=magnitude)


def _metres(scene: Scene, number: Number) -> tuple[Unit, int, Number] | None:
    """The quantity whose "m" is metres, or opens a longer unit such as "m/s"."""
    end = number.end
    unit = read_unit(scene.tokens, end - 1)
    if unit is None or not (unit[1] > end or _is_metres(scene, number, end)):
        return None
    low, high = number.low / _MILLION, number.high / _MILLION
    return unit[0], unit[1], number._replace(low=low, high=high, magnitude=Decimal(1), letter=None)


def _is_metres(scene: Scene, number: Number, end: int) -> bool:
    tokens = scene.tokens
    behind = tokens[end]
    if number.low > _LARGEST_LENGTH * _MILLION or read_currency(tokens, end) or read_unit(tokens, end):
        return False
    if behind.lower in {"people", "of"} or (is_plural(behind.lower) and behind.text.islower()):
        return behind.lower in _RACES_WORDS
    if number.letter_apart or scene.metres or behind.lower in _RACES_WORDS:
        return True
    if "," in tokens[end - 2].text or behind.lower in _STRETCHES:
        return True
    before = tokens[end - 3].lower if end >= 3 else ""
    if behind.lower == "from" and before in _STANDING:
        return True
    large = behind.lower in _IN_MILLIONS
    if before == "the" and number.low / _MILLION in _RACES and not is_noun_like(behind):
        return True  # "won the 200m in 21.84 seconds"
    article = before in {"a", "an", "the"} or before.endswith(("'s", "s'"))
    return article and number.low <= _LONGEST_THING * _MILLION and not large and is_noun_like(behind)


def _is_money(scene: Scene, number: Number, currency: tuple[Unit, int], at: int) -> bool:
    """ "pounds" and "p", "c": money or a weight, pence or degrees."""
    tokens = scene.tokens
    word = tokens[currency[1] - 1].lower
    if word == "c":
        return False
    if word not in {"pound", "pounds"}:
        return True
    around = {token.lower for token in tokens[max(0, at - 12) : currency[1] + 8]}
    heavy = around & _WEIGHT_WORDS
    if number.vague and number.low >= _MILLION:
        return not heavy
    if tokens[number.end].text == "-":
        return False
    return number.magnitude >= _MILLION or (bool(around & _MONEY_WORDS) and not heavy)


def _settled_name(scene: Scene, unit: Unit, first: int, end: int) -> str | None:
    """Which of several currencies a bare word for it is, by what stands near."""
    tokens = scene.tokens
    if tokens[end].lower in {"in", "on"} and tokens[end + 1].lower == "the":
        coin = read_currency(tokens, end + 2)  # "60 cents in the rand"
        if coin is not None and unit.scale < 1 and coin[0].name != unit.name:
            return coin[0].name
    before, behind = tokens[max(0, first - _NEARBY + 1) : first], tokens[end : end + _NEARBY - 1]
    nearby = (token for pair in zip_longest(reversed(before), behind) for token in pair if token is not None)
    words = (token.lower.removesuffix("'s") for token in nearby if token.kind == "word")
    return settle_currency(unit, words, tokens[end - 1].lower) or None


def found_quantity(quantity: Quantity, rule: str) -> Found:
    """The quantity as a finding; a number told as a magnitude is measured in it ("magnitude 7.8")."""
    unit = quantity.unit
    return Found(
        first=quantity.first,
        end=quantity.end,
        kind=unit.kind if unit else COUNT,
        low=quantity.low,
        high=quantity.high,
        unit=quantity.name,
        vague=quantity.number.vague,
        qualifier=quantity.qualifier,
        behind=quantity.behind,
        rule=rule,
    )


def with_magnitude(scene: Scene, quantity: Quantity) -> Quantity:
    """ "a magnitude 7.8 earthquake", "6.1 on the Richter scale"."""
    tokens, at = scene.tokens, quantity.first
    if quantity.unit is not None or scene.words.isdisjoint(_OF_EARTHQUAKES) or not 0 <= quantity.low <= 10:
        return quantity
    before = [token.lower for token in tokens[max(0, at - 2) : at]]
    told = before[-1:] == ["magnitude"] or before in (["magnitude", "of"], ["magnitude", "-"])
    scaled = [token.lower for token in tokens[quantity.end : quantity.end + 3]] == ["on", "the", "richter"]
    unit = unit_named("magnitude")
    if unit is None or not (told or scaled):
        return quantity
    return quantity._replace(unit=unit, name=unit.name)
