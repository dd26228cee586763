"""The page of a story: an address for every fact and change, one step for what is only repeated, the texts in full."""

from __future__ import annotations

import re

import pytest

import storyver
from harbour import track_result
from storyver.model import TrackResult
from storyver.narrowing import Wanted, narrow
from storyver.report import render
from storyver.report.story_view import StoryView, arrange_story
from storyver.report.track_view import arrange_track
from timeline_cases import FRAME

TEXTS = [FRAME.format(f"It has {count} members.{more}") for count, more in ((30, ""), (31, ""), (31, " Some left."))]


def ids(page: str) -> list[str]:
    """The anchors of a page."""
    return re.findall(r'id="([^"]*)"', page)


def arranged(result: TrackResult) -> StoryView:
    """What the page of a result has beside its tables."""
    return arrange_story(result, arrange_track(result))


def test_every_fact_and_every_change_has_an_address() -> None:
    """The page holds ``fact-<id>`` for each fact, and for each version in which one changes ``change-<id>-<version>``,
    each once."""
    result = track_result()
    found = ids(render(result, "html"))
    assert len(found) == len(set(found))
    assert {f"fact-{fact.id}" for fact in result.facts} <= set(found)
    assert {
        f"change-{fact.id}-{result.versions[point.version].id}"
        for fact in result.facts
        for point in fact.points
        if point.change != "unchanged"
    } == {name for name in found if name.startswith("change-")}


def test_addresses_stay() -> None:
    """A version more takes no address away."""
    before, after = (set(ids(render(storyver.track(TEXTS[:count]), "html"))) for count in (2, 3))
    assert {name for name in before if name.startswith(("fact-", "change-", "text-"))} <= after


def test_the_same_text_again_has_an_address_of_its_own() -> None:
    """Of two versions with one text the anchors differ."""
    found = ids(render(storyver.track([TEXTS[0], TEXTS[1], TEXTS[0]]), "html"))
    assert len(found) == len(set(found))


def test_what_is_only_repeated_is_one_step() -> None:
    """Versions that state a fact in the same sentence are told together; a new sentence is shown."""
    texts = [TEXTS[0]] * 6 + [TEXTS[1]] * 3 + [FRAME.format("Its members are 31.")]
    (fact,) = arrange_track(storyver.track(texts)).groups[0][1]
    steps = [(step.versions, step.before, step.value, len(step.quotes)) for step in fact.steps]
    assert steps == [
        ("#1", "", "30", 1),
        ("#2–#6", "", "30", 0),
        ("#7", "30", "31", 1),
        ("#8–#9", "", "31", 0),
        ("#10", "", "31", 1),
    ]


def test_top_says_what_changed() -> None:
    """The first lines have each fact that changed with its values, then how many did what."""
    (course,) = arranged(storyver.track([*TEXTS, FRAME.format("It has members.")])).courses
    assert (course.values, course.gone, course.kinds) == (("30", "31"), "#4", "increased")
    page = render(storyver.track(TEXTS), "html")
    assert "Of 1 fact, 1 changed." in page
    assert "No link is uncertain." in page


def test_a_long_course_is_told_by_its_ends() -> None:
    """Of many values the first and the last two stand at the top."""
    texts = [FRAME.format(f"It has {count} members.") for count in range(30, 40)]
    (course,) = arranged(storyver.track(texts)).courses
    assert course.values == ("30", "…", "38", "39")


def test_texts_have_their_new_sentences_set_apart() -> None:
    """Of each version behind the first it is counted and shown which sentences the one before does not have."""
    texts = arranged(storyver.track(TEXTS)).texts
    assert [(text.fresh, text.of) for text in texts] == [(0, 4), (1, 4), (1, 5)]
    fresh = ["".join(one.text for one in line.words) for _, lines in texts[2].parts for line in lines if line.fresh]
    assert fresh == ["Some left."]


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(fact="members"), Wanted(since="#2"), Wanted(changed=True)])
def test_links_have_their_targets(wanted: Wanted) -> None:
    """Whatever a page is narrowed down to, each link within it leads somewhere."""
    page = render(narrow(storyver.track(TEXTS), wanted), "html")
    assert set(re.findall(r'href="#([^"]*)"', page)) <= set(ids(page))


def test_a_text_is_marked_at_its_figures() -> None:
    """A figure in a text leads to its fact, and one that changed there to the change."""
    result = storyver.track(TEXTS)
    (fact,) = result.facts
    linked = [
        (one.text, one.link, one.kind)
        for text in arranged(result).texts
        for _, lines in text.parts
        for line in lines
        for one in line.words
        if one.link
    ]
    changes = [f"change-{fact.id}-{version.id}" for version in result.versions]
    assert linked == [
        ("30", changes[0], ""),
        ("31", changes[1], "increased"),
        ("31", f"fact-{fact.id}", ""),
    ]
