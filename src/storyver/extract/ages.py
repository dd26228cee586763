"""Ages: "59-year-old", "aged 70 and over", "Hague, 44", "in his 70s", "under-fives", "he was 17 when"."""

from __future__ import annotations

from decimal import Decimal

from storyver.extract.ages_of_persons import beside_name, counts_something, did_at_age, made_age, of_person
from storyver.extract.counted import is_noun_like
from storyver.extract.found import Found, Scene
from storyver.extract.number import DECADES, YEARS_OF_CHILDREN
from storyver.extract.numerals import UnreadableNumberError, read_number
from storyver.extract.quantities import DASHES
from storyver.extract.tables import table, word_set
from storyver.extract.trends import MOVES
from storyver.model import Qualifier

_MOVED = MOVES | word_set("figures", "age_moved")
_DECADE_OF_LIFE = word_set("figures", "decade_of_life")
_YOUNGER = {"younger": Qualifier.LESS_THAN, "older": Qualifier.MORE_THAN}
_PEOPLE = word_set("figures", "people")
_OLD = word_set("figures", "age_words", "plainest")
_NEAR = word_set("figures", "age_words", "near")
_IN_FRONT = word_set("figures", "age_words", "in_front") | word_set("figures", "age_words", "of_speakers")
_YOUNG = word_set("figures", "young")

_OLDEST = 125
_LONGEST_LIST = 8
_BOUNDS = {
    "under": Qualifier.LESS_THAN,
    "below": Qualifier.LESS_THAN,
    "over": Qualifier.MORE_THAN,
    "above": Qualifier.MORE_THAN,
}
_AGE_UNITS = frozenset({"year", "month", "week", "day"})


def read_age(scene: Scene, at: int) -> Found | None:
    """The age that starts at ``at``."""
    tokens = scene.tokens
    if tokens[at].lower in DECADES:
        return _decade_in_words(scene, at)
    if tokens[at].lower in YEARS_OF_CHILDREN:
        return _under_and_over(scene, at, at + 1, Decimal(YEARS_OF_CHILDREN[tokens[at].lower]))
    if not _may_be_age(scene, at):
        return None
    try:
        number = read_number(tokens, at, cross_and=False)
        if number is None or number.vague or not _starts_number(scene, at):
            return None
        if number.magnitude != 1 and number.high <= _OLDEST:
            return None  # "two dozen"
        low, high, end = number.low, number.high, number.end
        joint = tokens[end]
        if joint.text == "-" and tokens[end + 1].lower in {"to", "or"}:
            end, joint = end + 1, tokens[end + 1]
        if joint.lower == "to" and _is_changed(scene, at):
            return _classify(scene, at, number.end, low, high) or _age_changed(scene, at, number.end, low, high)
        between = at > 0 and (tokens[at - 1].lower == "between" or _ages_of(scene, at))
        if joint.lower in {"to", "or"} or joint.text in DASHES or (joint.lower == "and" and between):
            second = read_number(tokens, end + 1, cross_and=False) if _starts_number(scene, end + 1) else None
            if second is not None and low < second.high:
                shared = second.magnitude if number.magnitude == 1 else 1  # "2- to 3-million-year-old"
                found = _classify(scene, at, second.end, low * shared, second.high)
                if found is not None:
                    return found
    except UnreadableNumberError:
        return None
    return _classify(scene, at, number.end, low, high)


def _may_be_age(scene: Scene, at: int) -> bool:
    """A word stands near without which no number is an age; one of a thousand or more is only with the plainest."""
    text = scene.tokens[at].text
    if len(text) > 3 and text.isdigit() and text[0] != "0":
        return not scene.words.isdisjoint(_OLD)
    return (at > 0 and scene.tokens[at - 1].lower in _IN_FRONT) or not scene.words.isdisjoint(_NEAR)


def _is_changed(scene: Scene, at: int) -> bool:
    """ "raise the age from 62 to 64": two ages and no range of them."""
    if at == 0 or scene.tokens[at - 1].lower != "from":
        return False
    return any(token.lower in _MOVED for token in scene.tokens[max(0, at - _LONGEST_LIST) : at])


