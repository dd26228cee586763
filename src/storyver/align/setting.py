"""How the sentences around figures correspond: linked sentences, and figures that have the same place in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from storyver.align.comparisons import Setting
from storyver.align.mentions import Mention, Rarity
from storyver.align.similarity import Operation, token_opcodes
from storyver.model import Reading, Sentence, SentenceLink
from storyver.wording import concept, words


def comparable(old: Mention, new: Mention) -> bool:
    """Whether two mentions can state one fact at all: the same dimension, a time of day only with another."""
    if old.figure.dimension != new.figure.dimension:
        return False
    if old.figure.date is not None and new.figure.date is not None:
        return old.figure.date.startswith("T") == new.figure.date.startswith("T")
    return True


def make_setting(
    old: Reading, new: Reading, old_mentions: Sequence[Mention], new_mentions: Sequence[Mention], links: Sequence[SentenceLink]
) -> Setting:
    """The setting of all comparisons between the mentions of two versions."""
    linked = [link for link in links if link.old and link.new]
    old_links = _link_of(old, [link.old for link in linked])
    new_links = _link_of(new, [link.new for link in linked])
    places: dict[int, int] = {}
    old_in, new_in = _by_link(old_mentions, old_links), _by_link(new_mentions, new_links)
    for number in sorted(old_in.keys() & new_in.keys()):
        places |= _places(old, new, old_in[number], new_in[number], linked[number])
    return Setting(
        link_of_old=old_links,
        link_of_new=new_links,
        scores={number: (link.kind, link.score) for number, link in enumerate(linked)},
        places=places,
        places_back={there: here for here, there in places.items()},
        rarity=Rarity(old_mentions, new_mentions),
    )


def _link_of(reading: Reading, sides: Sequence[Sequence[Sentence]]) -> dict[int, int]:
    starts = [sentence.start for block in reading.blocks for sentence in block.sentences]
    return {
        bisect_right(starts, sentence.start) - 1: number for number, side in enumerate(sides) for sentence in side
    }


def _by_link(mentions: Iterable[Mention], links: dict[int, int]) -> dict[int, list[Mention]]:
    found: dict[int, list[Mention]] = {}
    for mention in mentions:
        number = links.get(mention.sentence)
        if number is not None:
            found.setdefault(number, []).append(mention)
    return found


def _places(
    old: Reading, new: Reading, old_mentions: Sequence[Mention], new_mentions: Sequence[Mention], link: SentenceLink
) -> dict[int, int]:
    """The mentions that fall on each other when the two runs of words are aligned with their figures masked by dimension."""
    old_tokens, old_at = _masked(old.version.text, link.old, old_mentions)
    new_tokens, new_at = _masked(new.version.text, link.new, new_mentions)
    places: dict[int, int] = {}
    for code in token_opcodes(old_tokens, new_tokens):
        if code.operation is Operation.EQUAL:
            for step in range(code.old_end - code.old_start):
                here, there = old_at.get(code.old_start + step), new_at.get(code.new_start + step)
                if here is not None and there is not None:
                    places[here] = there
    return places


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
