"""What was found in the paragraphs of an archive's story, kept in the archive beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from storyver.archive import Store
from storyver.errors import StoryverError


class StoryAnalyses:
    """The analyses of one story. The archive is open only while they are read or written.

    They are a convenience: an archive that may not be written, is full, in use or gone, keeps none, and nobody hears
    of it.
    """

    def __init__(self, path: Path, story: int) -> None:
        self._path = path
        self._story = story

    def sheets(self, extractor: str, /) -> Sequence[bytes]:
        """What an extractor of that version has found."""
        try:
            store = Store(self._path, create=False)
        except StoryverError:
            return ()
        try:
            return store.sheets(self._story, extractor)
        except StoryverError:
            return ()
        finally:
            store.close()

    def keep(self, extractor: str, sheet: bytes, /, *, instead: bool) -> None:
        """Keep more of it, or ``instead`` of what is there."""
        try:
            store = Store(self._path, create=False)
        except StoryverError:
            return
        try:
            store.keep_sheet(self._story, extractor, sheet, instead=instead)
        except StoryverError:
            return
        finally:
            store.close()
