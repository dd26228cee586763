"""NewsEdits: its SQLite and CSV files, of whole versions (``entryversion``) or of sentences (``split_sentences``)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from storyver.errors import SourceError
from storyver.model import Capture, DateSource, SkippedFile
from storyver.sources.database import MAGIC, Database, holds, opened_database, text_of, whole
from storyver.sources.interface import Options, Source
from storyver.sources.media import PARAGRAPHS
from storyver.sources.paths import explain, printable
from storyver.sources.recorded import recorded
from storyver.sources.text import MAXIMUM_BYTES

_VERSIONS: Final = ("entry_id", "version", "summary")
_SENTENCES: Final = ("entry_id", "version", "sent_idx", "sentence")
_KNOWN: Final = ("url", "title", "created")
_PROBLEM: Final = "problem"
"""The key of what is wrong with a row, which then holds no version."""
_NAME: Final = "NewsEdits database"
Row = dict[str, object]


def _recognises(path: Path, head: bytes) -> bool:
    if head.startswith(MAGIC):
        needed = ({"entryversion": (*_VERSIONS, "num_versions")}, {"split_sentences": _SENTENCES})
        return any(holds(path, head, one) for one in needed)
    first = head.split(b"\n", 1)[0].decode("utf-8-sig", "replace").strip()
    return _kind(first.replace('"', "").split(",")) is not None


def _kind(columns: Iterable[str]) -> tuple[str, ...] | None:
    found = {one.strip() for one in columns}
    if {*_VERSIONS, "num_versions"} <= found:
        return _VERSIONS
    return _SENTENCES if set(_SENTENCES) <= found else None


def _captures(path: Path, options: Options) -> Iterator[Capture | SkippedFile]:
    try:
        with path.open("rb") as file:
            is_database = file.read(len(MAGIC)) == MAGIC
    except (OSError, ValueError) as error:
        raise explain(error, path) from None
    if is_database:
        with opened_database(path) as database:
            yield from _told(path, _database_rows(database), options)
    else:
        yield from _told(path, _table_rows(path), options)


def _told(path: Path, rows: Iterator[Row], options: Options) -> Iterator[Capture | SkippedFile]:
    for row in rows:
        if _PROBLEM in row:
            yield SkippedFile(path=f"{path}#{row['entry_id']}", reason=text_of(row[_PROBLEM]))
            continue
        story = text_of(row.get("url")) or f"entry {text_of(row['entry_id'])}"
        if options.named is None or options.named == story:
            yield _version(path, story, row)


def _version(path: Path, story: str, row: Row) -> Capture | SkippedFile:
    entry, version = text_of(row["entry_id"]), text_of(row["version"])
    place = f"{path}#{printable(entry)}-{printable(version)}"
    summary = row["summary"]
    data = summary if isinstance(summary, bytes) else text_of(summary).encode("utf-8", "replace")
    if not data.strip():
        return SkippedFile(path=place, reason="empty")
    if len(data) > MAXIMUM_BYTES:
        return SkippedFile(path=place, reason=f"is larger than {MAXIMUM_BYTES // 1_000_000} MB")
    evidence = f"entry {printable(entry)}, version {printable(version)}"
    dates, notes = recorded(text_of(row.get("created")), DateSource.CAPTURE, evidence)
    return Capture(
        data=data,
        media=PARAGRAPHS,
        source=place,
        story=story,
        number=whole(row["version"]),
        title=text_of(row.get("title")) or None,
        url=text_of(row.get("url")) or None,
        dates=dates,
        notes=notes,
    )


def _database_rows(database: Database) -> Iterator[Row]:
    if not database.columns("entryversion") and database.columns("split_sentences"):
        database.require({"split_sentences": _SENTENCES}, _NAME)
        query = f"SELECT {', '.join(_SENTENCES)} FROM split_sentences ORDER BY entry_id, version + 0, sent_idx + 0"
        yield from _put_together(dict(zip(_SENTENCES, row, strict=True)) for row in database.rows(query))
        return
    database.require({"entryversion": _VERSIONS}, _NAME)
    there = database.columns("entryversion")
    columns = (*_VERSIONS, *(one for one in _KNOWN if one in there))
    query = f"SELECT {', '.join(columns)} FROM entryversion WHERE rowid = ?"
    for (rowid,) in database.rows("SELECT rowid FROM entryversion ORDER BY entry_id, version + 0"):
        try:
            yield from (dict(zip(columns, row, strict=True)) for row in database.rows(query, rowid))
        except SourceError as error:
            yield {"entry_id": f"row-{rowid}", _PROBLEM: error.what}


def _table_rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        csv.field_size_limit(max(csv.field_size_limit(), MAXIMUM_BYTES))
        try:
            reader = csv.DictReader(file)
            kind = _kind(reader.fieldnames or ())
            if kind is None:
                what = f"has not the columns {', '.join(_VERSIONS)} and num_versions, or {', '.join(_SENTENCES)}"
                raise SourceError(what=what, where=printable(path), remedy="give a CSV file of NewsEdits")
            rows = (_complete(reader.line_num, row, kind) for row in reader)
            yield from rows if kind is _VERSIONS else _put_together(rows)
        except csv.Error as error:
            what = f"is no readable CSV (line {reader.line_num}): {error}"
            raise SourceError(what=what, where=printable(path), remedy="correct that line") from None


def _complete(line: int, row: dict[str, str], kind: tuple[str, ...]) -> Row:
    lacking = next((one for one in kind if row.get(one) is None), None)
    found: Row = dict(row)
    return found if lacking is None else {**found, _PROBLEM: f"it has no {lacking} (the row ends at line {line})"}


def _put_together(rows: Iterator[Row]) -> Iterator[Row]:
    """Versions from their sentences, which stand together and in their order."""
    for (entry, version), group in groupby(rows, lambda row: (text_of(row["entry_id"]), text_of(row["version"]))):
        sentences = list(group)
        told = {"entry_id": entry, "version": version}
        problem = next((row[_PROBLEM] for row in sentences if _PROBLEM in row), None)
        if problem is None:
            yield {**told, "summary": " ".join(text_of(row["sentence"]) for row in sentences)}
        else:
            yield {**told, _PROBLEM: problem}


SOURCE: Final = Source(
    name="newsedits", describes="SQLite and CSV files of NewsEdits", recognises=_recognises, captures=_captures
)
