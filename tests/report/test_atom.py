"""The feed of changes: what RFC 4287 requires, read by a parser that is not ours."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest

import storyver
from harbour import diff_result, track_result
from repository import ROOT
from storyver.model import DiffResult, Importance, TrackResult
from storyver.narrowing import Wanted, narrow
from storyver.report import render
from timeline_cases import FRAME

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
NAME = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
STORIES = sorted(path.parent for path in (ROOT / "corpus").glob("*/story.toml"))[:3]


def assert_valid(feed: str) -> None:
    """RFC 4287: exactly one id, title and updated in the feed (4.1.1) and in each entry (4.1.2), an author for all,
    content or a link, ids that are addresses (4.2.6) and differ, moments as RFC 3339 has them (3.3)."""
    root = ElementTree.fromstring(feed.encode())
    entries = root.findall(f"{ATOM}entry")
    assert root.tag == f"{ATOM}feed"
    assert [child.text for child in root.findall(f"{ATOM}author/{ATOM}name")] == ["storyver"]
    for node in (root, *entries):
        for name, pattern in (("id", NAME), ("title", re.compile(".+")), ("updated", MOMENT)):
            (one,) = node.findall(f"{ATOM}{name}")
            assert pattern.fullmatch(one.text or ""), (name, one.text)
    assert all(entry.find(f"{ATOM}content") is not None for entry in entries)
    assert all(entry.findall(f"{ATOM}category") for entry in entries)
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    assert not {one.get("rel") for one in root.iter(f"{ATOM}link")} - {"alternate"}
    assert root.findtext(f"{ATOM}updated") == max(
        [root.findtext(f"{ATOM}updated") or "", *(one.findtext(f"{ATOM}updated") or "" for one in entries)]
    )


def parsed(result: DiffResult | TrackResult) -> feedparser.FeedParserDict:
    """The feed as a feed reader sees it."""
    text = render(result, "atom")
    assert_valid(text)
    feed = feedparser.parse(text.encode())
    assert not feed.bozo
    assert feed.version == "atom10"
    return feed


@pytest.mark.parametrize("folder", STORIES, ids=lambda folder: folder.name)
def test_feeds_of_the_corpus_are_valid(folder: Path) -> None:
    """The feeds of real pages are read without complaint, an entry for each change of high or medium importance."""
    result = storyver.track(folder)
    heavy = [
        point
        for fact in result.facts
        for point in fact.points
        if point.importance in (Importance.HIGH, Importance.MEDIUM)
    ]
    assert len(parsed(result).entries) == len(heavy)
    pair = storyver.diff(*storyver.read(folder).versions[-2:])
    heavy_changes = [one for one in pair.changes if one.importance in (Importance.HIGH, Importance.MEDIUM)]
    assert len(parsed(pair).entries) == len(heavy_changes)


def test_an_entry_says_what_happened() -> None:
    """Title, text and categories of an entry tell the fact, both values, the size, the notice and both sentences."""
    feed = parsed(track_result())
    entry = next(one for one in feed.entries if one.title == "cost of the harbour wall: £4.2m → £6.8m")
    text = entry.content[0].value
    assert entry.content[0].type == "text/plain"
    assert {one.term for one in entry.tags} == {"increased", "importance-high"}
    for words in ("up by 2.6m GBP (+62%)", "admitted in v2", "Before: “The harbour wall cost £4.2m", "Now: “The har"):
        assert words in text
    assert "cracks: 6 is left out" in {one.title for one in feed.entries}


def test_moments_are_those_of_the_versions() -> None:
    """A change is of the day of the version that has it, the feed of the latest version; nobody asks the clock."""
    feed = parsed(track_result())
    assert feed.feed.updated == "2031-04-05T09:30:00Z"
    assert {one.updated for one in feed.entries} == {"2031-04-05T09:30:00Z"}


def test_a_date_never_goes_back() -> None:
    """A version of which only the month is known is not put before the version that it follows."""
    texts = [
        f"{head}\n\n" + FRAME.format(f"It has {count} members.")
        for head, count in (("Published 20 August 2026", 30), ("Published August 2026", 31))
    ]
    assert parsed(storyver.track(texts)).feed.updated >= "2026-08-20T00:00:00Z"


def test_versions_without_dates_have_a_moment_that_nobody_believes() -> None:
    """The format asks for a moment; where none is known it is the first of 1970."""
    feed = parsed(storyver.track([FRAME.format(f"It has {count} members.") for count in (30, 31)]))
    assert feed.feed.updated == "1970-01-01T00:00:00Z"
    assert len(feed.entries) == 1


def test_ids_stay_when_a_version_is_added() -> None:
    """A reader that has seen an entry knows it again in the feed of the longer story."""
    texts = [FRAME.format(f"It has {count} members.") for count in (30, 31, 32)]
    before, after = (parsed(storyver.track(texts[:length])) for length in (2, 3))
    assert {one.id for one in before.entries} < {one.id for one in after.entries}


def test_the_feed_of_a_story_keeps_its_id(tmp_path: Path) -> None:
    """It is the story's, however many versions it has."""
    ids = []
    for count in (30, 31, 32):
        (tmp_path / f"{count}.txt").write_text(FRAME.format(f"It has {count} members."), encoding="utf-8")
        if count > 30:
            ids.append(parsed(storyver.track(tmp_path)).feed.id)
    assert ids[0] == ids[1]


def test_a_narrowed_story_has_a_narrowed_feed() -> None:
    """Facts asked for by name, and versions from some day on, are all that the feed has."""
    assert len(parsed(narrow(track_result(), Wanted(fact="cost"))).entries) == 1
    assert parsed(narrow(track_result(), Wanted(fact="cost", until="1"))).entries == []


def test_links_are_addresses_of_the_web() -> None:
    """The story's address is linked, and one that would do something is not."""
    result = track_result()
    assert result.story
    assert parsed(result).feed.link == "https://example.org/harbour"
    assert "javascript" not in render(replace(result, story=replace(result.story, url="javascript:x()")), "atom")


def test_text_is_never_markup() -> None:
    """Marks of XML in an article reach the reader as they are, and what XML cannot hold is named."""
    texts = [FRAME.format(f"It has {count} <b>&amp;</b> ]]> \ufffe members.") for count in (30, 31)]
    feed = parsed(storyver.diff(*texts))
    assert "<b>&amp;</b> ]]> [U+FFFE] members." in feed.entries[0].content[0].value


def test_nothing_of_importance_is_an_empty_feed() -> None:
    """A feed without entries is a feed."""
    assert parsed(replace(diff_result(), changes=())).entries == []
