"""Changes over N versions → facts: every figure of every version in exactly one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from storyver.identity import fact_id
from storyver.model import Change, ChangeKind, Claim, Fact, FigureKind, Reading, Reason, Sighting, Story, TrackResult
from storyver.naming import best_named, name_fact

Recall = Callable[[int, Collection[str], int, Collection[str]], Sequence[Change]]
"""Asks which of some claims of an earlier version some claims of a later one state again: the index of the earlier
version, the ids of its claims, the index of the later version and the ids of its claims."""

_CLAIMS_NOTHING = frozenset({ChangeKind.UNCERTAIN, ChangeKind.ADDED, ChangeKind.REMOVED})
_FIRST = Reason(rule="first_sighting", text="no earlier version states it")
_SAME_DAY = Reason(rule="same_day", text="counted from the day of publication it names the same date")
_AGAIN = Reason(rule="stated_again", text="the same version states it elsewhere")


@dataclass(slots=True, eq=False)
class _Thread:
    """A fact while it is put together: its sightings, and the last version with the claims that state it there."""

    sightings: list[Sighting] = field(default_factory=list)
    last: int = -1
    claims: set[str] = field(default_factory=set)


def trace(
    story: Story,
    readings: Sequence[Reading],
    groups: Sequence[Sequence[Collection[str]]],
    changes: Sequence[Sequence[Change]],
    recall: Recall,
) -> TrackResult:
    """The facts of a story, by where they are first seen.

    ``groups[k]`` are the ids of the claims of version ``k`` that state one fact; ``changes[k]`` the figure changes from
    version ``k`` to ``k + 1``. A fact that a version leaves out is looked for in all later ones. The restatement of a
    figure in another unit is a sighting of the figure's fact. Dates that are named by their distance from the day of
    publication follow behind, a fact for each day, week, month or year that they name.
    """
    tracer = _Tracer(readings=readings, recall=recall)
    for number in range(len(readings)):
        tracer.follow(number, groups[number], changes[number - 1] if number else ())
    return TrackResult(
        versions=tuple(reading.version for reading in readings),
        facts=(*(_fact(thread, readings) for thread in tracer.threads), *_days(readings)),
        story=story,
    )


@dataclass(slots=True, kw_only=True)
class _Tracer:
    readings: Sequence[Reading]
    recall: Recall
    threads: list[_Thread] = field(default_factory=list)
    before: dict[str, _Thread] = field(default_factory=dict)
    """The thread of each claim of the version in front."""

    def follow(self, number: int, groups: Sequence[Collection[str]], changes: Sequence[Change]) -> None:
        """Give every figure of a version its thread."""
        arrivals = {
            change.new.id: (change, self.before[change.old.id])
            for change in sorted(changes, key=lambda change: change.score)
            if change.old and change.new and change.kind not in _CLAIMS_NOTHING and change.old.id in self.before
        }
        arrivals |= self._returns(number, arrivals)
        home = {claim: group for group in groups for claim in group}
        here: dict[str, _Thread] = {}
        started: dict[int, _Thread] = {}
        for claim in _with_figures(self.readings[number]):
            thread = self._thread(claim, arrivals, home, here, started)
            here[claim.id] = thread
            if claim.figure is not None:
                started[claim.figure.start] = thread
            thread.sightings.append(_sighting(number, claim, arrivals.get(claim.id), thread))
        for thread in {id(thread): thread for thread in here.values()}.values():
            thread.last = number
            thread.claims = {claim for claim, owner in here.items() if owner is thread}
        self.before = here

    def _returns(self, number: int, arrivals: dict[str, tuple[Change, _Thread]]) -> dict[str, tuple[Change, _Thread]]:
        """Claims without a counterpart in the version in front that restate a fact which it left out."""
        found: dict[str, tuple[Change, _Thread]] = {}
        for earlier in range(number - 2, -1, -1):
            gone = {claim: thread for thread in self.threads if thread.last == earlier for claim in thread.claims}
            new = {
                claim.id
                for claim in _with_figures(self.readings[number])
                if claim.id not in arrivals and claim.id not in found
            }
            if not gone or not new:
                continue
            for change in self.recall(earlier, gone.keys(), number, new):
                if change.old and change.new and change.kind not in _CLAIMS_NOTHING:
                    found[change.new.id] = (change, gone[change.old.id])
        return found

    def _thread(
        self,
        claim: Claim,
        arrivals: dict[str, tuple[Change, _Thread]],
        home: dict[str, Collection[str]],
        here: dict[str, _Thread],
        started: dict[int, _Thread],
    ) -> _Thread:
        """The figure's own fact in front, that of the figure it restates, that of its group, or a new one."""
        main = claim.figure.conversion_of if claim.figure else None
        if main is not None and main in started:
            return started[main]
        arrival = arrivals.get(claim.id)
        if arrival is not None:
            return arrival[1]
        for other in sorted(home.get(claim.id, ())):
            if other in here:
                return here[other]
            if other in arrivals:
                return arrivals[other][1]
        thread = _Thread()
        self.threads.append(thread)
        return thread


