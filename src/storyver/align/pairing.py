"""What is known of two figures in whatever versions they stand: what they count for being one fact, which of the
comparisons that depend on the versions have something to say of them, and what they come to at most."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from storyver import wording
from storyver.align.comparisons import COMPARISONS, PLAINLY_ONE, Comparison, powers_apart, same_value
from storyver.align.mentions import Mention
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
    "holder": lambda one: one.claim.subject is not None and one.figure.dimension == "money",
    "owner": attrgetter("owner"),
    "subject": lambda one: one.claim.subject is not None,
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
_BIT = {name: 1 << place for place, name in enumerate(COMPARISONS)}
_OF_BOTH, _OF_EITHER = (sum(_BIT[name] for name in traits) for traits in (_BOTH, _EITHER))
_OF_PAIR = sum(_BIT[name] for name in ("same_sentence", "same_text", "other_sentence", "place", "order"))
_OF_SAME = sum(_BIT[name] for name in ("value", "telling_value", "bare_value"))

Weighted = tuple[tuple[float, Comparison], ...]


class Known(NamedTuple):
    """What is known of two contents."""

    total: float
    """What they count together, with the bias."""
    linked: Weighted
    """The comparisons that depend on the versions and may have something to say, each with its weight."""
    apart: Weighted
    """Those of them that may where the sentences are not linked with each other."""
    most: float
    """What the pair comes to at most where they are not, but for ``order``."""


class _Heard(NamedTuple):
    """The comparisons that may have something to say of a pair, each with its weight."""

    settled: Weighted
    linked: Weighted
    apart: Weighted
    in_favour: float
    """What those that depend on the versions add at most where the sentences are not linked with each other, but for
    ``order``."""


def traits_of(one: Mention) -> int:
    """What a figure has that comparisons ask for, a bit for each comparison."""
    return sum(_BIT[name] for traits in (_BOTH, _EITHER) for name, has in traits.items() if has(one))


def pair_contents(old: Mention, new: Mention) -> Known:
    """What is known of two mentions by their contents. Only comparisons are asked that may have something to say."""
    apart = powers_apart(old, new)
    heard = _heard(
        (old.traits & new.traits & _OF_BOTH) | ((old.traits | new.traits) & _OF_EITHER) | _of_pair(old, new, apart)
    )
    total: float = weights()["bias"]
    for weight, comparison in heard.settled:
        total += weight * comparison(old, new, _NOWHERE)
    most = total + heard.in_favour
    if apart:
        may_grow = old.traits & new.traits & _BIT["holder"]
        most += weights()["distance"]["weight"] * (min(PLAINLY_ONE, apart) if may_grow else apart)
    return Known(total, heard.linked, heard.apart, most)


_NOWHERE: Any = None
"""The setting of comparisons that ask for none."""


def _of_pair(old: Mention, new: Mention, apart: float) -> int:
    """The bits of the comparisons that may have something to say of the values or of the words around two figures."""
    bits = _OF_PAIR
    if same_value(old, new):
        bits |= _OF_SAME
    if apart:
        bits |= _BIT["distance"] | _BIT["near_value"] | _BIT["far"]
    if old.figure.kind is not new.figure.kind:
        bits |= _BIT["form"]
    if not old.context.keys().isdisjoint(new.context):
        bits |= _BIT["around"]
    if new.replaces is not None and compare_values(old.figure, new.replaces) is Order.EQUAL:
        bits |= _BIT["successor"]
    return bits


@cache
def _heard(bits: int) -> _Heard:
    table = weights()
    rules = {name: (table[name]["weight"], COMPARISONS[name]) for name in COMPARISONS if bits & _BIT[name]}
    linked = {name: rule for name, rule in rules.items() if name in IN_A_SETTING}
    return _Heard(
        settled=tuple(rule for name, rule in rules.items() if name not in IN_A_SETTING),
        linked=tuple(linked.values()),
        apart=tuple(rule for name, rule in linked.items() if name not in _OF_LINKED),
        in_favour=sum(rule[0] for name, rule in linked.items() if name in _IN_FAVOUR),
    )


@cache
def weights() -> Mapping[str, Any]:
    """The table of weights and wordings."""
    return wording.table(Path(__file__).parent / "data" / "weights.toml")


def are_linked(old: Mention, new: Mention, setting: Setting) -> bool:
    """Whether the sentences of the two are linked with each other."""
    link = setting.link_of_old.get(old.sentence)
    return link is not None and link == setting.link_of_new.get(new.sentence)
