"""Drafts of schema.org ClaimReviews, with the Claims that they are about.

What the versions say is filled in: the sentence, where it appeared and when, who is said to say it, and what the fact
was in other versions. A verdict, its author and its address are for the fact-checker, and are left out; each draft
names them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from storyver.identity import urn
from storyver.model import (
    CAME_OR_WENT,
    WITHOUT_EFFECT,
    Change,
    ChangeKind,
    Claim,
    DateSource,
    DiffResult,
    Fact,
    Importance,
    PublicationDate,
    TrackResult,
    Version,
)
from storyver.naming import name_fact
from storyver.report.inert import one_line
from storyver.report.resources import hash_name, web_address
from storyver.report.view import EXCERPT_LENGTH, clip
from storyver.serialise.parts import Document

CONTEXT = "https://schema.org"

TO_FILL_IN = ("url", "author", "datePublished", "reviewRating")
"""What only the fact-checker can say."""

CLAIMANT = "itemReviewed.author"
"""Nor is it known who claims what an article says in its own voice."""

CLAIMANT_TYPE = "itemReviewed.author.@type (Person or Organization)"

CHANGED_ON = frozenset(
    {DateSource.PAGE_MODIFIED, DateSource.DOCUMENT, DateSource.REVISION, DateSource.AUTHORED, DateSource.COMMITTED}
)
"""Sources of a date that speak of a change, and not of publication. A capture speaks of neither."""

NO_CLAIM = WITHOUT_EFFECT | {ChangeKind.CORRECTION_NOTICE}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stated:
    """What some versions state: the claim as the last of them has it, and these versions in their order."""

    claim: Claim
    versions: tuple[Version, ...]


def draft_reviews(result: DiffResult | TrackResult) -> Document:
    """A draft for each fact of a story, or for each claim that changes of importance concern."""
    drafts = _of_facts(result) if isinstance(result, TrackResult) else _of_changes(result)
    return {"@context": CONTEXT, "@graph": list(drafts)}


def _of_facts(result: TrackResult) -> Iterator[Document]:
    address = web_address(result.story.url) if result.story else None
    for fact in result.facts:
        stated = _course(fact, result.versions)
        if stated:
            *others, now = stated
            yield _draft(fact.id, fact.label, now, others, address)


def _of_changes(result: DiffResult) -> Iterator[Document]:
    """The claim of the new version, or of the old one where the new one has none, once for all changes of it."""
    by_claim: dict[str, list[Change]] = {}
    for change in result.changes:
        side = change.new or change.old
        heavy = change.importance.rank() <= Importance.MEDIUM.rank()
        if side is not None and heavy and change.kind not in NO_CLAIM:
            by_claim.setdefault(side.id, []).append(change)
    for changes in by_claim.values():
        both = [change.old for change in changes if change.old and change.new]
        old = {claim.id: _Stated(claim=claim, versions=(result.old,)) for claim in both}
        if claim := changes[0].new:
            yield _draft(changes[0].id, name_fact(claim), _Stated(claim=claim, versions=(result.new,)), old.values())
        elif claim := changes[0].old:
            yield _draft(changes[0].id, name_fact(claim), _Stated(claim=claim, versions=(result.old,)), ())


def _course(fact: Fact, versions: tuple[Version, ...]) -> list[_Stated]:
    """What the fact was, one after another, what it is now last. A value that returns is what it was before."""
    groups: list[list[int]] = []
    sightings = {point.version: point.sighting for point in fact.points if point.sighting is not None}
    for point in fact.points:
        if point.sighting is None:
            continue
        earlier = next((group for group in groups if point.returns_to in group), None)
        other = point.moved or point.change not in WITHOUT_EFFECT | CAME_OR_WENT
        if earlier is not None:
            groups.remove(earlier)
            groups.append([*earlier, point.version])
        elif other or not groups:
            groups.append([point.version])
        else:
            groups[-1].append(point.version)
    return [
        _Stated(
            claim=fact.sightings[sightings[group[-1]]].claim,
            versions=tuple(versions[place] for place in group),
        )
        for group in groups
    ]


def _draft(id: str, label: str, stated: _Stated, others: Iterable[_Stated], address: str | None = None) -> Document:  # noqa: A002
    described: set[str] = set()
    reviewed = _claim(stated, address, described)
    mentioned = [_claim(other, address, described) for other in others]
    missing = [*TO_FILL_IN, CLAIMANT_TYPE if "author" in reviewed else CLAIMANT]
    draft: Document = {
        "@type": "ClaimReview",
        "@id": urn("claim review", id),
        "creativeWorkStatus": f"Draft, for the fact-checker to fill in: {', '.join(missing)}",
        "name": clip(label, EXCERPT_LENGTH),
        "identifier": {"@type": "PropertyValue", "propertyID": "storyver", "value": one_line(id)},
        "claimReviewed": clip(stated.claim.text, EXCERPT_LENGTH),
        "itemReviewed": reviewed,
    }
    return draft | ({"mentions": mentioned} if mentioned else {})


def _claim(stated: _Stated, address: str | None, described: set[str]) -> Document:
    """A claim; of the versions that state it each is described once in a draft, and then only named."""
    claim: Document = {
        "@type": "Claim",
        "@id": urn("claim", stated.versions[0].id, stated.claim.id),
        "text": one_line(stated.claim.text),
    }
    if stated.claim.attribution.speaker:
        claim["author"] = {"name": one_line(stated.claim.attribution.speaker)}
    works = [_work(version, address, described) for version in stated.versions]
    first, *later = works
    claim["firstAppearance" if len(works) > 1 else "appearance"] = first
    if later:
        claim["appearance"] = later
    return claim


def _work(version: Version, address: str | None, described: set[str]) -> Document:
    name = hash_name(version)
    if name in described:
        return {"@id": name}
    described.add(name)
    work: Document = {"@type": "CreativeWork", "@id": name}
    if version.title:
        work["name"] = one_line(version.title)
    if url := web_address(version.url) or address:
        work["url"] = url
    if version.date and version.date.source is not DateSource.CAPTURE:
        work[_date_property(version.date)] = version.date.value
    if version.number is not None:
        work["version"] = version.number
    work["identifier"] = {"@type": "PropertyValue", "propertyID": "sha256", "value": version.sha256}
    return work


def _date_property(date: PublicationDate) -> str:
    return "dateModified" if date.source in CHANGED_ON else "datePublished"
