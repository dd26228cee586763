"""Adding to an archive: batches of captures, each in one transaction."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from storyver.archive import chain
from storyver.archive.frames import Frames
from storyver.archive.records import (
    PLAINLY,
    capture_record,
    found_record,
    identity,
    is_decoded,
    record_of,
    says_the_same,
)
from storyver.model import Added, Capture, Extracted

Read = tuple[Capture, Extracted]
"""A capture and its text; the capture's story is the name that it is filed under."""

_FIND_CONTENT: Final = "SELECT id FROM contents WHERE substr(sha256, 1, 4) = ? AND sha256 = ?"
_FIND_VERSIONS: Final = """
SELECT v.entry, v.recorded, v.behind, r.frame, r.start, r.size FROM versions v
LEFT JOIN extractions x ON x.entry = v.entry LEFT JOIN contents r ON r.id = ifnull(x.text, v.content)
WHERE v.story = ? AND v.content = ?
"""
_LAST_FRAMES: Final = (
    """SELECT c.frame FROM versions v JOIN contents c ON c.id = v.content
    WHERE v.story = ? ORDER BY v.entry DESC LIMIT 1""",
    """SELECT c.frame FROM versions v JOIN extractions x ON x.entry = v.entry JOIN contents c ON c.id = x.text
    WHERE v.story = ? ORDER BY v.entry DESC LIMIT 1""",
)
"""The frame with a story's newest raw version, and that with its newest text."""
RAW, TEXT = 0, 1


@dataclass(slots=True)
class _Pile:
    """New contents of one story and sort, to lie in frames together."""

    story: int
    sort: int
    numbers: list[int] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=list)
    contents: list[tuple[bytes, bytes]] = field(default_factory=list)
    """Each with the record that lies behind it."""


