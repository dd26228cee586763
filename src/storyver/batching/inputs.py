"""What a batch reads: sources, archives, folders of either, and stories that a program gives."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from storyver.batching.records import Record, Whole
from storyver.errors import BatchError, MissingLibraryError, SourceError, StoryverError
from storyver.keeping import LONGEST_NAME, Archive, is_archive
from storyver.model import Capture, SkippedFile, Story, Version
from storyver.sources import Options, captures_of, printable, read_story
from storyver.sources.detection import source_for
from storyver.sources.folder import look_into

Item = Record | SkippedFile
Reader = Callable[[], Generator[Item, None, None]]
"""Reads an input from its beginning."""
Given = Iterable["Story | Path | Sequence[Version | str | Path]"]
"""Stories as a program gives them; a path is an input like those of the command."""
_APART: Final = "input {}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How inputs are to be read."""

    kind: str | None = None
    options: Options = Options()  # noqa: RUF009 - frozen
    apart: bool = False
    """Whether stories of one name in two inputs are two."""


def readers(paths: Sequence[Path], asked: Asked) -> Iterator[Reader]:
    """A reader for each input; a folder of inputs gives one for each of these."""
    for number, path in enumerate(paths):
        yield from _readers(path, asked, number, given=True)


def check(paths: Sequence[Path], asked: Asked) -> None:
    """Raise StoryverError for an input that cannot be read at all, before anything is begun."""
    for number, path in enumerate(paths):
        first = next(_readers(path, asked, number, given=True), None)
        if first is None:
            what, remedy = "is an empty folder", "give one with stories, or a file"
            raise SourceError(what=what, where=printable(path), remedy=remedy)
        if _is_one(path, asked):
            with closing(first()) as items:
                next(items, None)


def fingerprint(paths: Sequence[Path]) -> str:
    """A hash of the inputs' names, sizes and times, by which it is told that they are the same as before."""
    digest = hashlib.sha256()
    for path in paths:
        for name, size, time in _files(path):
            digest.update(f"{name}\0{size}\0{time}\n".encode("utf-8", "surrogateescape"))
        digest.update(b"\n")
    return digest.hexdigest()


def given_stories(stories: Given, asked: Asked) -> Generator[Item, None, None]:
    """The versions of stories that a program gives."""
    for number, one in enumerate(stories):
        if isinstance(one, Path):
            for reader in _readers(one, asked, number, given=True):
                yield from reader()
        else:
            try:
                story = one if isinstance(one, Story) else read_story(one)
            except MissingLibraryError:
                raise
            except StoryverError as error:
                yield SkippedFile(path=error.where, reason=error.what)
                continue
            yield from _whole(story, f"story {number}")


def _readers(path: Path, asked: Asked, number: int, *, given: bool) -> Iterator[Reader]:
    if _is_one(path, asked):
        yield lambda: _read(path, asked, number, given=given)
        return
    for name in sorted(os.listdir(path)):
        if not name.startswith("."):
            yield from _readers(path / name, asked, number, given=False)


def _is_one(path: Path, asked: Asked) -> bool:
    """Whether a path is an input itself, and no folder of inputs."""
    if not path.is_dir() or asked.kind is not None or source_for(path) is not None:
        return True
    try:
        return bool(look_into(path).names)
    except SourceError:
        return False


def _read(path: Path, asked: Asked, number: int, *, given: bool) -> Generator[Item, None, None]:
    if is_archive(path):
        yield from _archived(path, number)
        return
    source = source_for(path, asked.kind)
    known = source is not None and (given or not source.beside)
    if not known and not given and not path.is_dir():
        yield SkippedFile(path=str(path), reason="no source reads it")
        return
    options = asked.options if known or given else Options()
    group = _APART.format(number) if asked.apart else ""
    for one in captures_of(path, asked.kind, options):
        if isinstance(one, SkippedFile):
            yield one
        elif known and one.story != path.name:
            yield from _named(one, group)
        else:  # a folder of versions, one version, or a table of one story: nothing else is of that story
            yield from _named(one, str(path))


def _named(capture: Capture, group: str) -> Iterator[Item]:
    """The capture, if its story has a name that can be one."""
    if not capture.story.strip() or len(capture.story) > LONGEST_NAME:
        what = "is empty" if not capture.story.strip() else f"is longer than {LONGEST_NAME:,} characters"
        yield SkippedFile(path=capture.source, reason=f"the name of its story {what}")
    else:
        yield Record(group=group, content=capture)


def _archived(path: Path, number: int) -> Iterator[Item]:
    with Archive(path, create=False) as archive:
        for place, one in enumerate(archive.stories(), start=1):
            try:
                story = archive.story(f"#{place}")
            except StoryverError as error:
                yield SkippedFile(path=f"{path}#{one.name}", reason=error.what)
                continue
            yield from story.skipped
            yield from _whole(story, f"archive {number}")


def _whole(story: Story, group: str) -> Iterator[Record]:
    about = replace(story, versions=(), order=(), skipped=())
    for version, order in zip(story.versions, story.order, strict=True):
        yield Record(group=group, content=Whole(version=version, story=about, order=order))


def _files(path: Path) -> Iterator[tuple[str, int, int]]:
    """Each file at or below a path, with its size and its time of change."""
    try:
        if not path.is_dir():
            about = path.stat()
            yield str(path), about.st_size, about.st_mtime_ns
            return
        for name in sorted(os.listdir(path)):
            yield from _files(path / name)
    except OSError as error:
        what = f"cannot be looked at ({error.strerror})"
        raise BatchError(what=what, where=printable(path), remedy="check the path") from None