def _age_changed(scene: Scene, at: int, end: int, low: Decimal, high: Decimal) -> Found | None:
    told = any(token.lower in {"age", "ages"} for token in scene.tokens[max(0, at - _LONGEST_LIST) : at])
    return made_age(at, end, low, high, "year", "age_changed") if told else None


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
        _and_older(scene, at, end, low, high)
        or _aged(scene, at, end, low, high)
        or _of_decade(scene, at, end, low)
        or _under_and_over(scene, at, end, low)
        or beside_name(scene, at, end, low, high)
        or of_person(scene, at, end, low, high)
        or did_at_age(scene, at, end, low, high)
        or _in_list(scene, at, end, low, high)
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
    if tokens[behind].lower in {"old", "olds"} and tokens[after].kind == "word":
        return made_age(at, after + 1, low, high, unit, "year_old", behind=behind + 1)
    if tokens[behind].lower == "of" and tokens[behind + 1].lower == "age":
        return made_age(at, after + 1, low, high, unit, "years_of_age", behind=behind + 2)
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
        return made_age(at, end, low, high, "year", "aged", qualifier=_qualified_age(scene, at))
    if before == "than" and second in _YOUNGER and not counts_something(scene, end):
        return made_age(at, end, low, high, "year", "aged", qualifier=_YOUNGER[second])
    if before in {"under", "over"} and second in _PEOPLE:
        qualifier = Qualifier.LESS_THAN if before == "under" else Qualifier.MORE_THAN
        unit = tokens[end].lower.removesuffix("s")
        if unit in _AGE_UNITS and second in _YOUNG:
            return made_age(at, end + 1, low, high, unit, "people_under", qualifier=qualifier)
        if counts_something(scene, end):
            return None
        return made_age(at, end, low, high, "year", "people_under", qualifier=qualifier)
    return None


def _qualified_age(scene: Scene, at: int) -> Qualifier | None:
    """ "under the age of five": the word in front of "age" qualifies."""
    tokens, first = scene.tokens, at - 2 if scene.tokens[at - 1].lower == "of" else at - 1
    if first > 0 and tokens[first].lower == "age":
        first -= 2 if tokens[first - 1].lower == "the" else 1
        return _BOUNDS.get(tokens[first].lower) if first >= 0 else None
    return None


def _and_older(scene: Scene, at: int, end: int, low: Decimal, high: Decimal) -> Found | None:
    """ "children 6 and older", "adults 65 or over", "boys as young as eight"."""
    tokens = scene.tokens
    before = [token.lower for token in tokens[max(0, at - 3) : at]]
    if before in (["as", "young", "as"], ["as", "old", "as"]) and not counts_something(scene, end):
        return made_age(at, end, low, high, "year", "as_young_as")
    limit = tokens[end + 1].lower if tokens[end].lower in {"and", "or"} else ""
    bounded = limit in {"over", "above", "under", "up"}
    of_people = bool(before) and before[-1] in _PEOPLE
    told = limit in {"older", "younger"} or (bounded and of_people)
    return made_age(at, end, low, high, "year", "and_older") if told else None


def _of_decade(scene: Scene, at: int, end: int, low: Decimal) -> Found | None:
    """ "in his 70s", "the 30-something", "in their 30s and 40s"."""
    tokens = scene.tokens
    if tokens[at].kind != "number" or low % 10 or not 10 <= low <= 100:
        return None
    if tokens[end].text == "-" and tokens[end + 1].lower in {"something", "somethings"}:
        return made_age(at, end, low, low + 9, "year", "decade_of_life", behind=end + 2)
    if not (tokens[end].glued and tokens[end].lower in {"s", "'s"}):
        return None
    first = at
    while first >= 2 and tokens[first - 1].lower in {"and", "or", "to", "-"} and at - first < _LONGEST_LIST:
        first -= 2 if tokens[first - 2].lower not in {"s", "'s"} else 3
    if first >= 2 and tokens[first - 1].text == "-":
        first -= 1
    before = tokens[first - 1].lower if first > 0 else ""
    if before in _DECADE_OF_LIFE:
        return made_age(at, end + 1, low, low + 9, "year", "decade_of_life")
    return None


def _decade_in_words(scene: Scene, at: int) -> Found | None:
    """ "in her eighties", and not "the eighties"."""
    if at == 0 or scene.tokens[at - 1].lower not in _DECADE_OF_LIFE:
        return None
    low = Decimal(DECADES[scene.tokens[at].lower])
    return made_age(at, at + 1, low, low + 9, "year", "decade_of_life")


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
    return made_age(at, end, low, low, "year", "over_and_under", qualifier=qualifier, behind=behind)


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
            return made_age(at, end, low, high, unit.unit or "year", "in_list")
        position = step + 1
    if counts_something(scene, end) or is_noun_like(tokens[end]):
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
            return made_age(at, end, low, high, "year", "in_list")
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
