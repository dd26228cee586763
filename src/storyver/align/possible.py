"""Whether a link between some figures of two versions is possible at all, told without aligning the versions.

A fact that a version leaves out is looked for in every later version, and is in hardly any. To say so, each pair of
figures is weighed twice: as if their sentences had nothing to do with each other and, where these have enough words in
common, as if they were the same sentence. Whatever the alignment of the sentences would be, a pair is worth no more.
What each version says of values that no longer hold is taken as it counts most: see ``_settled``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from storyver.align.blocking import ALL_PAIRS
from storyver.align.candidates import Likeness, TermWeights
from storyver.align.mentions import Mention
from storyver.align.rarity import Rarity
from storyver.align.sentences import LEAST_SIMILARITY
from storyver.align.setting import Setting, comparable, lone_setting
from storyver.align.sides import Side
from storyver.align.splits import LEAST_REST
from storyver.align.weighing import most_with_company, weigh
from storyver.model import LinkKind


def may_link(
    old: Side, new: Side, old_mentions: Sequence[Mention], new_mentions: Sequence[Mention], least: float
) -> bool:
    """Whether a pair of the mentions may come to more than ``least`` (log-odds), or stand in an unchanged sentence."""
    if len(old_mentions) * len(new_mentions) > ALL_PAIRS:
        return True
    rarity = Rarity(old.concepts, new.concepts)
    apart = _settled(lone_setting(rarity), old_mentions)
    likeness = Likeness(old.sentences, new.sentences, TermWeights(old, new))
    for one, other in _pairs(old_mentions, new_mentions):
        if most_with_company(weigh(one, other, apart, old.memory).log_odds) > least:
            return True
        if not _may_correspond(likeness, one.sentence, other.sentence):
            continue
        if likeness.old[one.sentence].folded == likeness.new[other.sentence].folded:
            return True
        together = _settled(_together(one, other, rarity), [one])
        if most_with_company(weigh(one, other, together, old.memory).log_odds) > least:
            return True
    return False


def _pairs(old: Sequence[Mention], new: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    return ((one, other) for one in old for other in new if comparable(one, other))


def _may_correspond(likeness: Likeness, old: int, new: int) -> bool:
    """Whether the two sentences may be linked, or one be a part of the other."""
    one, other = likeness.old[old].terms, likeness.new[new].terms
    shared = likeness.weight(one & other)
    if shared >= LEAST_REST * max(1, min(likeness.weight(one), likeness.weight(other))):
        return True
    return likeness.pair(old, new) >= LEAST_SIMILARITY


def _together(one: Mention, other: Mention, rarity: Rarity) -> Setting:
    """The setting in which the two stand at the same place of the same sentence."""
    return Setting(
        link_of_old={one.sentence: 0},
        link_of_new={other.sentence: 0},
        scores={0: (LinkKind.SAME, 1.0)},
        places={one.number: (other.number, 1.0)},
        places_back={other.number: (one.number, 1.0)},
        rarity=rarity,
    )


def _settled(setting: Setting, old: Sequence[Mention]) -> Setting:
    """The setting in which "standing" and "successor" are worth the most: the first is worth no less where something is
    settled, be it on the old side alone; the second is nothing where the new side is."""
    return replace(setting, settled_old=frozenset(mention.figure.start for mention in old), settled_new=frozenset())
