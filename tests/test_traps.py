"""The edits that other tools call small, boring or the same are caught by their kind; what is no change is not."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import storyver
from link_cases import compared, spelled
from storyver.model import ChangeKind, Importance

FOLDER = Path(__file__).parent / "cases" / "traps"
MOVED = {"increased", "decreased", "revised", "date_changed"}
NOISE = {ChangeKind.UNCHANGED, ChangeKind.REWORDED, ChangeKind.MOVED}


def load(name: str) -> list[dict[str, Any]]:
    """The cases of one file."""
    rows: list[dict[str, Any]] = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))["case"]
    return rows


TRAPS, SAME = load("traps.toml"), load("same.toml")


def moves_a_value(row: dict[str, Any]) -> bool:
    """Whether the case is one of a value that is another, and is caught."""
    return row["finds"][0].rpartition(" ")[2] in MOVED and "missing" not in row


def parameters(rows: list[dict[str, Any]], *, known: bool = True) -> list[Any]:
    """The cases by their names; those not met yet fail on purpose, unless the test is of what they do meet."""
    reasons = {row["name"]: row["missing"] for row in rows if known and "missing" in row}
    marks = {name: [pytest.mark.xfail(reason=reason, strict=True)] for name, reason in reasons.items()}
    return [pytest.param(row, id=row["name"], marks=marks.get(row["name"], [])) for row in rows]


@pytest.mark.parametrize("case", parameters(TRAPS))
def test_trap_is_caught(case: dict[str, Any]) -> None:
    """The edit between the first two versions is among the changes, by figures and kind, and it is not called noise."""
    changes = compared(*case["versions"][:2]).changes
    found = {spelled(change) if ":" in case["finds"][0] else str(change.kind): change for change in changes}
    assert set(case["finds"]) <= found.keys()
    assert all(found[one].kind not in NOISE and found[one].importance is not Importance.NONE for one in case["finds"])


@pytest.mark.parametrize("case", parameters([row for row in TRAPS if moves_a_value(row)]))
def test_changed_value_counts_as_factual(case: dict[str, Any]) -> None:
    """Two versions between which a value moved are more likely than not to differ in what they state."""
    for old, new in pairwise(case["versions"]):
        assert compared(old, new).factual > 0.5


@pytest.mark.parametrize("case", parameters([row for row in TRAPS if "steps" in row]))
def test_flip_is_seen_over_all_versions(case: dict[str, Any]) -> None:
    """``track`` keeps a value that goes and comes back as one fact, with a step for every version that states it."""
    facts = storyver.track(case["versions"]).facts
    assert [[str(sighting.change) for sighting in fact.sightings] for fact in facts] == [case["steps"]]


@pytest.mark.parametrize("case", parameters(TRAPS, known=False))
def test_facts_of_a_trap_stand_in_its_versions_once(case: dict[str, Any]) -> None:
    """What the case says became what stands in the old and the new version, once each, so that it can be pointed at."""
    for fact in case["facts"]:
        for words, version in zip(fact, case["versions"], strict=False):
            pattern = rf"(?<!\w){re.escape(words)}(?!\w)"
            assert not words or len(re.findall(pattern, version)) == 1, words


@pytest.mark.parametrize("case", parameters(SAME))
def test_same_facts_are_no_change(case: dict[str, Any]) -> None:
    """Other characters, another order and another form of the same facts are no change of a fact."""
    result = compared(*case["versions"])
    assert {change.kind for change in result.changes} <= NOISE
    assert result.factual < 0.5
