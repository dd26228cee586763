"""Gathered versions on the disk, those of a story together, however scattered they came.

Records are held in memory up to a bound, sorted by the hash of their story's name, and written as one file, a segment:
the records, an index of their hashes and places, and where in the index each of 256 buckets begins, told by the first
byte of the hash. What belongs to a range of hashes is then read from each segment in one go.
"""

from __future__ import annotations

import hashlib
import heapq
import os
import struct
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

BUCKETS: Final = 256
HELD: Final = 64_000_000
"""Bytes of records that wait in memory to be written together."""
_ENTRY: Final = struct.Struct(">8sQI")
_TRAILER: Final = struct.Struct(f">{BUCKETS + 1}QQ")
"""How many entries stand before those of each bucket and in all, and where the index begins."""
_SUFFIX: Final = ".segment"


class Entry(NamedTuple):
    """Where a record is."""

    key: bytes
    """The first 8 bytes of the hash of its story's name."""
    path: Path
    start: int
    length: int


def key_of(name: str) -> bytes:
    """The first 8 bytes of the SHA-256 of a story's name."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:8]


class Spool:
    """A folder to which records are added."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: list[tuple[bytes, bytes]] = []
        self._size = 0
        self._segments = 0
        folder.mkdir(parents=True)

    def add(self, name: str, data: bytes) -> None:
        """Add a record of a story."""
        self._held.append((key_of(name), data))
        self._size += len(data)
        if self._size >= HELD:
            self.flush()

    def flush(self) -> None:
        """Write what is held, and wait until it is on the disk."""
        if not self._held:
            return
        self._held.sort(key=itemgetter(0))  # stable: of one story in the order in which they came
        with (self._folder / f"{self._segments:05}{_SUFFIX}").open("wb") as file:
            _write(file, self._held)
            file.flush()
            os.fsync(file.fileno())
        self._held.clear()
        self._size = 0
        self._segments += 1


def _write(file: BinaryIO, records: Sequence[tuple[bytes, bytes]]) -> None:
    counts = [0] * BUCKETS
    index = bytearray()
    start = 0
    for key, data in records:
        file.write(data)
        index += _ENTRY.pack(key, start, len(data))
        start += len(data)
        counts[key[0]] += 1
    file.write(index)
    file.write(_TRAILER.pack(0, *accumulate(counts), start))


def entries(folders: Sequence[Path], first: int, behind: int) -> Iterator[Entry]:
    """The records of some of the buckets: by their hashes, and of each in the order in which they were added."""
    segments = [path for folder in folders for path in sorted(folder.glob(f"*{_SUFFIX}"))]
    return heapq.merge(*(_of_segment(path, first, behind) for path in segments), key=attrgetter("key"))


def _of_segment(path: Path, first: int, behind: int) -> Iterator[Entry]:
    with path.open("rb") as file:
        file.seek(-_TRAILER.size, os.SEEK_END)
        *before, index = _TRAILER.unpack(file.read())
        file.seek(index + before[first] * _ENTRY.size)
        found = file.read((before[behind] - before[first]) * _ENTRY.size)
    return (Entry(key, path, start, length) for key, start, length in _ENTRY.iter_unpack(found))


def between(folders: Sequence[Path], first: bytes, last: bytes) -> Iterator[list[Entry]]:
    """The records of each hash from one to another, both included, in their order."""
    found = (entry for entry in entries(folders, first[0], last[0] + 1) if first <= entry.key <= last)
    for _, group in groupby(found, key=attrgetter("key")):
        yield list(group)


def read(entry: Entry) -> bytes:
    """A record."""
    with entry.path.open("rb") as file:
        file.seek(entry.start)
        return file.read(entry.length)
