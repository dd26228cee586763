"""Quotations: the stretches of a text between quotation marks, straight or typographic, double or single."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_CLOSERS = {'"': '"”', "“": '”"', "„": "“”", "«": "»", "‘": "’'", "'": "'’"}
"""Every opening mark with the marks that may close it."""
_MARKS = re.compile("[\"“„«‘'’]")
_SINGLE = frozenset("'‘")
_BEFORE_CLOSING = frozenset(".,!?…;:")
_MOST_CLOSERS = 32
"""How many marks are tried as the end of a quotation in single marks, so that work stays linear in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A quotation. ``[start, end)`` includes its marks, ``[inner_start, inner_end)`` does not."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool
    """False where the text ends before the quotation does, as in a speech that runs over several paragraphs."""


def find_quotes(text: str, start: int = 0, end: int | None = None) -> tuple[Quote, ...]:
    """The quotations of ``text[start:end]``, one block, in order. A quotation inside another is part of it.

    An apostrophe is no quotation mark, nor is the mark of feet and inches. A quotation in double marks that is not
    closed runs to the end of the stretch; one in single marks must be closed.
    """
    limit = len(text) if end is None else end
    marks = [match.start() for match in _MARKS.finditer(text, start, limit)]
    singles = [i for i in marks if text[i] in "'’" and _may_close(text, i, limit)]
    quotes: list[Quote] = []
    for at in marks:
        if text[at] in _CLOSERS and (not quotes or at >= quotes[-1].end):
            quote = _quote_at(text, at, limit, singles)
            if quote:
                quotes.append(quote)
    return tuple(quotes)


def _quote_at(text: str, at: int, limit: int, singles: list[int]) -> Quote | None:
    if not _may_open(text, at, limit):
        return None
    if text[at] in _SINGLE:
        close = _single_close(text, at, limit, singles)
        if close is None:
            return None
    else:
        close = _double_close(text, at, limit)
    closed = close < limit
    inner_end = close if closed else _trimmed(text, at, limit)
    return Quote(
        start=at,
        end=min(close + 1, limit) if closed else inner_end,
        inner_start=at + 1,
        inner_end=inner_end,
        closed=closed,
    )


def _may_open(text: str, at: int, limit: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < limit else " "
    if before.isalnum() or after.isspace():
        return False
    return text[at] not in _SINGLE or after.isalnum() or after in '"“[('


def _may_close(text: str, at: int, limit: int) -> bool:
    after = text[at + 1] if at + 1 < limit else " "
    return not after.isalnum() and not text[at - 1 : at].isspace()


def _double_close(text: str, at: int, limit: int) -> int:
    """The first mark that closes it, or ``limit``. A straight mark in front of a word and after a space opens."""
    found = [text.find(mark, at + 1, limit) for mark in _CLOSERS[text[at]]]
    return min((i for i in found if i >= 0), default=limit)


def _single_close(text: str, at: int, limit: int, singles: list[int]) -> int | None:
    """The first mark after punctuation or in front of it; failing that, the first that is no plural's apostrophe."""
    first = bisect_right(singles, at)
    candidates = [i for i in singles[first : first + _MOST_CLOSERS] if i < limit]
    plural = None
    for i in candidates:
        if text[i - 1] in _BEFORE_CLOSING:
            return i
        if text[i - 1] == "s" and text[i + 1 : i + 2] == " " and text[i + 2 : i + 3].islower():
            plural = plural if plural is not None else i
            continue
        return i
    return plural


def _trimmed(text: str, at: int, limit: int) -> int:
    return at + len(text[at:limit].rstrip())
