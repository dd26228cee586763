"""The archive as a program uses it: sources' captures go in, stories whose texts are already read come out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final

from storyver.archive import Read, Store, Stored, is_archive
from storyver.errors import DamagedArchiveError, MissingLibraryError, SourceError, StoryverError, UsageError
from storyver.keeping.analysing import StoryAnalyses
from storyver.keeping.deciding import check_decision
from storyver.model import Added, ArchivedStory, Capture, Damage, Decision, SkippedFile, Story, Verification, Version
from storyver.sources import drop_repeated, extract_text, make_version, order_versions, printable

__all__ = ["DEFAULT_PATH", "LONGEST_NAME", "Archive", "is_archive"]

DEFAULT_PATH: Final = Path("storyver.db")
BATCH: Final = 256
"""Captures in one transaction, which is what a crash may lose."""
BATCH_BYTES: Final = 8_000_000
BATCH_SECONDS: Final = 2.0
"""A slow source's captures are written at least so often."""
LONGEST_NAME: Final = 2_000
"""Characters of a story's name."""
LISTED: Final = 8
"""Stories named in an error message."""

Progress = Callable[[Added], None]


class Archive:
    """An archive of stories: one file, to which versions are added and from which none is ever taken.

    It is opened at once, made where there is none unless ``create`` is false, and closed at the end of a ``with``.

    Raises:
        StoryverError: The file is no archive, is one of a newer storyver, or cannot be opened.
    """

    def __init__(self, path: Path | str = DEFAULT_PATH, *, create: bool = True) -> None:
        self.path: Path = Path(path)
        self._store = Store(self.path, create=create)

    def __enter__(self) -> Archive:
        """The archive itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file. All that was added is on the disk since its batch was."""
        self._store.close()

    def add(
        self,
        captures: Iterable[Capture | SkippedFile],
        *,
        story: str | None = None,
        again: bool = False,
        progress: Progress | None = None,
    ) -> Added:
        """Add all versions that are not there yet, each with its text, and say what became of each capture.

        ``story`` is the name to file them under; without it each goes under its own. ``again`` also keeps what
        is now read or recorded otherwise of a version that is there, and goes by it. What has no readable text is
        skipped with the reason. ``progress`` is called after each batch.

        Raises:
            StoryverError: The captures cannot be read to their end, or the archive cannot be written. The batches
                before are kept.
        """
        total = Added()
        for batch, skipped in _batches(captures, story):
            total += self._store.add(batch, again=again) + Added(skipped=tuple(skipped))
            if progress is not None:
                progress(total)
        return total

    def stories(self) -> tuple[ArchivedStory, ...]:
        """The stories in the order in which they were added."""
        return tuple(self._store.stories())

    def holds(self, name: str) -> bool:
        """Whether there is a story of that name."""
        return self._store.number_of(name) is not None

    def story(self, name: str) -> Story:
        """The versions of a story in the order of publication, with the texts that were read when they were added.

        ``name`` is its name, or its place among the stories, such as ``#3``.

        Raises:
            StoryverError: There is no such story, or what is stored of it is damaged.
        """
        number = self._number(name)
        kept = self._store.read(number)
        versions, repeated = drop_repeated([_version(one) for one in kept])
        ordered, reasons = order_versions(versions)
        captures = [one.capture for one in kept]
        told = [url for one in reversed(captures) if (url := one.story_url)] + [one.url for one in captures if one.url]
        titles = [title for one in reversed(captures) if (title := one.story_title)]
        return Story(
            id=self._store.name_of(number),
            versions=ordered,
            order=reasons,
            title=titles[0] if titles else None,
            url=told[0] if told else None,
            skipped=tuple(repeated),
            decisions=tuple(self._store.decisions(number)),
        )

    def analyses(self, name: str) -> StoryAnalyses:
        """What was found in the paragraphs of a story: where ``storyver.remembering`` takes it from and keeps more.

        Raises:
            StoryverError: There is no such story.
        """
        return StoryAnalyses(self.path, self._number(name))

    def analysed(self, name: str | None = None) -> tuple[int, int]:
        """Of how many stories, or whether of this one, analyses are kept, and how many bytes these take.

        Raises:
            StoryverError: There is no such story.
        """
        return self._store.analysed(None if name is None else self._number(name))

    def drop_analyses(self, name: str | None = None) -> int:
        """Take away the analyses of a story, or of all, and say how many sheets there were. They are found again.

        Raises:
            StoryverError: There is no such story, or the archive cannot be written.
        """
        return self._store.drop_sheets(None if name is None else self._number(name))

    def captures(self, name: str) -> tuple[Capture, ...]:
        """The versions of a story as their sources gave them, in the order in which they were added.

        Raises:
            StoryverError: There is no such story, or what is stored of it is damaged.
        """
        return tuple(one.capture for one in self._store.read(self._number(name), raw=True))

    def kept(self, name: str) -> tuple[Stored, ...]:
        """The same, each with the text that is stored of it.

        Raises:
            StoryverError: There is no such story, or what is stored of it is damaged.
        """
        return tuple(self._store.read(self._number(name), raw=True))

    def raw(self, name: str, version: Version) -> bytes:
        """The bytes of a version of a story, as its source gave them.

        Raises:
            StoryverError: There is no such story or version, or what is stored of it is damaged.
        """
        for one in self._store.read(self._number(name), raw=True):
            if one.sha256 == version.sha256:
                return one.capture.data
        raise UsageError(what="has no such version", where=printable(name), remedy="see them with storyver list NAME")

    def decisions(self, name: str) -> tuple[Decision, ...]:
        """All that reviewers decided of a story, in the order of entry, with what was withdrawn.

        Raises:
            StoryverError: There is no such story, or what is stored of it is damaged.
        """
        return tuple(self._store.decisions(self._number(name)))

    def decide(self, name: str, decision: Decision) -> Decision:
        """Enter a decision, which is on the disk when this returns; without a time it is made now.

        Raises:
            StoryverError: There is no such story, the archive cannot be written, or the decision is none: without a
                reviewer, with evidence that is no address on the web, or withdrawing what is not the reviewer's.
        """
        number = self._number(name)
        check_decision(decision, self._store.decisions(number))
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return self._store.decide(number, decision if decision.decided else replace(decision, decided=now))

    def verify(self, head: str | None = None) -> Verification:
        """Look through all that is stored: every byte's hash, the chain of entries, and the file itself.

        ``head`` is the head of an earlier time, which the chain has to go through still.
        """
        return self._store.verify(head)

    def _number(self, name: str) -> int:
        number = self._store.number_of(name)
        if number is None:
            raise self._no_story(name)
        return number

    def _no_story(self, name: str) -> UsageError:
        names = [printable(one.name) for one in self._store.stories()]
        listed = ", ".join(one if len(one) <= 80 else f"{one[:79]}…" for one in names[:LISTED])
        more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
        what = f"is no story of {printable(self.path)}; there " + (f"are {listed}{more}" if names else "is none")
        return UsageError(what=what, where=printable(name), remedy="see them with storyver list")


