"""The reader of figures against the case files in tests/cases/figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from figure_cases import Case, Expected, read_cases
from storyver.extract.figures import read_figures
from storyver.model import Figure

CASES = Path(__file__).parent.parent / "cases" / "figures"


def parameters() -> list[Any]:
    """One parameter for each case; a known failure must fail."""
    return [
        pytest.param(
            case,
            id=case.place,
            marks=[pytest.mark.xfail(reason=case.failure, strict=True, raises=AssertionError)] if case.failure else [],
        )
        for case in read_cases(CASES)
    ]


def value_of(figure: Figure) -> str | tuple[float, ...]:
    """The value to compare: a date's ISO form or the two ends."""
    if figure.date is not None:
        return figure.date
    assert figure.low is not None
    assert figure.high is not None
    return (figure.low, figure.high)


def expected_value(expected: Expected) -> Any:
    """The same of a line of a case file, numbers to nine digits."""
    if expected.kind == "date":
        return expected.value
    joint = "-" if expected.kind == "score" else ".."
    low, _, high = expected.value.partition(joint)
    return pytest.approx((float(low), float(high or low)), rel=1e-9)


@pytest.mark.parametrize("case", parameters())
def test_case(case: Case) -> None:
    """A sentence gives exactly the figures of its case, each with its value, unit, qualifier, trend and rate."""
    figures, skipped = read_figures(case.sentence, published=case.published)
    assert [figure.text for figure in figures] == [expected.text for expected in case.figures]
    starts = {figure.start: figure.text for figure in figures}
    for figure, expected in zip(figures, case.figures, strict=True):
        assert (figure.text, figure.kind) == (expected.text, expected.kind)
        assert value_of(figure) == expected_value(expected)
        assert (figure.text, figure.unit, figure.qualifier) == (expected.text, expected.unit, expected.qualifier)
        restated = starts[figure.conversion_of] if figure.conversion_of is not None else None
        replaced = starts[figure.changed_from] if figure.changed_from is not None else None
        given = (expected.extra.get(key) for key in ("trend", "per", "restates", "was"))
        assert (figure.text, figure.trend, figure.per, restated, replaced) == (expected.text, *given)
        if "counted" in expected.extra:
            assert (figure.text, figure.counted) == (expected.text, expected.extra["counted"] or None)
    passed_over = {(one.text, one.rule) for one in skipped}
    assert passed_over >= set(case.skipped)


def test_there_are_hundreds_of_cases() -> None:
    """The case files hold several hundred sentences, and no sentence twice."""
    sentences = [(case.sentence, case.published) for case in read_cases(CASES)]
    assert len(sentences) > 400
    assert len(sentences) == len(set(sentences))


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("They counted one million two million times.", "number words that make no number together"),
        ("Six thousand million billion trillion bees died.", "larger than any number that news has a name for"),
        ("It has 9999999 trillion trillion bees.", "larger than any number that news has a name for"),
        ("It cost 1.2.3 million.", "more than one point"),
        ("It cost 1,23,4 crowns.", "commas that do not group thousands"),
    ],
)
def test_a_number_that_cannot_be_read_says_why(sentence: str, reason: str) -> None:
    """What is passed over as unreadable is listed with its reason."""
    _, skipped = read_figures(sentence)
    assert [one.reason for one in skipped if one.rule == "unreadable_number"] == [reason]
