"""Files as storyver meets them: how their names are printed and how their bytes are read, with clear errors."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Final

from storyver.errors import SourceError
from storyver.sources.text import MAXIMUM_BYTES, too_large

_REASONS: Final = {
    errno.ENOENT: ("no such file or folder", "check the path"),
    errno.EACCES: ("permission denied", "make it readable for you"),
    errno.EPERM: ("permission denied", "make it readable for you"),
    errno.ENOTDIR: ("a part of the path is no folder", "check the path"),
    errno.ELOOP: ("a symbolic link that leads to itself", "give the file itself"),
    errno.ENAMETOOLONG: ("the name is too long", "check the path"),
    errno.EISDIR: ("is a folder, not a file", "give a file, or use the folder as a story"),
}


def printable(path: Path | str) -> str:
    """A path as it may be printed: control characters and undecodable bytes are escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in str(path))


def explain(error: OSError | ValueError, path: Path | str) -> SourceError:
    """The error a reader meets for one of the operating system's."""
    number = error.errno if isinstance(error, OSError) else None
    what, remedy = _REASONS.get(number or 0, ("cannot be read", "check the path"))
    if number is not None and number not in _REASONS and isinstance(error, OSError) and error.strerror:
        what = f"cannot be read: {error.strerror}"
    return SourceError(what=what, where=printable(path), remedy=remedy)


def read_bytes(path: Path) -> bytes:
    """The bytes of one version's file. Raise SourceError if it cannot be read or is above the size limit."""
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise explain(IsADirectoryError(errno.EISDIR, ""), path)
        if state.st_size > MAXIMUM_BYTES:
            raise too_large(printable(path))
        with path.open("rb") as file:
            data = file.read(MAXIMUM_BYTES + 1)  # a pipe has no size beforehand
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL character
        raise explain(error, path) from None
    if len(data) > MAXIMUM_BYTES:
        raise too_large(printable(path))
    return data


def same_file(one: str | None, other: str | None) -> bool:
    """Whether two sources of versions are one file, however their paths are written."""
    return one is not None and other is not None and os.path.abspath(one) == os.path.abspath(other)


def is_folder(path: Path) -> bool:
    """Whether a path is a folder. Raise SourceError if there is nothing there or it cannot be looked at."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:
        raise explain(error, path) from None
