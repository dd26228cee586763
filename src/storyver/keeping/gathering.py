"""A story with all that it is made of: its versions' raw bytes, the texts read from them, and what was decided."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from storyver.archive import Stored
from storyver.errors import SourceError, StoryverError, UsageError
from storyver.keeping import Archive
from storyver.keeping.finding import Where, find_story
from storyver.model import Capture, Decision, Extracted, SkippedFile, Story, Version
from storyver.sources import (
    MANIFEST_NAME,
    PLAIN,
    Options,
    captures_of,
    extract_text,
    make_version,
    printable,
    read_story,
)

_WEB: Final = re.compile("https?://", re.IGNORECASE)
_SEPARATOR: Final = re.compile(r"[/\\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A story that can leave the house: nothing in it says where on this machine it lay."""

    story: Story
    kept: tuple[Stored, ...]
    """One for each of its versions, in their order."""
    reproduced: tuple[bool, ...]
    """For each whether its text is what is read from its raw bytes now. An archive may keep what was read long ago."""
    note: str | None = None
    """What a person should know of the choice."""
    inputs: tuple[Path, ...] = ()
    """What was read on this machine, and is not to be written over."""


def gather(name: str, where: Where, *, minimum: int) -> Gathered:
    """The story that a name or a path means, as `find_story` finds it. Raise as that does."""
    found = find_story(name, where, minimum=minimum)
    if found.archive is None or not isinstance(found.story, Story):
        gathered = gather_path(Path(name), kind=where.kind, options=where.options, minimum=minimum)
        return replace(gathered, note=found.note)
    with Archive(found.archive, create=False) as archive:
        kept = archive.kept(found.story.id)
    gathered = _matched(replace(found.story, decisions=_numbered(found.story.decisions)), kept)
    reproduced = tuple(read_again(one) == one.extracted for one in gathered.kept)
    return replace(gathered, reproduced=reproduced, inputs=(found.archive,))


def _numbered(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Decisions by numbers of their own, from 1, for the entries of other stories do not concern them."""
    numbers = {one.entry: number for number, one in enumerate(decisions, start=1)}
    return tuple(replace(one, entry=numbers[one.entry], withdraws=numbers.get(one.withdraws or 0)) for one in decisions)


def gather_path(path: Path, *, kind: str | None = None, options: Options | None = None, minimum: int) -> Gathered:
    """The story at a path. Raise StoryverError where there is none, or with fewer versions than ``minimum``."""
    story = read_story(path, minimum=minimum, kind=kind, options=options)
    captures = (one for one in captures_of(path, kind, options) if isinstance(one, Capture))
    wanted = {version.sha256 for version in story.versions}
    read = _read(one for one in captures if hashlib.sha256(one.data).hexdigest() in wanted)
    return replace(_matched(story, read), inputs=(path, path / MANIFEST_NAME, *_files(story)))


def gather_given(sources: Sequence[Path | str], *, minimum: int) -> Gathered:
    """Several files or texts in their order, as a story."""
    story = read_story(sources, minimum=minimum)
    return replace(_matched(story, _read(_given(sources))), inputs=_files(story))


def _files(story: Story) -> tuple[Path, ...]:
    return tuple(Path(version.source) for version in story.versions if version.source)


def gather_any(source: Path | str | Sequence[Path | str], archive: Path | None, *, minimum: int) -> Gathered:
    """What a program gives for a story: a path, a name in an archive, or several files or texts in their order."""
    if archive is not None and isinstance(source, Path | str):
        return gather(str(source), Where(archive=archive), minimum=minimum)
    if isinstance(source, Path):
        return gather(str(source), Where(), minimum=minimum)
    if isinstance(source, str):
        what, remedy = "is a name without an archive", "give the archive, or a Path"
        raise UsageError(what=what, where=printable(source[:40]), remedy=remedy)
    return gather_given(source, minimum=minimum)


def _given(sources: Iterable[Path | str]) -> Iterator[Capture]:
    for one in sources:
        if isinstance(one, str):
            yield Capture(data=one.encode(), media=PLAIN, source="", story="")
        else:
            yield from (found for found in captures_of(one) if isinstance(found, Capture))


def _read(captures: Iterable[Capture]) -> Iterator[Stored]:
    """The captures with their texts; what cannot be read is no version of the story, which says why."""
    for number, capture in enumerate(captures, start=1):
        try:
            extracted = _extract(capture)
        except SourceError:
            continue
        sha256 = hashlib.sha256(capture.data).hexdigest()
        yield Stored(entry=number, sha256=sha256, capture=capture, extracted=extracted)


def _extract(capture: Capture) -> Extracted:
    """The text of a capture; one without a source is a text that was given, as it is."""
    if capture.source:
        return extract_text(capture)
    return Extracted(text=capture.data.decode("utf-8", "replace"), encoding="utf-8")


def read_again(kept: Stored) -> Extracted | None:
    """What is read now from the raw bytes of a version; None where it cannot be, or its library is not there."""
    try:
        return _extract(kept.capture)
    except StoryverError:
        return None


def _matched(story: Story, kept: Iterable[Stored]) -> Gathered:
    """What was kept of each version of a story, without the folders of this machine.

    Raise UsageError where a version is not among it: the files were written to in the meantime.
    """
    by_hash: dict[str, list[Stored]] = {}
    for one in kept:
        by_hash.setdefault(one.sha256, []).append(one)
    chosen = [_kept_of(version, by_hash.get(version.sha256, [])) for version in story.versions]
    own = [replace(one, capture=replace(one.capture, source=own_name(one.capture.source))) for one in chosen]
    versions = tuple(make_version(one.capture, one.extracted, sha256=one.sha256) for one in own)
    whole = replace(story, versions=versions, skipped=_skipped(story))
    return Gathered(story=whole, kept=tuple(own), reproduced=(True,) * len(own))


def _kept_of(version: Version, kept: Sequence[Stored]) -> Stored:
    for one in kept:
        if make_version(one.capture, one.extracted, sha256=one.sha256) == version:
            return one
    where = printable(version.source or "a text")
    raise UsageError(what="changed while it was read", where=where, remedy="try again when nothing writes to it")


def _skipped(story: Story) -> tuple[SkippedFile, ...]:
    sources = [version.source for version in story.versions if version.source]
    skipped = []
    for one in story.skipped:
        reason = one.reason
        for source in sources:
            reason = reason.replace(source, own_name(source))
        skipped.append(SkippedFile(path=own_name(one.path), reason=reason))
    return tuple(skipped)


def own_name(source: str) -> str:
    """A source without the folders that lead to it: ``/home/me/news.xml#7`` is ``news.xml#7``. An address stays."""
    if _WEB.match(source):
        return source
    path, mark, place = source.partition("#")
    return _SEPARATOR.split(path.rstrip("/\\"))[-1] + mark + place
