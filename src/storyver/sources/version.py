"""One version: a file or a string, with what its header, its manifest entry and its file name say of it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from storyver.dates import PartialDate
from storyver.errors import SourceError
from storyver.model import DateSource, PublicationDate, Version
from storyver.sources.filename import date_in, number_in
from storyver.sources.header import Header, read_header
from storyver.sources.manifest import Entry
from storyver.sources.paths import printable, read_bytes
from storyver.sources.text import MAXIMUM_BYTES, Decoded, check_text, decode, too_large


def read_file(path: Path, entry: Entry | None = None) -> Version:
    """Read a version from a file. What the manifest says goes before the header, and that before the file name."""
    data = read_bytes(path)
    return _make(decode(data, printable(path)), hashlib.sha256(data).hexdigest(), path, entry)


def read_text(text: str) -> Version:
    """Read a version from a string, which stays as it is and may be empty: a sentence may be compared with nothing.

    Raise SourceError if it is too large or binary.
    """
    where = "the text given"
    if len(text) > MAXIMUM_BYTES:
        raise too_large(where)
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        what = f"holds half a surrogate pair at character {error.start}"
        raise SourceError(what=what, where=where, remedy="decode the text again from its bytes") from None
    if text.strip():
        check_text(text, where)
    return _make(Decoded(text=text, encoding="utf-8"), hashlib.sha256(data).hexdigest(), None, None)


def _make(decoded: Decoded, sha256: str, path: Path | None, entry: Entry | None) -> Version:
    header = read_header(decoded.text)
    stem = "" if path is None else path.stem
    number, of = _number(header, stem, entry)
    date, date_notes = _date(header, stem, entry)
    return Version(
        id=sha256[:12],
        text=decoded.text,
        sha256=sha256,
        number=number,
        of=of,
        date=date,
        title=(entry.title if entry else None) or header.title,
        source=None if path is None else str(path),
        encoding=decoded.encoding,
        header=header.lines,
        notes=(*decoded.notes, *header.notes, *date_notes, *_entry_notes(entry)),
    )


def _number(header: Header, stem: str, entry: Entry | None) -> tuple[int | None, int | None]:
    of = entry.of if entry else None
    if entry is not None and entry.number is not None:
        return entry.number, of or (header.of if header.number == entry.number else None)
    if header.number is not None:
        return header.number, of or header.of
    number, named_of = (number_in(stem) if stem else None) or (None, None)
    return number, of or named_of


def _date(header: Header, stem: str, entry: Entry | None) -> tuple[PublicationDate | None, tuple[str, ...]]:
    if entry is not None and entry.date is not None:
        return _publication(entry.date, DateSource.MANIFEST, "date in story.toml"), ()
    named = date_in(stem) if stem else None
    stated = header.publication(named.year if named else None)
    if stated is not None:
        date, words, notes = stated
        return _publication(date, DateSource.HEADER, " ".join(words.split())), notes
    return (None if named is None else _publication(named, DateSource.FILE_NAME, stem)), ()


def _publication(date: PartialDate, source: DateSource, evidence: str) -> PublicationDate:
    return PublicationDate(value=date.iso(), source=source, evidence=evidence)


def _entry_notes(entry: Entry | None) -> tuple[str, ...]:
    if entry is None:
        return ()
    if entry.note is not None:
        return (entry.note,)
    return ("Illustration: this version was invented, not published.",) if entry.illustration else ()
