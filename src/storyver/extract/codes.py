"""Codes that hold a number: "A350", "T-72", "737-800", "BA.2.86", "2019 QD8"."""

from __future__ import annotations

from collections.abc import Sequence

from storyver.extract.calendar import months
from storyver.extract.counted import is_noun_like
from storyver.extract.currencies import read_currency
from storyver.extract.lexer import Token
from storyver.extract.name_traps import Trap
from storyver.extract.number import ABBREVIATIONS
from storyver.extract.numerals import NUMBER_WORDS
from storyver.extract.tables import table, word_set
from storyver.extract.units import read_unit

_DESIGNATORS = word_set("traps", "designators")
_PREFIXES = word_set("traps", "prefixes")

AIRCRAFT = frozenset(table("traps")["aircraft"]["words"])
_REGIMENTS = frozenset(table("traps")["regiments"]["words"])
_HYPHENS = frozenset({"-", "‑"})
_SUFFIXES = frozenset({"st", "nd", "rd", "th", "s", "am", "pm"})


def read_dotted_code(tokens: Sequence[Token], at: int) -> Trap | None:
    """ "BA.2.86", "XBB.1.5": capitals, a point and digits in one piece."""
    letters, point = tokens[at - 2] if at > 1 else None, tokens[at - 1] if at else None
    if letters is None or point is None or point.text != "." or not (point.glued and tokens[at].glued):
        return None
    if letters.kind != "word" or not letters.text.isupper() or len(letters.text) < 2:
        return None
    return Trap(at - 2, _end_of_code(tokens, at + 1), "code", "letters and digits in one piece")


def read_catalogued(tokens: Sequence[Token], at: int) -> Trap | None:
    """ "2019 QD8", "3 RAR": a number in front of a code of capitals that no noun follows."""
    token, code, behind = tokens[at], tokens[at + 1], tokens[at + 2]
    if not token.text.isdigit() or code.kind != "word" or code.glued or not code.text.isupper() or len(code.text) < 2:
        return None
    if behind.kind == "number" and behind.glued and len(token.text) == 4:
        return Trap(at, _end_of_code(tokens, at + 2), "code", "a number and a code that name a thing")
    if len(token.text) > 2 or not 3 <= len(code.text) <= 4 or is_noun_like(behind):
        return None
    if read_unit(tokens, at + 1) is not None or read_currency(tokens, at + 1) is not None:
        return None
    military = code.text in _REGIMENTS
    return Trap(at, at + 2, "code", "a number and a code that name a thing") if military else None


def read_model_number(tokens: Sequence[Token], at: int) -> Trap | None:
    """ "the 737-800", "a 747-8": an aircraft and its series."""
    dash, series = tokens[at + 1], tokens[at + 2]
    if (
        (tokens[at].glued and at and tokens[at - 1].kind == "word")
        or tokens[at].text not in AIRCRAFT
        or dash.text not in _HYPHENS
    ):
        return None
    if not (dash.glued and series.glued) or series.kind != "number" or len(series.text) > 4:
        return None
    made_by = at > 0 and tokens[at - 1].lower in _DESIGNATORS
    return Trap(at - made_by, _end_of_code(tokens, at + 3), "code", "an aircraft and its series")


def read_code(tokens: Sequence[Token], at: int) -> Trap | None:
    """ "A350", "T-72", "4G", "H5N1", "4x100m": letters and digits in one piece."""
    token, before, behind = tokens[at], tokens[at - 1] if at else None, tokens[at + 1]
    if before is not None and token.glued and before.kind == "word":
        return Trap(at - 1, _end_of_series(tokens, at + 1), "code", "letters and digits in one piece")
    if behind.lower in {"x", "×"} and behind.glued and tokens[at + 2].glued and tokens[at + 2].kind == "number":
        return Trap(at, _end_of_code(tokens, at + 3), "code", "a product that names a thing")
    if before is not None and at >= 2 and token.glued and before.text in _HYPHENS and before.glued:
        return _tied_to_name(tokens, at)
    if behind.glued and behind.kind == "word" and not _known_suffix(tokens, at + 1):
        return Trap(at, _end_of_code(tokens, at + 1), "code", "letters tied to the digits that are no unit")
    return None


def _tied_to_name(tokens: Sequence[Token], at: int) -> Trap | None:
    """ "Covid-19", and not "Mid-2030", "Under-21", "a £2m-£3m"."""
    name = tokens[at - 2]
    if name.kind != "word" or not name.text[:1].isupper() or name.lower in months():
        return None
    side = name.text == "Under" and at > 2 and tokens[at - 3].kind == "word"  # "France's Under-21 side"
    if name.lower in NUMBER_WORDS or (name.lower in _PREFIXES and not side):
        return None
    if at >= 3 and tokens[at - 3].kind == "number" and name.glued:
        return None
    return Trap(at - 2, _end_of_code(tokens, at + 1), "code", "a hyphen ties the digits to a name")


def _end_of_code(tokens: Sequence[Token], at: int) -> int:
    while tokens[at].text and tokens[at].glued and tokens[at].kind in {"word", "number"}:
        at += 1
    return at


def _end_of_series(tokens: Sequence[Token], at: int) -> int:
    """Behind a code and the series tied to it by a hyphen ("A350-1000s")."""
    end = _end_of_code(tokens, at)
    hyphen, series = tokens[end], tokens[end + 1]
    tied = hyphen.text in _HYPHENS and hyphen.glued and series.glued and series.kind == "number"
    return _end_of_code(tokens, end + 1) if tied else end


def _known_suffix(tokens: Sequence[Token], at: int) -> bool:
    lower = tokens[at].lower
    if lower in _SUFFIXES or lower in ABBREVIATIONS:
        return True
    if not tokens[at].text.isascii():
        return True
    return read_unit(tokens, at) is not None or read_currency(tokens, at) is not None
