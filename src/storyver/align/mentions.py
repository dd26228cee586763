"""Figure claims made ready for comparison: the words around each, what it counts, whose it is, where it stands."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from storyver.model import BlockKind, Claim, Figure, MarkKind, Reading
from storyver.wording import Word, concept, is_content, words

_CLAUSE_BREAKS = frozenset(",;:()–—")
_BREAK_DISTANCE = 3
"""Words that a comma or bracket between a word and the figure counts for."""
_FIGURE_DISTANCE = 4
"""Words that another figure between a word and the figure counts for."""
_JOINTS = frozenset({"and", "or", "but", "while", "whereas", "with"})
_JOINT_DISTANCE = 2
_FARTHEST = 25
"""Words away from the figure beyond which a word no longer counts."""
_SECTION_SHARE = 0.25
"""What a word of the section's heading counts beside a word next to the figure."""
SUPERSEDED = frozenset({"from", "not", "than", "originally", "previously", "earlier", "instead", "wrongly"})
FURTHER = frozenset({"further", "another", "additional", "extra"})
_QUALIFYING = frozenset(
    "more less fewer than at least most about around nearly almost some up over under just roughly approximately only a an "
    "the as many much no well estimated close earlier later sooner".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One figure where it stands."""

    number: int
    """Index among the mentions of its version."""
    claim: Claim
    figure: Figure
    sentence: int
    """Index of its sentence among all sentences of the version."""
    position: float
    """Where in the text it stands, 0 to 1."""
    context: Mapping[str, float]
    """Concepts around it, each with a weight that falls with the distance."""
    head: str | None
    """The concept of the thing counted."""
    counted: frozenset[str]
    names: frozenset[str]
    """Canonical names in its clause."""
    nearest: str | None
    """The name that stands closest, in words."""
    beside: bool
    """That name stands right beside it."""
    superseded: bool
    """The text says that this value no longer holds ("from 150", "not 4.8%")."""
    further: bool
    """The text says that it comes on top of another ("a further 150")."""
    restatements: tuple[Claim, ...]
    """The claims of the figures in brackets that say the same in another unit."""
    replaces: Figure | None = None
    """The value that the text itself says this one replaced ("2.5 million, from 2.4 million")."""


def find_mentions(reading: Reading) -> tuple[Mention, ...]:
    """The figures of a reading in the order of its text, without those that restate another in brackets."""
    text = reading.version.text
    sentences = [(sentence.start, sentence.end) for block in reading.blocks for sentence in block.sentences]
    starts = [start for start, _ in sentences]
    names = [mark for mark in reading.marks if mark.kind is MarkKind.NAME]
    name_starts = [mark.start for mark in names]
    spans = [(figure.start, figure.end) for figure in reading.figures]
    run_of: dict[int, list[Word]] = {}
    restated = _restatements(reading)
    mentions: list[Mention] = []
    for claim in reading.claims:
        figure = claim.figure
        if figure is None or figure.conversion_of is not None:
            continue
        index = max(0, bisect_right(starts, figure.start) - 1)
        start, end = sentences[index]
        if index not in run_of:
            run_of[index] = [word for word in words(text, start, end) if not _inside(word, spans)]
        here = names[bisect_right(name_starts, start - 1) : bisect_right(name_starts, end)]
        distances = _distances(text, run_of[index], figure, spans)
        before = _plainly_before(run_of[index], figure)
        counted = [concept(word.folded) for word in words(figure.counted or "") if is_content(word)]
        by_distance = sorted(
            (_apart(text, run_of[index], name.start, name.end, figure), name.value) for name in here if name.end <= figure.start or name.start >= figure.end
        )
        mentions.append(
            Mention(
                number=len(mentions),
                claim=claim,
                figure=figure,
                sentence=index,
                position=figure.start / max(1, len(text)),
                context=_context(distances, claim.section),
                head=counted[-1] if counted else None,
                counted=frozenset(counted),
                names=frozenset(name for distance, name in by_distance if distance <= _FARTHEST // 2),
                nearest=by_distance[0][1] if by_distance else None,
                beside=bool(by_distance) and by_distance[0][0] <= 1,
                superseded=claim.block is not BlockKind.TITLE and bool(SUPERSEDED & set(before[-1:])),
                further=bool(FURTHER & set(before)) or _more_behind(run_of[index], figure),
                restatements=tuple(restated.get(figure.start, ())),
            )
        )
    return _with_replaced(mentions)


def _with_replaced(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions, each with the superseded value that its sentence names beside it."""
    result = list(mentions)
    for number, gone in enumerate(mentions):
        if not gone.superseded:
            continue
        for other in (number - 1, number + 1):
            if 0 <= other < len(mentions) and _is_successor(gone, mentions[other]):
                result[other] = replace(result[other], replaces=gone.figure)
                break
    return tuple(result)


def _is_successor(gone: Mention, other: Mention) -> bool:
    same = other.figure.dimension == gone.figure.dimension and other.figure.unit == gone.figure.unit
    return same and other.sentence == gone.sentence and not other.superseded


def _restatements(reading: Reading) -> dict[int, list[Claim]]:
    """The claims that restate a figure, by where that figure starts."""
    found: dict[int, list[Claim]] = {}
    for claim in reading.claims:
        if claim.figure is not None and claim.figure.conversion_of is not None:
            found.setdefault(claim.figure.conversion_of, []).append(claim)
    return found


def _inside(word: Word, spans: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(spans, (word.start, math.inf)) - 1
    return at >= 0 and word.start < spans[at][1]


def _plainly_before(run: Sequence[Word], figure: Figure) -> list[str]:
    """The two words in front of a figure, its qualifier left out; "than" stays where it does not qualify ("rather than 5")."""
    before = [word.folded for word in run if figure.start - 60 < word.start < figure.start]
    while before:
        if before[-1] == "than" and before[-2:-1] in (["rather"], ["other"]):
            break
        if before[-1] not in _QUALIFYING and before[-2:] not in (["up", "to"], ["close", "to"]):
            break
        before.pop()
    return before[-2:]


def _more_behind(run: Sequence[Word], figure: Figure) -> bool:
    """ "306 more flights"."""
    behind = [word.folded for word in run if word.start >= figure.end][:2]
    return behind[:1] == ["more"] and behind[1:] != ["than"]


def _distances(text: str, run: Sequence[Word], figure: Figure, spans: Sequence[tuple[int, int]]) -> dict[str, float]:
    """The least distance of each concept from the figure, in words; a break or a figure between counts for more."""
    nearest: dict[str, float] = {}
    left = [word for word in run if word.end <= figure.start]
    right = [word for word in run if word.start >= figure.end]
    for side, edge in ((reversed(left), figure.start), (iter(right), figure.end)):
        distance, last = 0.0, edge
        for word in side:
            low, high = (word.end, last) if word.end <= figure.start else (last, word.start)
            distance += 1 + _BREAK_DISTANCE * sum(mark in _CLAUSE_BREAKS for mark in text[low:high])
            distance += _FIGURE_DISTANCE * _figures_between(spans, low, high)
            distance += _JOINT_DISTANCE * (word.folded in _JOINTS)
            last = word.start if word.end <= figure.start else word.end
            if distance > _FARTHEST:
                break
            if is_content(word):
                term = concept(word.folded)
                nearest[term] = min(distance, nearest.get(term, math.inf))
    return nearest


def _figures_between(spans: Sequence[tuple[int, int]], low: int, high: int) -> int:
    return bisect_right(spans, (high, -1)) - bisect_right(spans, (low, -1))


def _context(distances: Mapping[str, float], section: str | None) -> Mapping[str, float]:
    context = {term: 1 / (1 + distance / 2) for term, distance in distances.items()}
    for word in words(section or ""):
        if is_content(word):
            context.setdefault(concept(word.folded), _SECTION_SHARE)
    return context


def _apart(text: str, run: Sequence[Word], start: int, end: int, figure: Figure) -> int:
    """Words between a name and the figure."""
    low, high = (end, figure.start) if end <= figure.start else (figure.end, start)
    return sum(low <= word.start < high for word in run) + sum(mark in _CLAUSE_BREAKS for mark in text[low:high])


class Rarity:
    """How much a concept tells: the rarer in the sentences of both versions, the more."""

    def __init__(self, *sides: Sequence[Mention]) -> None:
        """Count the concepts of the mentions of both versions."""
        seen: Counter[str] = Counter()
        for mentions in sides:
            for mention in mentions:
                seen.update(mention.context.keys())
        total = sum(len(mentions) for mentions in sides)
        self._weight = {term: math.log(1 + total / count) for term, count in seen.items()}
        self._length: dict[int, float] = {}

    def likeness(self, old: Mention, new: Mention) -> float:
        """The cosine of the two contexts, 0 to 1."""
        shared = old.context.keys() & new.context.keys()
        if not shared:
            return 0.0
        dot = math.fsum(old.context[t] * new.context[t] * self._weight[t] ** 2 for t in sorted(shared))
        return dot / (self._norm(old) * self._norm(new))

    def _norm(self, mention: Mention) -> float:
        key = id(mention)
        if key not in self._length:
            self._length[key] = math.sqrt(math.fsum((w * self._weight[t]) ** 2 for t, w in mention.context.items()))
        return self._length[key] or 1.0
