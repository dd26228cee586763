"""What speaks for and against two figures' stating one fact, added up in log-odds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from storyver.align.comparisons import order
from storyver.align.memory import Memory
from storyver.align.mentions import Mention
from storyver.align.pairing import Pairing, are_linked, weights
from storyver.align.setting import Setting

Table = dict[tuple[int, int], "Weighed"]

NO_RIVAL = -4.0
"""Log-odds of the rival that is assumed where there is none: that a figure is alone in a short text tells little. Set
on the corpus and on eight further annotated stories as the highest at which no link of theirs is lost."""
WIDEST_LEAD = 3.0
"""Log-odds beyond which a greater lead over the rivals says no more."""
_LEAST_LEAD = -1.0
_MARGIN = 1e-9
"""More than sums of a few dozen numbers are rounded by."""


class Weighed(NamedTuple):
    """Two mentions and what speaks for and against their stating the same fact."""

    old: Mention
    new: Mention
    log_odds: float
    company: tuple[tuple[str, float], ...] = ()
    """The answers of the comparisons that look at the links of other figures."""

    @property
    def probability(self) -> float:
        """How likely it is that they do, 0 to 1."""
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, self.log_odds))))


def weigh(old: Mention, new: Mention, setting: Setting, memory: Memory | None = None) -> Weighed:
    """Add up what every comparison counts; what depends on the two contents alone is remembered."""
    pairing = pairing_of(old, new, memory)
    return _weighed(old, new, setting, pairing, linked=are_linked(old, new, setting))


def weigh_above(
    least: float, old: Mention, new: Mention, setting: Setting, memory: Memory | None = None
) -> Weighed | None:
    """The same for two figures whose sentences are not linked with each other; None where they come to less than so
    many log-odds for sure."""
    pairing = pairing_of(old, new, memory)
    least -= _MARGIN + _weight_of_order() * order(old, new, setting)
    if pairing.at_most < least or pairing.most < least:
        return None
    return _weighed(old, new, setting, pairing, linked=False)


def _weighed(old: Mention, new: Mention, setting: Setting, pairing: Pairing, *, linked: bool) -> Weighed:
    total = pairing.total
    for weight, comparison in pairing.in_a_setting(linked=linked):
        total += weight * comparison(old, new, setting)
    return Weighed(old, new, total)


def most_wherever(old: Mention, new: Mention, memory: Memory | None) -> float:
    """What a pair comes to at most in any two versions."""
    pairing = pairing_of(old, new, memory)
    return pairing.most_linked + _weight_of_order() + _MARGIN


@cache
def _weight_of_order() -> float:
    return float(weights()["order"]["weight"])


def pairing_of(old: Mention, new: Mention, memory: Memory | None) -> Pairing:
    """What is known of the two, remembered where a memory counts."""
    if memory is None:
        return Pairing(old, new)
    contents = old.content, new.content
    known: Pairing | None = memory.pairs.get(contents)
    if known is None:
        known = Pairing(old, new)
        memory.keep(contents, known)
    return known


def add_company(table: Mapping[tuple[int, int], Weighed], links: Iterable[Weighed]) -> Table:
    """The table with what the first links say: figures side by side that correspond, and how far the rivals are
    behind."""
    linked = {(row.old.number, row.new.number): (row.old.sentence, row.new.sentence) for row in links}
    best_old, best_new = _best_two(table, 0), _best_two(table, 1)
    beside, ahead = weights()["neighbours"]["weight"], weights()["lead"]["weight"]
    result: Table = {}
    for (one, other), row in table.items():
        old, new, own, _ = row
        rivals = max(_rival(best_old[one], own), _rival(best_new[other], own), NO_RIVAL)
        lead = max(_LEAST_LEAD, min(WIDEST_LEAD, own - rivals))
        here = old.sentence, new.sentence
        in_front, behind = linked.get((one - 1, other - 1)), linked.get((one + 1, other + 1))
        neighbours = 1.0 if here in (in_front, behind) else 0.0
        log_odds = own + (beside * neighbours + ahead * lead)
        result[one, other] = Weighed(old, new, log_odds, (("neighbours", neighbours), ("lead", lead)))
    return result


def most_with_company(log_odds: float, *, beside: bool) -> float:
    """What a pair of these log-odds comes to at most when the links of other figures are looked at: with those beside
    them in their sentences, if there are any."""
    rows = weights()
    lead = max(_LEAST_LEAD, min(WIDEST_LEAD, log_odds - NO_RIVAL))
    return float(log_odds + rows["neighbours"]["weight"] * beside + rows["lead"]["weight"] * lead)


def most_company_behind() -> float:
    """What the links of other figures add at most to a pair that is far behind another of the same figure."""
    rows = weights()
    return float(rows["neighbours"]["weight"] + rows["lead"]["weight"] * _LEAST_LEAD)


def _best_two(table: Mapping[tuple[int, int], Weighed], side: int) -> dict[int, tuple[float, float]]:
    best: dict[int, tuple[float, float]] = {}
    for pair, row in table.items():
        first, second = best.get(pair[side], (-math.inf, -math.inf))
        if row.log_odds > first:
            best[pair[side]] = (row.log_odds, first)
        elif row.log_odds > second:
            best[pair[side]] = (first, row.log_odds)
    return best


def _rival(best: tuple[float, float], own: float) -> float:
    return best[1] if own == best[0] else best[0]
