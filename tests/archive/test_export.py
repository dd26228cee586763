"""A story leaves the archive as a folder that reads back to the same versions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archive.archived import capture, dated
from repository import ROOT
from storyver import Archive, Story
from storyver.errors import OutputError
from storyver.keeping.export import export
from storyver.model import Capture, DateSource
from storyver.sources import captures_of, read_story

STORIES = sorted(path.parent for path in (ROOT / "corpus").glob("*/story.toml"))

HOSTILE = '../../wall"\n\x1b[2J\u202e=1+1 “” \\ \x00 \U000e0041'

CAPTURES = {
    "without names": [capture("wall", number, source=f"walls.csv#{number}") for number in (1, 2, 3)],
    "names that tell number and date": [
        replace(capture("wall", 1), number=None, name="wall-v7-2031-03-01.txt"),
        replace(capture("wall", 2), number=None, name="wall-v8-2031-03-02.txt"),
    ],
    "no number and no date": [replace(capture("wall", number), number=None, name=f"{number}.txt") for number in (2, 1)],
    "dates of several sources": [
        capture("wall", 1, dates=dated("2031-03-01T10:00Z") + dated("2031", DateSource.COLUMN)),
        capture("wall", 2, dates=dated("2031-03-01T11:00+01:00", DateSource.COMMITTED), of=7),
    ],
    "other encodings": [
        capture("wall", 1, data="The wall cost £3m.\r\n".encode("utf-16")),
        capture("wall", 2, data="The wall cost £4m – so far.\n".encode("cp1252"), charset="iso-8859-1"),
    ],
    "hostile texts": [
        capture(HOSTILE, number, title=HOSTILE, url=HOSTILE, notes=(HOSTILE, HOSTILE), name=HOSTILE, source=HOSTILE)
        for number in (1, 2)
    ],
    "a title and an address": [
        capture("wall", 1, title="The wall", url="https://news.example/wall", story_title="Walls", story_url="x:y")
    ],
}


def without_place(story: Story) -> Story:
    """The story wherever its files lie."""
    versions = tuple(replace(version, source=None) for version in story.versions)
    return replace(story, versions=versions, skipped=(), url=story.url)


@pytest.mark.parametrize("name", CAPTURES)
def test_exported_story_reads_back(name: str, tmp_path: Path) -> None:
    """Value for value the same story, and the same bytes, but for where the files lie."""
    captures: list[Capture] = CAPTURES[name]
    with Archive(tmp_path / "story.db") as archive:
        archive.add(captures)
        assert export(archive, "#1", tmp_path / "out") == len(captures)
        kept = archive.story("#1")
        assert without_place(read_story(tmp_path / "out")) == without_place(replace(kept, url=captures[0].story_url))
        files = sorted(path.name for path in (tmp_path / "out").iterdir())
        assert files == [*(f"0000{place}.txt" for place in range(1, len(captures) + 1)), "story.toml"]
        assert [(tmp_path / "out" / file).read_bytes() for file in files[:-1]] == [one.data for one in captures]


@pytest.mark.parametrize("folder", STORIES, ids=lambda folder: folder.name)
def test_corpus_survives_archive_and_export(folder: Path, tmp_path: Path) -> None:
    """A folder that was added, exported and added to another archive is still the same story."""
    with Archive(tmp_path / "one.db") as one, Archive(tmp_path / "two.db") as two:
        one.add(captures_of(folder))
        export(one, folder.name, tmp_path / "out")
        two.add(captures_of(tmp_path / "out"))
        assert without_place(two.story(folder.name)) == without_place(read_story(folder))
        assert one.add(captures_of(tmp_path / "out")).added == 0


def test_export_writes_over_nothing(tmp_path: Path) -> None:
    """A folder with something in it is refused, and left as it is."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    with Archive(tmp_path / "story.db") as archive:
        archive.add([capture("wall", 1)])
        with pytest.raises(OutputError, match="is not empty; give a new folder with -o"):
            export(archive, "wall", tmp_path / "out")
        with pytest.raises(OutputError, match="cannot be written"):
            export(archive, "wall", tmp_path / "out" / "notes.txt")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["notes.txt"]
