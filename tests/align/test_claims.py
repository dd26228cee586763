"""Which figures of two versions state the same fact, and what became of it, on pairs of versions of our own."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from link_cases import Case, compared, load, of_figures, spelled, told
from storyver.align.claims import align_figures
from storyver.align.comparisons import COMPARISONS
from storyver.align.pairing import weights
from storyver.model import Alignment, ChangeKind
from storyver.pipeline import align, read
from storyver.sources import read_version

every_case = pytest.mark.parametrize("case", load("links"))
FOR_A_LINK = {"same_sentence", "same_text", "place", "around", "counted", "value", "telling_value", "holder"}


def aligned(old: str, new: str) -> Alignment:
    """How two texts correspond."""
    return align(read(read_version(old)), read(read_version(new)))


@every_case
def test_figures_change_as_the_case_says(case: Case) -> None:
    """The figure changes between two versions are those of the case and no other, and they say why."""
    result = compared(case.old, case.new)
    assert sorted(map(spelled, of_figures(result))) == sorted(case.changes)
    assert case.says in told(result)


@pytest.mark.parametrize("case", [pytest.param(*param.values, id=param.id) for param in load("links")])
def test_a_version_agrees_with_itself(case: Case) -> None:
    """Between a version and itself each figure is unchanged, and is linked with itself."""
    for text in (case.old, case.new):
        changes = of_figures(compared(text, text))
        assert {change.kind for change in changes} <= {ChangeKind.UNCHANGED}
        assert all(change.old and change.new and change.old.start == change.new.start for change in changes)


@pytest.mark.parametrize("case", [pytest.param(*param.values, id=param.id) for param in load("links")])
def test_each_figure_is_linked_or_one_sided(case: Case) -> None:
    """Every figure of both versions is in a link or in one one-sided change, never in both."""
    linked: tuple[Counter[str], Counter[str]] = Counter(), Counter()
    alone: tuple[Counter[str], Counter[str]] = Counter(), Counter()
    for change in of_figures(compared(case.old, case.new)):
        seen = linked if change.old and change.new else alone
        for side, claim in zip(seen, (change.old, change.new), strict=True):
            side.update([claim.id] if claim else [])
    for text, one, other in zip((case.old, case.new), linked, alone, strict=True):
        claims = {claim.id for claim in read(read_version(text)).claims if claim.figure}
        assert one.keys() | other.keys() == claims
        assert not one.keys() & other.keys()
        assert set(other.values()) <= {1}


def test_the_waterfall_gives_the_score() -> None:
    """The reasons of a link, largest first, add up with the start to its score, but for those too small to show."""
    (link,) = aligned("The orchestra has 30 members.", "The orchestra has 31 members.").figures
    contributions = [reason.weight or 0.0 for reason in link.reasons]
    assert [abs(one) for one in contributions] == sorted((abs(one) for one in contributions), reverse=True)
    total = math.log(link.score / (1 - link.score))
    assert weights()["bias"] + sum(contributions) == pytest.approx(total, abs=0.3)


def test_every_comparison_has_its_weight_and_wording() -> None:
    """The table of weights names the comparisons, those of company and the start, and nothing else."""
    assert set(weights()) == {*COMPARISONS, "neighbours", "lead", "bias"}


def test_no_weight_is_against_its_sense() -> None:
    """What is alike speaks for a link and never against it; values that lie apart speak against it."""
    assert all(weights()[name]["weight"] >= 0 for name in FOR_A_LINK)
    assert weights()["distance"]["weight"] <= 0


def test_only_the_chosen_claims_are_linked() -> None:
    """With ids given, no other claim is linked."""
    both = aligned("It has 30 guns and 40 horses.", "It has 30 guns and 40 horses.")
    guns = next(claim.id for claim in both.old.claims if claim.figure and claim.figure.text == "30")
    links = align_figures(both.old, both.new, both.sentences, only_old={guns})
    assert [link.old.id for link in links] == [guns]


def test_mentions_of_one_fact_are_linked_each_with_its_own() -> None:
    """Headline, first paragraph and body that state one figure give a link for each mention."""
    text = (
        "Bakery to shut 18 shops\n\nThe bakery Crumb is to shut 18 shops.\n\nThe 18 shops of the bakery are in Wales.\n"
    )
    links = aligned(text, text).figures
    assert [(link.old.start, link.certain) for link in links] == [(link.new.start, True) for link in links]
    assert len(links) == 3
