"""What is known of two figures in whatever versions they stand: which comparisons may have something to say of them,
what those count together that do not depend on the versions, and what the pair comes to at most."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from storyver import wording
from storyver.align.comparisons import (
    COMPARISONS,
    FAR,
    LIKE_COUNTED,
    NEAR_BY,
    PLAINLY_ONE,
    Comparison,
    powers_apart,
    same_value,
)
from storyver.align.mentions import Mention
from storyver.align.partition import LONE_PART
from storyver.align.setting import Setting
from storyver.model import FigureKind
from storyver.values import Order, compare_values

IN_A_SETTING = frozenset(
    {
        "same_sentence",
        "same_text",
        "other_sentence",
        "place",
        "around",
        "bare_value",
        "distance",
        "holder",
        "order",
        "standing",
        "successor",
    }
)
"""The comparisons that depend on the two versions. The others say the same of the same two contents in any versions."""
_OF_LINKED = frozenset({"same_sentence", "same_text"})
"""Those that say nothing where the sentences are not linked with each other."""
_IN_FAVOUR = frozenset({"around", "holder", "successor"})
"""Those that may speak for a pair whose sentences are not linked with each other: with 1 at most, as ``order`` does."""

_Trait = Callable[[Mention], object]
_BOTH: Mapping[str, _Trait] = {
    "counted": attrgetter("head"),
    "holder": lambda one: one.claim.holder is not None and one.figure.dimension == "money",
    "owner": attrgetter("owner"),
    "subject": lambda one: one.claim.holder is not None,
    "names": attrgetter("names"),
    "site": lambda one: one.site is not None,
    "person": lambda one: one.nearest is not None and one.figure.kind is FigureKind.AGE,
    "fate": lambda one: one.fate is not None,
    "section": lambda one: one.claim.section is not None,
    "attribution": lambda one: one.claim.attribution.speaker is not None,
    "increment": lambda one: one.further and one.figure.dimension == "money",
    "lead_place": attrgetter("lead"),
}
"""What both figures must have for a comparison to say anything."""
_EITHER: Mapping[str, _Trait] = {
    "unit": lambda one: one.figure.unit is not None,
    "modality": lambda one: one.modality is not None,
    "era": lambda one: one.era is not None,
    "trend": lambda one: one.figure.trend is not None,
    "rate": lambda one: one.figure.per is not None,
    "standing": attrgetter("superseded"),
    "further": attrgetter("further"),
    "part": attrgetter("part"),
    "whole": attrgetter("whole"),
}
"""What one of the figures must have for a comparison to say anything."""
_WHERE_OTHER = {
    **dict.fromkeys(("modality", "era", "trend", "rate", "further", "whole"), -1.0),
    "part": -LONE_PART,
    "counted": LIKE_COUNTED,
    "unit": 0.0,
}
"""What a comparison answers at most where only one of the two has what it asks for, or each has another."""
_MOST = {"form": 0.0, "further": 0.0, "increment": 0.0}
"""What those answer at most that do not answer 1."""
_BIT = {name: 1 << place for place, name in enumerate(COMPARISONS)}
_OF_BOTH, _OF_EITHER = (sum(_BIT[name] for name in traits) for traits in (_BOTH, _EITHER))
_OF_PAIR = sum(_BIT[name] for name in ("same_sentence", "same_text", "other_sentence", "place", "order"))
_OF_SAME = sum(_BIT[name] for name in ("value", "telling_value", "bare_value"))

Weighted = tuple[tuple[float, Comparison], ...]


class _Heard(NamedTuple):
    """The comparisons that may have something to say of a pair, each with its weight."""

    settled: Weighted
    linked: Weighted
    apart: Weighted
    in_favour: float
    """What those that depend on the versions add at most where the sentences are not linked with each other, but for
    ``order``."""
    gain: float
    """What the others add at most, and the bias."""


def traits_of(one: Mention) -> int:
    """What a figure has that comparisons ask for, a bit for each comparison."""
    return sum(_BIT[name] for traits in (_BOTH, _EITHER) for name, has in traits.items() if has(one))


class Pairing:
    """What is known of two contents. Only comparisons are asked that may have something to say."""

    __slots__ = ("_heard", "_mentions", "_total", "at_most")

    at_most: float
    """What the pair comes to at most where its sentences are not linked with each other, but for ``order``; told
    without asking the comparisons."""

    def __init__(self, old: Mention, new: Mention) -> None:
        """Nothing is added up before it is asked for."""
        self._mentions = old, new
        self._total: float | None = None
        apart, both, one = powers_apart(old, new), old.traits & new.traits, old.traits ^ new.traits
        heard = both | (one & _OF_EITHER) | _of_pair(old, new, apart)
        differing = (one & _OF_EITHER) | _other(old, new)
        if heard & _BIT["successor"]:
            differing &= ~_BIT["modality"]  # says nothing of a value that replaced the other
        self._heard = _heard(heard, differing)
        self.at_most = self._heard.gain + self._heard.in_favour
        if apart:
            self.at_most += _against(apart, may_grow=bool(both & _BIT["holder"]))

    @property
    def total(self) -> float:
        """What the two count together, with the bias."""
        if self._total is None:
            old, new = self._mentions
            total: float = weights()["bias"]
            for weight, comparison in self._heard.settled:
                total += weight * comparison(old, new, NOWHERE)
            self._total = total
        return self._total

    @property
    def most(self) -> float:
        """What the pair comes to at most where its sentences are not linked with each other, but for ``order``."""
        return self.at_most - self._heard.gain + self.total

    @property
    def most_linked(self) -> float:
        """What it comes to at most wherever its sentences stand, but for ``order``."""
        table = weights()
        together = sum(table[name]["weight"] for name in (*_OF_LINKED, "place"))
        apart = min(PLAINLY_ONE, powers_apart(*self._mentions))
        return float(self.total + self._heard.in_favour + together + table["distance"]["weight"] * apart)

    @property
    def settled(self) -> Weighted:
        """The comparisons that say the same in any versions and may have something to say, each with its weight."""
        return self._heard.settled

    def in_a_setting(self, *, linked: bool) -> Weighted:
        """Those that depend on the versions, by whether the sentences are linked with each other."""
        return self._heard.linked if linked else self._heard.apart


NOWHERE: Any = None
"""The setting of comparisons that ask for none."""


def _of_pair(old: Mention, new: Mention, apart: float) -> int:
    """The bits of the comparisons that may have something to say of the values or of the words around two figures."""
    bits = _OF_PAIR
    if same_value(old, new):
        bits |= _OF_SAME
    elif 0 < apart < NEAR_BY:
        bits |= _BIT["near_value"]
    if apart:
        bits |= _BIT["distance"] | (_BIT["far"] if apart > FAR else 0)
    if old.figure.kind is not new.figure.kind:
        bits |= _BIT["form"]
    if not old.context.keys().isdisjoint(new.context):
        bits |= _BIT["around"]
    if new.replaces is not None and compare_values(old.figure, new.replaces) is Order.EQUAL:
        bits |= _BIT["successor"]
    return bits


def _other(old: Mention, new: Mention) -> int:
    """The bits of the comparisons of what both have, where it plainly differs."""
    bits = 0 if old.head == new.head else _BIT["counted"]
    if old.figure.unit != new.figure.unit and len(old.forms) == len(new.forms) == 1:
        bits |= _BIT["unit"]
    return bits


def _against(apart: float, *, may_grow: bool) -> float:
    """What the distance of two values counts at the least."""
    return float(weights()["distance"]["weight"] * (min(PLAINLY_ONE, apart) if may_grow else apart))


@cache
def _heard(bits: int, differing: int) -> _Heard:
    """The comparisons of some bits; at those of ``differing`` the two do not have the same."""
    table = weights()
    rules = {name: (table[name]["weight"], COMPARISONS[name]) for name in COMPARISONS if bits & _BIT[name]}
    linked = {name: rule for name, rule in rules.items() if name in IN_A_SETTING}
    settled = {name: rule for name, rule in rules.items() if name not in IN_A_SETTING}
    most = (max(0.0, rule[0] * _MOST.get(name, 1.0)) for name, rule in settled.items() if not differing & _BIT[name])
    least = (rule[0] * _WHERE_OTHER[name] for name, rule in settled.items() if differing & _BIT[name])
    return _Heard(
        settled=tuple(settled.values()),
        linked=tuple(linked.values()),
        apart=tuple(rule for name, rule in linked.items() if name not in _OF_LINKED),
        in_favour=sum(rule[0] for name, rule in linked.items() if name in _IN_FAVOUR),
        gain=table["bias"] + sum(most) + sum(least),
    )


@cache
def weights() -> Mapping[str, Any]:
    """The table of weights and wordings."""
    return wording.table(Path(__file__).parent / "data" / "weights.toml")


def are_linked(old: Mention, new: Mention, setting: Setting) -> bool:
    """Whether the sentences of the two are linked with each other."""
    link = setting.link_of_old.get(old.sentence)
    return link is not None and link == setting.link_of_new.get(new.sentence)
