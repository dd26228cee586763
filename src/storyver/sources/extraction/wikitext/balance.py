"""Brackets of wikitext, each with its partner: what the parser is given cannot make it try again and again.

A parser of wikitext has to try whether an open bracket ever closes, and to begin anew where it does not. On hostile
text that costs more than linear time or memory. So brackets without a partner are taken away first, what is nested
beyond reason is left out, and the text is cut into blocks where nothing is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

DEEPEST: Final = 12
"""Brackets inside brackets; articles have templates in templates to five or six."""
_TOKEN: Final = re.compile(
    r"(?P<web>\[(?:(?:https?|ftp):)?//[^\s\[\]]+(?P<label>[^\[\]\n]*)\])"
    r"|(?P<dangling>\[(?=(?:[A-Za-z]{2,10}:)?//|[A-Za-z]{2,10}:[^\s\[\]]))"
    r"|(?P<table>^[ \t:]{0,20}\{\|)|(?P<end>^[ \t]{0,20}\|\}(?!\}))"
    r"|(?P<open>\{{2,})|(?P<close>\}{2,})|(?P<link>\[\[)|(?P<done>\]\])|(?P<line>\n)",
    re.MULTILINE,
)
_BRACES: Final = re.compile(r"[{}]{2,}")
_GAP: Final = " "
"""What is left of a bracket without a partner, so that those around it do not become new ones."""
_OPENING: Final = {"table": "end", "open": "close", "link": "done"}
_CLOSING: Final = {"end": "table", "close": "open", "done": "link"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of the page in which every bracket has its partner."""

    text: str
    table: bool


@dataclass(slots=True)
class _Token:
    kind: str
    start: int
    end: int
    text: str
    partner: int | None = None


def blocks(text: str) -> Iterator[Block]:
    """The page line by line, but for what goes over several; of tables only the outermost are told."""
    tokens = _paired(list(_tokens(text)))
    kept: list[str] = []
    depth, place, number, table = 0, 0, 0, False
    while number < len(tokens):
        token = tokens[number]
        kept.append(text[place : token.start])
        place, number = token.end, number + 1
        if token.kind in _OPENING and token.partner is not None:
            if depth >= DEEPEST:
                kept.append(_GAP)
                number, place = token.partner + 1, tokens[token.partner].end
                continue
            if depth == 0 and token.kind == "table":
                yield Block(text="".join(kept), table=False)
                kept, table = [], True
            depth += 1
            kept.append(token.text)
        elif token.kind in _CLOSING and token.partner is not None:
            depth -= 1
            kept.append(token.text)
            if depth == 0 and table:
                yield Block(text="".join(kept), table=True)
                kept, table = [], False
        elif token.kind == "line" and depth == 0:
            yield Block(text="".join(kept), table=False)
            kept = []
        elif token.kind != "dangling":
            kept.append(token.text if token.kind in ("line", "web") else _GAP)
    yield Block(text="".join((*kept, text[place:])), table=False)


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        kind, start = str(match.lastgroup), match.start()
        if match["web"] is not None:
            yield _Token("web", start, match.end(), _BRACES.sub("", match["label"]).strip() or _GAP)
        elif kind in ("open", "close"):
            for pair in range((match.end() - start) // 2):
                end = start + 2 * pair + 2
                last = end + 1 == match.end()
                yield _Token(kind, start + 2 * pair, end + last, "{{" if kind == "open" else "}}")
        else:
            yield _Token(kind, start, match.end(), "{|" if kind == "table" else match.group())


def _paired(tokens: list[_Token]) -> list[_Token]:
    """Give every opening bracket its closing one; each token is put on the stack and taken off it once."""
    waiting: list[int] = []
    count = dict.fromkeys(_OPENING, 0)
    for number, token in enumerate(tokens):
        if token.kind in _OPENING:
            waiting.append(number)
            count[token.kind] += 1
        elif token.kind in _CLOSING and count[opening := _CLOSING[token.kind]]:
            while True:
                last = waiting.pop()
                count[tokens[last].kind] -= 1
                if tokens[last].kind == opening:
                    break
            tokens[last].partner, token.partner = number, last
    return tokens
