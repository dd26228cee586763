"""The whole pipeline against the gold of the corpus: what is read, what is linked, what becomes of each fact."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import storyver
from repository import ROOT
from storyver.evaluation.gold import read_gold_story
from storyver.model import Case, EvaluationResult, Measure, Part
from storyver.pipeline import align, compare, find_figures, follow, read

STORIES = tuple(sorted(path.parent for path in (ROOT / "corpus").glob("*/story.toml")))
FLOORS = json.loads((Path(__file__).parent / "cases" / "links" / "floors.json").read_text(encoding="utf-8"))
"""For each story what must be reached, set just under what is: a guard against falling back. Precision and recall of
the links between the figures of neighbouring versions, then those of "the value of this track moved"."""
GAPS = tomllib.loads((Path(__file__).parent / "cases" / "figures" / "gaps.toml").read_text(encoding="utf-8"))
"""What is known not to be read, by its track, or to be read wrongly as a figure, by its text, and why."""
every_story = pytest.mark.parametrize("story", STORIES, ids=lambda path: path.name)
Json = dict[str, Any]


@cache
def measured(story: Path, part: Part) -> EvaluationResult:
    """How far a part agrees with the gold of a story."""
    return storyver.evaluate(story, only=[part])


@cache
def tracks(story: Path) -> dict[tuple[str, str], str]:
    """The track of each gold figure, by the version and the place that its case names."""
    pages = read_gold_story(story).pages
    return {(page.name, f"{one.start}-{one.end}"): one.track for page in pages for one in page.figures}


def names(story: Path) -> list[str]:
    """The file names of a story's versions in their order."""
    return [Path(str(version.source)).name for version in storyver.read(story).versions]


def every_version() -> list[Any]:
    """Each version of each story."""
    return [pytest.param(story, name, id=f"{story.name}/{name}") for story in STORIES for name in names(story)]


def known(gaps: Json) -> list[Any]:
    """Each known gap, as a failure that is expected: the story, the version and the track or the text."""
    return [
        pytest.param(
            ROOT / "corpus" / story, name, what, id=f"{story}/{name}/{what}", marks=pytest.mark.xfail(reason=reason)
        )
        for story, versions in gaps.items()
        for name, rows in versions.items()
        for what, reason in rows.items()
    ]


def wrong(story: Path, name: str) -> list[Case]:
    """What is not right among the figures of a version and their units."""
    measures = {Measure.FIGURES, Measure.UNITS}
    cases = measured(story, Part.FIGURES).cases
    return [one for one in cases if one.place == name and one.measure in measures and not one.right]


def unread(story: Path, name: str) -> dict[str, str]:
    """By their tracks, the figures of the gold, not optional, that are not found with their value and their unit."""
    asked = [one for one in wrong(story, name) if one.recall is not None]
    return {tracks(story)[name, one.key]: f"{one.expected}, read as {one.got or 'nothing'}" for one in asked}


@pytest.mark.parametrize(("story", "name"), every_version())
def test_every_gold_figure_is_read(story: Path, name: str) -> None:
    """Each figure of the gold that is not optional is found, with its value and its unit, the known gaps apart."""
    expected = GAPS["unread"].get(story.name, {}).get(name, {})
    assert {track: why for track, why in unread(story, name).items() if track not in expected} == {}


@pytest.mark.parametrize(("story", "name", "track"), known(GAPS["unread"]))
def test_a_known_gap_is_read(story: Path, name: str, track: str) -> None:
    """The figures of the gold that no rule reads yet are found."""
    assert track not in unread(story, name)


def spurious(story: Path, name: str) -> list[str]:
    """What is read and not in the gold, or not with that value."""
    return [one.got.partition(":")[0] for one in wrong(story, name) if one.recall is None]


@pytest.mark.parametrize(("story", "name"), every_version())
def test_no_figure_is_read_where_the_gold_has_none(story: Path, name: str) -> None:
    """Each figure that is read is one of the gold, the known errors apart."""
    expected = GAPS["spurious"].get(story.name, {}).get(name, {})
    assert [text for text in spurious(story, name) if text not in expected] == []


