"""What is kept of a capture and of an extraction beside their bytes, as JSON in one line."""

from __future__ import annotations

import json
from typing import Any, Final

from storyver.archive.frames import DamagedError, Frames, Place
from storyver.dates import parse_date
from storyver.model import Capture, DateSource, Extracted, PublicationDate

PLAIN: Final = "text/plain"
DECODABLE: Final = ("utf-8", "windows-1252", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
"""The encodings in which a text may lie as its raw bytes alone. Any other text is kept as well."""
_CAPTURE_TEXTS: Final = ("source", "name", "charset", "title", "url", "story_title", "story_url")
_FOUND_TEXTS: Final = ("title", "author", "url")

Record = dict[str, Any]

PLAINLY: Final = (None, None, "utf-8", "{}")
"""Text, extractor, encoding and what was found, where there is no extraction: the text is the bytes in UTF-8."""


def capture_record(capture: Capture) -> str:
    """All that a source says of a version, without its bytes and its story."""
    record: Record = {} if capture.media == PLAIN else {"media": capture.media}
    record |= {key: value for key in _CAPTURE_TEXTS if (value := getattr(capture, key)) is not None}
    record |= {key: value for key in ("number", "of") if (value := getattr(capture, key)) is not None}
    return _written(record | _dates_and_notes(capture))


def record_of(frames: Frames, recorded: str, behind: object, place: tuple[object, object, object]) -> str:
    """The record of a version, which, where ``behind`` has its bytes, lies behind the content at a place.

    Raise DamagedError where it cannot be had.
    """
    if behind is None:
        return recorded
    data = frames.content(place_of(place[0], _sum(place[1], place[2]), behind))
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise DamagedError("a record is no text") from error


def _sum(start: object, size: object) -> int | None:
    return start + size if isinstance(start, int) and isinstance(size, int) else None


def place_of(frame: object, start: object, size: object) -> Place:
    """Where a content lies. Raise DamagedError where nothing can."""
    if not (isinstance(frame, int) and isinstance(start, int) and isinstance(size, int)):
        raise DamagedError("a content is said to lie nowhere")
    return Place(frame=frame, start=start, size=size)


def capture_of(record: str, data: bytes, story: str) -> Capture:
    """The capture as it was given. Raise DamagedError where the record is not one."""
    read = _read(record)
    texts = {key: _text(read, key) for key in _CAPTURE_TEXTS if key != "source"}
    return Capture(
        data=data,
        media=_text(read, "media") or PLAIN,
        source=_text(read, "source") or "",
        story=story,
        number=_number(read, "number"),
        of=_number(read, "of"),
        dates=_dates(read),
        notes=_notes(read),
        **texts,
    )


def found_record(extracted: Extracted) -> str:
    """What a document says of itself."""
    record = {key: value for key in _FOUND_TEXTS if (value := getattr(extracted, key)) is not None}
    return _written(record | _dates_and_notes(extracted))


def extracted_of(record: str, text: str, encoding: str, extractor: str | None) -> Extracted:
    """The extraction as it was given. Raise DamagedError where the record is not one."""
    read = _read(record)
    texts = {key: _text(read, key) for key in _FOUND_TEXTS}
    return Extracted(text=text, encoding=encoding, extractor=extractor, dates=_dates(read), notes=_notes(read), **texts)


def identity(record: str) -> tuple[object, ...]:
    """What tells two captures of one story with the same bytes apart: the file name, or else the number, and the dates
    that the source itself recorded; where there is none of these, the place in the source behind ``#``. Where the
    source lies does not count, nor what a manifest says, which may say more another time."""
    read = _read(record)
    dates = tuple(one.value for one in _dates(read) if one.source is not DateSource.MANIFEST)
    name = _text(read, "name")
    told = (name, None if name else read.get("number"), dates)
    if any(told):
        return told
    return ("place", (_text(read, "source") or "").partition("#")[2])


def says_the_same(record: str, other: str) -> bool:
    """Whether two records say the same of a version, wherever it was read from."""
    return {**_read(record), "source": None} == {**_read(other), "source": None}


def decoded(data: bytes, encoding: str) -> str:
    """The text that bytes are in an encoding, without a byte order mark. Raise DamagedError where they are none."""
    if encoding not in DECODABLE:
        raise DamagedError("a text is said to be in an encoding that none is kept in")
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise DamagedError("a text is not in the encoding that it was read in") from error


def is_decoded(extracted: Extracted, data: bytes) -> bool:
    """Whether the text of an extraction is its bytes, decoded, so that it need not be kept."""
    try:
        return decoded(data, extracted.encoding) == extracted.text
    except DamagedError:
        return False


def _written(record: Record) -> str:
    """JSON, with escapes only where there is half a surrogate pair, which UTF-8 cannot write."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(record, separators=(",", ":"))
    return text


def _read(record: str) -> Record:
    try:
        read = json.loads(record)
    except (ValueError, TypeError, RecursionError) as error:
        raise DamagedError("a record is no JSON") from error
    if not isinstance(read, dict):
        raise DamagedError("a record is no object")
    return read


def _dates_and_notes(value: Capture | Extracted) -> Record:
    dates = [[one.value, one.source.value, one.evidence] for one in value.dates]
    return ({"dates": dates} if dates else {}) | ({"notes": list(value.notes)} if value.notes else {})


def _text(read: Record, key: str) -> str | None:
    value = read.get(key)
    if value is not None and not isinstance(value, str):
        raise DamagedError(f"a record's {key} is no text")
    return value


def _number(read: Record, key: str) -> int | None:
    value = read.get(key)
    if value is not None and type(value) is not int:
        raise DamagedError(f"a record's {key} is no number")
    return value


def _notes(read: Record) -> tuple[str, ...]:
    notes = read.get("notes", [])
    if not isinstance(notes, list) or not all(isinstance(one, str) for one in notes):
        raise DamagedError("a record's notes are none")
    return tuple(notes)


def _dates(read: Record) -> tuple[PublicationDate, ...]:
    try:
        dates = tuple(
            PublicationDate(value=str(value), source=DateSource(source), evidence=str(evidence))
            for value, source, evidence in read.get("dates", [])
        )
        for one in dates:
            parse_date(one.value)
    except (ValueError, TypeError) as error:
        raise DamagedError("a record's dates are none") from error
    return dates
