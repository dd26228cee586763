"""All captures of a place, one by one, for who keeps them: of whatever source, a folder of versions or one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from storyver.errors import SourceError, UsageError
from storyver.model import Capture, SkippedFile
from storyver.sources.detection import check_unread, no_version, source_for
from storyver.sources.folder import look_into
from storyver.sources.interface import Options
from storyver.sources.paths import is_folder, printable
from storyver.sources.version import capture_file, with_entry


def captures_of(path: Path, kind: str | None = None, options: Options | None = None) -> Iterator[Capture | SkippedFile]:
    """The captures at a path, and what was passed over. ``kind`` names the source where its content does not tell.

    Raise SourceError for what cannot be read or holds nothing, MissingLibraryError where an extra is not installed, and
    UsageError for a name that no source has, and for options where no source reads the path.
    """
    source = source_for(path, kind)
    if source is not None:
        yield from _some(source.captures(path, options or Options()), path, options or Options())
        return
    check_unread(path, options)
    if is_folder(path):
        yield from _captures_of_folder(path)
    else:
        yield capture_file(path)


def _some(captures: Iterator[Capture | SkippedFile], path: Path, options: Options) -> Iterator[Capture | SkippedFile]:
    """The same captures. Raise SourceError where there is nothing at all."""
    first = next(captures, None)
    if first is None:
        raise no_version(path, options)
    yield first
    yield from captures


def of_one_story(captures: Iterable[Capture | SkippedFile], where: str) -> Iterator[Capture | SkippedFile]:
    """The same captures. Raise UsageError at the first that is of another story than those before it."""
    first: str | None = None
    for one in captures:
        if isinstance(one, Capture):
            first = one.story if first is None else first
            if one.story != first:
                names = f"{printable(first)!r} and {printable(one.story)!r}"
                what = f"holds several stories, {names} among them, which --story would make one"
                raise UsageError(what=what, where=printable(where), remedy="name one with --named, or omit --story")
        yield one


def _captures_of_folder(folder: Path) -> Iterator[Capture | SkippedFile]:
    """The versions of a folder, each with what its ``story.toml`` says of it and of the story."""
    listing = look_into(folder)
    manifest = listing.manifest
    yield from listing.skipped
    for name in listing.names:
        try:
            capture = capture_file(folder / name)
        except SourceError as error:
            yield SkippedFile(path=str(folder / name), reason=error.what)
            continue
        entry = listing.entries.get(name)
        yield replace(
            capture if entry is None else with_entry(capture, entry),
            story=listing.id or capture.story,
            story_title=manifest.title,
            story_url=manifest.url,
        )
