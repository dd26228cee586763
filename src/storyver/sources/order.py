"""In which order the versions of a folder were published, and the reason for each one's place."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence, Set
from itertools import pairwise
from typing import Any

from storyver.dates import PartialDate, is_before, overlap, parse_date
from storyver.model import SkippedFile, Version

Ordered = tuple[tuple[Version, ...], tuple[str, ...]]


def order_versions(versions: Sequence[Version]) -> Ordered:
    """Put versions, given in the order of their file names, in the order of publication, with a reason for each.

    By number if all have one, else by date if all have one; where only some have either, numbers and dates both
    hold as long as they agree and the file name decides the rest, else the file names alone decide.
    """
    if all(version.number is not None for version in versions):
        return _by_number(versions)
    dates = [None if version.date is None else parse_date(version.date.value) for version in versions]
    places = _merge([version.number for version in versions], dates)
    if places is None:
        reason = "file name (numbers and dates of this story contradict each other)"
        return tuple(versions), tuple(reason for _ in versions)
    chosen = tuple(versions[place] for place in places)
    return chosen, tuple(_reason(place, chosen) for place in range(len(chosen)))


def drop_repeated(versions: Sequence[Version]) -> tuple[list[Version], list[SkippedFile]]:
    """The versions without those that repeat one before them, number and date included, and what these repeat.

    A text without a number and a date may be there again because the article went back to it, so it stays.
    """
    seen: dict[tuple[object, ...], Version] = {}
    kept, repeated = [], []
    for version in versions:
        date = version.date and version.date.value
        first = seen.setdefault((version.sha256, version.number, date), version)
        if first is version or (version.number is None and date is None):
            kept.append(version)
        else:
            reason = f"the same as {first.source}, with its number and date"
            repeated.append(SkippedFile(path=version.source or "a text", reason=reason))
    return kept, repeated


def _by_number(versions: Sequence[Version]) -> Ordered:
    chosen = tuple(sorted(versions, key=lambda version: version.number or 0))
    reasons = [f"version number {version.number}" for version in chosen]
    for place, (old, new) in enumerate(pairwise(chosen), start=1):
        if old.date and new.date and is_before(parse_date(new.date.value), parse_date(old.date.value)):
            reasons[place] += f", although its date {new.date.value} is before that of version {old.number}"
    return chosen, tuple(reasons)


class _Criterion:
    """Spans, of numbers or of dates, whose strict order has to hold."""

    def __init__(self, spans: Mapping[int, tuple[Any, Any]]) -> None:
        self.places = frozenset(spans)
        self._by_start = sorted((start, place) for place, (start, _) in spans.items())
        self._by_end = sorted((end, place) for place, (_, end) in spans.items())
        self._start_at = self._end_at = 0

    def release(self, taken: Set[int]) -> list[int]:
        """The places, not yet released, that no span still left lies wholly before."""
        released = []
        while self._end_at < len(self._by_end) and self._by_end[self._end_at][1] in taken:
            self._end_at += 1
        while (
            self._start_at < len(self._by_start) and self._by_start[self._start_at][0] <= self._by_end[self._end_at][0]
        ):
            released.append(self._by_start[self._start_at][1])
            self._start_at += 1
        return released


def _merge(numbers: Sequence[int | None], dates: Sequence[PartialDate | None]) -> list[int] | None:
    """Places in an order that holds both numbers and dates, file names deciding the rest; None if there is none.

    At each step the first file is taken that neither a number nor a date still left must go before. Each criterion
    walks once over its sorted spans, so that all of it takes n log n steps.
    """
    criteria = (
        _Criterion({place: (number, number) for place, number in enumerate(numbers) if number is not None}),
        _Criterion({place: date.span() for place, date in enumerate(dates) if date is not None}),
    )
    waiting = [sum(place in criterion.places for criterion in criteria) for place in range(len(numbers))]
    ready = [place for place, count in enumerate(waiting) if count == 0]
    taken: set[int] = set()
    order: list[int] = []
    while len(order) < len(numbers):
        for criterion in criteria:
            for place in criterion.release(taken):
                waiting[place] -= 1
                if waiting[place] == 0:
                    heapq.heappush(ready, place)
        if not ready:
            return None
        order.append(heapq.heappop(ready))
        taken.add(order[-1])
    return order


def _reason(place: int, versions: tuple[Version, ...]) -> str:
    version = versions[place]
    if version.date is None:
        return "file name" if version.number is None else f"version number {version.number}"
    reason = f"date {version.date.value} ({version.date.source.replace('_', ' ')})"
    for other in versions[max(0, place - 1) : place] + versions[place + 1 : place + 2]:
        if other.date is not None and overlap(parse_date(other.date.value), parse_date(version.date.value)):
            return f"{reason}, and by file name beside {other.date.value}"
    return reason
