"""What was found in an archive's paragraphs: used again, never believed, and never needed."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import storyver
from archive.archived import capture
from repository import PACKAGE, ROOT, imports, package_modules
from storyver import Archive, pipeline
from storyver.archive.analyses import _checksum
from storyver.cli import main
from storyver.extract import kept
from storyver.extract.program import LIBRARIES, PARTS, extractor, hash_of
from storyver.extract.sentence_readings import Paragraph, Piece, paragraphs_of
from storyver.extract.trained import Trained
from storyver.keeping import look_through
from storyver.model import Story
from storyver.sources import captures_of

STORIES = sorted(path.parent.name for path in (ROOT / "corpus").glob("*/story.toml"))
HOSTILE: tuple[object, ...] = (
    *(None, True, False, 0, 1, -1, 7, 10**6, 10**30, 0.0, -5.0, 1e308, 5e-324, [], [1], {}),
    *("", "money", "date", "%", "2022-02-30", "2022-10-12", "T29:59", "9999-12-31", "2020..2021", "up", "km", "USD"),
    *("day", "+", "+ -", "rise-fall", "rise-fall x-y", "name", "\0", "\ud800", "a" * 300),
)
"""What somebody might write in the place of a value."""


def results(story: Story) -> list[str]:
    """All that is found in a story, as JSON."""
    found = (
        storyver.track(story, audited=True),
        storyver.check(story),
        storyver.audit(story),
        storyver.diff(*story.versions[-2:]),
        storyver.blame(story.versions[-1], story),
    )
    return [json.dumps(one.to_dict()) for one in found]


@pytest.fixture(autouse=True)
def unread(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paragraphs that are read anew during a test, each time that they are."""
    read: list[str] = []

    def told(pieces: Sequence[Piece], trained: Trained | None = None) -> list[Paragraph]:
        read.extend(piece.text for piece in pieces)
        return paragraphs_of(pieces, trained)

    monkeypatch.setattr(kept, "paragraphs_of", told)
    return read


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive with a story, analysed."""
    path = tmp_path / "story.db"
    with Archive(path) as archive:
        archive.add([capture("wall", number) for number in (1, 2, 3)])
        analysed(archive, "wall")
    return path


def analysed(archive: Archive, name: str) -> list[str]:
    """The results of a story, with its analyses used and kept."""
    with storyver.remembering(archive.analyses(name)):
        return results(archive.story(name))


@pytest.mark.parametrize("name", STORIES)
def test_readings_are_the_same_with_analyses_and_without(name: str, tmp_path: Path, unread: list[str]) -> None:
    """The first run, which keeps them, the second, which reads no paragraph, and one without find the same."""

    def found(archive: Archive) -> list[str]:
        with storyver.remembering(archive.analyses(name)):
            return [repr(pipeline.read(one)) for one in archive.story(name).versions]

    with Archive(tmp_path / "story.db") as archive:
        archive.add(captures_of(ROOT / "corpus" / name), story=name)
        without = [repr(pipeline.read(one)) for one in archive.story(name).versions]
        assert unread == []
        assert found(archive) == without
        assert unread != []
        unread.clear()
        assert found(archive) == without
        assert unread == []
        assert archive.verify().damages == ()


@pytest.mark.parametrize("name", ["ferry-sinking", "interest-rate-rise"])
def test_results_are_the_same_with_analyses_and_without(name: str, tmp_path: Path) -> None:
    """Every call gives the same bytes."""
    with Archive(tmp_path / "story.db") as archive:
        archive.add(captures_of(ROOT / "corpus" / name), story=name)
        without = results(archive.story(name))
        assert analysed(archive, name) == without
        assert analysed(archive, name) == without


def test_one_more_version_is_read_where_it_is_new(path: Path, unread: list[str]) -> None:
    """Of a version that was added since, only the paragraphs that no other has are read."""
    with Archive(path) as archive:
        archive.add([capture("wall", 4)])
        unread.clear()
        analysed(archive, "wall")
        read = [text.partition("\n\n")[2] for text in unread]
        assert read == ["The wall of wall cost £4m and took 11 months to build."]


def test_many_sheets_become_one(path: Path, unread: list[str]) -> None:
    """A story that is analysed again and again has few sheets, and nothing in them is lost."""
    with Archive(path) as archive:
        for number in range(4, 24):
            archive.add([capture("wall", number)])
            analysed(archive, "wall")
            with closing(sqlite3.connect(path)) as connection:
                assert connection.execute("SELECT count(*) FROM analyses").fetchone()[0] < kept.MOST_SHEETS
        unread.clear()
        assert analysed(archive, "wall") == results(archive.story("wall"))
        assert unread == []


def test_analyses_of_another_program_are_not_used(
    path: Path, unread: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a change of the rules everything is read anew, and what was found before is gone."""
    with Archive(path) as archive:
        unread.clear()
        monkeypatch.setattr(kept, "extractor", lambda _: "another")
        analysed(archive, "wall")
        assert unread != []
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT DISTINCT extractor FROM analyses").fetchall() == [("another",)]
        unread.clear()
        monkeypatch.setattr(kept, "extractor", lambda _: None)
        assert analysed(archive, "wall") == results(archive.story("wall"))
        assert unread != []


