"""Whether a figure is the size of a rise or a fall."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from storyver.extract.counted import is_plural
from storyver.extract.found import Found
from storyver.extract.lexer import Token
from storyver.extract.tables import table, word_set
from storyver.model import FigureKind, Trend

_DESTINATION = frozenset({"to", "at", "from", "above", "below"})
_SIZES = frozenset(
    {
        FigureKind.MONEY,
        FigureKind.COUNT,
        FigureKind.PERCENT,
        FigureKind.MEASURE,
        FigureKind.FRACTION,
        FigureKind.DURATION,
    }
)
_NEAR = 6
_CLAUSE = 10


@cache
def _direction() -> dict[str, Trend]:
    words = table("figures")["trend"]
    return {word: trend for trend in Trend for word in words[trend.value]}


def read_trend(tokens: Sequence[Token], found: Found, before: Found | None) -> Trend | None:
    """``up`` or ``down`` where the text says that the figure is the size of a change; never for where it leads."""
    if found.kind not in _SIZES:
        return None
    floor = before.end if before else 0
    by = _verb_before_by(tokens, found, floor)
    if by is not None or found.kind is FigureKind.DURATION:
        return by
    return _verb_before(tokens, found, floor) or _noun_behind(tokens, found)


def _verb_before(tokens: Sequence[Token], found: Found, floor: int) -> Trend | None:
    """ "fell 6.4%", "rose about 34,000", "up 3%", "an increase of 12"."""
    between = word_set("figures", "trend", "between")
    seen: list[str] = []
    for at in range(found.first - 1, max(floor, found.first - _NEAR) - 1, -1):
        word = tokens[at].lower
        direction = _direction().get(word)
        if direction is not None and word not in word_set("figures", "trend", "only_behind"):
            if _DESTINATION & set(seen) or (word in {"cut", "cuts"} and "of" in seen):
                return None
            if _is_particle(tokens, at, found) or (word == "surge" and tokens[at - 1].lower in {"storm", "tidal"}):
                return None
            return None if _takes_other_objects(tokens, found, word) and "by" not in seen else direction
        if word not in between and word not in _DESTINATION:
            return None
        seen.append(word)
    return None


def _is_particle(tokens: Sequence[Token], at: int, found: Found) -> bool:
    """The "down" of "shot down 27 drones", not that of "were down 12"."""
    if tokens[at].lower not in {"up", "down"} or found.kind is FigureKind.PERCENT or at == 0:
        return False
    before = tokens[at - 1]
    if found.kind is FigureKind.MEASURE and before.lower in {"go", "goes", "going", "gone", "went"}:
        return True  # "the plane went down 3 miles from here"
    moves = before.lower in word_set("figures", "trend", "before_up_and_down") or is_plural(before.lower)
    return before.kind == "word" and not moves and before.lower not in _direction()


def _takes_other_objects(tokens: Sequence[Token], found: Found, word: str) -> bool:
    """ "raised $40m", "lost 12 matches": no rise and no fall; "lost 1.8 per cent", "shed 40 points" are."""
    if word not in word_set("figures", "trend", "other_objects"):
        return False
    points = not {"point", "points", "cent", "cents", "pence", "penny"}.isdisjoint(
        t.lower for t in tokens[found.end - 1 : found.end + 1]
    )
    return found.kind not in {FigureKind.PERCENT, FigureKind.FRACTION} and not points


def _verb_before_by(tokens: Sequence[Token], found: Found, floor: int) -> Trend | None:
    """ "raised rates by 25 basis points": the verb stands before its object."""
    at = found.first - 1
    between = word_set("figures", "trend", "between")
    while at > floor and found.first - at <= _NEAR and tokens[at].lower in between and tokens[at].lower != "by":
        at -= 1
    if at <= floor or tokens[at].lower != "by":
        return None
    for position in range(at - 1, max(floor, at - _CLAUSE) - 1, -1):
        word = tokens[position].lower
        direction = _direction().get(word)
        if direction is not None and word not in word_set("figures", "trend", "only_behind"):
            return None if word in word_set("figures", "trend", "of_contests") else direction
        if tokens[position].kind == "other" and word not in {"-", "'", "’"}:
            return None
        if word in word_set("figures", "trend", "other_clause"):
            return None
    return None


def _noun_behind(tokens: Sequence[Token], found: Found) -> Trend | None:
    """ "a 4.99% tax rise", "12% higher", "40% drop"."""
    if found.kind is FigureKind.FRACTION:
        return None
    nouns = word_set("figures", "trend", "nouns")
    for at in range(found.end, found.end + 4):
        token = tokens[at]
        if token.kind != "word" and token.text != "-":
            return None
        word = token.lower
        if word in nouns:
            nearest = found.kind is FigureKind.PERCENT or at == found.end
            return _direction().get(word) or _direction().get(word.removesuffix("s")) if nearest else None
        if word in word_set("figures", "trend", "ends_phrase"):
            return None
    return None
