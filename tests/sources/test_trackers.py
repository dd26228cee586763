"""Databases and folders of other trackers, made here with the tables and files that these trackers make."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

import brotli
import pytest

from sources.gathering import TEXTS, Repository, gathered, texts
from sources.trackers import (
    DAY,
    DIFFENGINE,
    EDITS,
    ENTRIES,
    NEWSDIFFS,
    NEWSEDITS,
    NEWSEDITS_CSV,
    NOON,
    OTHER,
    PAIRS,
    SENTENCES,
    SNAPSHOTS,
    SPLIT,
    TWIN,
    URL,
    UUID,
    changedetection,
    database,
    diffengine,
    newsdiffs,
    watch,
)
from storyver.cli import main
from storyver.errors import MissingLibraryError, SourceError
from storyver.model import DateSource
from storyver.sources import read_story
from storyver.sources.database import opened_database
from storyver.sources.detection import source_for
from storyver.sources.interface import Options

FIRST, SECOND, THIRD = TEXTS


def test_diffengine(tmp_path: Path) -> None:
    """Each address is a story; the time, in UTC, is that of the capture, the text are the paragraphs."""
    path = diffengine(tmp_path)
    captures, skipped = gathered(path, URL)
    assert [(one.story, one.url, one.title) for one in captures] == [(URL, URL, "Wall"), (URL, URL, "The wall")]
    assert [one.dates[0].value for one in captures] == ["2024-03-01T10:00Z", "2024-03-02T09:30Z"]
    assert captures[0].dates[0].source is DateSource.CAPTURE
    assert captures[1].notes == ("The tracker had it archived at https://archive.example.org/1.",)
    assert [one.reason for one in skipped] == ["empty"]
    assert [one.story for one in gathered(path)[0]] == [OTHER, URL, URL]
    story = read_story(path, options=Options(named=URL))
    assert story.versions[0].text == f"{FIRST}\nWork & stone.\n"


def test_newsedits_versions(tmp_path: Path) -> None:
    """The versions of an entry have the numbers of the data set, and are read as paragraphs."""
    captures, _ = gathered(database(tmp_path / "ap.db", NEWSEDITS, {"entryversion": EDITS}))
    assert [(one.number, one.of, one.story) for one in captures] == [(0, None, URL), (2, None, URL), (10, None, URL)]
    story = read_story(tmp_path / "ap.db")
    assert story.versions[0].text == f"{FIRST}\nOf stone.\n"
    assert story.versions[1].date is not None
    assert story.versions[1].date.value == "2021-03-02T10:00"


def test_newsedits_sentences(tmp_path: Path) -> None:
    """Sentences that were cut apart are put together again, in their order."""
    captures, _ = gathered(database(tmp_path / "ap.db", SENTENCES + PAIRS, {"split_sentences": SPLIT}))
    assert [(one.number, one.story) for one in captures] == [(1, "entry 7.0"), (2, "entry 7.0"), (10, "entry 7.0")]
    assert read_story(tmp_path / "ap.db").versions[0].text == "It cost £4m. Of stone.\n"


@pytest.mark.parametrize("kind", NEWSEDITS_CSV)
def test_newsedits_csv(tmp_path: Path, kind: str) -> None:
    """The CSV files of the data set are told by their columns."""
    path = tmp_path / "edits.csv"
    path.write_text(NEWSEDITS_CSV[kind], encoding="utf-8")
    assert [version.text for version in read_story(path).versions] == [FIRST, SECOND]


@pytest.mark.parametrize(("kind", "lacking"), [("versions", "summary"), ("sentences", "sent_idx")])
def test_newsedits_csv_that_is_cut_off(tmp_path: Path, kind: str, lacking: str) -> None:
    """A row that lacks a column is passed over with its line, and those before it are read."""
    path = tmp_path / "edits.csv"
    path.write_text(NEWSEDITS_CSV[kind] + "7,3\n", encoding="utf-8")
    captures, skipped = gathered(path)
    assert len(captures) == 2
    assert [one.reason for one in skipped] == [f"it has no {lacking} (the row ends at line 4)"]


REASONS = [
    "marked by the tracker as changed in its date or characters alone",
    "names no commit",
    "is not in the repository (a partial or damaged clone)",
    "of an article that is not in the database",
]


@pytest.mark.parametrize(
    ("store", "git_dir"), [("articles", None), ("articles/old", "old"), ("articles/2013-05", "2013-05")]
)
def test_newsdiffs(tmp_path: Path, store: str, git_dir: str | None) -> None:
    """The database says which commits are versions; their texts come from the store beside it, wherever it is there."""
    (tmp_path / "articles").mkdir()
    path, _ = newsdiffs(tmp_path, store, git_dir)
    for place in (path, tmp_path):
        captures, skipped = gathered(place)
        assert [one.data.decode().splitlines()[-1] for one in captures] == [FIRST.strip(), SECOND.strip()]
        assert [one.title for one in captures] == ["Wall", 'It\'s the "wall"']
        assert captures[1].dates[0].value == "2013-05-02T10:00"
        assert captures[0].story == captures[0].url == "http://news.example.org/wall/"
        assert sorted(one.reason for one in skipped) == sorted(REASONS)


@pytest.mark.parametrize("git_dir", ["../outside", "/", "leads-out", "\0", "missing"])
def test_newsdiffs_store_outside(tmp_path: Path, git_dir: str) -> None:
    """A store that the database places outside its folder is not opened."""
    outside = Repository(tmp_path / "outside")
    outside.commit({"news.example.org/wall": SECOND})
    (tmp_path / "data" / "articles").mkdir(parents=True)
    (tmp_path / "data" / "articles" / "leads-out").symlink_to(tmp_path / "outside")
    newsdiffs(tmp_path / "data", "articles/old", git_dir)
    captures, skipped = gathered(tmp_path / "data")
    assert captures == []
    assert {one.reason for one in skipped} >= {
        f"its git store {git_dir!r} is not there".replace("\\x00", "\\\\x00")
    } or git_dir == "\0"


def dumped(rows: Sequence[tuple[object, ...]], mysql: bool) -> str:
    """The database as SQL text, as mysqldump or SQLite's shell write it."""
    quote = "`" if mysql else '"'

    def value(one: object) -> str:
        text = (
            str(one).replace("\\", "\\\\").replace("'", "\\'").replace('"', '\\"')
            if mysql
            else str(one).replace("'", "''")
        )
        return "NULL" if one is None else str(one) if isinstance(one, int) else f"'{text}'"

    tuples = ["(" + ",".join(map(value, row)) + ")" for row in rows]
    article = f"(5,'http://news.example.org/wall/','{DAY}','{DAY}','{DAY}')"
    schema = NEWSDIFFS.format(more="").replace('"', quote)
    inserts = [f"INSERT INTO {quote}Articles{quote} VALUES {article};"]
    if mysql:
        inserts.append(f"INSERT INTO `version` VALUES {','.join(tuples)};")
    else:
        inserts += [f'INSERT INTO "version" VALUES{one};' for one in tuples]
    head = (
        "-- MySQL dump 10.13  Distrib 5.5\n/*!40101 SET NAMES utf8 */;\n"
        if mysql
        else "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n"
    )
    return head + schema + "\n".join(inserts) + "\n"


