"""Which figures of one version state one fact."""

from __future__ import annotations

import pytest

from storyver.align.claims import group_claims
from storyver.pipeline import read
from storyver.sources import read_version

CASES = {
    "headline and text": ("Bakery to shut 18 shops\n\nThe bakery Crumb is to shut 18 shops, it said.", [["18", "18"]]),
    "text and caption": (
        "News\n\nRescuers found 1,340 seals dead on the beach.\n\nImage caption: 1,340 seals died on the beach",
        [["1,340", "1,340"]],
    ),
    "equal numbers of two things": (
        "News\n\nThe choir has 30 singers.\n\nThe battery has 30 guns in the fort.",
        [["30"], ["30"]],
    ),
    "two values of one thing": (
        "News\n\nThe ministry counts 41 dead.\n\nThe hospital counts 67 dead.",
        [["41"], ["67"]],
    ),
    "twice in one sentence": ("News\n\nThe mill has 12 sails and the choir 12 singers.", [["12"], ["12"]]),
    "a rate and a number": ("News\n\nIt lost 400 eggs.\n\nIt loses 400 eggs a day.", [["400"], ["400"]]),
    "words and digits": ("Fourteen die on pass\n\nAt least 14 people died on the pass.", [["Fourteen", "14"]]),
    "a restatement is left to its figure": ("News\n\nIt is 6km (3.7 miles) away.", [["6km"]]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "groups"), CASES.values(), ids=CASES)
def test_groups_of_a_version(text: str, groups: list[list[str]]) -> None:
    """The figures are in the groups of the case, in the order of the first of each."""
    reading = read(read_version(text))
    words = {claim.id: claim.figure.text for claim in reading.claims if claim.figure}
    assert [[words[one] for one in group] for group in group_claims(reading)] == groups


def test_every_figure_is_in_one_group() -> None:
    """Hundreds of equal figures are each in one group."""
    reading = read(read_version("The mill has 12 sails. " * 300))
    ids = [one for group in group_claims(reading) for one in group]
    assert sorted(ids) == sorted(claim.id for claim in reading.claims if claim.figure)
