"""A quantity, or two of them that are one figure: "5% to 6%", "between £3m and £4m", "10–12 days", "7- or 8-inch"."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from storyver.extract.compounds import with_cents, with_smaller_units
from storyver.extract.found import Found, Scene
from storyver.extract.kinds import MONEY, PERCENT
from storyver.extract.quantities import DASHES, Quantity, found_quantity, read_quantity, with_magnitude
from storyver.extract.tables import word_set
from storyver.extract.trends import MOVES, NO_RISE

_SPREADS = word_set("figures", "spreads")
_SPREAD_WITHIN = 6
"""Words in front of "from" among which a noun of spread makes it open a range."""
_RANGING = word_set("figures", "ranging")

_SENTENCE = 20
_SENTENCE_ENDS = frozenset({".", "!", "?", ":", "“", '"', "•"})


def read_figure(scene: Scene, at: int) -> Found | None:
    """A quantity or a range of two as a figure.

    Raises:
        UnreadableNumberError: Digits stand there that cannot be read.
    """
    between = at > 0 and scene.tokens[at - 1].lower == "between"
    first = read_quantity(scene, at, cross_and=not between)
    if first is None:
        return None
    ranged = _read_range(scene, first, between=between)
    if ranged is not None:
        return ranged
    return found_quantity(with_magnitude(scene, with_cents(scene, with_smaller_units(scene, first))), "quantity")


def _read_range(scene: Scene, first: Quantity, *, between: bool) -> Found | None:
    tokens, at = scene.tokens, first.end
    joint = tokens[at]
    if joint.text == "-" and joint.glued and tokens[at + 1].lower in {"to", "or"} and not tokens[at + 1].glued:
        at, joint = at + 1, tokens[at + 1]
    if joint.text in DASHES and joint.glued == tokens[at + 1].glued and not first.number.vague:
        link = "dash"
    elif joint.lower in {"to", "or"} or (joint.lower == "and" and between):
        link = joint.lower
    else:
        return None
    second = read_quantity(scene, at + 1, cross_and=False)
    if second is None or (link == "to" and _states_change(scene, first, second)):
        return None
    return _joined(scene, first, second, link)


def _states_change(scene: Scene, first: Quantity, second: Quantity) -> bool:
    """ "fell 4% to 52p", "from 40 to 50", "by £96 to £2,028": two figures; "growth of 1.5 to 2 per cent" is one."""
    tokens, at = scene.tokens, first.first
    before = tokens[at - 1].lower if at else ""
    if before in {"and", ","} and _goes_on_changing(scene, at, first.name or second.name):
        return True
    if before == "from":
        return not _opens_range(scene, at - 1)
    if before == "of":
        return False
    if before == "by" and first.unit is not None and first.unit.kind is MONEY:
        return True
    if first.unit is None and second.unit is not None and second.unit.kind is PERCENT:
        return False
    words = [token.lower for token in tokens[max(0, at - 4) : at]]
    if "between" in words:
        return False
    return any(word in MOVES and not (word == "up" and verb in NO_RISE) for verb, word in pairwise(["", *words]))


def _goes_on_changing(scene: Scene, at: int, unit: str | None) -> bool:
    """ "from £65 to £80 for one and £150 to £210 for two": behind a change in the same unit stands another."""
    tokens = scene.tokens
    if unit is None:
        return False
    for position in range(at - 2, max(0, at - _SENTENCE), -1):
        if tokens[position].text in _SENTENCE_ENDS:
            return False
        if tokens[position].lower == "from" and not _opens_range(scene, position):
            start = read_quantity(scene, position + 1, cross_and=False)
            led_to = start is not None and tokens[start.end].lower == "to"
            return led_to and start is not None and start.name == unit
    return False


def _opens_range(scene: Scene, at: int) -> bool:
    """The "from" at ``at`` opens a range and no change: "ranging from 5 to 10", or first in its sentence."""
    before = scene.tokens[at - 1] if at else None
    if before is None or before.text in _SENTENCE_ENDS or before.lower in _RANGING:
        return True
    near = {token.lower for token in scene.tokens[max(0, at - _SPREAD_WITHIN) : at]}
    return not near.isdisjoint(_SPREADS)  # "the margin is wide, from 31% to 75%"


def _joined(scene: Scene, first: Quantity, second: Quantity, link: str) -> Found | None:
    if first.unit is not None and second.unit is not None and first.name != second.name:
        return None
    money = first.unit is not None and first.unit.kind is MONEY
    if first.unit is not None and second.unit is None and not money and (link != "dash" or first.name == "foot"):
        return None  # "6-foot-4" is a height
    low, high = _low_in_unit_of(first, second, money=money), second.high
    if high < 0 and high < low and (low < 0 or link in {"and", "to"}):
        low, high = second.low, first.high
    if high <= low or (link == "or" and high > 2 * low + 3):
        return None
    if link == "dash" and _joined_on(scene, second.end):
        return None
    holder = second if second.unit is not None else first._replace(number=second.number)
    holder = holder._replace(first=first.first, end=second.end, low=low, high=high)
    return found_quantity(
        with_magnitude(scene, holder._replace(qualifier=second.qualifier, behind=second.behind)), "range"
    )


def _low_in_unit_of(first: Quantity, second: Quantity, *, money: bool) -> Decimal:
    """The lower end, where the unit or the magnitude is said once for both ("£1-2bn", "5-6p")."""
    low = first.low
    if first.unit is None and second.unit is not None and first.number.magnitude == 1:
        low = low * second.unit.scale
    shares = first.number.magnitude == 1 and second.number.magnitude != 1
    if shares and (first.unit is None or money) and first.number.low < second.number.low / second.number.magnitude:
        low = low * second.number.magnitude
    return low


def _joined_on(scene: Scene, at: int) -> bool:
    """Another dash and number follow: "4-4-2" is no range."""
    tokens = scene.tokens
    return tokens[at].text in DASHES and tokens[at].glued and tokens[at + 1].glued and tokens[at + 1].kind == "number"
