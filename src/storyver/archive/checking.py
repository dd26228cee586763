"""Looking through an archive: whether all that was added is there, as it was added."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from typing import Final

from storyver.archive import analyses, chain, schema
from storyver.archive.deciding import decision_of, every
from storyver.archive.frames import DamagedError, Frames, Place
from storyver.archive.records import capture_of, decoded, extracted_of, place_of, record_of
from storyver.model import Damage, Verification

MOST_TOLD: Final = 100
"""Of one sort of damage to the file itself; SQLite finds the same thing in many places."""

_CONTENTS: Final = "SELECT id, sha256, frame, start, size FROM contents ORDER BY frame, start"
_WHOSE: Final = """
SELECT v.entry, s.name FROM versions v JOIN stories s ON s.id = v.story WHERE v.content = :content
UNION ALL
SELECT v.entry, s.name FROM extractions x JOIN versions v ON v.entry = x.version
JOIN stories s ON s.id = v.story WHERE x.text = :content LIMIT 1
"""
_RECORDS: Final = """
SELECT v.entry, s.name, v.recorded, v.behind, r.frame, r.start, r.size,
    ifnull(x.found, '{}'), x.text, ifnull(x.encoding, 'utf-8'), c.frame, c.start, c.size
FROM versions v
LEFT JOIN extractions x ON x.entry = v.entry LEFT JOIN stories s ON s.id = v.story
LEFT JOIN contents c ON c.id = v.content LEFT JOIN contents r ON r.id = ifnull(x.text, v.content)
UNION ALL
SELECT x.entry, s.name, ifnull(x.recorded, '{}'), NULL, NULL, NULL, NULL,
    x.found, x.text, x.encoding, c.frame, c.start, c.size
FROM extractions x
LEFT JOIN versions v ON v.entry = x.version LEFT JOIN stories s ON s.id = v.story
LEFT JOIN contents c ON c.id = v.content WHERE x.entry <> x.version ORDER BY 11
"""
_LOOSE: Final = (
    ("content", "SELECT id FROM contents WHERE id NOT IN (SELECT content FROM versions) "
     "AND id NOT IN (SELECT text FROM extractions WHERE text IS NOT NULL)"),
    ("story", "SELECT id FROM stories WHERE id NOT IN (SELECT story FROM versions)"),
    ("version", "SELECT entry FROM versions WHERE entry NOT IN (SELECT number FROM entries)"),
    ("extraction", "SELECT entry FROM extractions WHERE entry NOT IN (SELECT number FROM entries)"),
    ("decision", "SELECT entry FROM decisions WHERE entry NOT IN (SELECT number FROM entries)"),
    ("frame", "SELECT id FROM frames WHERE id NOT IN (SELECT frame FROM contents)"),
)  # fmt: skip
"""What must never stand alone, and how it is found."""


class Checker:
    """Looks through one archive; each part goes on where another finds the file unreadable."""

    def __init__(self, connection: sqlite3.Connection, where: str, head: str | None) -> None:
        self._connection = connection
        self._where = where
        self._wanted = head
        self._head = chain.START
        self._entries = 0

    def verify(self) -> Verification:
        """Look at everything."""
        damages: list[Damage] = []
        parts = (
            self._file,
            self._contents,
            self._records,
            self._decisions,
            self._chain,
            self._loose,
            self._analyses,
        )
        for part in parts:
            try:
                damages.extend(part())
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                damages.append(Damage(where=self._where, what=f"cannot be read to its end: {error}"))
        return Verification(
            stories=self._count("stories"),
            versions=self._count("versions"),
            entries=self._entries,
            head=self._head.hex(),
            damages=tuple(dict.fromkeys(damages)),
        )

    def _count(self, table: str) -> int:
        try:
            count: int = self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        except sqlite3.DatabaseError:
            return 0
        return count

    def _file(self) -> Iterator[Damage]:
        """What SQLite itself finds in the file."""
        if not schema.is_as_made(self._connection):
            yield Damage(where=self._where, what="has not the tables of an archive")
        for (what,) in self._connection.execute(f"PRAGMA integrity_check({MOST_TOLD:d})"):
            if what != "ok":
                yield Damage(where=self._where, what=" ".join(str(what).split()))
        for table, row, *_ in self._connection.execute("PRAGMA foreign_key_check"):
            yield Damage(where=f"{table} {row}", what="speaks of something that is not there")

    def _contents(self) -> Iterator[Damage]:
        """Whether each content is the bytes that its hash says."""
        frames = Frames(self._connection)
        for number, sha256, frame, start, size in self._connection.execute(_CONTENTS):
            try:
                data = frames.content(Place(frame=frame, start=start, size=size))
                what = "" if hashlib.sha256(data).digest() == sha256 else "its bytes are not those that were added"
            except (DamagedError, TypeError) as error:
                what = str(error)
            if what:
                yield Damage(where=self._whose(number), what=what)

    def _whose(self, content: int) -> str:
        row = self._connection.execute(_WHOSE, {"content": content}).fetchone()
        return f"content {content}" if row is None else f"story '{row[1]}', entry {row[0]}"

    def _records(self) -> Iterator[Damage]:
        """Whether what is recorded of each version, and its text, can be read."""
        frames = Frames(self._connection)
        for entry, story, recorded, behind, *rest in self._connection.execute(_RECORDS):
            at, begin, length, found, text, encoding, frame, start, size = rest
            try:
                capture_of(record_of(frames, recorded, behind, (at, begin, length)), b"", str(story))
                extracted_of(found, "", str(encoding), None)
                if text is None:
                    decoded(frames.content(place_of(frame, start, size)), encoding)
            except (DamagedError, TypeError) as error:
                yield Damage(where=f"story '{story}', entry {entry}", what=str(error))

    def _decisions(self) -> Iterator[Damage]:
        """Whether each decision can be read."""
        for entry, row in every(self._connection):
            try:
                decision_of(row)
            except DamagedError as error:
                yield Damage(where=f"entry {entry}", what=str(error))

    def _chain(self) -> Iterator[Damage]:
        """Whether the entries are all there and say what they said."""
        for number, stored, said in chain.entries(self._connection, Frames(self._connection)):
            if number != self._entries + 1:
                yield Damage(where=f"entry {self._entries + 1}", what="is missing")
            try:
                right = said is not None and chain.entry_hash(self._head, said) == stored
            except TypeError:
                right = False
            if self._wanted is not None and isinstance(stored, bytes) and stored.hex() == self._wanted.lower():
                self._wanted = None
            if not right:
                yield Damage(where=f"entry {number}", what="is not what was entered, or not what was entered next")
            self._head = stored if isinstance(stored, bytes) else chain.START
            self._entries = number
        last = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entries'").fetchone()
        if last is not None and last[0] != self._entries:
            yield Damage(where=f"entry {self._entries + 1}", what="is missing, and those behind it")
        if self._wanted is not None:
            yield Damage(
                where=self._wanted, what="is the hash of no entry, so that the chain is not the one that had it"
            )

    def _analyses(self) -> Iterator[Damage]:
        """Whether what was found in paragraphs is as it was kept."""
        yield from analyses.damages(self._connection)

    def _loose(self) -> Iterator[Damage]:
        """What nothing else speaks of, as where the last entries were taken away."""
        for sort, query in _LOOSE:
            for (number,) in self._connection.execute(query):
                yield Damage(where=f"{sort} {number}", what="is spoken of by nothing else in the archive")
