"""What a figure covers: a part, the whole, a rate, an addition."""

from __future__ import annotations

import pytest

from storyver.classify.scope import Scope, find_scopes, remark
from storyver.pipeline import read
from storyver.sources import read_version


def scopes(text: str) -> list[Scope | None]:
    """The scope of each figure of a text."""
    reading = read(read_version(text))
    found = find_scopes(reading)
    return [found.get(claim.id) for claim in reading.claims if claim.figure]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The well gives 900 litres a day.", [Scope.RATE]),
        ("A further 150 tents are on their way.", [Scope.ADDITION]),
        ("Another 150 tents are on their way.", [Scope.ADDITION]),
        ("In all, 400 tents were sent.", [Scope.TOTAL]),
        ("So far 400 tents were sent.", [Scope.TOTAL]),
        ("A total of 400 tents were sent.", [Scope.TOTAL]),
        ("The US announced a $200m aid package. It sent a $50m aid package in tents.", [Scope.PACKAGE, Scope.PACKAGE]),
        ("The choir has 30 singers.", [None]),
    ],
)
def test_scope_of_a_figure(text: str, expected: list[Scope | None]) -> None:
    """The words around a figure say what it covers; where they do not, nothing is said."""
    assert scopes(text) == expected


@pytest.mark.parametrize("one", [*Scope, None])
@pytest.mark.parametrize("other", [*Scope, None])
def test_remark_names_two_different_scopes(one: Scope | None, other: Scope | None) -> None:
    """There is a remark where both scopes are known and differ, and only there."""
    said = remark(one, other)
    assert (said is not None) == (one is not None and other is not None and one is not other)
    assert said is None or (one is not None and other is not None and one.value in said and other.value in said)