@pytest.mark.parametrize("mysql", [True, False])
def test_newsdiffs_dump(tmp_path: Path, mysql: bool) -> None:
    """A dump as SQL text is read like the database, and nothing of it is run."""
    path, rows = newsdiffs(tmp_path)
    path.unlink()
    sql = tmp_path / "newsdiffs.sql"
    sql.write_text(
        dumped([*rows, (7, 5, "d" * 40, "a;\nINSERT INTO Articles VALUES (1); '", "\\", DAY, 0, None)], mysql),
        encoding="utf-8",
    )
    captures, skipped = gathered(sql)
    assert [one.data.decode().splitlines()[-1] for one in captures] == [FIRST.strip(), SECOND.strip()]
    assert [one.title for one in captures] == ["Wall", 'It\'s the "wall"']
    assert len(skipped) == len(REASONS) + 1
    assert [one.story for one in gathered(tmp_path)[0]] == [captures[0].story] * 2


BROKEN_SQL = {
    "INSERT INTO `Articles` VALUES (1,'a');\n": "holds a row of 2 values for 5 columns",
    "INSERT INTO `Articles` SELECT * FROM x;\n": "holds an INSERT without VALUES",
    "INSERT INTO `Articles` VALUES (1,(SELECT 1),'','','');\n": "holds a value that is no text, number or NULL",
    "INSERT INTO `Articles` VALUES (1,'a": "holds no rows of the table 'Articles'",
}


@pytest.mark.parametrize("sql", BROKEN_SQL)
def test_dumps_that_cannot_be_read(tmp_path: Path, sql: str) -> None:
    """What is no row of values is told in one line."""
    path = tmp_path / "newsdiffs.sql"
    path.write_text(NEWSDIFFS.format(more="") + sql, encoding="utf-8")
    with pytest.raises(SourceError) as raised:
        gathered(path)
    assert raised.value.what == BROKEN_SQL[sql]


@pytest.mark.parametrize("later", [True, False])
def test_changedetection(tmp_path: Path, later: bool) -> None:
    """Each watch is a story; what is recorded of it is in one file for all, or, since 2026, in one of its own."""
    changedetection(tmp_path, later=later)
    captures, skipped = gathered(tmp_path)
    assert skipped == []
    assert texts(captures) == list(TEXTS)
    assert {(one.story, one.url, one.title) for one in captures} == {(URL, URL, "The wall")}
    assert [one.dates[0].value for one in captures] == ["2024-03-01T12:00Z", "2024-03-02T12:00Z", "2024-03-03T12:00Z"]
    if later:
        assert texts(gathered(tmp_path / UUID)[0]) == list(TEXTS)


