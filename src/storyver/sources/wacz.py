"""Web archives in WACZ files: ZIP files with WARC files inside, which are read where they are and never unpacked."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from storyver.errors import SourceError
from storyver.model import Capture, SkippedFile
from storyver.sources.filename import natural_key
from storyver.sources.interface import Options, Source
from storyver.sources.paths import explain, printable
from storyver.sources.warc import ENDINGS
from storyver.sources.warc_captures import Reader

MOST_EXPANSION: Final = 200
"""How many times its size a member of the ZIP file may expand; WARC files in it are compressed already."""
FOLDER: Final = "archive/"
"""The folder of a WACZ file that holds its WARC files."""
_BROKEN: Final = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, ValueError)


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file is a ZIP file with WARC files in the folder ``archive``."""
    if not head.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return any(_is_warc(one) for one in archive.infolist())
    except (OSError, *_BROKEN):
        return False


def captures(path: Path, options: Options) -> Iterator[Capture | SkippedFile]:
    """The captures of pages in all of a file's WARC files, in the order of their names."""
    reader = Reader(options.named)
    try:
        with zipfile.ZipFile(path) as archive:
            for member in sorted(filter(_is_warc, archive.infolist()), key=lambda one: natural_key(one.filename)):
                yield from _of_member(archive, member, reader, path)
    except OSError as error:
        raise explain(error, path) from None
    except _BROKEN as error:
        what = f"is no ZIP file that can be read ({printable(str(error)[:80])})"
        raise SourceError(what=what, where=printable(path), remedy="get the file again") from None
    yield from reader.passed_over(str(path))


def _of_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, reader: Reader, path: Path
) -> Iterator[Capture | SkippedFile]:
    where = f"{path}#{printable(member.filename)}"
    if member.file_size > MOST_EXPANSION * max(1, member.compress_size):
        yield SkippedFile(path=where, reason=f"expands more than {MOST_EXPANSION}-fold")
        return
    try:
        with archive.open(member) as file:
            yield from reader.read(file, where)  # type: ignore[arg-type]
    except _BROKEN as error:
        reason = f"is broken, what came before was read ({printable(str(error)[:80])})"
        yield SkippedFile(path=where, reason=reason)


def _is_warc(member: zipfile.ZipInfo) -> bool:
    return member.filename.startswith(FOLDER) and member.filename.lower().endswith(ENDINGS)


SOURCE: Final = Source(name="wacz", describes="WACZ files of web archives", recognises=recognises, captures=captures)
