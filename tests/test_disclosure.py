"""What ``audit`` says of changes, notices and displayed dates; the cases are in ``tests/cases/audit``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import storyver
from repository import ROOT
from storyver.cli import main
from storyver.report.unadmitted_view import when_phrase

CASES: list[dict[str, Any]] = tomllib.loads(
    (ROOT / "tests" / "cases" / "audit" / "audit.toml").read_text(encoding="utf-8")
)["case"]


NOTICES: list[dict[str, Any]] = tomllib.loads(
    (ROOT / "tests" / "cases" / "audit" / "notices.toml").read_text(encoding="utf-8")
)["notice"]
OPENING = "It happened in Orrin, a town by the sea."
CLOSING = "Other people were not there on the day, and did not see what had happened."


def edits(kind: str) -> list[Any]:
    """The edits of all notices that are of a kind: admitted or not, each with its notice."""
    return [pytest.param(*edit, notice["text"], id=edit[1]) for notice in NOTICES for edit in notice.get(kind, [])]


def admitted(old: str, new: str, notice: str) -> list[bool]:
    """For each change that is audited, whether the notice admits it."""
    result = storyver.audit([f"{OPENING}\n\n{old}\n\n{CLOSING}", f"{OPENING}\n\n{new}\n\n{CLOSING}\n\n{notice}"])
    return [one.admission is not None for one in result.steps[0].disclosures]


@pytest.mark.parametrize(("old", "new", "notice"), edits("admits"))
def test_notice_admits(old: str, new: str, notice: str) -> None:
    """A notice admits the change that it names by value or matter."""
    judged = admitted(old, new, notice)
    assert judged
    assert all(judged)


@pytest.mark.parametrize(("old", "new", "notice"), edits("leaves"))
def test_notice_leaves(old: str, new: str, notice: str) -> None:
    """A notice admits no change of another matter that has one of its values or words."""
    judged = admitted(old, new, notice)
    assert judged
    assert not any(judged)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_case_is_audited(case: dict[str, Any]) -> None:
    """A case's changes are admitted or not, and its displayed dates moved or not, as it says."""
    result = storyver.audit(case["versions"])
    changes = [one for step in result.steps for one in step.disclosures]
    assert [str(one.change.kind) for one in changes if one.admission is None] == case.get("silent", [])
    assert [str(one.change.kind) for one in changes if one.admission is not None] == case.get("admitted", [])
    assert [str(step.shown) for step in result.steps] == case["shown"]
    if "when" in case:
        assert [when_phrase(step) for step in result.steps] == case["when"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_notices_stand_where_they_say(case: dict[str, Any]) -> None:
    """The offsets of a notice lead to its text in the version that has it first."""
    result = storyver.audit(case["versions"])
    for notice in (one.admission for step in result.steps for one in step.disclosures):
        assert notice is None or result.versions[notice.version].text[notice.start : notice.end] == notice.text


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_track_judges_alike(case: dict[str, Any]) -> None:
    """A figure's change is admitted on the fact's timeline where ``audit`` says so, by the same notice and rule."""
    steps = storyver.audit(case["versions"]).steps
    audited = {
        (step.new, one.change.new.figure): one.admission
        for step in steps
        for one in step.disclosures
        if one.change.new and one.change.new.figure
    }
    tracked = {
        (point.version, fact.figure(point)): point.admitted
        for fact in storyver.track(case["versions"]).facts
        for point in fact.points
        if point.moved
    }
    assert tracked == audited


@pytest.mark.parametrize("story", sorted((ROOT / "corpus").glob("*/story.toml")), ids=lambda path: path.parent.name)
def test_reports_of_a_story_are_given_the_same(story: Path) -> None:
    """What ``track`` adds to its reports is what ``audit`` says of the story, and ``diff`` of its two versions."""
    whole = storyver.read(story.parent)
    assert storyver.track(whole, audited=True).audit == storyver.audit(whole)
    pair = whole.versions[-2:]
    assert storyver.diff(*pair).audit == storyver.audit(pair)


def test_interval_is_that_of_the_two_versions() -> None:
    """A change was made after the old version's date and not later than the new one's."""
    texts = [f"Wall opened\n\nUpdated {day} April 2031\n\nThe wall cost £{day}m." for day in (5, 6)]
    step = storyver.audit(texts).steps[0]
    assert [date.value for date in (step.since, step.until) if date] == ["2031-04-05", "2031-04-06"]


def test_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 without ``--exit-code``, 1 with it where a change is not admitted, 2 where there is one version only."""
    for number, cost in ((1, "4.2"), (2, "4.6")):
        (tmp_path / f"v{number}.txt").write_text(f"The wall cost £{cost}m, the council said.\n", encoding="utf-8")
    assert main(["audit", str(tmp_path)]) == 0
    assert main(["audit", str(tmp_path), "--exit-code"]) == 1
    capsys.readouterr()
    (tmp_path / "v2.txt").unlink()
    assert main(["audit", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
