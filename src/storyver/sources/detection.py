"""Which source reads what is at a path: told by its content, or by the name that a caller gives."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

from storyver.errors import SourceError, UsageError
from storyver.model import Capture, SkippedFile
from storyver.sources.interface import HEAD_BYTES, Options, Source
from storyver.sources.paths import explain, is_folder, printable

ENTRY_POINTS: Final = "storyver.sources"


def sources() -> Iterator[Source]:
    """All sources, our own first; each module is imported as it is reached.

    Raise SourceError for an installed one that cannot be loaded.
    """
    yield from _built_in()
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda one: one.name):
        try:
            found = point.load()
        except Exception as error:  # whatever another's module raises
            what = f"cannot be loaded: {printable(str(error))}"
            raise SourceError(what=what, where=f"the source {point.name}", remedy="install it again") from error
        if not isinstance(found, Source):
            raise SourceError(what="is no Source", where=f"the source {point.name}", remedy="ask its maker")
        yield found


def _built_in() -> Iterator[Source]:
    """Our own, those that are told most surely first."""
    from storyver.sources import warc

    yield warc.SOURCE
    from storyver.sources import wacz

    yield wacz.SOURCE


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
        named = "" if options.named is None else f" named {printable(options.named)!r}"
        reason = f" ({skipped[0].path}: {skipped[0].reason})" if skipped else ""
        what = f"holds no version of a story{named}{reason}"
        raise SourceError(what=what, where=printable(path), remedy="check the path, or name the source with --from")
    return captures, skipped
