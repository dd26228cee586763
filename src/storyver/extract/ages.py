"""Ages: "59-year-old", "aged 70 and over", "Hague, 44", "in his 70s", "under-fives", "he was 17 when"."""

from __future__ import annotations

from decimal import Decimal

from storyver.extract.calendar import months
from storyver.extract.counted import is_noun_like, is_plural
from storyver.extract.found import Found, Scene
from storyver.extract.numerals import UnreadableNumberError, read_number
from storyver.extract.quantities import DASHES
from storyver.extract.tables import table, word_set
from storyver.extract.units import read_unit
from storyver.model import FigureKind, Qualifier

_OLDEST = 125
_LONGEST_LIST = 8
_AGE_UNITS = frozenset({"year", "month", "week", "day"})
_BEHIND_AN_AGE = frozenset({",", ".", ";", ")", "", "and", "of", "from", "who", "–", "—", "was", "is", "told", "said"})


def read_age(scene: Scene, at: int) -> Found | None:
    """The age that starts at ``at``."""
    tokens = scene.tokens
    if tokens[at].lower in table("numerals")["decades"]:
        return _decade_in_words(scene, at)
    if tokens[at].lower in table("numerals")["years_of_children"]:
        return _under_and_over(scene, at, at + 1, Decimal(table("numerals")["years_of_children"][tokens[at].lower]))
    try:
        number = read_number(tokens, at, cross_and=False)
        if number is None or number.magnitude != 1 or number.vague or not _starts_number(scene, at):
            return None
        low, high, end = number.low, number.high, number.end
        joint = tokens[end]
        if joint.text == "-" and tokens[end + 1].lower in {"to", "or"}:
            end, joint = end + 1, tokens[end + 1]
        between = at > 0 and (tokens[at - 1].lower == "between" or _ages_of(scene, at))
        if joint.lower in {"to", "or"} or joint.text in DASHES or (joint.lower == "and" and between):
            second = read_number(tokens, end + 1, cross_and=False) if _starts_number(scene, end + 1) else None
            if second is not None and low < second.high <= _OLDEST:
                found = _classify(scene, at, second.end, low, second.high)
                if found is not None:
                    return found
    except UnreadableNumberError:
        return None
    return _classify(scene, at, number.end, low, high)


def _ages_of(scene: Scene, at: int) -> bool:
    """ "between the ages of 16 and 25"."""
    return at > 1 and scene.tokens[at - 1].lower == "of" and scene.tokens[at - 2].lower == "ages"


def _starts_number(scene: Scene, at: int) -> bool:
    token, numerals = scene.tokens[at], table("numerals")
    if token.kind == "number":
        return token.text.replace(".", "", 1).replace(",", "").isdigit()
    return token.lower in numerals["ones"] or token.lower in numerals["tens"]


def _classify(scene: Scene, at: int, end: int, low: Decimal, high: Decimal) -> Found | None:
    if (old := _year_old(scene, at, end, low, high)) is not None:
        return old
    if high > _OLDEST:
        return None
    return (
        _aged(scene, at, end, low, high)
        or _of_decade(scene, at, end, low)
        or _under_and_over(scene, at, end, low)
        or _beside_name(scene, at, end, low, high)
        or _of_person(scene, at, end, low, high)
        or _in_list(scene, at, end, low, high)
    )


def _age(
    at: int,
    end: int,
    low: Decimal,
    high: Decimal,
    unit: str,
    rule: str,
    *,
    qualifier: Qualifier | None = None,
    behind: int | None = None,
) -> Found:
    return Found(
        first=at,
        end=end,
        kind=FigureKind.AGE,
        low=low,
        high=high,
        unit=unit,
        rule=rule,
        qualifier=qualifier,
        behind=behind,
    )


