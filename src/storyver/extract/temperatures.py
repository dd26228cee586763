"""Temperatures that are told without a unit: "the upper 60s", "wind chills of minus 45", "-36.2 C"."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from storyver.extract.counted import is_plural
from storyver.extract.currencies import read_currency
from storyver.extract.found import Found, Scene
from storyver.extract.kinds import MEASURE
from storyver.extract.numerals import read_number
from storyver.extract.tables import word_set
from storyver.extract.units import read_unit, unit_named

_TEMPERATURE = word_set("figures", "temperature")

_BACK, _ON = 14, 6
PARTS_OF_TEN: Final = {"low": (0, 3), "lower": (0, 3), "mid": (4, 6), "middle": (4, 6), "high": (7, 9), "upper": (7, 9)}
"""Words in front of "60s", with the lowest and highest last digit that they stand for."""
_MINUS = frozenset({"minus", "-", "−", "–"})
_LETTERS = {"C": "°C", "F": "°F"}


def read_temperature(scene: Scene, at: int) -> Found | None:
    """The temperature that starts at ``at``; only where words near by speak of the weather or of heat."""
    return _decade(scene, at) or _signed(scene, at)


def _told(scene: Scene, at: int) -> bool:
    words = _TEMPERATURE
    return any(token.lower in words for token in scene.tokens[max(0, at - _BACK) : at + _ON])


def _decade(scene: Scene, at: int) -> Found | None:
    """ "the 40s", "the upper 60s", "the mid-40s": the degrees that a forecaster means by it."""
    tokens = scene.tokens
    first, low, high = at, 0, 9
    if tokens[at].lower in PARTS_OF_TEN:
        low, high = PARTS_OF_TEN[tokens[at].lower]
        at += 2 if tokens[at + 1].text in {"-", "‑"} else 1
    number, ending = tokens[at], tokens[at + 1]
    if number.kind != "number" or not number.text.isdigit() or len(number.text) > 3 or number.text[-1] != "0":
        return None
    if not (ending.glued and ending.lower in {"s", "'s"}) or not _told(scene, first):
        return None
    tens = int(number.text)
    return Found(
        first=first,
        end=at + 2,
        kind=MEASURE,
        low=Decimal(tens + low),
        high=Decimal(tens + high),
        unit="degree",
        rule="temperature",
    )


def _signed(scene: Scene, at: int) -> Found | None:
    """ "minus 45", "-36.2 C": degrees below zero."""
    tokens = scene.tokens
    if tokens[at].lower not in _MINUS or (at > 0 and tokens[at].glued and tokens[at].kind != "word"):
        return None
    if tokens[at].kind == "other" and not tokens[at + 1].glued:
        return None
    number = read_number(tokens, at + 1) if tokens[at + 1].kind == "number" else None
    if number is None or number.magnitude != 1:
        return None
    letter, behind = tokens[number.end], tokens[number.end + 1]
    lettered = letter.text in _LETTERS and not letter.glued and (behind.kind != "word" or behind.text.islower())
    bare = letter.kind != "word" or not letter.glued
    if not (lettered or (bare and letter.text != "%" and _told(scene, at) and _is_bare(scene, number.end))):
        return None
    unit = unit_named(_LETTERS[letter.text] if lettered else "degree")
    if unit is None:
        return None
    return Found(
        first=at,
        end=number.end + lettered,
        kind=unit.kind,
        low=-number.low,
        high=-number.high,
        unit=unit.name,
        rule="temperature",
    )


def _is_bare(scene: Scene, at: int) -> bool:
    """No unit, no upper end of a range and nothing counted follows."""
    token, behind = scene.tokens[at], scene.tokens[at + 1]
    if token.lower in {"to", "and", "or"} and (behind.kind == "number" or behind.lower in _MINUS):
        return False  # "-12 to -15C"
    measured = read_unit(scene.tokens, at) is not None or read_currency(scene.tokens, at) is not None
    return not measured and not (token.kind == "word" and is_plural(token.lower))
