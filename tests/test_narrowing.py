"""The options of ``storyver track`` that narrow a story down."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from repository import ROOT
from storyver.cli import main
from timeline_cases import FRAME

CASES = tomllib.loads((ROOT / "tests" / "cases" / "timelines" / "narrowing.toml").read_text(encoding="utf-8"))

VERSIONS = (
    ("May 2031", "The strike has cancelled 40 sailings. The choir has 12 singers. Ada Holm, 31, won the race."),
    ("3 June 2031", "The strike has cancelled 52 sailings. The choir has 12 singers. Ada Holm, 31, won the race."),
    ("3 June 2031, 21:30 GMT", "The strike has cancelled 61 sailings. The choir has 12 singers."),
    ("July 2031", "The strike has cancelled 61 sailings. The choir has 12 singers. Repairs will cost £640,000."),
    ("", "The strike has cancelled 61 sailings. The choir has 12 singers. Repairs will cost £640,000."),
)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """The folder of the story."""
    for number, (date, text) in enumerate(VERSIONS, start=1):
        head = f"Version {number} of {len(VERSIONS)}.\n\n" + (f"Published {date}\n\n" if date else "")
        (tmp_path / f"{number}.txt").write_text(head + FRAME.format(text), encoding="utf-8")
    return tmp_path


def narrowed(story: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    """The JSON of the story under some options."""
    assert main(["track", str(story), "--format", "json", *options]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: str(case["name"]))
def test_facts_asked_for(case: dict[str, Any], story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The facts that are left are those of the case, and the document says how many are not."""
    document = narrowed(story, capsys, *case["options"])
    assert [fact["label"] for fact in document["facts"]] == case["labels"]
    every = narrowed(story, capsys)
    if case["options"]:
        assert document["shown"]["left_out"] == len(every["facts"]) - len(document["facts"])
    else:
        assert document["shown"] is None


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: " ".join(case["options"]))
def test_what_cannot_be_meant_is_refused(case: dict[str, Any], story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A fact or version that is not there gives 2 and one line."""
    assert main(["track", str(story), *case["options"]]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(case["error"])
    assert err.count("\n") == 1


def test_only_the_versions_asked_for_are_columns(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The table has the versions of the window alone, and says that others are left out."""
    assert main(["track", str(story), "--since", "2", "--until", "3"]) == 0
    out = capsys.readouterr().out
    heads = [line.split() for line in out.splitlines() if line.startswith("fact ")]
    assert heads[0][-2:] == ["v2", "v3"]
    assert "Narrowed down by --since 2 --until 3: 1 fact and 3 of 5 versions are left out." in out


def test_one_fact_has_its_whole_history(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--fact`` shows each version's value, how far it moved, and the sentence."""
    assert main(["track", str(story), "--fact", "sailings"]) == 0
    out = capsys.readouterr().out
    assert "seen   first in v1, last in v5" in out
    assert "▲ v2 · 2031-06-03 · increased *52* · up by 12 (+30%)" in out
    assert "The strike has cancelled *61* sailings." in out
    assert "choir" not in out.split("sailings", 1)[1]


def test_a_version_may_be_named_as_reports_name_it(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``v4`` is the version that the reports call so."""
    assert narrowed(story, capsys, "--since", "v4")["facts"] == narrowed(story, capsys, "--since", "4")["facts"]


def test_the_whole_name_of_a_fact_means_that_fact_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is part of another one does not bring that other one with it."""
    for number, count in enumerate((40, 52)):
        text = f"The strike has cancelled {count} sailings. The choir has 12 singers. The choir has 9 singers under 20."
        (tmp_path / f"{number}.txt").write_text(FRAME.format(text), encoding="utf-8")
    labels = [fact["label"] for fact in narrowed(tmp_path, capsys)["facts"]]
    assert all(
        [fact["label"] for fact in narrowed(tmp_path, capsys, "--fact", label)["facts"]] == [label] for label in labels
    )
