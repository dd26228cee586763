"""How the sentences around figures correspond: linked sentences, and figures that have the same place in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from storyver.align.mentions import Mention
from storyver.align.rarity import Rarity
from storyver.align.similarity import Operation, even_opcodes
from storyver.model import LinkKind, Reading, Sentence, SentenceLink
from storyver.values import Order, compare_values, information
from storyver.wording import concept, function_words, words

if TYPE_CHECKING:
    from storyver.align.sides import Side

KNOWN_BY_VALUE = 0.3
"""How much an equal value must tell for it to speak for itself: 14 does, 2 does not."""
SAME_MATTER = 0.15
"""Likeness of the words around two amounts from which they may be for one thing."""
_FRONT = 1.5
"""What the word in front of a figure, often its verb, tells beside the word behind it, often a plain "people"."""
_CLOSE = 4
"""Words on either side of a figure that tell whether it keeps its place."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Setting:
    """What two mentions are compared in: how the sentences around them correspond."""

    link_of_old: Mapping[int, int]
    """Index of the sentence link for the index of an old sentence that has a counterpart."""
    link_of_new: Mapping[int, int]
    scores: Mapping[int, tuple[LinkKind, float]]
    """Kind and score of a sentence link."""
    places: Mapping[int, tuple[int, float]]
    """For an old mention the new one that stands in its place when the words of linked sentences are laid side by
    side, and the share of the words close by that they have in common."""
    places_back: Mapping[int, tuple[int, float]]
    rarity: Rarity
    unchanged: Sequence[tuple[int, int]] = ()
    """The old and new mentions that have one place in sentences that are the same to the letter."""
    settled_old: frozenset[int] = frozenset()
    """The starts of the old figures that were replaced by a value which the new version states too: nothing took
    their place between the two versions."""
    settled_new: frozenset[int] = frozenset()


def comparable(old: Mention, new: Mention) -> bool:
    """Whether two mentions can state one fact at all: the same dimension, a time of day only with another."""
    if old.figure.dimension != new.figure.dimension:
        return False
    if old.figure.date is not None and new.figure.date is not None:
        return old.figure.date.startswith("T") == new.figure.date.startswith("T")
    return True


def lone_setting(rarity: Rarity) -> Setting:
    """The setting of comparisons within one version: nothing is linked."""
    return Setting(link_of_old={}, link_of_new={}, scores={}, places={}, places_back={}, rarity=rarity)


def make_setting(one: Side, other: Side, links: Sequence[SentenceLink]) -> Setting:
    """The setting of all comparisons between the mentions of two versions."""
    old, new = one.reading, other.reading
    linked = [link for link in links if link.old and link.new]
    old_links = _link_of(old, [link.old for link in linked])
    new_links = _link_of(new, [link.new for link in linked])
    places: dict[int, tuple[int, float]] = {}
    old_in, new_in = _by_link(one.mentions, old_links), _by_link(other.mentions, new_links)
    unchanged: list[tuple[int, int]] = []
    for number in sorted(old_in.keys() & new_in.keys()):
        found = _places(old, new, old_in[number], new_in[number], linked[number])
        places |= found
        if linked[number].kind is LinkKind.SAME:
            unchanged += [(here, there) for here, (there, _) in found.items()]
    rarity = Rarity(one.concepts, other.concepts)
    return Setting(
        link_of_old=old_links,
        link_of_new=new_links,
        scores={number: (link.kind, link.score) for number, link in enumerate(linked)},
        places=places,
        places_back={there: (here, share) for here, (there, share) in places.items()},
        rarity=rarity,
        unchanged=unchanged,
        settled_old=frozenset(_settled(one.mentions, other.mentions, rarity)),
        settled_new=frozenset(_settled(other.mentions, one.mentions, rarity)),
    )


def _settled(mentions: Sequence[Mention], others: Sequence[Mention], rarity: Rarity) -> Iterator[int]:
    """The starts of the figures whose successor's value some mention of the other version gives for the same matter."""
    for one in mentions:
        if one.replaces is not None and any(_restates(one, other, rarity) for other in others):
            yield one.replaces.start