@pytest.mark.parametrize(("story", "name", "text"), known(GAPS["spurious"]))
def test_a_known_error_is_not_read(story: Path, name: str, text: str) -> None:
    """What is still read although it is no figure is not read."""
    assert text not in spurious(story, name)


LINKS_BELOW = {
    "hurricane-landfall": "homes that lost power fourfold are not linked, and those reconnected are with those cut off",
    "island-election": "the turnout at four is linked with that of the day",
}
"""Stories whose links are below their floors, and why."""
MOVED_BELOW = {
    "hurricane-landfall": "the wind at sea is linked with that at landfall, homes reconnected with those cut off",
    "pension-protest": "masked people are linked with fires, an age with a lower one for some",
}
"""Stories whose moved values are, and why."""


def held_to(below: dict[str, str]) -> list[Any]:
    """Every story; those that are below their floors are expected to fail."""
    expected = {
        name: [pytest.mark.xfail(strict=True, raises=AssertionError, reason=reason)] for name, reason in below.items()
    }
    return [pytest.param(story, id=story.name, marks=expected.get(story.name, [])) for story in STORIES]


def reaches(story: Path, measure: Measure, floors: tuple[float, float]) -> None:
    """Fail where precision or recall of a measure is below its floor, with what is wrong."""
    result = measured(story, Part.DIFF)
    score = result.score(measure)
    assert score.precision is not None
    assert score.recall is not None
    cases = [one for one in result.cases if one.measure is measure and not one.right]
    assert (score.precision.value or 0) >= floors[0], [one.got for one in cases if one.recall is None]
    assert (score.recall.value or 0) >= floors[1], [one.expected for one in cases if one.recall is not None]


@pytest.mark.parametrize("story", held_to(LINKS_BELOW))
def test_links_agree_with_the_tracks(story: Path) -> None:
    """Links between neighbouring versions join figures of one track, and most mentions that both state are joined."""
    reaches(story, Measure.LINKS, FLOORS[story.name]["links"])


@pytest.mark.parametrize("story", held_to(MOVED_BELOW))
def test_moved_values_are_those_of_the_gold(story: Path) -> None:
    """A value said to have moved has moved, and most values that moved are said to have."""
    reaches(story, Measure.MOVED, FLOORS[story.name]["moved"])


@every_story
def test_the_stages_give_what_the_library_gives(story: Path) -> None:
    """``compare`` and ``follow`` answer as ``storyver.diff`` and ``storyver.track`` do, from files or from values."""
    versions = storyver.read(story).versions
    paths = [Path(str(version.source)) for version in versions]
    assert compare(paths[0], paths[1]).changes == storyver.diff(paths[0], paths[1]).changes
    assert [fact.id for fact in follow(story).facts] == [fact.id for fact in storyver.track(versions).facts]


def test_align_links_only_what_is_given() -> None:
    """The alignment of two readings holds these readings."""
    old, new = (read(find_figures(text).version) for text in ("It has 30 guns.", "It has 31 guns."))
    both = align(old, new)
    assert (both.old, both.new) == (old, new)
    assert [(link.old.figure, link.new.figure) for link in both.figures] == [(old.figures[0], new.figures[0])]


def test_the_first_two_stories_together_keep_their_floors() -> None:
    """Over the explainer and the ferry together, links and moved values reach what they did before others came."""
    stories = [story for story in STORIES if story.name in {"nato-explainer", "ferry-sinking"}]
    result = storyver.evaluate(stories, only=[Part.DIFF])
    links, moved = result.score(Measure.LINKS), result.score(Measure.MOVED)
    reached = [None if one is None else one.value for one in (links.precision, links.recall, moved.recall)]
    assert [(one or 0) >= floor for one, floor in zip(reached, (0.97, 0.95, 0.8), strict=True)] == [True] * 3, reached
