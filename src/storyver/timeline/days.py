"""Facts of the days that are named only by their distance from publication: "on Tuesday", "last month"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyver.model import ChangeKind, Claim, Reading, Reason, Sighting
from storyver.timeline.threads import FIRST, Thread

_SAME_DAY = Reason(rule="same_day", text="counted from the day of publication it names the same date")


def find_days(readings: Sequence[Reading]) -> Iterator[tuple[str, Thread]]:
    """A label and a thread for each date that "Tuesday" or "last month" names in any version."""
    threads: dict[str, Thread] = {}
    for number, reading in enumerate(readings):
        for claim in reading.relative_dates:
            if claim.figure is None or claim.figure.date is None:
                continue
            thread = threads.setdefault(claim.figure.date, Thread())
            thread.sightings.append(_sighting(number, claim, thread))
    for value, thread in threads.items():
        figure = thread.sightings[0].claim.figure
        yield f"{figure.text if figure else ''} ({value})", thread


def _sighting(number: int, claim: Claim, thread: Thread) -> Sighting:
    if not thread.sightings:
        return Sighting(version=number, change=ChangeKind.ADDED, claim=claim, reasons=(FIRST,))
    before = [sighting.version for sighting in thread.sightings if sighting.version < number]
    restored = bool(before) and before[-1] < number - 1
    kind = ChangeKind.RESTORED if restored and thread.last < number else ChangeKind.UNCHANGED
    return Sighting(version=number, change=kind, claim=claim, reasons=(_SAME_DAY,))
