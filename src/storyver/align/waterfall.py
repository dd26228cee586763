"""Why two figures are linked: what each comparison contributed."""

from __future__ import annotations

from functools import cache, lru_cache

from storyver.align.comparisons import COMPARISONS, Comparison
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
    for weight, comparison in pairing.in_a_setting(linked=are_linked(old, new, setting)):
        ranked += _ranked(_name(comparison), weight * comparison(old, new, setting))
    for name, answer in weighed.company:
        ranked += _ranked(name, weights()[name]["weight"] * answer)
    ranked.sort(key=_by_size)
    return tuple([reason for _, _, reason in ranked])


def _settled(old: Mention, new: Mention, memory: Memory | None) -> tuple[Ranked, ...]:
    """What those comparisons contributed that depend on the two contents alone; remembered."""
    contents = old.content, new.content
    known = memory.reasons.get(contents) if memory is not None else None
    if known is None:
        rules = pairing_of(old, new, memory).settled
        found = (_ranked(_name(comparison), weight * comparison(old, new, NOWHERE)) for weight, comparison in rules)
        known = tuple(one for ranked in found for one in ranked)
        if memory is not None:
            memory.reasons[contents] = known
    return known


def _ranked(name: str, contribution: float) -> tuple[Ranked, ...]:
    """The reason for a contribution, none where it is too small or has no wording."""
    if abs(contribution) < _LEAST:
        return ()
    return _worded(name, round(contribution, 2), contribution > 0)


@lru_cache(maxsize=1 << 14)
def _worded(name: str, contribution: float, speaks_for: bool) -> tuple[Ranked, ...]:
    wording = weights()[name]["pro" if speaks_for else "con"]
    if not wording:
        return ()
    return ((-abs(contribution), _places()[name], Reason(rule=name, text=wording, weight=contribution)),)


def _by_size(ranked: Ranked) -> tuple[float, int]:
    return ranked[:2]


def _name(comparison: Comparison) -> str:
    return comparison.__name__


@cache
def _places() -> dict[str, int]:
    """The place of each comparison, those that look at the links of other figures last."""
    last = [name for name in weights() if name != "bias" and name not in COMPARISONS]
    return {name: place for place, name in enumerate((*COMPARISONS, *last))}