def _year_old(scene: Scene, at: int, end: int, low: Decimal, high: Decimal) -> Found | None:
    tokens, after = scene.tokens, end
    if tokens[after].text in {"-", "‑"}:
        after += 1
    unit = tokens[after].lower.removesuffix("s")
    if unit not in _AGE_UNITS:
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
    if before in {"under", "over"} and second in word_set("figures", "people"):
        qualifier = Qualifier.LESS_THAN if before == "under" else Qualifier.MORE_THAN
        unit = tokens[end].lower.removesuffix("s")
        if unit in _AGE_UNITS and second in word_set("figures", "young"):
            return _age(at, end + 1, low, high, unit, "people_under", qualifier=qualifier)
        if _counts(scene, end):
            return None
        return _age(at, end, low, high, "year", "people_under", qualifier=qualifier)
    return None


def _counts(scene: Scene, end: int) -> bool:
    """Something is counted or measured by the number in front of ``end``."""
    token = scene.tokens[end]
    if token.text in {"%", "-"} or read_unit(scene.tokens, end) is not None:
        return True
    return token.kind == "word" and is_plural(token.lower)


def _of_decade(scene: Scene, at: int, end: int, low: Decimal) -> Found | None:
    """ "in his 70s", "the 30-something", "in their 30s and 40s"."""
    tokens = scene.tokens
    if tokens[at].kind != "number" or low % 10 or not 10 <= low <= 100:
        return None
    if tokens[end].text == "-" and tokens[end + 1].lower in {"something", "somethings"}:
        return _age(at, end, low, low + 9, "year", "decade_of_life", behind=end + 2)
    if not (tokens[end].glued and tokens[end].lower in {"s", "'s"}):
        return None
    first = at
    while first >= 2 and tokens[first - 1].lower in {"and", "or", "to", "-"} and at - first < _LONGEST_LIST:
        first -= 2 if tokens[first - 2].lower not in {"s", "'s"} else 3
    if first >= 2 and tokens[first - 1].text == "-":
        first -= 1
    before = tokens[first - 1].lower if first > 0 else ""
    if before in word_set("figures", "decade_of_life"):
        return _age(at, end + 1, low, low + 9, "year", "decade_of_life")
    return None


def _decade_in_words(scene: Scene, at: int) -> Found | None:
    """ "in her eighties", and not "the eighties"."""
    if at == 0 or scene.tokens[at - 1].lower not in word_set("figures", "decade_of_life"):
        return None
    low = Decimal(table("numerals")["decades"][scene.tokens[at].lower])
    return _age(at, at + 1, low, low + 9, "year", "decade_of_life")


def _under_and_over(scene: Scene, at: int, end: int, low: Decimal) -> Found | None:
    """ "over-65s", "under-fives", "an under-21 side"."""
    tokens = scene.tokens
    if at < 1:
        return None
    hyphen = at > 1 and tokens[at - 1].text == "-" and tokens[at].glued
    word = tokens[at - 2].lower if hyphen else tokens[at - 1].lower
    plural = tokens[end].glued and tokens[end].lower in {"s", "'s"}
    if word not in {"over", "under"} or not (plural or hyphen):
        return None
    qualifier = Qualifier.LESS_THAN if word == "under" else Qualifier.MORE_THAN
    behind = end + 1 if plural else end
    return _age(at, end, low, low, "year", "over_and_under", qualifier=qualifier, behind=behind)


def _beside_name(scene: Scene, at: int, end: int, low: Decimal, high: Decimal) -> Found | None:
    """ "Josef Adler, 28, told", "Tom Price (right), 52, won", "John Hague (44) was"."""
    tokens = scene.tokens
    if at < 2 or low < 1 or low % 1:
        return None
    name, mark, behind = tokens[at - 2], tokens[at - 1], tokens[end]
    if not tokens[at].text.isdigit() and name.lower not in word_set("figures", "person"):
        return None
    if mark.text == "(" and behind.text == ")":
        full = at >= 3 and all(_is_name(scene, position) for position in (at - 2, at - 3))
        return _age(at, end, low, high, "year", "in_brackets") if full and low >= 4 else None
    pictured = name.text == ")" and at >= 5 and tokens[at - 3].lower in word_set("figures", "pictured")
    if pictured:
        name = tokens[at - 5]
    named = name.text[:1].isupper() and name.lower not in months()
    if mark.text == "," and name.kind == "word" and (named or name.lower in word_set("figures", "person")):
        decimal = behind.text == "," and tokens[end + 1].kind == "number" and behind.glued and tokens[end + 1].glued
        if behind.text in _BEHIND_AN_AGE and not decimal and tokens[at - 3].kind != "number":
            return _age(at, end, low, high, "year", "beside_name")
    return None


