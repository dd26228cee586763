"""Words and numbers of a text, and the runs of them in which two sentences differ."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from storyver.align.similarity import Opcode, Operation, token_opcodes
from storyver.model import WordEdit
from storyver.wording import table

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}‚‛ʼ`´′", "'"),
        **dict.fromkeys("\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        "…": "...",
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),
    }
)
"""Characters that differ in typography alone. The last row, invisible characters, is dropped."""

_JOINED = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
"""Combining marks and invisible characters, which stay inside the word they stand in."""

_TOKEN = re.compile(
    rf"""
    (?:(?<![\w%)\]])[-+±–−])?                       # a sign, not the dash of a range
    (?:(?:[A-Z]{{1,3}})?[$£€¥₹₽₴₩₺₪])?              # US$
    \d+(?:[.,]\d+)*                                 # 1,340.5
    (?:[^\W\d_]|[{_JOINED}])*(?:[$£€¥₹₽₴₩₺₪%‰])?    # bn, km, th, %
    | [^\W\d_](?:[^\W_]|[{_JOINED}])*(?:['’][^\W\d_]+)*
    | [-‐‑‒–—―−]+
    | \.\.+ | \S
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word, a number with its sign, currency and suffix, or a single punctuation mark."""

    start: int
    end: int
    key: str
    """The token as it is compared: typographic quotes, dashes and composed letters folded, letter case kept."""


@cache
def word_set(name: str) -> frozenset[str]:
    """A list of ``data/words.toml``."""
    return frozenset(table(Path(__file__).parent / "data" / "words.toml")[name])


def folded(text: str) -> str:
    """The text as it is compared: white space runs as one space, typographic marks folded, letters composed.

    A digit, a sign, a decimal point and the presence of a quotation mark are kept; so is letter case.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.translate(_FOLDED).split())


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens of ``text[start:end]`` with offsets into ``text``."""
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        key = match.group()
        if not key.isascii():
            key = unicodedata.normalize("NFC", key).translate(_FOLDED)
        if key:
            yield Token(start=match.start(), end=match.end(), key="-" if not key.strip("-") else key)


def word_edits(
    old_text: str, old_span: tuple[int, int], new_text: str, new_span: tuple[int, int]
) -> tuple[WordEdit, ...]:
    """The runs of words in which two stretches of text differ, in order, with offsets into the original texts.

    Differences of white space and typography are no edits. An article, a preposition or a comma that happens to stand
    alone between two runs of replaced words is taken into one edit with them. Words put in have an empty old side at
    the start of the word that follows (at the end of the stretch where none does), words dropped an empty new side.
    """
    old = tuple(tokens(old_text, *old_span))
    new = tuple(tokens(new_text, *new_span))
    opcodes = token_opcodes([token.key for token in old], [token.key for token in new])
    edits = []
    for opcode in _joined(opcodes, old, new):
        old_start, old_end = _span(old, opcode.old_start, opcode.old_end, old_span)
        new_start, new_end = _span(new, opcode.new_start, opcode.new_end, new_span)
        edits.append(WordEdit(old_start=old_start, old_end=old_end, new_start=new_start, new_end=new_end))
    return tuple(edits)


def _joined(opcodes: Sequence[Opcode], old: Sequence[Token], new: Sequence[Token]) -> list[Opcode]:
    """The differences alone, two of them joined where only glue stands between and words were replaced by words."""
    joined: list[Opcode] = []
    kept: Opcode | None = None
    for opcode in opcodes:
        if opcode.operation is Operation.EQUAL:
            kept = opcode
            continue
        last = joined[-1] if joined else None
        between = old[kept.old_start : kept.old_end] if kept else ()
        glued = len(between) == 1 and between[0].key.lower() in word_set("glue")
        if last and glued and _rewords(last, old, new) and _rewords(opcode, old, new):
            joined[-1] = replace(last, old_end=opcode.old_end, new_end=opcode.new_end)
        else:
            joined.append(opcode)
    return joined


def _rewords(opcode: Opcode, old: Sequence[Token], new: Sequence[Token]) -> bool:
    """Whether words were replaced by words; a number is kept apart, so that its own change can be seen."""
    run = (*old[opcode.old_start : opcode.old_end], *new[opcode.new_start : opcode.new_end])
    return opcode.operation is Operation.REPLACE and all(token.key[0].isalpha() for token in run)


def _span(run: Sequence[Token], first: int, last: int, bounds: tuple[int, int]) -> tuple[int, int]:
    if first < last:
        return run[first].start, run[last - 1].end
    at = run[first].start if first < len(run) else bounds[1]
    return at, at
