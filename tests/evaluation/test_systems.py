"""Other people's extractors, aligners and trackers: how they are named, what they may answer, and how they fail."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import storyver
from gold_answers import GOLD
from storyver.cli import main
from storyver.errors import UsageError
from storyver.evaluation.answers import AnswerError, changes_of, facts_of, figures_of
from storyver.model import EvaluationResult, Measure, Version

CODE = """
def none(*given):
    return []

def broken(*given):
    raise RuntimeError("out of\\nluck")

number = 7
"""
CASES = tomllib.loads((GOLD.parent / "systems.toml").read_text(encoding="utf-8"))["case"]
WALL = str(GOLD / "wall")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages with one that names an extractor, an aligner and a tracker."""
    (tmp_path / "rivals.py").write_text(CODE, encoding="utf-8")
    information = tmp_path / "rivals-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: rivals\nVersion: 1.0\n", encoding="utf-8")
    points = "".join(f"[storyver.{noun}s]\nnobody = rivals:none\n" for noun in ("extractor", "aligner", "tracker"))
    (information / "entry_points.txt").write_text(points, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    sys.modules.pop("rivals", None)


def recalls(result: EvaluationResult) -> dict[str, Any]:
    """The recall of each measure that has one."""
    rows = [one for one in result.scores if not one.kind and not one.story and one.recall is not None]
    return {one.measure.value: one.recall.value for one in rows if one.recall}


@pytest.mark.usefixtures("site")
def test_an_installed_package_is_found_by_its_name() -> None:
    """Each part takes the name under which a package has it, and the result says what answered."""
    result = storyver.evaluate(GOLD, figures="nobody", diff="nobody", track="nobody")
    assert recalls(result) == {"figures": 0, "links": 0, "moved": 0, "tracks": 0}
    assert {name for _, name in result.systems} == {"nobody"}


def test_a_module_of_the_working_folder_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``module:function`` may lie in the folder where the command runs; the search path stays as it was."""
    (tmp_path / "mine_alone.py").write_text(CODE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    before = list(sys.path)
    assert main(["evaluate", WALL, "--only", "figures", "--figures", "mine_alone:none"]) == 0
    assert "figures: mine_alone:none" in capsys.readouterr().out
    assert sys.path == before
    sys.modules.pop("mine_alone")


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_cannot_be_used_is_told_in_one_line(case: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """A system that is not there, is none, or fails, ends the command with 2 and says which it was."""
    assert main(["evaluate", WALL, "--figures", case["name"]]) == 2
    assert capsys.readouterr() == ("", f"{case['error']}\n")


def test_a_name_without_packages_says_how_to_write_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Where no package names anything, the message says what would do."""
    assert main(["evaluate", WALL, "--track", "nobody"]) == 2
    told = "nobody: no installed package has it among its storyver.trackers; write it as module:function\n"
    assert capsys.readouterr().err == told


def test_an_answer_that_is_none_names_the_system() -> None:
    """What a call answers is checked, and the error says on what it was asked."""

    def nothing(_: Version) -> None:
        return None

    with pytest.raises(UsageError, match=r"nothing: answers with no figures, and no list of them \(on wall/1.txt\)"):
        storyver.evaluate(GOLD / "wall", figures=nothing, only=["figures"])


FIGURE = {"start": 0, "end": 3, "low": 4}


@pytest.mark.parametrize(
    ("figure", "error"),
    [
        ({"end": 3}, "an entry without start"),
        ({"start": 0, "end": True}, "a place whose end is no whole number"),
        ({"start": 3, "end": 3}, "a place from 3 to 3 in a text of 12 characters"),
        ({"start": 0, "end": 13}, "a place from 0 to 13 in a text of 12 characters"),
        ({**FIGURE, "low": "many"}, "a low that is no number"),
    ],
)
def test_figures_that_cannot_be_measured(figure: dict[str, Any], error: str) -> None:
    """A figure needs a place in its text; its value has to be a number."""
    with pytest.raises(AnswerError, match=error):
        figures_of([figure], "a short text")


def test_changes_and_facts_that_cannot_be_measured() -> None:
    """A change needs a known kind, a sighting a version of the story and a figure."""
    with pytest.raises(AnswerError, match="a change of an unknown kind 'grown'"):
        changes_of([{"kind": "grown"}], "", "")
    with pytest.raises(AnswerError, match="a sighting in version 2 of 2, counted from 0"):
        facts_of([[{"version": 2, "figure": FIGURE}]], ["a text", "a text"])
    with pytest.raises(AnswerError, match="an entry without figure"):
        facts_of([[{"version": 1}]], ["a text", "a text"])


def test_results_their_json_and_plain_lists_are_one() -> None:
    """A call may answer with the library's values, with their JSON, or with the rows alone."""
    old, new = storyver.read(GOLD / "wall").versions
    diff, track, figures = storyver.diff(old, new), storyver.track([old, new]), storyver.figures(old)
    texts = [old.text, new.text]
    assert figures_of(figures, old.text) == figures_of(figures.to_dict(), old.text)
    assert figures_of(figures, old.text) == figures_of(list(figures.figures), old.text)
    assert changes_of(diff, *texts) == changes_of(diff.to_dict(), *texts) == changes_of(diff.changes, *texts)
    assert facts_of(track, texts) == facts_of(track.to_dict(), texts) == facts_of(track.facts, texts)
    assert len(facts_of(track, texts)) == len(track.facts) > 0


def test_a_value_that_is_not_finite_is_none() -> None:
    """An infinite value is as good as none, and no error."""
    assert figures_of([{**FIGURE, "low": float("inf")}], "a short text")[0].low is None


def test_parts_are_measured_alone() -> None:
    """``only`` names the parts; the others are not asked."""

    def never(*_: object) -> None:
        raise AssertionError("was asked")

    result = storyver.evaluate(GOLD, only=["track"], figures=never, diff=never)
    assert {one.measure for one in result.scores} == {Measure.TRACKS}
    assert result.uncertain is None


def test_an_unknown_part_is_refused() -> None:
    """A part that there is not is told with those that there are."""
    with pytest.raises(UsageError, match="'claims': is no part; use figures, diff or track"):
        storyver.evaluate(GOLD, only=["claims"])


@pytest.mark.parametrize("resamples", [0, -1, 10_000_000])
def test_resamples_have_bounds(resamples: int) -> None:
    """So many resamples that it would never end, or none, are refused."""
    with pytest.raises(UsageError, match="resamples; take 1 to 100000"):
        storyver.evaluate(GOLD, resamples=resamples)
