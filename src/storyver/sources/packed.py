"""Files that may be packed with gzip, read piece by piece and within limits."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import BinaryIO, Final

from storyver.errors import SourceError
from storyver.sources.paths import explain, printable
from storyver.sources.text import MAXIMUM_BYTES

GZIP: Final = b"\x1f\x8b"
MAXIMUM_RATIO: Final = 250
"""Times its own size that a packed file may unpack to. Prose packs to a third and a table of versions that hardly
differ to a hundredth; gzip's utmost, which only a bomb reaches, is a thousandth."""
MAXIMUM_UNPACKED: Final = 100_000_000_000
"""Bytes in all, however well they pack."""


def unpacked_head(head: bytes) -> bytes:
    """The beginning of what a file holds, from its own first bytes: unpacked if they are packed, else as they are."""
    if not head.startswith(GZIP):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, len(head))
    except zlib.error:
        return b""


def open_unpacked(path: Path) -> io.BufferedReader:
    """Open a file for reading, unpacked if it is packed.

    Raise SourceError if it cannot be opened; reading on raises it for what is broken, cut off, or a bomb.
    """
    try:
        size = path.stat().st_size
        file = path.open("rb")
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL character
        raise explain(error, path) from None
    try:
        if file.peek(len(GZIP))[: len(GZIP)] != GZIP:
            return file
    except OSError as error:
        file.close()
        raise explain(error, path) from None
    allowed = max(MAXIMUM_BYTES, min(MAXIMUM_RATIO * size, MAXIMUM_UNPACKED))
    return io.BufferedReader(_Unpacked(file, allowed, printable(path)), io.DEFAULT_BUFFER_SIZE * 8)


class _Unpacked(io.RawIOBase):
    """The content of a gzip file, until more comes out than is allowed."""

    def __init__(self, file: BinaryIO, allowed: int, where: str) -> None:
        import gzip

        self._file = file
        self._packed = gzip.GzipFile(fileobj=file)
        self._left = allowed
        self._where = where

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._packed.read1(len(buffer))
        except (EOFError, OSError, zlib.error):
            what = "is packed with gzip, and damaged or cut off"
            raise SourceError(what=what, where=self._where, remedy="get the file again") from None
        self._left -= len(data)
        if self._left < 0:
            what = f"unpacks to more than {MAXIMUM_RATIO} times its size"
            raise SourceError(what=what, where=self._where, remedy="unpack it yourself if you trust it")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()
