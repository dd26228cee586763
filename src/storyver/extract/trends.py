"""Whether a figure is the size of a rise or a fall."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from storyver.extract.counted import is_noun_like, is_plural
from storyver.extract.found import Found, Scene
from storyver.extract.kinds import COUNT, DURATION, FRACTION, MEASURE, MONEY, PERCENT
from storyver.extract.lexer import Token
from storyver.extract.tables import table, word_set
from storyver.extract.units import unit_named
from storyver.model import Figure, Trend

_TREND_BEFORE_UP_AND_DOWN = word_set("figures", "trend", "before_up_and_down")
_TREND_BETWEEN = word_set("figures", "trend", "between")
_TREND_ENDS_PHRASE = word_set("figures", "trend", "ends_phrase")
_TREND_LEAPS = word_set("figures", "trend", "leaps")
_TREND_NOUNS = word_set("figures", "trend", "nouns")
NO_RISE = word_set("figures", "trend", "no_rise")
"""In front of "up" these make it no rise."""
_TREND_OF_CONTESTS = word_set("figures", "trend", "of_contests")
_TREND_ONLY_BEHIND = word_set("figures", "trend", "only_behind")
_TREND_ONLY_WITH_BY = word_set("figures", "trend", "only_with_by")
_TREND_OTHER_CLAUSE = word_set("figures", "trend", "other_clause")
_TREND_OTHER_OBJECTS = word_set("figures", "trend", "other_objects")
_TREND_PRICES = word_set("figures", "trend", "prices")
_TREND_SIZES = word_set("figures", "trend", "sizes")
_TREND_TAKES_OFF = word_set("figures", "trend", "takes_off")
_TREND_THAN_THEN = word_set("figures", "trend", "than_then")
_TREND_THEN = word_set("figures", "trend", "then")

_DIRECTION: Final = {word: trend for trend in Trend for word in table("figures")["trend"][trend.value]}
MOVES: Final = frozenset(_DIRECTION)
"""Verbs and nouns of rise and fall."""
_MORE_OR_LESS = {"more": Trend.UP, "less": Trend.DOWN, "fewer": Trend.DOWN}
_TELLING = MOVES | _TREND_NOUNS | _MORE_OR_LESS.keys()
"""In a text without any of them next to nothing rises or falls."""
_DESTINATION = frozenset({"to", "at", "from", "above", "below"})
_SIZES = frozenset(
    {
        MONEY,
        COUNT,
        PERCENT,
        MEASURE,
        FRACTION,
        DURATION,
    }
)
_SHARES = frozenset({PERCENT, FRACTION})
_AMOUNTS = frozenset({MONEY, MEASURE})
_TAKEN = frozenset({MONEY, PERCENT, FRACTION})
_THINGS = frozenset({("storm", "surge"), ("tidal", "surge"), ("a", "shed"), ("the", "shed"), ("garden", "shed")})
_NEAR = 6
_CLAUSE = 10


def read_trend(scene: Scene, found: Found, before: Found | None) -> Trend | None:
    """``up`` or ``down`` where the text says that the figure is the size of a change; never for where it leads."""
    if found.kind not in _SIZES:
        return None
    tokens = scene.tokens
    floor = before.end if before else 0
    by = _verb_before_by(tokens, found) if "by" in scene.words else None
    if by is not None or found.kind is DURATION:
        return by
    moved = not scene.words.isdisjoint(_TELLING)
    return (
        (_verb_before(tokens, found, floor) if moved else None)
        or (_noun_behind(tokens, found) if moved else None)
        or (_extra_before(tokens, found) if "extra" in scene.words else None)
        or (_taken_off(tokens, found) if "off" in scene.words else None)
    )


def shared_trends(
    tokens: Sequence[Token], found: Sequence[Found], figures: Sequence[Figure]
) -> Iterator[tuple[int, Trend]]:
    """The trend of a size said twice ("slipped 41.75 points, or 0.9%"), for the figure that has none, by index."""
    for index in range(1, len(found)):
        between = [token.lower for token in tokens[found[index - 1].end : found[index].first]]
        one, other = figures[index - 1], figures[index]
        if len(between) > _NEAR or between[-1:] != ["or"] or (one.kind, one.unit) == (other.kind, other.unit):
            continue
        if other.kind not in _SIZES or one.kind not in _SIZES:
            continue
        if one.trend and not other.trend:
            yield index, one.trend
        elif other.trend and not one.trend:
            yield index - 1, other.trend


def _verb_before(tokens: Sequence[Token], found: Found, floor: int) -> Trend | None:
    """ "fell 6.4%", "rose about 34,000", "up 3%", "an increase of 12"."""
    between = _TREND_BETWEEN
    led_to = tokens[found.end].lower == "to" and _is_amount(tokens, found.end + 1)
    seen: list[str] = []
    for at in range(found.first - 1, max(floor, found.first - _NEAR) - 1, -1):
        word = tokens[at].lower
        direction = _DIRECTION.get(word)
        if direction is not None and word not in _TREND_ONLY_BEHIND:
            if _DESTINATION & set(seen) or (word in {"cut", "cuts"} and "of" in seen):
                return None
            if _is_particle(tokens, at, found) or (at > 0 and (tokens[at - 1].lower, word) in _THINGS):
                return None
            if word in _TREND_LEAPS and _is_length(found):
                return None
            if word in _TREND_ONLY_WITH_BY and "by" not in seen:
                return None
            if "by" in seen and (word in _TREND_OF_CONTESTS or _is_done_by(tokens, at, found)):
                return None
            other = _takes_other_objects(tokens, found, word) and not _added_to_price(tokens, found, word)
            return None if other and not led_to and "by" not in seen else direction
        if word not in between and word not in _DESTINATION:
            return None
        seen.append(word)
    return None


def _is_particle(tokens: Sequence[Token], at: int, found: Found) -> bool:
    """The "down" of "shot down 27 drones", not that of "were down 12"."""
    if tokens[at].lower not in {"up", "down"} or at == 0:
        return False
    before = tokens[at - 1]
    if before.lower in NO_RISE:
        return True
    if found.kind is PERCENT:
        return False
    if found.kind is MEASURE and before.lower in {"go", "goes", "going", "gone", "went"}:
        return True  # "the plane went down 3 miles from here"
    moves = before.lower in _TREND_BEFORE_UP_AND_DOWN or is_plural(before.lower)
    return before.kind == "word" and not moves and before.lower not in _DIRECTION


def _takes_other_objects(tokens: Sequence[Token], found: Found, word: str) -> bool:
    """ "raised $40m", "lost 12 matches": no rise and no fall; "lost 1.8 per cent", "shed 40 points" are."""
    if word not in _TREND_OTHER_OBJECTS:
        return False
    if word == "shed" and found.kind is not COUNT:
        return False  # "gold has shed $120"; jobs that are shed are none
    points = not {"point", "points", "cent", "cents", "pence", "penny"}.isdisjoint(
        t.lower for t in tokens[found.end - 1 : found.end + 1]
    )
    return found.kind not in _SHARES and not points


def _is_length(found: Found) -> bool:
    """What somebody jumped, and no size of a rise."""
    unit = unit_named(found.unit)
    return unit is not None and unit.dimension == "length"


def _added_to_price(tokens: Sequence[Token], found: Found, word: str) -> bool:
    """ "adding £97.40 a year to a band D bill": what becomes dearer stands behind."""
    if found.kind is not MONEY or not word.startswith("add"):
        return False
    for at in range(found.end, found.end + 4):
        if tokens[at].lower == "to":
            prices = _TREND_PRICES
            return any(token.lower in prices for token in takewhile(_is_word, tokens[at + 1 : at + 1 + _NEAR]))
        if tokens[at].kind != "word":
            return False
    return False


def _is_word(token: Token) -> bool:
    return token.kind == "word"


def _extra_before(tokens: Sequence[Token], found: Found) -> Trend | None:
    """ "an extra £58", "an extra 411,000 barrels"; a count may be of what comes once."""
    before = [token.lower for token in tokens[max(0, found.first - 2) : found.first]]
    sized = found.kind in _AMOUNTS
    return Trend.UP if sized and before == ["an", "extra"] else None


def _taken_off(tokens: Sequence[Token], found: Found) -> Trend | None:
    """ "take £29 a month off a mortgage", "wiped £3bn off its value"."""
    if found.kind not in _TAKEN:
        return None
    behind = takewhile(_is_word, tokens[found.end : found.end + 4])
    if all(token.lower != "off" for token in behind):
        return None
    between = _TREND_BETWEEN
    at = found.first - 1
    while at > 0 and found.first - at <= _NEAR and tokens[at].lower in between:
        at -= 1
    return Trend.DOWN if at >= 0 and tokens[at].lower in _TREND_TAKES_OFF else None


def _is_amount(tokens: Sequence[Token], at: int) -> bool:
    """An amount stands at ``at``: "lost 3 cents to $2.61"."""
    return tokens[at].kind == "number" or tokens[at + 1].kind == "number"


def _verb_before_by(tokens: Sequence[Token], found: Found) -> Trend | None:
    """ "raised rates by 25 basis points": the verb stands before its object."""
    at = found.first - 1
    between = _TREND_BETWEEN
    while at > 0 and found.first - at <= _NEAR and tokens[at].lower != "by":
        bound = (tokens[at].lower, tokens[at + 1].lower) in {("at", "least"), ("at", "most")}
        if not bound and tokens[at].lower not in between and (tokens[at - 1].lower, tokens[at].lower) != ("up", "to"):
            break
        at -= 1
    if at <= 0 or tokens[at].lower != "by":
        return None
    for position in range(at - 1, max(0, at - _CLAUSE) - 1, -1):
        word = tokens[position].lower
        direction = _DIRECTION.get(word)
        if direction is not None and word not in _TREND_ONLY_BEHIND:
            told = word in _TREND_OF_CONTESTS or _is_done_by(tokens, position, found)
            return None if told else direction
        if tokens[position].kind == "other" and word not in {"-", "'", "’"}:
            return None
        if word in _TREND_OTHER_CLAUSE:
            return None
    return None


def _is_done_by(tokens: Sequence[Token], verb: int, found: Found) -> bool:
    """ "was dropped by two clients", "was set up by 12 countries": those counted do it, and are no size of it."""
    if found.kind is not COUNT or tokens[found.end].lower in _TREND_SIZES:
        return False
    before = tokens[verb - 1].lower if verb else ""
    passive = before in {"was", "were", "is", "are", "be", "been", "being"} and tokens[found.end].kind == "word"
    return before in NO_RISE or (passive and is_noun_like(tokens[found.end]))


def _noun_behind(tokens: Sequence[Token], found: Found) -> Trend | None:
    """ "a 4.99% tax rise", "12% higher", "40% drop"."""
    if (compared := _than_then(tokens, found.end)) is not None:
        return compared
    if found.kind is FRACTION:
        return None
    nouns = _TREND_NOUNS
    restated = tokens[found.end].text == "," and found.first > 0 and tokens[found.first - 1].lower == "or"
    first = found.end + restated  # "37.4 points, or 0.4 per cent, lower"
    for at in range(first, first + 4):
        token = tokens[at]
        if token.kind != "word" and token.text != "-":
            return None
        word = token.lower
        if word in nouns:
            nearest = found.kind is PERCENT or at == first
            return _DIRECTION.get(word) or _DIRECTION.get(word.removesuffix("s")) if nearest else None
        if word in _TREND_ENDS_PHRASE:
            return None
    return None


def _than_then(tokens: Sequence[Token], at: int) -> Trend | None:
    """ "£2.2bn more than a year ago", "4 cents less than last week"."""
    word = tokens[at].lower
    direction = _DIRECTION.get(word) if word in _TREND_ONLY_BEHIND else _MORE_OR_LESS.get(word)
    if direction is None or tokens[at + 1].lower != "than":
        return None
    if tokens[at + 2].lower not in _TREND_THAN_THEN:
        return None
    then = _TREND_THEN
    return direction if any(token.lower in then or _is_year(token) for token in tokens[at + 2 : at + 6]) else None


def _is_year(token: Token) -> bool:
    return token.text.isdigit() and len(token.text) == 4 and token.text[:2] in {"19", "20"}
