"""The zip file of a bundle: one way to write it, byte for byte, and a reader that tells whatever is written otherwise.

Nothing is compressed: what a compressor gives depends on its build, and what is not compressed cannot unpack to more
than it is. Every entry has the same date and mode, and there is neither a comment nor an extra field.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from storyver.errors import BundleError, OutputError
from storyver.model import Damage

MAXIMUM_BYTES: Final = 1_000_000_000
"""Of a whole bundle, which is read at once."""
MAXIMUM_ENTRIES: Final = 50_000
"""A zip file of the plain kind counts them in sixteen bits."""

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_NEEDED: Final = 20
_MADE_BY: Final = 3 << 8 | _NEEDED
"""As on Unix, by the second edition of the format."""
_TIME: Final = 0
_DATE: Final = 1 << 5 | 1
"""Midnight of 1 January 1980, the first moment that the format knows."""
_MODE: Final = 0o100644 << 16
_STORED: Final = 0

Entry = tuple[str, bytes]

ZIP: Final = "the zip file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """What a zip file holds."""

    entries: tuple[Entry, ...]
    """In the order of its directory, each name once."""
    damages: tuple[Damage, ...]


def pack(entries: Iterable[Entry]) -> bytes:
    """The zip file with these entries, in this order. Raise OutputError where they are too many or too large."""
    out, directory, count = io.BytesIO(), io.BytesIO(), 0
    for name, content in entries:
        count += 1
        if count > MAXIMUM_ENTRIES or out.tell() + len(content) > MAXIMUM_BYTES:
            what = f"would have more than {MAXIMUM_BYTES // 1_000_000} MB or {MAXIMUM_ENTRIES:,} files"
            raise OutputError(what=what, where="the bundle", remedy="bundle fewer versions at once")
        encoded, size = name.encode(), len(content)
        shared = (_NEEDED, 0, _STORED, _TIME, _DATE, zlib.crc32(content), size, size, len(encoded), 0)
        directory.write(_CENTRAL.pack(b"PK\1\2", _MADE_BY, *shared, 0, 0, 0, _MODE, out.tell()) + encoded)
        out.write(_LOCAL.pack(b"PK\3\4", *shared) + encoded + content)
    start, listed = out.tell(), directory.getvalue()
    return out.getvalue() + listed + _END.pack(b"PK\5\6", 0, 0, count, count, len(listed), start, 0)


def unpack(data: bytes, where: str) -> Unpacked:
    """The entries of a zip file, and whatever is not as `pack` writes it. Raise BundleError for what is no zip file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            infos = opened.infolist()
            if len(infos) > MAXIMUM_ENTRIES:
                raise BundleError(
                    what=f"has more than {MAXIMUM_ENTRIES:,} files", where=where, remedy="get the bundle again"
                )
            damages = list(_damages(infos, len(data)))
            entries = {} if _overlap(infos, len(data)) else dict(_contents(opened, infos, damages))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error, OverflowError) as error:
        what = "is no zip file, or one that is damaged or cut off"
        raise BundleError(what=what, where=where, remedy="get the bundle again") from error
    if not damages and pack(entries.items()) != data:
        damages.append(Damage(where=ZIP, what=_otherwise(data, opened, infos)))
    return Unpacked(entries=tuple(entries.items()), damages=tuple(damages))


def _damages(infos: list[zipfile.ZipInfo], size: int) -> Iterator[Damage]:
    seen: set[str] = set()
    for info in infos:
        if info.filename in seen:
            yield Damage(where=info.filename, what="stands in the zip file more than once")
        seen.add(info.filename)
        if info.compress_type != _STORED or info.flag_bits & 1:
            yield Damage(where=info.filename, what="is compressed or encrypted, which nothing in a bundle is; not read")
    if _overlap(infos, size):
        yield Damage(where=ZIP, what="has entries that lie in one another; nothing of it was read")


def _overlap(infos: list[zipfile.ZipInfo], size: int) -> bool:
    """Whether what is stored plainly claims more bytes than there are."""
    return sum(info.file_size for info in infos if info.compress_type == _STORED) > size


def _contents(
    opened: zipfile.ZipFile, infos: list[zipfile.ZipInfo], damages: list[Damage]
) -> Iterator[tuple[str, bytes]]:
    seen: set[str] = set()
    for info in infos:
        if info.filename in seen or info.compress_type != _STORED or info.flag_bits & 1:
            continue
        seen.add(info.filename)
        try:
            yield info.filename, opened.read(info)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError, EOFError):
            damages.append(Damage(where=info.filename, what="is damaged: its bytes are not those that were packed"))


def _otherwise(data: bytes, opened: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> str:
    """In which way a zip file is written otherwise, as far as that is easily told."""
    if opened.comment:
        return "has a comment, which a bundle has not"
    if not data.startswith(b"PK\3\4"):
        return "has something before its first entry"
    if not data[: -_END.size + 4].endswith(b"PK\5\6"):
        return "has something behind its end"
    if any(info.extra or info.comment for info in infos):
        return "has extra fields or comments of entries, which a bundle has not"
    return "is not packed as storyver packs it: dates, modes or what lies between its entries differ"
