"""A row of small bars for the course of a number, for where a chart has no room."""

from __future__ import annotations

from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"
NOTHING = "·"
"""Stands where a version states no number."""
LONGEST = 24
"""Bars; of a longer course each bar is the last of several versions."""


def sparkline(values: Sequence[float | None]) -> str:
    """One bar for each version, from the lowest value to the highest; empty where the value is the same throughout."""
    known = [value for value in values if value is not None]
    if not known or min(known) == max(known):
        return ""
    low, high = min(known), max(known)
    width = min(LONGEST, len(values))
    ends = [(place + 1) * len(values) // width for place in range(width)]
    starts = [0, *ends[:-1]]
    shown = [_last(values[start:end]) for start, end in zip(starts, ends, strict=True)]
    steps = len(BARS) - 1
    return "".join(NOTHING if value is None else BARS[round((value - low) / (high - low) * steps)] for value in shown)


def _last(values: Sequence[float | None]) -> float | None:
    return next((value for value in reversed(values) if value is not None), None)
