"""The commands that keep an archive; one short function for each."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TextIO

from storyver.cli.codes import ACT, DONE
from storyver.cli.stories import options_of
from storyver.errors import UsageError
from storyver.model import Added

if TYPE_CHECKING:
    from storyver.keeping import Archive


def add(arguments: argparse.Namespace) -> int:
    """Add the versions of sources to an archive."""
    from storyver.keeping import is_archive
    from storyver.report.archived import added_lines
    from storyver.sources import captures_of, of_one_story

    total = Added()
    for source in filter(is_archive, arguments.paths):
        remedy = "write its stories as folders with storyver export, and add these"
        raise UsageError(what="is an archive of storyver", where=str(source), remedy=remedy)
    with _archive(arguments, create=True) as archive, _Progress() as progress:
        for source in arguments.paths:
            captures = captures_of(source, arguments.kind, options_of(arguments))
            if arguments.story is not None:
                captures = of_one_story(captures, str(source))
            progress.before = total
            total += archive.add(captures, story=arguments.story, again=arguments.again, progress=progress)
    _deliver(total.to_dict(), added_lines(total), arguments)
    return DONE


def list_(arguments: argparse.Namespace) -> int:
    """The stories of an archive, or the versions of one."""
    from storyver.report.archived import stories_lines, versions_lines
    from storyver.serialise import stories_document, versions_document

    with _archive(arguments) as archive:
        if arguments.name is None:
            stories = archive.stories()
            _deliver(stories_document(stories), stories_lines(stories), arguments)
        else:
            story = archive.story(arguments.name)
            _deliver(versions_document(story), versions_lines(story), arguments)
    return DONE


def show(arguments: argparse.Namespace) -> int:
    """The text or the bytes of one version."""
    from storyver.output import write_file, write_stdout
    from storyver.report.archived import shown_text
    from storyver.selection import find_version

    with _archive(arguments) as archive:
        story = archive.story(arguments.name)
        version = story.versions[-1] if arguments.wanted is None else find_version(story, arguments.wanted)
        content = archive.raw(arguments.name, version) if arguments.raw else version.text
    if arguments.output is not None:
        write_file(content, arguments.output, (archive.path,))
    elif not _in_terminal(sys.stdout):
        write_stdout(content)
    elif isinstance(content, str):
        write_stdout(shown_text(content))
    else:
        raise UsageError(what="raw bytes are not for a terminal", where="storyver show --raw", remedy="add -o FILE")
    return DONE


def export(arguments: argparse.Namespace) -> int:
    """A story as a plain folder."""
    from storyver.keeping.export import export as write_folder

    with _archive(arguments) as archive:
        write_folder(archive, arguments.name, arguments.output)
    return DONE


def verify(arguments: argparse.Namespace) -> int:
    """Whether all that was added is there as it was, or all that was packed into a bundle."""
    from storyver.cli.bundles import is_for_bundle, verify_bundle
    from storyver.keeping import DEFAULT_PATH, look_through
    from storyver.report.archived import verification_lines

    if is_for_bundle(arguments):
        return verify_bundle(arguments)
    found = look_through(arguments.bundle or arguments.archive or DEFAULT_PATH, arguments.head)
    _deliver(found.to_dict(), verification_lines(found), arguments)
    return ACT if found.damages else DONE


def _archive(arguments: argparse.Namespace, *, create: bool = False) -> Archive:
    from storyver.keeping import DEFAULT_PATH, Archive

    return Archive(arguments.archive or DEFAULT_PATH, create=create)


def _deliver(document: Mapping[str, Any], lines: str, arguments: argparse.Namespace) -> None:
    from storyver.output import write_stdout
    from storyver.report.documents import render_document

    write_stdout(render_document(document) if arguments.format == "json" else lines)


class _Progress:
    """Tells in a terminal how far an import is, in one line that is wiped at the end."""

    def __init__(self) -> None:
        self.before = Added()
        self._stream = sys.stderr if _in_terminal(sys.stderr) else None

    def __enter__(self) -> _Progress:
        return self

    def __call__(self, added: Added) -> None:
        total = self.before + added
        told = f"added {total.added:,}, already there {total.known:,}, skipped {len(total.skipped):,}"
        self._write(f"\r{told}\x1b[K")

    def __exit__(self, *_: object) -> None:
        self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        if self._stream is not None:
            self._stream.write(text)
            self._stream.flush()


def _in_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()
