"""What was so and is no longer, who or where it is now, and when: on pairs of sentences of our own."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from storyver import diff
from storyver.model import ChangeKind

MEANING = Path(__file__).parents[1] / "cases" / "meaning"
FRAME = "Morning news from the harbour\n\nThe tram depot on the hill is empty.\n\n{}\n\nGulls nest on the lighthouse.\n"
KINDS = {
    "reversals": ChangeKind.NEGATED,
    "names": ChangeKind.NAME_CHANGED,
    "times": ChangeKind.DATE_CHANGED,
}
UNKNOWN = pytest.mark.xfail(strict=True, reason="told in words that no table of opposites has")
CASES = [
    pytest.param(kind, old, new, verdict != "kept", marks=UNKNOWN if verdict == "missed" else (), id=f"{old}-{new}")
    for name, kind in KINDS.items()
    for table in tomllib.loads((MEANING / f"{name}.toml").read_text("utf-8")).values()
    for verdict, pairs in table.items()
    for old, new in pairs
]


@pytest.mark.parametrize(("kind", "old", "new", "expected"), CASES)
def test_tells_what_changed_from_what_only_looks_so(kind: ChangeKind, old: str, new: str, expected: bool) -> None:
    """A reversal, a name or a time that changed is reported as that, and its look-alikes are not."""
    found = {change.kind for change in diff(FRAME.format(old), FRAME.format(new)).changes}
    assert (kind in found) is expected


@pytest.mark.parametrize(("kind", "old", "new", "expected"), [case for case in CASES if not case.values[3]])
def test_look_alikes_are_silent_backwards(kind: ChangeKind, old: str, new: str, expected: bool) -> None:
    """What is no change is none in the other direction either. An office that is over is another than one that is not,
    while one that is not may have been over before."""
    found = {change.kind for change in diff(FRAME.format(new), FRAME.format(old)).changes}
    assert (kind in found) is expected or "former" in old
