"""Databases and folders of other trackers, with the tables and files that these trackers make."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import brotli

from sources.gathering import TEXTS, Repository

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


SPLIT = [
    (7.0, 1.0, 1.0, "Of stone.</p>"),
    (7.0, 1.0, 0.0, "<p>It cost £4m."),
    (7.0, 10.0, 0.0, "<p>It cost £6m.</p>"),
    (7.0, 2.0, 0.0, "It cost £5m."),
]


NEWSEDITS_CSV = {
    "versions": f"""entry_id,version,title,created,url,num_versions,summary
7,1,Wall,2021-03-01,{URL},2,"<p>{FIRST.strip()}</p>"
7,2,Wall,2021-03-02,{URL},2,"<p>{SECOND.strip()}</p>"
""",
    "sentences": f"""entry_id,version,sent_idx,sentence
7,1,0,"<p>{FIRST.strip()}</p>"
7,2,0,"<p>{SECOND.strip()}</p>"
""",
}


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
    folder: Path,
    store: str = "articles",
    git_dir: str | None = None,
    *,
    contents: Sequence[str | bytes] = TEXTS,
    boring: bool = True,
) -> tuple[Path, list[tuple[object, ...]]]:
    """A database as NewsDiffs keeps it, with its git store, and the rows of its versions; the third may be boring."""
    repository = Repository(folder / store)
    name = "news.example.org/wall"
    texts = [one.encode() if isinstance(one, str) else one for one in contents]
    commits = [repository.commit({name: b"May 1\nWall\nAna Ro\n" + one}) for one in texts]
    rows: list[tuple[object, ...]] = [
        (1, 5, commits[0], "Wall", "Ana Ro", "2013-05-01 10:00:00", 0, None),
        (2, 5, commits[1], 'It\'s the "wall"', "Ana Ro", "2013-05-02 10:00:00", 0, None),
        (3, 5, commits[2], "Wall", "Ana Ro", "2013-05-03 10:00:00", int(boring), None),
        (4, 5, "main; rm -rf", "Wall", "Ana Ro", "2013-05-04 10:00:00", 0, None),
        (5, 5, "f" * 40, "Wall", "Ana Ro", "2013-05-05 10:00:00", 0, None),
        (6, 99, "e" * 40, "Wall", "Ana Ro", "2013-05-06 10:00:00", 0, None),
    ]
    article = (5, "http://news.example.org/wall/", DAY, DAY, DAY, *([git_dir] if git_dir is not None else []))
    schema = NEWSDIFFS.format(more=', "git_dir" varchar(255) NOT NULL' if git_dir is not None else "")
    return database(folder / "newsdiffs.db", schema, {"Articles": [article], "version": rows}), rows


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


def changedetection(
    folder: Path, snapshots: Sequence[tuple[object, str, bytes | None]] = SNAPSHOTS, *, later: bool = True
) -> Path:
    """A data folder of one watch. What is recorded of it is in one file for all, or, later, in one of its own."""
    about = {"url": URL, "title": "The wall", "uuid": UUID}
    index = "changedetection.json" if later else "url-watches.json"
    content = {"settings": {}} if later else {"watching": {UUID: about}, "settings": {}}
    folder.mkdir(exist_ok=True)
    (folder / index).write_text(json.dumps(content), encoding="utf-8")
    watch(folder, UUID, about if later else None, snapshots)
    return folder
