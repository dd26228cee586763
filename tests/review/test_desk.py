"""The desk's queue: its order, what it keeps through re-runs, what it offers."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import storyver.identity
from repository import ROOT
from review.stories import QUAKE, archive_of, found
from storyver import Archive, StoryverError, pipeline
from storyver.model import About, Decision, Importance, Verdict
from storyver.review import following
from storyver.review.desk import Desk
from storyver.review.queue import LONGEST_QUOTE, Item, Show, Sort, quoted
from storyver.sources import captures_of, extract_text


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive with a story."""
    return archive_of(tmp_path / "story.db", *QUAKE)


def desk_of(path: Path, reviewer: str = "Ann Bell") -> Desk:
    """The desk as another start has it."""
    return Desk(path, "quake", reviewer)


def named(desk: Desk, title: str) -> Item:
    """The first item of this title."""
    return next(one for one in desk.state().items if title in one.about.summary)


def test_queue_has_every_change_and_fact_the_most_important_first(tmp_path: Path) -> None:
    """All changes of all neighbouring versions and all facts are in it, each once."""
    path = tmp_path / "story.db"
    with Archive(path) as archive:
        archive.add(captures_of(ROOT / "corpus" / "ferry-sinking"))
    desk = Desk(path, "ferry-sinking", "Ann Bell")
    items = desk.state().items
    changes = [one for one in items if one.sort is Sort.CHANGE]
    assert len(changes) == sum(len(diff.changes) for diff in desk.survey.diffs)
    assert {one.step for one in changes} == {0, 1, 2, 3}
    ranks = [one.importance.rank() for one in changes]
    assert ranks == sorted(ranks)
    assert len([one for one in items if one.sort is Sort.FACT]) == len(desk.survey.facts)
    assert len({one.key for one in items}) == len(items)
    shown = desk.state().shown(Show.OPEN, "Ann Bell")
    assert all(one.importance is not Importance.NONE or one.about.kind == "uncertain" for one in shown)


def test_decision_is_there_after_another_start(path: Path) -> None:
    """Addresses and decisions are the same for a desk that starts anew, also with one more version."""
    desk = desk_of(path)
    item = named(desk, "12 → 15")
    desk.judge(item, Verdict.REJECTED)
    archive_of(path, *QUAKE, QUAKE[2].replace("19", "23"))
    again = desk_of(path)
    same = named(again, "12 → 15")
    assert same.key == item.key
    standing = again.state().standing(same)
    assert [one.verdict for one in standing.judgements] == [Verdict.REJECTED]
    assert same not in again.state().shown(Show.OPEN, "Ann Bell")


def test_decision_on_text_that_is_read_otherwise_is_stale(path: Path) -> None:
    """Where a later extraction has other words the decision is kept, says what stood there, and nothing goes by it."""
    desk = desk_of(path)
    desk.judge(named(desk, "12 → 15"), Verdict.REJECTED)
    with Archive(path) as archive:
        (old, *_) = archive.captures("quake")
        read = extract_text(old)
        changed = replace(read, text=read.text.replace("killed 12 people", "killed 12 villagers"), extractor="other 2")
        archive._store.add([(old, changed)], again=True)
    again = desk_of(path)
    (stale,) = again.state().shown(Show.STALE, "Ann Bell")
    assert stale.sort is Sort.STALE
    assert stale.about.old is not None
    assert stale.about.old.text == "The quake killed 12 people, officials said."
    assert stale.about.old.figure == "12"
    assert [one.verdict for one in again.state().standing(stale).judgements] == [Verdict.REJECTED]
    assert named(again, "12 → 15").sort is Sort.STALE
    assert any(one.sort is Sort.CHANGE and "12 → 15" in one.about.summary for one in again.state().items)


