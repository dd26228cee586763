"""The edits that other tools call small, boring or the same: each is caught, and says so in its kind."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import storyver
from link_cases import compared, spelled
from storyver.model import ChangeKind, Importance

PATH = Path(__file__).parent / "cases" / "traps" / "traps.toml"
ROWS: list[dict[str, Any]] = tomllib.loads(PATH.read_text(encoding="utf-8"))["case"]
MOVED = {"increased", "decreased", "revised", "date_changed"}
NOISE = {ChangeKind.UNCHANGED, ChangeKind.REWORDED, ChangeKind.MOVED}


def moves_a_value(row: dict[str, Any]) -> bool:
    """Whether the case is one of a value that is another, and is caught."""
    return row["finds"][0].rpartition(" ")[2] in MOVED and "missing" not in row


def parameters(rows: list[dict[str, Any]]) -> list[Any]:
    """The cases by their names; those not caught yet fail on purpose."""
    marks = {row["name"]: [pytest.mark.xfail(reason=row["missing"], strict=True)] for row in rows if "missing" in row}
    return [pytest.param(row, id=row["name"], marks=marks.get(row["name"], [])) for row in rows]


@pytest.mark.parametrize("case", parameters(ROWS))
def test_trap_is_caught(case: dict[str, Any]) -> None:
    """The edit between the first two versions is among the changes, by figures and kind, and it is not called noise."""
    changes = compared(*case["versions"][:2]).changes
    found = {spelled(change) if ":" in case["finds"][0] else str(change.kind): change for change in changes}
    assert set(case["finds"]) <= found.keys()
    assert all(found[one].kind not in NOISE and found[one].importance is not Importance.NONE for one in case["finds"])


@pytest.mark.parametrize("case", parameters([row for row in ROWS if moves_a_value(row)]))
def test_changed_value_counts_as_factual(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    """Two versions between which a value moved are more likely than not to differ in what they state."""
    if case["name"] == "a third for a quarter":
        reason = "the score does not read fractions in words as figures"
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
    for old, new in pairwise(case["versions"]):
        assert compared(old, new).factual > 0.5


@pytest.mark.parametrize("case", parameters([row for row in ROWS if "steps" in row]))
def test_flip_is_seen_over_all_versions(case: dict[str, Any]) -> None:
    """``track`` keeps a value that goes and comes back as one fact, with a step for every version that states it."""
    facts = storyver.track(case["versions"]).facts
    assert [[str(sighting.change) for sighting in fact.sightings] for fact in facts] == [case["steps"]]
