"""What an archive takes in, and gives out again as it was."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import storyver
from archive.archived import capture, contents, dated
from repository import ROOT
from storyver import Archive, StoryverError
from storyver.archive.frames import Frames
from storyver.keeping import LONGEST_NAME
from storyver.model import Added, Capture, DateSource, SkippedFile
from storyver.sources import captures_of, read_story

STORIES = sorted(path.parent for path in (ROOT / "corpus").glob("*/story.toml"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the archive is."""
    return tmp_path / "story.db"


@pytest.mark.parametrize("folder", STORIES, ids=lambda folder: folder.name)
def test_archived_folder_reads_as_the_folder_does(folder: Path, path: Path) -> None:
    """A story of the archive is, value for value, the story of the folder that was added."""
    with Archive(path) as archive:
        archive.add(captures_of(folder))
        assert archive.story(folder.name) == replace(read_story(folder), skipped=())


def test_same_capture_twice_adds_nothing(path: Path) -> None:
    """What is there is counted as known, within one import and in another, also from another place."""
    both = [capture("wall", 1), capture("wall", 2)]
    with Archive(path) as archive:
        assert archive.add([*both, both[0]]) == Added(added=2, known=1, stories=1)
        size = path.stat().st_size
        assert archive.add(replace(one, source="elsewhere") for one in both) == Added(known=2)
        assert archive.add([]) == Added()
    assert path.stat().st_size >= size
    assert [len(versions) for versions in contents(path).values()] == [2]


def test_text_that_comes_back_is_a_version_of_its_own(path: Path) -> None:
    """The same bytes at another time are another version; the bytes are stored once."""
    captures = [capture("wall", 1, dates=dated(f"2031-03-0{day}")) for day in (1, 2, 3)]
    with Archive(path) as archive:
        assert archive.add(captures).added == 3
        assert [version.date and version.date.value for version in archive.story("wall").versions] == [
            "2031-03-01",
            "2031-03-02",
            "2031-03-03",
        ]
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM contents").fetchone() == (1,)
    connection.close()


def test_same_bytes_in_two_stories_are_stored_once(path: Path) -> None:
    """Contents are addressed by their hash; each story has its version of them."""
    with Archive(path) as archive:
        assert archive.add([capture("wall", 1), replace(capture("wall", 1), story="gate")]).added == 2
        wall, gate = (archive.story(name).versions[0].sha256 for name in ("wall", "gate"))
    assert wall == gate


def test_version_that_repeats_another_is_passed_over_as_in_a_source(path: Path) -> None:
    """Of captures with the same bytes, number and date all are kept, and a story has one of them."""
    both = [capture("wall", 1, name=f"{name}.txt", dates=dated("2031-03-01")) for name in "ab"]
    with Archive(path) as archive:
        assert archive.add(both).added == 2
        story = archive.story("wall")
        assert (len(story.versions), len(story.skipped), len(archive.captures("wall"))) == (1, 1, 2)


def test_capture_comes_back_whole(path: Path) -> None:
    """All that a source says of a version is kept, and its bytes as they were."""
    given = capture(
        "wall",
        3,
        data="The wall cost £3m.\r\n".encode("utf-16"),
        name="v3.txt",
        charset="utf-16",
        of=9,
        title="“The wall”",
        url="https://news.example/wall",
        dates=dated("2031-03-01T10:00Z") + dated("2031-02", DateSource.COLUMN),
        notes=("One.", "Two."),
        story_title="All of the wall",
        story_url="https://news.example/walls",
    )
    with Archive(path) as archive:
        archive.add([given])
        assert archive.captures("wall") == (given,)
        story = archive.story("wall")
        assert (story.title, story.url, story.versions[0].text) == (
            "All of the wall",
            "https://news.example/walls",
            "The wall cost £3m.\r\n",
        )
        assert archive.raw("wall", story.versions[0]) == given.data


