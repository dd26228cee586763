"""A number with its sign, magnitude and unit, and ranges of two such numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from storyver.extract.counted import is_noun_like, is_plural
from storyver.extract.found import Found, Scene
from storyver.extract.numerals import Number, read_number
from storyver.extract.tables import table
from storyver.extract.units import Unit, read_currency, read_sign, read_unit, settle_currency, unit_named
from storyver.model import FigureKind

DASHES = frozenset("-–—−‑")
_MINUS = frozenset("-−–")
_NEARBY = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number and what it is measured in."""

    first: int
    end: int
    number: Number
    low: Decimal
    high: Decimal
    unit: Unit | None
    name: str | None
    """The unit's name, a currency settled."""


@cache
def _trend_words() -> frozenset[str]:
    words = table("figures")["trend"]
    return frozenset(words["up"]) | frozenset(words["down"])


def read_quantity(scene: Scene, at: int, *, cross_and: bool = True) -> Quantity | None:
    """The quantity that starts at ``at``.

    Raises:
        UnreadableNumber: Digits stand there that cannot be read.
    """
    tokens = scene.tokens
    start, negative = at, False
    follows_number = at > 0 and tokens[at - 1].kind == "number"
    if (tokens[at].text in _MINUS and tokens[at + 1].glued and not tokens[at].glued and not follows_number) or tokens[
        at
    ].lower in {"minus", "negative"}:
        negative, at = True, at + 1
    sign = read_sign(tokens, at)
    if sign is not None:
        at = sign[1]
        if tokens[at].text in _MINUS and tokens[at + 1].glued:
            negative, at = True, at + 1
    number = read_number(tokens, at, cross_and=cross_and)
    if number is None or (sign is not None and not number.digits and tokens[at].lower not in {"several", "half", "a"}):
        return None
    unit, end, number = (sign[0], *_behind_sign(scene, number)) if sign else _unit_behind(scene, number, at)
    scale = unit.scale if unit else Decimal(1)
    low, high = number.low * scale, number.high * scale
    if negative:
        low, high = -high, -low
    name = _unit_name(scene, unit, start, end)
    return Quantity(first=start, end=end, number=number, low=low, high=high, unit=unit, name=name)


def _behind_sign(scene: Scene, number: Number) -> tuple[int, Number]:
    """The end of an amount whose currency stood in front; a currency word may stand behind as well ("$5m dollars")."""
    end = number.end
    tokens = scene.tokens
    if len(tokens[end].text) == 3 and tokens[end].text.isupper() and read_currency(tokens, end):
        end += 1
    return end, number


def _unit_behind(scene: Scene, number: Number, at: int) -> tuple[Unit | None, int, Number]:
    """The unit behind a number, apart, glued or hyphenated; "4.2m" is metres only where the text speaks of such."""
    tokens, end = scene.tokens, number.end
    after = end + 1 if tokens[end].text in {"-", "‑"} and tokens[end].glued and tokens[end + 1].glued else end
    longer = read_unit(tokens, end - 1) if number.letter == "m" else None
    if number.letter == "m" and (_is_metres(scene, number, end) or (longer and longer[1] > end)):
        metre = read_unit(tokens, end - 1)
        if metre is not None:
            scaled = replace(
                number, low=number.low / 1_000_000, high=number.high / 1_000_000, magnitude=Decimal(1), letter=None
            )
            return metre[0], metre[1], scaled
    if number.vague and tokens[end].lower == "of":
        after = end + 1
    currency = read_currency(tokens, after)
    unit = read_unit(tokens, after)
    if currency is not None and unit is not None and currency[1] >= unit[1]:
        currency, unit = (currency, None) if _is_money(scene, number, currency, at) else (None, unit)
    if unit is None and currency is not None and not (currency[0].scale < 1 and number.magnitude != 1):
        return currency[0], *_magnitude_behind(scene, number, currency[1])
    if unit is not None:
        return unit[0], unit[1], number
    return None, end, number


def _magnitude_behind(scene: Scene, number: Number, end: int) -> tuple[int, Number]:
    """ "75 USD million"."""
    factor = table("numerals")["magnitudes"].get(scene.tokens[end].lower)
    if factor is None or number.magnitude != 1:
        return end, number
    magnitude = Decimal(factor)
    return end + 1, replace(number, low=number.low * magnitude, high=number.high * magnitude, magnitude=magnitude)


