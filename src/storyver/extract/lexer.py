"""Text → tokens: numbers whole, words whole, everything else one character at a time. Linear in the text."""

from __future__ import annotations

import re
from typing import NamedTuple

PADDING = 10
"""How many end marks close a list of tokens: more than any reader looks ahead."""

_SPACES = "\u00a0\u2009\u202f"
_TOKEN = re.compile(
    rf"""
    (?P<number>
        \d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?![\d,])             # 1 250 000 with a space that does not break
      | [1-9]\d{{0,2}}(?:\ \d{{3}}){{2,4}}(?![\d,])           # 1 250 000 with plain spaces: two groups or more
      | [1-9]\d{{0,2}}\ 000(?![\d,])                          # 15 000
      | \d{{1,3}}(?:['’]\d{{3}})+(?!\d)                       # 1'250'000
      | \d+(?:,\d+)*(?:\.\d+)*                                # 1,250.75
      | (?<![\w.])\.\d+                                       # .5
    )
  | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)
  | (?P<other>\S)
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A piece of the text; ``text[start:end]`` of the source is ``text``."""

    start: int
    end: int
    text: str
    lower: str
    kind: str
    """``number``, ``word`` or ``other``."""
    glued: bool
    """No white space stands between this token and the one before."""


def lex(text: str) -> list[Token]:
    """All tokens of ``text`` in order, and behind the last enough end marks of no width to look ahead safely."""
    tokens = []
    last_end = -1
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        piece = match[0]
        kind = match.lastgroup or "other"
        lower = piece.lower().replace("’", "'") if kind == "word" else piece
        tokens.append(Token(start, end, piece, lower, kind, start == last_end))
        last_end = end
    tokens.extend([Token(len(text), len(text), "", "", "end", False)] * PADDING)
    return tokens
