"""The lines of a table's file, each within a limit, in the encoding that the file shows."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from storyver.errors import SourceError
from storyver.sources.interface import HEAD_BYTES
from storyver.sources.packed import open_unpacked, unpacked_head
from storyver.sources.paths import explain, printable
from storyver.sources.text import MAXIMUM_BYTES

LONGEST_LINE: Final = 2 * MAXIMUM_BYTES
"""Characters. A text of the largest size that is read, with a mark of escape before every second character."""
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def head_text(head: bytes) -> str:
    """The beginning of a table's text, from the first bytes of its file."""
    data = unpacked_head(head)
    mark, encoding = _marked(data)
    return data[len(mark) :].decode(encoding, "surrogateescape" if encoding == "utf-8" else "ignore")


def _marked(data: bytes) -> tuple[bytes, str]:
    """The byte order mark at the beginning, and the encoding that it stands for."""
    return next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", "utf-8"))


class LineTooLong(ValueError):  # noqa: N818 - it tells of a line, and reading goes on behind it
    """A line above the limit, which was passed over."""


class Lines(Iterator[str]):
    """The lines of a file with their ends. After LineTooLong it goes on with the next line.

    Bytes that are not UTF-8 stand in them as Python escapes them (``surrogateescape``).
    """

    def __init__(self, path: Path, newline: str) -> None:
        """Open the file. ``newline`` is the end of a line; an empty one stands for any. Raise SourceError."""
        self._where = printable(path)
        self._path = path
        raw = open_unpacked(path)
        self.encoding: str
        try:
            mark, self.encoding = _marked(raw.peek(4))
            raw.read(len(mark))
            self.begins: str = raw.peek(HEAD_BYTES)[:HEAD_BYTES].decode(self.encoding, "ignore")
            """The first characters, which are read again."""
        except BaseException:
            raw.close()
            raise
        errors = "surrogateescape" if self.encoding == "utf-8" else "strict"
        self._file = io.TextIOWrapper(raw, encoding=self.encoding, errors=errors, newline=newline)
        self.number: int = 0
        """Of the line that was read last, counted from 1."""

    def __next__(self) -> str:
        """The next line. Raise SourceError where the file cannot be read on."""
        line = self._read()
        if line == "":
            self._file.close()
            raise StopIteration
        self.number += 1
        if len(line) >= LONGEST_LINE and not line.endswith(("\n", "\r")):
            while (more := self._read()) and not more.endswith(("\n", "\r")):
                pass
            raise LineTooLong(f"it is longer than {LONGEST_LINE // 1_000_000} million characters")
        return line

    def read(self, length: int) -> str:
        """So many characters, whatever lines they are in; fewer at the end. Raise SourceError as the lines do."""
        return self._read(length, whole=False)

    def _read(self, length: int = LONGEST_LINE, *, whole: bool = True) -> str:
        if self._file.closed:
            return ""
        try:
            return self._file.readline(length) if whole else self._file.read(length)
        except UnicodeDecodeError:
            what = f"is marked as {self.encoding.upper()} and broken behind line {self.number}"
            raise SourceError(what=what, where=self._where, remedy="save the file as UTF-8") from None
        except OSError as error:
            raise explain(error, self._path) from None

    def close(self) -> None:
        """Close the file."""
        self._file.close()
