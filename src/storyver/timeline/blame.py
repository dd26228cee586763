"""Where the figures and quotations of the last version of a story come from, and when each last changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storyver.model import (
    WITHOUT_EFFECT,
    Annotation,
    AnnotationKind,
    BlameResult,
    ChangeKind,
    Claim,
    Fact,
    Figure,
    Point,
    QuoteLink,
    TrackResult,
)
from storyver.values import Order, compare_values
from storyver.wording import words

_NOTHING_MADE = WITHOUT_EFFECT | {ChangeKind.REMOVED}


def annotate(
    track: TrackResult, quotes: Sequence[Sequence[Claim]], links: Sequence[Sequence[QuoteLink]]
) -> BlameResult:
    """The last version with an annotation for each figure and quotation, in the order of the text.

    ``quotes[k]`` are the quotations of version ``k``, ``links[k]`` what they have become in version ``k + 1``.
    """
    last = len(track.versions) - 1
    found = [
        annotation
        for fact in track.facts
        for index, sighting in enumerate(fact.sightings)
        if sighting.version == last and (annotation := _figure(fact, index)) is not None
    ]
    found += _quotations(quotes, links)
    found.sort(key=lambda one: (one.start, -one.end))
    return BlameResult(versions=track.versions, annotations=tuple(found), story=track.story, model=track.model)


def _figure(fact: Fact, index: int) -> Annotation | None:
    """Where the value of one sighting comes from: of a stale one, where the fact last had that value."""
    figure = fact.sightings[index].claim.figure
    if figure is None:
        return None
    points = list(fact.points)
    had = [point for point in points if (one := fact.figure(point)) and compare_values(one, figure) is Order.EQUAL]
    stale = any(index in point.stale for point in points)
    if stale and had:
        points = points[: points.index(had[-1]) + 1]
    made = next(point for point in reversed(points) if point.change not in _NOTHING_MADE)
    changed = made.change is not ChangeKind.ADDED
    before = [point for point in points[: points.index(made)] if point.sighting is not None]
    moved = changed and before and (made.moved or made.change is not ChangeKind.RESTORED)
    return Annotation(
        start=figure.start,
        end=figure.end,
        text=figure.text,
        kind=AnnotationKind.FIGURE,
        came=fact.first,
        changed=made.version if changed else None,
        change=made.change if changed else None,
        was=_form(fact, before[-1], figure) if moved else None,
        fact=fact.id,
        label=fact.label,
    )


def _form(fact: Fact, point: Point, like: Figure) -> str | None:
    """The value of a point as its version has it, in the unit of another figure where it is restated in that."""
    value = fact.figure(point)
    if value is None:
        return None
    stated = [one.claim.figure for one in fact.sightings if one.version == point.version and one.claim.figure]
    restated = [one for one in stated if one.conversion_of == value.start and one.unit == like.unit]
    return restated[0].text if restated and value.unit != like.unit else value.text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Origin:
    """What is known of a quotation of some version."""

    came: int
    text: str
    changed: int | None = None
    change: ChangeKind | None = None
    was: str | None = None


def _quotations(quotes: Sequence[Sequence[Claim]], links: Sequence[Sequence[QuoteLink]]) -> Iterator[Annotation]:
    known: dict[tuple[str, ...], _Origin] = {}
    here: dict[int, _Origin] = {}
    for version, claims in enumerate(quotes):
        arrived = {link.new: link for link in links[version - 1]} if version else {}
        now = {claim.start: _origin(version, claim, arrived.get(claim.start), here, known) for claim in claims}
        known |= {_spoken(claim): now[claim.start] for claim in claims}
        here = now
    for claim in quotes[-1] if quotes else ():
        origin = here[claim.start]
        yield Annotation(
            start=claim.start,
            end=claim.end,
            text=claim.text,
            kind=AnnotationKind.QUOTE,
            came=origin.came,
            changed=origin.changed,
            change=origin.change,
            was=origin.was,
            fact=None,
            label=None,
        )


def _origin(
    version: int,
    claim: Claim,
    link: QuoteLink | None,
    before: dict[int, _Origin],
    known: dict[tuple[str, ...], _Origin],
) -> _Origin:
    """Of a quotation that the version in front has too, what is known there; of one that was left out, since when."""
    old = before.get(link.old) if link else None
    if old is None:
        earlier = known.get(_spoken(claim))
        if earlier is None:
            return _Origin(came=version, text=claim.text)
        return _Origin(came=earlier.came, text=claim.text, changed=version, change=ChangeKind.RESTORED)
    if link is not None and link.altered:
        return _Origin(came=old.came, text=claim.text, changed=version, change=ChangeKind.QUOTE_ALTERED, was=old.text)
    return _Origin(came=old.came, text=claim.text, changed=old.changed, change=old.change, was=old.was)


def _spoken(claim: Claim) -> tuple[str, ...]:
    return tuple(word.folded for word in words(claim.text))
