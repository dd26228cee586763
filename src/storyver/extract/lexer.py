"""Text → tokens: numbers whole, words whole, everything else one character at a time. Linear in the text."""

from __future__ import annotations

import re

PADDING = 10
"""How many end marks close a list of tokens: more than any reader looks ahead."""

_SPACES = "\u00a0\u2009\u202f"
_TOKEN = re.compile(
    rf"""
    (?P<space>\s*+)
    (?:
        (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)
      | (?P<number>
            \d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?![\d,])         # 1 250 000 with a space that does not break
          | [1-9]\d{{0,2}}(?:\ \d{{3}}){{2,4}}(?![\d,])       # 1 250 000 with plain spaces: two groups or more
          | [1-9]\d{{0,2}}\ 000(?![\d,])                      # 15 000
          | \d{{1,3}}(?:['’]\d{{3}})+(?!\d)                   # 1'250'000
          | \d+(?:,\d+)*(?:\.\d+)*                            # 1,250.75
          | (?<![\w.])\.\d+                                   # .5
        )
      | (?P<other>\S)
      | \Z
    )
    """,
    re.VERBOSE,
)


class Token:
    """A piece of the text; ``text[start:end]`` of the source is ``text``.

    ``lower`` is in lower case with straight apostrophes, ``kind`` is ``number``, ``word``, ``other``, or ``end`` behind
    the last, and ``glued`` says that no white space stands between this token and the one before. Nobody writes to a
    token. It is a plain class, since there are more tokens than of anything else and nothing is read as often.
    """

    __slots__ = ("end", "glued", "kind", "lower", "start", "text")

    def __init__(self, start: int, end: int, text: str, lower: str, kind: str, glued: bool) -> None:
        self.start: int = start
        self.end: int = end
        self.text: str = text
        self.lower: str = lower
        self.kind: str = kind
        self.glued: bool = glued


def lex(text: str) -> list[Token]:
    """All tokens of ``text`` in order, and behind the last enough end marks of no width to look ahead safely."""
    tokens: list[Token] = []
    add, curly = tokens.append, "’" in text
    end = 0
    for space, word, number, other in _TOKEN.findall(text):
        start = end + len(space)
        glued = not space and end > 0
        if word:
            end = start + len(word)
            lower = word.lower()
            add(Token(start, end, word, lower.replace("’", "'") if curly else lower, "word", glued))
        elif number:
            end = start + len(number)
            add(Token(start, end, number, number, "number", glued))
        elif other:
            end = start + 1
            add(Token(start, end, other, other, "other", glued))
    tokens.extend([Token(len(text), len(text), "", "", "end", False)] * PADDING)
    return tokens
