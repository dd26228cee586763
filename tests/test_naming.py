"""What a person would call the fact that a figure states."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import storyver
from repository import ROOT
from storyver.model import Claim
from storyver.naming import LONGEST, best_named, make_unique, name_fact, say
from storyver.pipeline import read
from storyver.sources import read_version
from storyver.wording import function_words, irregular_forms, verbs, words

CASES = tomllib.loads((ROOT / "tests/cases/labels/labels.toml").read_text(encoding="utf-8"))["case"]
STORIES = sorted(path.parent for path in (ROOT / "corpus").glob("*/gold.json"))
UNITS = frozenset(
    ("km", "kg", "mph", "miles", "hours", "days", "months", "years", "percent", "litres", "million", "euros")
)
OPENING = frozenset(("no", "none", "without", "like", "this", "tonight"))
"""Small words with which a label may begin: the fact is that there is none, and a day is called as the text has it."""
NOUNS = frozenset(("left", "cuts"))
"""Nouns and adjectives that look like verbs."""
PAGES = st.lists(
    st.sampled_from(("4.5m", "3", "12 km", "30 people died.", "12%", "May 2020", "It was 4C.")), max_size=9
)


def claims(text: str) -> list[Claim]:
    """The figure claims of a text."""
    return [claim for claim in read(read_version(text)).claims if claim.figure]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"]))
def test_label_of_a_fact(case: dict[str, str]) -> None:
    """A label says what is counted and what of it, whose it is, what a share is of, and what happens on a date."""
    named = [name_fact(claim) for claim in claims(case["text"]) if claim.figure and claim.figure.text == case["figure"]]
    assert named == [case["label"]]


def test_a_label_is_short() -> None:
    """A label has 60 characters at most, is cut between words and says so."""
    text = "It paid £4m for " + "extraordinarily complicated " * 9 + "machines."
    label = name_fact(claims(text)[0])
    assert 0 < len(label) <= 60


def test_a_label_is_never_empty() -> None:
    """A figure that stands alone is named by its own words."""
    assert all(name_fact(claim) for text in ("4.5m", "1 2 3", "Score: 3-1") for claim in claims(text))


def test_a_range_is_said_with_its_between() -> None:
    """A range reads the same outside its sentence."""
    figure = claims("Between 30 and 50 horses were seen.")[0].figure
    assert figure is not None
    assert say(figure) == "between 30 and 50"


def test_the_plainest_claim_names_the_fact() -> None:
    """Of several claims of one fact the last that says what is counted gives the name, no restatement does."""
    found = claims("The choir has 30 singers. There were 30.\n\nThe town is 6km (3.7 miles) away.")
    assert best_named(found[:2]).figure == found[0].figure
    assert best_named(found[2:]).figure == found[2].figure
    with pytest.raises(ValueError, match="there is no claim"):
        best_named([])


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_labels_of_a_story(story: Path) -> None:
    """In the stories of the corpus each fact has a label of its own, that begins as the name of a thing does."""
    labels = [fact.label for fact in storyver.track(story).facts]
    assert [label for label, times in Counter(map(str.casefold, labels)).items() if times > 1] == []
    assert [label for label in labels if not 0 < len(label) <= LONGEST] == []
    assert [label for label in labels if not _begins_well(label)] == []
    assert [label for label in labels if all(word.folded in UNITS for word in words(label))] == []


def _begins_well(label: str) -> bool:
    first = words(label)[0]
    if not first.text.islower():
        return first.folded not in function_words() - OPENING or first.text.isupper()
    alone = len(words(label)) == 1 and first.folded.endswith("ed")
    small = function_words() | verbs("finite") | irregular_forms()
    return first.folded in OPENING | NOUNS or not (alone or first.folded in small)


def test_facts_of_one_label_are_told_apart_by_the_text() -> None:
    """Facts that would have one label get the next words of the text that differ, each in the same way."""
    found = claims(
        "The council cut the number of inspectors from 18 to 11. The UK has sent 40 tanks. Poland has sent 12 tanks."
    )
    labels = make_unique([("inspectors", found[0]), ("inspectors", found[1])])
    assert labels == ["inspectors from", "inspectors to"]
    assert make_unique([("tanks", claim) for claim in found[2:4]]) == ["tanks (UK)", "tanks (Poland)"]


@given(
    st.lists(st.sampled_from(("4.5m", "3", "12 km", "30 people died.", "12%", "May 2020", "It was 4C.")), max_size=9)
)
@settings(max_examples=60, deadline=None)
def test_labels_are_never_the_same(lines: list[str]) -> None:
    """Whatever a page says, and however often, no two labels are the same or empty."""
    found = claims("\n\n".join(lines))
    labels = make_unique([(name_fact(claim), claim) for claim in found])
    assert len({label.casefold() for label in labels}) == len(found)
    assert all(0 < len(label) <= LONGEST for label in labels)
