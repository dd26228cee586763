"""What an extractor gives."""

from __future__ import annotations

from dataclasses import dataclass

from storyver.model import PublicationDate


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
