"""Where the figures and quotations of a version come from."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

import storyver
from repository import ROOT
from storyver.cli import main
from storyver.model import Annotation
from storyver.report import render
from timeline_cases import FRAME, versions

CASES = tomllib.loads((ROOT / "tests" / "cases" / "timelines" / "origins.toml").read_text(encoding="utf-8"))["case"]


def told(one: Annotation) -> str:
    """An annotation as the cases have it."""
    changed = "" if one.changed is None else f", {one.changed} {one.change}"
    return f"{one.text}: {one.came}{changed}{f' from {one.was}' if one.was else ''}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_origins_of_the_last_version(case: dict[str, Any]) -> None:
    """Each figure and quotation has the version in which it came in and the one in which it last changed."""
    texts = versions(case["versions"], whole=case.get("whole", False))
    result = storyver.blame(texts[-1], texts)
    assert [told(one) for one in result.annotations] == case["origins"]


def test_every_figure_of_the_version_is_annotated() -> None:
    """Over the corpus each figure of the last version has its annotation, with the words that stand there."""
    for folder in sorted((ROOT / "corpus").glob("*/story.toml"))[:4]:
        story = storyver.read(folder.parent)
        result = storyver.blame(story.versions[-1], story)
        text = story.versions[-1].text
        assert all(text[one.start : one.end] == one.text for one in result.annotations)
        figures = {(one.start, one.end) for one in storyver.figures(story.versions[-1]).figures}
        assert {(one.start, one.end) for one in result.annotations if one.kind == "figure"} == figures
        assert all(one.changed is None or one.came <= one.changed for one in result.annotations)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A folder with three versions, and a draft beside it."""
    folder = tmp_path / "story"
    folder.mkdir()
    for number, count in enumerate((30, 31, 36), start=1):
        text = FRAME.format(f"It has {count} members.")
        (folder / f"{number}.txt").write_text(f"Version {number} of 3.\n\n{text}", encoding="utf-8")
    (tmp_path / "draft.txt").write_text(FRAME.format("It has 40 members."), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "count", "origin"),
    [
        ("story/1.txt", 1, "30: 0"),
        ("story/2.txt", 2, "31: 0, 1 increased from 30"),
        ("story/3.txt", 3, "36: 0, 2 increased from 31"),
        ("draft.txt", 4, "40: 0, 3 increased from 36"),
    ],
)
def test_versions_behind_it_are_left_out(name: str, count: int, origin: str, story: Path) -> None:
    """Of a version of the story only the earlier ones count; any other comes behind them all."""
    result = storyver.blame(story.parent / name, story)
    assert len(result.versions) == count
    assert [told(one) for one in result.annotations] == [origin]


@pytest.mark.parametrize(
    ("name", "origin"),
    [("1.txt", "30: 0"), ("3.txt", "30: 0, 2 decreased from 31"), ("5.txt", "30: 0, 4 decreased from 31")],
)
def test_a_text_that_came_back_is_told_by_its_file(
    name: str, origin: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of versions with one text the file that is named is meant, however its path is written."""
    for number, count in enumerate((30, 31, 30, 31, 30), start=1):
        (tmp_path / f"{number}.txt").write_text(FRAME.format(f"It has {count} members."), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = storyver.blame(Path(name), tmp_path)
    assert [told(one) for one in result.annotations] == [origin]
    assert len(result.versions) == int(name[0])


def test_the_text_is_annotated(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The report has the text, the version that last touched a line in front, and the origin behind the figure."""
    assert main(["blame", str(story / "3.txt"), "--story", str(story)]) == 0
    out = capsys.readouterr().out
    assert "v3 │ It has *36* [v1, increased in v3 from 31] members." in out
    assert "   │ The mayor has called for patience." in out


def test_missing_story_is_refused(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A story that is not there gives 2 and one line."""
    assert main(["blame", str(story / "3.txt"), "--story", str(story / "no")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_quotation_over_several_lines_is_noted_once() -> None:
    """What begins on one line and ends on another has its note where it ends."""
    text = 'A title\n\n"The wall is safe\nfor now," said Ms Penrose.\n'
    assert render(storyver.blame(text, [text, text]), "terminal").count("[quoted #1]") == 1


def test_the_document_is_that_of_the_result(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON of the command is the result's."""
    path = story / "2.txt"
    assert main(["blame", str(path), "--story", str(story), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == storyver.blame(path, story).to_dict()
