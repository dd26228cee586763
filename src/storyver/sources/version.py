"""One version: what was captured, as text, with what its source, its manifest entry and the text itself say of it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from storyver.dates import PartialDate
from storyver.errors import SourceError
from storyver.model import Capture, DateSource, PublicationDate, Version
from storyver.sources.extraction import Extracted, extract
from storyver.sources.fetched import served_charset
from storyver.sources.filename import date_in, number_in
from storyver.sources.header import Header, read_header
from storyver.sources.manifest import Entry
from storyver.sources.media import HTML, PLAIN, media_of, named_otherwise
from storyver.sources.paths import printable, read_bytes
from storyver.sources.text import MAXIMUM_BYTES, check_text, too_large


def read_file(path: Path, entry: Entry | None = None) -> Version:
    """Read a version from a file. What the manifest says goes before the text, and that before the file name."""
    return read_capture(capture_file(path), entry)


def capture_file(path: Path) -> Capture:
    """The bytes of a version's file, and of a fetched page the encoding that its server named."""
    data = read_bytes(path)
    media = media_of(data)
    note = named_otherwise(path.name, media)
    notes = () if note is None else (note,)
    charset = served_charset(path, data) if media == HTML else None
    return Capture(
        data=data, media=media, source=str(path), story=path.stem, name=path.name, charset=charset, notes=notes
    )


def read_capture(capture: Capture, entry: Entry | None = None) -> Version:
    """Read the text of a capture. What a manifest says goes before what its source records, that before what the text
    states, and that before its name.

    Raise SourceError for what is empty, too large, binary or broken, and MissingLibraryError where an extra is needed.
    """
    told = capture if entry is None else with_entry(capture, entry)
    return make_version(told, extract_text(told))


def extract_text(capture: Capture) -> Extracted:
    """The text of a capture, and what its document says of itself. Raise as `read_capture` does."""
    where = printable(capture.source)
    if len(capture.data) > MAXIMUM_BYTES:
        raise too_large(where)
    return extract(capture, where)


def with_entry(capture: Capture, entry: Entry) -> Capture:
    """A capture with what a manifest says of it, which goes before what its source records."""
    dates = (*entry.dates, *capture.dates)
    if entry.date is not None:
        dates = (_publication(entry.date, DateSource.MANIFEST, "date in story.toml"), *dates)
    return replace(
        capture,
        media=entry.media or capture.media,
        name=capture.name if entry.name is None else entry.name or None,
        charset=entry.charset or capture.charset,
        number=capture.number if entry.number is None else entry.number,
        of=entry.of or capture.of,
        title=entry.title or capture.title,
        url=entry.url or capture.url,
        dates=dates,
        notes=(*capture.notes, *_entry_notes(entry)),
    )


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
    given = Capture(data=data, media=PLAIN, source="", story="")
    return make_version(given, Extracted(text=text, encoding="utf-8"))


def make_version(capture: Capture, extracted: Extracted, *, sha256: str | None = None) -> Version:
    """Put together what is known of a version. Its text may come from an earlier extraction, for which its bytes need
    not be at hand where their hash is given."""
    header = read_header(extracted.text)
    stem = Path(capture.name).stem if capture.name else ""
    sha256 = sha256 or hashlib.sha256(capture.data).hexdigest()
    number, of = _number(capture, header, stem)
    dates, date_notes = _dates(capture, extracted, header, stem)
    return Version(
        id=sha256[:12],
        text=extracted.text,
        sha256=sha256,
        number=number,
        of=of,
        date=dates[0] if dates else None,
        title=capture.title or extracted.title or header.title,
        source=capture.source or None,
        encoding=extracted.encoding,
        media=capture.media,
        extractor=extracted.extractor,
        url=capture.url or extracted.url,
        author=extracted.author,
        dates=dates,
        header=header.lines,
        notes=(*extracted.notes, *header.notes, *date_notes, *capture.notes),
    )


def _number(capture: Capture, header: Header, stem: str) -> tuple[int | None, int | None]:
    if capture.number is not None:
        return capture.number, capture.of or (header.of if header.number == capture.number else None)
    if header.number is not None:
        return header.number, capture.of or header.of
    number, named_of = (number_in(stem) if stem else None) or (None, None)
    return number, capture.of or named_of


def _dates(
    capture: Capture, extracted: Extracted, header: Header, stem: str
) -> tuple[tuple[PublicationDate, ...], tuple[str, ...]]:
    """All dates that are known, the one that the version goes by first, and notes on how the text was read."""
    found: list[PublicationDate] = []
    notes: tuple[str, ...] = ()
    found.extend(capture.dates)
    named = date_in(stem) if stem else None
    stated = header.publication(named.year if named else None)
    if stated is not None:
        date, words, notes = stated
        found.append(_publication(date, DateSource.HEADER, " ".join(words.split())))
    found.extend(extracted.dates)
    if named is not None:
        found.append(_publication(named, DateSource.FILE_NAME, stem))
    return tuple(found), notes if found and found[0].source is DateSource.HEADER else ()


def _publication(date: PartialDate, source: DateSource, evidence: str) -> PublicationDate:
    return PublicationDate(value=date.iso(), source=source, evidence=evidence)


def _entry_notes(entry: Entry) -> tuple[str, ...]:
    if entry.notes:
        return entry.notes
    return ("Illustration: this version was invented, not published.",) if entry.illustration else ()
