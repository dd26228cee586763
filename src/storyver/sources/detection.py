"""Which source reads what is at a path: told by its content, or by the name that a caller gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Final

from storyver.errors import SourceError, StoryverError, UsageError
from storyver.model import Capture, SkippedFile
from storyver.sources.interface import HEAD_BYTES, Options, Source
from storyver.sources.paths import explain, is_folder, printable

ENTRY_POINTS: Final = "storyver.sources"


def sources() -> Iterator[Source]:
    """All sources, our own first; each module is imported as it is reached.

    Raise SourceError for an installed one that cannot be loaded, or has the name of another.
    """
    names = set()
    for source in _built_in():
        names.add(source.name)
        yield source
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda one: (one.name, one.value)):
        source = _load(point)
        if source.name in names:
            what = f"has the name {printable(source.name)!r}, which another has"
            raise _unusable(point, what, "take one of them away")
        names.add(source.name)
        yield source


def _load(point: EntryPoint) -> Source:
    """What somebody else's package gives as a source."""
    try:
        found = point.load()
    except Exception as error:  # whatever another's module raises
        reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        what = f"cannot be loaded: {printable(' '.join(reason.split()))}"
        raise _unusable(point, what, "install it again, or take it away") from error
    if not isinstance(found, Source):
        raise _unusable(point, "is no Source of storyver", "ask its maker, or take it away")
    return _guarded(found, point)


def _guarded(source: Source, point: EntryPoint) -> Source:
    """Somebody else's source, whose errors name it whatever they are."""

    def recognises(path: Path, head: bytes) -> bool:
        try:
            return bool(source.recognises(path, head))
        except Exception as error:
            raise _failed(point, f"cannot tell whether it reads {printable(path)}", error) from error

    def captures(path: Path, options: Options) -> Iterator[Capture | SkippedFile]:
        try:
            yield from source.captures(path, options)
        except StoryverError:
            raise
        except Exception as error:
            raise _failed(point, f"cannot read {printable(path)}", error) from error

    return replace(source, recognises=recognises, captures=captures)


def _failed(point: EntryPoint, what: str, error: Exception) -> SourceError:
    reason = printable(" ".join(repr(error).split()))
    return _unusable(point, f"{what}: {reason}", "name another source with --from, or tell its maker")


def _unusable(point: EntryPoint, what: str, remedy: str) -> SourceError:
    where = f"the source {printable(point.name)}"
    if point.dist is not None:
        where += f" of {printable(point.dist.name)}"
    return SourceError(what=what, where=where, remedy=remedy)


def _built_in() -> Iterator[Source]:
    """Our own, those that are told most surely first."""
    from storyver.sources import warc

    yield warc.SOURCE
    from storyver.sources import wacz

    yield wacz.SOURCE
    from storyver.sources.newsdiffs import SOURCE as NEWSDIFFS

    yield NEWSDIFFS
    from storyver.sources.newsedits import SOURCE as NEWSEDITS

    yield NEWSEDITS
    from storyver.sources.diffengine import SOURCE as DIFFENGINE

    yield DIFFENGINE
    from storyver.sources.changedetection import SOURCE as CHANGEDETECTION

    yield CHANGEDETECTION
    from storyver.sources.mediawiki import SOURCE as MEDIAWIKI

    yield MEDIAWIKI
    from storyver.sources.git import SOURCE as GIT

    yield GIT
    from storyver.sources.tables import parquet

    yield parquet.SOURCE
    from storyver.sources.tables import objects

    yield objects.SOURCE
    from storyver.sources.tables import delimited

    yield delimited.SOURCE


def source_for(path: Path, name: str | None = None) -> Source | None:
    """The source of that name, else the first that recognises what is at the path; None where none does.

    Raise UsageError for a name that no source has, and SourceError for a path that cannot be looked at.
    """
    if name is not None:
        known = {source.name: source for source in sources()}
        if name not in known:
            raise UsageError(what="no source has that name", where=name, remedy=f"use one of {', '.join(known)}")
        return known[name]
    head = head_of(path)
    return next((source for source in sources() if source.recognises(path, head)), None)


def check_unread(path: Path, options: Options | None) -> None:
    """Raise UsageError where options say what to take of a path that no source reads."""
    if options is not None and options != Options():
        what = "is read by no source, so --named and the options for columns do not apply to it"
        raise UsageError(what=what, where=printable(path), remedy="leave them out, or name the source with --from")


def no_version(path: Path, options: Options, skipped: Sequence[SkippedFile] = ()) -> SourceError:
    """The error for a source that gives none, or none of the story that is named."""
    named = "" if options.named is None else f" named {printable(options.named)!r}"
    reason = f" ({skipped[0].path}: {skipped[0].reason})" if skipped else ""
    what = f"holds no version of a story{named}{reason}"
    return SourceError(what=what, where=printable(path), remedy="check the path, or name the source with --from")


def head_of(path: Path) -> bytes:
    """The first bytes of a file, none of a folder. Raise SourceError if it cannot be read."""
    if is_folder(path):
        return b""
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError as error:
        raise explain(error, path) from None


def one_story(path: Path, source: Source, options: Options) -> tuple[list[Capture], list[SkippedFile]]:
    """The captures of the one story that a source holds, or of the one that the options name, and what was passed over.

    Raise SourceError where it holds none, or several.
    """
    captures: list[Capture] = []
    skipped: list[SkippedFile] = []
    for one in source.captures(path, options):
        if isinstance(one, SkippedFile):
            skipped.append(one)
        elif captures and one.story != captures[0].story:
            names = f"{printable(captures[0].story)!r} and {printable(one.story)!r}"
            remedy = "name one with --named, or add them all to an archive with storyver add"
            raise SourceError(what=f"holds several stories, {names} among them", where=printable(path), remedy=remedy)
        else:
            captures.append(one)
    if not captures:
        raise no_version(path, options, skipped)
    return captures, skipped