def _restates(one: Mention, other: Mention, rarity: Rarity) -> bool:
    same = comparable(one, other) and compare_values(one.figure, other.figure) is Order.EQUAL
    return same and (information(one.figure) >= KNOWN_BY_VALUE or rarity.likeness(one, other) >= SAME_MATTER)


def _link_of(reading: Reading, sides: Sequence[Sequence[Sentence]]) -> dict[int, int]:
    starts = [sentence.start for block in reading.blocks for sentence in block.sentences]
    return {bisect_right(starts, sentence.start) - 1: number for number, side in enumerate(sides) for sentence in side}


def _by_link(mentions: Iterable[Mention], links: dict[int, int]) -> dict[int, list[Mention]]:
    found: dict[int, list[Mention]] = {}
    for mention in mentions:
        number = links.get(mention.sentence)
        if number is not None:
            found.setdefault(number, []).append(mention)
    return found


def _places(
    old: Reading, new: Reading, old_mentions: Sequence[Mention], new_mentions: Sequence[Mention], link: SentenceLink
) -> dict[int, tuple[int, float]]:
    """The mentions that fall on each other when the two runs of words are aligned with their figures masked by
    dimension.

    With each comes the share of the words of content close by, on both sides, that fall on each other too.
    """
    if link.kind is LinkKind.SAME and _places_in(old, old_mentions, link.old) == _places_in(
        new, new_mentions, link.new
    ):
        return {a.number: (b.number, 1.0) for a, b in zip(old_mentions, new_mentions, strict=True)}
    one, other = _masked(old.version.text, link.old, old_mentions), _masked(new.version.text, link.new, new_mentions)
    equal = [
        (code.old_start + step, code.new_start + step)
        for code in even_opcodes(one.tokens, other.tokens)
        if code.operation is Operation.EQUAL
        for step in range(code.old_end - code.old_start)
    ]
    old_kept, new_kept = {here for here, _ in equal}, {there for _, there in equal}
    places = {
        one.at[here]: (other.at[there], _share_kept(one.tokens, here, old_kept, other.tokens, there, new_kept))
        for here, there in equal
        if here in one.at and there in other.at
    }
    return _parts_first(_exchanged(places, one, other), one, other)


def _places_in(reading: Reading, mentions: Sequence[Mention], run: Sequence[Sentence]) -> tuple[object, ...]:
    """A sentence's text, and where in it figures of which dimension stand: equal sentences need no comparison."""
    start = run[0].start
    figures = ((m.figure.start - start, m.figure.end - start, m.figure.dimension) for m in mentions)
    return (reading.version.text[start : run[-1].end], *figures)


def _exchanged(places: dict[int, tuple[int, float]], old: _Run, new: _Run) -> dict[int, tuple[int, float]]:
    """The places, two that follow each other exchanged where the words beside them went along.

    "Private pay rose by 4.4% and public pay by 6%" and "public pay rose by 6% and private pay by 4.4%" say the same;
    "killed 12 and injured 30" and "injured 34 and killed 14" speak of the same two things.
    """
    result = dict(places)
    for one, other in pairwise(sorted(places)):
        (first, first_share), (second, second_share) = result[one], result[other]
        straight, crossed = ((one, first), (other, second)), ((one, second), (other, first))
        if not all(comparable(old.mentions[a], new.mentions[b]) for a, b in crossed):
            continue
        kept = first_share + second_share
        if _leads(old, new, straight, crossed) or _own(old, new, crossed) > _own(old, new, straight) + kept:
            result[one], result[other] = (second, second_share), (first, first_share)
    return result


def _parts_first(places: dict[int, tuple[int, float]], old: _Run, new: _Run) -> dict[int, tuple[int, float]]:
    """The places, with "three of the six refineries" standing for its three where the other side has a lone figure."""
    result: dict[int, tuple[int, float]] = {}
    forward, back = set(places), {there for there, _ in places.values()}
    for here, (there, share) in places.items():
        mine = _subject_of(old, here, forward, new.mentions[there])
        theirs = _subject_of(new, there, back, old.mentions[here])
        result[mine] = (theirs, share)
    return result


