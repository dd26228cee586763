"""A repository as files: where its objects are, and which commit its branch is at.

git itself is never shown the repository: `command` lets it read the objects alone. So the little that is needed of
the rest is read here, as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from storyver.errors import SourceError
from storyver.sources.paths import explain, printable

_HASH: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)
_MOST_STEPS: Final = 5
"""From one symbolic reference to the next; git follows as many."""
_LONGEST: Final = 50_000_000
"""Bytes of a file of references: half a million of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """Where the parts of a repository are."""

    folder: Path
    """Where the branch is written: ``.git``, a bare repository, or what a linked working tree has instead."""
    common: Path
    """Where the objects and references are; the same, except for a linked working tree."""
    top: Path | None
    """The working tree; None for a bare repository."""

    @property
    def objects(self) -> Path:
        """The folder of the objects."""
        return self.common / "objects"


def is_repository(folder: Path) -> bool:
    """Whether a folder is ``.git`` or a bare repository, by what it holds."""
    try:
        return (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()
    except OSError:
        return False


def repository_of(path: Path) -> Repository | None:
    """The repository whose working tree holds a file or folder; None where there is none."""
    try:
        start = path.parent.resolve() / path.name
        for folder in (start, *start.parents):
            found = _opened(folder / ".git", folder)
            if found is not None:
                return found
    except (OSError, RuntimeError, ValueError):  # RuntimeError: a link that leads to itself
        return None
    return None


def repository_at(path: Path) -> Repository | None:
    """The repository that a folder is: ``.git``, a bare one, or the working tree itself."""
    if is_repository(path):
        return Repository(folder=path, common=path, top=path.resolve().parent if path.name == ".git" else None)
    return _opened(path / ".git", path)


def _opened(place: Path, top: Path) -> Repository | None:
    if is_repository(place):
        return Repository(folder=place, common=place, top=top)
    if not place.is_file():
        return None
    folder = _pointed(place, "gitdir: ")
    if folder is None or not (folder / "HEAD").is_file():
        return None
    common = _pointed(folder / "commondir", "") or folder
    return Repository(folder=folder, common=common, top=top) if (common / "objects").is_dir() else None


def _pointed(file: Path, prefix: str) -> Path | None:
    """The folder that a file of one line names."""
    text = _text(file) if file.is_file() else ""
    return file.parent / text.removeprefix(prefix).strip() if text.startswith(prefix) and text.strip() else None


def head_commit(repository: Repository) -> str:
    """The commit that the checked-out branch is at. Raise SourceError where there is none."""
    name = "HEAD"
    for _ in range(_MOST_STEPS):
        value = _reference(repository, name)
        if value is None:
            break
        if _HASH.fullmatch(value):
            return value
        name = value.removeprefix("ref:").strip()
        if not value.startswith("ref:") or not _is_safe(name):
            break
    if (repository.common / "reftable").is_dir():
        raise _no_commit(repository, "keeps its references in a reftable, which is not read", "clone it")
    raise _no_commit(repository, "holds no commit on the branch that is checked out", "check out a branch")


def _no_commit(repository: Repository, what: str, remedy: str) -> SourceError:
    return SourceError(what=what, where=printable(repository.top or repository.folder), remedy=remedy)


def _is_safe(name: str) -> bool:
    return name.startswith("refs/") and ".." not in name.split("/") and "\0" not in name


def _reference(repository: Repository, name: str) -> str | None:
    """What a reference holds: a commit, or the name of another reference."""
    for folder in (repository.folder, repository.common):
        if (folder / name).is_file():
            return _text(folder / name).strip()
    packed = repository.common / "packed-refs"
    for line in _text(packed).splitlines() if packed.is_file() else ():
        value, _, other = line.partition(" ")
        if other == name and _HASH.fullmatch(value):
            return value
    return None


def shallow_commits(repository: Repository) -> str:
    """At which commits a shallow clone ends, in git's own form; empty for a whole one."""
    file = repository.common / "shallow"
    lines = _text(file).split() if file.is_file() else []
    return "".join(f"{line}\n" for line in lines if _HASH.fullmatch(line))


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(_LONGEST).decode("utf-8", "surrogateescape")
    except (OSError, ValueError) as error:
        raise explain(error, file) from None
