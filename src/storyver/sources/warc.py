"""Web archives in WARC files: every capture of a page is a version, dated by when it was captured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from storyver.model import Capture, SkippedFile
from storyver.sources.filename import natural_key
from storyver.sources.folder import leads_out
from storyver.sources.interface import Options, Source
from storyver.sources.packed import unpacked_head
from storyver.sources.paths import explain, is_folder
from storyver.sources.warc_captures import Reader

ENDINGS: Final = (".warc", ".warc.gz")
_START: Final = re.compile(rb"WARC/\d{1,3}\.\d{1,3}\r?\n")


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file is a WARC, compressed or not, or a folder holds such files."""
    return _START.match(unpacked_head(head)) is not None or (not head and bool(_files(path)))


def captures(path: Path, options: Options) -> Iterator[Capture | SkippedFile]:
    """The captures of pages in a file, or in all the files of a folder in the order of their names."""
    reader = Reader(options.named)
    if is_folder(path):
        for file in _files(path):
            yield from _of_file(file, reader)
    else:
        yield from _of_file(path, reader)
    yield from reader.passed_over(str(path))


def _of_file(path: Path, reader: Reader) -> Iterator[Capture | SkippedFile]:
    try:
        with path.open("rb") as file:
            yield from reader.read(file, str(path))
    except OSError as error:
        raise explain(error, path) from None


def _files(path: Path) -> list[Path]:
    try:
        found = [one for one in path.iterdir() if one.name.lower().endswith(ENDINGS) and not one.name.startswith(".")]
        return sorted(
            (one for one in found if one.is_file() and not leads_out(one, path)), key=lambda one: natural_key(one.name)
        )
    except OSError:
        return []


SOURCE: Final = Source(name="warc", describes="WARC files of web archives", recognises=recognises, captures=captures)