def test_what_cannot_be_read_is_skipped_with_the_reason(path: Path) -> None:
    """A capture without a readable text, and what a source passed over, are counted and named; the rest is added."""
    empty, binary = capture("wall", 1, data=b" \n"), capture("wall", 2, data=bytes(range(256)) * 9)
    passed = SkippedFile(path="notes.doc", reason="not a version")
    nameless, long = replace(capture("wall", 4), story=" "), replace(capture("wall", 4), story="w" * (LONGEST_NAME + 1))
    with Archive(path) as archive:
        added = archive.add([empty, passed, binary, capture("wall", 3), nameless, long])
    assert added.added == 1
    assert [one.reason for one in added.skipped] == [
        "is empty",
        "not a version",
        "is a binary file, not text",
        "the name of its story is empty",
        "the name of its story is longer than 2,000 characters",
    ]


def test_story_may_be_named(path: Path) -> None:
    """Captures are filed under the name that is given; a story is found by its name or its place."""
    with Archive(path) as archive:
        archive.add([capture("wall", 1)], story="The harbour wall")
        archive.add([capture("gate", 1)])
        assert [one.name for one in archive.stories()] == ["The harbour wall", "gate"]
        assert archive.story("#2").id == "gate"
        with pytest.raises(
            StoryverError, match=r"^wall: is no story of .*; there are The harbour wall, gate; see them"
        ):
            archive.story("wall")


def test_source_that_breaks_off_keeps_what_came_before(path: Path) -> None:
    """An error of a source comes through, after the captures before it are stored."""

    def broken() -> object:
        yield capture("wall", 1)
        yield capture("wall", 2)
        raise StoryverError(what="ends in the middle", where="a.warc", remedy="fetch it again")

    with Archive(path) as archive:
        with pytest.raises(StoryverError, match="ends in the middle"):
            archive.add(broken())  # type: ignore[arg-type]
        assert len(archive.story("wall").versions) == 2


def test_what_is_recorded_otherwise_is_kept_beside(path: Path) -> None:
    """With ``again`` a version that is there gets what is now said of it; nothing of the earlier is overwritten."""
    first = capture("wall", 1, name="a.txt")
    better = replace(first, dates=dated("2031-03", DateSource.MANIFEST), notes=("The month is known.",))
    with Archive(path) as archive:
        assert archive.add([first]) == Added(added=1, stories=1)
        assert archive.add([better]) == Added(known=1)
        assert archive.story("wall").versions[0].date is None
        assert archive.add([better], again=True) == Added(known=1, extracted=1)
        assert archive.add([better], again=True) == Added(known=1)
        (version,) = archive.story("wall").versions
        assert version.date is not None
        assert (version.date.value, version.notes) == ("2031-03", ("The month is known.",))
        assert archive.verify().damages == ()
        assert (archive.verify().versions, archive.verify().entries) == (1, 2)


