"""What an archive's file is, in each schema there was, and what is refused."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.archived import altered, capture, contents, dated
from repository import ROOT
from storyver import Archive, StoryverError
from storyver.archive import is_archive, schema
from storyver.cli import main

EARLIER = sorted((ROOT / "tests" / "cases" / "archive").glob("schema-*.sql"))
REFERENCE = ROOT / "docs" / "reference" / "archive.md"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive with a story."""
    path = tmp_path / "story.db"
    with Archive(path) as archive:
        archive.add([capture("wall", 1), capture("wall", 2)])
    return path


def made_from(script: Path, path: Path) -> Path:
    """The archive that a script makes."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(script.read_text(encoding="utf-8"))
    return path


def test_every_earlier_schema_has_its_archive() -> None:
    """There is one archive, kept as it was then, for each schema but the newest."""
    assert [file.stem for file in EARLIER] == [f"schema-{number}" for number in range(1, schema.NEWEST)]


@pytest.mark.parametrize("script", EARLIER, ids=lambda script: script.stem)
def test_earlier_archive_is_brought_up_to_date(script: Path, tmp_path: Path) -> None:
    """It has the newest schema once it is opened, all that it had before, and takes more."""
    path = made_from(script, tmp_path / "story.db")
    with Archive(path) as archive:
        assert archive.verify().damages == ()
        assert [(one.name, one.versions) for one in archive.stories()] == [("wall", 3), ("gate", 3)]
        kept = [capture("wall", number, dates=dated(f"2031-03-0{number}")) for number in (1, 2, 3)]
        assert archive.captures("wall") == tuple(kept)
        assert archive.add([*kept, capture("wall", 4)]).added == 1
        assert archive.verify().damages == ()
    with closing(sqlite3.connect(path)) as connection:
        assert schema.version_of(connection) == schema.NEWEST
        assert schema.is_as_made(connection)


@pytest.mark.parametrize("script", EARLIER, ids=lambda script: script.stem)
def test_step_that_breaks_off_leaves_the_earlier_archive(
    script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An archive is brought up to date whole or not at all."""
    path = made_from(script, tmp_path / "story.db")
    step = schema.step
    with monkeypatch.context() as patch:
        patch.setattr(schema, "step", lambda number: f"{step(number)}\nCREATE TABLE stories (again);")
        with pytest.raises(StoryverError):
            Archive(path)
    with closing(sqlite3.connect(path)) as connection:
        assert schema.version_of(connection) == int(script.stem[-1])
        assert schema.is_as_made(connection)
    assert {name: len(versions) for name, versions in contents(path).items()} == {"wall": 3, "gate": 3}


