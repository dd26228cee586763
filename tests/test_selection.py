"""A person names a version by number, date, id, file name or place."""

from __future__ import annotations

import pytest

from harbour import diff_result, version
from storyver.errors import UsageError
from storyver.model import Change, ChangeKind, DateSource, DiffResult, Importance, PublicationDate, Story
from storyver.selection import chosen_pair, factual_changes, find_version


def dated(value: str, name: str, number: int | None = None) -> dict[str, object]:
    """The particulars of a version."""
    date = PublicationDate(value=value, source=DateSource.HEADER, evidence=value)
    return {"date": date, "source": f"story/{name}", "number": number}


VERSIONS = (
    version("a" * 16, **dated("2022-03", "first.txt", 21)),
    version("b" * 17, **dated("2022-10-12", "second.txt", 2022)),
    version("c" * 18, **dated("2023-09-05T22:40Z", "third.txt")),
    version("d" * 19, **dated("2023-09-05T23:10Z", "fourth.txt")),
)
STORY = Story(id="story", versions=VERSIONS, order=("",) * 4)


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ("21", 0),
        ("2022", 1),
        ("2022-03", 0),
        ("2022-10", 1),
        ("2022-10-12", 1),
        ("2023-09-05T22", 2),
        ("2023-09-05T23:10Z", 3),
        ("third.txt", 2),
        ("third", 2),
        ("#1", 0),
        ("#4", 3),
        ("story/third.txt", 2),
        (VERSIONS[3].id, 3),
        (VERSIONS[3].id.upper()[:4], 3),
    ],
)
def test_version_is_found(wanted: str, place: int) -> None:
    """A number counts before a date, a date before an id, an id before a file name."""
    assert find_version(STORY, wanted) is VERSIONS[place]


@pytest.mark.parametrize(
    "wanted", ["", "5", "#0", "#5", "#01", "#²", "2022-1", "1999", "third.tx", "²", "-", "nothing\nhere"]
)
def test_name_that_fits_nothing_is_refused(wanted: str) -> None:
    """A name that fits no version lists what there is."""
    with pytest.raises(UsageError, match="fits no version; there are 21, 2022, 2023-09-05T22:40Z"):
        find_version(STORY, wanted)


def test_name_that_fits_several_is_refused() -> None:
    """A day with two versions names neither of them, and says which there are."""
    with pytest.raises(UsageError, match=r"fits 2 versions: third\.txt, fourth\.txt; say it more precisely"):
        find_version(STORY, "2023-09-05")


@pytest.mark.parametrize(
    ("earlier", "later", "pair"),
    [
        (None, None, (2, 3)),
        ("21", None, (0, 3)),
        (None, "2022-10-12", (0, 1)),
        ("21", "third", (0, 2)),
        ("third", "21", (2, 0)),
    ],
)
def test_pair_is_chosen(earlier: str | None, later: str | None, pair: tuple[int, int]) -> None:
    """Without names the two latest; with one name the latest, or the one before it; with two names those."""
    assert chosen_pair(STORY, earlier, later) == tuple(VERSIONS[place] for place in pair)


@pytest.mark.parametrize(("earlier", "later"), [("fourth", None), ("21", "first"), (None, "21")])
def test_pair_of_one_version_is_refused(earlier: str | None, later: str | None) -> None:
    """One version named twice, or the first without one before it, is an error that names the option."""
    with pytest.raises(UsageError, match=r"^--(from|to) "):
        chosen_pair(STORY, earlier, later)


@pytest.mark.parametrize("kind", ChangeKind)
def test_changes_to_act_on(kind: ChangeKind) -> None:
    """All kinds but an unchanged fact, a rewording and a move are a reason to look."""
    one = Change(
        id="x", kind=kind, old=None, new=None, score=1, importance=Importance.LOW, reasons=(), summary=""
    )  # fmt: skip
    sample = diff_result()
    result = DiffResult(old=sample.old, new=sample.new, factual=0, changes=(one,), sentences=())
    quiet = {ChangeKind.UNCHANGED, ChangeKind.REWORDED, ChangeKind.MOVED}
    assert bool(factual_changes(result)) is (kind not in quiet)
