"""Which changes a correction notice owns up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from storyver.model import Admission, ChangeKind, Claim, ClaimKind, Fact, Figure, Point, Reading
from storyver.values import Order, commensurable, compare_values
from storyver.wording import concepts

_SHARED = 2
"""Words of content that a notice without a figure, or with one value only, must have in common with what it admits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A correction notice in the first version that has it."""

    version: int
    claim: Claim
    figures: tuple[Figure, ...]
    words: frozenset[str]


def find_notices(readings: Sequence[Reading]) -> tuple[Notice, ...]:
    """The notices of all versions, each once."""
    found: dict[str, Notice] = {}
    for version, reading in enumerate(readings):
        for claim in reading.claims:
            if claim.kind is not ClaimKind.CORRECTION:
                continue
            inside = (*reading.figures, *(one.figure for one in reading.relative_dates if one.figure))
            figures = tuple(one for one in inside if claim.start <= one.start < claim.end)
            key = " ".join(claim.text.split())
            words = frozenset(concepts(claim.text))
            found.setdefault(key, Notice(version=version, claim=claim, figures=figures, words=words))
    return tuple(found.values())


def with_admissions(fact: Fact, notices: Sequence[Notice]) -> Fact:
    """The fact, each of its changes of value with the first notice, if any, that admits it."""
    if not notices:
        return fact
    points: list[Point] = []
    old: Claim | None = None
    for point in fact.points:
        new = None if point.sighting is None else fact.sightings[point.sighting].claim
        admitted = None
        if old is not None and (point.moved or point.change is ChangeKind.REMOVED):
            admitted = _admission(point.version, fact.label, old, new, notices)
        points.append(replace(point, admitted=admitted))
        old = new or old
    return replace(fact, points=tuple(points))


def _admission(version: int, label: str, old: Claim, new: Claim | None, notices: Sequence[Notice]) -> Admission | None:
    """The first notice, in the version that changed the fact or later, that speaks of the change."""
    name = frozenset(concepts(label))
    about = name | frozenset(concepts(old.text)) | frozenset(concepts(new.text) if new else ())
    for notice in notices:
        if notice.version < version:
            continue
        rule = _rule(notice, name, about, [claim.figure for claim in (old, new) if claim and claim.figure])
        if rule:
            place = notice.claim
            return Admission(version=notice.version, start=place.start, end=place.end, text=place.text, rule=rule)
    return None


def _rule(notice: Notice, name: frozenset[str], about: frozenset[str], values: Sequence[Figure]) -> str | None:
    given = [value for value in values if any(_equal(value, figure) for figure in notice.figures)]
    shared = len(about & notice.words)
    if len(given) == len(values) == 2 and shared:
        return "both_values"
    if given and shared >= _SHARED:
        return "one_value"
    if not notice.figures and len(name & notice.words) >= _SHARED:
        return "words"
    return None


def _equal(one: Figure, other: Figure) -> bool:
    return commensurable(one, other) and compare_values(one, other) is Order.EQUAL
