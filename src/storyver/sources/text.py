"""Bytes to text: which encoding a version is in, and what is no text at all."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from storyver.errors import SourceError

MAXIMUM_BYTES: Final = 20_000_000
"""The size of the largest version that is read. The longest articles in print have some 200,000 bytes; a live page
of a whole week has two million."""
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
CONTROL_BYTES: Final = bytes([*range(9), *range(0x0E, 0x20), 0x7F])
"""What a text in UTF-8 hardly holds, and most binary files do."""
_UTF8_SEQUENCE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_MOST_CONTROLS: Final = 0.01
"""Of the characters of a text; saved pages hold a stray control character, binary files one in eight bytes."""
_MOST_ACCENTS: Final = 0.3
"""Of the bytes of a text in Windows-1252; English has one in a hundred, another alphabet misread two in three."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text and how it was read."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, where: str) -> Decoded:
    """Decode a version: UTF-8, UTF-16 with or without its mark, or Windows-1252, without changing a character.

    Raise SourceError for a file that is empty, too large, binary, or in none of these encodings. ``where`` names
    the file in the message.
    """
    if len(data) > MAXIMUM_BYTES:
        raise too_large(where)
    decoded = _decode_marked(data, where) or _decode_utf8(data) or _decode_utf16(data) or _decode_windows(data, where)
    check_text(decoded.text, where)
    return decoded


def check_text(text: str, where: str) -> None:
    """Raise SourceError for a text that is empty, binary, or not Unicode."""
    if not text.strip():
        raise SourceError(what="is empty", where=where, remedy="give a file that holds the article's text")
    if "\x00" in text or len(_CONTROLS.findall(text[:100_000])) > _MOST_CONTROLS * min(len(text), 100_000):
        raise _binary(where)


def too_large(where: str) -> SourceError:
    """The error for a version above the limit."""
    return SourceError(
        what=f"is larger than {MAXIMUM_BYTES // 1_000_000} MB",
        where=where,
        remedy="give the text of one article",
    )


def _binary(where: str) -> SourceError:
    return SourceError(what="is a binary file, not text", where=where, remedy="save the article as plain text")


def _decode_marked(data: bytes, where: str) -> Decoded | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return Decoded(text=data[len(mark) :].decode(encoding), encoding=encoding)
            except UnicodeDecodeError as error:
                raise _undecodable(
                    where, f"is marked as {encoding.upper()} and broken", len(mark) + error.start
                ) from None
    return None


def _decode_utf8(data: bytes) -> Decoded | None:
    if b"\x00" in data:
        return None
    try:
        return Decoded(text=data.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        return None


def _decode_utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: in English every other byte is zero."""
    zeros = (data[0::2].count(0), data[1::2].count(0))
    if len(data) % 2 or max(zeros) < len(data) * 0.2 or min(zeros) > max(zeros) * 0.05:
        return None
    encoding = "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    if _CONTROLS.search(text):
        return None
    return Decoded(text=text, encoding=encoding, notes=("Read as UTF-16, although the file has no byte order mark.",))


def _decode_windows(data: bytes, where: str) -> Decoded:
    controls = len(data) - len(data.translate(None, CONTROL_BYTES))
    if b"\x00" in data or controls > _MOST_CONTROLS * len(data):
        raise _binary(where)
    position = _first_broken(data)
    sequences = len(_UTF8_SEQUENCE.findall(data))
    accents = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    if sequences * 2 > accents - sequences * 2 or accents > _MOST_ACCENTS * len(data):
        raise _undecodable(where, "is not UTF-8, UTF-16 or Windows-1252", position)
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _undecodable(where, "is not UTF-8, UTF-16 or Windows-1252", error.start) from None
    return Decoded(text=text, encoding="windows-1252", notes=("Read as Windows-1252: the bytes are not UTF-8.",))


def _first_broken(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _undecodable(where: str, what: str, position: int) -> SourceError:
    return SourceError(what=f"{what} (byte {position})", where=where, remedy="save the file as UTF-8")
