"""Dumps as they are packed: plain, gzip, bzip2 or 7z, unpacked piece by piece and never further than is plausible."""

from __future__ import annotations

import bz2
import lzma
import queue
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from storyver.errors import SourceError, missing_library
from storyver.sources.mediawiki.packing import BZIP2, SEVENZIP
from storyver.sources.packed import GZIP, unpacked_head
from storyver.sources.paths import explain, printable

MOST_RATIO: Final = 2000
"""Bytes that come out of one that went in. The histories of Wikipedia, the same page over and over, come to a few
hundred in 7z; a bomb of bzip2 to a million."""
ALWAYS_ALLOWED: Final = 100_000_000
"""Bytes that may come out whatever went in."""
_CHUNK: Final = 1 << 16
_MOST_FOR_HEAD: Final = 2_000_000
"""Bytes that are read of a bzip2 file to see how it begins: its blocks have up to 900,000."""
_WAITING: Final = 4
"""Pieces that a 7z reader may be ahead."""


def beginning(path: Path, head: bytes, size: int) -> bytes:
    """How the content of a file begins, unpacked; empty where that needs a library or is broken."""
    return _beginning_bzip2(path, size) if head.startswith(BZIP2) else unpacked_head(head)[:size]


def _beginning_bzip2(path: Path, size: int) -> bytes:
    unpacker, found = bz2.BZ2Decompressor(), b""
    try:
        with path.open("rb") as file:
            while not found and not unpacker.eof and file.tell() < _MOST_FOR_HEAD and (packed := file.read(_CHUNK)):
                found = unpacker.decompress(packed, size)
    except (OSError, EOFError, ValueError):
        return b""
    return found


def unpacked(path: Path) -> Iterator[bytes]:
    """The content of a dump in pieces. Raise SourceError for what is broken, cut off, or unpacks beyond all measure."""
    try:
        with path.open("rb") as file:
            head = file.read(len(SEVENZIP))
            file.seek(0)
            pieces = _sevenzip(path) if head == SEVENZIP else _pieces(file, head)
            yield from _measured(pieces, file if head != SEVENZIP else None, path)
    except (EOFError, zlib.error, lzma.LZMAError) as error:
        raise _broken(path, error) from None
    except OSError as error:
        raise _broken(path, error) if error.errno is None else explain(error, path) from None


def _broken(path: Path, error: Exception) -> SourceError:
    what = f"cannot be unpacked: {printable(str(error)).rstrip('.')}"
    return SourceError(what=what, where=printable(path), remedy="get the whole file again")


def _measured(pieces: Iterator[bytes], file: IO[bytes] | None, path: Path) -> Iterator[bytes]:
    came_out = 0
    size = path.stat().st_size
    for piece in pieces:
        came_out += len(piece)
        went_in = size if file is None else file.tell()
        if came_out > ALWAYS_ALLOWED and came_out > MOST_RATIO * max(1, went_in):
            what = f"unpacks to more than {MOST_RATIO} times its size"
            raise SourceError(what=what, where=printable(path), remedy="unpack it yourself if you trust it")
        yield piece


def _pieces(file: IO[bytes], head: bytes) -> Iterator[bytes]:
    reader: IO[bytes] | Any = file
    if head.startswith(GZIP):
        import gzip

        reader = gzip.GzipFile(fileobj=file)
    elif head.startswith(BZIP2):
        reader = bz2.BZ2File(file)
    while piece := reader.read(_CHUNK):
        yield piece


def _sevenzip(path: Path) -> Iterator[bytes]:
    """py7zr hands over what it unpacks; a thread of its own turns that into pieces that can be asked for."""
    try:
        import py7zr
    except ImportError as error:
        raise missing_library("py7zr", "7z") from error
    handed: queue.Queue[bytes | BaseException | None] = queue.Queue(maxsize=_WAITING)
    stopped = threading.Event()

    def work() -> None:
        try:
            with path.open("rb") as file, py7zr.SevenZipFile(file, "r") as archive:
                archive.extractall(factory=_factory(handed, stopped))
            _put(handed, None, stopped)
        except BaseException as error:
            _put(handed, error, stopped)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        while (piece := handed.get()) is not None:
            if isinstance(piece, SourceError):
                raise piece
            if isinstance(piece, BaseException):
                raise _broken(path, Exception(str(piece) or type(piece).__name__))
            yield piece
    finally:
        stopped.set()
        thread.join()


class _StoppedError(Exception):
    """Nobody asks for more."""


def _put(handed: queue.Queue[Any], piece: bytes | BaseException | None, stopped: threading.Event) -> None:
    while not stopped.is_set():
        try:
            handed.put(piece, timeout=0.1)
        except queue.Full:
            continue
        return


def _factory(handed: queue.Queue[Any], stopped: threading.Event) -> Any:
    """What py7zr writes to; the second file of an archive is refused, for a dump is one."""
    import py7zr

    class Writer(py7zr.Py7zIO):
        def __init__(self) -> None:
            self._size = 0

        def write(self, s: bytes | bytearray) -> int:
            for start in range(0, len(s), _CHUNK):
                _put(handed, bytes(s[start : start + _CHUNK]), stopped)
            if stopped.is_set():
                raise _StoppedError
            self._size += len(s)
            return len(s)

        def read(self, size: int | None = None) -> bytes:  # noqa: ARG002
            return b""

        def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002
            return 0

        def flush(self) -> None:
            return None

        def size(self) -> int:
            return self._size

    class Factory(py7zr.WriterFactory):
        def __init__(self) -> None:
            self._made = False

        def create(self, filename: str) -> Writer:
            if self._made:
                what = f"holds more than one file, {printable(filename)!r} among them"
                raise SourceError(what=what, where="the 7z archive", remedy="unpack it and give the dump itself")
            self._made = True
            return Writer()

    return Factory()
