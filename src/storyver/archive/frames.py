"""Contents as they lie in the file: several of one story in a compressed frame, each frame on top of the one before.

A version of an article repeats most of the one before it. So a frame is compressed with the end of what came before
it in its story as dictionary. It is never written again: what is added later makes a new frame.
"""

from __future__ import annotations

import hashlib
import lzma
import sqlite3
import zlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Protocol

WINDOW: Final = 32_768
"""So far back DEFLATE sees."""
FRAME_BYTES: Final = 262_144
"""A frame takes contents until it has so many bytes, so that one version is read without unpacking hundreds."""
MOST_BEFORE: Final = 524_288
"""A frame on top of more bytes than this begins anew, which bounds what has to be unpacked for it."""
DEEPEST: Final = 32
"""The same in frames. A frame that begins anew takes about twice the room of one that does not."""
LARGE_FRAME_BYTES: Final = 4_194_304
"""The same of contents that are longer than the window, such as whole pages: only LZMA sees one in the next."""
MANY_BYTES: Final = 65_536
"""From so many on a story's first frame is compressed by LZMA, which sees all of it: twice as far as DEFLATE."""
LARGEST: Final = 64_000_000
"""More than this no frame unpacks to, whatever it says of itself."""
_CHECKSUM_BYTES: Final = 16
_LZMA: Final = [{"id": lzma.FILTER_LZMA2, "preset": 1, "dict_size": LARGE_FRAME_BYTES}]
_LZMA_CLOSELY: Final = [{"id": lzma.FILTER_LZMA2, "preset": 4, "pb": 0, "dict_size": LARGE_FRAME_BYTES}]
"""Takes longer and less room, and is unpacked like the other."""
_KEPT_BYTES: Final = 16_000_000


class DamagedError(ValueError):
    """Something stored is not as it was added; says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a content lies."""

    frame: int
    start: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A frame as it lies in the file."""

    base: int | None
    codec: int
    depth: int
    before: int
    size: int
    packed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A frame, unpacked."""

    data: bytes
    window: bytes
    """The end of all that it and the frames under it hold: the dictionary of the next."""
    depth: int
    before: int


class Codec(IntEnum):
    """How a frame is compressed."""

    DEFLATE = 0
    LZMA = 1


def pack(data: bytes, dictionary: bytes, codec: Codec = Codec.DEFLATE) -> bytes:
    """Compress a frame; with LZMA without a dictionary."""
    if codec is Codec.LZMA:
        filters = _LZMA_CLOSELY if len(data) <= FRAME_BYTES else _LZMA
        return lzma.compress(data, lzma.FORMAT_RAW, filters=filters)
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS, 8, zlib.Z_DEFAULT_STRATEGY, dictionary)
    return packer.compress(data) + packer.flush()


def unpack(packed: bytes, size: int, dictionary: bytes, codec: int = Codec.DEFLATE) -> bytes:
    """The bytes of a frame. Raise DamagedError where it does not give just so many."""
    if not 0 <= size <= LARGEST:
        raise DamagedError(f"a frame says that it has {size} bytes")
    unpacker = _unpacker(codec, dictionary)
    try:
        data = unpacker.decompress(packed, size + 1)
    except (zlib.error, lzma.LZMAError) as error:
        raise DamagedError("a frame cannot be unpacked") from error
    if len(data) != size or not unpacker.eof:
        raise DamagedError("a frame unpacks to another size")
    return data


class _Unpacker(Protocol):
    """What both codecs have."""

    @property
    def eof(self) -> bool: ...

    def decompress(self, data: bytes, length: int, /) -> bytes: ...


def _unpacker(codec: int, dictionary: bytes) -> _Unpacker:
    if codec == Codec.LZMA:
        return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=_LZMA)
    if codec == Codec.DEFLATE:
        return zlib.decompressobj(-zlib.MAX_WBITS, dictionary)
    raise DamagedError("a frame is packed in no way that is known")


def checksum(base: int | None, packed: bytes) -> bytes:
    """Of a frame as it lies in the file."""
    return hashlib.blake2b(packed, digest_size=_CHECKSUM_BYTES, key=str(base).encode()).digest()