def _subject_of(run: _Run, number: int, taken: Collection[int], opposite: Mention) -> int:
    """Of a part and its whole the one that its sentence is about: the part, the whole of "one of the five"."""
    one = run.mentions[number]
    if opposite.part or opposite.whole or compare_values(one.figure, opposite.figure) is Order.EQUAL:
        return number
    beside = run.mentions.get(number + 1 if one.part else number - 1)
    if beside is None or beside.number in taken or not ((one.part and beside.whole) or (one.whole and beside.part)):
        return number
    part = one if one.part else beside
    return beside.number if (part.figure.low == 1) == one.part else number


_Pairs = tuple[tuple[int, int], tuple[int, int]]


def _leads(old: _Run, new: _Run, straight: _Pairs, crossed: _Pairs) -> bool:
    """The values are exchanged, and more of the words in front of them are so than are not."""
    if not all(_equal(old, a, new, b) for a, b in crossed) or _equal(old, straight[0][0], new, straight[0][1]):
        return False
    shared = [sum(len(old.lead(a) & new.lead(b)) for a, b in pairs) for pairs in (straight, crossed)]
    return shared[1] > shared[0]


def _own(old: _Run, new: _Run, pairs: _Pairs) -> float:
    """How much the mentions of each pair have of their own in common: the value, and the words right beside them."""
    total = 0.0
    for a, b in pairs:
        mine, theirs = old.beside(a), new.beside(b)
        total += _equal(old, a, new, b) + _FRONT * (mine[0] == theirs[0] != "") + (mine[1] == theirs[1] != "")
    return total


def _equal(old: _Run, one: int, new: _Run, other: int) -> bool:
    return compare_values(old.mentions[one].figure, new.mentions[other].figure) is Order.EQUAL


def _share_kept(
    old: Sequence[str], one: int, old_kept: Collection[int], new: Sequence[str], other: int, new_kept: Collection[int]
) -> float:
    kept = total = 0
    for tokens, at, matched in ((old, one, old_kept), (new, other, new_kept)):
        for position in range(max(0, at - _CLOSE), min(len(tokens), at + _CLOSE + 1)):
            if position != at and not tokens[position].startswith("#") and tokens[position] not in function_words():
                total += 1
                kept += position in matched
    return kept / total if total else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """The concepts of some sentences with a mark for every figure."""

    tokens: tuple[str, ...]
    at: Mapping[int, int]
    """The number of the mention for the index of its mark."""
    mentions: Mapping[int, Mention]

    def lead(self, number: int) -> frozenset[str]:
        """The content between the figure in front and this one."""
        end = next(index for index, mention in self.at.items() if mention == number)
        start = max((index for index in self.at if index < end), default=-1)
        return frozenset(self.tokens[start + 1 : end]) - function_words()

    def beside(self, number: int) -> tuple[str, str]:
        """The nearest words of content in front and behind, empty where another figure is nearer."""
        at = next(index for index, mention in self.at.items() if mention == number)
        return _first(reversed(self.tokens[:at])), _first(self.tokens[at + 1 :])


def _first(tokens: Iterable[str]) -> str:
    word = next((token for token in tokens if token.startswith("#") or token not in function_words()), "")
    return "" if word.startswith("#") else word


def _masked(text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> _Run:
    tokens: list[str] = []
    at: dict[int, int] = {}
    for sentence in sentences:
        last = sentence.start
        for mention in mentions:
            if sentence.start <= mention.figure.start < sentence.end:
                tokens += [concept(word.folded) for word in words(text, last, mention.figure.start)]
                at[len(tokens)] = mention.number
                tokens.append("#" + mention.figure.dimension)
                last = mention.figure.end
        tokens += [concept(word.folded) for word in words(text, last, sentence.end)]
    return _Run(tokens=tuple(tokens), at=at, mentions={mention.number: mention for mention in mentions})