def look_through(path: Path, head: str | None = None) -> Verification:
    """What `Archive.verify` gives, also where the archive is too damaged to be opened.

    Raise StoryverError where there is no archive, or it cannot be read.
    """
    try:
        with Archive(path, create=False) as archive:
            return archive.verify(head)
    except DamagedArchiveError as error:
        damage = Damage(where=error.where, what=error.what)
        return Verification(stories=0, versions=0, entries=0, head="0" * 64, damages=(damage,))


def _version(one: Stored) -> Version:
    return make_version(one.capture, one.extracted, sha256=one.sha256)


def _batches(
    captures: Iterable[Capture | SkippedFile], story: str | None
) -> Iterator[tuple[list[Read], list[SkippedFile]]]:
    """Captures with their texts, so many at a time. Where they break off, what came before is given out first."""
    batch: list[Read] = []
    skipped: list[SkippedFile] = []
    size, began, broken = 0, time.monotonic(), None
    steps = iter(captures)
    while broken is None:
        try:
            one = next(steps, None)
            if one is None:
                break
            read = one if isinstance(one, SkippedFile) else _read(one, story)
        except StoryverError as error:
            broken = error
            continue
        if isinstance(read, SkippedFile):
            skipped.append(read)
        else:
            batch.append(read)
            size += len(read[0].data)
        if len(batch) + len(skipped) >= BATCH or size >= BATCH_BYTES or time.monotonic() - began > BATCH_SECONDS:
            yield batch, skipped
            batch, skipped, size, began = [], [], 0, time.monotonic()
    if batch or skipped:
        yield batch, skipped
    if broken is not None:
        raise broken


def _read(capture: Capture, story: str | None) -> Read | SkippedFile:
    """A capture under its story's name, with its text; or why it is left out."""
    name = (capture.story if story is None else story).encode("utf-8", "backslashreplace").decode()
    where = printable(capture.source)
    if not name.strip() or len(name) > LONGEST_NAME:
        what = "is empty" if not name.strip() else f"is longer than {LONGEST_NAME:,} characters"
        return SkippedFile(path=where, reason=f"the name of its story {what}")
    try:
        return replace(capture, story=name), extract_text(capture)
    except MissingLibraryError:
        raise
    except SourceError as error:
        return SkippedFile(path=where, reason=error.what)
