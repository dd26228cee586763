"""The records of a WARC file, one by one: read with limits on everything that the file itself says, and written.

Lengths in the file may lie, compressed members may be cut off or broken, and what follows is still found.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

from storyver.sources.packed import GZIP
from storyver.sources.text import MAXIMUM_BYTES

LONGEST_HEADER: Final = 64_000
"""Bytes of the header lines of one record. Those of real ones have less than two thousand."""
LONGEST_BLOCK: Final = MAXIMUM_BYTES + LONGEST_HEADER
"""Bytes of a record's block that are kept; of a longer one the rest is passed over."""
MOST_EXPANSION: Final = 200
"""How many times its size a compressed member may expand; HTML does so 5 to 20 times, 50 at the most."""
FREE_EXPANSION: Final = 64_000_000
"""Bytes to which any member may expand."""
_MEMBER: Final = b"\x1f\x8b\x08"
_START: Final = b"WARC/"
_END: Final = b"\r\n\r\n"
_PIECE: Final = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record."""

    headers: Mapping[str, str]
    """By their names in lower case, the first where one is repeated."""
    block: bytes
    """What it holds, empty where it was not asked for, and no more than ``LONGEST_BLOCK``."""
    offset: int
    """Where it begins: in the file, or in what a compressed file expands to."""
    fault: str | None
    """Why its block is not to be trusted; None where nothing is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A stretch of a file in which no record could be read."""

    offset: int
    reason: str


class _TooDenseError(Exception):
    """A compressed member expands as none of text does."""


class _Stream:
    """The bytes of a file, expanded where it is compressed. No more than a few pieces of it are ever held."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._buffer = bytearray()
        self._position = 0
        head = file.read(_PIECE)
        self._raw = head
        self._machine = zlib.decompressobj(16 + zlib.MAX_WBITS) if head.startswith(GZIP) else None
        self._taken = self._given = 0
        self.fault: str | None = None
        """What was met last: a broken member or an end within one."""

    @property
    def position(self) -> int:
        """How many bytes were taken."""
        return self._position

    def take(self, length: int) -> bytes:
        """So many bytes, fewer at the end or at a fault."""
        while len(self._buffer) < length and self._fill():
            pass
        piece = bytes(self._buffer[:length])
        del self._buffer[:length]
        self._position += len(piece)
        return piece

    def peek(self, length: int) -> bytes:
        """What would be taken next."""
        while len(self._buffer) < length and self._fill():
            pass
        return bytes(self._buffer[:length])

    def line(self, longest: int) -> bytes:
        """A line with its end, or the first so many bytes of it."""
        while (end := self._buffer.find(b"\n", 0, longest)) < 0 and len(self._buffer) < longest and self._fill():
            pass
        return self.take(min(longest, end + 1 if end >= 0 else len(self._buffer)))

    def skip_blank(self) -> None:
        """Pass over the ends of lines."""
        while True:
            left = self._buffer.lstrip(b"\r\n")
            self._position += len(self._buffer) - len(left)
            self._buffer = left
            if left or not self._fill():
                return

    def go_on(self) -> bool:
        """Forget a fault and go to the next compressed member; False where there is none."""
        self.fault = None
        self._position += len(self._buffer)
        self._buffer.clear()
        self._raw = self._raw[1:]
        while (place := self._raw.find(_MEMBER)) < 0:
            more = self._file.read(_PIECE)
            if not more:
                return False
            self._raw = self._raw[-2:] + more
        self._raw = self._raw[place:]
        self._renew()
        return True

    def _renew(self) -> None:
        self._machine = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._taken = self._given = 0

    def _fill(self) -> bool:
        if self.fault is not None:
            return False
        if not self._raw:
            self._raw = self._file.read(_PIECE)
        if self._machine is None:
            self._buffer += self._raw
            more, self._raw = bool(self._raw), b""
            return more
        if not self._raw:
            if self._taken and not self._machine.eof:
                self.fault = "the file ends within a compressed member"
            return False
        return self._expand(self._machine)

    def _expand(self, machine: zlib._Decompress) -> bool:
        before = self._raw
        try:
            piece = machine.decompress(before, _PIECE)
        except zlib.error:
            self.fault = "a compressed member is broken"
            return False
        self._buffer += piece
        self._raw = machine.unconsumed_tail or machine.unused_data
        self._taken += len(before) - len(self._raw)
        self._given += len(piece)
        if self._given > FREE_EXPANSION and self._given > MOST_EXPANSION * self._taken:
            raise _TooDenseError
        if machine.eof:
            self._raw = self._raw.lstrip(b"\x00")  # some writers fill members up
            self._renew()
        return True


