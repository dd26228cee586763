"""The pairs of figures that are weighed, and those that need not be: they could neither be linked nor be a rival."""

from __future__ import annotations

from collections.abc import Iterable

from storyver.align.memory import Memory
from storyver.align.mentions import Mention
from storyver.align.outweighed import Linked
from storyver.align.pairing import are_linked
from storyver.align.setting import Setting
from storyver.align.weighing import NO_RIVAL, WIDEST_LEAD, Table, most_company_behind, weigh, weigh_above


class WeighedPairs:
    """The table of weighed pairs while it is filled.

    A pair is passed over where it comes to less than each of three values. Below the first it is no link: its rivals
    are ahead of it, so that the company of other links adds little. The others are, for each of its two figures, what
    the surest pair of that figure in linked sentences is worth without the widest lead, or what counts as no rival:
    below them it changes the lead of no pair, as a lead beyond the widest says no more and all but the surest pair of
    a figure have that for their rival.
    """

    def __init__(self, setting: Setting, memory: Memory | None, floor: float) -> None:
        """``floor`` is the log-odds from which a link is shown."""
        self.table: Table = {}
        self._setting = setting
        self._memory = memory
        self._hopeless: set[tuple[int, int]] = set()
        self._no_link = floor - most_company_behind()
        self._old: dict[int, float] = {}
        """What the surest pair in linked sentences comes to, by the number of the old figure."""
        self._new: dict[int, float] = {}

    def add(self, candidates: Iterable[tuple[Mention, Mention]]) -> None:
        """Weigh what is not yet known to be without hope, pairs in linked sentences first."""
        table, hopeless, apart = self.table, self._hopeless, []
        for one, other in candidates:
            key = one.number, other.number
            if key in table or key in hopeless:
                continue
            if not are_linked(one, other, self._setting):
                apart.append((one, other))
                continue
            table[key] = weigh(one, other, self._setting, self._memory)
            worth = table[key].log_odds
            self._old[one.number] = max(worth, self._old.get(one.number, worth))
            self._new[other.number] = max(worth, self._new.get(other.number, worth))
        for one, other in apart:
            row = weigh_above(self._least(one.number, other.number), one, other, self._setting, self._memory)
            if row is None:
                hopeless.add((one.number, other.number))
            else:
                table[one.number, other.number] = row

    def _least(self, old: int, new: int) -> float:
        """What a pair must come to."""
        one, other = self._old.get(old), self._new.get(new)
        if one is None or other is None:
            return NO_RIVAL
        return min(self._no_link, max(NO_RIVAL, min(one, other) - WIDEST_LEAD))

    def add_between(self, linked: Linked) -> bool:
        """Weigh the pairs of linked groups that were passed over, and say whether there are any."""
        between = [(a, b) for (olds, news), _ in linked if len(olds) > 1 or len(news) > 1 for a in olds for b in news]
        passed = [(a, b) for a, b in between if (a.number, b.number) in self._hopeless]
        for a, b in passed:
            self._hopeless.remove((a.number, b.number))
            self.table[a.number, b.number] = weigh(a, b, self._setting, self._memory)
        return bool(passed)
