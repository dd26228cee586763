"""Sheets of what was found in the paragraphs of a story. They are no part of what was added: nothing speaks of them,
the chain does not cover them, and any of them may be taken away and found again."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from typing import Final

from storyver.archive.frames import LARGEST, DamagedError, unpack
from storyver.model import Damage

PATIENCE: Final = 2_000
"""Milliseconds to wait for another process before a sheet is not kept: it is not worth more of anybody's time."""
MOST: Final = 32
"""Sheets of one story that are read; there are never so many."""
_CHECKSUM_BYTES: Final = 16

_Row = tuple[object, object, object, object, object]


def sheets(connection: sqlite3.Connection, story: int, extractor: str) -> list[bytes]:
    """The sheets of a story that an extractor of that version has found; those that are damaged are left out."""
    query = """SELECT story, extractor, size, checksum, packed FROM analyses WHERE story = ? AND extractor = ?
        ORDER BY number DESC LIMIT ?"""
    found: list[bytes] = []
    room = LARGEST
    for row in connection.execute(query, (story, extractor, MOST)):
        try:
            sheet = _unpacked(row, room)
        except DamagedError:
            continue
        room -= len(sheet)
        found.insert(0, sheet)
    return found


def keep(connection: sqlite3.Connection, story: int, extractor: str, sheet: bytes, *, instead: bool) -> None:
    """Add a sheet, inside the caller's transaction; take away those of other extractors, and ``instead`` all others."""
    query = "SELECT ifnull(max(number), 0) + 1 FROM analyses WHERE story = ?"
    number = connection.execute(query, (story,)).fetchone()[0]
    query = "DELETE FROM analyses WHERE story = ? AND (? OR extractor <> ?)"
    connection.execute(query, (story, instead, extractor))
    packed = zlib.compress(sheet, 6, -zlib.MAX_WBITS)
    connection.execute(
        "INSERT INTO analyses (story, number, extractor, size, checksum, packed) VALUES (?, ?, ?, ?, ?, ?)",
        (story, number, extractor, len(sheet), _checksum(story, extractor, len(sheet), packed), packed),
    )


def drop(connection: sqlite3.Connection, story: int | None) -> int:
    """Take away all sheets, or those of a story, and say how many there were."""
    query = "DELETE FROM analyses WHERE ? IS NULL OR story = ?"
    return connection.execute(query, (story, story)).rowcount


def counted(connection: sqlite3.Connection, story: int | None) -> tuple[int, int]:
    """Of how many stories, or whether of this one, something is kept, and how many bytes that takes."""
    query = """SELECT count(DISTINCT story), ifnull(sum(length(packed)), 0) FROM analyses
        WHERE ? IS NULL OR story = ?"""
    stories, size = connection.execute(query, (story, story)).fetchone()
    return stories, size


def damages(connection: sqlite3.Connection) -> Iterator[Damage]:
    """The sheets that are not as they were kept."""
    query = """SELECT s.name, a.number, a.story, extractor, size, checksum, packed FROM analyses a
        LEFT JOIN stories s ON s.id = a.story ORDER BY a.story, a.number"""
    for name, number, *row in connection.execute(query):
        try:
            _unpacked(tuple(row), LARGEST)
        except DamagedError as error:
            yield Damage(where=f"story '{name}', analyses {number}", what=f"{error}; it is not used, and found again")


def _unpacked(row: _Row, room: int) -> bytes:
    """A sheet. Raise DamagedError where it is not as it was kept, or has more bytes than there is room for."""
    story, extractor, size, checksum, packed = row
    whole = isinstance(story, int) and isinstance(extractor, str) and isinstance(size, int)
    if not (whole and isinstance(packed, bytes)) or _checksum(story, extractor, size, packed) != checksum:
        raise DamagedError("what was found in paragraphs is not as it was kept")
    assert isinstance(size, int)
    if size > room:
        raise DamagedError("what was found in paragraphs is too much")
    return unpack(packed, size, b"")


def _checksum(story: object, extractor: object, size: object, packed: bytes) -> bytes:
    said = f"{story} {size} {extractor}\0".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(said + packed, digest_size=_CHECKSUM_BYTES).digest()
