"""Multiples and ranks: "doubled", "three times higher", "10-fold", "sixth-largest", "39th", "No. 6"."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from storyver.extract.counted import is_noun_like, is_plural
from storyver.extract.found import Found, Scene
from storyver.extract.kinds import COUNT, MULTIPLE, RANK
from storyver.extract.lexer import Token
from storyver.extract.number import MULTIPLES, ONES, ORDINALS, TENS
from storyver.extract.numerals import Number, UnreadableNumberError, read_number
from storyver.extract.quantities import DASHES
from storyver.extract.tables import word_set

_BEFORE_NUMBER = word_set("figures", "before_number")
_MULTIPLE_BEFORE = word_set("figures", "multiple", "before")
_MULTIPLE_BEHIND = word_set("figures", "multiple", "behind")
_NOT_RANKED = word_set("figures", "not_ranked")
_RANKED = word_set("figures", "ranked")
_SUPERLATIVES = word_set("figures", "superlatives")
_TIMES_AS = word_set("figures", "times_as")

_HALF_AGAIN = [["as", size, "again"] for size in ("many", "much", "big", "large", "long")]
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def read_multiple(scene: Scene, at: int) -> Found | None:
    """ "doubled", "twice as many", "three times higher", "two to three times", "10-fold", "threefold"."""
    tokens = scene.tokens
    word = tokens[at].lower
    known = MULTIPLES.get(word)
    if known is not None:
        return _known_multiple(scene, at, word, Decimal(str(known)))
    ones = ONES
    if word.endswith("fold") and word.removesuffix("fold") in ones:
        value = Decimal(ones[word.removesuffix("fold")])
        return _multiple(at, at + 1, value, value, "fold")
    number = _number(tokens, at)
    if number is None or number.vague:
        return None
    low, high, after = number.low, number.high, number.end
    if (tokens[after].lower in {"to", "or"} or tokens[after].text in DASHES) and tokens[after + 1].text:
        second = _number(tokens, after + 1)
        if second is not None and second.low > low:
            high, after = second.high, second.end
    end = after + 1 if tokens[after].text == "-" else after
    if tokens[end].lower == "fold":
        return _multiple(at, end + 1, low, high, "fold")
    if tokens[end].lower == "times" and tokens[end + 1].lower in _TIMES_AS:
        return _multiple(at, end + 1, low, high, "times")
    return None


def read_half_again(scene: Scene, at: int) -> Found | None:
    """ "half as many again": one and a half times."""
    if scene.tokens[at].lower != "half" or [token.lower for token in scene.tokens[at + 1 : at + 4]] not in _HALF_AGAIN:
        return None
    return _multiple(at, at + 4, Decimal("1.5"), Decimal("1.5"), "half_again")


def _number(tokens: Sequence[Token], at: int) -> Number | None:
    try:
        return read_number(tokens, at)
    except UnreadableNumberError:
        return None


def _known_multiple(scene: Scene, at: int, word: str, value: Decimal) -> Found | None:
    tokens = scene.tokens
    behind = tokens[at + 1]
    before = tokens[at - 1].lower if at else ""
    if word in {"twice", "thrice"}:
        if behind.lower in _TIMES_AS:
            return _multiple(at, at + 1, value, value, "multiple")
        return Found(first=at, end=at + 1, kind=COUNT, low=value, high=value, rule="occasions")
    if word in {"double", "triple", "treble", "quadruple", "halve"}:
        introduced = before in _MULTIPLE_BEFORE or _leads_on(tokens, at + 1)
        if behind.text == "-" or not (introduced or behind.lower in _MULTIPLE_BEHIND):
            return None
    if word in {"doubles", "halves", "triples"} and behind.kind == "word" and is_noun_like(behind):
        return None
    return _multiple(at, at + 1, value, value, "multiple")


def _leads_on(tokens: Sequence[Token], at: int) -> bool:
    """ "double to $1,000", "triple from 25": an amount follows."""
    amount = tokens[at + 1].kind == "number" or tokens[at + 2].kind == "number"
    return tokens[at].lower in {"to", "from"} and amount


def _multiple(at: int, end: int, low: Decimal, high: Decimal, rule: str) -> Found:
    return Found(first=at, end=end, kind=MULTIPLE, low=low, high=high, rule=rule)


def read_rank(scene: Scene, at: int) -> Found | None:
    """ "sixth-largest", "39th", "No. 6", "its second flight"."""
    tokens = scene.tokens
    token = tokens[at]
    if token.kind == "number":
        return _rank_in_digits(scene, at)
    if token.lower in {"no", "number"}:
        return _numbered(scene, at)
    ordinals = ORDINALS
    tens = TENS
    if token.lower in tens and tokens[at + 1].text == "-" and tokens[at + 2].lower in ordinals:
        return _rank(scene, at, at + 3, tens[token.lower] + ordinals[tokens[at + 2].lower])
    if token.lower in ordinals:
        return _rank(scene, at, at + 1, ordinals[token.lower])
    return None


def _rank_in_digits(scene: Scene, at: int) -> Found | None:
    """ "39th", with the ending that the number takes: "3st" is a weight."""
    digits, ending = scene.tokens[at].text.replace(",", ""), scene.tokens[at + 1]
    if not ending.glued or not digits.isdigit() or len(digits) > 9:
        return None
    value = int(digits)
    before = [token.lower for token in scene.tokens[max(0, at - 2) : at]]
    if before == ["on", "the"] and value <= 31 and not is_noun_like(scene.tokens[at + 2]):
        return None  # a day of a month that is not named
    teen = 11 <= value % 100 <= 13
    if ending.lower != ("th" if teen else _ENDINGS.get(value % 10, "th")):
        return None
    return _rank(scene, at, at + 2, value)


def _numbered(scene: Scene, at: int) -> Found | None:
    """ "No. 6", "the world No 3"."""
    tokens = scene.tokens
    pointed = tokens[at + 1].text == "."
    number = at + 2 if pointed else at + 1
    token, behind = tokens[number], tokens[number + 1]
    if token.kind != "number" or not token.text.isdigit() or len(token.text) > 3 or token.glued > pointed:
        return None
    before = tokens[at - 1].lower if at else ""
    if not tokens[at].text[:1].isupper() and before not in _BEFORE_NUMBER:
        return None
    opens = at == 0 or tokens[at - 1].text in {".", "!", "?", "“", '"'}
    if tokens[at].lower == "no" and not pointed and (opens or (behind.kind == "word" and is_plural(behind.lower))):
        return None
    value = Decimal(token.text)
    return Found(first=number, end=number + 1, kind=RANK, low=value, high=value, rule="numbered")


def _rank(scene: Scene, at: int, end: int, value: int) -> Found | None:
    tokens = scene.tokens
    tied = tokens[end].text == "-"
    behind = tokens[end + 1] if tied else tokens[end]
    superlative = behind.lower in _SUPERLATIVES
    inside_name = (
        at > 0 and tokens[at].text[:1].isupper() and tokens[at].kind == "word" and tokens[at - 1].kind == "word"
    )
    if value == 1 or inside_name or behind.lower in _NOT_RANKED:
        return None
    if tied and not superlative and behind.lower not in _RANKED:
        return None
    before = tokens[at - 1].lower if at else ""
    if value == 2 and not superlative and not _second_counts(scene, at, end, before):
        return None
    if tokens[at].kind == "word" and before in {"a", "one"} and behind.lower in {"of", "to", ".", ","}:
        return None
    return Found(first=at, end=end, kind=RANK, low=Decimal(value), high=Decimal(value), rule="rank")


def _second_counts(scene: Scene, at: int, end: int, before: str) -> bool:
    """ "its second flight", "only the second", "the second of three days": most seconds merely come after a first."""
    only = before == "the" and at > 1 and scene.tokens[at - 2].lower == "only"
    owned = before in {"its", "his", "her", "their", "only"}
    return only or owned or (before == "the" and _one_of_a_number(scene, end))


def _one_of_a_number(scene: Scene, end: int) -> bool:
    """ "the second of three days", "the second delay in four days"."""
    tokens = scene.tokens
    for at in range(end, end + 4):
        if tokens[at].lower in {"of", "in"}:
            numbers = ONES
            return any(token.kind == "number" or token.lower in numbers for token in tokens[at + 1 : at + 3])
        if not is_noun_like(tokens[at]):
            return False
    return False
