"""What a line of an article's page looks like from outside: its extent, its end, and which line is the title.

Shared by reading a version and segmenting it, so that both call the same line the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from storyver.labels import is_labelled
from storyver.model import HeaderLine

LONGEST_TITLE: Final = 200
"""Characters. The longest headline in the stories it was tuned on has 83, in print rarely more than 150."""
CLOSERS: Final = "\"'”’»)]}*_"
"""What may follow the punctuation that ends a sentence: quotation marks, brackets, Markdown emphasis."""
_INITIALISM: Final = re.compile(r"(?:\b[A-Z]\.){2,}$")
MARKER: Final = re.compile(r"(?:[-*•–▪‣·●◦]|\d{1,3}[.)]|\(\d{1,3}\)|[a-z]\))\s+(?=\S)")
"""The marker of a list item, with the space after it."""
_MARKDOWN: Final = re.compile(r"#{1,6}\s+")


class Line(NamedTuple):
    """A line that is not blank, without the white space around it."""

    start: int
    end: int
    gap: bool
    """Whether a blank line, or the beginning of the text, is above."""


def read_lines(text: str) -> Iterator[Line]:
    """The lines of a text that are not blank, in order."""
    start, gap = 0, True
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            begin = start + raw.index(stripped[0])
            yield Line(begin, begin + len(stripped), gap)
        gap = not stripped
        start += len(raw)


def ends_sentence(text: str) -> bool:
    """Whether a line ends with the punctuation that ends a sentence, whatever quotation mark or bracket follows."""
    return text.rstrip(CLOSERS).endswith((".", "!", "?", "…"))


def is_bare(text: str) -> bool:
    """Whether a line ends without any punctuation, as headlines, headings and many captions do."""
    end = text.rstrip(CLOSERS)
    return bool(end) and not end.endswith((".", "!", "?", "…", ":", ";", ","))


def heading_marker(text: str) -> int:
    """The length of the ``#`` signs and spaces that mark a Markdown heading, 0 if there are none."""
    match = _MARKDOWN.match(text)
    return match.end() if match else 0


def find_title(text: str, lines: Sequence[Line], header: Sequence[HeaderLine]) -> tuple[int, int] | None:
    """The extent of the one of a text's lines that is the article's title, without a Markdown marker, or None.

    It is the first line that is no header line, if it looks like one and more text follows. Where a header is glued
    to the first words of the text, those words are no title and nothing after them is.
    """
    if len(lines) < 2:
        return None
    position = 0
    found: Line | None = None
    for line in lines:
        while position < len(header) and header[position].end <= line.start:
            position += 1
        if position < len(header) and header[position].start < line.end:
            if text[header[position].end : line.end].strip():
                # A glued header may be followed by another in the same line.
                glued = [item for item in header[position:] if item.start < line.end]
                if text[glued[-1].end : line.end].strip():
                    return None
            continue
        if found is not None:
            return _as_title(text, found, line)
        found = line
    return None


def _as_title(text: str, line: Line, below: Line) -> tuple[int, int] | None:
    if line.end - line.start > LONGEST_TITLE:
        return None
    words = text[line.start : line.end]
    if marker := heading_marker(words):
        return line.start + marker, line.end
    if MARKER.match(words) or is_labelled(words) or words.endswith((":", ";", ",")):
        return None
    if not below.gap and text[below.start].islower():
        return None  # the first line of a hard-wrapped paragraph
    bulletin = words.startswith("...") and words.upper() == words
    full_stop = words.rstrip(CLOSERS).endswith((".", "…")) and not _INITIALISM.search(words)
    return None if full_stop and not bulletin else (line.start, line.end)