def test_decision_is_stale_where_another_program_makes_other_claims(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later version of the program that gives claims other ids drops no decision either."""
    desk = desk_of(path)
    desk.judge(named(desk, "12 → 15"), Verdict.CONFIRMED)
    plain = storyver.identity.claim_id
    from storyver.extract import statements

    monkeypatch.setattr(statements, "claim_id", lambda *parts: plain("later", *parts[1:]))
    again = desk_of(path)
    assert [one.sort for one in again.state().shown(Show.STALE, "Ann Bell")] == [Sort.STALE]
    assert len(again.state().shown(Show.DECIDED, "Ann Bell")) == 1


def test_relinked_figure_answers_for_both(path: Path) -> None:
    """A figure that was linked anew is no longer asked for, nor is its new counterpart, and the history follows."""
    desk = desk_of(path)
    item = named(desk, "40 is gone")
    wanted = next(one for one in desk.candidates(item) if one.claim.figure and one.claim.figure.text == "52")
    assert wanted.side == "new"
    desk.judge(item, Verdict.RELINKED, wanted.name)
    state = desk.state()
    open_ = {one.about.summary for one in state.shown(Show.OPEN, "Ann Bell")}
    assert not any("40 is gone" in one or "52 is new" in one for one in open_)
    fact, current = desk.fact_of(item, state)
    while not current:
        fact, current = desk.fact_of(item, state)
    assert fact is not None
    assert [one.claim.figure.text for one in fact.sightings if one.claim.figure] == ["40", "52", "52"]
    (made,) = state.standing(item).judgements
    assert made.about is not None
    assert made.about.counterpart is not None
    assert made.about.counterpart.text == "The clinic in the north has 52 beds."


def test_candidates_are_of_the_other_version(path: Path) -> None:
    """Each side of a pair may be linked with any figure of the other version but the one that it has, those of its
    own kind first."""
    desk = desk_of(path)
    item = named(desk, "12 → 15")
    by_side = {
        side: [one.claim.figure.text for one in desk.candidates(item) if one.side == side and one.claim.figure]
        for side in ("new", "old")
    }
    assert sorted(by_side["new"]) == ["350", "52"]
    assert sorted(by_side["old"]) == ["300", "40"]


def test_facts_are_decided_on_too(path: Path) -> None:
    """A fact takes judgements and notes, and is found again after another start."""
    desk = desk_of(path)
    fact = desk.state().shown(Show.FACTS, "Ann Bell")[0]
    desk.judge(fact, Verdict.CONFIRMED)
    desk.note(fact, "Asked the hospital.")
    again = desk_of(path).state()
    same = again.find(fact.key)
    assert same is not None
    assert len(again.standing(same).judgements) == len(again.standing(same).remarks) == 1


def test_story_of_one_version_has_nothing_to_review(tmp_path: Path) -> None:
    """It is told in one line."""
    with pytest.raises(StoryverError, match="has only 1 version, at least 2 are needed"):
        Desk(archive_of(tmp_path / "one.db", QUAKE[0]), "quake", "Ann Bell")


def test_decision_that_the_program_does_not_find_is_kept(path: Path) -> None:
    """A link that only a reviewer made is shown at its place, can be judged anew, and is not stale."""
    homes, killed = found("increased", "300", "350"), found("increased", "12", "15")
    assert homes.new is not None
    assert killed.old is not None
    decision = Decision(
        subject=f"figure:{killed.old.id}:{homes.new.id}",
        verdict=Verdict.CONFIRMED,
        reviewer="Bo Carr",
        about=About(kind="increased", summary="12 → 350", old=quoted(killed.old, "a"), new=quoted(homes.new, "b")),
    )
    with Archive(path) as archive:
        archive.decide("quake", decision)
    desk = desk_of(path)
    kept = desk.state().items[0]
    assert (kept.sort, kept.step) == (Sort.KEPT, 0)
    assert kept not in desk.state().shown(Show.STALE, "Ann Bell")
    assert len(desk.candidates(kept)) > 0
    desk.judge(kept, Verdict.REJECTED)
    assert [one.key for one in desk.state().shown(Show.DISPUTED, "Ann Bell")] == [kept.key]


def test_no_decision_waits_for_the_history(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a story is followed anew its earlier history is shown, and said to be so; then the new one."""
    desk = desk_of(path)
    item = named(desk, "12 → 15")
    go_on, plain = threading.Event(), pipeline.follow

    def slowly(*arguments: Any, **named_: Any) -> Any:
        go_on.wait(60)
        return plain(*arguments, **named_)

    monkeypatch.setattr(following, "follow", slowly)
    monkeypatch.setattr(following, "PATIENCE", 0.0)
    desk.judge(item, Verdict.REJECTED)
    fact, current = desk.fact_of(item, desk.state())
    assert not current
    assert fact is not None
    assert len(fact.sightings) == 3
    go_on.set()
    while not current:
        fact, current = desk.fact_of(item, desk.state())
    assert fact is not None
    assert [one.claim.figure.text for one in fact.sightings if one.claim.figure] == ["15", "19"]


def test_unbroken_page_is_quoted_around_its_figure(tmp_path: Path) -> None:
    """Of a text without sentences a decision keeps what stands around the figure."""
    texts = [f"{'wall ' * 2_000}cost {number} pounds {'and more ' * 2_000}" for number in (4_210, 4_650)]
    path = archive_of(tmp_path / "long.db", *texts)
    desk = desk_of(path)
    item = next(one for one in desk.state().items if one.change and one.change.kind.value == "increased")
    about = desk.judge(item, Verdict.CONFIRMED).about
    assert about is not None
    assert about.old is not None
    assert "cost 4210 pounds" in about.old.text
    assert len(about.old.text) < LONGEST_QUOTE + 10