def test_changedetection_two_watches_of_one_page(tmp_path: Path) -> None:
    """Two watches of one address are two stories; one is named by its id."""
    (tmp_path / "changedetection.json").write_text("{}", encoding="utf-8")
    for uuid in (UUID, TWIN):
        watch(tmp_path, uuid, {"url": f"source:{URL}"}, SNAPSHOTS)
    assert {one.story for one in gathered(tmp_path)[0]} == {f"{URL} ({UUID})", f"{URL} ({TWIN})"}
    assert len(gathered(tmp_path, TWIN)[0]) == 3


def test_changedetection_snapshots_that_are_none(tmp_path: Path) -> None:
    """Pictures, files that are gone, damaged, too large, empty or outside, and lines of nonsense are passed over."""
    secret = tmp_path / "secret.txt"
    secret.write_text("The wall cost £9m.\n", encoding="utf-8")
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "changedetection.json").write_text("{}", encoding="utf-8")
    inside = watch(
        folder,
        UUID,
        {"url": URL},
        [
            (NOON, "a.png", b"\x89PNG"),
            (NOON, "gone.txt", None),
            (NOON, "damaged.txt.br", b"\xff\xff no brotli"),
            (NOON, "bomb.txt.br", brotli.compress(b" wall" * 5_000_000)),
            (NOON, "empty.txt", b"\n"),
            (NOON, "large.txt", b"wall " * 4_000_001),
            (NOON, "../../secret.txt", None),
            (NOON, "..", None),
            ("soon", "a.txt", b"x"),
            (10**30, "late.txt", FIRST.encode()),
        ],
    )
    (inside / "secret.txt").symlink_to(secret)
    captures, skipped = gathered(folder)
    assert texts(captures) == [FIRST]
    assert captures[0].dates == ()
    assert len(captures[0].notes) == 1
    assert [one.reason for one in skipped] == [
        "no text, by its name",
        "named in history.txt and not there",
        "is compressed and broken",
        "is larger than 20 MB",
        "empty",
        "is larger than 20 MB",
        "a symbolic link that leads out of the folder",
        "named in history.txt and not there",
        "no line of a time and a file",
    ]


def test_changedetection_needs_brotli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library for packed snapshots the message says how to install it."""
    (tmp_path / "changedetection.json").write_text("{}", encoding="utf-8")
    watch(tmp_path, UUID, {"url": URL}, SNAPSHOTS)
    monkeypatch.setitem(sys.modules, "brotli", None)
    with pytest.raises(MissingLibraryError, match=r"brotli: is not installed; pip install 'storyver\[trackers\]'"):
        gathered(tmp_path)


def test_changedetection_broken_index(tmp_path: Path) -> None:
    """An index that is no JSON, or JSON of great depth, is told in one line."""
    for content in ("{", "[" * 100_000, "[]"):
        (tmp_path / "url-watches.json").write_text(content, encoding="utf-8")
        with pytest.raises(SourceError, match=r"url-watches\.json: is no JSON object; restore it from a copy"):
            gathered(tmp_path)


RECURSION = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS {} FROM n"
COLUMNS = ("id", "title", "url", "summary", "created", "archive_url", "entry_id")
VIEW = (
    f"CREATE VIEW entryversion AS SELECT {', '.join(f'i AS {one}' for one in COLUMNS)} FROM ({RECURSION.format('i')});"
)
HOSTILE = {
    "a view without end": f"DROP TABLE entryversion; {VIEW}",
    "a virtual table": f"DROP TABLE entryversion; CREATE VIRTUAL TABLE entryversion USING fts5({', '.join(COLUMNS)});",
    "no table": "DROP TABLE entryversion;",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_tables_that_are_none(tmp_path: Path, name: str) -> None:
    """A view or a virtual table in place of a table, and no table, are told in one line, and not recognised."""
    path = database(tmp_path / "d.db", DIFFENGINE + HOSTILE[name], {})
    assert source_for(path) is None
    with pytest.raises(SourceError, match=r"d\.db: is no diffengine database: there is no table 'entryversion'; check"):
        gathered(path, kind="diffengine")


def test_columns_that_are_missing(tmp_path: Path) -> None:
    """A missing column is named, for each of the databases."""
    path = database(
        tmp_path / "d.db", DIFFENGINE.replace('"created" DATETIME NOT NULL,\n  "archive_url"', '"archive_url"'), {}
    )
    with pytest.raises(SourceError, match="there is no column 'created' in its table 'entryversion'"):
        gathered(path, kind="diffengine")
    with pytest.raises(SourceError, match="there is no column 'version' in its table 'entryversion'"):
        gathered(path, kind="newsedits")
    with pytest.raises(SourceError, match="there is no table 'Articles'"):
        gathered(path, kind="newsdiffs")


def test_triggers_stay_asleep(tmp_path: Path) -> None:
    """A database is not written to, whatever waits in it, and nothing is left beside it."""
    path = diffengine(tmp_path / "data")
    connection = sqlite3.connect(path)
    connection.executescript(
        "CREATE TRIGGER t AFTER INSERT ON entryversion BEGIN DELETE FROM entryversion; END; PRAGMA journal_mode=WAL;"
    )
    connection.close()
    before = path.read_bytes()
    assert len(gathered(path)[0]) == 3
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == ["diffengine.db"]


def test_only_reading_is_allowed(tmp_path: Path) -> None:
    """What would write, attach, or go through a view is refused by the database itself."""
    path = database(tmp_path / "d.db", DIFFENGINE + f"CREATE VIEW w AS {RECURSION.format('a')};", {})
    for query in (
        "DELETE FROM entry",
        "ATTACH 'x' AS y",
        "SELECT a FROM w",
        "PRAGMA journal_mode=WAL",
        "CREATE TEMP TABLE t (a)",
    ):
        with opened_database(path) as opened, pytest.raises(SourceError, match="cannot be read as a SQLite database"):
            list(opened.rows(query))


def test_a_query_without_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What keeps SQLite busy and gives no row is ended; rows that come are not counted against it."""
    monkeypatch.setattr("storyver.sources.database.MOST_STEPS", 5)
    path = diffengine(tmp_path, [(number, "", URL, "x", "", None, 1) for number in range(1, 400)])
    with opened_database(path) as opened:
        with pytest.raises(SourceError, match="keeps SQLite busy without end; check the file with sqlite3"):
            list(opened.rows("SELECT count(*) FROM entryversion a, entryversion b, entryversion c, entryversion d"))
        assert len(list(opened.rows("SELECT a.id FROM entryversion a, entryversion b"))) == 399 * 399


