"""Dumps of wikis and answers of their API: which revisions are versions, and dumps that mean harm."""

from __future__ import annotations

import bz2
import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sources.gathering import gathered, texts
from sources.wikis import HEAD, NEW, OLD, WALL, dump, page, revision, sevenzip
from storyver.cli import main
from storyver.errors import MissingLibraryError, SourceError
from storyver.model import DateSource
from storyver.sources import read_story
from storyver.sources.detection import source_for
from storyver.sources.interface import Options

PACKED: dict[str, Callable[[bytes], bytes]] = {
    "xml": bytes,
    "xml.gz": gzip.compress,
    "xml.bz2": bz2.compress,
    "xml.7z": sevenzip,
}


def written(folder: Path, data: bytes | str, name: str = "dump.xml") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("ending", PACKED)
def test_revisions_are_versions(tmp_path: Path, ending: str) -> None:
    """A page is a story, its revisions are versions with their ids as numbers; however the dump is packed."""
    captures, skipped = gathered(written(tmp_path, PACKED[ending](dump(WALL)), "any name at all"))
    assert skipped == []
    assert texts(captures) == [OLD, NEW]
    assert [(one.number, one.story, one.title) for one in captures] == [
        (101, "Harbour wall", "Harbour wall"),
        (105, "Harbour wall", "Harbour wall"),
    ]
    assert captures[1].url == "https://wiki.example.org/wiki/Harbour_wall"
    assert [(one.value, one.source) for one in captures[1].dates] == [("2024-03-02T11:30Z", DateSource.REVISION)]
    assert captures[0].source.endswith("any name at all#101")


def test_versions_are_prose(tmp_path: Path) -> None:
    """A story of a wiki is read as prose, and its versions are ordered by their numbers."""
    story = read_story(written(tmp_path, dump(WALL)))
    assert [version.text for version in story.versions] == ["The wall cost £4.2m.\n", "The wall cost £4.6m.\n"]
    assert story.url == "https://wiki.example.org/wiki/Harbour_wall"


PASSED_OVER = {
    "its text was hidden by the wiki": revision(7, "", more=' deleted="deleted"'),
    "the dump holds no text of it (a stub)": revision(7, "", more=' id="99" location="tt:99"'),
    "empty": revision(7, " \n"),
    "a redirect to another page": revision(7, "#REDIRECT [[Harbour]]"),
    "is javascript, not wikitext": revision(7, "alert(1)", model="javascript"),
    "the same revision a second time": revision(101, OLD),
}


@pytest.mark.parametrize("reason", PASSED_OVER)
def test_revisions_that_are_no_versions(tmp_path: Path, reason: str) -> None:
    """What has no prose is passed over with the reason, and the revisions around it are read."""
    path = written(tmp_path, dump(page("Harbour wall", revision(101, OLD), PASSED_OVER[reason], revision(105, NEW))))
    captures, skipped = gathered(path)
    assert texts(captures) == [OLD, NEW]
    assert [one.reason for one in skipped] == [reason]


def test_pages_that_are_no_articles(tmp_path: Path) -> None:
    """Pages about pages are told once each, and read if one is asked for by its title."""
    talk = page("Talk:Harbour wall", revision(1, "It was £5m."), revision(2, "No, £6m."), space=1)
    path = written(tmp_path, dump(talk, WALL))
    captures, skipped = gathered(path)
    assert {one.story for one in captures} == {"Harbour wall"}
    assert [one.reason for one in skipped] == ["no article, by its namespace"]
    assert texts(gathered(path, "Talk:Harbour_wall")[0]) == ["It was £5m.", "No, £6m."]


