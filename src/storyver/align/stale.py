"""A headline, caption or link that kept a value which the body no longer gives: the fact has moved all the same."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from storyver.align.comparisons import same_value
from storyver.align.weighing import Weighed
from storyver.model import BlockKind

_APART = frozenset({BlockKind.TITLE, BlockKind.CAPTION, BlockKind.LINK_LINE})
"""What is often left as it was when the body is rewritten."""
_LEAD = 0.4
"""Log-odds by which the body's new value must beat others that are free."""
_THIN, _ALONE = -0.85, 2.0
"""Log-odds that are enough where all others are that much less likely: the body cannot go on without the fact, and
nothing else in it may state it. The first is that of a link that is shown at all."""


def beside_stale(found: Sequence[tuple[Weighed, bool]], table: Mapping[tuple[int, int], Weighed]) -> Iterator[Weighed]:
    """Links beside those found: from a figure of the old body whose value only a headline or caption still gives to
    the one figure of the new version that states the same and is linked with nothing."""
    certain: dict[int, list[Weighed]] = defaultdict(list)
    for row, sure in found:
        if sure:
            certain[row.old.number].append(row)
    taken = {row.new.number for rows in certain.values() for row in rows}
    weighed: dict[int, list[Weighed]] = defaultdict(list)
    for number, mine in sorted(certain.items()):
        if not all(same_value(row.old, row.new) and row.new.claim.block in _APART for row in mine):
            continue
        if mine[0].old.claim.block in _APART:
            continue
        if not weighed:
            for row in table.values():
                weighed[row.old.number].append(row)
        free = sorted((row for row in weighed[number] if _is_free(row, taken)), key=_odds)
        values = [row.log_odds for row in free if not same_value(free[0].new, row.new)]
        ahead = free[0].log_odds - max(values, default=-math.inf) if free else 0.0
        if free and ahead >= (_LEAD if free[0].log_odds >= 0 else _ALONE):
            yield free[0]


def _is_free(row: Weighed, taken: set[int]) -> bool:
    """Likely enough, in the body, and linked with nothing."""
    return (
        row.log_odds >= _THIN
        and row.new.number not in taken
        and not row.new.superseded
        and not same_value(row.old, row.new)
    )


def _odds(row: Weighed) -> tuple[float, int]:
    return -row.log_odds, row.new.number
