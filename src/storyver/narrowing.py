"""Which facts of a story a person asks for: by name, by the versions in which something happened, by importance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from storyver.dates import PartialDate, parse_date
from storyver.errors import UsageError
from storyver.model import Fact, Importance, Shown, TrackResult, Version
from storyver.selection import fitting, no_version

LISTED = 6
"""Labels named in an error message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for. Everything that is given has to hold."""

    fact: str | None = None
    """Words of a fact's label, its id or the beginning of it, or else words of its figures and sentences."""
    since: str | None = None
    until: str | None = None
    """A version's number, date, id, file name or place (``#2``); or any date."""
    changed: bool = False
    importance: Importance | None = None


def narrow(result: TrackResult, wanted: Wanted) -> TrackResult:
    """The result with the facts asked for alone, and a note of how many were left out.

    Raises UsageError where a version does not exist, none lies between the two, or no fact has the name.
    """
    if wanted == Wanted():
        return result
    first, last = _window(result.versions, wanted)
    facts = result.facts if wanted.fact is None else _named(result.facts, wanted.fact)
    kept = tuple(fact for fact in facts if _is_wanted(fact, first, last, wanted))
    shown = Shown(
        first=first,
        last=last,
        left_out=len(result.facts) - len(kept),
        asked=" ".join(_asked(wanted)),
        single=wanted.fact is not None,
    )
    return replace(result, facts=kept, shown=shown)


def _is_wanted(fact: Fact, first: int, last: int, wanted: Wanted) -> bool:
    points = [point for point in fact.points if first <= point.version <= last]
    if wanted.changed and not any(point.is_change for point in points):
        return False
    if wanted.importance is not None:
        return any(point.importance.rank() <= wanted.importance.rank() for point in points)
    return any(first <= sighting.version <= last for sighting in fact.sightings) or bool(points)


def _asked(wanted: Wanted) -> Iterator[str]:
    for name in ("fact", "since", "until"):
        value = getattr(wanted, name)
        if value is not None:
            yield f"--{name} {value}"
    if wanted.changed:
        yield "--changed"
    if wanted.importance is not None:
        yield f"--importance {wanted.importance}"


def _named(facts: Sequence[Fact], name: str) -> Sequence[Fact]:
    """The fact with that label; else those whose label has the words; else those with the id; else those whose figures
    or sentences have them."""
    folded = " ".join(name.casefold().split())
    if not folded:
        raise UsageError(what="is empty", where="--fact", remedy="give words of the fact's name")
    tries = (
        [fact for fact in facts if fact.label.casefold() == folded],
        [fact for fact in facts if folded in fact.label.casefold()],
        [fact for fact in facts if fact.id.startswith(folded)],
        [fact for fact in facts if any(folded in sighting.claim.text.casefold() for sighting in fact.sightings)],
    )
    found = next((one for one in tries if one), None)
    if found is None:
        labels = ", ".join(dict.fromkeys(f"“{fact.label}”" for fact in facts[:LISTED]))
        more = f" and {len(facts) - LISTED} more" if len(facts) > LISTED else ""
        what = f"fits no fact; there are {labels}{more}" if facts else "fits no fact; no version states a figure"
        raise UsageError(what=what, where=f"--fact {name}", remedy="give words of a name or of a sentence")
    return found


def _window(versions: Sequence[Version], wanted: Wanted) -> tuple[int, int]:
    """The indices of the first and the last version that are asked for."""
    first, last = 0, len(versions) - 1
    if wanted.since is not None:
        first = min(_places(versions, wanted.since, "--since"))
    if wanted.until is not None:
        last = max(_places(versions, wanted.until, "--until"))
    if last < first:
        where = f"--since {wanted.since} --until {wanted.until}"
        raise UsageError(what="no version lies between the two", where=where, remedy="exchange them, or leave one out")
    return first, last


def _places(versions: Sequence[Version], wanted: str, option: str) -> list[int]:
    """The indices of the versions with that name, or of all that may be that late, or that early."""
    found = fitting(versions, wanted)
    if found:
        return [place for place, version in enumerate(versions) if version in found]
    try:
        date = parse_date(wanted)
    except ValueError:
        raise no_version(versions, wanted) from None
    places = [place for place, version in enumerate(versions) if _lies(version, date, option)]
    if not places:
        side = "later" if option == "--since" else "earlier"
        raise UsageError(what=f"no version is {side}", where=f"{option} {wanted}", remedy="give another date")
    return places


def _lies(version: Version, date: PartialDate, option: str) -> bool:
    if version.date is None:
        return False
    span = parse_date(version.date.value).span()
    return span[1] >= date.span()[0] if option == "--since" else span[0] <= date.span()[1]
