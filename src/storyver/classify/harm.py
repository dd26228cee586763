"""That nobody came to harm, where the other version says that somebody did."""

from __future__ import annotations

from collections.abc import Iterator

from storyver.classify.arguments import words_of
from storyver.classify.pairs import Comparison
from storyver.classify.passages import UNCOMPARED, Passage, Side
from storyver.model import BlockKind, MarkKind
from storyver.wording import concept

_BETWEEN = 5
"""Words behind the denial among which the harm is named."""
_ASIDE = UNCOMPARED | {BlockKind.LINK_LINE, BlockKind.CAPTION}


def harm_denied(comparison: Comparison) -> Iterator[tuple[Passage, Passage]]:
    """The old and the new sentence where one says of everybody that no harm was done and the other names some.

    It says so of the whole event, so that the rest of the version must not say the opposite: the one with the denial
    names no such harm, and the other denies none.
    """
    old, new = _denials(comparison.old), _denials(comparison.new)
    for here, there, denials, others in (
        (comparison.old, comparison.new, old, new),
        (comparison.new, comparison.old, new, old),
    ):
        for harm, passage in denials.items():
            told = None if harm in others or _harmed(here, harm) else _harmed(there, harm)
            if told:
                yield (passage, told) if denials is old else (told, passage)
                return


def _denials(side: Side) -> dict[str, Passage]:
    """The first sentence that denies each harm."""
    found: dict[str, Passage] = {}
    for passage in side.passages:
        if passage.marks and passage.block.kind not in _ASIDE:
            harm = _denied_harm(passage)
            if harm:
                found.setdefault(harm, passage)
    return found


def _denied_harm(passage: Passage) -> str | None:
    """The harm that the sentence says was done to nobody."""
    if passage.held.folded.isdisjoint(words_of("harm")):
        return None
    run = passage.words
    negators = passage.of(MarkKind.NEGATION)
    denials = {m.start for m in negators if m.text.lower().split()[0] in words_of("harm", "denials")}
    for k, word in enumerate(run):
        if word.start not in denials:
            continue
        for following in run[k + 1 : k + 1 + _BETWEEN]:
            if following.folded in words_of("harm"):
                return concept(following.folded)
            if following.folded not in words_of("harm", "between"):
                break
    return None


def _harmed(side: Side, harm: str) -> Passage | None:
    """The first sentence that says that somebody came to the harm, now and for certain; a headline comes last."""
    for passage in sorted(side.passages, key=lambda one: one.block.kind is BlockKind.TITLE):
        if passage.block.kind not in _ASIDE and not passage.asks and _tells(passage, harm):
            return passage
    return None


def _tells(passage: Passage, harm: str) -> bool:
    if harm not in passage.concepts or passage.of(MarkKind.NEGATION) or passage.of(MarkKind.HEDGE):
        return False
    folded = passage.held.folded
    if folded & (words_of("others") | words_of("harm", "apart")) or not folded & words_of("harm"):
        return False
    return any(concept(word) == harm for word in folded & words_of("harm"))
