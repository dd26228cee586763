"""What a person would call the fact that a figure states."""

from __future__ import annotations

import pytest

from storyver.model import Claim
from storyver.naming import best_named, name_fact, say
from storyver.pipeline import read
from storyver.sources import read_version


def claims(text: str) -> list[Claim]:
    """The figure claims of a text."""
    return [claim for claim in read(read_version(text)).claims if claim.figure]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The orchestra has 30 violinists.", "violinists"),
        ("Police named the angler as Peter Vance, 62, of Aldon.", "age of Peter Vance"),
        ("They have two units of NASAMS.", "units of NASAMS"),
        ("38 people were still missing and 163 had been rescued.", "people missing"),
        ("Washington's first consignment of arms was worth $200m.", "US: first consignment of arms worth"),
        ("The council says that repairs will cost at least £640,000.", "repairs cost"),
        ("The plant fills 12,000 bottles a day.", "bottles per day"),
        ("The US has sent $1.5bn in aid.", "US: sent aid"),
    ],
)
def test_label_of_a_fact(text: str, label: str) -> None:
    """A label says what is counted, whose it is, or the words close by."""
    assert name_fact(claims(text)[0]) == label


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
    with pytest.raises(ValueError, match="max"):
        best_named([])
