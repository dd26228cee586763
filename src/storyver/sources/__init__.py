"""Where versions come from: files, strings, folders, and one file for each other place. All give frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from storyver.errors import SourceError
from storyver.model import Capture, SkippedFile, Story, Version
from storyver.sources.collecting import captures_of, of_one_story
from storyver.sources.detection import check_unread, one_story, source_for
from storyver.sources.folder import check_numbers, read_folder
from storyver.sources.interface import Options, Source
from storyver.sources.manifest import MANIFEST_NAME
from storyver.sources.manifest_text import file_names, manifest_text
from storyver.sources.media import DOCX, HTML, PDF, PLAIN
from storyver.sources.order import drop_repeated, order_versions
from storyver.sources.paths import is_folder, printable, same_file
from storyver.sources.version import extract_text, make_version, read_capture, read_file, read_text

__all__ = [
    "DOCX",
    "HTML",
    "MANIFEST_NAME",
    "PDF",
    "PLAIN",
    "Options",
    "Source",
    "captures_of",
    "drop_repeated",
    "extract_text",
    "file_names",
    "make_version",
    "manifest_text",
    "of_one_story",
    "order_versions",
    "printable",
    "read_any",
    "read_captured",
    "read_story",
    "read_version",
    "upto",
]


def read_version(source: Version | str | Path) -> Version:
    """Read one version: a string is the text itself, a path is a file, a version is returned as it is.

    Offsets into ``Version.text`` are into the text exactly as decoded: the byte order mark is gone, nothing else is
    changed. Raise SourceError for what is missing, unreadable, empty, binary, in an unknown encoding or too large.
    """
    if isinstance(source, Version):
        return source
    if isinstance(source, str):
        return read_text(source)
    try:
        return read_file(source)
    except SourceError:
        found = source_for(source)
        if found is None or found.beside or is_folder(source):
            raise
        what, remedy = f"holds versions ({found.describes}), and is not one", "use it as a story"
        raise SourceError(what=what, where=printable(source), remedy=remedy) from None


def read_story(
    source: Path | Sequence[Version | str | Path],
    *,
    minimum: int = 1,
    kind: str | None = None,
    options: Options | None = None,
) -> Story:
    """Read a story: a folder of versions, ordered as it says, whatever else a source reads, or several versions in the
    order given. ``kind`` names the source that a path is for, where its content does not tell.

    Raise SourceError as `read_version` does, for a broken ``story.toml``, for a version number twice, and for fewer
    versions than ``minimum``.
    """
    if isinstance(source, str):
        raise SourceError(
            what="is one text, not a story", where="the text given", remedy="give a folder's Path or several versions"
        )
    story = _read_path(source, kind, options) if isinstance(source, Path) else _read_sequence(source)
    if len(story.versions) < minimum:
        where = printable(source) if isinstance(source, Path) else "the versions given"
        count = f"{len(story.versions)} version" + ("" if len(story.versions) == 1 else "s")
        raise SourceError(what=f"only {count}, at least {minimum} are needed", where=where, remedy="add another one")
    return story


def read_captured(captures: Sequence[Capture], skipped: Sequence[SkippedFile] = ()) -> Story:
    """Put captures of one story, in the order of their source, in the order of publication.

    What has the same bytes, number and date as one before it is passed over, and so is what cannot be read. Raise
    SourceError where none can be.
    """
    read: list[Version] = []
    unread: list[SkippedFile] = []
    failure: SourceError | None = None
    for one in captures:
        try:
            read.append(read_capture(one))
        except SourceError as error:
            failure = failure or error
            unread.append(SkippedFile(path=one.source, reason=error.what))
    if failure is not None and not read:
        raise failure
    versions, repeated = drop_repeated(read)
    check_numbers(tuple(versions))
    ordered, reasons = order_versions(tuple(versions))
    url = next((one.url for one in captures if one.url), None)
    return Story(id=captures[0].story, versions=ordered, order=reasons, url=url, skipped=(*skipped, *unread, *repeated))


def read_any(source: Version | str | Path | Sequence[Version | str | Path]) -> Story:
    """Read a story, or one version as a story of its own. Raise SourceError as `read_story` does."""
    if isinstance(source, Version | str) or (isinstance(source, Path) and _is_version(source)):
        return _read_sequence([source])
    return read_story(source)


def _is_version(path: Path) -> bool:
    """Whether a path is a file that no source reads as versions."""
    if is_folder(path):
        return False
    found = source_for(path)
    return found is None or found.beside


def _read_path(path: Path, kind: str | None, options: Options | None) -> Story:
    found = source_for(path, kind)
    if found is not None:
        return read_captured(*one_story(path, found, options or Options()))
    check_unread(path, options)
    if not is_folder(path):
        raise SourceError(
            what="is a file, not a folder of versions", where=printable(path), remedy="give a folder or several files"
        )
    return read_folder(path)


def _read_sequence(sources: Sequence[Version | str | Path]) -> Story:
    if not sources:
        raise SourceError(what="no versions", where="the versions given", remedy="give two or more")
    versions = tuple(read_version(source) for source in sources)
    check_numbers(tuple({version.id: version for version in versions}.values()))
    return Story(id=versions[0].id, versions=versions, order=("as given",) * len(versions))


def upto(story: Story, version: Version) -> Story:
    """The story as far as one of its versions, or with another version behind all of them.

    Where several versions have the same text, the one from the same file is meant; else the latest.
    """
    places = [place for place, one in enumerate(story.versions) if one.sha256 == version.sha256]
    if places:
        own = [place for place in places if same_file(story.versions[place].source, version.source)]
        end = (own or places)[-1] + 1
        return replace(story, versions=story.versions[:end], order=story.order[:end])
    return replace(story, versions=(*story.versions, version), order=(*story.order, "as given, behind the story"))
