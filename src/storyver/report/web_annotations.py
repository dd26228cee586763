"""What was found as W3C Web Annotations: a collection with one page, an annotation for each change between two
versions, or for each place at which a version of a story states a fact.

The Web Annotation Data Model is the W3C Recommendation of 23 February 2017. Positions count code points, as it asks
for and as all our offsets do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import version as installed

from storyver.identity import urn
from storyver.model import Change, ChangeKind, Claim, DiffResult, Fact, Sighting, TrackResult, Version
from storyver.report.inert import one_line
from storyver.report.resources import hash_name, span, web_address
from storyver.serialise.parts import Document

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

SURROUNDINGS = 32
"""Characters quoted on each side of a sentence, so that one of two equal sentences is found."""


def annotate(result: DiffResult | TrackResult) -> Document:
    """The annotations of a result: of each change between two versions, or of each place at which one states a fact."""
    if isinstance(result, TrackResult):
        names = [version.sha256 for version in result.versions]
        return _collection(_story_label(result), "facts", names, list(_of_facts(result)))
    changes = [change for change in result.changes if change.kind is not ChangeKind.UNCHANGED]
    both = [result.old.sha256, result.new.sha256]
    return _collection(_label(result), "", both, [_annotation(change, result) for change in changes])


def _collection(label: str, what: str, names: Sequence[str], items: list[Document]) -> Document:
    of = f" of {what}" if what else ""
    collection: Document = {
        "@context": CONTEXT,
        "id": urn(f"annotations{of}", *names),
        "type": "AnnotationCollection",
        "label": label,
        "generator": {"type": "Software", "name": f"storyver {installed('storyver')}"},
        "total": len(items),
    }
    if items:
        page = urn(f"page of annotations{of}", *names)
        collection["first"] = {"id": page, "type": "AnnotationPage", "startIndex": 0, "items": items}
    return collection


def _story_label(result: TrackResult) -> str:
    title = result.story.title if result.story else None
    titles = [title, *(version.title for version in reversed(result.versions))]
    named = next((one_line(one) for one in titles if one), "")
    return "Facts over the versions of a story" + (f": {named}" if named else "")


def _of_facts(result: TrackResult) -> Iterator[Document]:
    """An annotation for each sighting in the versions that are shown, those of one fact in a row."""
    last = len(result.versions) - 1
    shown = range(last + 1) if result.shown is None else range(result.shown.first, result.shown.last + 1)
    for fact in result.facts:
        for sighting in fact.sightings:
            if sighting.version in shown:
                yield _sighting(fact, sighting, result.versions)


def _sighting(fact: Fact, sighting: Sighting, versions: Sequence[Version]) -> Document:
    """What a version states of a fact. What is uncertain asks whether it is this fact."""
    version, claim = versions[sighting.version], sighting.claim
    asks = sighting.change is ChangeKind.UNCERTAIN
    told = "questioning" if asks else "describing"
    earlier = sum(one.sha256 == version.sha256 for one in versions[: sighting.version])
    value = claim.figure.text if claim.figure else claim.text
    return {
        "id": urn("annotation of a fact", fact.id, version.sha256, str(earlier), claim.id),
        "type": "Annotation",
        "motivation": told,
        "body": [
            _body(f"{fact.label}: {value}", told, language="en"),
            _body(fact.id, "identifying"),
            _body(sighting.change.value, "classifying"),
            _body(f"importance: {sighting.importance}", "assessing"),
        ],
        "target": [_target(claim, version)],
    }


def _label(result: DiffResult) -> str:
    titles = dict.fromkeys(one_line(one.title) for one in (result.old, result.new) if one.title)
    return "Changes between two versions" + (f": {' / '.join(titles)}" if titles else "")


def _annotation(change: Change, result: DiffResult) -> Document:
    sides = ((change.old, result.old), (change.new, result.new))
    asks = change.kind is ChangeKind.UNCERTAIN
    return {
        "id": urn("annotation", result.old.sha256, result.new.sha256, change.id),
        "type": "Annotation",
        "motivation": "questioning" if asks else "describing",
        "body": [
            _body(change.summary, "questioning" if asks else "describing", language="en"),
            _body(change.kind.value, "classifying"),
            _body(f"importance: {change.importance}", "assessing"),
        ],
        "target": [_target(claim, version) for claim, version in sides if claim is not None],
    }


def _body(value: str, purpose: str, **more: str) -> Document:
    return {"type": "TextualBody", "value": one_line(value), "format": "text/plain", "purpose": purpose, **more}


def _target(claim: Claim, version: Version) -> Document:
    """The sentence in its version. Where the text was taken out of a page or document, the program that did so is
    named: quotation and position hold for what it makes of the source."""
    address = web_address(version.url)
    target: Document = {"type": "SpecificResource", "source": address or hash_name(version)}
    if address or version.date:
        target["state"] = _state(version, address)
    if version.extractor is not None:
        target["renderedVia"] = {"type": "Software", "name": one_line(version.extractor)}
    text = version.text
    target["selector"] = [
        {
            "type": "TextQuoteSelector",
            "exact": claim.text,
            "prefix": text[max(0, claim.start - SURROUNDINGS) : claim.start],
            "suffix": text[claim.end : claim.end + SURROUNDINGS],
        },
        {"type": "TextPositionSelector", "start": claim.start, "end": claim.end},
    ]
    return target


def _state(version: Version, address: str | None) -> Document:
    """When the source was as it is here, and which bytes its address showed then."""
    state: Document = {"type": "TimeState"}
    if version.date is not None:
        first, last = span(version.date)
        state |= {"sourceDate": first} if first == last else {"sourceDateStart": first, "sourceDateEnd": last}
    if address:
        state["cached"] = hash_name(version)
    return state
