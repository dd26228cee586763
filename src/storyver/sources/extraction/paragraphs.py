"""Paragraphs as trackers keep them: text between ``<p>`` and ``</p>``, and no other mark-up that matters."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

from storyver.errors import SourceError
from storyver.model import Capture
from storyver.sources.extraction.extracted import Extracted
from storyver.sources.text import decode

_ENDS_PARAGRAPH: Final = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "tr", "table", "figcaption"}
)
_HIDDEN: Final = frozenset({"script", "style"})
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")


class _Reader(HTMLParser):
    """Collects paragraphs; the standard library's tokenizer, which builds no tree and so cannot be nested too deep."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self._parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._hidden += tag in _HIDDEN
        if tag in _ENDS_PARAGRAPH:
            self.end_paragraph()
        elif tag == "br":
            self._parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))
        if tag in _ENDS_PARAGRAPH:
            self.end_paragraph()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._parts.append(_SPACE.sub(" ", data))

    def end_paragraph(self) -> None:
        """What was collected is a paragraph."""
        lines = "".join(self._parts).split("\n")
        text = "\n".join(line for line in (_SPACE.sub(" ", one).strip() for one in lines) if line)
        self._parts = []
        if text:
            self.paragraphs.append(text)


def extract_paragraphs(capture: Capture, where: str) -> Extracted:
    """The paragraphs with an empty line between them. Raise SourceError where there is none."""
    decoded = decode(capture.data, where)
    reader = _Reader()
    reader.feed(decoded.text)
    reader.close()
    reader.end_paragraph()
    if not reader.paragraphs:
        raise SourceError(what="holds no text", where=where, remedy="choose another version")
    text = "\n\n".join(reader.paragraphs) + "\n"
    return Extracted(text=text, encoding=decoded.encoding, extractor="paragraphs 1", notes=decoded.notes)