def records(file: BinaryIO, wanted: Callable[[Mapping[str, str]], bool]) -> Iterator[Record | Damage]:
    """The records of a file in order, and where none could be read.

    ``wanted`` says by a record's headers whether its block is to be kept. Memory stays within a few times
    ``LONGEST_BLOCK`` whatever the file says.
    """
    stream = _Stream(file)
    told = None
    try:
        while True:
            stream.skip_blank()
            if stream.peek(1):
                one = _record(stream, wanted)
                told = one.fault if isinstance(one, Record) else one.reason
                yield one
                continue
            if stream.fault is not None and stream.fault != told:
                yield Damage(offset=stream.position, reason=stream.fault)
            if stream.fault is None or not stream.go_on():
                return
            told = None
    except _TooDenseError:
        reason = f"a compressed member expands more than {MOST_EXPANSION}-fold; nothing behind it was read"
        yield Damage(offset=stream.position, reason=reason)


def _record(stream: _Stream, wanted: Callable[[Mapping[str, str]], bool]) -> Record | Damage:
    offset = stream.position
    headers = _headers(stream)
    length = headers.get("content-length", "") if headers is not None else ""
    if headers is None or not (length.isdecimal() and len(length) < 16):
        reason = stream.fault or ("no record begins here" if headers is None else "a record states no length")
        _to_next(stream)
        return Damage(offset=offset, reason=reason)
    kept = wanted(headers)
    block, missing = _block(stream, int(length), LONGEST_BLOCK if kept else 0)
    fault = stream.fault
    if missing and fault is None:
        fault = f"the file ends {missing:,} bytes before the record does"
    elif fault is None and not _ends_well(stream):
        fault = "its length is wrong: no record begins where it ends"
        _to_next(stream)
    return Record(headers=headers, block=block, offset=offset, fault=fault)


def _headers(stream: _Stream) -> dict[str, str] | None:
    """The header lines of a record, None where there are none or they have no end."""
    if not stream.line(LONGEST_HEADER).startswith(_START):
        return None
    headers: dict[str, str] = {}
    name, left = "", LONGEST_HEADER
    while left > 0:
        line = stream.line(left)
        if not line.endswith(b"\n"):
            return None
        left -= len(line)
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if not text:
            return headers
        if text[0] in " \t" and name:
            headers[name] += f" {text.strip()}"
            continue
        name, _, value = text.partition(":")
        name = name.strip().lower()
        headers.setdefault(name, value.strip())
    return None


def _block(stream: _Stream, length: int, kept: int) -> tuple[bytes, int]:
    """The first so many bytes of a block of that length, and how many of all are missing."""
    pieces: list[bytes] = []
    held, left = 0, length
    while left:
        piece = stream.take(min(left, _PIECE))
        if not piece:
            break
        left -= len(piece)
        if held < kept:
            pieces.append(piece[: kept - held])
            held += len(pieces[-1])
    return b"".join(pieces), left


def _ends_well(stream: _Stream) -> bool:
    """Whether behind a block is what belongs there, or at least the next record."""
    if stream.peek(len(_END)) == _END:
        return True
    stream.skip_blank()
    after = stream.peek(len(_START))
    return not after or after == _START


def _to_next(stream: _Stream) -> None:
    """Pass over what is no record."""
    while stream.peek(1) and stream.fault is None:
        if stream.peek(len(_START)) == _START:
            return
        stream.line(_PIECE)


def record_bytes(headers: Mapping[str, str], block: bytes) -> bytes:
    """A record, uncompressed. Header values keep to one line whatever they hold."""
    lines = "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in headers.items())
    return f"WARC/1.1\r\n{lines}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"
