"""Which value of a text took the place of one that the text says no longer holds: "2.5 million, from 2.4 million"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from storyver.model import BlockKind, Figure
from storyver.values import Order, compare_values

if TYPE_CHECKING:
    from storyver.align.mentions import Mention

_TENFOLD: Final = 10
"""How many times as great the greater of two values is at which one is no longer taken to have become the other."""


def with_replaced(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions, each with the superseded value that its sentence names beside it."""
    result = list(mentions)
    for first, last in _runs(mentions):
        length = last - first
        for start in (first - length, last, first - length - 1, *_beyond_others(mentions, first, last)):
            opposite = mentions[max(0, start) : start + length]
            if len(opposite) != length or _is_told_elsewhere(mentions, mentions[first], opposite):
                continue
            if all(map(_is_successor, mentions[first:last], opposite)):
                for gone, one in zip(mentions[first:last], opposite, strict=True):
                    result[one.number] = replace(result[one.number], replaces=gone.figure)
                break
    return tuple(result)


def _beyond_others(mentions: Sequence[Mention], first: int, last: int) -> Iterator[int]:
    """Behind a lone superseded value what stands beyond a figure of another dimension: "was due to run out on 30 June,
    was extended by six months to 31 December"."""
    if last - first == 1 and last + 1 < len(mentions):
        between = mentions[last].figure.dimension != mentions[first].figure.dimension
        if between and mentions[last + 1].sentence == mentions[first].sentence:
            yield last + 1


def _is_told_elsewhere(mentions: Sequence[Mention], gone: Mention, opposite: Sequence[Mention]) -> bool:
    """Whether what another sentence of a notice puts right stands in the text itself, and is compared there."""
    if gone.sentence == opposite[0].sentence:
        return False
    values = [one.figure for one in mentions if one.claim.block is not BlockKind.NOTICE]
    return any(compare_values(value, one.figure) is Order.EQUAL for value in values for one in opposite)


def _runs(mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Superseded values that follow each other in a sentence, as half-open ranges: the two of "not 76 to 73"."""
    first = None
    for number, one in enumerate(mentions):
        gone = one.superseded and not one.compared
        if first is not None and not (gone and one.sentence == mentions[first].sentence):
            yield first, number
            first = None
        if gone and first is None:
            first = number
    if first is not None:
        yield first, len(mentions)


def _is_successor(gone: Mention, other: Mention) -> bool:
    same = other.figure.dimension == gone.figure.dimension and other.figure.unit == gone.figure.unit
    along = gone.moved in (None, compare_values(gone.figure, other.figure))
    return same and along and _near(gone.figure, other.figure) and _told_together(gone, other) and not other.superseded


def _near(gone: Figure, other: Figure) -> bool:
    """ "restated to $128 million, or 84 cents a share, from $141 million": no value becomes another a tenth of it, but
    where the text says "from" right behind it."""
    if other.changed_from == gone.start or not gone.high or not other.high:
        return True
    one, last = abs(other.high), abs(gone.high)
    return max(one, last) < _TENFOLD * min(one, last)


def _told_together(gone: Mention, other: Mention) -> bool:
    """In one sentence; a notice may need two ("Turnout was 58.9%. An earlier version gave it as 59.8%.")."""
    notice = gone.claim.block is other.claim.block is BlockKind.NOTICE
    return abs(gone.sentence - other.sentence) <= notice
