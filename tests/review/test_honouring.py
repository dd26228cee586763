"""What ``diff`` and ``track`` make of decisions."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

import storyver
from repository import ROOT
from review.stories import QUAKE, archive_of, found, made
from storyver import Archive, Decision
from storyver.cli import main
from storyver.model import Change, Verdict, Version

KILLED = found("increased", "12", "15")
HOMES = found("increased", "300", "350")
TREATED = found("removed", "40", None)
SEEN = found("added", None, "52")


def told(changes: tuple[Change, ...]) -> set[tuple[str, str | None, str | None]]:
    """The changes of figures in short."""
    return {
        (
            one.kind.value,
            one.old.figure.text if one.old and one.old.figure else None,
            one.new.figure.text if one.new and one.new.figure else None,
        )
        for one in changes
    }


def by_reviewers(change: Change) -> list[str]:
    """What reviewers say among a change's reasons."""
    return [reason.text for reason in change.reasons if reason.rule == "reviewer"]


def numbered(*decisions: Decision) -> list[Decision]:
    """The decisions as if they were entered in this order."""
    return [replace(one, entry=number) for number, one in enumerate(decisions, start=1)]


def facts(decisions: list[Decision]) -> set[tuple[str, ...]]:
    """The values of each fact of the first two versions."""
    result = storyver.track(QUAKE[:2], decisions=decisions)
    return {tuple(one.claim.figure.text for one in fact.sightings if one.claim.figure) for fact in result.facts}


def test_rejected_pair_is_not_linked() -> None:
    """Both figures stand alone and say whose decision that is; the others are as before."""
    decisions = numbered(made(KILLED, Verdict.REJECTED))
    changes = storyver.diff(*QUAKE[:2], decisions=decisions).changes
    assert {("removed", "12", None), ("added", None, "15"), ("increased", "300", "350")} <= told(changes)
    alone = [one for one in changes if by_reviewers(one)]
    assert len(alone) == 2
    assert {said for one in alone for said in by_reviewers(one)} == {"rejected by reviewer Ann Bell on 2031-03-01"}
    assert {("12",), ("15",), ("300", "350")} <= facts(decisions)


def test_rejected_pair_stays_apart_the_other_way_round() -> None:
    """A later version that goes back to the earlier words is kept apart from it too."""
    back = storyver.diff(QUAKE[1], QUAKE[0], decisions=numbered(made(KILLED, Verdict.REJECTED)))
    assert ("decreased", "15", "12") not in told(back.changes)


def test_relinked_pair_is_linked_and_says_so() -> None:
    """The chosen figure takes the place of the other, which stands alone; a reason names the reviewer."""
    assert SEEN.new is not None
    decisions = numbered(made(TREATED, Verdict.RELINKED, counterpart=f"new:{SEEN.new.id}"))
    changes = storyver.diff(*QUAKE[:2], decisions=decisions).changes
    (linked,) = [one for one in changes if told((one,)) == {("increased", "40", "52")}]
    assert by_reviewers(linked) == ["linked by reviewer Ann Bell on 2031-03-01"]
    assert linked.score == 1.0
    assert not {("removed", "40", None), ("added", None, "52")} & told(changes)
    assert ("40", "52") in facts(decisions)


@pytest.mark.parametrize("side", ["old", "new"])
def test_relinked_side_leaves_its_counterpart(side: str) -> None:
    """Whichever side is linked anew, the pair that the program found is none any more."""
    claim = TREATED.old if side == "old" else SEEN.new
    assert claim is not None
    decisions = numbered(made(KILLED, Verdict.RELINKED, counterpart=f"{side}:{claim.id}"))
    changes = told(storyver.diff(*QUAKE[:2], decisions=decisions).changes)
    pair = ("40", "15") if side == "old" else ("12", "52")
    assert ("decreased" if side == "old" else "increased", *pair) in changes
    assert ("increased", "12", "15") not in changes
    assert pair in facts(decisions)


def corpus_pairs(name: str) -> list[tuple[Version, Version]]:
    """The neighbouring versions of a story of the corpus."""
    return list(pairwise(storyver.read(ROOT / "corpus" / name).versions))


def pair_of(change: Change) -> tuple[str, str]:
    """The ids of both sides."""
    return change.old.id if change.old else "", change.new.id if change.new else ""


def test_confirmed_link_is_certain() -> None:
    """A link that the program shows as uncertain is claimed once a reviewer confirms it."""
    seen = 0
    for old, new in corpus_pairs("hurricane-landfall"):
        for doubtful in (one for one in storyver.diff(old, new).changes if one.kind.value == "uncertain"):
            decisions = numbered(made(doubtful, Verdict.CONFIRMED))
            changes = storyver.diff(old, new, decisions=decisions).changes
            (same,) = [one for one in changes if pair_of(one) == pair_of(doubtful)]
            assert same.kind.value != "uncertain"
            assert by_reviewers(same) == ["confirmed by reviewer Ann Bell on 2031-03-01"]
            seen += 1
    assert seen > 3


