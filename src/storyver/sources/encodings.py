"""What a server did to a page's bytes for the way, undone: chunks and compression, within limits."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Final

from storyver.errors import MissingLibraryError, SourceError, missing_library
from storyver.sources.packed import GZIP
from storyver.sources.text import MAXIMUM_BYTES, too_large

_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
_GZIP: Final = 16 + zlib.MAX_WBITS
_PIECE: Final = 1 << 16


def undone(data: bytes, transfer: str, content: str, where: str) -> bytes:
    """The page's own bytes. ``transfer`` and ``content`` are the values of the two headers that say what was done.

    Both may be wrong: many tools undo them and leave the headers. Raise SourceError for what is cut off, broken,
    unknown or above the size of a version, and MissingLibraryError for Brotli without its library.
    """
    steps = [one.strip().lower() for one in content.split(",") if one.strip()]
    if "chunked" in transfer.lower():
        data = _joined(data, where)
    for step in reversed(steps):
        if step != "identity":
            data = _decompressed(data, step, where)
    if len(data) > MAXIMUM_BYTES:
        raise too_large(where)
    return data


def _joined(data: bytes, where: str) -> bytes:
    """The chunks put together, or the data as it is where it does not begin with one."""
    pieces: list[bytes] = []
    position = 0
    while True:
        match = _CHUNK.match(data, position)
        if match is None:
            if not pieces:
                return data
            raise _broken(where, "is cut off or broken between two chunks")
        size = int(match[1], 16)
        start, end = match.end(), match.end() + size
        if size == 0:
            return b"".join(pieces)
        if end > len(data):
            if not pieces and not data.startswith(b"\r\n", end):
                return data  # a text that begins like the size of a chunk
            raise _broken(where, "is cut off within a chunk")
        pieces.append(data[start:end])
        position = end + (2 if data.startswith(b"\r\n", end) else 1)


def _decompressed(data: bytes, step: str, where: str) -> bytes:
    match step:
        case "gzip" | "x-gzip":
            return _inflated(data, _GZIP, where) if data.startswith(GZIP) else data
        case "deflate":
            return _deflated(data, where)
        case "br":
            return from_brotli(data, where)
        case _:
            raise _broken(where, f"has the content encoding {step[:20]!r}, which is not read")


def _deflated(data: bytes, where: str) -> bytes:
    """Either of the two things that servers mean by the word."""
    zlib_header = len(data) > 1 and data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
    try:
        return _inflated(data, zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS, where)
    except SourceError:
        if data.lstrip()[:1] == b"<":
            return data
        raise


def _inflated(data: bytes, window: int, where: str) -> bytes:
    pieces: list[bytes] = []
    length = 0
    while data:
        machine = zlib.decompressobj(window)
        while not machine.eof:
            try:
                piece = machine.decompress(data, _PIECE)
            except zlib.error:
                raise _broken(where, "is compressed and broken") from None
            data = machine.unconsumed_tail
            length += len(piece)
            pieces.append(piece)
            if length > MAXIMUM_BYTES:
                raise too_large(where)
            if not piece and not data and not machine.eof:
                raise _broken(where, "is compressed and cut off")
        data = machine.unused_data if machine.unused_data.startswith(GZIP) else b""
    return b"".join(pieces)


def from_brotli(data: bytes, where: str, extra: str = "warc") -> bytes:
    """What was compressed by Brotli; data that begin as a page does are left as they are. Raise as `undone` does,
    naming the ``extra`` that brings the library."""
    if data.lstrip()[:1] == b"<":
        return data
    try:
        import brotli
    except ImportError as error:
        raise missing_library("brotli", extra) from error
    machine = brotli.Decompressor()
    pieces: list[bytes] = []
    length = 0
    try:
        piece = machine.process(data, output_buffer_limit=_PIECE)
        while piece or not machine.is_finished():
            length += len(piece)
            pieces.append(piece)
            if length > MAXIMUM_BYTES:
                raise too_large(where)
            if not piece and machine.can_accept_more_data():
                raise _broken(where, "is compressed and cut off")
            piece = machine.process(b"", output_buffer_limit=_PIECE)
    except brotli.error:
        raise _broken(where, "is compressed and broken") from None
    return b"".join(pieces)


def _broken(where: str, what: str) -> SourceError:
    return SourceError(what=what, where=where, remedy="get the capture again")


def reason_of(read: Callable[[], bytes]) -> bytes | str:
    """What a reading gives, or why it gives nothing: what is wrong with it, or the library that it needs."""
    try:
        return read()
    except MissingLibraryError as error:
        return f"needs {error.where}; {error.remedy}"
    except SourceError as error:
        return error.what
