"""Attributions: who is said to say it, with what verb, and how far the attribution reaches.

Patterns over words, without a parser: "X said (that) …", "…, said X", "…, X said", "according to X", "X told Y",
"police believe", "figures show".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from storyver import model
from storyver.extract.quotes import find_quotes
from storyver.extract.saying import PUTTING, AttributionSpan, Reader, attributing_verbs, evidence_verbs, introducing
from storyver.extract.speakers import listed
from storyver.wording import words

_CLAUSE_END = re.compile(r"[;]|,\s+but\b|\.\s|(?P<forward>,\s+(?:as|while|whereas)\b)")
"""Where what is said ends. Behind "forward" the sentence goes on in its own voice, but "A, as X said" attributes A."""


def speaking(first: model.Attribution, previous: str | None) -> model.Attribution:
    """The attribution of a sentence of which ``first`` is its first, empty where it has none.

    ``previous`` is the speaker named before, who is meant where the sentence has only "he" or "it".
    """
    if previous and first.speaker and first.speaker.lower() in listed("stand_ins", "pronouns"):
        return model.Attribution(speaker=previous, verb=first.verb)
    return first


def find_attributions(
    text: str, start: int = 0, end: int | None = None, *, quoted: Sequence[tuple[int, int]] | None = None
) -> tuple[AttributionSpan, ...]:
    """The attributions of the sentence ``text[start:end]`` in order. Words inside its quotations, which are at
    ``quoted`` where they are known, attribute nothing."""
    limit = len(text) if end is None else end
    quoted = [(q.start, q.end) for q in find_quotes(text, start, limit)] if quoted is None else quoted
    run = words(text, start, limit)
    if _triggers().isdisjoint(word.folded for word in run):
        return ()
    if quoted:
        run = tuple(w for w in run if not any(low < w.start < high for low, high in quoted))
    ends = [m for m in _CLAUSE_END.finditer(text, start, limit) if not any(a < m.start() < b for a, b in quoted)]
    reader = Reader(text=text, start=start, end=limit, run=run, breaks=tuple(_break(m, start) for m in ends))
    found: list[AttributionSpan] = []
    barrier = 0
    for index in (k for k, word in enumerate(run) if word.folded in _triggers()):
        if index < barrier:
            continue
        span = reader.introduced(index) or reader.spoken(index, barrier)
        if span:
            found.append(span)
            barrier = max(index + 1, bisect_left(run, span.end, key=lambda word: word.start))
    return tuple(found)


@cache
def _triggers() -> frozenset[str]:
    """The words with which an attribution can be found."""
    return frozenset(attributing_verbs()) | evidence_verbs() | frozenset(introducing()) | PUTTING


def _break(match: re.Match[str], start: int) -> tuple[int, int]:
    return match.start(), (start if match["forward"] else match.end())
