"""Names, offices and what counts as one name."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from storyver.extract.names import canonical, find_names
from storyver.extract.offices import find_offices

READINGS = Path(__file__).parents[1] / "cases" / "meaning" / "readings.toml"
CASES = tomllib.loads(READINGS.read_text("utf-8"))["names"]


NAMES = tomllib.loads((Path(__file__).parents[1] / "cases" / "meaning" / "readings.toml").read_text("utf-8"))[
    "canonical"
]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_finds_the_names(case: dict[str, list[str] | str]) -> None:
    """Names are found with their titles and numbers and without a possessive."""
    assert [name.text for name in find_names(str(case["text"]))] == case["names"]


@pytest.mark.parametrize("case", NAMES, ids=[case["name"] for case in NAMES])
def test_folds_the_names_of_one_thing(case: dict[str, str]) -> None:
    """Aliases, titles, initials and articles make no other name."""
    assert canonical(case["name"]) == case["canonical"]


def test_a_known_word_is_a_name_at_the_head_of_a_sentence() -> None:
    """A word seen with a capital elsewhere is a name as the first word too."""
    assert [name.text for name in find_names("Holm left.", known={"holm"})] == ["Holm"]


@pytest.mark.parametrize(
    "text",
    [
        "Deputy council leader Ida Holm left.",
        "Ida Holm, deputy leader of the council, left.",
        "The deputy leader, Ida Holm, left.",
    ],
)
def test_reads_an_office_before_and_behind_the_name(text: str) -> None:
    """An office is the same on either side of its holder."""
    offices = find_offices(text, names=find_names(text))
    assert [(office.holder, office.office) for office in offices] == [("Ida Holm", "deputy chief")]