@pytest.mark.parametrize("place", range(3))
def test_every_decision_is_honoured(place: int) -> None:
    """Of all changes of figures between two versions: a rejected pair is gone, a confirmed one is there and certain,
    and one that is linked anew with any figure of the other version is linked with that."""
    old, new = corpus_pairs("bracal-wildfire")[place]
    changes = [one for one in storyver.diff(old, new).changes if _has_figure(one)]
    others = [one.new for one in changes if one.new]
    for number, change in enumerate(one for one in changes if one.old):
        other = others[(number * 7 + 3) % len(others)]
        confirmed, rejected = (
            storyver.diff(old, new, decisions=numbered(made(change, verdict)))
            for verdict in (Verdict.CONFIRMED, Verdict.REJECTED)
        )
        relinked = storyver.diff(
            old, new, decisions=numbered(made(change, Verdict.RELINKED, counterpart=f"new:{other.id}"))
        )
        assert change.old is not None
        assert [one.score for one in relinked.changes if pair_of(one) == (change.old.id, other.id)] == [1.0]
        if change.new is not None:
            assert pair_of(change) in {pair_of(one) for one in confirmed.changes if one.kind.value != "uncertain"}
            assert pair_of(change) not in {pair_of(one) for one in rejected.changes}


def _has_figure(change: Change) -> bool:
    return any(side is not None and side.figure is not None for side in (change.old, change.new))


def test_disagreement_is_uncertain() -> None:
    """Where reviewers disagree neither is honoured: the link is shown as uncertain and says who says what."""
    decisions = numbered(made(KILLED, Verdict.CONFIRMED), made(KILLED, Verdict.REJECTED, "Bo Carr"))
    changes = storyver.diff(*QUAKE[:2], decisions=decisions).changes
    (linked,) = [one for one in changes if told((one,)) == {("uncertain", "12", "15")}]
    assert by_reviewers(linked) == [
        "reviewers disagree: confirmed by reviewer Ann Bell on 2031-03-01; rejected by reviewer Bo Carr on 2031-03-01"
    ]
    assert {("12",), ("15",)} <= facts(decisions)


def test_reviewers_who_agree_are_both_named() -> None:
    """A link that two confirmed is certain, and its reason has both."""
    decisions = numbered(made(KILLED, Verdict.CONFIRMED), made(KILLED, Verdict.CONFIRMED, "Bo Carr"))
    (linked,) = [one for one in storyver.diff(*QUAKE[:2], decisions=decisions).changes if by_reviewers(one)]
    assert linked.kind.value == "increased"
    assert "Ann Bell" in by_reviewers(linked)[0]
    assert "Bo Carr" in by_reviewers(linked)[0]


def test_two_counterparts_are_a_disagreement() -> None:
    """Two reviewers who link one figure with different ones leave both links uncertain."""
    assert SEEN.new is not None
    assert HOMES.new is not None
    decisions = numbered(
        made(TREATED, Verdict.RELINKED, counterpart=f"new:{SEEN.new.id}"),
        made(TREATED, Verdict.RELINKED, "Bo Carr", counterpart=f"new:{HOMES.new.id}"),
    )
    changes = told(storyver.diff(*QUAKE[:2], decisions=decisions).changes)
    assert {("uncertain", "40", "52"), ("uncertain", "40", "350")} <= changes


def test_rejected_change_without_a_link_is_struck() -> None:
    """It is no change any more, and is counted among what is passed over."""
    decisions = numbered(made(SEEN, Verdict.REJECTED))
    result = storyver.diff(*QUAKE[:2], decisions=decisions)
    assert ("added", None, "52") not in told(result.changes)
    assert "rejected_by_reviewer" in {one.rule for one in result.suppressed}


def test_figure_never_joins_a_fact_by_a_detour() -> None:
    """A figure that is kept apart from one of the version in front joins its fact by no earlier version either."""
    texts = (QUAKE[1], QUAKE[0], QUAKE[1])
    decisions = numbered(made(KILLED, Verdict.REJECTED))
    result = storyver.track(texts, decisions=decisions)
    values = {tuple(one.claim.figure.text for one in fact.sightings if one.claim.figure) for fact in result.facts}
    assert not any({"12", "15"} <= set(course) for course in values)


def test_without_decisions_nothing_differs() -> None:
    """No decision, and one on other words, leave every byte as it was."""
    folder = ROOT / "corpus" / "ferry-sinking"
    story = storyver.read(folder)
    plain = storyver.diff(*story.versions[:2])
    other = numbered(made(KILLED, Verdict.REJECTED))
    assert storyver.diff(*story.versions[:2], decisions=other).to_dict() == plain.to_dict()
    assert storyver.track(story, decisions=other).to_dict() == storyver.track(folder).to_dict()


def test_commands_honour_the_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``diff`` and ``track`` of a story by its name go by what was decided, also after another run and another
    version."""
    path = archive_of(tmp_path / "story.db", *QUAKE[:2])
    with Archive(path) as archive:
        archive.decide("quake", made(KILLED, Verdict.REJECTED))
    archive_of(path, *QUAKE)
    for command in (["diff", "quake", "--from", "1", "--to", "2"], ["track", "quake"]):
        assert main([*command, "--archive", str(path), "--format", "json"]) == 0
        out = json.loads(capsys.readouterr().out)
        if command[0] == "diff":
            assert "12 → 15" not in json.dumps(out, ensure_ascii=False)
            assert "rejected by reviewer Ann Bell on 2031-03-01" in json.dumps(out)
        else:
            runs = [[one["figure"]["text"] for one in fact["sightings"]] for fact in out["facts"]]
            assert ["12"] in runs
            assert ["15", "19"] in runs
