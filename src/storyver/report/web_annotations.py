"""The changes between two versions as W3C Web Annotations: a collection with one page, an annotation for each change.

The Web Annotation Data Model is the W3C Recommendation of 23 February 2017. Positions count code points, as it asks
for and as all our offsets do.
"""

from __future__ import annotations

from importlib.metadata import version as installed

from storyver.identity import urn
from storyver.model import Change, ChangeKind, Claim, DiffResult, Version
from storyver.report.inert import one_line
from storyver.report.resources import hash_name, span, web_address
from storyver.serialise.parts import Document

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

SURROUNDINGS = 32
"""Characters quoted on each side of a sentence, so that one of two equal sentences is found."""


def annotate(result: DiffResult) -> Document:
    """The annotations of a result. What is unchanged has none; what is uncertain asks, and does not describe."""
    both = (result.old.sha256, result.new.sha256)
    changes = [change for change in result.changes if change.kind is not ChangeKind.UNCHANGED]
    collection: Document = {
        "@context": CONTEXT,
        "id": urn("annotations", *both),
        "type": "AnnotationCollection",
        "label": _label(result),
        "generator": {"type": "Software", "name": f"storyver {installed('storyver')}"},
        "total": len(changes),
    }
    if changes:
        collection["first"] = {
            "id": urn("page of annotations", *both),
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": [_annotation(change, result) for change in changes],
        }
    return collection


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
