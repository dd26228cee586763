"""The parts of a page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block of the page is."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    CAPTION = "caption"
    LINK_LINE = "link_line"
    BYLINE = "byline"
    DATE_LINE = "date_line"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence, without the white space around it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A line, paragraph or list item of the page."""

    kind: BlockKind
    start: int
    end: int
    section: str | None
    """The text of the heading above, None before the first heading."""
    sentences: tuple[Sentence, ...]
