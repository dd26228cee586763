"""The chain of entries: each one's hash covers what it says and the hash of the entry before.

Who takes an entry away, puts one in or alters one has to compute all later ones anew, and ends with another head.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, Final

from storyver.archive.frames import DamagedError, Frames
from storyver.archive.records import PLAINLY, record_of

START: Final = bytes(32)
"""What stands for the hash before the first entry."""

Said = Sequence[str | int | None]
"""What an entry says: its number, texts as they are kept, hashes in hexadecimal digits."""

_ENTRIES: Final = """
SELECT e.number, e.hash, v.entry, x.entry, s.name, hex(c.sha256), v.recorded, v.behind, r.frame, r.start, r.size,
    x.version, x.recorded, hex(t.sha256), x.extractor, x.encoding, x.found
FROM entries e
LEFT JOIN versions v ON v.entry = e.number LEFT JOIN stories s ON s.id = v.story
LEFT JOIN contents c ON c.id = v.content
LEFT JOIN extractions x ON x.entry = e.number LEFT JOIN contents t ON t.id = x.text
LEFT JOIN contents r ON r.id = ifnull(x.text, v.content)
WHERE e.number NOT IN (SELECT entry FROM decisions) ORDER BY e.number
"""
_DECISIONS: Final = """
SELECT e.number, e.hash, s.name, d.subject, d.verdict, d.counterpart, d.note, d.evidence, d.reviewer, d.decided,
    d.withdraws, d.about
FROM decisions d JOIN entries e ON e.number = d.entry LEFT JOIN stories s ON s.id = d.story ORDER BY e.number
"""


_OF_SCHEMA_2: Final = 9
"""What a decision of schema 2 says, its number left out."""


def entry_hash(before: bytes, said: Said) -> bytes:
    """SHA-256 of the hash before and of what the entry says, as JSON in ASCII without spaces."""
    return hashlib.sha256(before + json.dumps(list(said), separators=(",", ":")).encode("ascii")).digest()


def version_said(number: int, story: str, sha256: bytes, recorded: str, extraction: Said) -> Said:
    """What an entry says that adds a version with its first extraction."""
    return ("version", number, story, sha256.hex(), recorded, *extraction)


def extraction_said(number: int, version: int, extraction: Said) -> Said:
    """What an entry says that adds another extraction of a version."""
    return ("extraction", number, version, *extraction)


def extracted_said(recorded: str | None, text: bytes | None, extractor: str | None, encoding: str, found: str) -> Said:
    """The part of an extraction."""
    return (recorded, None if text is None else text.hex(), extractor, encoding, found)


def decision_said(number: int, decision: Said) -> Said:
    """What an entry says that adds a decision: the columns of its table, the story by its name; the last one, which
    archives of schema 2 had not, only where it is there."""
    return ("decision", number, *(decision[:-1] if decision[-1] is None and len(decision) > _OF_SCHEMA_2 else decision))


def entries(connection: sqlite3.Connection, frames: Frames) -> Iterator[tuple[int, object, Said | None]]:
    """Each entry's number and hash, and what the tables have it say; None where they do not speak of it."""
    decisions = connection.execute(_DECISIONS)
    others = connection.execute(_ENTRIES)
    ahead = next(decisions, None)
    for number, stored, *row in others:
        while ahead is not None and ahead[0] < number:
            yield ahead[0], ahead[1], decision_said(ahead[0], ahead[2:])
            ahead = next(decisions, None)
        yield number, stored, _said(number, row, frames)
    while ahead is not None:
        yield ahead[0], ahead[1], decision_said(ahead[0], ahead[2:])
        ahead = next(decisions, None)


def _said(number: int, row: Sequence[Any], frames: Frames) -> Said | None:
    (
        is_version,
        is_extraction,
        story,
        sha256,
        recorded,
        behind,
        *place,
        version,
        anew,
        text,
        extractor,
        encoding,
        found,
    ) = row
    if is_version is None and is_extraction is None:
        return None
    extraction = (anew, str(text).lower() or None, extractor, encoding, found)
    if is_version is None:
        return "extraction", number, version, *extraction
    if is_extraction is None:
        extraction = (None, *PLAINLY)
    elif version != number:
        return None
    try:
        record = record_of(frames, recorded, behind, (place[0], place[1], place[2]))
    except DamagedError:
        return None
    return "version", number, story, str(sha256).lower(), record, *extraction