@pytest.mark.parametrize("script", EARLIER, ids=lambda script: script.stem)
def test_earlier_archive_that_may_not_be_written_is_read(
    script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is brought up to date in memory, where nothing can be added to it, and stays as it is."""
    path = made_from(script, tmp_path / "story.db")
    before = path.read_bytes()
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert {name: len(versions) for name, versions in contents(path).items()} == {"wall": 3, "gate": 3}
    with Archive(path, create=False) as archive:
        assert archive.verify().damages == ()
        with pytest.raises(StoryverError, match="is write-protected; make the file and its folder writable for you"):
            archive.add([capture("wall", 4)])
    assert path.read_bytes() == before


def refused(path: Path, capsys: pytest.CaptureFixture[str], command: str = "list") -> str:
    """The one line by which a command refuses a file, which stays as it was."""
    before = path.read_bytes() if path.is_file() else b""
    assert main([command, "--archive", str(path)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert (path.read_bytes() if path.is_file() else b"") == before
    return err.removeprefix(f"{path}: ").rstrip("\n")


def test_newer_archive_is_refused(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a later program has written is not touched."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA user_version = 9")
    told = f"is an archive of a newer storyver (schema 9, this one knows {schema.NEWEST}); install a newer storyver"
    assert refused(path, capsys) == refused(path, capsys, "verify") == told


OTHERS = {
    "text": (b"The wall cost 3m.\n" * 200, "is no archive of storyver; name an archive with --archive"),
    "nothing": (b"", "is no archive of storyver; name an archive with --archive"),
    "the beginning of one": (b"SQLite format 3\0", "is no archive of storyver; name an archive with --archive"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_archive_is_refused(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file of another kind is left as it is."""
    path, (data, told) = tmp_path / "story.db", OTHERS[name]
    path.write_bytes(data)
    assert refused(path, capsys) == told
    assert not is_archive(path)


def test_another_program_s_database_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A SQLite file that is no archive is neither read nor added to."""
    path = tmp_path / "story.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE stories (id, name)")
    before = path.read_bytes()
    assert refused(path, capsys) == "is no archive of storyver; name an archive with --archive"
    assert main(["add", str(tmp_path / "wall.txt"), "--archive", str(path)]) == 2
    assert path.read_bytes() == before


def test_missing_archive_and_folder_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is made where something is only read."""
    assert refused(tmp_path / "story.db", capsys) == "no such archive; make one with storyver add"
    assert refused(tmp_path, capsys) == "is a folder, no archive; give the archive's file"
    assert list(tmp_path.iterdir()) == []
    assert main(["add", str(tmp_path), "--archive", str(tmp_path / "no" / "story.db")]) == 2
    assert "cannot be opened; check the path" in capsys.readouterr().err


def test_what_is_no_file_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither a device nor a name that no file can have becomes an archive."""
    for name, shown in (("/dev/null", "/dev/null"), ("a\0b", "a[U+0000]b")):
        for command in (["list"], ["add", "."]):
            assert main([*command, "--archive", name]) == 2
            assert capsys.readouterr().err == f"{shown}: is no file; give the archive's file\n"


HOSTILE = (
    "CREATE TRIGGER more AFTER INSERT ON versions BEGIN SELECT 1; END",
    "CREATE VIEW more AS SELECT 1",
    "CREATE TABLE more (id)",
    "DROP TABLE decisions",
    "DROP TRIGGER entries_stay",
)


@pytest.mark.parametrize("statement", HOSTILE)
def test_archive_with_other_tables_is_refused(statement: str, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file with more or fewer tables, triggers or views than its schema has was altered, and is not used."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)
    assert refused(path, capsys).startswith("has not the tables of an archive; ")
    assert main(["verify", "--archive", str(path)]) == 1
    assert capsys.readouterr().out.startswith(f"{path}: has not the tables of an archive\n")


def test_torn_archive_is_told(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Half of a file is damaged; that is told by ``verify`` and by whatever else meets it."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert main(["verify", "--archive", str(path)]) == 1
    capsys.readouterr()
    assert main(["show", "wall", "--archive", str(path)]) == 2
    assert "is damaged" in capsys.readouterr().err


def test_decision_is_covered_by_the_chain(path: Path) -> None:
    """A row of decisions that was entered as it should be verifies, and an altered one does not."""
    from storyver.archive import chain

    columns = ("0123456789ab", "confirmed", None, "Asked the port.", None, "A. Pell", "2031-03-01T10:00Z", None)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        number, head = connection.execute("SELECT number + 1, hash FROM entries ORDER BY number DESC").fetchone()
        hashed = chain.entry_hash(head, chain.decision_said(number, ("wall", *columns)))
        connection.execute("INSERT INTO entries VALUES (?, ?)", (number, hashed))
        connection.execute("INSERT INTO decisions VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, NULL)", (number, *columns))
    with Archive(path) as archive:
        assert archive.verify().damages == ()
        assert archive.add([capture("wall", 3)]).added == 1
        assert archive.verify().damages == ()
    with altered(path) as connection:
        connection.execute("UPDATE decisions SET verdict = 'rejected'")
    with Archive(path) as archive:
        assert [one.where for one in archive.verify().damages] == [f"entry {number}"]


def columns() -> Iterator[str]:
    """Each table and column of the newest schema."""
    with closing(sqlite3.connect(":memory:")) as connection:
        schema.bring_up(connection)
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%seq)'")
        for (table,) in names.fetchall():
            if not table.startswith("sqlite_"):
                rows = connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
                yield from (f"{table}.{column}" for (column,) in rows)


def test_reference_describes_every_column() -> None:
    """The data dictionary has each table's columns in their order, and no others."""
    text = REFERENCE.read_text(encoding="utf-8")
    described = []
    for part in re.split(r"^### ", text, flags=re.M)[1:]:
        table = part.split("\n", 1)[0].strip("`")
        described += [f"{table}.{column}" for column in re.findall(r"^\| `(\w+)` \|", part, re.M)]
    assert described == list(columns())
