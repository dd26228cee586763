"""git as a reader of objects, and of nothing else.

A repository that somebody else made may hold a configuration that runs programs: monitors, hooks, text converters,
external comparisons, helpers of a remote. So git is not run in the repository. It is run in an empty one of our own,
which borrows the objects, and knows no attributes, no remotes and no configuration but ours.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from storyver.errors import MissingLibraryError, SourceError
from storyver.sources.git.repository import Repository, shallow_commits
from storyver.sources.paths import printable
from storyver.sources.text import MAXIMUM_BYTES

_FORMAT: Final = "[core]\n\trepositoryformatversion = {version}\n\tbare = true\n"
_SHA256: Final = "[extensions]\n\tobjectFormat = sha256\n"
_OPTIONS: Final = (
    *("--no-pager", "--literal-pathspecs", "--no-replace-objects", "--no-optional-locks"),
    *("-c", "core.fsmonitor=", "-c", "core.hooksPath=" + os.devnull, "-c", "core.attributesFile=" + os.devnull),
    *("-c", "protocol.allow=never", "-c", "log.showSignature=false", "-c", "core.commitGraph=false"),
    *("-c", "diff.renames=true", "-c", "core.quotePath=false"),
)
_CHUNK: Final = 1 << 16
_SIZE: Final = re.compile(rb"[0-9]{1,18}")
MOST_SECONDS: Final = 600
"""Of a processor, for one question; a file's history in the repository of Linux takes one minute. A tree may hold
itself ten times, ten levels deep, and comparing it would have no end."""
MOST_MEMORY: Final = 2_000_000_000
"""Bytes that git may take, not counting the files that it only looks into."""


class Git:
    """One repository's objects, read by git until it is closed."""

    def __init__(self, program: str, own: Path, repository: Repository, seconds: int) -> None:
        self._program = program
        self._seconds = seconds
        self._own = own
        self.where: str = printable(repository.top or repository.folder)
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")},
            "GIT_DIR": str(own),
            "GIT_OBJECT_DIRECTORY": str(repository.objects.resolve()),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_ALLOW_PROTOCOL": "",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",
        }

    @contextmanager
    def run(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """A running git with pipes; it is ended when the block is left."""
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(
                [self._program, *_OPTIONS, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=self._own,
                env=self._environment,
            )
            _limit(process, self._seconds)
            try:
                yield process
                self._check(process, errors)
            finally:
                _end(process)

    def _check(self, process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
        """Raise SourceError where git ended with an error."""
        if process.stdin is not None:
            process.stdin.close()
        code = process.wait()
        if code == -signal.SIGXCPU:
            what, remedy = f"keeps git busy for more than {self._seconds} seconds", "check it with git fsck"
            raise SourceError(what=what, where=self.where, remedy=remedy)
        if code != 0:
            errors.seek(0)
            said = errors.read(_CHUNK).decode("utf-8", "replace").strip().splitlines() or ["it ended with an error"]
            what = f"git cannot read it: {printable(said[-1])}"
            raise SourceError(what=what, where=self.where, remedy="check it with git fsck")


def _limit(process: subprocess.Popen[bytes], seconds: int) -> None:
    """Bound what git may take, where the system lets one process bound another: on Linux."""
    if sys.platform == "linux":
        import resource

        try:
            resource.prlimit(process.pid, resource.RLIMIT_CPU, (seconds, seconds + 1))
            resource.prlimit(process.pid, resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
        except (OSError, ValueError):  # it has ended already, or stricter bounds hold
            return


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:  # what was still to be written can no longer be
                continue
    process.wait()


@contextmanager
def opened(repository: Repository, commit: str, seconds: int = MOST_SECONDS) -> Iterator[Git]:
    """git over the objects of a repository. Raise MissingLibraryError where git is not installed.

    Who owns the repository does not matter, as it would to git itself (``safe.directory``): what the owner could make
    git do is not read.
    """
    program = shutil.which("git")
    if program is None:
        raise MissingLibraryError(what="is not installed", where="git", remedy="install it from your system's packages")
    with tempfile.TemporaryDirectory(prefix="storyver-") as folder:
        own = Path(folder)
        (own / "objects").mkdir()
        (own / "refs").mkdir()
        (own / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
        wide = len(commit) > 40
        config = _FORMAT.format(version=int(wide)) + (_SHA256 if wide else "")
        (own / "config").write_text(config, encoding="ascii")
        shallow = shallow_commits(repository)
        if shallow:
            (own / "shallow").write_text(shallow, encoding="ascii")
        yield Git(program, own, repository, seconds)


class Objects:
    """The contents of objects, asked for one by one."""

    def __init__(self, sizes: subprocess.Popen[bytes], contents: subprocess.Popen[bytes]) -> None:
        self._sizes = sizes
        self._contents = contents

    def kind_and_size(self, name: str) -> tuple[str, int] | None:
        """What an object is and how many bytes it has; None for one that is not there."""
        return _answer(self._sizes, name)

    def read(self, name: str) -> bytes | None:
        """The bytes of a file's contents; None for what is missing or no file. The size is the caller's to check."""
        answer = _answer(self._contents, name)
        if answer is None or self._contents.stdout is None:
            return None
        data = self._contents.stdout.read(answer[1])
        self._contents.stdout.read(1)  # the end of line behind it
        return data if answer[0] == "blob" and len(data) == answer[1] else None


def _answer(process: subprocess.Popen[bytes], name: str) -> tuple[str, int] | None:
    if process.stdin is None or process.stdout is None or "\n" in name:
        return None
    try:
        process.stdin.write(os.fsencode(name) + b"\n")
        process.stdin.flush()
    except BrokenPipeError:
        return None
    parts = process.stdout.readline().split()
    return (
        (parts[1].decode("ascii", "replace"), int(parts[2])) if len(parts) == 3 and _SIZE.fullmatch(parts[2]) else None
    )


@contextmanager
def objects_of(git: Git) -> Iterator[Objects]:
    """Two running gits, so that an object's size is known before it is unpacked."""
    with git.run("cat-file", "--batch-check") as sizes, git.run("cat-file", "--batch") as contents:
        yield Objects(sizes, contents)


def read_limited(objects: Objects, name: str) -> bytes | str:
    """The bytes of an object, or the reason why it is no text of a version."""
    found = objects.kind_and_size(name)
    if found is None:
        return "is not in the repository (a partial or damaged clone)"
    if found[1] > MAXIMUM_BYTES:
        return f"is larger than {MAXIMUM_BYTES // 1_000_000} MB"
    data = objects.read(name) if found[0] == "blob" else None
    return "cannot be read" if data is None else data
