"""Decisions in an archive: what is kept, what is refused, what stands."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive.archived import altered
from review.stories import QUAKE, archive_of
from storyver import Archive, StoryverError
from storyver.decided import in_force
from storyver.keeping import look_through
from storyver.model import About, Decision, Quoted, Verdict

FULL = Decision(
    subject="figure:0123456789ab:ba9876543210",
    verdict=Verdict.RELINKED,
    reviewer="Ann Bell",
    counterpart="new:aaaaaaaaaaaa",
    about=About(
        kind="increased",
        summary="people killed: 12 → 15.",
        old=Quoted(claim="0123456789ab", text="It killed 12\ud800 people.", figure="12", version="abc"),
        new=Quoted(claim="ba9876543210", text="It killed 15 people.", figure="15", version="def"),
        counterpart=Quoted(claim="aaaaaaaaaaaa", text="Some died.", figure=None, version="def"),
    ),
)
CONFIRMED = Decision(subject="figure:a:b", verdict=Verdict.CONFIRMED, reviewer="Ann Bell")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive with a story."""
    return archive_of(tmp_path / "story.db", *QUAKE)


def test_decision_is_read_as_it_was_entered(path: Path) -> None:
    """All of it comes back, with its number and the time in UTC, from another connection at once."""
    with Archive(path) as archive, Archive(path) as other:
        entered = archive.decide("quake", FULL)
        assert other.decisions("quake") == (entered,)
        assert entered == replace(FULL, entry=4, decided=entered.decided)
        assert entered.decided.endswith("Z")
        assert other.story("quake").decisions == (entered,)


def test_decisions_belong_to_the_chain(path: Path) -> None:
    """They verify, later versions and decisions follow them, and each altered column is found."""
    with Archive(path) as archive:
        archive.decide("quake", FULL)
        archive.decide("quake", replace(CONFIRMED, note=None))
    archive_of(path, "Another text with 3 dogs.\n", story="dogs")
    assert look_through(path).damages == ()
    for column in ("subject", "verdict", "counterpart", "reviewer", "decided", "about"):
        with altered(path) as connection:
            before = connection.execute(f"SELECT {column} FROM decisions WHERE entry = 4").fetchone()[0]
            connection.execute(f"UPDATE decisions SET {column} = 'x' WHERE entry = 4")
        assert "entry 4" in [one.where for one in look_through(path).damages]
        with altered(path) as connection:
            connection.execute(f"UPDATE decisions SET {column} = ? WHERE entry = 4", (before,))
    with altered(path) as connection:
        connection.execute("UPDATE decisions SET about = NULL WHERE entry = 4")
    assert "entry 4" in [one.where for one in look_through(path).damages]


def test_damaged_decision_is_told(path: Path) -> None:
    """A row that is no decision is told in one line by whoever reads it."""
    with Archive(path) as archive:
        archive.decide("quake", CONFIRMED)
    with altered(path) as connection:
        connection.execute("UPDATE decisions SET verdict = 'perhaps'")
    with Archive(path) as archive, pytest.raises(StoryverError, match="is damaged: a decision is none"):
        archive.story("quake")


def test_decisions_stay(path: Path) -> None:
    """The file itself refuses to have one changed or taken away."""
    with Archive(path) as archive:
        archive.decide("quake", CONFIRMED)
    with closing(sqlite3.connect(path)) as connection:
        for statement in ("UPDATE decisions SET note = 'x'", "DELETE FROM decisions"):
            with pytest.raises(sqlite3.IntegrityError, match="an archive only grows"):
                connection.execute(statement)


REFUSED = {
    "no reviewer": (replace(CONFIRMED, reviewer=" "), "is no name of a reviewer"),
    "two lines": (replace(CONFIRMED, reviewer="Ann\nBell"), "is no name of a reviewer"),
    "an empty note": (replace(CONFIRMED, verdict=Verdict.NOTED, note=" \n"), "the note: is empty"),
    "a command in a note": (replace(CONFIRMED, verdict=Verdict.NOTED, note="a\x1b[2J"), "has control characters"),
    "a script": (replace(CONFIRMED, verdict=Verdict.EVIDENCE, evidence="javascript:alert(1)"), "is no address"),
    "a file": (replace(CONFIRMED, verdict=Verdict.EVIDENCE, evidence="file:///etc/passwd"), "is no address"),
    "a password": (replace(CONFIRMED, verdict=Verdict.EVIDENCE, evidence="https://a:b@c.example/"), "is no address"),
    "markup": (replace(CONFIRMED, verdict=Verdict.EVIDENCE, evidence='https://c.example/"><b>'), "is no address"),
    "no host": (replace(CONFIRMED, verdict=Verdict.EVIDENCE, evidence="https:///a"), "is no address"),
    "a port that is none": (replace(CONFIRMED, verdict=Verdict.EVIDENCE, evidence="http://c:99999/"), "is no address"),
    "no counterpart": (replace(CONFIRMED, verdict=Verdict.RELINKED), "is for no counterpart"),
    "nothing withdrawn": (replace(CONFIRMED, verdict=Verdict.WITHDRAWN), "names no decision"),
    "what is not there": (replace(CONFIRMED, verdict=Verdict.WITHDRAWN, withdraws=77), "is no decision of this"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_decision_is_refused(name: str, path: Path) -> None:
    """Nothing is entered, and the line says why."""
    decision, told = REFUSED[name]
    with Archive(path) as archive:
        with pytest.raises(StoryverError, match=told):
            archive.decide("quake", decision)
        assert archive.decisions("quake") == ()


def test_only_ones_own_is_withdrawn_and_once(path: Path) -> None:
    """A reviewer takes back neither another's decision nor one that is withdrawn already."""
    with Archive(path) as archive:
        entered = archive.decide("quake", CONFIRMED)
        back = replace(CONFIRMED, verdict=Verdict.WITHDRAWN, withdraws=entered.entry)
        with pytest.raises(StoryverError, match="withdraw one of your own"):
            archive.decide("quake", replace(back, reviewer="Bo Carr"))
        archive.decide("quake", back)
        assert in_force(archive.decisions("quake")) == ()
        with pytest.raises(StoryverError, match="withdraw one of your own"):
            archive.decide("quake", back)


def test_last_judgement_of_each_reviewer_stands() -> None:
    """A later judgement takes the place of an earlier one until it is withdrawn; notes stand beside each other."""
    rejected = replace(CONFIRMED, verdict=Verdict.REJECTED, entry=2)
    noted = replace(CONFIRMED, verdict=Verdict.NOTED, note="Asked the port.", entry=3)
    run = (replace(CONFIRMED, entry=1), rejected, noted, replace(noted, entry=4))
    assert [one.entry for one in in_force(run)] == [2, 3, 4]
    other = replace(CONFIRMED, reviewer="Bo Carr", entry=5)
    assert [one.entry for one in in_force((*run, other))] == [2, 3, 4, 5]
    back = replace(rejected, verdict=Verdict.WITHDRAWN, withdraws=2, entry=6)
    assert [one.entry for one in in_force((*run, other, back))] == [1, 3, 4, 5]
