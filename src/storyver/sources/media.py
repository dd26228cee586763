"""What kind of document some bytes are, told by the bytes themselves."""

from __future__ import annotations

import re
from typing import Final

PLAIN: Final = "text/plain"
HTML: Final = "text/html"
WIKITEXT: Final = "text/x-wiki"
PARAGRAPHS: Final = "text/x-paragraphs"
"""Text between ``<p>`` and ``</p>``, a piece of a page, as trackers keep it."""
PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OLE: Final = "application/x-ole-storage"
"""What Word's old format and documents with a password are wrapped in."""

ENDINGS: Final = {"txt": PLAIN, "text": PLAIN, "md": PLAIN, "html": HTML, "htm": HTML, "pdf": PDF, "docx": DOCX}
"""The endings of the files that may be versions of a story's folder."""

KINDS: Final = {
    PLAIN: "plain text",
    HTML: "a web page",
    PDF: "a PDF",
    DOCX: "a Word document",
    OLE: "an old Office document",
}
"""What a reader calls them."""

_HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|article)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WIDE: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""The byte order marks of text in units of two bytes."""
_HEAD: Final = 8192
_DOCX_PART: Final = b"word/document.xml"


def media_of(data: bytes) -> str:
    """The media type of a document, by how it begins; what begins like none of the others is plain text."""
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"PK\x03\x04") and _DOCX_PART in data:
        return DOCX
    if data.startswith(_OLE):
        return OLE
    wide = _WIDE.get(data[:2])
    head = data if wide is None else data[2:_HEAD].decode(wide, "replace").encode("utf-8", "replace")
    return HTML if _HTML.match(head) else PLAIN


def named_otherwise(name: str, media: str) -> str | None:
    """The sentence that tells that a file's name promises another kind of document than its bytes are."""
    ending = name.rpartition(".")[2].lower()
    if ENDINGS.get(ending, media) == media:
        return None
    return f"Its name ends in .{ending}, and it is {KINDS[media]}: it was read as that."
