"""Dated versions of an article, and the story that they make up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storyver.model.decisions import Decision


class DateSource(StrEnum):
    """Where a version's publication date was read. A file's own time stamp is never a source."""

    MANIFEST = "manifest"
    HEADER = "header"
    FILE_NAME = "file_name"
    CAPTURE = "capture"
    """When a web archive or a tracker fetched the page."""
    AUTHORED = "authored"
    """The author date of a commit."""
    COMMITTED = "committed"
    """The commit date of a commit."""
    REVISION = "revision"
    """The time stamp of a wiki's revision."""
    COLUMN = "column"
    """A column of a table or of a database."""
    PAGE_MODIFIED = "page_modified"
    """The day of the last change that a page's mark-up states."""
    PAGE_PUBLISHED = "page_published"
    """The day of publication that a page's mark-up states."""
    DOCUMENT = "document"
    """What a document's own properties say of its last change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationDate:
    """When a version was published, at the precision its source gives."""

    value: str
    """ISO 8601: ``2022``, ``2022-03``, ``2022-10-12`` or ``2023-09-05T22:40Z``, with the zone where it is stated."""
    source: DateSource
    evidence: str
    """The words, manifest key or file name that it was read from."""


class HeaderKind(StrEnum):
    """What a line above (or glued to) the article's own text is."""

    VERSION = "version"
    DATE = "date"
    BYLINE = "byline"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderLine:
    """A stretch of the text that speaks of the version and not of the story: its number, its date, its author."""

    start: int
    end: int
    kind: HeaderKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One dated version of an article, exactly as it was decoded."""

    id: str
    """The first twelve hexadecimal digits of ``sha256``."""
    text: str
    sha256: str
    """Of the raw bytes (of the UTF-8 encoding for a version given as a string)."""
    number: int | None = None
    of: int | None = None
    date: PublicationDate | None = None
    title: str | None = None
    source: str | None = None
    """The path as the caller gave it, or where else it is found again; None for a version given as a string."""
    encoding: str = "utf-8"
    media: str = "text/plain"
    """The media type of the raw bytes."""
    extractor: str | None = None
    """The name and version of what made the text from the bytes; None where the text is the bytes, decoded."""
    url: str | None = None
    """The address at which it was published, where that is known."""
    author: str | None = None
    """As a page's mark-up or a document's properties name it."""
    dates: tuple[PublicationDate, ...] = ()
    """All that is known of when it was published, changed, seen or kept, the one in ``date`` first."""
    header: tuple[HeaderLine, ...] = ()
    """In the order of the text, not overlapping."""
    notes: tuple[str, ...] = ()
    """What a reader of the version should know of how it was read, one sentence each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedFile:
    """A file of a story's folder that is no version of it, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The versions of one article in the order in which they were published."""

    id: str
    versions: tuple[Version, ...]
    order: tuple[str, ...]
    """For each version the reason for its place, such as ``version number 21`` or ``date 2022-10-12 (header)``."""
    title: str | None = None
    url: str | None = None
    skipped: tuple[SkippedFile, ...] = ()
    decisions: tuple[Decision, ...] = ()
    """What reviewers decided of it, in the order of entry, as its archive has it. ``diff`` and ``track`` honour it."""
