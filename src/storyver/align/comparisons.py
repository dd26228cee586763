"""The named comparisons by which two mentions are told to state the same fact. Each answers with a number, mostly
-1 to 1. What several ask of one pair is kept until the next."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache

from storyver.align.mentions import Mention
from storyver.align.partition import fate, further, part, whole
from storyver.align.people import are_people
from storyver.align.setting import KNOWN_BY_VALUE, SAME_MATTER, Setting
from storyver.align.whose import attribution, names, owner, person, site, subject
from storyver.model import Figure, FigureKind, LinkKind
from storyver.values import Order, are_equal, base_value, commensurable, compare_values, information
from storyver.wording import concept

NEAR_BY = 0.1
"""Powers of ten within which two values are near each other: a quarter more."""
_TIMES = concept("times")
_BODIES = frozenset(map(concept, ("states", "countries", "nations")))
_BESIDE, SAID_BESIDE, LIKE_COUNTED = 0.3, 0.3, 0.6
"""The weight in the context from which a word says what is counted ("60 injured", "85 people had been injured"), and
what that tells; and what "30 members" and "30 member states" tell. Set like the weights."""
PLAINLY_ONE = 0.4
"""The most that ``distance`` is where something does."""
FAR = 0.5
"""Powers of ten beyond which values lie very far apart: a threefold change."""
_FEW = 5.0
"""Added to both of two counts before they are compared, as small counts move by ones: from two to nine is not far."""

_WITHOUT_UNIT = 0.5
"""How far apart two values are taken to be that have no unit in common."""

Comparison = Callable[[Mention, Mention, Setting], float]


def same_sentence(old: Mention, new: Mention, setting: Setting) -> float:
    """Their sentences are linked, by how much these are alike."""
    link = setting.link_of_old.get(old.sentence)
    return setting.scores[link][1] if link is not None and link == setting.link_of_new.get(new.sentence) else 0.0


def same_text(old: Mention, new: Mention, setting: Setting) -> float:
    """Their sentences are the same to the letter, and so is their place in them."""
    link = setting.link_of_old.get(old.sentence)
    same = (
        link is not None and link == setting.link_of_new.get(new.sentence) and setting.scores[link][0] is LinkKind.SAME
    )
    return float(same and setting.places.get(old.number, (-1, 0.0))[0] == new.number)


def other_sentence(old: Mention, new: Mention, setting: Setting) -> float:
    """Both sentences have counterparts, and these are not each other."""
    one, other = setting.link_of_old.get(old.sentence), setting.link_of_new.get(new.sentence)
    return float(one is not None and other is not None and one != other)


@lru_cache(maxsize=1)
def place(old: Mention, new: Mention, setting: Setting) -> float:
    """How well the words close by agree where they have one place in linked sentences; below 0 where another has it."""
    one, other = setting.places.get(old.number), setting.places_back.get(new.number)
    if one is not None and one[0] == new.number:
        return one[1]
    return -max(one[1] if one else 0.0, other[1] if other else 0.0)


@lru_cache(maxsize=1)
def around(old: Mention, new: Mention, setting: Setting) -> float:
    """Likeness of the words around them, the rarer and nearer the more, figures masked."""
    return setting.rarity.likeness(old, new)


def counted(old: Mention, new: Mention, _: Setting) -> float:
    """The same thing counted, or another."""
    if old.head is None or new.head is None:
        return 0.0
    if old.head == new.head:
        return 1.0
    if old.head in new.counted or new.head in old.counted:
        return LIKE_COUNTED if {old.head, new.head} & _BODIES else -0.2
    if old.inferred or new.inferred:
        return 0.0
    if are_people(old.head, new.head) or (_TIMES in (old.head, new.head) and same_value(old, new)):
        return 0.0  # "20 people", "20 miners"; "scored nine times", "nine goals"
    beside = max(new.context.get(old.head, 0.0), old.context.get(new.head, 0.0))
    return SAID_BESIDE if beside >= _BESIDE else -1.0


def unit(old: Mention, new: Mention, _: Setting) -> float:
    """The same unit or currency, be it in brackets, or another; a share may be a fraction or a percentage."""
    if (old.figure.unit is None and new.figure.unit is None) or _is_share(old.figure, new.figure):
        return 0.0
    return 1.0 if any(a.unit == b.unit for a in old.forms for b in new.forms) else -1.0


def _is_share(one: Figure, other: Figure) -> bool:
    return {one.kind, other.kind} == {FigureKind.FRACTION, FigureKind.PERCENT}


def form(old: Mention, new: Mention, _: Setting) -> float:
    """-1 where one is a percentage and the other a fraction, say."""
    return 0.0 if old.figure.kind is new.figure.kind else -1.0


def value(old: Mention, new: Mention, _: Setting) -> float:
    """The same value."""
    return float(same_value(old, new))


def telling_value(old: Mention, new: Mention, _: Setting) -> float:
    """The same value, by how little chance it leaves: 1,340 tells more than 2."""
    return information(old.figure, new.figure) if same_value(old, new) else 0.0


def distance(old: Mention, new: Mention, setting: Setting) -> float:
    """How many powers of ten lie between the values in a unit that both give, at most three; 0.5 without such a unit.

    What one holder spends on one thing may grow manyfold, from a first package to a total: there it is 0.4 at most, as
    it is where the sentence is the same in all else ("lost $340m", "lost $340bn").
    """
    apart = powers_apart(old, new)
    plain = place(old, new, setting) == 1.0 and same_sentence(old, new, setting) == 1.0
    return min(apart, PLAINLY_ONE) if plain or holder(old, new, setting) else apart


def powers_apart(old: Mention, new: Mention) -> float:
    """What ``distance`` is where nothing speaks for a large change."""
    here, there = old.measure, new.measure
    if here is None or there is None:
        return _forms_apart(old, new)
    if here.high <= 0 or there.high <= 0:
        return 0.0
    if here.sort != there.sort:
        return _WITHOUT_UNIT
    few = _FEW if here.sort == "count" else 0.0
    return min(3.0, abs(math.log10((here.high + few) / (there.high + few))))


def _forms_apart(old: Mention, new: Mention) -> float:
    """The same for figures that have several forms, or are no numbers."""
    apart = _WITHOUT_UNIT
    for one in old.forms:
        for other in new.forms:
            a, b = base_value(one), base_value(other)
            if a is None or b is None or a[1] <= 0 or b[1] <= 0:
                return 0.0
            if commensurable(one, other):
                few = _FEW if one.dimension == "count" else 0.0
                return min(3.0, abs(math.log10((a[1] + few) / (b[1] + few))))
    return apart


def near_value(old: Mention, new: Mention, _: Setting) -> float:
    """Values that differ by little, as those of an updated fact do, by how much such a value tells: 342, then 350. An
    age may be that of a person who has had a birthday."""
    apart = powers_apart(old, new)
    if not 0 < apart < NEAR_BY or same_value(old, new):
        return 0.0
    if old.figure.kind is new.figure.kind is FigureKind.AGE and new.figure.low == (old.figure.low or 0) + 1:
        return 1.0
    return (1 - apart / NEAR_BY) * information(old.figure)


@lru_cache(maxsize=1)
def holder(old: Mention, new: Mention, setting: Setting) -> float:
    """Amounts of money, in one currency, of the same named subject for the same thing."""
    one, other = old.claim.holder, new.claim.holder
    if old.figure.dimension != "money" or one is None or one != other or not one[:1].isupper() or len(one.split()) > 3:
        return 0.0
    if unit(old, new, setting) < 0 or old.further or new.further:
        return 0.0
    if old.head is not None and old.head == new.head:
        return 1.0
    return 0.5 if around(old, new, setting) >= SAME_MATTER else 0.0


def modality(old: Mention, new: Mention, _: Setting) -> float:
    """-1 where only one is wanted, foreseen or a limit, or each is another of these, and the text does not say that one
    replaced the other; -3 where what is wanted is another
    amount than what is told of the other: it was given something else."""
    if old.modality == new.modality:
        return float(old.modality is not None)
    if _is_replaced(old, new):
        return 0.0
    asked = "wanted" in (old.modality, new.modality) and None in (old.modality, new.modality)
    return -3.0 if asked and not same_value(old, new) else -1.0


def bare_value(old: Mention, new: Mention, setting: Setting) -> float:
    """-1 for an equal value that tells little, in no common place, of no common thing."""
    tells = telling_value(old, new, setting) >= KNOWN_BY_VALUE
    if place(old, new, setting) > 0 or not same_value(old, new) or tells:
        return 0.0
    return min(0.0, around(old, new, setting) + max(0.0, counted(old, new, setting)) / 2 - 1.0)


def section(old: Mention, new: Mention, _: Setting) -> float:
    """Under the same heading, or under another."""
    if old.claim.section is None or new.claim.section is None:
        return 0.0
    return 1.0 if old.claim.section.casefold() == new.claim.section.casefold() else -1.0


def trend(old: Mention, new: Mention, _: Setting) -> float:
    """-1 where one is the size of a rise or fall and the other is not."""
    return -1.0 if (old.figure.trend is None) != (new.figure.trend is None) else float(old.figure.trend is not None)


def rate(old: Mention, new: Mention, _: Setting) -> float:
    """-1 where one is a rate ("a day") and the other is not, or has another base."""
    one, other = old.figure.per, new.figure.per
    if one is None and other is None:
        return 0.0
    return 1.0 if one is not None and other is not None and one.casefold() == other.casefold() else -1.0


def standing(old: Mention, new: Mention, setting: Setting) -> float:
    """-1 where one of the two is named as a value that no longer holds, -3 where it was taken back; 0 where both
    versions have what took its place."""
    if old.superseded == new.superseded:
        return 0.0
    settled = old.figure.start in setting.settled_old or new.figure.start in setting.settled_new
    if settled and same_value(old, new):
        return 0.0
    return -3.0 if old.retracted or new.retracted else -1.0


def successor(old: Mention, new: Mention, setting: Setting) -> float:
    """The new version says itself that the new value replaced the old one ("2.5 million, from 2.4 million")."""
    if new.replaces is None or new.replaces.start in setting.settled_new:
        return 0.0
    return float(_is_replaced(old, new))


def _is_replaced(old: Mention, new: Mention) -> bool:
    gone = new.replaces
    return gone is not None and not old.superseded and compare_values(old.figure, gone) is Order.EQUAL


def era(old: Mention, new: Mention, _: Setting) -> float:
    """-1 where only one is of an earlier time that its sentence names, or each is of another."""
    return float(old.era is not None) if old.era == new.era else -1.0


def increment(old: Mention, new: Mention, _: Setting) -> float:
    """-1 where both are money that comes on top of other money, and differ: another addition is another fact."""
    added = old.further and new.further and old.figure.dimension == "money"
    return -1.0 if added and not same_value(old, new) else 0.0


def lead_place(old: Mention, new: Mention, _: Setting) -> float:
    """Both stand in the headline or the first paragraph."""
    return float(old.lead and new.lead)


def far(old: Mention, new: Mention, _: Setting) -> float:
    """How many powers of ten beyond a threefold change the values lie apart."""
    return max(0.0, powers_apart(old, new) - FAR)


def order(old: Mention, new: Mention, _: Setting) -> float:
    """How near in their texts they stand: 1 for the same place, 0 for opposite ends."""
    return 1.0 - abs(old.position - new.position)


COMPARISONS: Mapping[str, Comparison] = {
    rule.__name__: rule
    for rule in (
        same_sentence, same_text, other_sentence, place, around, counted, unit, form, value, telling_value,
        near_value, bare_value, distance, holder, owner, modality, subject, names, site, person,
        era, fate, section, attribution, trend, rate, standing,
        successor, further, increment, part, whole, lead_place, far, order,
    )
}  # fmt: skip


def same_value(old: Mention, new: Mention) -> bool:
    """Equal values in some form that both give."""
    here, there = old.measure, new.measure
    if here is not None and there is not None:
        if here.sort != there.sort:
            return False
        if here.unit == there.unit:
            return are_equal(here.low, there.low) and are_equal(here.high, there.high)
    if len(old.forms) == len(new.forms) == 1:
        return compare_values(old.figure, new.figure) is Order.EQUAL
    return any(compare_values(a, b) is Order.EQUAL for a in old.forms for b in new.forms)
