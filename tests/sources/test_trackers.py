"""Databases and folders of other trackers, made here with the tables and files that these trackers make."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import brotli
import pytest

from sources.gathering import TEXTS, Repository, gathered, texts
from storyver.cli import main
from storyver.errors import MissingLibraryError, SourceError
from storyver.model import DateSource
from storyver.sources import read_story
from storyver.sources.database import opened_database
from storyver.sources.detection import source_for
from storyver.sources.interface import Options

FIRST, SECOND, THIRD = TEXTS
URL = "https://news.example.org/wall"
OTHER = "https://news.example.org/bridge"


def database(path: Path, schema: str, rows: dict[str, Sequence[tuple[object, ...]]]) -> Path:
    """A SQLite file with these tables and rows."""
    path.parent.mkdir(exist_ok=True)
    connection = sqlite3.connect(path)
    connection.executescript(schema)
    for table, values in rows.items():
        for row in values:
            connection.execute(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(row))})', row)
    connection.commit()
    connection.close()
    return path


DIFFENGINE = """
CREATE TABLE "feed" ("url" VARCHAR(255) NOT NULL PRIMARY KEY, "name" VARCHAR(255) NOT NULL,
  "created" DATETIME NOT NULL);
CREATE TABLE "entry" ("id" INTEGER NOT NULL PRIMARY KEY, "url" VARCHAR(255) NOT NULL, "created" DATETIME NOT NULL,
  "checked" DATETIME NOT NULL);
CREATE TABLE "feedentry" ("id" INTEGER NOT NULL PRIMARY KEY, "feed_id" VARCHAR(255) NOT NULL,
  "entry_id" INTEGER NOT NULL,  "created" DATETIME NOT NULL);
CREATE TABLE "entryversion" ("id" INTEGER NOT NULL PRIMARY KEY, "title" VARCHAR(255) NOT NULL,
  "url" VARCHAR(255) NOT NULL, "summary" VARCHAR(255) NOT NULL, "created" DATETIME NOT NULL,
  "archive_url" VARCHAR(255), "entry_id" INTEGER NOT NULL,
  FOREIGN KEY ("entry_id") REFERENCES "entry" ("id"));
CREATE INDEX "entryversion_url" ON "entryversion" ("url");
CREATE TABLE "diff" ("id" INTEGER NOT NULL PRIMARY KEY, "old_id" INTEGER NOT NULL, "new_id" INTEGER NOT NULL,
  "created" DATETIME NOT NULL, "tweeted" DATETIME, "blogged" DATETIME);
"""
ENTRIES = [
    (1, "Wall", URL, f"<p>{FIRST}</p><p>Work &amp; stone.</p>", "2024-03-01 10:00:12.123456", None, 1),
    (2, "Bridge", OTHER, "<p>12 arches.</p>", "2024-03-01 10:05:00", None, 2),
    (3, "The wall", URL, f"<p>{SECOND}</p>", "2024-03-02 09:30:00", "https://archive.example.org/1", 1),
    (4, "The wall", URL, " ", "2024-03-03 09:30:00", None, 1),
]


def diffengine(folder: Path, entries: Sequence[tuple[object, ...]] = ENTRIES) -> Path:
    """A database as diffengine keeps it."""
    return database(folder / "diffengine.db", DIFFENGINE, {"entryversion": entries})


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


NEWSEDITS = """
CREATE TABLE entryversion (id INTEGER, entry_id INTEGER, version INTEGER, title TEXT, created TEXT, url TEXT,
  num_versions INTEGER, summary TEXT);
