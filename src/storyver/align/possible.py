"""Whether a link between some figures of two versions is possible at all, told without aligning the versions.

A fact that a version leaves out is looked for in every later version, and is in hardly any. To say so, each pair of
figures is weighed twice: as if their sentences had nothing to do with each other and, where these have enough words in
common, as if they were the same sentence. Whatever the alignment of the sentences would be, a pair is worth no more.
What each version says of values that no longer hold is taken as it counts most: see ``_settled``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from storyver.align.blocking import ALL_PAIRS
from storyver.align.candidates import Likeness, TermWeights
from storyver.align.comparisons import same_value
from storyver.align.mentions import Mention
from storyver.align.rarity import Rarity
from storyver.align.sentences import LEAST_SIMILARITY
from storyver.align.setting import Setting, comparable, lone_setting
from storyver.align.sides import Side
from storyver.align.splits import LEAST_REST
from storyver.align.weighing import most_wherever, most_with_company, weigh
from storyver.model import LinkKind

_ROUNDED = 1e-4
"""More than a score is rounded by."""


def may_link(
    old: Side,
    new: Side,
    needed: Mapping[str, tuple[float, float]],
    old_mentions: Sequence[Mention],
    new_mentions: Sequence[Mention],
    certain: float,
) -> bool:
    """Whether a pair of the mentions may be linked for ``certain``, the probability from which it is, with the score
    that is ``needed`` by its value."""
    if len(old_mentions) * len(new_mentions) > ALL_PAIRS:
        return True
    old_places, new_places = ({one.number: one.sentence for one in side} for side in (old_mentions, new_mentions))
    hopeful = []
    for one, other in _pairs(old_mentions, new_mentions):
        score = _needed(one, other, *needed[one.claim.id])
        least = _log_odds(max(certain, score))
        beside = _have_neighbours(one, other, old_places, new_places)
        if most_with_company(most_wherever(one, other, old.memory), beside=beside) >= least:
            hopeful.append(_Hopeful(one, other, score, least, beside))
    return bool(hopeful) and _may_link(old, new, hopeful, old_mentions)


class _Hopeful(NamedTuple):
    """A pair that may be linked by what the two figures are."""

    old: Mention
    new: Mention
    score: float
    """The score that it needs."""
    least: float
    """The log-odds from which it may have that."""
    beside: bool
    """Whether other figures beside the two may speak for it."""


def _may_link(old: Side, new: Side, pairs: Sequence[_Hopeful], old_mentions: Sequence[Mention]) -> bool:
    """Whether one of the pairs may be linked by what the two versions are."""
    rarity = Rarity(old.concepts, new.concepts)
    apart = _settled(lone_setting(rarity), old_mentions)
    likeness = Likeness(old.sentences, new.sentences, TermWeights(old, new))
    for one, other, score, least, beside in pairs:
        if most_with_company(weigh(one, other, apart, old.memory).log_odds, beside=beside) >= least:
            return True
        if not _may_correspond(likeness, one.sentence, other.sentence):
            continue
        same = likeness.old[one.sentence].folded == likeness.new[other.sentence].folded
        if same and not score:
            return True
        together = _settled(_together(one, other, rarity, LinkKind.SAME if same else LinkKind.EDITED), [one])
        if most_with_company(weigh(one, other, together, old.memory).log_odds, beside=beside) >= least:
            return True
    return False


def _have_neighbours(one: Mention, other: Mention, old: Mapping[int, int], new: Mapping[int, int]) -> bool:
    """Whether both have another of the figures in question beside them in their sentence, on the same side of them.

    The mappings have the sentences of these figures by their numbers."""
    return any(
        old.get(one.number + step) == one.sentence and new.get(other.number + step) == other.sentence
        for step in (-1, 1)
    )


def _needed(one: Mention, other: Mention, of_same: float, of_other: float) -> float:
    """The score that the pair needs, or where a restatement may have the same value that of the restatement."""
    if one.restatements or other.restatements or same_value(one, other):
        return min(of_same, of_other)
    return of_other


def _log_odds(score: float) -> float:
    """The log-odds from which a link may have the score, which is rounded."""
    least = score - _ROUNDED
    return math.log(least / (1 - least))


def _pairs(old: Sequence[Mention], new: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    return ((one, other) for one in old for other in new if comparable(one, other))


def _may_correspond(likeness: Likeness, old: int, new: int) -> bool:
    """Whether the two sentences may be linked, or one be a part of the other."""
    one, other = likeness.old[old].terms, likeness.new[new].terms
    shared = likeness.weight(one & other)
    if shared >= LEAST_REST * max(1, min(likeness.weight(one), likeness.weight(other))):
        return True
    return likeness.pair(old, new) >= LEAST_SIMILARITY


def _together(one: Mention, other: Mention, rarity: Rarity, kind: LinkKind) -> Setting:
    """The setting in which the two stand at the same place of the same sentence."""
    return Setting(
        link_of_old={one.sentence: 0},
        link_of_new={other.sentence: 0},
        scores={0: (kind, 1.0)},
        places={one.number: (other.number, 1.0)},
        places_back={other.number: (one.number, 1.0)},
        rarity=rarity,
    )


def _settled(setting: Setting, old: Sequence[Mention]) -> Setting:
    """The setting in which "standing" and "successor" are worth the most: the first is worth no less where something is
    settled, be it on the old side alone; the second is nothing where the new side is."""
    return replace(setting, settled_old=frozenset(mention.figure.start for mention in old), settled_new=frozenset())