def reading_modules() -> set[str]:
    """All that reading a paragraph imports. What a value of the model imports to present itself is no part of it."""
    modules = package_modules()
    waiting, seen = ["storyver.extract.kept"], {"storyver.extract.kept"}
    while waiting:
        current = waiting.pop()
        for one in imports(modules[current]):
            if current.startswith("storyver.model") and not one.at_import:
                continue
            parts = one.module.split(".")
            names = {".".join(parts[:length]) for length in range(2, len(parts) + 1)} & modules.keys()
            waiting += names - seen
            seen |= names
    return seen


def test_the_program_is_told_by_all_that_reading_depends_on() -> None:
    """No module that reading a paragraph runs is left out of the hash, and no library whose data it looks up."""
    parts = {part.removesuffix(".py") for part in PARTS if not part.endswith(".toml")}
    assert {name.split(".")[1] for name in reading_modules()} == parts
    beside = {path.name for path in PACKAGE.glob("*.toml") if path.stem in parts}
    assert beside == {part for part in PARTS if part.endswith(".toml")}
    modules = package_modules()
    foreign = {one.root for name in reading_modules() for one in imports(modules[name])}
    assert foreign - sys.stdlib_module_names - {"storyver", "spacy", "numpy"} == set(LIBRARIES)


@pytest.mark.parametrize("file", ["extract/hedges.py", "extract/data/hedges.toml", "wording.toml", "model/claims.py"])
def test_any_change_of_the_rules_is_another_program(file: str, tmp_path: Path) -> None:
    """A character more in the code or in a table is enough."""
    copy = shutil.copytree(PACKAGE, tmp_path / "storyver", ignore=shutil.ignore_patterns("__pycache__"))
    assert hash_of(copy) == extractor()
    with (copy / file).open("a", encoding="utf-8") as altered:
        altered.write("\n")
    assert hash_of(copy) != extractor()


def test_a_program_without_its_code_keeps_nothing(tmp_path: Path) -> None:
    """Where only compiled files are installed there is no telling which rules they have."""
    copy = shutil.copytree(PACKAGE, tmp_path / "storyver", ignore=shutil.ignore_patterns("*.py"))
    with pytest.raises(OSError, match="extract"):
        hash_of(copy)


