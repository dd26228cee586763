"""Whose figure it is."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from storyver.extract.subject import find_subject

READINGS = Path(__file__).parents[1] / "cases" / "meaning" / "readings.toml"
CASES = tomllib.loads(READINGS.read_text("utf-8"))["subject"]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_finds_the_subject_of_a_figure(case: dict[str, str]) -> None:
    """The giver, the item, or the noun phrase before the verb; a possessive pronoun means the subject before.

    A case without a subject has none.
    """
    found = find_subject(case["text"], case["text"].index(case["figure"]), previous=case.get("previous"))
    assert found == case.get("subject")


def test_finds_none_where_no_rule_applies() -> None:
    """A bare figure has no subject."""
    assert find_subject("About 30.", 6) is None
