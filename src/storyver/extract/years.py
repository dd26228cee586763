"""Years, decades, centuries and spans of years in running text, told from counts by their form and their neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from storyver.extract.counted import is_noun_like
from storyver.extract.lexer import Token
from storyver.extract.tables import word_set

_BEFORE_A_COUNT = word_set("calendar", "before_a_count")
_BEFORE_A_YEAR = word_set("calendar", "before_a_year")
_MEASURED = word_set("calendar", "measured")
_PARTS_OF_A_YEAR = word_set("calendar", "parts_of_a_year")

DASHES = frozenset("-–—‑")
_SPANNING = DASHES | {"/"}
_FIRST_YEAR = re.compile(r"(?:1[5-9]|20)[0-9]{2}")
_LAST_YEAR = re.compile(r"[0-9]{2}|[0-9]{4}")
_YEAR = re.compile(r"(?:1[0-9]|2[01])[0-9][0-9]")
_LATEST = 2100


class Moment(NamedTuple):
    """A date or a time of day read from tokens."""

    value: str
    """ISO 8601, ``--MM-DD`` without a year, ``THH:MM`` for a time of day, ``2019..2020`` for a span."""
    end: int
    """Index of the first token behind it."""
    rule: str
    resolved: bool = False
    """Part of it is filled in from the day of publication."""


def read_years(tokens: Sequence[Token], at: int) -> Moment | None:
    """The year, decade or span of years at ``at``."""
    return _decade(tokens, at) or _span(tokens, at) or _year(tokens, at)


def year_behind(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """A year that belongs to the day or month in front of ``at``, and the index behind it."""
    year = at + 1 if tokens[at].text == "," else at
    token = tokens[year]
    if token.kind == "number" and _YEAR.fullmatch(token.text) and not is_measured(tokens, year + 1):
        return int(token.text), year + 1
    return None, at


def is_measured(tokens: Sequence[Token], at: int) -> bool:
    """A unit, a percent sign or a magnitude stands at ``at``: the digits before it are no date."""
    token = tokens[at]
    if token.kind == "other":
        return token.text in {"%", "°"} or (token.text in {"$", "£", "€"} and token.glued)
    return (token.glued and token.kind == "word") or token.lower in _MEASURED


def _decade(tokens: Sequence[Token], at: int) -> Moment | None:
    """ "the 1990s"; "the 1600s" are a century, "the 2000s" a decade."""
    text, ending = tokens[at].text, tokens[at + 1]
    if not (ending.glued and ending.lower in {"s", "'s"} and text.endswith("0") and _YEAR.fullmatch(text)):
        return None
    century = text.endswith("00") and text != "2000"
    return Moment(f"{text}..{int(text) + (99 if century else 9)}", at + 2, "century" if century else "decade")


def _span(tokens: Sequence[Token], at: int) -> Moment | None:
    """ "2026/27", "2019-20", "1939–1945"."""
    first, mark, second = tokens[at], tokens[at + 1], tokens[at + 2]
    if mark.text not in _SPANNING or not _FIRST_YEAR.fullmatch(first.text):
        return None
    if not (mark.glued and second.glued) or not _LAST_YEAR.fullmatch(second.text):
        return None
    last = int(second.text) if len(second.text) == 4 else int(first.text[:2] + second.text)
    if last <= int(first.text) or last > _LATEST or is_measured(tokens, at + 3):
        return None
    return Moment(f"{first.text}..{last}", at + 3, "span_of_years")


def _year(tokens: Sequence[Token], at: int) -> Moment | None:
    text = tokens[at].text
    if not _YEAR.fullmatch(text) or is_measured(tokens, at + 1):
        return None
    before = tokens[at - 1].lower if at else ""
    introduced = before in _BEFORE_A_YEAR
    if not 1900 <= int(text) < _LATEST and not introduced:
        return None
    if introduced and (before not in _BEFORE_A_COUNT or _of_a_time(tokens, at, before)):
        return Moment(text, at + 1, "year")
    if int(text) >= _LATEST or _counts(tokens, at, before):
        return None
    return Moment(text, at + 1, "year")


def _counts(tokens: Sequence[Token], at: int, before: str) -> bool:
    """ "2013 people": a plural noun behind makes it a count, but for "the 2012 games"."""
    behind = tokens[at + 1]
    if behind.lower in {"people", "men", "women", "children"}:
        return True
    plural = behind.kind == "word" and behind.text.islower() and behind.lower.endswith("s")
    return plural and is_noun_like(behind) and before not in {"the", "a", "s"}


def _of_a_time(tokens: Sequence[Token], at: int, before: str) -> bool:
    """ "the end of 2024", "from 2016 to 2021", "between 2010 and 2015"."""
    second = tokens[at - 2] if at > 1 else None
    if second is None:
        return False
    if before == "of":
        return second.lower in _PARTS_OF_A_YEAR
    return before in {"to", "and", "or"} and _YEAR.fullmatch(second.text) is not None
