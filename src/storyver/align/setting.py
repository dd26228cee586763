"""How the sentences around figures correspond: linked sentences, and figures that have the same place in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence

from storyver.align.comparisons import Setting
from storyver.align.mentions import Mention
from storyver.align.rarity import Rarity
from storyver.align.similarity import Operation, token_opcodes
from storyver.model import Reading, Sentence, SentenceLink
from storyver.wording import concept, function_words, words

_CLOSE = 4
"""Words on either side of a figure that tell whether it keeps its place."""


def comparable(old: Mention, new: Mention) -> bool:
    """Whether two mentions can state one fact at all: the same dimension, a time of day only with another."""
    if old.figure.dimension != new.figure.dimension:
        return False
    if old.figure.date is not None and new.figure.date is not None:
        return old.figure.date.startswith("T") == new.figure.date.startswith("T")
    return True


def make_setting(
    old: Reading,
    new: Reading,
    old_mentions: Sequence[Mention],
    new_mentions: Sequence[Mention],
    links: Sequence[SentenceLink],
) -> Setting:
    """The setting of all comparisons between the mentions of two versions."""
    linked = [link for link in links if link.old and link.new]
    old_links = _link_of(old, [link.old for link in linked])
    new_links = _link_of(new, [link.new for link in linked])
    places: dict[int, tuple[int, float]] = {}
    old_in, new_in = _by_link(old_mentions, old_links), _by_link(new_mentions, new_links)
    for number in sorted(old_in.keys() & new_in.keys()):
        places |= _places(old, new, old_in[number], new_in[number], linked[number])
    return Setting(
        link_of_old=old_links,
        link_of_new=new_links,
        scores={number: (link.kind, link.score) for number, link in enumerate(linked)},
        places=places,
        places_back={there: (here, share) for here, (there, share) in places.items()},
        rarity=Rarity(old_mentions, new_mentions),
    )


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
    old_tokens, old_at = _masked(old.version.text, link.old, old_mentions)
    new_tokens, new_at = _masked(new.version.text, link.new, new_mentions)
    equal = [
        (code.old_start + step, code.new_start + step)
        for code in token_opcodes(old_tokens, new_tokens)
        if code.operation is Operation.EQUAL
        for step in range(code.old_end - code.old_start)
    ]
    old_kept, new_kept = {one for one, _ in equal}, {other for _, other in equal}
    return {
        old_at[one]: (new_at[other], _share_kept(old_tokens, one, old_kept, new_tokens, other, new_kept))
        for one, other in equal
        if one in old_at and other in new_at
    }


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


def _masked(text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> tuple[list[str], dict[int, int]]:
    """The concepts of the sentences with a mark for every figure, and which token is which mention."""
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
    return tokens, at


def lone_setting(rarity: Rarity) -> Setting:
    """The setting of comparisons within one version: nothing is linked."""
    return Setting(link_of_old={}, link_of_new={}, scores={}, places={}, places_back={}, rarity=rarity)
