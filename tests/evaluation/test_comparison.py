"""A run beside an earlier one, and how much of the difference is noise."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import storyver
from gold_answers import GOLD, aligner, extractor
from storyver.cli import main
from storyver.errors import StoryverError
from storyver.evaluation.scores import interval, weights
from storyver.model import Case, Measure, Part

COST = {"text": "£4m", "low": 4000000, "unit": "GBP"}
WORKERS = {"text": "300", "low": 300, "qualifier": "about"}
WRONG = {"text": "gull likes", "low": 7}


def run_of(*figures: dict[str, Any]) -> Any:
    """An extractor that reads these in the first version of the wall."""
    read = extractor({"1.txt": list(figures)})
    return lambda version: read(version) if version.text.startswith("The wall") else []


def saved(path: Path, *figures: dict[str, Any]) -> Path:
    """The run of an extractor, saved."""
    path.write_text(json.dumps(storyver.evaluate(GOLD, figures=run_of(*figures), only=["figures"]).to_dict()), "utf-8")
    return path


def named(cases: tuple[Case, ...]) -> list[tuple[str, str]]:
    """Cases by their measure and by what was expected, or what was got where nothing was."""
    return [(case.measure.value, case.expected or case.got) for case in cases]


def test_gained_and_lost_are_named(tmp_path: Path) -> None:
    """What is newly found or no longer a false alarm is gained, what is newly missed or newly raised is lost."""
    before = saved(tmp_path / "run.json", COST, {**WRONG, "text": "The second"})
    result = storyver.evaluate(GOLD, figures=run_of(WORKERS, WRONG), only=["figures"], against=before)
    assert result.against is not None
    assert named(result.against.gained) == [("figures", "300: about 300")]
    assert named(result.against.lost) == [("figures", "£4m: 4,000,000 GBP"), ("figures", "gull likes: 7")]
    row = result.against.differences[0]
    assert (row.measure, row.kind, row.gained, row.lost) == (Measure.FIGURES, "", 1, 2)
    assert [row.before, row.after] == pytest.approx([2 / 11, 2 / 12])


def test_a_false_alarm_that_is_gone_is_gained(tmp_path: Path) -> None:
    """A run without a false alarm of the earlier one has gained it."""
    before = saved(tmp_path / "run.json", COST, WRONG)
    result = storyver.evaluate(GOLD, figures=run_of(COST), only=["figures"], against=before)
    assert result.against is not None
    assert named(result.against.gained) == [("figures", "gull likes: 7")]
    assert result.against.lost == ()


def test_the_same_run_differs_in_nothing(tmp_path: Path) -> None:
    """Against itself a run has gained and lost nothing, and every difference is zero."""
    before = saved(tmp_path / "run.json", COST)
    against = storyver.evaluate(GOLD, figures=run_of(COST), only=["figures"], against=before).against
    assert against is not None
    assert (against.gained, against.lost, against.stories, against.left_out) == ((), (), 2, ())
    assert all(one.before == one.after and one.is_noise for one in against.differences)


def test_stories_whose_gold_changed_are_left_out(tmp_path: Path) -> None:
    """Only stories that are the same in both runs are compared, and the others are named."""
    before = saved(tmp_path / "run.json", COST)
    copy = Path(shutil.copytree(GOLD, tmp_path / "gold"))
    gold = copy / "pier" / "gold.json"
    gold.write_text(gold.read_text("utf-8").replace('"lamps"', '"lights"'), "utf-8")
    against = storyver.evaluate(copy, figures=run_of(COST), only=["figures"], against=before).against
    assert against is not None
    assert (against.stories, against.left_out) == (1, ("pier",))
    assert against.differences[0].interval is None


def test_measures_of_one_run_alone_are_not_compared(tmp_path: Path) -> None:
    """A run of figures and one of links have nothing to compare."""
    before = saved(tmp_path / "run.json", COST)
    against = storyver.evaluate(GOLD, diff=aligner(), only=["diff"], against=before).against
    assert against is not None
    assert against.differences == ()


@pytest.mark.parametrize("content", ["", "[]", '{"schema": "storyver/diff/1"}', '{"schema": "storyver/evaluate/1"}'])
def test_what_is_no_saved_run_is_refused(content: str, tmp_path: Path) -> None:
    """Anything else than a saved run is told in one line."""
    path = tmp_path / "run.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(StoryverError, match=r"run.json: is no saved run; save one with storyver evaluate --save"):
        storyver.evaluate(GOLD, only=["figures"], against=path)


def test_resamples_are_the_same_for_a_seed() -> None:
    """Each resample draws as many stories as there are; the seed decides which."""
    drawn = weights(5, 200, 3)
    assert drawn.shape == (200, 5)
    assert (drawn.sum(axis=1) == 5).all()
    assert (drawn == weights(5, 200, 3)).all()
    assert (drawn != weights(5, 200, 4)).any()


def test_an_interval_holds_the_middle() -> None:
    """Of 0 to 1000 the middle 95 % is 25 to 975; what is not a number is left out."""
    found = interval(np.array([*range(1001), np.nan], dtype=float))
    assert found is not None
    assert (found.low, found.high) == (25, 975)
    assert interval(np.array([np.nan])) is None


def test_one_story_has_no_interval() -> None:
    """A single story cannot be resampled."""
    result = storyver.evaluate(GOLD / "wall", only=[Part.FIGURES])
    assert {score.interval for score in result.scores} == {None}


def test_a_kind_of_one_story_has_no_interval(tmp_path: Path) -> None:
    """What only one story has says nothing of others, neither alone nor beside an earlier run."""
    before = saved(tmp_path / "run.json")
    result = storyver.evaluate(GOLD, only=[Part.FIGURES], against=before)
    assert result.score(Measure.FIGURES, "money").interval is None
    assert result.score(Measure.FIGURES, "count").interval is not None
    assert result.against is not None
    rows = {one.kind: one for one in result.against.differences if one.measure is Measure.FIGURES}
    assert rows["money"].is_noise
    assert not rows["count"].is_noise


def test_two_stories_span_what_each_of_them_gives() -> None:
    """Of one story that is all right and one that is all wrong, resamples give anything from 0 to 1."""
    result = storyver.evaluate(
        GOLD, figures=lambda version: storyver.figures(version) if "pier" in version.text else []
    )
    spread = result.score(Measure.FIGURES).interval
    assert spread is not None
    assert (spread.low, spread.high) == (0, 1)


def test_a_run_is_saved_and_compared_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--save`` writes what ``--against`` reads; the report names the run and says that nothing changed."""
    path = str(tmp_path / "run.json")
    assert main(["evaluate", str(GOLD), "--save", path]) == 0
    capsys.readouterr()
    assert main(["evaluate", str(GOLD), "--against", path]) == 0
    out, err = capsys.readouterr()
    assert "NEWLY RIGHT (0)" in out
    assert "the same" in out
    assert err == ""


def test_a_saved_run_goes_not_over_the_gold(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Neither a saved run nor a report is written over what was read."""
    copy = Path(shutil.copytree(GOLD, tmp_path / "gold"))
    gold = copy / "wall" / "gold.json"
    before = gold.read_bytes()
    for option in ("--save", "-o"):
        assert main(["evaluate", str(copy), "--only", "figures", option, str(gold)]) == 2
        assert "is one of the inputs" in capsys.readouterr().err
    assert gold.read_bytes() == before
