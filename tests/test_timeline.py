"""Facts over several versions: what each sighting is called, and which sightings are one fact."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

import storyver
from repository import ROOT
from storyver.model import ChangeKind
from timeline_cases import FRAME, course, versions


def cases(name: str) -> list[Any]:
    """The cases of a file, each under its name."""
    rows = tomllib.loads((ROOT / "tests" / "cases" / "timelines" / name).read_text(encoding="utf-8"))["case"]
    return [pytest.param(row, id=row["name"]) for row in rows]


CASES = {
    "a value that rises": (
        ["The strike has cancelled 40 sailings.", "The strike has cancelled 52 sailings."],
        [["0 added 40", "1 increased 52"]],
    ),
    "left out by one version": (
        ["Repairs will cost £640,000.", "", "Repairs will cost £640,000."],
        [["0 added £640,000", "2 restored £640,000"]],
    ),
    "left out by two versions": (
        ["Repairs will cost £640,000.", "", "", "Repairs will cost £640,000."],
        [["0 added £640,000", "3 restored £640,000"]],
    ),
    "a restatement belongs to its figure": (
        ["The town is 6km (3.7 miles) away.", "The town is 8km (5 miles) away."],
        [["0 added 6km", "0 unchanged 3.7 miles", "1 increased 8km", "1 increased 5 miles"]],
    ),
    "another exchange rate": (
        ["It cost 20m francs ($22.8m).", "It cost 20m francs ($23.1m)."],
        [["0 added 20m francs", "0 unchanged $22.8m", "1 unchanged 20m francs", "1 unchanged $23.1m"]],
    ),
    "two facts of one value": (
        ["The choir has 12 singers. The mill has 12 sails.", "The choir has 14 singers. The mill has 12 sails."],
        [["0 added 12", "1 increased 14"], ["0 added 12", "1 unchanged 12"]],
    ),
    "a fact that comes late": (
        ["", "Repairs will cost £640,000."],
        [["1 added £640,000"]],
    ),
    "the value goes there and back": (
        ["It has 30 members.", "It has 31 members.", "It has 30 members."],
        [["0 added 30", "1 increased 31", "2 decreased 30"]],
    ),
}


@pytest.mark.parametrize(("texts", "facts"), CASES.values(), ids=CASES)
def test_facts_of_a_story(texts: list[str], facts: list[list[str]]) -> None:
    """The versions have the facts of the case, each with its sightings in order."""
    result = storyver.track([FRAME.format(text) for text in texts])
    found = [
        [f"{s.version} {s.change} {s.claim.figure.text}" for s in fact.sightings if s.claim.figure]
        for fact in result.facts
    ]
    assert found == facts


def test_a_restored_figure_says_since_when_it_was_gone() -> None:
    """The reasons of a restored sighting say in which version it was last seen, and with what value."""
    texts = [FRAME.format(text) for text in ("Repairs will cost £640,000.", "", "Repairs will cost £640,000.")]
    (fact,) = storyver.track(texts).facts
    assert fact.sightings[-1].change is ChangeKind.RESTORED
    assert fact.sightings[-1].reasons[0].text == "left out since version 1 of the story; it was £640,000"


def test_a_figure_said_twice_is_one_fact() -> None:
    """Headline and text of one version that state the same figure are two sightings of one fact."""
    text = "Bakery to shut 18 shops\n\nThe bakery Crumb is to shut 18 shops, it said.\n"
    (fact,) = storyver.track([text, text.replace("18", "21")]).facts
    assert [(s.version, str(s.change)) for s in fact.sightings] == [
        (0, "added"),
        (0, "unchanged"),
        (1, "increased"),
        (1, "increased"),
    ]


def test_ids_derive_from_the_first_sighting() -> None:
    """A fact keeps its id whatever later versions say of it, and no two facts share one."""
    texts = ["It has 30 guns and 40 horses.", "It has 31 guns and 40 horses.", "It has 33 guns and 41 horses."]
    ids = [[fact.id for fact in storyver.track(texts[:count]).facts] for count in (2, 3)]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 2


@pytest.mark.parametrize("case", cases("courses.toml"))
def test_course_of_each_fact(case: dict[str, Any]) -> None:
    """Each fact has one value in each version, with what became of it since the version before."""
    facts = storyver.track(versions(case["versions"], whole=case.get("whole", False))).facts
    assert [course(fact) for fact in facts] == case["facts"]


@pytest.mark.parametrize("case", cases("sources.toml"))
def test_sources_that_compete(case: dict[str, Any]) -> None:
    """Two sources' figures of one thing are two facts, each called after its source, that name each other."""
    facts = storyver.track(versions(case["versions"])).facts
    labels = {fact.id: fact.label for fact in facts}
    found = [
        {"label": fact.label, "course": course(fact), "rivals": [labels[rival] for rival in fact.rivals]}
        for fact in facts
    ]
    assert found == case["fact"]


def test_a_stale_headline_of_the_corpus_keeps_the_fact_together() -> None:
    """Where the headline of the ferry story still has 23 dead and the text 31, one fact disagrees with itself."""
    result = storyver.track(ROOT / "corpus" / "ferry-sinking")
    (fact,) = [fact for fact in result.facts if fact.label == "people died"]
    assert [line.rsplit(" +", 2)[0] for line in course(fact)[-2:]] == ["3 increased 31", "4 increased 46"]
    assert course(fact)[3].endswith("stale 23")
