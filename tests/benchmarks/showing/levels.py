"""How well a marked comparison of two texts shows that one piece of text became another.

``names``       one replacement, or one insertion or deletion where that is all, holds the whole fact and nothing else
``block``       the whole fact is marked on both sides, together with words that did not change, or in two places
``fragments``   only parts of the fact are marked, such as a nought put in between two digits
``hides``       nothing of the fact is marked

Words that both sides of a fact or of a mark begin or end with do not count, and neither do the full stop, comma, colon
and semicolon at the end of a word, so that ``[-12 May-]{+11 May+}`` and ``[-12-]{+11+} May`` are the same answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum

Segment = tuple[str, str]
"""``=``, ``-`` or ``+`` and the text that is kept, dropped or put in, in the order in which the tool shows them."""


class Level(IntEnum):
    """The levels, from the worst to the best."""

    HIDES = 0
    FRAGMENTS = 1
    BLOCK = 2
    NAMES = 3


def judge(segments: Sequence[Segment], facts: Sequence[tuple[str, str]]) -> Level:
    """The level of the fact that is shown worst."""
    return min(_judge(segments, old, new) for old, new in facts)


def marks(segments: Sequence[Segment]) -> bool:
    """Whether anything is marked but white space."""
    return any(sign != "=" and text.strip() for sign, text in segments)


def _judge(segments: Sequence[Segment], old: str, new: str) -> Level:
    core = _core(_words(old), _words(new))
    sides = [
        _marked(segments, sign, whole, words)
        for sign, whole, words in zip("-+", (old, new), core, strict=True)
        if words
    ]
    if not any(any(side) for side in sides):
        return Level.HIDES
    if core in _replacements(segments):
        return Level.NAMES
    return Level.BLOCK if all(all(side) for side in sides) else Level.FRAGMENTS


def _marked(segments: Sequence[Segment], sign: str, whole: str, core: Sequence[str]) -> list[bool]:
    """For each character of the fact on one side whether it is marked, white space aside."""
    text = "".join(part for mark, part in segments if mark in ("=", sign))
    flags = [mark == sign for mark, part in segments if mark in ("=", sign) for _ in part]
    around = re.search(rf"(?<!\w){_spaced(whole.split())}(?!\w)", text)
    if around is None:
        return [False]
    inner = re.compile(_spaced(core)).search(text, around.start(), around.end())
    start, end = inner.span() if inner else around.span()
    return [flag for flag, character in zip(flags[start:end], text[start:end], strict=True) if not character.isspace()]


def _spaced(words: Sequence[str]) -> str:
    return r"\s+".join(re.escape(word) for word in words)


def _replacements(segments: Sequence[Segment]) -> Iterator[tuple[list[str], list[str]]]:
    """What is dropped and what is put in at one place, as the words in which the two differ."""
    gone = come = ""
    for sign, text in (*segments, ("=", "end")):
        if sign == "-":
            gone += text
        elif sign == "+":
            come += text
        elif text.strip():
            if gone or come:
                yield _core(_words(gone), _words(come))
            gone = come = ""
        else:
            gone, come = gone and gone + text, come and come + text


def _words(text: str) -> list[str]:
    return [word for word in (part.rstrip(".,;:") for part in text.split()) if word]


def _core(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Two runs of words without those that both begin or end with."""
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return old, new
