"""What ``check`` finds, names and leaves alone; the cases are in ``tests/cases/check``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import storyver
from repository import ROOT
from storyver.model import CheckResult

FILES = sorted((ROOT / "tests" / "cases" / "check").glob("*.toml"))
CASES: list[Any] = [
    pytest.param(case, id=f"{path.stem}: {case['name']}", marks=pytest.mark.xfail(reason=case["missing"], strict=True))
    if "missing" in case
    else pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in FILES
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]
"""A case with ``missing`` is a known failure, and says why."""

every_case = pytest.mark.parametrize("case", CASES)


@cache
def checked(versions: tuple[str, ...]) -> CheckResult:
    """The check of one version or several."""
    return storyver.check(versions[0] if len(versions) == 1 else versions)


def result_of(case: dict[str, Any]) -> CheckResult:
    """The check of a case's text or versions."""
    return checked(tuple(case.get("versions", [case.get("text")])))


@every_case
def test_case_finds_what_it_says(case: dict[str, Any]) -> None:
    """A case gives its findings, what its text explains, and no others."""
    result = result_of(case)
    assert [f"{one.rule} {one.standing}" for one in result.findings] == case.get("finds", [])
    assert [str(one.rule) for one in result.explained] == case.get("explained", [])
    if "shows" in case:
        assert case["shows"] in result.findings[0].arithmetic


@every_case
def test_silence_is_not_for_want_of_trying(case: dict[str, Any]) -> None:
    """Where a case says that something was worked out, it was."""
    assert set(case.get("works", [])) <= {str(rule) for rule, _ in result_of(case).calculations}


@every_case
def test_exhibits_stand_where_they_say(case: dict[str, Any]) -> None:
    """The offsets of every figure of a finding lead to its text."""
    result = result_of(case)
    for finding in (*result.findings, *result.explained):
        for exhibit in finding.exhibits:
            text, claim = result.versions[exhibit.version].text, exhibit.claim
            assert text[claim.start : claim.end] == claim.text
            assert claim.figure is not None
            assert text[claim.figure.start : claim.figure.end] == claim.figure.text
            assert exhibit.version in finding.versions


def test_the_same_finding_in_several_versions_is_one() -> None:
    """A slip that two versions share is told once, with both versions."""
    slip = "The tunnel is 57km (53 miles) long."
    finding = storyver.check([slip, f"{slip}\n\nIt opens in May."]).findings[0]
    assert finding.versions == (0, 1)


def test_ids_survive_edits_elsewhere() -> None:
    """A finding keeps its id when other text of its version changes."""
    slip = "The tunnel is 57km (53 miles) long."
    one, other = (storyver.check(text).findings[0].id for text in (slip, f"Nothing else.\n\n{slip}"))
    assert one == other


def test_a_path_is_a_version_or_a_story(tmp_path: Path) -> None:
    """A file is checked as one version, a folder as a story."""
    for number in (1, 2):
        (tmp_path / f"v{number}.txt").write_text(f"The tunnel is {number}0km long.\n", encoding="utf-8")
    assert len(storyver.check(tmp_path / "v1.txt").versions) == 1
    assert len(storyver.check(tmp_path).versions) == 2
