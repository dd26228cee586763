"""What a branch did to its files, commit by commit: git's raw log, read field by field."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Final

from storyver.errors import SourceError
from storyver.sources.git.command import Git

_MARK: Final = b"\x01"
_FORMAT: Final = "--format=tformat:%x01%H%x00%aI%x00%cI"
_LOG: Final = (
    *("log", "-z", "--raw", "--no-abbrev", "--no-color", "--no-ext-diff", "--no-textconv", "--no-mailmap"),
    *("--no-notes", "--no-decorate", "--first-parent", "-m", "--find-renames", "--ignore-submodules=none", _FORMAT),
)
_CHUNK: Final = 1 << 16
_LONGEST_FIELD: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one commit did to one file."""

    commit: str
    authored: str
    committed: str
    mode: str
    """The kind of file it is afterwards, in git's octal digits; zeros for one that is gone."""
    blob: str
    status: str
    """``A`` added, ``M`` modified, ``D`` deleted, ``T`` of another kind, ``R`` renamed, ``C`` copied."""
    before: str
    """The file's name before the commit."""
    after: str


def changes(git: Git, commit: str, file: str | None) -> Generator[Change, None, None]:
    """The changes of one file, through its renames, or of all files; the latest commit first.

    The line of first parents is followed: what stood on the branch at each time, and of a merge what it brought.
    """
    only = ("--follow", commit, "--", file) if file is not None else ("--root", commit, "--")
    with git.run(*_LOG, *only) as process:
        try:
            yield from _parsed(_fields(process, git.where))
        except (ValueError, IndexError) as error:  # too few words in a line, or too many
            raise _unreadable(git.where) from error


def _fields(process: subprocess.Popen[bytes], where: str) -> Iterator[bytes]:
    """What stands between the zero bytes of the output."""
    rest = b""
    while process.stdout is not None and (chunk := process.stdout.read1(_CHUNK)):  # type: ignore[attr-defined]
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
        if len(rest) > _LONGEST_FIELD:
            raise _unreadable(where)
    if rest:
        yield rest


def _unreadable(where: str) -> SourceError:
    return SourceError(what="git's answer cannot be read", where=where, remedy="check it with git fsck")


def _parsed(fields: Iterator[bytes]) -> Iterator[Change]:
    """Names are taken by their place, so that none can pass for a commit or a change."""
    commit = authored = committed = ""
    for raw in fields:
        field = raw.lstrip(b"\n")
        if field.startswith(_MARK):
            commit = field[1:].decode("ascii", "replace")
            authored, committed = (next(fields, b"").decode("ascii", "replace") for _ in range(2))
        elif field.startswith(b":"):
            _, mode, _, blob, status = field[1:].decode("ascii", "replace").split(" ")
            before = os.fsdecode(next(fields, b""))
            after = os.fsdecode(next(fields, b"")) if status[0] in "RC" else before
            yield Change(
                commit=commit,
                authored=authored,
                committed=committed,
                mode=mode,
                blob=blob,
                status=status[0],
                before=before,
                after=after,
            )
