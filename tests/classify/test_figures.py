"""What a link between two figures amounts to: the rules, one by one and together."""

from __future__ import annotations

import pytest

from storyver.classify.figures import classify_figures
from storyver.classify.verdicts import RULES
from storyver.model import Change, ChangeKind, Importance
from storyver.pipeline import align, read
from storyver.sources import read_version

RULE_CASES = {
    "other_date": ("The mill was built in 2008.", "The mill was built in 2018.", ChangeKind.DATE_CHANGED),
    "other_value": ("The choir has 30 singers.", "The choir has 31 singers.", ChangeKind.INCREASED),
    "other_use": ("The town lost 2,500 workers.", "The town lost 2,500 cars.", ChangeKind.RESCOPED),
    "other_qualifier": ("About 500 seals live here.", "Over 500 seals live here.", ChangeKind.REQUALIFIED),
    "same": ("The choir has 30 singers.", "The choir has 30 singers now.", ChangeKind.UNCHANGED),
}


def changes(old: str, new: str, *, leads: tuple[int, int] = (0, 0)) -> tuple[Change, ...]:
    """The figure changes between two texts."""
    return classify_figures(align(read(read_version(old)), read(read_version(new))), leads=leads)


def linked(old: str, new: str) -> Change:
    """The one change with a figure on both sides."""
    (change,) = [one for one in changes(old, new) if one.old and one.new]
    return change


@pytest.mark.parametrize(("rule", "case"), RULE_CASES.items(), ids=RULE_CASES)
def test_each_rule_has_its_case(rule: str, case: tuple[str, str, ChangeKind]) -> None:
    """The rule decides its case, is named first among the reasons, and gives the kind."""
    change = linked(*case[:2])
    assert (change.reasons[0].rule, change.kind) == (rule, case[2])


def test_the_order_of_the_rules_is_visible() -> None:
    """Doubt comes first, then dates, values, uses, qualifiers, and what is the same."""
    names = ["unsure", "other_date", "other_value", "other_way", "other_use", "other_qualifier", "same"]
    assert [rule.__name__ for rule in RULES] == names


@pytest.mark.parametrize(
    ("old", "new", "summary"),
    [
        ("The choir has 30 singers.", "The choir has 31 singers.", "choir's singers: 30 → 31."),
        (
            "About 500 seals live here.",
            "Over 500 seals live here.",
            "seals: 500 stays, but “about” became “more than”.",
        ),
        ("The choir has 30 singers.", "The choir has 30 singers now.", "choir's singers: 30 is unchanged."),
        ("The mill sold 12,000 loaves a day.", "The mill sold 12,000 loaves a week.", None),
    ],
)
def test_summary_is_a_sentence(old: str, new: str, summary: str | None) -> None:
    """The summary names the fact and both values, and ends with a full stop."""
    said = linked(old, new).summary
    assert said.endswith(".")
    assert summary in (None, said)


def test_one_sided_figures_say_why() -> None:
    """A figure without a counterpart is added or removed, with the reason."""
    found = changes("The choir has 30 singers.", "Gulls nest here. It cost £4m.")
    assert {(one.kind, one.reasons[0].rule) for one in found} == {
        (ChangeKind.ADDED, "no_counterpart"),
        (ChangeKind.REMOVED, "no_counterpart"),
    }


@pytest.mark.parametrize(
    ("old", "new", "former"),
    [
        ("The choir has 30 singers.", "The choir has 31 singers, up from 30.", ["30"]),
        ("The choir has 30 singers.", "The choir has 31 singers, and not 30.", ["30"]),
        ("The choir has 30 singers.", "The choir has 31 singers, up from 28.", []),
        ("The choir has 30 singers.", "The choir has 31 singers. It owns 30 harps.", []),
        (
            "The choir has 30 singers.",
            "The choir has 31 singers.\n\nCorrection: An earlier version of this story gave the number as 30.",
            ["30"],
        ),
    ],
)
def test_the_value_of_the_old_version_is_not_told_as_new(old: str, new: str, former: list[str]) -> None:
    """Where a version gives the old value beside the one that took its place, or in a notice, the summary says so."""
    told = [change for change in changes(old, new) if change.reasons[0].rule == "former_value"]
    assert [change.new.figure.text for change in told if change.new and change.new.figure] == former
    assert all(change.kind is ChangeKind.ADDED for change in told)
    assert all(change.summary.endswith("is now told as the value before.") for change in told)


def test_a_headline_weighs_more() -> None:
    """The same change is of higher importance in the first paragraph than further down."""
    old, new = "Gulls nest here.\n\nThe choir has 30 singers.", "Gulls nest here.\n\nThe choir has 31 singers."
    order = [Importance.NONE, Importance.LOW, Importance.MEDIUM, Importance.HIGH]
    down, up = (changes(old, new, leads=leads)[0].importance for leads in ((0, 0), (len(old), len(new))))
    assert order.index(up) >= order.index(down)


def test_another_exchange_rate_is_no_change() -> None:
    """Where the amount stays and only its conversion moves, the summary says so and the kind is unchanged."""
    found = changes("It cost 20m francs ($22.8m).", "It cost 20m francs ($23.1m).")
    assert {change.kind for change in found} == {ChangeKind.UNCHANGED}
    assert any("its restatement went from $22.8m to $23.1m" in change.summary for change in found)


def test_doubt_claims_nothing() -> None:
    """A link that is not certain gives ``uncertain`` and nothing else for these figures."""
    found = changes("Race\n\nForty riders fell in the rain.", "Race\n\nForty bicycles were left in the rain.")
    assert [change.kind for change in found] == [ChangeKind.UNCERTAIN]


def test_ids_are_unique_and_stay() -> None:
    """No two changes share an id, and an edit elsewhere changes none."""
    old, new = "The choir has 30 singers and 12 boys.", "The choir has 31 singers and 14 boys."
    ids = [change.id for change in changes(old, new)]
    assert len(set(ids)) == len(ids) == 2
    assert {change.id for change in changes("Gulls nest here.\n\n" + old, "Gulls nest.\n\n" + new)} == set(ids)