def test_another_extractors_text_is_another_extraction(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text that is not the bytes, decoded, is stored with its extractor; the newest one is read, without extracting."""
    page = capture("wall", 1, data=b"<html><p>The wall cost 3m.</p></html>", media="text/html")

    def extracting(version: str) -> None:
        text = f"The wall cost 3m. {version}"
        made = storyver.model.Extracted(text=text, encoding="utf-8", extractor=f"reader {version}", author="A. Pell")
        monkeypatch.setattr("storyver.keeping.extract_text", lambda _: made)

    with Archive(path) as archive:
        extracting("1")
        archive.add([page])
        extracting("2")
        assert archive.add([page]) == Added(known=1)
        assert archive.story("wall").versions[0].extractor == "reader 1"
        assert archive.add(archive.captures("wall"), story="wall", again=True) == Added(known=1, extracted=1)
        monkeypatch.setattr("storyver.keeping.extract_text", None)
        (version,) = archive.story("wall").versions
        assert (version.text, version.extractor, version.author) == ("The wall cost 3m. 2", "reader 2", "A. Pell")
        assert archive.captures("wall") == (page,)
        assert archive.verify().damages == ()


def test_long_story_is_read_in_pieces(path: Path) -> None:
    """Hundreds of versions, added one by one and all at once, and one larger than a frame, come back as they were."""
    one_by_one = [capture("wall", number) for number in range(1, 101)]
    large = [capture("gate", number, data=f"{number} ".encode() * 200_000) for number in range(1, 4)]
    with Archive(path) as archive:
        for one in one_by_one:
            archive.add([one])
        archive.add([*large, *(capture("gate", number) for number in range(4, 400))])
        assert archive.captures("wall") == tuple(one_by_one)
        assert [one.data for one in archive.captures("gate")[:3]] == [one.data for one in large]
        assert archive.verify().damages == ()


def test_large_pages_share_what_they_have_in_common(path: Path) -> None:
    """Pages longer than the window of DEFLATE, added together, take little more than one of them."""
    chance = random.Random(5)
    frame = "".join(f'<div id="{chance.randrange(10**9)}"></div>\n' for _ in range(4_000))
    pages = [
        capture("wall", number, data=f"{frame}The wall cost £{number}m.\n{frame}".encode()) for number in (1, 2, 3)
    ]
    sizes = []
    with Archive(path) as archive:
        for batch in (pages[:1], pages[1:]):
            archive.add(batch)
            row = archive._store._connection.execute("SELECT sum(length(packed)) FROM frames").fetchone()
            sizes.append(row[0])
        assert archive.captures("wall") == tuple(pages)
        assert archive.verify().damages == ()
    assert sizes[1] - sizes[0] < sizes[0]


def test_two_processes_add_at_once(path: Path) -> None:
    """Both succeed, and the archive has what both gave, once."""
    code = (
        "import sys; from archive.archived import capture; from storyver import Archive\n"
        "first, last = map(int, sys.argv[2:])\n"
        "with Archive(sys.argv[1]) as archive:\n"
        "    for number in range(first, last):\n"
        "        archive.add([capture(name, number) for name in ('wall', 'gate')])\n"
    )
    ranges = [("1", "31"), ("21", "51"), ("1", "31")]
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(path), *one], cwd=ROOT / "tests", stderr=subprocess.PIPE)
        for one in ranges
    ]
    assert [(process.communicate()[1], process.returncode) for process in running] == [(b"", 0)] * 3
    assert {name: len(versions) for name, versions in contents(path).items()} == {"wall": 50, "gate": 50}
    with Archive(path) as archive:
        assert archive.verify().damages == ()
        assert archive.verify().entries == 100


def test_archive_is_verified_as_of_one_moment(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another process adds while an archive is looked through is not taken for damage."""
    with Archive(path) as archive, Archive(path) as other:
        archive.add([capture("wall", 1)])
        chain = storyver.archive.chain.entries

        def slowly(connection: sqlite3.Connection, frames: Frames) -> object:
            other.add([capture("wall", 2), capture("gate", 1)])
            return chain(connection, frames)

        monkeypatch.setattr("storyver.archive.chain.entries", slowly)
        found = archive.verify()
        assert (found.entries, found.versions, found.damages) == (1, 1, ())
        assert len(archive.story("wall").versions) == 2


def test_same_captures_give_the_same_head(tmp_path: Path) -> None:
    """The chain's head depends on what was added and in which order, and on nothing else."""

    def head(name: str, *captures: Capture) -> str:
        with Archive(tmp_path / name) as archive:
            for one in captures:
                archive.add([one])
            return archive.verify().head

    first, second = capture("wall", 1), capture("wall", 2)
    assert head("a", first, second) == head("b", first, second) != head("c", second, first)


def test_importing_storyver_does_not_import_sqlite() -> None:
    """``storyver.Archive`` is there, and costs nothing until it is asked for."""
    code = (
        "import sys, storyver; assert 'sqlite3' not in sys.modules; storyver.Archive; assert 'sqlite3' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    with pytest.raises(AttributeError, match="no attribute 'Archives'"):
        storyver.Archives  # noqa: B018
