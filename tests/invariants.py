"""What must hold of every result, whatever was read: asked of texts from Hypothesis, and of bytes from a fuzzer."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import pairwise

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

import storyver
from storyver.errors import StoryverError
from storyver.model import (
    Change,
    ChangeKind,
    Claim,
    DiffResult,
    Figure,
    FiguresResult,
    Result,
    Skipped,
    TrackResult,
    Version,
)
from storyver.pipeline import read
from storyver.report import FORMATS, formats_of, render
from storyver.schemas import load

ONE_SIDED = {ChangeKind.ADDED, ChangeKind.REMOVED}
NOT_PRINTED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What no report may hold: all that can steer a terminal or turn text round, but for the newline."""


@contextmanager
def read_or_refused() -> Iterator[None]:
    """Let what is inside come to its end, or be refused in one printable line by an error of storyver's own."""
    told = ""
    try:
        yield
    except StoryverError as error:
        told = str(error)
    assert told.isprintable(), repr(told)


def holds_of_figures(result: FiguresResult) -> None:
    """Figures and what was passed over stand in the text where they say, in order and apart."""
    text = result.version.text
    both: list[Figure | Skipped] = [*result.figures, *result.skipped]
    assert all(one.text and text[one.start : one.end] == one.text for one in both)
    spans = sorted((one.start, one.end) for one in both)
    assert all(before[1] <= behind[0] for before, behind in pairwise(spans))
    assert [figure.start for figure in result.figures] == sorted(figure.start for figure in result.figures)


def holds_of_pair(result: DiffResult) -> None:
    """Claims stand where they say; each sentence is in one link, each figure but relative dates linked or one-sided."""
    for side, version in enumerate((result.old, result.new)):
        claims = [(change.kind, (change.old, change.new)[side]) for change in result.changes]
        _stand(version, (claim for _, claim in claims if claim))
        links = Counter(sentence for link in result.sentences for sentence in (link.old, link.new)[side])
        assert links == Counter(sentence for block in read(version).blocks for sentence in block.sentences)
        alone = [claim.figure.start for kind, claim in claims if claim and claim.figure and kind in ONE_SIDED]
        linked = {_start(change, side) for change in result.changes if change.old and change.new} - {None}
        assert len(alone) == len(set(alone))
        assert not linked & set(alone)
        assert linked | set(alone) == set(figure_starts(version, relative=False))
    assert 0 <= result.factual <= 1


def holds_of_story(result: TrackResult) -> None:
    """Claims stand where they say; each figure of each version is one sighting of one fact."""
    sightings = [sighting for fact in result.facts for sighting in fact.sightings]
    for number, version in enumerate(result.versions):
        own = [one.claim for one in sightings if one.version == number]
        _stand(version, own)
        assert sorted(c.figure.start for c in own if c.figure) == sorted(figure_starts(version))
    assert len({fact.id for fact in result.facts}) == len(result.facts)


def holds_of_document(name: str, result: Result) -> None:
    """The JSON of a result is the same after it was written and read, and as its schema says."""
    document = result.to_dict()
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    _validator(name).validate(document)
    assert json.loads(render(result, "json")) == document


def holds_of_reports(name: str, result: Result) -> None:
    """Every report can be written as UTF-8 and holds nothing that acts."""
    for form in formats_of(name):
        if form == "xlsx":
            continue
        report = render(result, form)
        report.encode()
        assert form not in FORMATS or not NOT_PRINTED.search(report.replace("\r\n", "\n")), form


def opposite_where_linked(there: DiffResult, back: DiffResult) -> None:
    """With the versions exchanged, what rose fell; every other change of figures that are linked both ways is the same.

    Which figures are linked may differ where that is a near thing: what a text says of earlier values ("up from 14") is
    read as said of the older version.
    """
    forth = {(_start(change, 0), _start(change, 1)): change.kind for change in _linked(there)}
    other = {(_start(change, 1), _start(change, 0)): change.kind for change in _linked(back)}
    for pair in forth.keys() & other.keys():
        assert forth[pair] is OPPOSITE.get(other[pair], other[pair])


OPPOSITE = {
    ChangeKind.INCREASED: ChangeKind.DECREASED,
    ChangeKind.DECREASED: ChangeKind.INCREASED,
}


def nothing_between(result: DiffResult) -> None:
    """Nothing changed: what is ``unchanged`` is all there is, and ``factual`` is 0."""
    assert {change.kind for change in result.changes} <= {ChangeKind.UNCHANGED}
    assert result.factual == 0


def figure_starts(version: Version, *, relative: bool = True) -> list[int]:
    """Where the figures of a version start, those that name a day by its distance with them or without."""
    return [figure.start for figure in storyver.figures(version).figures if relative or not figure.relative]


def _linked(result: DiffResult) -> list[Change]:
    """The changes between two figures, but for those that are no more than possible."""
    both = [one for one in result.changes if _start(one, 0) is not None and _start(one, 1) is not None]
    return [one for one in both if one.kind is not ChangeKind.UNCERTAIN]


def _start(change: Change, side: int) -> int | None:
    claim = (change.old, change.new)[side]
    return claim.figure.start if claim and claim.figure else None


def _stand(version: Version, claims: Iterable[Claim]) -> None:
    for claim in claims:
        assert version.text[claim.start : claim.end] == claim.text
        if claim.figure:
            assert version.text[claim.figure.start : claim.figure.end] == claim.figure.text


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(load(name))
