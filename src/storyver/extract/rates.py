"""The base of a rate behind a figure: "a day", "per 100,000", "each year", "/month", "-a-year"."""

from __future__ import annotations

from collections.abc import Sequence

from storyver.extract.counted import is_noun_like, is_plural
from storyver.extract.currencies import read_currency
from storyver.extract.found import Found, Scene
from storyver.extract.kinds import AGE, DATE, DURATION, MEASURE, MONEY, RANK, SCORE
from storyver.extract.lexer import Token
from storyver.extract.number import MAGNITUDES
from storyver.extract.numerals import UnreadableNumberError, read_number
from storyver.extract.tables import table, word_set
from storyver.extract.units import read_unit

_RATE_BASES = word_set("figures", "rate_bases")
_RATE_BASES_OF_MONEY = word_set("figures", "rate_bases_of_money")
_SHARE_OF_COIN = word_set("figures", "share_of_coin")
_TREND_NOUNS = word_set("figures", "trend", "nouns")

_ADVERBS = table("figures")["rate_adverbs"]
_EACH = frozenset({"a", "an", "each", "every"})
_TELLING = frozenset({*_ADVERBS, *_EACH, *_SHARE_OF_COIN, "per", "/"})
"""In a text without any of them no rate is told."""
_NEAR = 8
_LONGEST_PHRASE = 3
_NO_RATES = frozenset({DATE, AGE, RANK, SCORE, DURATION})
_AMOUNTS = frozenset({MONEY, MEASURE})
_NO_BASE_BEFORE = frozenset({"ago", "earlier", "later", "old", "before"})


def read_rate(scene: Scene, end: int, found: Found) -> str | None:
    """The base, as the text has it; also past the thing counted ("120 patients a week")."""
    text, tokens = scene.text, scene.tokens
    if scene.words.isdisjoint(_TELLING):
        return None
    if (coin := _share_of_coin(tokens, end)) is not None:
        return coin
    for at in range(end, end + _NEAR):
        token = tokens[at]
        if (base := _ADVERBS.get(token.lower)) is not None:
            return base if _tells_rate(tokens, at, end, found) else None
        if token.lower == "per" or (token.text == "/" and token.glued):
            return _base(text, tokens, at + 1)
        if token.lower in _EACH:
            return _time_or_thing(text, tokens, at, end, found)
        if token.text == "-" and token.glued:
            continue
        if token.kind != "word" and not (token.kind == "number" and token.glued):
            return None
        if token.kind == "word" and not is_noun_like(token) and not (token.lower == "of" and at <= end + 1):
            return None
    return None


def _share_of_coin(tokens: Sequence[Token], end: int) -> str | None:
    """ "60 cents in the rand", "12p in the pound"."""
    coins = tokens[end - 1].lower in {"cent", "cents", "p", "pence"} and tokens[end].lower in {"in", "on"}
    if not coins or tokens[end + 1].lower != "the" or tokens[end + 2].lower not in _SHARE_OF_COIN:
        return None
    return tokens[end + 2].text


def _tells_rate(tokens: Sequence[Token], at: int, end: int, found: Found) -> bool:
    """ "£1.1m annually", "the 30g daily limit", and not "two weekly newspapers", "a £2m quarterly loss"."""
    if found.kind in _NO_RATES:
        return False
    behind = tokens[at + 1]
    if not is_noun_like(behind):
        return True
    sized = found.kind in _AMOUNTS and at == end
    return sized and tokens[at].lower != "quarterly" and behind.lower not in _TREND_NOUNS


def _base(text: str, tokens: Sequence[Token], at: int) -> str | None:
    """ "100,000 people", "kilowatt hour", "head"."""
    token = tokens[at]
    if token.kind not in {"number", "word"}:
        return None
    unit = read_unit(tokens, at) or read_currency(tokens, at)
    end = unit[1] if unit else at + 1
    if token.kind == "number" or token.lower in MAGNITUDES:
        end = _phrase_end(tokens, base_end(tokens, at))
    return text[token.start : tokens[end - 1].end]


def _phrase_end(tokens: Sequence[Token], at: int) -> int:
    """Behind the noun phrase at ``at`` where a plural closes it ("live births"), else behind its first word."""
    hyphen = tokens[at].text == "-" and tokens[at].glued
    at += hyphen
    for last in range(at, at + _LONGEST_PHRASE):
        token = tokens[last]
        if not is_noun_like(token) and token.lower != "live":  # "live births"
            break
        if is_plural(token.lower):
            return last + 1
    words = 2 if hyphen and read_unit(tokens, at) else 1  # "40-foot box"
    return min(at + words, last) if last > at else at - hyphen


def base_end(tokens: Sequence[Token], at: int) -> int:
    """Behind the number of a rate's base and a unit glued to it."""
    try:
        number = read_number(tokens, at, cross_and=False)
    except UnreadableNumberError:
        return at + 1
    end = number.end if number else at + 1
    unit = read_unit(tokens, end) if tokens[end].glued else None
    return unit[1] if unit else end


def _time_or_thing(text: str, tokens: Sequence[Token], at: int, figure_end: int, found: Found) -> str | None:
    """ "a day", "a square foot", and not the time of "a year ago" or "3% more than a year earlier"."""
    direct = at == figure_end
    at = at + 1 if tokens[at + 1].text in {"-", "‑"} else at
    base, end = tokens[at + 1], at + 2
    unit = read_unit(tokens, at + 1) if base.kind == "word" else None
    if unit is not None and unit[0].kind is MEASURE:
        end = unit[1]
    elif base.lower not in _RATE_BASES and not (direct and found.kind is MONEY and base.lower in _RATE_BASES_OF_MONEY):
        return None
    if direct and tokens[end].lower == "before" and tokens[end + 1].lower in {"the", "its", "his", "her", "their"}:
        return text[base.start : tokens[end - 1].end]  # "£150 a month before the end of the year"
    return None if tokens[end].lower in _NO_BASE_BEFORE else text[base.start : tokens[end - 1].end]
