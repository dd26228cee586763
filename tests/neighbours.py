"""What ``track`` says of two neighbouring versions against what ``diff`` says of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import storyver
from link_cases import of_figures
from storyver.model import Change, ChangeKind, Fact, Sighting, Version

CLAIMS_NOTHING = frozenset({ChangeKind.UNCERTAIN, ChangeKind.ADDED, ChangeKind.REMOVED})
APART = frozenset({"other_source", "stated_again"})
"""Rules by which a sighting is no link to the version in front: it tells so itself."""


def disagreements(versions: Sequence[Version | str | Path]) -> list[str]:
    """Each place at which the facts of a story and the changes between two neighbours do not say the same."""
    facts = storyver.track(versions).facts
    days = {fact.id for fact in facts for s in fact.sightings[:1] if s.claim.figure and s.claim.figure.relative}
    facts = tuple(fact for fact in facts if fact.id not in days)
    found = []
    for number, (old, new) in enumerate(pairwise(versions)):
        changes = of_figures(storyver.diff(old, new))
        found += [f"{number}: {one}" for one in _step(facts, number, changes)]
    return found


def _step(facts: Sequence[Fact], number: int, changes: Sequence[Change]) -> Iterator[str]:
    here = {s.claim.id: fact for fact in facts for s in fact.sightings if s.version == number}
    there = {s.claim.id: (fact, s) for fact in facts for s in fact.sightings if s.version == number + 1}
    links: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        if change.old and change.new and change.kind not in CLAIMS_NOTHING:
            links[change.new.id].append(change)
    yield from _of_links(links, here, there)
    added = {change.new.id for change in changes if change.kind is ChangeKind.ADDED and change.new}
    for claim, (fact, sighting) in there.items():
        yield from _of_sighting(sighting, fact, links.get(claim, []), number, claim in added)
    left = {change.old.id for change in changes if change.kind is ChangeKind.REMOVED and change.old}
    for fact in facts:
        gone = [point for point in fact.points if point.version == number + 1 and point.sighting is None]
        stated = {s.claim.id for s in fact.sightings if s.version == number}
        linked = [claim for claim, found in links.items() for c in found if c.old and c.old.id in stated]
        if gone and any(len(_facts(links[claim], here)) == 1 and not _split(there[claim][1]) for claim in linked):
            yield f"{fact.label} is gone and linked"
        if gone and not stated & left and not linked and not _doubtful(changes, stated):
            yield f"{fact.label} is gone, and no change tells it"


def _facts(links: Sequence[Change], here: dict[str, Fact]) -> set[str]:
    """The facts that some links come from."""
    return {here[change.old.id].id for change in links if change.old}


def _split(sighting: Sighting) -> bool:
    """Two sources had one figure, which now differ: it goes on as two facts."""
    return sighting.reasons[0].rule == "other_source"


def _doubtful(changes: Sequence[Change], stated: set[str]) -> bool:
    return any(c.kind is ChangeKind.UNCERTAIN and c.old and c.old.id in stated for c in changes)


def _of_links(
    links: dict[str, list[Change]], here: dict[str, Fact], there: dict[str, tuple[Fact, Sighting]]
) -> Iterator[str]:
    """What is linked is one fact, of several that are linked with it one, and has one of the kinds of its links."""
    for claim, found in links.items():
        fact, sighting = there[claim]
        apart = sighting.reasons[0].rule in APART
        if fact.id not in _facts(found, here) and not _split(sighting):
            yield f"{found[0].summary} is two facts, one of them {fact.label}"
        if sighting.change not in {change.kind for change in found} and not apart:
            yield f"{fact.label} is {sighting.change}, its links {[str(change.kind) for change in found]}"


def _of_sighting(sighting: Sighting, fact: Fact, links: Sequence[Change], number: int, added: bool) -> Iterator[str]:
    """A sighting without a link is new, comes back, or is said to be another mention or known from further back."""
    before = [one for one in fact.sightings if one.version == number]
    if sighting.change is ChangeKind.RESTORED and (before or links):
        yield f"{fact.label} is restored, and the version before states it"
    if links or sighting.reasons[0].rule in APART or sighting.claim.figure is None:
        return
    earlier = [one for one in fact.sightings if one.version <= number]
    if sighting.change is ChangeKind.ADDED and earlier:
        yield f"{fact.label} is added, and an earlier version states it"
    restated = sighting.claim.figure.conversion_of is not None
    if sighting.change is not ChangeKind.ADDED and not earlier and not restated:
        yield f"{fact.label} is {sighting.change}, and nothing stated it"
    if sighting.change not in {ChangeKind.ADDED, ChangeKind.RESTORED} and before and not (added or restated):
        yield f"{fact.label} is {sighting.change} without a link"
