"""Quantities in two units or more: "16ft 3in", "2 minutes and 41 seconds", "3 dollars 50", "an hour and a half"."""

from __future__ import annotations

from decimal import Decimal

from storyver.extract.counted import is_noun_like
from storyver.extract.found import Found, Scene
from storyver.extract.kinds import DURATION, MEASURE, MONEY
from storyver.extract.numerals import read_number
from storyver.extract.quantities import Quantity, read_quantity
from storyver.extract.tables import table
from storyver.extract.units import read_unit, unit_named

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
_TALLEST_IN_FEET = 9


def with_smaller_units(scene: Scene, quantity: Quantity) -> Quantity:
    """ "16ft 3in" in feet, "2 minutes and 41 seconds" in seconds: one figure; lengths of time in the smallest unit."""
    while quantity.unit is not None and quantity.unit.factor and quantity.name in _SMALLER:
        part = _next_part(scene, quantity)
        if part is None or part.unit is None or not part.unit.factor:
            return quantity
        ratio = Decimal(str(quantity.unit.factor)) / Decimal(str(part.unit.factor))
        ratio = Decimal(round(ratio)) if abs(ratio - round(ratio)) < Decimal("0.001") else ratio
        if part.low >= ratio:
            return quantity
        if quantity.unit.kind is not DURATION:
            value = quantity.low + part.low / ratio
            return quantity._replace(end=part.end, low=value, high=value)
        value = quantity.low * ratio + part.low
        quantity = part._replace(first=quantity.first, low=value, high=value)
    return quantity


def _next_part(scene: Scene, quantity: Quantity) -> Quantity | None:
    """The quantity in the next smaller unit that follows."""
    tokens, at = scene.tokens, quantity.end
    tied = tokens[at].text == "-" and tokens[at].glued and tokens[at + 1].glued
    if tokens[at].text == "," and quantity.low % 1:
        return None  # "peaked at 5.32m, 11cm short of the top"
    if tokens[at].lower == "and" or tokens[at].text == "," or tied:
        at += 1
    if tokens[at].kind != "number" and not (tokens[at].kind == "word" and is_noun_like(tokens[at])):
        return None
    inches = _inches(scene, at, tied=tied) if quantity.name == "foot" and (tied or at == quantity.end) else None
    part = inches or read_quantity(scene, at, cross_and=False)
    return part if part is not None and part.name == _SMALLER[quantity.name or ""] else None


def _inches(scene: Scene, at: int, *, tied: bool) -> Quantity | None:
    """ "2 in" and a bare "2" behind feet: only there they are inches."""
    tokens = scene.tokens
    if tokens[at].kind != "number" or not tokens[at].text.isdigit() or len(tokens[at].text) > 2:
        return None
    spelled = tokens[at + 1].lower == "in" and not tokens[at + 1].glued
    bare = not is_noun_like(tokens[at + 1]) and tokens[at + 1].kind != "number" and not tokens[at + 1].glued
    bare = (tied and tokens[at + 1].text != "-") or bare or tokens[at + 1].text in {".", ",", ";", ")"}
    number, inch = read_number(tokens, at), unit_named("inch")
    if number is None or inch is None or not (spelled or bare):
        return None
    end = at + 2 if spelled else at + 1
    return Quantity(first=at, end=end, number=number, low=number.low, high=number.high, unit=inch, name=inch.name)


def with_cents(scene: Scene, amount: Quantity) -> Quantity:
    """ "3 dollars 50 cents", "15 dollars 50": one figure in the larger unit."""
    if amount.unit is None or amount.unit.kind is not MONEY or amount.number.magnitude != 1:
        return amount
    tokens, at = scene.tokens, amount.end
    if amount.low % 1 or not (tokens[at - 1].kind == "word" or tokens[at - 1].text == "$"):
        return amount
    joined = tokens[at].lower == "and"
    part = read_quantity(scene, at + joined, cross_and=False)
    if part is None or part.low >= 100:
        return amount
    cents = part.unit is not None and part.unit.scale < 1
    behind = tokens[part.end]
    ends = behind.text in {"", ".", "!", "?"}
    bare = part.unit is None and (not joined or ends) and part.low >= 10 and part.low % 1 == 0
    if not cents and (not bare or is_noun_like(behind) or (behind.glued and behind.kind == "word")):
        return amount
    value = amount.low + (part.low if cents else part.low * Decimal("0.01"))
    return amount._replace(end=part.end, low=value, high=value)


def read_feet_and_inches(scene: Scene, at: int) -> Found | None:
    """ "5'10\"": digits with the marks of feet and inches."""
    tokens = scene.tokens
    feet, mark, inches, close = tokens[at : at + 4]
    if mark.text not in {"'", "’", "′"} or not (mark.glued and inches.glued) or inches.kind != "number":
        return None
    if not (feet.text.isdigit() and inches.text.isdigit() and len(feet.text) == 1 and len(inches.text) <= 2):
        return None
    if not 0 < int(feet.text) <= _TALLEST_IN_FEET or int(inches.text) > 11:
        return None
    closed = close.glued and close.text in {'"', "”", "″"}
    value = Decimal(feet.text) + Decimal(inches.text) / 12
    end = at + 4 if closed else at + 3
    return Found(first=at, end=end, kind=MEASURE, low=value, high=value, unit="foot", rule="feet_and_inches")


def read_one_or_two(scene: Scene, at: int) -> Found | None:
    """ "a day or two", "an hour and a half"."""
    tokens = scene.tokens
    if tokens[at].lower not in {"a", "an", "one"}:
        return None
    unit = read_unit(tokens, at + 1)
    if unit is None:
        return None
    following = [token.lower for token in tokens[unit[1] : unit[1] + 3]]
    if following[:2] == ["or", "two"]:
        end, low, high, rule = unit[1] + 2, Decimal(1), Decimal(2), "one_or_two"
    elif following[:2] == ["and", "a"] and following[2] in {"half", "quarter", "third"}:
        one, parts = table("numerals")["parts"][following[2]]
        end, rule = unit[1] + 3, "unit_and_a_half"
        low = high = 1 + Decimal(one) / Decimal(parts)
    else:
        return None
    return Found(first=at, end=end, kind=unit[0].kind, low=low, high=high, unit=unit[0].name, rule=rule)
