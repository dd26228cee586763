"""What speaks for and against two figures' stating one fact, added up in log-odds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from storyver import wording
from storyver.align.comparisons import COMPARISONS, Comparison
from storyver.align.memory import Memory
from storyver.align.mentions import Mention
from storyver.align.setting import Setting

Table = dict[tuple[int, int], "Weighed"]

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
_NO_RIVAL = -4.0
"""Log-odds of the rival that is assumed where there is none: that a figure is alone in a short text tells little. Set
on the corpus and on eight further annotated stories as the highest at which no link of theirs is lost."""
WIDEST_LEAD = 3.0
"""Log-odds beyond which a greater lead over the rivals says no more."""
_LEAST_LEAD = -1.0


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
    contents = old.content, new.content
    total = memory.settled.get(contents) if memory is not None else None
    if total is None:
        total = weights()["bias"]
        for weight, comparison in _weighted(in_a_setting=False):
            total += weight * comparison(old, new, setting)
        if memory is not None:
            memory.keep(contents, total)
    for weight, comparison in _weighted(in_a_setting=True):
        total += weight * comparison(old, new, setting)
    return Weighed(old=old, new=new, log_odds=total)


def answers(weighed: Weighed, setting: Setting, memory: Memory | None = None) -> list[tuple[str, float]]:
    """What each comparison says of a pair, in their order; what depends on the two contents alone is remembered."""
    old, new = weighed.old, weighed.new
    contents = old.content, new.content
    known = memory.answers.get(contents) if memory is not None else None
    if known is None:
        known = {name: rule(old, new, setting) for name, rule in COMPARISONS.items() if name not in IN_A_SETTING}
        if memory is not None:
            memory.answers[contents] = known
    return [
        (name, rule(old, new, setting) if name in IN_A_SETTING else known[name]) for name, rule in COMPARISONS.items()
    ]


@cache
def _weighted(*, in_a_setting: bool) -> tuple[tuple[float, Comparison], ...]:
    """The comparisons that depend on the two versions, or those that do not, each with its weight."""
    names = [name for name in COMPARISONS if (name in IN_A_SETTING) == in_a_setting]
    return tuple((weights()[name]["weight"], COMPARISONS[name]) for name in names)


@cache
def weights() -> Mapping[str, Any]:
    """The table of weights and wordings."""
    return wording.table(Path(__file__).parent / "data" / "weights.toml")


def add_company(table: Mapping[tuple[int, int], Weighed], links: Iterable[Weighed]) -> Table:
    """The table with what the first links say: figures side by side that correspond, and how far the rivals are
    behind."""
    linked = {(row.old.number, row.new.number) for row in links}
    old_by_number = {row.old.number: row.old for row in table.values()}
    new_by_number = {row.new.number: row.new for row in table.values()}
    to_new: dict[int, set[int]] = {}
    for one, other in linked:
        to_new.setdefault(one, set()).add(other)
    best_old, best_new = _best_two(table, 0), _best_two(table, 1)
    beside, ahead = weights()["neighbours"]["weight"], weights()["lead"]["weight"]
    result: Table = {}
    for (one, other), row in table.items():
        own = row.log_odds
        rivals = max(_rival(best_old[one], own), _rival(best_new[other], own), _NO_RIVAL)
        lead = max(_LEAST_LEAD, min(WIDEST_LEAD, own - rivals))
        neighbours = _neighbours(row, old_by_number, new_by_number, to_new)
        company = (("neighbours", neighbours), ("lead", lead))
        log_odds = own + (beside * neighbours + ahead * lead)
        result[one, other] = Weighed(old=row.old, new=row.new, log_odds=log_odds, company=company)
    return result


def most_with_company(log_odds: float) -> float:
    """What a pair of these log-odds comes to at most when the links of other figures are looked at."""
    rows = weights()
    lead = max(_LEAST_LEAD, min(WIDEST_LEAD, log_odds - _NO_RIVAL))
    return float(log_odds + rows["neighbours"]["weight"] + rows["lead"]["weight"] * lead)


def most_company_behind() -> float:
    """What the links of other figures add at most to a pair that is far behind another of the same figure."""
    rows = weights()
    return float(rows["neighbours"]["weight"] + rows["lead"]["weight"] * _LEAST_LEAD)


def _neighbours(
    row: Weighed, old: Mapping[int, Mention], new: Mapping[int, Mention], to_new: Mapping[int, set[int]]
) -> float:
    """1 where the figure in front or behind in the sentence is linked with that of the other side, else 0."""
    if not to_new:
        return 0.0
    for step in (-1, 1):
        one, other = old.get(row.old.number + step), new.get(row.new.number + step)
        if one is None or other is None or one.sentence != row.old.sentence or other.sentence != row.new.sentence:
            continue
        if other.number in to_new.get(one.number, ()):
            return 1.0
    return 0.0


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
