"""What a source hands over: one version as it keeps it, and the text that is read from it."""

from __future__ import annotations

from dataclasses import dataclass

from storyver.model.versions import PublicationDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One version as its source keeps it: the raw bytes, and what the source says of them."""

    data: bytes
    """Exactly as the source keeps them, after its own packing is undone; UTF-8 where it keeps text and no bytes."""
    media: str
    """The media type without parameters, as the bytes show it: ``text/plain``, ``text/html``, ``application/pdf`` …"""
    source: str
    """Where it is, in a way that finds it again: a path, an address, a path with a place behind ``#``."""
    story: str
    """What tells the source's stories apart: an address, a page's title, a row's id, a file's name."""
    name: str | None = None
    """The name of the file that holds this version alone; it may tell its number and date."""
    charset: str | None = None
    """The encoding that the source declares, which may be wrong."""
    number: int | None = None
    of: int | None = None
    title: str | None = None
    url: str | None = None
    """The address at which it was published, where that is known."""
    dates: tuple[PublicationDate, ...] = ()
    """What the source itself records, the most telling first: of a capture when it was made, of a commit when it was
    written and when it was committed. What the text says of itself is read from the text."""
    notes: tuple[str, ...] = ()
    """What a reader of the version should know, one sentence each."""
    story_title: str | None = None
    """What the source calls the whole story, where that is not the title of this version."""
    story_url: str | None = None
    outlet: str | None = None
    """Who published it, where the source says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """The text of a document, and what the document says of itself."""

    text: str
    encoding: str
    extractor: str | None = None
    """What made the text, with its version, such as ``trafilatura 2.0.0``; None where it is the bytes, decoded."""
    title: str | None = None
    author: str | None = None
    url: str | None = None
    dates: tuple[PublicationDate, ...] = ()
    """The most telling first."""
    notes: tuple[str, ...] = ()