"""
SENTENCES = "CREATE TABLE split_sentences (entry_id REAL, version REAL, sent_idx REAL, sentence TEXT);"
PAIRS = "CREATE TABLE matched_sentences (entry_id INTEGER, version_x INTEGER, version_y INTEGER, sent_idx_x REAL);"
EDITS = [
    (9, 7, 10, "The wall", "2021-03-03 10:00:00", URL, 3, f"<p>{THIRD}</p>"),
    (7, 7, 0, "Wall", "2021-03-01 10:00:00", URL, 3, f"<p>{FIRST}</p><p>Of stone.</p>"),
    (8, 7, 2, "The wall", "2021-03-02 10:00:00", URL, 3, f"<p>{SECOND}</p>"),
]


def test_newsedits_versions(tmp_path: Path) -> None:
    """The versions of an entry have the numbers of the data set, and are read as paragraphs."""
    captures, _ = gathered(database(tmp_path / "ap.db", NEWSEDITS, {"entryversion": EDITS}))
    assert [(one.number, one.of, one.story) for one in captures] == [(0, 3, URL), (2, 3, URL), (10, 3, URL)]
    story = read_story(tmp_path / "ap.db")
    assert story.versions[0].text == f"{FIRST}\nOf stone.\n"
    assert story.versions[1].date is not None
    assert story.versions[1].date.value == "2021-03-02T10:00"


SPLIT = [
    (7.0, 1.0, 1.0, "Of stone.</p>"),
    (7.0, 1.0, 0.0, "<p>It cost £4m."),
    (7.0, 10.0, 0.0, "<p>It cost £6m.</p>"),
    (7.0, 2.0, 0.0, "It cost £5m."),
]


def test_newsedits_sentences(tmp_path: Path) -> None:
    """Sentences that were cut apart are put together again, in their order."""
    captures, _ = gathered(database(tmp_path / "ap.db", SENTENCES + PAIRS, {"split_sentences": SPLIT}))
    assert [(one.number, one.story) for one in captures] == [(1, "entry 7.0"), (2, "entry 7.0"), (10, "entry 7.0")]
    assert read_story(tmp_path / "ap.db").versions[0].text == "It cost £4m. Of stone.\n"


CSV = {
    "versions": f"""entry_id,version,title,created,url,num_versions,summary
7,1,Wall,2021-03-01,{URL},2,"<p>{FIRST.strip()}</p>"
7,2,Wall,2021-03-02,{URL},2,"<p>{SECOND.strip()}</p>"
""",
    "sentences": f"""entry_id,version,sent_idx,sentence
7,1,0,"<p>{FIRST.strip()}</p>"
7,2,0,"<p>{SECOND.strip()}</p>"
""",
}


@pytest.mark.parametrize("kind", CSV)
def test_newsedits_csv(tmp_path: Path, kind: str) -> None:
    """The CSV files of the data set are told by their columns."""
    path = tmp_path / "edits.csv"
    path.write_text(CSV[kind], encoding="utf-8")
    assert [version.text for version in read_story(path).versions] == [FIRST, SECOND]


def test_newsedits_csv_that_is_cut_off(tmp_path: Path) -> None:
    """A row that lacks a column is told with its line."""
    path = tmp_path / "edits.csv"
    path.write_text(CSV["versions"] + "7,3\n", encoding="utf-8")
    with pytest.raises(
        SourceError, match=r"edits\.csv: has no summary in the row that ends at line 4; correct that line"
    ):
        gathered(path)


NEWSDIFFS = """
CREATE TABLE "Articles" ("id" integer NOT NULL PRIMARY KEY, "url" varchar(255) NOT NULL UNIQUE,
  "initial_date" datetime NOT NULL, "last_update" datetime NOT NULL, "last_check" datetime NOT NULL{more});
CREATE TABLE "version" ("id" integer NOT NULL PRIMARY KEY, "article_id" integer NOT NULL,
  "v" varchar(255) NOT NULL UNIQUE,  "title" varchar(255) NOT NULL, "byline" varchar(255) NOT NULL,
  "date" datetime NOT NULL, "boring" bool NOT NULL,
  "diff_json" varchar(255));
