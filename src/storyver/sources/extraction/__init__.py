"""From the bytes of a capture to the text of its version; one file for each kind of document."""

from __future__ import annotations

from storyver.errors import SourceError
from storyver.model import Capture
from storyver.sources import media
from storyver.sources.extraction.extracted import Extracted

__all__ = ["Extracted", "extract"]


def extract(capture: Capture, where: str) -> Extracted:
    """The text of a capture, and what its document says of itself. ``where`` names it in messages.

    Raise SourceError for what cannot be read, and MissingLibraryError where an extra is not installed.
    """
    match capture.media:
        case media.PLAIN:
            from storyver.sources.extraction.plain import extract_plain as extract_it
        case media.PARAGRAPHS:
            from storyver.sources.extraction.paragraphs import extract_paragraphs as extract_it
        case media.WIKITEXT:
            from storyver.sources.extraction.wikitext import extract_wikitext as extract_it
        case media.DOCX:
            from storyver.sources.extraction.docx import extract_docx as extract_it
        case media.PDF:
            from storyver.sources.extraction.pdf import extract_pdf as extract_it
        case media.OLE:
            what = "is an Office document with a password, or an old one"
            raise SourceError(what=what, where=where, remedy="save it as .docx without a password")
        case media.HTML:
            from storyver.sources.extraction.html import extract_html as extract_it
        case _:
            raise SourceError(what=f"is {capture.media}, which is not read", where=where, remedy="save it as text")
    return extract_it(capture, where)
