"""Word documents: paragraphs, lists, tables and footnotes, as they read with all tracked changes accepted."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from storyver.dates import parse_date
from storyver.errors import SourceError, missing_library
from storyver.model import Capture, DateSource, PublicationDate
from storyver.sources.extraction.extracted import Extracted
from storyver.sources.extraction.wordprocessing import DocumentReader
from storyver.sources.text import MAXIMUM_BYTES
from storyver.sources.zipped import broken_zip, open_zip, read_part

if TYPE_CHECKING:
    from docx.document import Document

KIND: Final = "a Word document"
MAXIMUM_PART: Final = 2 * MAXIMUM_BYTES
"""Bytes of one part of XML, which takes some ten times as much when it is read."""
_CORE: Final = "docProps/core.xml"
_PROPERTIES: Final = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "creator": "{http://purl.org/dc/elements/1.1/}creator",
    "modified": "{http://purl.org/dc/terms/}modified",
}
_NO_TITLE: Final = re.compile(r"(?:word document|untitled|.*\.\w{2,5})", re.IGNORECASE)
"""What programs put in where nobody gave a title."""


def extract_docx(capture: Capture, where: str) -> Extracted:
    """The text of a Word document. Raise SourceError for one that is broken, encrypted or beyond the limits, and
    MissingLibraryError where python-docx is not installed."""
    try:
        import defusedxml  # noqa: F401 - asked for with the other, so that the message comes before anything is read
        import docx
    except ImportError as error:
        raise missing_library("python-docx", "docx") from error
    with open_zip(capture.data, where, KIND) as package:
        _check_parts(package, where)
        properties = _core(package, where)
    reader = DocumentReader()
    try:
        document: Document = docx.Document(io.BytesIO(capture.data))
        reader.read(document)
    except Exception:  # whatever a damaged file leads python-docx to
        raise broken_zip(where, KIND) from None
    text = reader.text()
    if not text.strip():
        raise SourceError(what=f"is {KIND} without text", where=where, remedy="save the article's text in it")
    title = properties.get("title", "")
    return Extracted(
        text=text,
        encoding="utf-8",
        extractor=f"python-docx {docx.__version__}",
        title=reader.title or (title if title and not _NO_TITLE.fullmatch(title) else None),
        author=properties.get("creator") or None,
        dates=_dates(properties.get("modified", "")),
        notes=reader.notes(),
    )


def _check_parts(package: zipfile.ZipFile, where: str) -> None:
    """Refuse XML that is too large, or that defines entities of its own, before it is read for its text."""
    from xml.sax import SAXException
    from xml.sax.handler import ContentHandler

    from defusedxml import DefusedXmlException
    from defusedxml.sax import parseString

    for part in package.infolist():
        if not part.filename.lower().endswith((".xml", ".rels")):
            continue
        if part.file_size > MAXIMUM_PART:
            what = f"is {KIND} with more than {MAXIMUM_PART // 1_000_000} MB in one part"
            raise SourceError(what=what, where=where, remedy="save its text")
        try:
            parseString(read_part(package, part.filename, where, KIND), ContentHandler(), forbid_dtd=True)
        except DefusedXmlException:
            what = f"is {KIND} that defines entities, as an attack does"
            raise SourceError(what=what, where=where, remedy="save its text, if you trust it") from None
        except (SAXException, ValueError, LookupError):
            raise broken_zip(where, KIND) from None


def _core(package: zipfile.ZipFile, where: str) -> dict[str, str]:
    """What the document says of itself. Where it says nothing, python-docx would make it up, the time included."""
    from defusedxml.ElementTree import fromstring

    if _CORE not in package.namelist():
        return {}
    try:
        root = fromstring(read_part(package, _CORE, where, KIND), forbid_dtd=True)
    except SyntaxError:
        raise broken_zip(where, KIND) from None
    found = {name: root.find(tag) for name, tag in _PROPERTIES.items()}
    return {name: " ".join((one.text or "").split())[:1000] for name, one in found.items() if one is not None}


def _dates(words: str) -> tuple[PublicationDate, ...]:
    try:
        value = parse_date(words).iso()
    except ValueError:
        return ()
    return (PublicationDate(value=value, source=DateSource.DOCUMENT, evidence=f"modified: {words}"),)