TAMPERINGS = {
    "another sheet": "UPDATE analyses SET packed = zeroblob(20)",
    "a sheet cut short": "UPDATE analyses SET packed = substr(packed, 1, 30)",
    "another extractor": "UPDATE analyses SET extractor = 'another'",
    "another story": "INSERT INTO stories (name) VALUES ('gate'); UPDATE analyses SET story = 2",
    "another size": "UPDATE analyses SET size = size + 1",
    "a size that is none": "UPDATE analyses SET size = 'large'",
    "another checksum": "UPDATE analyses SET checksum = zeroblob(16)",
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found_and_alters_no_result(name: str, path: Path) -> None:
    """``verify`` names it, what depends on it is read anew, and what was added is still whole."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(TAMPERINGS[name])
    damages = look_through(path).damages
    assert any("is not as it was kept; it is not used, and found again" in one.what for one in damages)
    with Archive(path) as archive:
        without = results(archive.story("wall"))
        assert analysed(archive, "wall") == without
        assert archive.drop_analyses() > 0
        assert all("kept" not in one.what for one in archive.verify().damages)
        assert analysed(archive, "wall") == without


def mutated(row: object, chance: random.Random) -> object:
    """The row with another value at a chance place."""
    at = row
    while isinstance(at, list) and at:
        index = chance.randrange(len(at))
        if not isinstance(at[index], list) or not at[index]:
            at[index] = chance.choice(HOSTILE)
            break
        at = at[index]
    return row


def forged(sheet: bytes, chance: random.Random) -> bytes:
    """The sheet with many of its values exchanged."""
    lines: list[str] = []
    for line in sheet.decode("ascii").split("\n"):
        at = line.index("[")
        some = chance.random() < 0.3
        lines.append(line[:at] + json.dumps(mutated(json.loads(line[at:]), chance)) if some else line)
    return "\n".join(lines).encode("ascii")


class Sheets:
    """Analyses in memory."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []

    def sheets(self, _extractor: str, /) -> list[bytes]:
        """All of them."""
        return self.kept

    def keep(self, _extractor: str, sheet: bytes, /, *, instead: bool) -> None:
        """Add one."""
        self.kept = [sheet] if instead else [*self.kept, sheet]


@pytest.mark.parametrize("name", ["interest-rate-rise", "ferry-sinking", "club-takeover"])
def test_forged_analyses_crash_nothing(name: str) -> None:
    """Who knows how to make the checksums of analyses can write into them what he likes: it has the form of a reading,
    or the paragraph is read."""
    story, chance, sheets = storyver.read(ROOT / "corpus" / name), random.Random(3), Sheets()
    with storyver.remembering(sheets):
        results(story)
    (whole,) = sheets.kept
    for _ in range(6):
        forgery = Sheets()
        forgery.kept = [forged(whole, chance)]
        with storyver.remembering(forgery):
            results(story)


@pytest.mark.parametrize(
    "sheet", [b"", b"\xff\xfe", b"[", b"[" * 100_000, b"0" * 32, b"0" * 32 + b"[[],[],[],[]]", b"{}\n[]\nnull"]
)
def test_what_is_no_sheet_is_taken_for_missing(sheet: bytes, path: Path, unread: list[str]) -> None:
    """A sheet that is none, under the right checksum, is read past, and goes when sheets become one."""
    packed = b"\x03\x00"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DELETE FROM analyses")
        for number in range(1, kept.MOST_SHEETS):
            row = (1, number, extractor(), 0, _checksum(1, extractor(), 0, packed), packed)
            connection.execute("INSERT INTO analyses VALUES (?, ?, ?, ?, ?, ?)", row)
    sheets = Sheets()
    sheets.kept = [sheet] * kept.MOST_SHEETS
    with Archive(path) as archive:
        story = archive.story("wall")
        with storyver.remembering(sheets):
            found = results(story)
        assert found == results(story) == analysed(archive, "wall")
        unread.clear()
        analysed(archive, "wall")
    assert (len(sheets.kept), unread) == (1, [])


def test_an_archive_that_may_not_be_written_is_only_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept in it, and nobody hears of it."""
    with Archive(path) as archive:
        archive.drop_analyses()
        expected = results(archive.story("wall"))
    before = path.read_bytes()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with Archive(path, create=False) as archive:
        assert analysed(archive, "wall") == expected
    assert path.read_bytes() == before
    assert sorted(one.name for one in path.parent.iterdir()) == ["story.db"]


def test_an_archive_in_use_is_only_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another program writes for long, nothing is kept, and the result does not wait for it."""
    monkeypatch.setattr("storyver.archive.analyses.PATIENCE", 10)
    with Archive(path) as archive, closing(sqlite3.connect(path, isolation_level=None)) as other:
        archive.drop_analyses()
        expected = results(archive.story("wall"))
        other.execute("BEGIN IMMEDIATE")
        assert analysed(archive, "wall") == expected
        other.execute("ROLLBACK")
        assert archive.analysed() == (0, 0)


def test_an_archive_that_is_gone_keeps_nothing(path: Path) -> None:
    """The story was read before; that its archive was moved away meanwhile does not spoil the result."""
    with Archive(path) as archive:
        story, analyses = archive.story("wall"), archive.analyses("wall")
    path.unlink()
    with storyver.remembering(analyses):
        results(story)
    assert list(path.parent.iterdir()) == []


def test_two_processes_analyse_at_once(path: Path) -> None:
    """Both give what one alone does, and what they keep is whole."""
    with Archive(path) as archive:
        archive.add([capture("wall", number) for number in range(4, 30)])
        archive.drop_analyses()
    command = [sys.executable, "-m", "storyver", "track", "wall", "--archive", str(path), "--format", "json"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    done = [process.communicate() for process in running]
    alone = subprocess.run([*command, "--no-analyses"], capture_output=True, check=True).stdout
    assert done == [(alone, b"")] * 3
    assert look_through(path).damages == ()


def test_a_run_that_fails_keeps_nothing(path: Path) -> None:
    """What an error leaves half done is not written down."""
    with Archive(path) as archive:
        archive.drop_analyses()
        story = archive.story("wall")
        broken = replace(story, versions=(*story.versions, replace(story.versions[0], text=7)))  # type: ignore[arg-type]
        with pytest.raises(AttributeError), storyver.remembering(archive.analyses("wall")):
            results(broken)
        assert archive.analysed() == (0, 0)
        assert pipeline._keeping.get() is None


def lines(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    """What a command prints."""
    assert main(command) in (0, 1)
    out, err = capsys.readouterr()
    assert err == ""
    return out


@pytest.fixture
def commands(path: Path) -> list[list[str]]:
    """The commands that take a story."""
    where = ["--archive", str(path)]
    file = path.parent / "wall.txt"
    file.write_bytes(capture("wall", 3).data)
    return [[name, "wall", *where] for name in ("diff", "track", "check", "audit")] + [
        ["blame", str(file), "--story", "wall", *where]
    ]


def test_commands_use_and_keep_analyses(
    path: Path, commands: list[list[str]], unread: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each command with a story's name keeps what it finds, unless told not to, and says the same with it."""
    for command in commands:
        assert lines(capsys, "analyses", "--drop", "--archive", str(path)) in (
            "analyses dropped; what is needed is found again\n",
            "no analyses\n",
        )
        without = lines(capsys, *command, "--no-analyses")
        assert lines(capsys, "analyses", "--archive", str(path)) == "analyses of 0 stories, 0 bytes\n"
        assert lines(capsys, *command) == without
        assert lines(capsys, "analyses", "wall", "--archive", str(path)).startswith("analyses of 1 story, ")
        unread.clear()
        assert lines(capsys, *command) == without
        assert unread == []


def test_no_analyses_are_kept_of_a_name_that_is_none(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A story that is not there is one line and exit code 2."""
    for command in (["analyses", "gate"], ["analyses", "gate", "--drop"]):
        assert main([*command, "--archive", str(path)]) == 2
        assert capsys.readouterr().err.startswith("gate: is no story of ")
