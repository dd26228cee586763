"""The reports of an evaluation: the same bytes each time, valid, and harmless whatever an article says."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

import storyver
from gold_answers import GOLD
from storyver.cli import main
from storyver.model import EvaluationResult
from storyver.report.evaluation import FORMATS, render_evaluation
from storyver.schemas import load

HOSTILE = "=cmd|' /C calc'!A0 \x1b[31m\u202e<script>[x](javascript:1) | `"


@pytest.fixture(scope="module")
def result() -> EvaluationResult:
    """Nothing found of the figures, all else as storyver finds it, beside a run of storyver alone."""
    return storyver.evaluate(GOLD, figures=lambda _: [])


def test_documents_follow_their_schema(result: EvaluationResult, tmp_path: Any) -> None:
    """The JSON is valid with and without a comparison."""
    Draft202012Validator.check_schema(load("evaluate"))
    validator = Draft202012Validator(load("evaluate"))
    run = tmp_path / "run.json"
    run.write_text(render_evaluation(result, "json"), encoding="utf-8")
    for document in (result.to_dict(), storyver.evaluate(GOLD, only=["figures"], against=run).to_dict()):
        assert [error.message for error in validator.iter_errors(document)] == []
        assert json.loads(json.dumps(document)) == document


@pytest.mark.parametrize("form", FORMATS)
def test_reports_are_the_same_each_time(form: str, result: EvaluationResult) -> None:
    """The same gold, answers and seed give the same bytes."""
    again = storyver.evaluate(GOLD, figures=lambda _: [])
    again = replace(again, systems=result.systems)
    assert render_evaluation(result, form, everything=True) == render_evaluation(again, form, everything=True)


def test_every_ratio_has_its_count(result: EvaluationResult) -> None:
    """No ratio is printed without what it is of."""
    for line in render_evaluation(result, "terminal").splitlines():
        if line.startswith(("all ", "count ")) and "to" in line:
            assert " of " in line


def test_all_lists_what_is_wrong(result: EvaluationResult, capsys: pytest.CaptureFixture[str]) -> None:
    """``--all`` shows each wrong case with what was expected and its sentence."""
    assert "WRONG" not in render_evaluation(result, "terminal")
    shown = render_evaluation(result, "terminal", everything=True)
    assert "WRONG (10)" in shown
    assert "figures, money · wall 1.txt\n  expected £4m: 4,000,000 GBP\n  got nothing\n  “The wall cost £4m" in shown
    assert main(["evaluate", str(GOLD), "--only", "figures", "--all", "--format", "markdown"]) == 0
    assert "## wrong (0)" in capsys.readouterr().out


def test_csv_has_a_row_for_each_score(result: EvaluationResult) -> None:
    """The table has all scores, those of each kind and of each story among them."""
    rows = list(csv.DictReader(io.StringIO(render_evaluation(result, "csv"), newline="")))
    assert len(rows) == len(result.scores)
    found = {(row["kind"], row["story"]): row["wanted"] for row in rows if row["measure"] == "figures"}
    assert found[("", "")] == "10"
    assert found[("", "wall")] == "7"
    assert found[("money", "")] == "2"


@pytest.mark.parametrize("form", FORMATS)
def test_what_an_article_says_does_nothing(form: str, result: EvaluationResult) -> None:
    """Control characters are named, markup is escaped, and no cell of a table is a formula."""
    case = replace(result.cases[0], kind=HOSTILE, place=HOSTILE, expected=HOSTILE, got=HOSTILE, sentences=(HOSTILE,))
    score = replace(result.scores[0], kind=HOSTILE, story=HOSTILE)
    shown = render_evaluation(replace(result, cases=(case,), scores=(score,)), form, everything=True)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    if form == "markdown":
        assert "<script>" not in shown
        assert "[x](" not in shown
    if form == "csv":
        assert "\n=cmd" not in shown
        assert ",=cmd" not in shown
