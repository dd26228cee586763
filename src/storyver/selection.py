"""Which versions a person means, and which changes a person has to act on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath

from storyver.errors import UsageError
from storyver.model import WITHOUT_EFFECT, AuditResult, Change, DiffResult, Importance, Story, Version

SHORTEST_ID = 4
"""Characters of an id that are enough to name a version."""

LISTED = 8
"""Versions named in an error message."""


def factual_changes(result: DiffResult) -> tuple[Change, ...]:
    """The changes by which a fact moved, or may have moved."""
    return tuple(change for change in result.changes if change.kind not in WITHOUT_EFFECT)


def weighty_changes(result: DiffResult | AuditResult, least: Importance) -> tuple[Change, ...]:
    """The changes, of a story those that no notice admits, that are of this importance or a greater one."""
    if isinstance(result, AuditResult):
        changes = tuple(one.change for one in result.unadmitted)
    else:
        changes = factual_changes(result)
    return tuple(change for change in changes if change.importance.rank() <= least.rank())


def chosen_pair(story: Story, earlier: str | None, later: str | None) -> tuple[Version, Version]:
    """The two versions to compare: those named; the latest, and the one before, where none is named.

    Raises UsageError for a name that fits no version or several, and for the same version twice.
    """
    versions = story.versions
    new = versions[-1] if later is None else find_version(story, later)
    if earlier is not None:
        old = find_version(story, earlier)
    elif (place := versions.index(new)) > 0:
        old = versions[place - 1]
    else:
        raise UsageError(what="is the first version", where=f"--to {later}", remedy="name another with --from")
    if old is new:
        where = " ".join(part for part in (f"--from {earlier}", later and f"--to {later}") if part)
        raise UsageError(what="names one version twice", where=where, remedy="name two different versions")
    return old, new


def find_version(story: Story, wanted: str) -> Version:
    """The version with this number (``21`` or ``v21``), date (or its beginning: a year, a month, a day), id, file name
    or place (``#2``).

    The first of these that fits any version counts. Raises UsageError where none or several fit.
    """
    found = fitting(story.versions, wanted)
    if len(found) == 1:
        return found[0]
    if found:
        what = f"fits {len(found)} versions: {_listed(found, _precise)}"
        raise UsageError(what=what, where=wanted, remedy="say it more precisely")
    raise no_version(story.versions, wanted)


def fitting(versions: Sequence[Version], wanted: str) -> list[Version]:
    """The versions with this number, or else date, id, file name or place (``#2``); empty where none fits."""
    for fits in (_has_number, _has_date, _has_id, _has_name):
        found = [version for version in versions if fits(version, wanted)]
        if found:
            return found
    return [version for place, version in enumerate(versions, start=1) if wanted == f"#{place}"]


def no_version(versions: Sequence[Version], wanted: str) -> UsageError:
    """The error of a name that fits no version: it lists what there is."""
    what = f"fits no version; there are {_listed(versions, _short)}"
    return UsageError(what=what, where=wanted, remedy="give a number, a date, an id, a file name or a place such as #1")


def _has_number(version: Version, wanted: str) -> bool:
    number = wanted.removeprefix("v")
    return version.number is not None and number.isascii() and number.isdigit() and number == str(version.number)


def _has_date(version: Version, wanted: str) -> bool:
    if version.date is None or not version.date.value.startswith(wanted) or not wanted:
        return False
    return version.date.value[len(wanted) :][:1] in ("", "-", "T", ":", "Z", "+")


def _has_id(version: Version, wanted: str) -> bool:
    return len(wanted) >= SHORTEST_ID and version.sha256.startswith(wanted.lower())


def _has_name(version: Version, wanted: str) -> bool:
    if version.source is None:
        return False
    path = PurePath(version.source)
    return wanted in (version.source, path.name, path.stem)


def _short(version: Version) -> str:
    if version.number is not None:
        return str(version.number)
    if version.date is not None:
        return version.date.value
    return _precise(version)


def _precise(version: Version) -> str:
    return PurePath(version.source).name if version.source else version.id


def _listed(versions: Sequence[Version], name: Callable[[Version], str]) -> str:
    names = [name(version) for version in versions[:LISTED]]
    return ", ".join(names) + (f" and {len(versions) - LISTED} more" if len(versions) > LISTED else "")
