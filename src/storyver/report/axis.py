"""Where the versions of a story stand on a chart: by their dates, each as wide as it is uncertain, or step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storyver.dates import parse_date
from storyver.model import Version

BY_TIME = "Drawn by date; a version known only to the month or the year is as wide as that."
BY_STEP = "Drawn by step, for not every version has a date that fits the order."

POINT = 3.0
"""Units of the chart; what is narrower is drawn as a point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The stretch of each version from left to right."""

    spans: tuple[tuple[float, float], ...]
    """The left and the right end of what each version's date can mean; equal for a point."""
    note: str

    def middle(self, version: int) -> float:
        """Where the version's name stands."""
        return sum(self.spans[version]) / 2

    def is_span(self, version: int) -> bool:
        """Whether the version's date is so uncertain that it is no point on this chart."""
        return self.spans[version][1] - self.spans[version][0] >= POINT


def make_axis(versions: Sequence[Version], left: float, right: float) -> Axis:
    """The axis of some versions between two ends."""
    spans = _known(versions)
    if spans is None or spans[0][0] == spans[-1][1]:
        return Axis(spans=_steps(len(versions), left, right), note=BY_STEP)
    first, whole = spans[0][0], (spans[-1][1] - spans[0][0]).total_seconds()

    def place(moment: datetime) -> float:
        return round(left + (right - left) * (moment - first).total_seconds() / whole, 1)

    return Axis(spans=tuple((place(start), place(end)) for start, end in spans), note=BY_TIME)


def _known(versions: Sequence[Version]) -> list[tuple[datetime, datetime]] | None:
    """What each date can mean, given that no version is older than the one before it; None where that does not hold."""
    if not versions or any(version.date is None for version in versions):
        return None
    spans = [parse_date(version.date.value).span() for version in versions if version.date]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    for place in range(1, len(spans)):
        starts[place] = max(starts[place], starts[place - 1])
        ends[-place - 1] = min(ends[-place - 1], ends[-place])
    if any(start > end for start, end in zip(starts, ends, strict=True)):
        return None
    return list(zip(starts, ends, strict=True))


def _steps(count: int, left: float, right: float) -> tuple[tuple[float, float], ...]:
    if count < 2:
        return (((left + right) / 2,) * 2,) * count
    return tuple((round(left + (right - left) * place / (count - 1), 1),) * 2 for place in range(count))