def test_one_page_of_many_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A dump of several pages asks which one, and reads the one that is named."""
    path = written(tmp_path, dump(WALL, page("Bridge", revision(1, OLD), revision(2, NEW))))
    assert main(["track", str(path)]) == 2
    assert "holds several stories, 'Harbour wall' and 'Bridge' among them; name one" in capsys.readouterr().err
    assert len(read_story(path, options=Options(named="Bridge")).versions) == 2


def test_dates_that_contradict_the_ids(tmp_path: Path) -> None:
    """Ids go before dates; a date that is none is left out with a note."""
    path = written(
        tmp_path, dump(page("Wall", revision(1, OLD, "2024-05-01T00:00:00Z"), revision(2, NEW, "0001-01-01T00:00:00Z")))
    )
    story = read_story(path)
    assert [version.number for version in story.versions] == [1, 2]
    assert story.versions[1].dates == ()
    assert story.versions[1].notes == (
        "The date of revision 2, '0001-01-01T00:00:00Z', is no date of publication and was left out.",
    )


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
ATTACKS = {
    "a billion laughs": f'<!DOCTYPE mediawiki [<!ENTITY a0 "ha">{LAUGHS}]>'
    + HEAD
    + page("W", revision(1, "x")).replace(">x<", ">&a9;<"),
    "a file from outside": '<!DOCTYPE mediawiki [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    + HEAD
    + "<page><title>&x;</title></page>",
    "a document type elsewhere": '<!DOCTYPE mediawiki SYSTEM "http://127.0.0.1:1/x.dtd">' + HEAD + WALL,
    "a parameter entity": '<!DOCTYPE m [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x"> %x;]>' + HEAD + WALL,
}


@pytest.mark.parametrize("name", ATTACKS)
def test_entities_are_refused(tmp_path: Path, name: str) -> None:
    """A dump that declares entities or a document type is refused before anything of it is expanded or opened."""
    path = written(tmp_path, ATTACKS[name] + "</mediawiki>")
    with pytest.raises(SourceError, match=r"dump\.xml: declares a document type or entities, which no dump does; get"):
        gathered(path, kind="mediawiki")


BROKEN = {
    "cut off": (dump(WALL)[:-40], "is broken XML: "),
    "crossed": (dump(WALL).replace(b"</revision>", b"</page>", 1), "is broken XML: mismatched tag"),
    "deep": (HEAD.encode() + b"<a>" * 100_000, "is nested more than 50 elements deep"),
    "a stranger's entity": (dump(WALL.replace("£4.2m", "&pound;4.2m")), "is broken XML: undefined entity"),
    "cut off gzip": (gzip.compress(dump(WALL))[:-30], "cannot be unpacked: "),
    "cut off bzip2": (bz2.compress(dump(WALL))[:-30], "cannot be unpacked: "),
    "cut off 7z": (sevenzip(dump(WALL))[:-30], "cannot be unpacked: "),
    "one long tag": (HEAD.encode() + b"<page a='" + b"x" * 3_000_000 + b"'>", "holds a tag of more than 1 MB"),
    "one long comment": (HEAD.encode() + b"<!--" + b"x" * 3_000_000 + b"-->", "holds a tag of more than 1 MB"),
    "no JSON": (b'{"query": {"pages": {"1": {"revisions": [', "is not valid JSON"),
    "other JSON": (b'[1, {"query": 3}, "pages", "revisions"]', "holds no answer of the API to action=query"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_dumps(tmp_path: Path, name: str) -> None:
    """What is cut off or broken is told in one line."""
    data, message = BROKEN[name]
    with pytest.raises(SourceError) as raised:
        gathered(written(tmp_path, data), kind="mediawiki")
    assert raised.value.what.startswith(message)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, sevenzip])
def test_bombs_are_defused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Callable[[bytes], bytes]) -> None:
    """What unpacks beyond all measure is given up, long before it is unpacked."""
    monkeypatch.setattr("storyver.sources.mediawiki.unpack.ALWAYS_ALLOWED", 1_000_000)
    monkeypatch.setattr("storyver.sources.mediawiki.unpack.MOST_RATIO", 200)
    bomb = HEAD.encode() + b"<page><title>W</title>" + b" " * 20_000_000
    with pytest.raises(SourceError, match="unpacks to more than 200 times its size"):
        gathered(written(tmp_path, pack(bomb)), kind="mediawiki")


def test_7z_needs_its_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the reader of 7z the message says how to install it; an archive of two files is refused."""
    path = written(tmp_path, sevenzip(dump(WALL)))
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "py7zr", None)
        with pytest.raises(MissingLibraryError, match=r"py7zr: is not installed; pip install 'storyver\[7z\]'"):
            gathered(path)
    import py7zr

    with py7zr.SevenZipFile(path, "a") as archive:
        archive.writestr(b"x", "second.xml")
    with pytest.raises(SourceError, match=r"holds more than one file, 'second\.xml' among them"):
        gathered(path)


def test_a_reader_that_stops_stops_the_unpacking(tmp_path: Path) -> None:
    """Whoever takes one version of a packed dump and no more is not kept waiting."""
    many = [revision(number, f"The wall cost £{number}m. " + "Stone. " * 5000) for number in range(200)]
    path = written(tmp_path, sevenzip(dump(page("Wall", *many))))
    source = source_for(path)
    assert source is not None
    captures = source.captures(path, Options())
    next(captures)
    captures.close()  # type: ignore[attr-defined]


