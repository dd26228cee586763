"""What storyver makes of the edits, judged as ``test_traps`` judges it: by the figures and the kind of the change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.metadata import version

import storyver
from benchmarks.showing.cases import Edit
from benchmarks.showing.levels import Level
from benchmarks.showing.results import Hidden, Shown
from link_cases import compared, spelled
from storyver.model import Change, ChangeKind

_NOISE = {ChangeKind.UNCHANGED, ChangeKind.REWORDED, ChangeKind.MOVED}


def shown(edits: Sequence[Edit], pairs: Sequence[Edit]) -> Shown:
    """The level of each edit, and which pairs of the same facts it calls a change."""
    return Shown(
        name="storyver",
        version=version("storyver"),
        levels=[_level(edit, edit.versions) for edit in edits],
        marked=[bool(_changes(pair.versions)) for pair in pairs],
    )


def hidden(edits: Sequence[Edit], pairs: Sequence[Edit], article: Sequence[str]) -> Hidden:
    """Which edits are not told as they should be."""
    return Hidden(
        name="storyver",
        rule="what it does not name",
        alone=[_level(edit, edit.versions) is not Level.NAMES for edit in edits],
        within=[_level(edit, edit.within(article)) is not Level.NAMES for edit in edits],
        same=[not _changes(pair.versions) for pair in pairs],
    )


def _level(edit: Edit, versions: Sequence[str]) -> Level:
    changes = _changes(versions)
    if set(edit.finds) <= _told(changes) and _followed(edit, versions):
        return Level.NAMES
    return Level.FRAGMENTS if changes else Level.HIDES


def _changes(versions: Sequence[str]) -> list[Change]:
    return [change for change in compared(*versions[:2]).changes if change.kind not in _NOISE]


def _told(changes: Iterable[Change]) -> set[str]:
    return {name for change in changes for name in (spelled(change), str(change.kind))}


def _followed(edit: Edit, versions: Sequence[str]) -> bool:
    """Whether the fact of a story of several versions takes the steps that it should."""
    facts = storyver.track(versions).facts if edit.steps else ()
    return not edit.steps or any([str(one.change) for one in fact.sightings] == [*edit.steps] for fact in facts)
