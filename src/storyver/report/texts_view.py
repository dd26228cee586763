"""The texts of a story in full: each version with its new sentences set apart, and its figures as links to their
facts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from storyver.model import Block, ChangeKind, Claim, Fact, TrackResult, Version
from storyver.report.inert import one_line
from storyver.report.pages_view import LONGEST_SENTENCE, PART_KINDS
from storyver.report.view import MARKERS, VersionView, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Where the sentences of all versions stand on a page that has the texts in full."""

    keys: tuple[str, ...]
    """For each version what its places are called by: its id, which comes from its content."""
    starts: tuple[tuple[int, ...], ...]
    """Of its sentences, sorted; none where the page has no texts."""

    def place(self, version: int, claim: Claim) -> str:
        """The anchor of the sentence in which a claim stands, by its figure; empty where there is none."""
        starts = self.starts[version] if version < len(self.starts) else ()
        at = bisect_right(starts, claim.figure.start if claim.figure else claim.start) - 1
        return f"text-{self.keys[version]}-{starts[at]}" if at >= 0 else ""


def make_texts(ids: Sequence[str], blocks: Sequence[Sequence[Block]]) -> Texts:
    """The places of the versions with these ids; a text that comes again has its count behind its id."""
    seen: dict[str, int] = {}
    keys = []
    for name in map(one_line, ids):
        seen[name] = seen.get(name, 0) + 1
        keys.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    starts = (tuple(sorted(one.start for block in page for one in block.sentences)) for page in blocks)
    return Texts(keys=tuple(keys), starts=tuple(starts))


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsView:
    """A run of a sentence; with ``link``, a figure, and where it leads to."""

    text: str
    link: str
    marker: str
    kind: str
    """What became of the figure in this version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A sentence of a text."""

    id: str
    """Its anchor; empty where it has no figure."""
    fresh: bool
    """Whether the version before does not have it word for word."""
    words: tuple[WordsView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """A version in full."""

    id: str
    version: VersionView
    fresh: int
    """How many of its sentences are not in the version before."""
    of: int
    parts: tuple[tuple[str, tuple[LineView, ...]], ...]
    """The kind of each block, and its sentences."""


def arrange_texts(
    result: TrackResult, facts: Sequence[Fact], versions: Sequence[VersionView], window: range
) -> Iterator[TextView]:
    """The versions of the window from beginning to end; none where they were not read part by part."""
    if not any(result.blocks):
        return
    texts = make_texts([version.id for version in result.versions], result.blocks)
    figures = _figures(facts, texts)
    places = {texts.place(one.version, one.claim) for fact in facts for one in fact.sightings}
    before: set[str] | None = None
    for place in window:
        blocks, version = result.blocks[place], result.versions[place]
        name = f"text-{texts.keys[place]}"
        page = _Page(name=name, version=version, before=before, marked=figures.get(place, {}), places=places)
        parts = tuple((PART_KINDS.get(block.kind, "paragraph"), tuple(page.lines(block))) for block in blocks)
        lines = [line for _, part in parts for line in part]
        yield TextView(
            id=name,
            version=versions[place],
            fresh=sum(line.fresh for line in lines),
            of=len(lines),
            parts=parts,
        )
        before = {_words(version, one.start, one.end) for block in blocks for one in block.sentences}


def _words(version: Version, start: int, end: int) -> str:
    return one_line(version.text[start : min(end, start + LONGEST_SENTENCE)])


Marked = dict[int, tuple[int, WordsView]]
"""By where a figure begins: where it ends, and what is said of it."""


def _figures(facts: Sequence[Fact], texts: Texts) -> dict[int, Marked]:
    found: dict[int, Marked] = {}
    for fact in facts:
        changes = {
            point.version: point for point in fact.points if point.is_change or point.change is not ChangeKind.UNCHANGED
        }
        for one in fact.sightings:
            figure, point = one.claim.figure, changes.get(one.version)
            if figure is None or one.change is ChangeKind.REMOVED:
                continue
            name = one_line(fact.id)
            link = f"change-{name}-{texts.keys[one.version]}" if point else f"fact-{name}"
            told = one.version > 0 and one.change is not ChangeKind.UNCHANGED
            mark = WordsView(
                text="",
                link=link,
                marker=MARKERS[one.change] if told else "",
                kind=words(one.change) if told else "",
            )
            found.setdefault(one.version, {}).setdefault(figure.start, (figure.end, mark))
    return found


class _Page:
    """A version as its sentences are looked up in it."""

    def __init__(
        self, *, name: str, version: Version, before: Collection[str] | None, marked: Marked, places: Collection[str]
    ) -> None:
        self._name, self._version, self._before = name, version, before
        self._marked, self._figures, self._places = marked, sorted(marked), places

    def lines(self, block: Block) -> Iterator[LineView]:
        """The sentences of a block."""
        text = self._version.text
        for one in block.sentences:
            end = min(one.end, one.start + LONGEST_SENTENCE)
            figures = self._figures[bisect_left(self._figures, one.start) : bisect_left(self._figures, end)]
            place = f"{self._name}-{one.start}"
            yield LineView(
                id=place if place in self._places else "",
                fresh=self._before is not None and _words(self._version, one.start, one.end) not in self._before,
                words=tuple(_runs(text, one.start, end, [(at, *self._marked[at]) for at in figures])),
            )


def _runs(text: str, start: int, end: int, marks: Sequence[tuple[int, int, WordsView]]) -> Iterator[WordsView]:
    """The sentence cut wherever a figure begins or ends; of figures that overlap, the first."""
    at = start
    for first, last, mark in marks:
        if first < at:
            continue
        if first > at:
            yield WordsView(text=one_line(text[at:first]), link="", marker="", kind="")
        at = min(last, end)
        yield WordsView(text=one_line(text[first:at]), link=mark.link, marker=mark.marker, kind=mark.kind)
    if at < end:
        yield WordsView(text=one_line(text[at:end]), link="", marker="", kind="")