class Writer:
    """Adds one batch inside a transaction; it is made anew for each."""

    def __init__(self, connection: sqlite3.Connection, frames: Frames) -> None:
        self._connection = connection
        self._frames = frames
        last = connection.execute("SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1").fetchone()
        self._number: int = last[0] if last else 0
        self._head: bytes = last[1] if last else chain.START
        self._next_content: int = connection.execute("SELECT ifnull(max(id), 0) + 1 FROM contents").fetchone()[0]
        self._stories: dict[str, int] = {}
        self._new_stories = 0
        self._contents: dict[bytes, int] = {}
        self._piles: dict[tuple[int, int], _Pile] = {}
        self._versions: dict[tuple[int, int], list[tuple[int, str]]] = {}
        self._entry_rows: list[tuple[int, bytes]] = []
        self._version_rows: list[tuple[int, int, int, str, int | None]] = []
        self._extraction_rows: list[tuple[int, int, str | None, int | None, str | None, str, str]] = []

    def add(self, batch: Sequence[Read], *, again: bool) -> Added:
        """Add what is not there. ``again`` also adds the text of a version that is, where it was read otherwise."""
        added = known = extracted = 0
        for capture, text in batch:
            there = self._version_of(capture)
            if there is None:
                self._add_version(capture, text)
                added += 1
            else:
                known += 1
                extracted += again and self._add_extraction(*there, capture, text)
        self._write()
        return Added(added=added, known=known, extracted=extracted, stories=self._new_stories)

    def _version_of(self, capture: Capture) -> tuple[int, str] | None:
        """The entry of the same version and what was recorded of it, where it is there."""
        content = self._find(hashlib.sha256(capture.data).digest())
        if content is None:
            return None
        wanted = identity(capture_record(capture))
        there = self._known(self._story(capture.story), content)
        return next((one for one in there if identity(one[1]) == wanted), None)

    def _known(self, story: int, content: int) -> list[tuple[int, str]]:
        """The versions of a story with these bytes, those of this batch too."""
        if (story, content) not in self._versions:
            found = self._connection.execute(_FIND_VERSIONS, (story, content)).fetchall()
            self._versions[story, content] = [
                (entry, record_of(self._frames, recorded, behind, place)) for entry, recorded, behind, *place in found
            ]
        return self._versions[story, content]

    def _story(self, name: str) -> int:
        if name not in self._stories:
            row = self._connection.execute("SELECT id FROM stories WHERE name = ?", (name,)).fetchone()
            if row is None:
                row = (self._connection.execute("INSERT INTO stories (name) VALUES (?)", (name,)).lastrowid,)
                self._new_stories += 1
            self._stories[name] = row[0]
        return self._stories[name]

    def _find(self, sha256: bytes) -> int | None:
        if sha256 not in self._contents:
            row = self._connection.execute(_FIND_CONTENT, (sha256[:4], sha256)).fetchone()
            if row is None:
                return None
            self._contents[sha256] = row[0]
        return self._contents[sha256]

    def _content(self, story: int, sort: int, data: bytes, sha256: bytes, record: bytes = b"") -> tuple[int, bool]:
        """The number of a content, and whether it is new, and so put on its story's pile with ``record`` behind it."""
        found = self._find(sha256)
        if found is not None:
            return found, False
        number, self._next_content = self._next_content, self._next_content + 1
        pile = self._piles.setdefault((story, sort), _Pile(story, sort))
        pile.numbers.append(number)
        pile.hashes.append(sha256)
        pile.contents.append((data, record))
        self._contents[sha256] = number
        return number, True

    def _add_version(self, capture: Capture, extracted: Extracted) -> None:
        story, recorded = self._story(capture.story), capture_record(capture)
        sha256, record = hashlib.sha256(capture.data).digest(), recorded.encode()
        plain = is_decoded(extracted, capture.data)
        content, new = self._content(story, RAW, capture.data, sha256, record if plain else b"")
        number = self._number + 1
        row, text, text_new = self._extraction(story, capture, extracted, record)
        self._enter(
            chain.version_said(number, capture.story, sha256, recorded, chain.extracted_said(None, text, *row[1:]))
        )
        self._known(story, content).append((number, recorded))
        behind = len(record) if (new if plain else text_new) else None
        self._version_rows.append((number, story, content, recorded if behind is None else "", behind))
        if row != PLAINLY:
            self._extraction_rows.append((number, number, None, *row))

    def _add_extraction(self, version: int, recorded: str, capture: Capture, extracted: Extracted) -> bool:
        """Add what is read of a version and recorded with it, unless the newest is the same; say whether it was."""
        row, text, _ = self._extraction(self._story(capture.story), capture, extracted)
        told, *newest = self._newest(version)
        record: str | None = capture_record(capture)
        if says_the_same(told or recorded, str(record)):
            record = told
            if tuple(newest) == row:
                return False
        number = self._number + 1
        self._enter(chain.extraction_said(number, version, chain.extracted_said(record, text, *row[1:])))
        self._extraction_rows.append((number, version, record, *row))
        return True

    def _newest(self, version: int) -> tuple[str | None, int | None, str | None, str, str]:
        here = [row[2:] for row in self._extraction_rows if row[1] == version]
        if here:
            return here[-1]
        query = """SELECT recorded, text, extractor, encoding, found FROM extractions
            WHERE entry = ? OR (version = ? AND entry <> version) ORDER BY entry DESC LIMIT 1"""
        newest: tuple[str | None, int | None, str | None, str, str] | None
        newest = self._connection.execute(query, (version, version)).fetchone()
        return (None, *PLAINLY) if newest is None else newest

    def _extraction(
        self, story: int, capture: Capture, extracted: Extracted, record: bytes = b""
    ) -> tuple[tuple[int | None, str | None, str, str], bytes | None, bool]:
        """The row of an extraction as far as it does not depend on its number, the hash of a text that is kept, and
        whether that is new, with ``record`` behind it."""
        content, sha256, new = None, None, False
        if not is_decoded(extracted, capture.data):
            data = extracted.text.encode("utf-8", "surrogatepass")
            sha256 = hashlib.sha256(data).digest()
            content, new = self._content(story, TEXT, data, sha256, record)
        return (content, extracted.extractor, extracted.encoding, found_record(extracted)), sha256, new

    def _enter(self, said: chain.Said) -> None:
        self._number += 1
        self._head = chain.entry_hash(self._head, said)
        self._entry_rows.append((self._number, self._head))

    def _write(self) -> None:
        rows = []
        for pile in self._piles.values():
            base = self._connection.execute(_LAST_FRAMES[pile.sort], (pile.story,)).fetchone()
            places = self._frames.append(base[0] if base else None, pile.contents)
            for number, sha256, place in zip(pile.numbers, pile.hashes, places, strict=True):
                rows.append((number, sha256, place.frame, place.start, place.size))
        rows.sort()
        write = self._connection.executemany
        write("INSERT INTO contents (id, sha256, frame, start, size) VALUES (?, ?, ?, ?, ?)", rows)
        write("INSERT INTO entries (number, hash) VALUES (?, ?)", self._entry_rows)
        write(
            "INSERT INTO versions (entry, story, content, recorded, behind) VALUES (?, ?, ?, ?, ?)", self._version_rows
        )
        write(
            "INSERT INTO extractions (entry, version, recorded, text, extractor, encoding, found) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            self._extraction_rows,
        )
