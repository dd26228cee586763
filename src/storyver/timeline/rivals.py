"""Facts in which two sources give their own figure for one thing: they stay two facts, and each names the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from storyver.model import BlockKind, Claim, Fact, FigureKind
from storyver.naming import with_remark
from storyver.timeline.agreement import agree, other_source
from storyver.values import commensurable
from storyver.wording import concepts, words

_CLOSE_BY = 6
"""Words behind a figure that tell what it counts and what happened to it."""
_LIKE = 0.6
"""Share of these words, of the shorter side, that two figures of one thing have in common."""
_RIVALLING = frozenset(
    {FigureKind.COUNT, FigureKind.MONEY, FigureKind.PERCENT, FigureKind.MEASURE, FigureKind.FRACTION}
)


def with_rivals(facts: Sequence[Fact]) -> list[Fact]:
    """The facts, each with the ids of those that one version states beside it from another source."""
    rivals: dict[str, set[str]] = defaultdict(set)
    for claims in _sourced(facts).values():
        for place, (one, claim) in enumerate(claims):
            for other, against in claims[place + 1 :]:
                if one.id != other.id and _compete(claim, against):
                    rivals[one.id].add(other.id)
                    rivals[other.id].add(one.id)
    order = {fact.id: place for place, fact in enumerate(facts)}
    return [
        replace(fact, label=_sourced_label(fact), rivals=tuple(sorted(rivals[fact.id], key=order.__getitem__)))
        if fact.id in rivals
        else fact
        for fact in facts
    ]


def _sourced_label(fact: Fact) -> str:
    """The label with the source that is named last."""
    speakers = [speaker for one in fact.sightings if (speaker := _speaker(one.claim))]
    return with_remark(fact.label, speakers[-1]) if speakers else fact.label


def _speaker(claim: Claim) -> str | None:
    """The source of a claim; none in a notice, where "an earlier version said" names what this story said before."""
    return None if claim.block is BlockKind.NOTICE else claim.attribution.speaker


def _sourced(facts: Iterable[Fact]) -> dict[tuple[int, str], list[tuple[Fact, Claim]]]:
    """The claims that name their source, by version and dimension."""
    found: dict[tuple[int, str], list[tuple[Fact, Claim]]] = defaultdict(list)
    for fact in facts:
        for sighting in fact.sightings:
            figure = sighting.claim.figure
            if figure and figure.kind in _RIVALLING and _speaker(sighting.claim):
                found[sighting.version, figure.dimension].append((fact, sighting.claim))
    return found


def _compete(one: Claim, other: Claim) -> bool:
    """Two sources, two figures, one thing: the same is counted, and the same happened to it."""
    if one.figure is None or other.figure is None or not commensurable(one.figure, other.figure):
        return False
    if agree(one.figure, other.figure):
        return False
    if not other_source(one, other) or one.negated != other.negated:
        return False
    here, there = _said(one), _said(other)
    return bool(here and there) and len(here & there) >= _LIKE * min(len(here), len(there))


def _said(claim: Claim) -> frozenset[str]:
    """What the figure is said of: what is counted, and the words close behind it, without those of the source."""
    figure = claim.figure
    if figure is None:
        return frozenset()
    at = figure.end - claim.start
    behind = [word.text for word in words(claim.text, at)[:_CLOSE_BY]]
    source = concepts(f"{claim.attribution.speaker or ''} {claim.attribution.verb or ''}")
    return frozenset(concepts(f"{figure.counted or ''} {' '.join(behind)}")) - frozenset(source)
