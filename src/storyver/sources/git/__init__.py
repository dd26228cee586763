"""git: the history of a file in a repository, its renames followed.

A file of a working tree is one story. A repository is many: every file that the branch holds, or has ever held, under
its latest name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from storyver.errors import SourceError, StoryverError
from storyver.model import Capture, DateSource, SkippedFile
from storyver.sources.git.repository import Repository, head_commit, is_repository, repository_at, repository_of
from storyver.sources.interface import Options, Source
from storyver.sources.media import media_of
from storyver.sources.paths import is_folder, printable
from storyver.sources.recorded import recorded

if TYPE_CHECKING:
    from storyver.sources.git.command import Git, Objects
    from storyver.sources.git.history import Change

_KINDS: Final = {"120000": "a symbolic link", "160000": "another repository (a submodule)", "040000": "a folder"}
_LFS: Final = re.compile(rb"version https://git-lfs\.github\.com/spec/v1\r?\noid ")
_SHOWN_HASH: Final = 12
_SECONDS_TO_RECOGNISE: Final = 10
MOST_CHANGES: Final = 3_000_000
"""Of all files of a repository; some hundred bytes are kept of each. Linux, in twenty years, comes to two million."""


def _recognises(path: Path, head: bytes) -> bool:
    """A repository itself, or a file of a working tree of which a repository has more than one version."""
    try:
        if path.is_dir():
            return is_repository(path)
        repository = repository_of(path) if head else None
        return repository is not None and _has_several(path, repository)
    except (OSError, ValueError, StoryverError):
        return False


def _has_several(path: Path, repository: Repository) -> bool:
    from storyver.sources.git.command import opened
    from storyver.sources.git.history import changes

    commit = head_commit(repository)
    with (
        opened(repository, commit, _SECONDS_TO_RECOGNISE) as git,
        closing(changes(git, commit, _inside(path, repository))) as found,
    ):
        return len({one.blob for one, _ in zip(found, range(2), strict=False)}) > 1


def _inside(path: Path, repository: Repository) -> str:
    """A file's name as its repository has it."""
    parent = path.parent.resolve()
    return (parent / path.name).relative_to((repository.top or parent).resolve()).as_posix()


def _captures(path: Path, options: Options) -> Iterator[Capture | SkippedFile]:
    """The versions of a file, or of all files of a repository, each story's oldest first."""
    from storyver.sources.git.command import objects_of, opened

    file = None
    if is_folder(path):
        repository = repository_at(path)
    else:
        repository = repository_of(path)
        file = _inside(path, repository) if repository is not None else None
    if repository is None:
        what, remedy = "is in no git repository", "give a repository, or a file of its working tree"
        raise SourceError(what=what, where=printable(path), remedy=remedy)
    commit = head_commit(repository)
    with opened(repository, commit) as git, objects_of(git) as objects:
        for name, history in _histories(git, commit, file, options.named):
            yield from _story(path, name, history, objects)


def _histories(git: Git, commit: str, file: str | None, named: str | None) -> Iterator[tuple[str, list[Change]]]:
    """Each file with what happened to it, the oldest first."""
    from storyver.sources.git.history import changes

    if file is not None and named not in (None, file, printable(file)):
        return
    wanted = file if file is not None else named
    if wanted is not None and "\0" not in wanted and (found := list(changes(git, commit, wanted))):
        yield wanted, found[::-1]
        return
    if file is not None:
        return
    stories = _by_latest_name(_counted(git, changes(git, commit, None)))
    for name in sorted(stories):
        if named is None or printable(name) == named:
            yield name, stories[name][::-1]


def _counted(git: Git, found: Iterator[Change]) -> Iterator[Change]:
    for number, change in enumerate(found):
        if number >= MOST_CHANGES:
            what = f"has more than {MOST_CHANGES:,} changes of files"
            raise SourceError(what=what, where=git.where, remedy="name one file with --named")
        yield change


def _by_latest_name(found: Iterator[Change]) -> dict[str, list[Change]]:
    """All changes by the latest name of their file; they come latest first, so a name is known before its past ones."""
    stories: dict[str, list[Change]] = {}
    current: dict[str, str] = {}
    taken_over: set[str] = set()
    for change in found:
        name = current.pop(change.after, None)
        if name is None:  # another file bore the name later
            name = f"{change.after}@{change.commit[:_SHOWN_HASH]}" if change.after in taken_over else change.after
        stories.setdefault(name, []).append(change)
        if change.status == "R":
            taken_over.add(change.after)
            current[change.before] = name
        elif change.status != "A":
            current[change.after] = name
    return stories


def _story(path: Path, name: str, history: list[Change], objects: Objects) -> Iterator[Capture | SkippedFile]:
    from storyver.sources.git.command import read_limited

    number, last = 0, ""
    of = sum(1 for _ in _kept(history))
    for change in history:
        place = f"{path}#{printable(change.after)}@{change.commit[:_SHOWN_HASH]}"
        reason = _why_not(change, last)
        if reason is None:
            number, last = number + 1, change.blob
            read = read_limited(objects, change.blob)
            if isinstance(read, str):
                reason = read
            elif not read.strip():
                reason = "empty"
            elif _LFS.match(read):
                reason = "a pointer of Git LFS; the text itself is kept elsewhere"
            else:
                yield _capture(read, change, place, printable(name), (number, of))
        elif change.status == "D":
            last = ""
        if reason is not None:
            yield SkippedFile(path=place, reason=reason)


def _kept(history: list[Change]) -> Iterator[Change]:
    last = ""
    for change in history:
        if _why_not(change, last) is None:
            last = change.blob
            yield change
        elif change.status == "D":
            last = ""


def _why_not(change: Change, last: str) -> str | None:
    """Why a change gives no version; ``last`` is what the file held before."""
    if change.status == "D":
        return "the commit took the file away"
    if change.mode in _KINDS:
        return _KINDS[change.mode]
    return "the same content as in the version before" if change.blob == last else None


def _capture(data: bytes, change: Change, place: str, story: str, count: tuple[int, int]) -> Capture:
    evidence = f"commit {change.commit[:_SHOWN_HASH]}"
    authored, note = recorded(change.authored, DateSource.AUTHORED, evidence)
    committed, other = recorded(change.committed, DateSource.COMMITTED, evidence)
    return Capture(
        data=data,
        media=media_of(data),
        source=place,
        story=story,
        name=os.path.basename(printable(change.after)),
        number=count[0],
        of=count[1],
        dates=(*authored, *committed),
        notes=(*note, *other),
    )


SOURCE: Final = Source(
    name="git",
    describes="git repositories and the files of their working trees",
    recognises=_recognises,
    captures=_captures,
    beside=True,
)
