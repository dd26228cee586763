"""What ``check`` finds, names and leaves alone; the cases are in ``tests/cases/check``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

import storyver
from repository import ROOT
from storyver.cli import main
from storyver.model import CheckResult
from storyver.report import FORMATS
from storyver.schemas import load

CASES_OF_CHECK = ROOT / "tests" / "cases" / "check"
FILES = sorted(CASES_OF_CHECK.glob("*.toml"))
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


def rows(name: str) -> list[str]:
    """The texts of a file with one in each line."""
    lines = (CASES_OF_CHECK / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def text_of(row: str) -> str:
    """A text as it stands in a line: " // " ends a paragraph."""
    return row.replace(" // ", "\n\n")


@pytest.mark.parametrize("row", rows("slips.txt"))
def test_slip_is_found(row: str) -> None:
    """What cannot be right is found once, by the rule that the line names, with its arithmetic and tolerance."""
    rule, _, text = row.partition(" | ")
    findings = checked((text_of(text),)).findings
    assert [str(one.rule) for one in findings] == [rule]
    assert any(sign in findings[0].arithmetic for sign in "=≠,<>")


@pytest.mark.parametrize("row", rows("lookalikes.txt"))
def test_lookalike_is_left_alone(row: str) -> None:
    """What can be right gives no finding."""
    assert checked((text_of(row),)).findings == ()


@pytest.mark.parametrize("path", sorted((CASES_OF_CHECK / "articles").glob("*.txt")), ids=lambda path: path.stem)
def test_article_whose_figures_are_right_is_left_alone(path: Path) -> None:
    """A long article full of figures that fit together gives no finding, though much is worked out."""
    result = storyver.check(path)
    assert result.findings == ()
    assert result.calculations


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


SLIP = "The tunnel is 57km (53 miles) long.\n"
HOSTILE = (
    "<script>alert(1)</script> \x1b[2J=cmd|' \u202e57km (53 miles) [x](javascript:y) long.\n\n"
    + "It fell in the night. " * 20
)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A folder whose second version has a slip."""
    (tmp_path / "v1.txt").write_text("The tunnel is 57km (35 miles) long.\n", encoding="utf-8")
    (tmp_path / "v2.txt").write_text(SLIP, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("name", "code"), [("v1.txt", 0), ("v2.txt", 1), ("", 1), ("missing.txt", 2)])
def test_exit_codes(name: str, code: int, story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 where all fits, 1 where something was found, 2 and one line where there is nothing to read."""
    assert main(["check", str(story / name)]) == code
    out, err = capsys.readouterr()
    assert (out == "", err.count("\n")) == ((True, 1) if code == 2 else (False, 0))


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_tells_the_arithmetic(form: str, story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each format's report of a story has the finding and how it was worked out."""
    assert main(["check", str(story), "--format", form]) == 1
    assert "57km = 35.4 miles" in capsys.readouterr().out


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_text_does_nothing(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A slip amid what attacks terminals, pages and spreadsheets is reported, and the attack is not carried out."""
    (tmp_path / "v.txt").write_text(HOSTILE, encoding="utf-8")
    assert main(["check", str(tmp_path / "v.txt"), "--format", form]) == 1
    out = capsys.readouterr().out
    assert "35.4 miles" in out
    assert not {"\x1b", "\u202e"} & set(out)
    assert form != "html" or "<script" not in out
    assert form != "markdown" or "<script" not in out.replace("\\<", "")


def test_document_is_valid(story: Path) -> None:
    """The JSON of a check with findings is what the schema says."""
    result = storyver.check(story)
    Draft202012Validator(load("check")).validate(result.to_dict())
    assert result.to_dict()["findings"]


def test_many_figures_cost_little() -> None:
    """A page of a thousand slips is checked, and a sentence of thousands of figures is left alone."""
    one_sentence = "It has " + ", ".join(f"{number} boats" for number in range(2_000)) + ", 9 in all."
    assert storyver.check(one_sentence).findings == ()
    many = " ".join(f"Tom{number} Hale, {number % 90 + 1}, ran {number}km ({number} miles)." for number in range(1_000))
    assert len(storyver.check(many).findings) > 900
