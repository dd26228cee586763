"""Whether a figure is the size of a rise or a fall, and the base of a rate."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from storyver.extract.found import Found
from storyver.extract.lexer import Token
from storyver.extract.tables import table
from storyver.model import FigureKind, Trend

_MAY_STAND_BETWEEN = frozenset(
    [
        "by",
        "a",
        "an",
        "the",
        "about",
        "around",
        "some",
        "almost",
        "nearly",
        "more",
        "than",
        "over",
        "just",
        "up",
        "down",
        "to",
        "further",
        "another",
        "of",
        "roughly",
        "approximately",
        "least",
        "at",
        "only",
        "as",
        "much",
        "an",
        "estimated",
    ]
)
_DESTINATION = frozenset({"to", "at", "from", "above", "below"})
_SIZES = frozenset({FigureKind.MONEY, FigureKind.COUNT, FigureKind.PERCENT, FigureKind.MEASURE, FigureKind.FRACTION})


@cache
def _direction() -> dict[str, Trend]:
    words = table("figures")["trend"]
    return {word: trend for trend in Trend for word in words[trend.value]}


@cache
def _nouns() -> frozenset[str]:
    return frozenset(table("figures")["trend"]["nouns"])


@cache
def _bases() -> frozenset[str]:
    return frozenset(table("figures")["rate_bases"]["words"])


def read_trend(tokens: Sequence[Token], found: Found, before: Found | None) -> Trend | None:
    """``up`` or ``down`` where the text says that the figure is the size of a change; never for where a change leads."""
    if found.kind not in _SIZES:
        return None
    return _verb_before(tokens, found, before) or _noun_behind(tokens, found)


def _verb_before(tokens: Sequence[Token], found: Found, before: Found | None) -> Trend | None:
    """ "fell 6.4%", "rose by about 34,000", "up 3%", "an increase of 12"."""
    floor = max(before.end if before else 0, found.first - 6)
    seen: list[str] = []
    for at in range(found.first - 1, floor - 1, -1):
        word = tokens[at].lower
        direction = _direction().get(word)
        if direction is not None and word not in {"extra", "bigger", "smaller", "higher", "lower"}:
            if word in {"up", "down"} and seen[-1:] and seen[-1] in {"to", "from"}:
                return None
            if _DESTINATION & set(seen) or (word in {"cut", "cuts"} and "of" in seen):
                return None
            return direction
        if word not in _MAY_STAND_BETWEEN and word not in _DESTINATION:
            return None
        seen.append(word)
    return None


def _noun_behind(tokens: Sequence[Token], found: Found) -> Trend | None:
    """ "a 4.99% tax rise", "12% higher", "40% drop"."""
    if found.kind not in {FigureKind.PERCENT, FigureKind.MONEY, FigureKind.MEASURE, FigureKind.COUNT}:
        return None
    for at in range(found.end, found.end + 4):
        token = tokens[at]
        if token.kind != "word" and token.text != "-":
            return None
        word = token.lower
        if word in _nouns():
            nearest = found.kind is FigureKind.PERCENT or at == found.end
            return _direction().get(word) or _direction().get(word.removesuffix("s")) if nearest else None
        if word in {
            "of",
            "in",
            "on",
            "and",
            "to",
            "the",
            "were",
            "was",
            "is",
            "are",
            "who",
            "from",
            "by",
            "for",
            "that",
            "after",
            "with",
            "as",
            "at",
        }:
            return None
    return None


def read_rate(text: str, tokens: Sequence[Token], end: int) -> str | None:
    """The base of a rate behind a figure: "a day", "per 100,000", "each year", "/month"; also past the thing counted."""
    for at in range(end, end + 6):
        token = tokens[at]
        if token.lower == "per" or (token.text == "/" and token.glued):
            behind = tokens[at + 1]
            if behind.kind in {"number", "word"}:
                last = (
                    at + 2
                    if behind.kind == "number" and tokens[at + 2].kind == "word" and at + 2 < len(tokens)
                    else at + 1
                )
                return text[behind.start : tokens[last].end]
            return None
        if token.lower in {"a", "an", "each", "every"} and tokens[at + 1].lower in _bases():
            return tokens[at + 1].text
        if token.kind != "word" or token.lower in {
            "in",
            "and",
            "to",
            "of",
            "for",
            "from",
            "with",
            "by",
            "at",
            "on",
            "but",
            "was",
            "were",
            "is",
            "are",
        }:
            return None
    return None