def _is_metres(scene: Scene, number: Number, end: int) -> bool:
    if number.letter_apart:
        return not is_plural(scene.tokens[end].lower)
    if number.low >= 10_000 * 1_000_000 or not scene.metres:
        return False
    behind = scene.tokens[end]
    if behind.lower in {"people", "of"} or (is_plural(behind.lower) and behind.text.islower()):
        return False
    return read_currency(scene.tokens, end) is None


def _is_money(scene: Scene, number: Number, currency: tuple[Unit, int], at: int) -> bool:
    """ "pounds" and "p", "c": money or a weight, pence or degrees."""
    tokens = scene.tokens
    word = tokens[currency[1] - 1].lower
    if word in {"c", "C"}:
        return False
    if word not in {"pound", "pounds"}:
        return True
    money = frozenset(table("figures")["money_words"]["words"])
    around = {token.lower for token in tokens[max(0, at - 12) : currency[1] + 8]}
    heavy = frozenset(table("figures")["weight_words"]["words"])
    hyphenated = tokens[number.end].text == "-"
    return not hyphenated and (number.magnitude >= 1_000_000 or (bool(around & money) and not around & heavy))


def _unit_name(scene: Scene, unit: Unit | None, first: int, end: int) -> str | None:
    if unit is None or not unit.ambiguous:
        return unit.name if unit else None
    tokens = scene.tokens
    nearby = []
    for distance in range(1, _NEARBY):
        for position in (first - distance, end + distance - 1):
            if 0 <= position < len(tokens) and tokens[position].kind == "word":
                nearby.append(tokens[position].lower.removesuffix("'s"))
    word = tokens[end - 1].lower
    return settle_currency(unit, nearby, word) or None


def read_figure(scene: Scene, at: int) -> Found | None:
    """A quantity or a range of two as a figure.

    Raises:
        UnreadableNumber: Digits stand there that cannot be read.
    """
    between = at > 0 and scene.tokens[at - 1].lower == "between"
    first = read_quantity(scene, at, cross_and=not between)
    if first is None:
        return None
    ranged = _read_range(scene, first, between=between)
    if ranged is not None:
        return ranged
    first = _with_cents(scene, _with_smaller_units(scene, first))
    return _found(first, first.low, first.high, first.end, "quantity")


def _found(quantity: Quantity, low: Decimal, high: Decimal, end: int, rule: str, start: int | None = None) -> Found:
    unit = quantity.unit
    return Found(
        first=quantity.first if start is None else start,
        end=end,
        kind=unit.kind if unit else FigureKind.COUNT,
        low=low,
        high=high,
        unit=quantity.name,
        vague=quantity.number.vague,
        rule=rule,
    )


def _read_range(scene: Scene, first: Quantity, *, between: bool) -> Found | None:
    """ "5% to 6%", "between £3m and £4m", "10–12 days", "7- or 8-inch", "a day or two"."""
    tokens, at = scene.tokens, first.end
    joint = tokens[at]
    hyphen = joint.text == "-" and joint.glued and tokens[at + 1].lower in {"to", "or"} and not tokens[at + 1].glued
    if hyphen:
        at, joint = at + 1, tokens[at + 1]
    if joint.text in DASHES and joint.glued == tokens[at + 1].glued and not first.number.vague:
        link = "dash"
    elif joint.lower in {"to", "or"} or (joint.lower == "and" and between):
        link = joint.lower
    else:
        return None
    if link == "to" and (_states_change(scene, first.first) or tokens[first.first - 1].lower == "from"):
        return None
    second = read_quantity(scene, at + 1, cross_and=False)
    if second is None:
        return None
    by_size = tokens[first.first - 1].lower == "by" and first.unit is not None and first.unit.kind is FigureKind.MONEY
    if by_size and link == "to":
        return None
    return _joined(first, second, link)


def _joined(first: Quantity, second: Quantity, link: str) -> Found | None:
    low, high = first.low, second.high
    if first.unit is None and second.unit is not None and first.number.magnitude == 1:
        low = low * second.unit.scale
    mantissa = second.number.low / second.number.magnitude
    if first.number.magnitude == 1 and second.number.magnitude != 1 and first.number.low < mantissa:
        low = low * second.number.magnitude
    if first.unit is not None and second.unit is not None and first.name != second.name:
        return None
    if first.unit is not None and second.unit is None and (link != "dash" and first.unit.kind is not FigureKind.MONEY):
        return None
    if first.unit is not None and second.unit is None and first.unit.kind is FigureKind.MONEY:
        if second.number.magnitude != 1 and first.number.magnitude == 1:
            low = first.low * second.number.magnitude if first.low < mantissa else first.low
    if high <= low or (link == "or" and high > 2 * low + 3):
        return None
    holder = second if second.unit is not None else replace(first, number=second.number)
    return _found(holder, low, high, second.end, "range", start=first.first)