CREATE TABLE "upvotes" ("id" integer NOT NULL PRIMARY KEY, "article_id" integer NOT NULL);
"""
DAY = "2013-05-01 00:00:00"


def newsdiffs(
    folder: Path, store: str = "articles", git_dir: str | None = None
) -> tuple[Path, list[tuple[object, ...]]]:
    """A database as NewsDiffs keeps it, with its git store, and the rows of its versions."""
    repository = Repository(folder / store)
    name = "news.example.org/wall"
    commits = [repository.commit({name: f"May 1\nWall\nAna Ro\n{text}"}) for text in TEXTS]
    rows: list[tuple[object, ...]] = [
        (1, 5, commits[0], "Wall", "Ana Ro", "2013-05-01 10:00:00", 0, None),
        (2, 5, commits[1], 'It\'s the "wall"', "Ana Ro", "2013-05-02 10:00:00", 0, None),
        (3, 5, commits[2], "Wall", "Ana Ro", "2013-05-03 10:00:00", 1, None),
        (4, 5, "main; rm -rf", "Wall", "Ana Ro", "2013-05-04 10:00:00", 0, None),
        (5, 5, "f" * 40, "Wall", "Ana Ro", "2013-05-05 10:00:00", 0, None),
        (6, 99, "e" * 40, "Wall", "Ana Ro", "2013-05-06 10:00:00", 0, None),
    ]
    article = (5, "http://news.example.org/wall/", DAY, DAY, DAY, *([git_dir] if git_dir is not None else []))
    schema = NEWSDIFFS.format(more=', "git_dir" varchar(255) NOT NULL' if git_dir is not None else "")
    return database(folder / "newsdiffs.db", schema, {"Articles": [article], "version": rows}), rows


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


UUID = "0a1b2c3d-0000-4000-8000-000000000001"
TWIN = "0a1b2c3d-0000-4000-8000-000000000002"
NOON = 1_709_294_400
"""Of 1 March 2024, in UTC."""


def watch(
    folder: Path, uuid: str, about: dict[str, Any] | None, snapshots: Sequence[tuple[object, str, bytes | None]]
) -> Path:
    """A watch's folder with its snapshots, as changedetection.io makes it."""
    inside = folder / uuid
    inside.mkdir(parents=True)
    if about is not None:
        (inside / "watch.json").write_text(json.dumps(about), encoding="utf-8")
    lines = []
    for stamp, name, data in snapshots:
        lines.append(f"{stamp},{name}\n")
        if data is not None:
            (inside / name.rpartition("/")[2]).write_bytes(data)
    (inside / "history.txt").write_text("".join(lines), encoding="utf-8")
    return inside


SNAPSHOTS: Sequence[tuple[object, str, bytes | None]] = (
    (NOON, "/datastore/elsewhere/1.stripped.txt", FIRST.encode()),
    (NOON + 86_400, "b.txt.br", brotli.compress(SECOND.encode())),
    (NOON + 2 * 86_400, "c.txt", THIRD.encode()),
)


@pytest.mark.parametrize("later", [True, False])
def test_changedetection(tmp_path: Path, later: bool) -> None:
    """Each watch is a story; what is recorded of it is in one file for all, or, since 2026, in one of its own."""
    about = {"url": URL, "title": "The wall", "uuid": UUID}
    index = "changedetection.json" if later else "url-watches.json"
    content = {"settings": {}} if later else {"watching": {UUID: about}, "settings": {}}
    (tmp_path / index).write_text(json.dumps(content), encoding="utf-8")
    watch(tmp_path, UUID, about if later else None, SNAPSHOTS)
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
        "is damaged, or unpacks to more than 20 MB",
        "is damaged, or unpacks to more than 20 MB",
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


def test_a_huge_value_is_refused(tmp_path: Path) -> None:
    """A value above the size limit is told in one line and never held."""
    path = diffengine(tmp_path, [(1, "Wall", URL, "x" * 22_000_000, "2024-03-01 10:00:00", None, 1)])
    with pytest.raises(SourceError, match="holds a value of more than 20 MB"):
        gathered(path)


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
