"""What each measure says of answers that can be counted by hand."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

import storyver
from gold_answers import GOLD, aligner, extractor, tracker
from storyver.model import EvaluationResult, Measure, Part, Ratio

CASES = tomllib.loads((GOLD.parent / "measures.toml").read_text(encoding="utf-8"))["case"]


def evaluated(case: dict[str, Any]) -> EvaluationResult:
    """The answers of a case against the gold of its story."""
    if "figures" in case:
        return storyver.evaluate(GOLD / case["story"], figures=extractor(case["figures"]), only=[Part.FIGURES])
    if "diff" in case:
        return storyver.evaluate(GOLD / case["story"], diff=aligner(**case["diff"]), only=[Part.DIFF])
    return storyver.evaluate(GOLD / case["story"], track=tracker(**case["track"]), only=[Part.TRACK])


def written(ratio: Ratio | None) -> Any:
    """A ratio as the cases write it."""
    return None if ratio is None else [pytest.approx((ratio.value or 0) * ratio.of), ratio.of]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_scores_are_those_of_the_case(case: dict[str, Any]) -> None:
    """Precision, recall, F1 and share of each measure that the case names are what it says, with what they are of."""
    result = evaluated(case)
    if uncertain := case["expect"].pop("uncertain", None):
        assert written(result.uncertain) == uncertain
    for name, expected in case["expect"].items():
        if not expected:
            assert not [one for one in result.scores if one.measure == name]
            continue
        score = result.score(Measure(name))
        found = {key: written(getattr(score, key)) for key in ("precision", "recall", "share")}
        assert {key: ratio for key, ratio in found.items() if ratio is not None} == {
            key: ratio for key, ratio in expected.items() if key != "f1"
        }
        if "f1" in expected:
            assert score.f1 == pytest.approx(expected["f1"][0] / expected["f1"][1])


def test_stories_count_alike_in_the_mean() -> None:
    """The pooled share weighs every figure alike, the mean of stories every story alike."""
    one = {"1.txt": [{"text": "80 metres", "low": 80, "unit": "m"}]}
    result = storyver.evaluate(GOLD, figures=lambda version: extractor(one)(version) if "80" in version.text else [])
    score = result.score(Measure.FIGURES)
    assert written(score.recall) == [1, 10]
    assert score.f1 == pytest.approx(2 / 11)
    assert score.by_story == Ratio(value=pytest.approx((0.5 + 0) / 2), of=2)  # type: ignore[arg-type]


def test_kinds_add_up_to_all() -> None:
    """What is asked for in all is what is asked for of each kind together."""
    result = storyver.evaluate(GOLD, only=[Part.FIGURES])
    rows = [one for one in result.scores if one.measure is Measure.FIGURES and not one.story]
    asked = {one.kind: one.recall.of for one in rows if one.recall}
    assert asked == {"": 10, "count": 4, "duration": 2, "measure": 2, "money": 2}


def test_our_own_answers_are_right() -> None:
    """On these two stories storyver finds, links and follows everything, whether it is asked by itself or by hand."""
    ours = storyver.evaluate(GOLD)
    given = storyver.evaluate(GOLD, figures=storyver.figures, diff=storyver.diff, track=storyver.track)
    assert [case for case in ours.cases if not case.right] == []
    assert ours.cases == given.cases
    assert ours.scores == given.scores
