"""What kind of document some bytes are, told by the bytes themselves."""

from __future__ import annotations

import re
from typing import Final

PLAIN: Final = "text/plain"
HTML: Final = "text/html"
WIKITEXT: Final = "text/x-wiki"
PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

ENDINGS: Final = {"txt": PLAIN, "text": PLAIN, "md": PLAIN, "html": HTML, "htm": HTML, "pdf": PDF, "docx": DOCX}
"""The endings of the files that may be versions of a story's folder."""

_HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|article)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
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
    wide = _WIDE.get(data[:2])
    head = data if wide is None else data[2:_HEAD].decode(wide, "replace").encode("utf-8", "replace")
    return HTML if _HTML.match(head) else PLAIN
