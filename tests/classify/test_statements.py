"""What changed beyond the figures, on pairs of versions of our own."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from storyver.classify.statements import RULES, classify_statements
from storyver.model import Alignment, Change, ChangeKind
from storyver.pipeline import align, read
from storyver.sources import read_version

FOLDER = Path(__file__).parents[1] / "cases" / "meaning"
CASES = tomllib.loads((FOLDER / "changes.toml").read_text("utf-8"))["case"]
LEADS = tomllib.loads((FOLDER / "leads.toml").read_text("utf-8"))["case"]
ASIDE = {ChangeKind.REWORDED, ChangeKind.MOVED}
FRAME = "Morning news from the harbour\n\nThe tram depot on the hill is empty.\n\n{}\n\nGulls nest on the lighthouse.\n"


def aligned(old: str, new: str) -> Alignment:
    """Two versions that differ in one paragraph."""
    return align(read(read_version(FRAME.format(old))), read(read_version(FRAME.format(new))))


def changes(old: str, new: str) -> tuple[Change, ...]:
    """What the rules say of them."""
    return classify_statements(aligned(old, new))[0]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_reports_the_kinds_of_the_case(case: dict[str, str | list[str]]) -> None:
    """Each pair gives the kinds of change that its case names and no other, rewording and moves aside."""
    found = {change.kind for change in changes(str(case["old"]), str(case["new"]))} - ASIDE
    assert sorted(found) == sorted(case["kinds"])


@pytest.mark.parametrize("case", LEADS, ids=[case["name"] for case in LEADS])
def test_a_lead_is_held_against_the_body(case: dict[str, str | list[str]]) -> None:
    """What a lead leaves out is gone only where the body of its version does not have it either."""
    old, new = (read(read_version(f"Morning news from the harbour\n\n{case[side]}\n")) for side in ("old", "new"))
    found = {change.kind for change in classify_statements(align(old, new))[0]} - ASIDE
    assert sorted(found) == sorted(case["kinds"])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_says_nothing_of_equal_versions(case: dict[str, str]) -> None:
    """A version compared with itself has no change."""
    assert changes(case["new"], case["new"]) == ()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_claims_hold_their_place(case: dict[str, str]) -> None:
    """Every claim of a change is without a figure, and its text stands at its offsets; every change has a reason."""
    old, new = FRAME.format(case["old"]), FRAME.format(case["new"])
    for change in changes(case["old"], case["new"]):
        assert change.reasons
        assert change.summary
        for claim, text in ((change.old, old), (change.new, new)):
            assert claim is None or (claim.figure is None and text[claim.start : claim.end] == claim.text)


def test_ids_are_unique() -> None:
    """No two changes of a comparison share an id."""
    found = changes(
        "The pool will close. Divers found a bracelet. The mayor said so.", "The pool will not close. Cooks found gold."
    )
    assert len({change.id for change in found}) == len(found)


def test_a_rule_left_out_is_not_asked() -> None:
    """The rules are a parameter: without them nothing but rewording is left."""
    alignment = aligned("The pool will close on Monday.", "The pool will not close on Monday.")
    kinds = {change.kind for change in classify_statements(alignment, rules=())[0]}
    assert kinds <= {ChangeKind.REWORDED}
    assert len(RULES) > 5


def test_what_is_passed_over_is_listed() -> None:
    """A "would" that only follows the tense of a verb of saying is no change, and is kept with its rule."""
    alignment = aligned(
        "The mayor said the swimming pool would close at weekends.",
        "The mayor says the swimming pool will close at weekends.",
    )
    assert "tense_of_report" in {one.rule for one in classify_statements(alignment)[1]}


LEAD = "Milford bridge\n\n{}\n\nThe parish met on Monday to hear the county engineer.\n\n{}\n\nGulls nest there.\n"


@pytest.mark.parametrize(
    ("lead", "kinds"),
    [
        ("Repairs to the bridge at Milford will cost £31m, the county engineer has found.", {ChangeKind.HEDGE_DROPPED}),
        ("Repairs to the bridge at Milford are to be paid for by the county: £26m.", set()),
    ],
    ids=["another value", "a summary with the same value"],
)
def test_a_lead_with_another_value_is_no_summary(lead: str, kinds: set[ChangeKind]) -> None:
    """Where the lead gives what the body had foreseen, and gives another value, the hedge is gone."""
    old = LEAD.format("The bridge at Milford is shut.", "Repairs to the bridge are expected to cost £26m.")
    new = LEAD.format(lead, "The bridge is shut to lorries and to buses.")
    found = classify_statements(align(read(read_version(old)), read(read_version(new))))[0]
    assert {change.kind for change in found} & {ChangeKind.HEDGE_DROPPED} == kinds


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The skipper called the ruling “a gift to the mainland”.", {"quotation_removed"}),
        ("The “floating bank” had moored there in spring.", set()),
    ],
    ids=["somebody speaks", "a name in marks"],
)
def test_quoted_words_of_a_speaker_are_told_by_themselves(sentence: str, told: set[str]) -> None:
    """What somebody said is reported beside the sentence that is gone; a few words in marks go with it."""
    found = changes(f"The ferry stays in port. {sentence}", "The ferry stays in port.")
    assert {change.reasons[0].rule for change in found} & {"quotation_removed"} == told
