"""Why two figures are linked: what each comparison contributed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from storyver.align.comparisons import COMPARISONS
from storyver.align.memory import Memory
from storyver.align.mentions import Mention
from storyver.align.pairing import NOWHERE, are_linked, weights
from storyver.align.setting import Setting
from storyver.align.weighing import Weighed, pairing_of
from storyver.model import Reason

_LEAST = 0.05
"""Log-odds below which a comparison is not worth a line."""

Ranked = tuple[float, int, Reason]
"""A reason behind what it is sorted by: the size of its weight, then the place of its comparison."""


def waterfall(weighed: Weighed, setting: Setting, memory: Memory | None) -> tuple[Reason, ...]:
    """What each comparison contributed, the largest first; comparisons that say nothing are left out."""
    old, new = weighed.old, weighed.new
    pairing = pairing_of(old, new, memory)
    ranked = list(_settled(old, new, memory))
    found = [
        (comparison.__name__, weight * comparison(old, new, setting))
        for weight, comparison in pairing.in_a_setting(linked=are_linked(old, new, setting))
    ]
    found += [(name, weights()[name]["weight"] * answer) for name, answer in weighed.company]
    ranked += _ranked(found)
    ranked.sort(key=_by_size)
    return tuple([reason for _, _, reason in ranked])


def _settled(old: Mention, new: Mention, memory: Memory | None) -> tuple[Ranked, ...]:
    """What those comparisons contributed that depend on the two contents alone; remembered."""
    contents = old.content, new.content
    known = memory.reasons.get(contents) if memory is not None else None
    if known is None:
        rules = pairing_of(old, new, memory).settled
        known = tuple(_ranked([(rule.__name__, weight * rule(old, new, NOWHERE)) for weight, rule in rules]))
        if memory is not None:
            memory.reasons[contents] = known
    return known


def _ranked(contributions: Sequence[tuple[str, float]]) -> list[Ranked]:
    """The reasons for contributions, but for what is too small or has no wording."""
    worded = (
        _worded(name, round(size, 2), size > 0) for name, size in contributions if size >= _LEAST or size <= -_LEAST
    )
    return [one for one in worded if one is not None]


@lru_cache(maxsize=1 << 14)
def _worded(name: str, contribution: float, speaks_for: bool) -> Ranked | None:
    wording = weights()[name]["pro" if speaks_for else "con"]
    if not wording:
        return None
    return -abs(contribution), _places()[name], Reason(rule=name, text=wording, weight=contribution)


def _by_size(ranked: Ranked) -> tuple[float, int]:
    return ranked[:2]


@cache
def _places() -> dict[str, int]:
    """The place of each comparison, those that look at the links of other figures last."""
    last = [name for name in weights() if name != "bias" and name not in COMPARISONS]
    return {name: place for place, name in enumerate((*COMPARISONS, *last))}
