"""Reading an archive: its stories, and the versions of one with their stored texts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from storyver.archive.frames import Frames
from storyver.archive.records import capture_of, decoded, extracted_of, place_of, record_of
from storyver.model import ArchivedStory, Capture, Extracted

_STORIES: Final = """
SELECT s.id, s.name, count(*), sum(c.size) FROM stories s
JOIN versions v ON v.story = s.id JOIN contents c ON c.id = v.content GROUP BY s.id ORDER BY s.id
"""
_VERSIONS: Final = """
SELECT v.entry, ifnull(x.recorded, v.recorded), CASE WHEN x.recorded IS NULL THEN v.behind END,
    r.frame, r.start, r.size, hex(c.sha256), c.frame, c.start, c.size,
    x.extractor, ifnull(x.encoding, 'utf-8'), ifnull(x.found, '{}'), t.frame, t.start, t.size
FROM versions v JOIN contents c ON c.id = v.content
LEFT JOIN extractions f ON f.entry = v.entry LEFT JOIN contents r ON r.id = ifnull(f.text, v.content)
LEFT JOIN extractions x ON x.entry = ifnull(
    (SELECT max(a.entry) FROM extractions a WHERE a.version = v.entry AND a.entry <> a.version), v.entry)
LEFT JOIN contents t ON t.id = x.text
WHERE v.story = ? ORDER BY v.entry
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A version as an archive keeps it."""

    entry: int
    sha256: str
    capture: Capture
    """Without its bytes where only the text was asked for and lies elsewhere."""
    extracted: Extracted


def stories(connection: sqlite3.Connection) -> Iterator[ArchivedStory]:
    """The stories in the order in which they were added."""
    for place, (_, name, versions, size) in enumerate(connection.execute(_STORIES), start=1):
        yield ArchivedStory(place=place, name=name, versions=versions, size=size)


def number_of(connection: sqlite3.Connection, name: str) -> int | None:
    """The number of the story of that name, or at that place (``#3``); None where there is none."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return None
    row = connection.execute("SELECT id FROM stories WHERE name = ?", (name,)).fetchone()
    if row is None and name.startswith("#") and name[1:].isascii() and name[1:].isdigit():
        query = "SELECT id FROM stories ORDER BY id LIMIT 1 OFFSET ?"
        place = min(int(name[1:10] or "0"), 10**9) - 1
        row = connection.execute(query, (place,)).fetchone() if place >= 0 else None
    return None if row is None else int(row[0])


def name_of(connection: sqlite3.Connection, number: int) -> str:
    """The name of a story."""
    return str(connection.execute("SELECT name FROM stories WHERE id = ?", (number,)).fetchone()[0])


def stored(connection: sqlite3.Connection, frames: Frames, story: int, *, raw: bool) -> list[Stored]:
    """The versions of a story in the order in which they were added, each with its newest text.

    ``raw`` has all bytes read, and not only those that are a version's text. Raise DamagedError where one cannot be.
    """
    name = name_of(connection, story)
    return [_stored(frames, name, row, raw=raw) for row in connection.execute(_VERSIONS, (story,)).fetchall()]


def _stored(frames: Frames, name: str, row: tuple[object, ...], *, raw: bool) -> Stored:
    entry, recorded, behind, at, begin, length, sha256, frame, start, size, extractor, encoding, found, *text_place = (
        row
    )
    data = frames.content(place_of(frame, start, size)) if raw or text_place[0] is None else b""
    if text_place[0] is None:
        text = decoded(data, str(encoding))
    else:
        text = frames.content(place_of(*text_place)).decode("utf-8", "surrogatepass")
    record = record_of(frames, str(recorded), behind, (at, begin, length))
    return Stored(
        entry=int(str(entry)),
        sha256=str(sha256).lower(),
        capture=capture_of(record, data, name),
        extracted=extracted_of(str(found), text, str(encoding), None if extractor is None else str(extractor)),
    )
