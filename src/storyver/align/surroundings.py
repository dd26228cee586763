"""The words and names around a figure, by their distance from it. Work is bounded for each figure."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator, Mapping

from storyver.align.words import word_set
from storyver.model import Figure, Mark, Reading
from storyver.wording import Word, concept, is_content, words

_CLAUSE_BREAKS = frozenset(",;:()–—")
_BREAK_DISTANCE = 3
"""Words that a comma or bracket between a word and the figure counts for."""
_FIGURE_DISTANCE = 4
"""Words that another figure between a word and the figure counts for."""
_JOINT_DISTANCE = 2
FARTHEST = 25
"""Words away from the figure beyond which a word no longer counts."""
_NAMES_FARTHEST = 12
_HALF = 2
"""The distance at which a word counts half. This and the distances above were set on the corpus and on the versions
of eight further annotated stories."""
_SECTION_SHARE = 0.25
"""What a word of the section's heading counts beside a word next to the figure."""
_SITE_FARTHEST, _SITE_LEAD = 7, 2
"""Words between a figure and the name that says where, and how near to the name the preposition stands."""
_MOST_NAMES = 8


class Surroundings:
    """The words of a reading's sentences without its figures, read once for each sentence."""

    def __init__(self, reading: Reading) -> None:
        """Nothing is read before it is asked for."""
        self._text = reading.version.text
        self._sentences = [(s.start, s.end) for block in reading.blocks for s in block.sentences]
        self._starts = [start for start, _ in self._sentences]
        self._names = reading.names
        self._name_starts = [mark.start for mark in self._names]
        self._spans = [(figure.start, figure.end) for figure in reading.figures]
        self._keys: dict[int, tuple[Hashable, ...]] = {}
        self._runs: dict[int, tuple[list[Word], list[int]]] = {}

    def sentence_of(self, figure: Figure) -> int:
        """The index of the figure's sentence."""
        return max(0, bisect_right(self._starts, figure.start) - 1)

    def bounds(self, figure: Figure) -> tuple[int, int]:
        """Where the figure's sentence begins and ends."""
        return self._sentences[self.sentence_of(figure)] if self._sentences else (0, 0)

    def key(self, figure: Figure) -> tuple[Hashable, ...]:
        """All that the answers about a figure depend on: its sentence, the figures and names in it, its place there."""
        index = self.sentence_of(figure)
        start, end = self._sentences[index] if self._sentences else (0, 0)
        key = self._keys.get(index)
        if key is None:
            first, last = bisect_left(self._spans, (start, 0)), bisect_left(self._spans, (end, 0))
            first -= first > 0 and self._spans[first - 1][1] > start
            spans = tuple((low - start, high - start) for low, high in self._spans[first:last])
            low, high = bisect_left(self._name_starts, start), bisect_left(self._name_starts, end)
            names = tuple((name.start - start, name.end - start, name.value) for name in self._names[low:high])
            key = self._keys[index] = self._text[start:end], spans, names
        return (*key, figure.start - start, figure.end - start)

    def before(self, figure: Figure) -> list[Word]:
        """Up to ``FARTHEST`` words of the sentence in front of the figure, in order."""
        run, starts = self._run(self.sentence_of(figure))
        at = bisect_left(starts, figure.start)
        return run[max(0, at - FARTHEST) : at]

    def behind(self, figure: Figure) -> list[Word]:
        """Up to ``FARTHEST`` words of the sentence behind the figure."""
        run, starts = self._run(self.sentence_of(figure))
        at = bisect_left(starts, figure.end)
        return run[at : at + FARTHEST]

    def context(self, figure: Figure, section: str | None) -> Mapping[str, float]:
        """Concepts around the figure, each with a weight that falls with the distance, and those of the heading."""
        nearest: dict[str, float] = {}
        for word, distance in (*self._leftwards(figure), *self._rightwards(figure)):
            if is_content(word):
                term = concept(word.folded)
                nearest[term] = min(distance, nearest.get(term, math.inf))
        context = {term: 1 / (1 + distance / _HALF) for term, distance in nearest.items()}
        for word in words(section or ""):
            if is_content(word):
                context.setdefault(concept(word.folded), _SECTION_SHARE)
        return context

    def names(self, figure: Figure) -> list[tuple[int, str]]:
        """The names near the figure in its sentence with their distance in words, the nearest first."""
        start, end = self._sentences[self.sentence_of(figure)]
        at = bisect_left(self._name_starts, figure.start)
        low = max(at - _MOST_NAMES, bisect_left(self._name_starts, start))
        high = min(at + _MOST_NAMES, bisect_left(self._name_starts, end))
        apart = [name for name in self._names[low:high] if name.end <= figure.start or name.start >= figure.end]
        near = sorted((self._apart(figure, name), name.value) for name in apart)
        return [(distance, name) for distance, name in near if distance <= _NAMES_FARTHEST]

    def site(self, figure: Figure) -> str | None:
        """The first name behind the figure, where a preposition leads to it and no comma or figure stands between."""
        end = self._sentences[self.sentence_of(figure)][1]
        at = bisect_left(self._name_starts, figure.end)
        name = self._names[at] if at < len(self._names) and self._names[at].start < end else None
        if name is None or bisect_left(self._spans, (figure.end, -1)) != bisect_left(self._spans, (name.start, -1)):
            return None
        between = [word for word in self.behind(figure) if word.start < name.start]
        breaks = any(mark in _CLAUSE_BREAKS for mark in self._text[figure.end : name.start])
        leads = any(word.folded in word_set("leading") for word in between[-_SITE_LEAD:])
        joined = any(word.folded in word_set("joints") for word in between)
        return name.value if leads and not (breaks or joined) and len(between) <= _SITE_FARTHEST else None

    def _run(self, index: int) -> tuple[list[Word], list[int]]:
        if index not in self._runs:
            start, end = self._sentences[index] if self._sentences else (0, 0)
            run = [word for word in words(self._text, start, end) if not self._in_figure(word)]
            self._runs[index] = run, [word.start for word in run]
        return self._runs[index]

    def _in_figure(self, word: Word) -> bool:
        at = bisect_right(self._spans, (word.start, math.inf)) - 1
        return at >= 0 and word.start < self._spans[at][1]

    def _leftwards(self, figure: Figure) -> Iterator[tuple[Word, float]]:
        distance, edge = 0.0, figure.start
        for word in reversed(self.before(figure)):
            distance += self._step(word, word.end, edge)
            if distance > FARTHEST:
                return
            yield word, distance
            edge = word.start

    def _rightwards(self, figure: Figure) -> Iterator[tuple[Word, float]]:
        distance, edge = 0.0, figure.end
        for word in self.behind(figure):
            distance += self._step(word, edge, word.start)
            if distance > FARTHEST:
                return
            yield word, distance
            edge = word.end

    def _step(self, word: Word, low: int, high: int) -> int:
        joint = word.folded in word_set("joints")
        if 0 <= high - low <= 1 and self._text[low:high] in ("", " "):
            return 1 + _JOINT_DISTANCE * joint
        between = bisect_right(self._spans, (high, -1)) - bisect_right(self._spans, (low, -1))
        if _FIGURE_DISTANCE * between > FARTHEST:  # what lies between may be as long as the text
            return FARTHEST + 1
        breaks = _breaks(self._text[low:high])
        return 1 + _BREAK_DISTANCE * breaks + _FIGURE_DISTANCE * between + _JOINT_DISTANCE * joint

    def _apart(self, figure: Figure, name: Mark) -> int:
        """Words between a name and the figure, breaks counted as words."""
        in_front = name.end <= figure.start
        low, high = (name.end, figure.start) if in_front else (figure.end, name.start)
        between = sum(low <= word.start < high for word in (self.before(figure) if in_front else self.behind(figure)))
        return between + _breaks(self._text[low:high])


def _breaks(between: str) -> int:
    return 0 if between in ("", " ") else sum(map(_CLAUSE_BREAKS.__contains__, between))
