"""A unit that is said once for two numbers: "from 21 mpg to 23", "9,600 pounds, not 9,300", "6 and 7 per cent"."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from storyver.extract.counted import is_noun_like
from storyver.extract.found import Found, Scene
from storyver.extract.kinds import AGE, COUNT, DURATION, MEASURE, MONEY, PERCENT
from storyver.extract.tables import word_set
from storyver.extract.trends import MOVES

_BEFORE_MAGNITUDE = word_set("figures", "before_magnitude")
_MARGIN_WITHIN = 8
"""Words in front of a figure among which "margin of error" is looked for."""
_POINTS_OF_SHARES_BEHIND = word_set("figures", "points_of_shares", "behind")
_POINTS_OF_SHARES_OF_OTHERS = word_set("figures", "points_of_shares", "of_others")

_QUAKES, _QUAKES_MEASURED = word_set("figures", "quakes"), word_set("figures", "quakes", "measured")

_LIMITS, _LIMITS_BEFORE = word_set("figures", "limits"), word_set("figures", "limits", "before")
_NEAR = 6
_BESIDE = 2
_FEW = 4
_NEARBY = 24
_MAGNITUDE = "magnitude"
_LARGEST_MAGNITUDE = 10
_CLAUSE = 12
_LENDING = frozenset({MONEY, PERCENT, MEASURE, DURATION, AGE})
_HUNDREDTHS = frozenset({"cent", "cents", "pence", "penny", "p"})
_HUNDREDTH = Decimal("0.01")
_SENTENCE_ENDS = frozenset({".", "!", "?", ";", ":"})
_BEFORE_LATER = frozenset({"not", "to", "than", "from", "instead"})
_BEFORE_EARLIER = frozenset({"from"})


def share_units(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """The findings, with the unit of a neighbour on bare numbers that plainly share it."""
    result = list(found)
    for index, one in enumerate(result):
        if one.rule != "quantity" or one.kind is not COUNT or one.unit is not None or _names_its_own(scene, one):
            continue
        before = _in_front(scene, one)
        earlier = result[index - 1] if index else None
        later = found[index + 1] if index + 1 < len(found) else None
        if (magnitude := _of_quake(scene, one) or _revised_magnitude(scene, result, index)) is not None:
            result[index] = magnitude
        elif (
            earlier is not None
            and before in _BEFORE_LATER
            and earlier.unit != _MAGNITUDE
            and _lends(scene, earlier, before)
            and one.first - earlier.end <= _NEAR
            and not _is_size(scene, earlier, one)
            and not (before == "from" and _leads_on(scene, one))
        ):
            result[index] = _lent(scene, earlier, one)
        elif (
            later is not None
            and before in _BEFORE_EARLIER
            and _lends(scene, later, before)
            and later.first - one.end <= 1
        ):
            result[index] = _lent(scene, later, one)
        elif earlier is not None and _is_elided(scene, earlier, one):
            result[index] = _lent(scene, earlier, one)
        elif index and _is_limit(scene, told := last_unbracketed(scene, result[:index]), one):
            result[index] = _lent(scene, told, one)
    return _points_of_shares(scene, _share_in_lists(scene, result))


def last_unbracketed(scene: Scene, found: Sequence[Found]) -> Found:
    """The last of the findings; the one before where that restates it in brackets: "9,200 hectares (92 sq km)"."""
    last = found[-1]
    bracketed = len(found) > 1 and last.first > 0 and scene.tokens[last.first - 1].text == "("
    return found[-2] if bracketed else last


def _in_front(scene: Scene, one: Found) -> str:
    """The word in front of a number; of "instead of" the first."""
    words = [token.lower for token in scene.tokens[max(0, one.first - 2) : one.first]]
    return "instead" if words == ["instead", "of"] else words[-1] if words else ""


def _lent(scene: Scene, lender: Found, one: Found) -> Found:
    """The number with the unit of a neighbour, and in its hundredths: "from eight cents to five"."""
    plain = one._replace(kind=lender.kind, unit=lender.unit, rule="shared_unit")
    small = lender.kind is MONEY and any(t.lower in _HUNDREDTHS for t in scene.tokens[lender.first : lender.end])
    if not small or one.low is None or one.high is None:
        return plain
    return plain._replace(low=one.low * _HUNDREDTH, high=one.high * _HUNDREDTH)


def _leads_on(scene: Scene, one: Found) -> bool:
    """ "in power for 12 years, drop from 17 to 11": what counts both bare numbers is told elsewhere."""
    behind, number = scene.tokens[one.end : one.end + 2]
    return behind.lower == "to" and number.kind == "number"


def _is_size(scene: Scene, earlier: Found, one: Found) -> bool:
    """ "A rise of 20% from 50 to 70": the percentage is the size of what lies between bare numbers."""
    led = scene.tokens[earlier.first - 1].lower in {"by", "of"} | MOVES if earlier.first else False
    return earlier.kind is PERCENT and led and scene.tokens[one.end].lower == "to"


def _revised_magnitude(scene: Scene, found: Sequence[Found], index: int) -> Found | None:
    """ "a magnitude 6.8 earthquake …, revising an initial 7.1", "the ninth above 5"."""
    one = found[index]
    if one.low is None or one.low > _LARGEST_MAGNITUDE or not one.first:
        return None
    before = scene.tokens[one.first - 1].lower
    if before not in _BEFORE_MAGNITUDE or (before in {"from", "to"} and one.low % 1 == 0):
        return None  # "from 3 to 5" are as well hours
    for other in reversed(found[max(0, index - _FEW) : index]):
        if other.unit == _MAGNITUDE:
            between = {token.text for token in scene.tokens[other.end : one.first]}
            return (
                None if between & _SENTENCE_ENDS else one._replace(kind=other.kind, unit=_MAGNITUDE, rule="shared_unit")
            )
    return None


def _of_quake(scene: Scene, one: Found) -> Found | None:
    """ "A tremor measuring 3.4", "a quake of 5.2": nothing counted stands behind."""
    if one.low is None or one.low > _LARGEST_MAGNITUDE or one.low % 1 == 0:
        return None
    before = [token.lower for token in scene.tokens[max(0, one.first - _NEAR) : one.first]]
    if not before or before[-1] not in _QUAKES_MEASURED or _QUAKES.isdisjoint(before):
        return None
    return one._replace(kind=MEASURE, unit=_MAGNITUDE, rule="magnitude_of_quake")


def _points_of_shares(scene: Scene, found: list[Found]) -> list[Found]:
    """ "38 per cent full, 21 points lower": behind a share, points that compare are percentage points."""
    tokens = scene.tokens
    for index in range(1, len(found)):
        share, one = found[index - 1], found[index]
        if one.kind is not COUNT or tokens[one.end].lower not in {"point", "points"} or share.unit != "%":
            continue
        near = tokens[max(0, share.first - _NEARBY) : one.end + _CLAUSE]
        between = {token.text for token in tokens[share.end : one.first]}
        led = one.first - share.end <= _BESIDE and tokens[one.first - 1].lower in _POINTS_OF_SHARES_BEHIND
        compares = led or tokens[one.end + 1].lower in _POINTS_OF_SHARES_BEHIND
        moved = share.first > 0 and scene.tokens[share.first - 1].lower in MOVES
        other = moved or any(token.lower in _POINTS_OF_SHARES_OF_OTHERS for token in near)
        if compares and not other and one.first - share.end <= _CLAUSE and not between & _SENTENCE_ENDS:
            found[index] = one._replace(end=one.end + 1, kind=PERCENT, unit="percentage point", rule="points_of_shares")
    return found


def read_margins(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """The findings, with the points of a margin of error as percentage points."""
    return [
        one._replace(end=one.end + 1, kind=PERCENT, unit="percentage point", rule="margin_of_error")
        if one.kind is COUNT and scene.tokens[one.end].lower in {"point", "points"} and _is_margin(scene, one)
        else one
        for one in found
    ]


def _is_margin(scene: Scene, one: Found) -> bool:
    """ "a margin of error of 3.1 points", "plus or minus 2.5 points": points of a poll."""
    before = [token.lower for token in scene.tokens[max(0, one.first - _MARGIN_WITHIN) : one.first]]
    return before[-3:] == ["plus", "or", "minus"] or ("margin" in before and "error" in before)


def _is_elided(scene: Scene, earlier: Found, one: Found) -> bool:
    """ "14.9 months with the drug and 10.2 without it": a bare decimal counts nothing, and goes on with the unit."""
    measured = earlier.kind is MEASURE or earlier.kind is DURATION
    if not measured or earlier.unit is None or one.low is None or one.low % 1 == 0 or one.first - earlier.end > _CLAUSE:
        return False
    if scene.tokens[one.first - 1].kind != "word":
        return False
    between = [token.text for token in scene.tokens[earlier.end : one.first]]
    return not _SENTENCE_ENDS & set(between)


def _is_limit(scene: Scene, earlier: Found, one: Found) -> bool:
    """ "on duty for 14 hours. The legal limit is 12.": in the unit of what was said to be measured just before."""
    tokens = scene.tokens
    if earlier.kind not in _LENDING or earlier.unit is None or tokens[one.end].text not in _SENTENCE_ENDS | {"", ","}:
        return False
    between = tokens[earlier.end : one.first]
    if len(between) > _CLAUSE or sum(token.text in _SENTENCE_ENDS for token in between) > 1:
        return False
    words = [token.lower for token in between[-2:]]
    return len(words) == 2 and words[0] in _LIMITS and words[1] in _LIMITS_BEFORE


def _share_in_lists(scene: Scene, found: list[Found]) -> list[Found]:
    """ "10, 20 or 50 pounds", "6 and 7 per cent": the last of a list names the unit of all."""
    for index in range(len(found) - 2, -1, -1):
        one, later = found[index], found[index + 1]
        if one.rule != "quantity" or one.kind is not COUNT or later.first != one.end + 1:
            continue
        joint = scene.tokens[one.end].lower
        last = later.rule == "shared_unit" and joint == ","
        between = one.first > 0 and scene.tokens[one.first - 1].lower in {"and", "or", "to", "by"}
        if (last or joint in {"and", "or"}) and not between and _lends(scene, later, joint):
            found[index] = _lent(scene, later, one)
    return found


def _names_its_own(scene: Scene, one: Found) -> bool:
    behind = scene.tokens[one.end]
    return is_noun_like(behind) or behind.lower in {"of", "-"} or (behind.glued and behind.kind == "word")


def _lends(scene: Scene, one: Found, before: str) -> bool:
    """The finding has a unit to share; over a "to" only in "from 21 mpg to 23", not in "rose 0.4% to 7,512"."""
    if one.unit is None or one.kind not in _LENDING:
        return False
    if one.kind is DURATION and before in {"not", "than"}:
        return False
    return before != "to" or (one.first > 0 and scene.tokens[one.first - 1].lower == "from")
