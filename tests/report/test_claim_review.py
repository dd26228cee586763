"""Drafts of ClaimReviews: valid schema.org, filled in as far as the versions go, and without a verdict."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import storyver
from harbour import diff_result, track_result
from repository import ROOT
from schema_org_rules import faults
from storyver.model import DateSource, DiffResult, Importance, PublicationDate, TrackResult
from storyver.narrowing import Wanted, narrow
from storyver.report import render
from timeline_cases import FRAME

STORIES = sorted(path.parent for path in (ROOT / "corpus").glob("*/story.toml"))[:3]


def drafts(result: DiffResult | TrackResult) -> list[dict[str, Any]]:
    """The drafts of a result."""
    document = json.loads(render(result, "claimreview"))
    assert document.keys() == {"@context", "@graph"}
    assert document["@context"] == "https://schema.org"
    found: list[dict[str, Any]] = document["@graph"]
    return found


def assert_valid(result: DiffResult | TrackResult) -> None:
    """Every draft keeps to the published vocabulary."""
    assert [fault for draft in drafts(result) for fault in faults(draft, ranges=("ClaimReview",))] == []


def members(*counts: str) -> TrackResult:
    """A story that gives one number after another."""
    return storyver.track([FRAME.format(f"It has {count} members.") for count in counts])


@pytest.mark.parametrize("folder", STORIES, ids=lambda folder: folder.name)
def test_drafts_of_the_corpus_are_valid(folder: Path) -> None:
    """The drafts of real pages use types, properties and values as schema.org defines them."""
    tracked = storyver.track(folder)
    assert_valid(tracked)
    assert len(drafts(tracked)) == len(tracked.facts)
    assert_valid(storyver.diff(*storyver.read(folder).versions[-2:]))


def test_samples_are_valid() -> None:
    """So do those of the samples, which have an address and a speaker."""
    assert_valid(track_result())
    assert_valid(diff_result())


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"@type": "ClaimCheck"}, "is none of"),
        ({"claimreviewed": "x"}, "no such property"),
        ({"appearance": "x"}, "no property of"),
        ({"datePublished": "tomorrow"}, "is none of"),
        ({"itemReviewed": {"@type": "Claim", "author": "the council"}}, "is none of"),
    ],
)
def test_the_rules_have_teeth(change: dict[str, Any], fault: str) -> None:
    """A draft with something that schema.org does not define would be seen."""
    (found,) = faults({**drafts(track_result())[0], **change}, ranges=("ClaimReview",))
    assert fault in found


def test_a_draft_never_judges() -> None:
    """Rating, author, date and address of the review are left out, at every depth, and named as missing."""
    for result in (track_result(), diff_result()):
        for draft in drafts(result):
            assert not {"reviewRating", "author", "datePublished", "url", "reviewBody"} & draft.keys()
            assert draft["creativeWorkStatus"].startswith("Draft, for the fact-checker to fill in: url, author, ")
            assert "Rating" not in json.dumps({**draft, "creativeWorkStatus": ""})


def test_what_is_known_is_filled_in() -> None:
    """The sentence, who says it, and the version with its date, address, number and hash."""
    (draft,) = drafts(narrow(track_result(), Wanted(fact="cost")))
    new = track_result().versions[1]
    assert draft["claimReviewed"] == "The harbour wall cost £6.8m, the council says."
    assert draft["itemReviewed"]["author"] == {"name": "the council"}
    assert "itemReviewed.author.@type (Person or Organization)" in draft["creativeWorkStatus"]
    assert draft["itemReviewed"]["appearance"] == {
        "@type": "CreativeWork",
        "@id": f"urn:sha256:{new.sha256}",
        "name": "Harbour wall: what we know now",
        "url": "https://example.org/harbour",
        "datePublished": "2031-04-05T09:30Z",
        "version": 2,
        "identifier": {"@type": "PropertyValue", "propertyID": "sha256", "value": new.sha256},
    }
    assert [one["text"] for one in draft["mentions"]] == ["The harbour wall cost £4.2m, the council says."]


def test_an_article_that_speaks_for_itself_has_no_claimant() -> None:
    """Nobody is named as the author of what the text says in its own voice."""
    (draft,) = drafts(members("30", "31"))
    assert "author" not in draft["itemReviewed"]
    assert draft["creativeWorkStatus"].endswith("itemReviewed.author")


def test_history_is_mentioned_value_by_value() -> None:
    """What the fact is now is reviewed; what it was before is mentioned in order, each with where it appeared."""
    result = members("30", "30", "31", "32")
    (draft,) = drafts(result)
    assert draft["itemReviewed"]["text"] == "It has 32 members."
    assert [one["text"] for one in draft["mentions"]] == ["It has 30 members.", "It has 31 members."]
    first = draft["mentions"][0]
    assert first["firstAppearance"]["@id"] == f"urn:sha256:{result.versions[0].sha256}"
    assert [one["@id"] for one in first["appearance"]] == [f"urn:sha256:{result.versions[1].sha256}"]


def test_a_value_that_returns_is_one_claim() -> None:
    """30, 31 and 30 again are two claims, the first of which appeared before and after the other."""
    result = members("30", "31", "30")
    (draft,) = drafts(result)
    assert draft["itemReviewed"]["text"] == "It has 30 members."
    assert draft["itemReviewed"]["firstAppearance"]["@id"].endswith(result.versions[0].sha256)
    assert [one["text"] for one in draft["mentions"]] == ["It has 31 members."]


def test_another_qualifier_is_another_claim() -> None:
    """That it has about 30 is not what the version says that has 30."""
    (draft,) = drafts(members("30", "about 30"))
    assert (draft["itemReviewed"]["text"], draft["mentions"][0]["text"]) == (
        "It has about 30 members.",
        "It has 30 members.",
    )


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (DateSource.HEADER, "datePublished"),
        (DateSource.PAGE_PUBLISHED, "datePublished"),
        (DateSource.PAGE_MODIFIED, "dateModified"),
        (DateSource.COMMITTED, "dateModified"),
        (DateSource.CAPTURE, None),
    ],
)
def test_a_date_is_called_what_it_is(source: DateSource, name: str | None) -> None:
    """The day on which an archive fetched a page is not the day on which it was published."""
    date = PublicationDate(value="2031-04-05", source=source, evidence="")
    result = track_result()
    dated = replace(result, versions=tuple(replace(version, date=date) for version in result.versions))
    work = drafts(narrow(dated, Wanted(fact="cost")))[0]["itemReviewed"]["appearance"]
    assert {key for key in work if key.startswith("date")} == ({name} if name else set())
    assert_valid(dated)


def test_a_comparison_drafts_what_matters() -> None:
    """Of two versions each claim has one draft that a change of high or medium importance concerns."""
    result = diff_result()
    heavy = [one for one in result.changes if one.importance in (Importance.HIGH, Importance.MEDIUM)]
    claims = {side.id for one in heavy if (side := one.new or one.old)}
    assert len(drafts(result)) == len(claims)
    rose = drafts(result)[0]
    assert rose["itemReviewed"]["text"] == "The harbour wall cost £6.8m, the council says."
    assert [one["text"] for one in rose["mentions"]] == ["The harbour wall cost £4.2m, the council says."]
    gone = next(one for one in drafts(result) if "cracks" in one["claimReviewed"])
    assert gone["itemReviewed"]["appearance"]["@id"] == f"urn:sha256:{result.old.sha256}"


def test_unwanted_addresses_are_left_out() -> None:
    """An address that does something when it is opened is none."""
    result = track_result()
    assert result.story
    unsafe = replace(result, story=replace(result.story, url="javascript:alert(1)"))
    assert "javascript" not in render(unsafe, "claimreview")
