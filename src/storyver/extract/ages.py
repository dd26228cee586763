"""Ages: "59-year-old", "aged 70 and over", "Hague, 44", "in his 70s", "under-fives"."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from storyver.extract.calendar import months
from storyver.extract.found import Found, Scene
from storyver.extract.numerals import UnreadableNumber, read_number
from storyver.extract.quantities import DASHES
from storyver.extract.tables import table
from storyver.model import FigureKind, Qualifier

_OLDEST = 125
_BEHIND_AN_AGE = frozenset({",", ".", ";", ")", "", "and", "of", "from", "who", "–", "—"})


@cache
def _people() -> frozenset[str]:
    return frozenset(table("figures")["people"]["words"])


def read_age(scene: Scene, at: int) -> Found | None:
    """The age that starts at ``at``."""
    tokens = scene.tokens
    try:
        number = read_number(tokens, at, cross_and=False)
    except UnreadableNumber:
        return None
    if number is None or number.low > _OLDEST or number.magnitude != 1 or number.vague:
        return None
    low, high, end = number.low, number.high, number.end
    joint = tokens[end]
    if joint.text == "-" and tokens[end + 1].lower in {"to", "or"}:
        end, joint = end + 1, tokens[end + 1]
    between = at > 0 and tokens[at - 1].lower == "between"
    if joint.lower in {"to", "or"} or joint.text in DASHES or (joint.lower == "and" and between):
        second = read_number(tokens, end + 1, cross_and=False) if _starts_number(scene, end + 1) else None
        if second is not None and low < second.high <= _OLDEST:
            found = _classify(scene, at, second.end, low, second.high)
            if found is not None:
                return found
    return _classify(scene, at, number.end, low, high)


def _starts_number(scene: Scene, at: int) -> bool:
    token = scene.tokens[at]
    return (token.kind == "number" and token.text.isdigit()) or token.lower in table("numerals")["ones"]


def _classify(scene: Scene, at: int, end: int, low: Decimal, high: Decimal) -> Found | None:
    return (
        _year_old(scene, at, end, low, high)
        or _aged(scene, at, end, low, high)
        or _of_decade(scene, at, end, low)
        or _beside_name(scene, at, end, low, high)
    )


def _age(at: int, end: int, low: Decimal, high: Decimal, unit: str, rule: str, **more: Qualifier | int) -> Found:
    return Found(first=at, end=end, kind=FigureKind.AGE, low=low, high=high, unit=unit, rule=rule, **more)  # type: ignore[arg-type]


def _year_old(scene: Scene, at: int, end: int, low: Decimal, high: Decimal) -> Found | None:
    tokens, after = scene.tokens, end
    if tokens[after].text in {"-", "‑"}:
        after += 1
    word = tokens[after].lower
    unit = word.removesuffix("s")
    if unit not in {"year", "month", "week", "day"}:
        return None
    behind = after + 1
    if tokens[behind].text in {"-", "‑"}:
        behind += 1
    if tokens[behind].lower in {"old", "olds"}:
        return _age(at, after + 1, low, high, unit, "year_old", behind=behind + 1)
    if tokens[behind].lower == "of" and tokens[behind + 1].lower == "age":
        return _age(at, after + 1, low, high, unit, "years_of_age", behind=behind + 2)
    return None


def _aged(scene: Scene, at: int, end: int, low: Decimal, high: Decimal) -> Found | None:
    """ "aged 59", "aged between 16 and 24", "at the age of 12", "children under five", "everyone over 65"."""
    tokens = scene.tokens
    before = tokens[at - 1].lower if at else ""
    second = tokens[at - 2].lower if at > 1 else ""
    if tokens[end].glued and tokens[end].kind == "word":
        return None
    if before in {"aged", "age", "ages"} or (
        before in {"of", "between", "over", "under", "from", "about", "around"} and second in {"age", "aged", "ages"}
    ):
        return _age(at, end, low, high, "year", "aged")
    if before in {"under", "over"} and second in _people() and not _counts_something(scene, end):
        qualifier = Qualifier.LESS_THAN if before == "under" else Qualifier.MORE_THAN
        return _age(at, end, low, high, "year", "people_under", qualifier=qualifier)
    return None


def _counts_something(scene: Scene, end: int) -> bool:
    token = scene.tokens[end]
    return token.text in {"%", "-"} or (
        token.kind == "word"
        and token.lower
        not in {
            "is",
            "are",
            "was",
            "were",
            "has",
            "have",
            "had",
            "who",
            "in",
            "and",
            "or",
            "will",
            "can",
            "to",
            "at",
            "with",
            "by",
            "for",
            "from",
            "on",
            "should",
            "must",
            "may",
            "get",
            "would",
            "living",
            "as",
            "than",
        }
    )


def _of_decade(scene: Scene, at: int, end: int, low: Decimal) -> Found | None:
    """ "in his 70s", "over-65s", "under-fives"."""
    tokens = scene.tokens
    before = tokens[at - 1] if at else None
    if before is None or not (tokens[end].glued and tokens[end].lower in {"s", "'s"}) or tokens[at].kind != "number":
        return None
    word = before.lower
    if before.text == "-" and at > 1:
        word = tokens[at - 2].lower
    if word in {"over", "under"}:
        qualifier = Qualifier.LESS_THAN if word == "under" else Qualifier.MORE_THAN
        return _age(at, end, low, low, "year", "over_and_under", qualifier=qualifier, behind=end + 1)
    if word in {"his", "her", "their", "early", "mid", "late", "my", "your", "our"} and low % 10 == 0:
        return _age(at, end + 1, low, low + 9, "year", "decade_of_life")
    return None


def _beside_name(scene: Scene, at: int, end: int, low: Decimal, high: Decimal) -> Found | None:
    """ "Josef Adler, 28, told": digits between commas behind a name."""
    tokens = scene.tokens
    if at < 2 or tokens[at].kind != "number" or not tokens[at].text.isdigit() or low < 1:
        return None
    name, comma, behind = tokens[at - 2], tokens[at - 1], tokens[end]
    if comma.text == "," and name.kind == "word" and name.text[:1].isupper() and name.lower not in months():
        decimal = behind.text == "," and tokens[end + 1].kind == "number" and behind.glued and tokens[end + 1].glued
        if behind.text in _BEHIND_AN_AGE and not decimal and not _in_list_of_numbers(scene, at):
            return _age(at, end, low, high, "year", "beside_name")
    return None


def _in_list_of_numbers(scene: Scene, at: int) -> bool:
    """ "Article 5, 12, 14": a number stands right in front of the comma's word or behind the next comma."""
    tokens = scene.tokens
    return at >= 3 and tokens[at - 3].kind == "number"
