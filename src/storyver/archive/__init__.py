"""The archive's file: stories, their versions as raw bytes and as text, and a chain of entries that covers them.

It knows captures and their texts, and nothing of where they come from or how a text is read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from storyver.archive import analyses, deciding, reading
from storyver.archive.checking import Checker
from storyver.archive.connection import connect, is_archive, snapshot, told, transaction
from storyver.archive.frames import DamagedError, Frames
from storyver.archive.reading import Stored
from storyver.archive.writing import Read, Writer
from storyver.errors import DamagedArchiveError
from storyver.model import Added, ArchivedStory, Decision, Verification

__all__ = ["Read", "Store", "Stored", "is_archive"]


class Store:
    """An open archive."""

    def __init__(self, path: Path, *, create: bool) -> None:
        self.path = path
        self._connection: sqlite3.Connection = connect(path, create=create)
        self._frames = Frames(self._connection)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def add(self, batch: Sequence[Read], *, again: bool = False) -> Added:
        """Add captures with their texts in one transaction: all that are not there, or, on an error, none."""
        with told(self.path):
            try:
                with transaction(self._connection):
                    return Writer(self._connection, self._frames).add(batch, again=again)
            except BaseException as error:
                self._frames.forget()
                if isinstance(error, DamagedError):
                    raise self._damaged(error) from error
                raise

    def stories(self) -> Iterator[ArchivedStory]:
        """The stories in the order in which they were added."""
        with told(self.path):
            yield from reading.stories(self._connection)

    def number_of(self, name: str) -> int | None:
        """The number by which a story is read: that of the name, or of a place such as ``#3``."""
        with told(self.path):
            return reading.number_of(self._connection, name)

    def name_of(self, story: int) -> str:
        """The name of a story."""
        with told(self.path):
            return reading.name_of(self._connection, story)

    def read(self, story: int, *, raw: bool = False) -> list[Stored]:
        """The versions of a story in the order in which they were added; ``raw`` with all bytes."""
        with told(self.path):
            try:
                return reading.stored(self._connection, self._frames, story, raw=raw)
            except DamagedError as error:
                raise self._damaged(error) from error

    def sheets(self, story: int, extractor: str) -> list[bytes]:
        """What an extractor of that version found in the paragraphs of a story, as far as it is as it was kept."""
        with told(self.path):
            return analyses.sheets(self._connection, story, extractor)

    def keep_sheet(self, story: int, extractor: str, sheet: bytes, *, instead: bool) -> None:
        """Keep more of it, or ``instead`` of all that was kept of the story."""
        with told(self.path):
            self._connection.execute(f"PRAGMA busy_timeout = {analyses.PATIENCE:d}")
            with transaction(self._connection):
                analyses.keep(self._connection, story, extractor, sheet, instead=instead)

    def drop_sheets(self, story: int | None) -> int:
        """Take away what was found in paragraphs, of a story or of all, and give the room back."""
        with told(self.path):
            with transaction(self._connection):
                dropped = analyses.drop(self._connection, story)
            if dropped:
                self._connection.execute("VACUUM")
        return dropped

    def analysed(self, story: int | None) -> tuple[int, int]:
        """Of how many stories, or whether of this one, analyses are kept, and how many bytes these take."""
        with told(self.path):
            return analyses.counted(self._connection, story)

    def decide(self, story: int, decision: Decision) -> Decision:
        """Enter a decision; it is on the disk when this returns."""
        with told(self.path), transaction(self._connection):
            return deciding.enter(self._connection, story, decision)

    def decisions(self, story: int) -> list[Decision]:
        """What was decided of a story, in the order of entry."""
        with told(self.path):
            try:
                return list(deciding.decisions(self._connection, story))
            except DamagedError as error:
                raise self._damaged(error) from error

    def verify(self, head: str | None = None) -> Verification:
        """Look through the whole archive; ``head`` is a hash that an entry has to have."""
        with told(self.path), snapshot(self._connection):
            return Checker(self._connection, str(self.path), head).verify()

    def _damaged(self, error: DamagedError) -> DamagedArchiveError:
        return DamagedArchiveError(
            what=f"is damaged: {error}", where=str(self.path), remedy="see all that is with storyver verify"
        )