def _is_name(scene: Scene, at: int) -> bool:
    token = scene.tokens[at]
    return token.kind == "word" and token.text[:1].isupper() and not token.text.isupper() and is_noun_like(token)


def _of_person(scene: Scene, at: int, end: int, low: Decimal, high: Decimal) -> Found | None:
    """ "he was 17 when", "who is 82,", "both 19,", "turned 50", "the retirement age will rise to 67"."""
    tokens = scene.tokens
    behind = tokens[end]
    bare = not is_noun_like(behind) and not (behind.glued and behind.kind != "other") and behind.text not in {"%", "-"}
    time_behind = behind.lower in {"last", "next", "this"}
    if at < 2 or low < 1 or tokens[at].kind != "number" or not tokens[at].text.isdigit():
        return None
    if read_unit(tokens, end) is not None or not (bare or time_behind) or behind.lower in {"of", "to", "per", "out"}:
        return None
    before, second = tokens[at - 1].lower, tokens[at - 2].lower
    if before == "of" and second in word_set("figures", "of_age"):
        return _age(at, end, low, high, "year", "of_age")
    if before in {"turned", "turns", "turning"} and second in word_set("figures", "person"):
        return _age(at, end, low, high, "year", "turned")
    if _age_told(scene, at):
        return _age(at, end, low, high, "year", "of_age")
    if before in {"is", "was", "be", "just", "only", "now"}:
        person = word_set("figures", "person") & {token.lower for token in tokens[max(0, at - 4) : at]}
        stated = behind.text in {",", ".", ";", ")"} or behind.lower in {"when", "on", "at", "and", "last", "next"}
        return _age(at, end, low, high, "year", "of_person") if person and stated else None
    if before == "both" and behind.text in {",", ")"}:
        return _age(at, end, low, high, "year", "both")
    return None


def _age_told(scene: Scene, at: int) -> bool:
    """The noun "age" stands before, and nothing but words between."""
    tokens = scene.tokens
    if tokens[at - 1].lower not in {"to", "is", "was", "from", "at", "of", "be", "than"}:
        return False
    for position in range(at - 1, max(-1, at - _LONGEST_LIST), -1):
        if tokens[position].kind != "word":
            return False
        if tokens[position].lower == "age":
            return True
    return False


def _in_list(scene: Scene, at: int, end: int, low: Decimal, high: Decimal) -> Found | None:
    """ "aged seven and nine", "12, 14 and 17 years old": each number of the list is an age."""
    tokens = scene.tokens
    position = end
    for _ in range(_LONGEST_LIST // 2):
        step = _past_joint(scene, position)
        if step is None:
            break
        unit = _year_old(scene, step, step + 1, low, high)
        if unit is not None:
            return _age(at, end, low, high, unit.unit or "year", "in_list")
        position = step + 1
    if _counts(scene, end) or is_noun_like(tokens[end]):
        return None
    first = at
    for _ in range(_LONGEST_LIST // 2):
        joint = first - 1
        if joint >= 2 and tokens[joint].lower in {"and", "or"} and tokens[joint - 1].text == ",":
            joint -= 1
        if joint < 2 or tokens[joint].lower not in {"and", "or", ","} or not _starts_number(scene, joint - 1):
            return None
        first = joint - 1
        if tokens[first - 1].lower in {"aged", "ages"}:
            return _age(at, end, low, high, "year", "in_list")
    return None


def _past_joint(scene: Scene, at: int) -> int | None:
    """Past "," or "and" to the next number of a list."""
    tokens = scene.tokens
    after = at
    if tokens[after].text == ",":
        after += 1
    if tokens[after].lower in {"and", "or"}:
        after += 1
    return after if after > at and _starts_number(scene, after) else None