def test_a_huge_value_is_passed_over(tmp_path: Path) -> None:
    """A value above the size limit is told and never held, and the rows around it are read."""
    huge = (5, "Wall", URL, "x" * 22_000_000, "2024-03-01 12:00:00", None, 1)
    captures, skipped = gathered(diffengine(tmp_path, [ENTRIES[0], huge, ENTRIES[2]]))
    assert [one.title for one in captures] == ["Wall", "The wall"]
    assert [one.reason for one in skipped] == ["holds a value of more than 20 MB"]
    path = database(tmp_path / "edits.db", NEWSEDITS, {"entryversion": [(6, 7, 1, "", "", URL, 3, huge[3]), *EDITS]})
    captures, skipped = gathered(path)
    assert [one.number for one in captures] == [0, 2, 10]
    assert [one.reason for one in skipped] == ["holds a value of more than 20 MB"]


DAMAGE = {
    "cut off": lambda data: data[: len(data) // 2],
    "zeros": lambda data: data[:100] + bytes(len(data) - 100),
    "noise": lambda data: data[:2000] + bytes(range(256)) * 100,
    "head alone": lambda data: data[:16],
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damaged_databases(tmp_path: Path, name: str) -> None:
    """A damaged database is told in one line, and does not stop the recognition of what it is."""
    path = diffengine(tmp_path)
    path.write_bytes(DAMAGE[name](path.read_bytes()))
    source_for(path)
    with pytest.raises(SourceError):
        gathered(path, kind="diffengine")


def test_dates_that_are_none(tmp_path: Path) -> None:
    """A date of year 1 or of nonsense is left out with a note, one far ahead is kept, and nothing fails."""
    rows = [
        (1, "Wall", URL, "<p>One.</p>", "0001-01-01 00:00:00", None, 1),
        (2, "Wall", URL, "<p>Two.</p>", "soon\x1b[31m", None, 1),
        (3, "Wall", URL, "<p>Three.</p>", "2999-01-01 00:00:00", None, 1),
        (4, "Wall", URL, "<p>Four.</p>", "2190-01-01 00:00:00", None, 1),
    ]
    story = read_story(diffengine(tmp_path, rows))
    assert [version.date.value for version in story.versions if version.date] == ["2190-01-01T00:00Z"]
    assert sum(len(version.notes) for version in story.versions) == 3
    assert all(note.isprintable() for version in story.versions for note in version.notes)


def test_a_tracker_can_be_tracked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command takes a tracker's database for its story."""
    path = diffengine(tmp_path, [one for one in ENTRIES if one[2] == URL])
    assert main(["track", str(path), "--format", "csv"]) == 0
    assert "£4.6m" in capsys.readouterr().out
