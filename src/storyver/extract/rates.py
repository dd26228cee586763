"""The base of a rate behind a figure: "a day", "per 100,000", "each year", "/month", "-a-year"."""

from __future__ import annotations

from collections.abc import Sequence

from storyver.extract.counted import is_noun_like
from storyver.extract.lexer import Token
from storyver.extract.numerals import UnreadableNumberError, read_number
from storyver.extract.tables import word_set
from storyver.extract.units import read_currency, read_unit
from storyver.model import FigureKind

_NEAR = 8
_NO_BASE_BEFORE = frozenset({"ago", "earlier", "later", "old", "before"})


def read_rate(text: str, tokens: Sequence[Token], end: int) -> str | None:
    """The base, as the text has it; also past the thing counted ("120 patients a week")."""
    for at in range(end, end + _NEAR):
        token = tokens[at]
        if token.lower == "per" or (token.text == "/" and token.glued):
            return _base(text, tokens, at + 1)
        if token.lower in {"a", "an", "each", "every"}:
            return _time_or_thing(text, tokens, at)
        if token.text == "-" and token.glued:
            continue
        if token.kind != "word" and not (token.kind == "number" and token.glued):
            return None
        if token.kind == "word" and not is_noun_like(token) and not (token.lower == "of" and at <= end + 1):
            return None
    return None


def _base(text: str, tokens: Sequence[Token], at: int) -> str | None:
    """ "100,000 people", "kilowatt hour", "head"."""
    token = tokens[at]
    if token.kind not in {"number", "word"}:
        return None
    unit = read_unit(tokens, at) or read_currency(tokens, at)
    end = unit[1] if unit else at + 1
    if token.kind == "number":
        end = base_end(tokens, at)
        if tokens[end].kind == "word" and is_noun_like(tokens[end]):
            end += 1
    return text[token.start : tokens[end - 1].end]


def base_end(tokens: Sequence[Token], at: int) -> int:
    """Behind the number of a rate's base and a unit glued to it."""
    try:
        number = read_number(tokens, at, cross_and=False)
    except UnreadableNumberError:
        return at + 1
    end = number.end if number else at + 1
    unit = read_unit(tokens, end) if tokens[end].glued else None
    return unit[1] if unit else end


def _time_or_thing(text: str, tokens: Sequence[Token], at: int) -> str | None:
    """ "a day", "a square foot", and not the time of "a year ago" or "3% more than a year earlier"."""
    at = at + 1 if tokens[at + 1].text in {"-", "‑"} else at
    base, end = tokens[at + 1], at + 2
    unit = read_unit(tokens, at + 1) if base.kind == "word" else None
    if unit is not None and unit[0].kind is FigureKind.MEASURE:
        end = unit[1]
    elif base.lower not in word_set("figures", "rate_bases"):
        return None
    return None if tokens[end].lower in _NO_BASE_BEFORE else text[base.start : tokens[end - 1].end]