def _with_figures(reading: Reading) -> Iterator[Claim]:
    return (claim for claim in reading.claims if claim.figure is not None)


def _sighting(number: int, claim: Claim, arrival: tuple[Change, _Thread] | None, thread: _Thread) -> Sighting:
    if arrival is not None:
        change = arrival[0]
        if thread.last < number - 1:
            return Sighting(version=number, change=ChangeKind.RESTORED, claim=claim, reasons=_restored(thread, change))
        return Sighting(version=number, change=change.kind, claim=claim, reasons=change.reasons)
    known = bool(thread.sightings)
    kind = ChangeKind.UNCHANGED if known and thread.sightings[-1].version == number else ChangeKind.ADDED
    return Sighting(version=number, change=kind, claim=claim, reasons=(_AGAIN if known else _FIRST,))


def _restored(thread: _Thread, change: Change) -> tuple[Reason, ...]:
    last = thread.sightings[-1].claim.figure
    was = f"; it was {last.text}" if last else ""
    return (
        Reason(rule="restored", text=f"left out since version {thread.last + 1} of the story{was}"),
        *change.reasons,
    )


def _days(readings: Sequence[Reading]) -> Iterator[Fact]:
    """A fact for each date that "Tuesday" or "last month" names in any version."""
    threads: dict[str, _Thread] = {}
    for number, reading in enumerate(readings):
        for claim in reading.relative_dates:
            if claim.figure is None or claim.figure.date is None:
                continue
            thread = threads.setdefault(claim.figure.date, _Thread())
            thread.sightings.append(_day_sighting(number, claim, thread))
            thread.last = number
    for value, thread in threads.items():
        first = thread.sightings[0]
        named = first.claim.figure.text if first.claim.figure else ""
        yield Fact(
            id=fact_id(readings[first.version].version.id, first.claim.id),
            label=f"{named} ({value})",
            kind=FigureKind.DATE,
            sightings=tuple(thread.sightings),
        )


def _day_sighting(number: int, claim: Claim, thread: _Thread) -> Sighting:
    if not thread.sightings:
        return Sighting(version=number, change=ChangeKind.ADDED, claim=claim, reasons=(_FIRST,))
    if thread.last < number - 1:
        return Sighting(version=number, change=ChangeKind.RESTORED, claim=claim, reasons=(_SAME_DAY,))
    return Sighting(version=number, change=ChangeKind.UNCHANGED, claim=claim, reasons=(_SAME_DAY,))


def _fact(thread: _Thread, readings: Sequence[Reading]) -> Fact:
    first = thread.sightings[0]
    figure = first.claim.figure
    assert figure is not None
    return Fact(
        id=fact_id(readings[first.version].version.id, first.claim.id),
        label=name_fact(best_named(sighting.claim for sighting in thread.sightings)),
        kind=figure.kind,
        sightings=tuple(thread.sightings),
    )