class Frames:
    """The frames of an archive, the latest used kept unpacked."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._kept: OrderedDict[int, Frame] = OrderedDict()
        self._kept_bytes = 0

    def content(self, place: Place) -> bytes:
        """The bytes at a place. Raise DamagedError where they cannot be had."""
        data = self.frame(place.frame).data
        if place.start < 0 or place.size < 0 or place.start + place.size > len(data):
            raise DamagedError("a content lies outside its frame")
        return data[place.start : place.start + place.size]

    def frame(self, number: int) -> Frame:
        """A frame, unpacked, after those that it lies on."""
        pile: list[tuple[int, _Row]] = []
        wanted: int | None = number
        under: Frame | None = None
        while wanted is not None and (under := self._used(wanted)) is None:
            if len(pile) > DEEPEST:
                raise DamagedError("frames lie on more others than they may")
            row = self._row(wanted)
            pile.append((wanted, row))
            wanted = row.base
        for at, row in reversed(pile):
            data = unpack(row.packed, row.size, under.window if under else b"", row.codec)
            under = self._keep(at, data, under, row.depth, row.before)
        if under is None:
            raise DamagedError("a frame is missing")
        return under

    def _used(self, number: int) -> Frame | None:
        if number in self._kept:
            self._kept.move_to_end(number)
        return self._kept.get(number)

    def _row(self, number: int) -> _Row:
        query = "SELECT base, codec, depth, before, size, packed, checksum FROM frames WHERE id = ?"
        row = self._connection.execute(query, (number,)).fetchone()
        if row is None:
            raise DamagedError("a frame is missing")
        base, codec, depth, before, size, packed, summed = row
        whole = all(isinstance(one, int) for one in (codec, depth, before, size)) and isinstance(packed, bytes)
        if not whole or checksum(base, packed) != summed:
            raise DamagedError("a frame is not as it was written")
        return _Row(base=base, codec=codec, depth=depth, before=before, size=size, packed=packed)

    def _keep(self, number: int, data: bytes, under: Frame | None, depth: int, before: int) -> Frame:
        window = data[-WINDOW:] if len(data) >= WINDOW else ((under.window if under else b"") + data)[-WINDOW:]
        frame = self._kept[number] = Frame(data=data, window=window, depth=depth, before=before)
        self._kept_bytes += len(data) + len(window)
        while self._kept_bytes > _KEPT_BYTES and len(self._kept) > 1:
            _, gone = self._kept.popitem(last=False)
            self._kept_bytes -= len(gone.data) + len(gone.window)
        return frame

    def append(self, base: int | None, contents: Sequence[tuple[bytes, bytes]]) -> list[Place]:
        """Put contents, each with what lies behind it, on top of a frame of their story, and say where they lie; inside
        the caller's transaction."""
        places: list[Place] = []
        for some in _portions(contents):
            data = b"".join(part for one in some for part in one)
            together = len(some) > 1 and (max(map(_length, some)) > WINDOW or (base is None and len(data) > MANY_BYTES))
            base = self._add(base, data, Codec.LZMA if together else Codec.DEFLATE)
            start = 0
            for one in some:
                places.append(Place(frame=base, start=start, size=len(one[0])))
                start += _length(one)
        return places

    def _add(self, base: int | None, data: bytes, codec: Codec) -> int:
        under = None if base is None else self.frame(base)
        before = 0 if under is None else under.before + len(under.data)
        depth = 0 if under is None else under.depth + 1
        if depth >= DEEPEST or before > MOST_BEFORE or len(data) > MOST_BEFORE or codec is Codec.LZMA:
            base, under, before, depth = None, None, 0, 0
        packed = pack(data, under.window if under else b"", codec)
        number = self._connection.execute(
            "INSERT INTO frames (base, codec, depth, before, size, checksum, packed) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (base, codec, depth, before, len(data), checksum(base, packed), packed),
        ).lastrowid
        assert number is not None
        self._keep(number, data, under, depth, before)
        return number

    def forget(self) -> None:
        """Keep nothing, as after a transaction that was taken back."""
        self._kept.clear()
        self._kept_bytes = 0


def _length(content: tuple[bytes, bytes]) -> int:
    return len(content[0]) + len(content[1])


def _portions(contents: Sequence[tuple[bytes, bytes]]) -> list[list[tuple[bytes, bytes]]]:
    """The contents frame by frame."""
    portions: list[list[tuple[bytes, bytes]]] = []
    room = 0
    for one in contents:
        length = _length(one)
        if length > room:
            portions.append([])
            room = LARGE_FRAME_BYTES if length > WINDOW else FRAME_BYTES
        portions[-1].append(one)
        room -= length
    return portions