ONE: dict[str, Any] = {"revid": 101, "timestamp": "2024-03-01T10:00:00Z"}
ANSWERS: dict[str, Any] = {
    "first format": {"query": {"pages": {"3": {"title": "Wall", "ns": 0, "revisions": [{**ONE, "*": OLD}]}}}},
    "first format with slots": {
        "query": {
            "pages": {
                "3": {
                    "title": "Wall",
                    "ns": 0,
                    "revisions": [{**ONE, "slots": {"main": {"contentmodel": "wikitext", "*": OLD}}}],
                }
            }
        }
    },
    "second format": {
        "batchcomplete": True,
        "query": {
            "pages": [
                {
                    "title": "Wall",
                    "ns": 0,
                    "revisions": [{**ONE, "slots": {"main": {"contentmodel": "wikitext", "content": OLD}}}],
                }
            ]
        },
    },
    "second format without slots": {
        "query": {"pages": [{"title": "Wall", "ns": 0, "revisions": [{**ONE, "content": OLD}]}]}
    },
    "a list": [{"query": {"pages": [{"title": "Wall", "ns": 0, "revisions": [{**ONE, "content": OLD}]}]}}],
}


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_of_the_api(tmp_path: Path, name: str) -> None:
    """Answers in both of the API's formats, one or a list of them, are read like a dump."""
    captures, skipped = gathered(written(tmp_path, json.dumps(ANSWERS[name]), "answer.json"))
    assert skipped == []
    assert [(one.data.decode(), one.number, one.story) for one in captures] == [(OLD, 101, "Wall")]


def test_answers_without_text(tmp_path: Path) -> None:
    """Hidden texts, and answers that were not asked for the text, are passed over; what has no sense does no harm."""
    revisions = [
        {**ONE, "texthidden": True},
        {**ONE, "revid": 102},
        {**ONE, "slots": 3},
        7,
        {**ONE, "content": "\ud800"},
    ]
    pages = [{"title": "Wall", "revisions": revisions}, {"title": "Bridge", "missing": True}, {"revisions": 5}, None]
    path = written(tmp_path, json.dumps({"query": {"pages": pages}}), "answer.json")
    captures, skipped = gathered(path)
    lacking = "the answer holds no text of it (ask with rvprop=content)"
    assert [one.reason for one in skipped] == [
        "its text was hidden by the wiki",
        lacking,
        lacking,
        "the same revision a second time",
    ]
    assert captures == []


STREAM = """
import resource, sys
from pathlib import Path
from storyver.sources.interface import Options
from storyver.sources.mediawiki import SOURCE
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = sum(len(one.data) for one in SOURCE.captures(Path(sys.argv[1]), Options()))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_large_dump_needs_little_memory(tmp_path: Path) -> None:
    """A dump of 60 MB is unpacked and read in a small part of that memory: none of it is kept."""
    text = "The wall cost £4.2m. " * 5000
    path = tmp_path / "large.xml.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(HEAD.encode())
        for number in range(600):
            file.write(page(f"Wall {number}", revision(number + 1, text)).encode())
        file.write(b"</mediawiki>")
    done = subprocess.run([sys.executable, "-c", STREAM, str(path)], capture_output=True, text=True, check=True)
    read, kilobytes = map(int, done.stdout.split())
    if sys.platform == "darwin":
        kilobytes //= 1024
    assert read > 60_000_000
    assert kilobytes < 30_000


def test_a_text_without_end_is_not_kept(tmp_path: Path) -> None:
    """Of a revision above the size limit no more than the limit is ever held."""
    path = tmp_path / "endless.xml"
    with path.open("wb") as file:
        file.write(HEAD.encode() + b"<page><title>W</title><ns>0</ns><revision><id>1</id><text>")
        for _ in range(60):
            file.write(b"wall " * 200_000)
        file.write(b"</text></revision></page></mediawiki>")
    captures, skipped = gathered(path)
    assert captures == []
    assert [one.reason for one in skipped] == ["is larger than 20 MB"]


def test_other_files_are_not_taken_for_a_dump(tmp_path: Path) -> None:
    """Prose about a dump, other XML and other JSON are no dumps."""
    for data in (
        b"A <mediawiki> dump",
        b"<?xml version='1.0'?><rss/>",
        b'{"query": 1}',
        gzip.compress(b"The wall"),
        b"BZh9",
        b"",
    ):
        assert source_for(written(tmp_path, data)) is None
