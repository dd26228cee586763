"""Sentences made ready for comparison: folded, figures masked, words reduced to terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from storyver.align.words import folded
from storyver.model import BlockKind, Figure, Reading, Sentence
from storyver.remembered import LONGEST_WORD, remembered

FIGURE = "#"
"""What stands for any figure in a masked text."""

_WORD = re.compile(r"#|[^\W_]+(?:'[^\W_]+)?")
_ENDINGS = ("ing", "ies", "ed", "es", "ly", "s", "e", "y")
_SHORTEST_STEM = 4
_HEADINGS = frozenset({BlockKind.TITLE, BlockKind.HEADING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A sentence and what it is compared by."""

    sentence: Sentence
    block: int
    """The index of its block."""
    section: str | None
    folded: str
    """The text without differences of typography or white space."""
    words: tuple[str, ...]
    """Its words in order, in lower case, with ``FIGURE`` for every figure."""
    terms: frozenset[str]
    """The stems of ``words``, without ``FIGURE``."""
    figures: frozenset[str]
    """The figures as the text has them, folded."""
    heading: bool
    """Whether it stands in a title or heading."""


def prepare(reading: Reading) -> tuple[Prepared, ...]:
    """Every sentence of the reading, in the order of its text. Work grows with the length of the text."""
    text, figures, at = reading.version.text, reading.figures, 0
    prepared = []
    for number, block in enumerate(reading.blocks):
        for sentence in block.sentences:
            while at < len(figures) and figures[at].end <= sentence.start:
                at += 1
            start, end = sentence.start, sentence.end
            inside = _inside(sentence, figures, at)
            spans = tuple((figure.start - start, min(figure.end, end) - start) for figure in inside)
            plain, words, terms = _form(text[start:end], spans)
            prepared.append(
                Prepared(
                    sentence=sentence,
                    block=number,
                    section=block.section,
                    folded=plain,
                    words=words,
                    terms=terms,
                    figures=frozenset([folded(figure.text).lower() for figure in inside]),
                    heading=block.kind in _HEADINGS,
                )
            )
    return tuple(prepared)


@remembered(4_096)
def _form(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, tuple[str, ...], frozenset[str]]:
    """A sentence folded, its words and its terms, with the figures at ``spans`` masked in the last two."""
    plain = folded(text)
    words = tuple(_WORD.findall((_masked(text, spans) if spans else plain).lower()))
    return plain, words, frozenset(map(stem, words)) - {FIGURE}


@remembered(1 << 15, LONGEST_WORD)
def stem(word: str) -> str:
    """The word without a possessive, a contracted "not" and common English ending, where four letters remain."""
    base = word.removesuffix("n't").partition("'")[0] or word
    for ending in _ENDINGS:
        if base.endswith(ending) and len(base) - len(ending) >= _SHORTEST_STEM:
            return base[: -len(ending)]
    return base


def _inside(sentence: Sentence, figures: Sequence[Figure], first: int) -> list[Figure]:
    """The figures from ``first`` on that begin in the sentence and lie behind one another."""
    inside: list[Figure] = []
    while first < len(figures) and figures[first].start < sentence.end:
        if figures[first].start >= (inside[-1].end if inside else sentence.start):
            inside.append(figures[first])
        first += 1
    return inside


def _masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    pieces, last = [], 0
    for start, end in spans:
        pieces.append(text[last:start])
        last = end
    return folded(FIGURE.join((*pieces, text[last:])))