def _states_change(scene: Scene, at: int) -> bool:
    """A verb of rise or fall stands shortly before: "fell 4% to 52p" is two figures."""
    words = [token.lower for token in scene.tokens[max(0, at - 4) : at]]
    return any(word in _trend_words() for word in words) and "between" not in words


_SMALLER = {
    "foot": "inch",
    "stone": "pound",
    "pound": "ounce",
    "hour": "minute",
    "minute": "second",
    "m": "cm",
    "year": "month",
    "week": "day",
    "day": "hour",
    "kg": "g",
}


def _with_smaller_units(scene: Scene, quantity: Quantity) -> Quantity:
    """ "16ft 3in", "2 minutes and 41 seconds": one figure; times in the smaller unit, the rest in the larger."""
    while quantity.unit is not None and quantity.unit.factor and quantity.name in _SMALLER:
        at = quantity.end
        tokens = scene.tokens
        if tokens[at].lower == "and" or tokens[at].text == ",":
            at += 1
        if tokens[at].kind != "number" and not (tokens[at].kind == "word" and is_noun_like(tokens[at])):
            return quantity
        part = _inches(scene, at) if quantity.name == "foot" else None
        part = part or read_quantity(scene, at, cross_and=False)
        if part is None or part.unit is None or part.name != _SMALLER[quantity.name] or not part.unit.factor:
            return quantity
        ratio = Decimal(str(quantity.unit.factor)) / Decimal(str(part.unit.factor))
        ratio = Decimal(round(ratio)) if abs(ratio - round(ratio)) < Decimal("0.001") else ratio
        if part.low >= ratio:
            return quantity
        if quantity.unit.kind is FigureKind.DURATION:
            value = quantity.low * ratio + part.low
            quantity = replace(part, first=quantity.first, low=value, high=value)
        else:
            value = quantity.low + part.low / ratio
            quantity = replace(quantity, end=part.end, low=value, high=value)
            return quantity
    return quantity


def _inches(scene: Scene, at: int) -> Quantity | None:
    """ "2 in" behind feet: only there is a bare "in" a unit."""
    tokens = scene.tokens
    if tokens[at].kind != "number" or tokens[at + 1].lower != "in" or tokens[at + 1].glued:
        return None
    number, inch = read_number(tokens, at), unit_named("inch")
    if number is None or inch is None:
        return None
    return Quantity(first=at, end=at + 2, number=number, low=number.low, high=number.high, unit=inch, name=inch.name)


def _with_cents(scene: Scene, amount: Quantity) -> Quantity:
    """ "3 dollars 50 cents", "15 dollars 50": one figure in the larger unit."""
    if (
        amount.unit is None
        or amount.unit.kind is not FigureKind.MONEY
        or amount.number.magnitude != 1
        or amount.low % 1
    ):
        return amount
    tokens, at = scene.tokens, amount.end
    joined = tokens[at].lower == "and"
    part = (
        read_quantity(scene, at + joined, cross_and=False)
        if tokens[amount.end - 1].kind == "word" or tokens[at - 1].text == "$"
        else None
    )
    if part is None or part.low >= 100:
        return amount
    cents = part.unit is not None and part.unit.scale < 1
    bare = (
        part.unit is None
        and not joined
        and 10 <= part.low < 100
        and not is_noun_like(tokens[part.end])
        and part.low % 1 == 0
    )
    if not (cents or bare):
        return amount
    value = amount.low + (part.low if cents else part.low * Decimal("0.01"))
    return replace(amount, end=part.end, low=value, high=value)


def read_one_or_two(scene: Scene, at: int) -> Found | None:
    """ "a day or two", "an hour or two"."""
    tokens = scene.tokens
    if tokens[at].lower not in {"a", "an", "one"}:
        return None
    unit = read_unit(tokens, at + 1)
    if unit is None or [token.lower for token in tokens[unit[1] : unit[1] + 2]] != ["or", "two"]:
        return None
    return Found(
        first=at,
        end=unit[1] + 2,
        kind=unit[0].kind,
        low=Decimal(1),
        high=Decimal(2),
        unit=unit[0].name,
        rule="one_or_two",
    )
