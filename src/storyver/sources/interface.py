"""What a source is: a name, a way to recognise what it reads, and a way to read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from storyver.model import Capture, SkippedFile

HEAD_BYTES = 8192
"""So many of a file's first bytes are shown to each source that may recognise it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a caller says of a source beside its place."""

    named: str | None = None
    """Only this story: its name as the source gives it (an address, a title, an id)."""
    id_column: str | None = None
    """Of a table: the column that tells stories apart."""
    text_column: str | None = None
    date_column: str | None = None
    version_column: str | None = None
    outlet_column: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A place that versions come from.

    A third party adds one by an entry point of the group ``storyver.sources`` that gives such a value.
    """

    name: str
    """What ``--from`` takes."""
    describes: str
    """What it reads, as it stands in a message: ``MediaWiki XML dumps``."""
    recognises: Callable[[Path, bytes], bool]
    """Whether it reads what is at a path, told by the first ``HEAD_BYTES`` of a file (none of a folder). It opens
    nothing that is large, imports nothing that is heavy, and raises nothing."""
    captures: Callable[[Path, Options], Iterator[Capture | SkippedFile]]
    """The versions one by one, never all in memory at once, and what it passed over with the reason. It raises
    SourceError for what cannot be read at all, and MissingLibraryError where an extra is not installed."""
    beside: bool = False
    """Whether the versions are not in the file that it recognises, which is one of them, but beside it: a command that
    takes one version or a story takes the file."""
