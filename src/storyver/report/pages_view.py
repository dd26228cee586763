"""Both versions of a ``DiffResult`` in full, each sentence with what became of it and each figure with its change."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from storyver.model import (
    WITHOUT_EFFECT,
    Block,
    BlockKind,
    Change,
    Claim,
    DiffResult,
    LinkKind,
    Sentence,
    SentenceLink,
    WordEdit,
)
from storyver.report.inert import one_line
from storyver.report.view import MARKERS, words

LONGEST_SENTENCE = 20_000
"""Characters of a sentence that are shown: a longer one is no sentence but an unbroken page."""

PART_KINDS = {BlockKind.TITLE: "title", BlockKind.HEADING: "heading", BlockKind.LIST_ITEM: "item"}
"""What a block is on the page; any other is a paragraph."""
_STATES = {
    LinkKind.ADDED: "added",
    LinkKind.REMOVED: "removed",
    LinkKind.SPLIT: "split",
    LinkKind.MERGED: "merged",
}
"""What is said of a sentence beside its words; one that is the same or whose words are marked needs nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeMark:
    """A change that a place of the text leads to."""

    id: str
    kind: str
    marker: str
    importance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of a sentence of which the same is to be said."""

    text: str
    edited: bool
    """Whether the other version's sentence has other words here. What is true of a figure its change says."""
    change: ChangeMark | None
    """What became of the figure that it is; None for other words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """A sentence and its counterpart on the other side."""

    id: str
    """``old-120``: the side, and where the sentence begins."""
    runs: tuple[Run, ...]
    state: str
    """``added``, ``removed``, ``split``, ``merged``, or empty."""
    moved: bool
    counterpart: str
    """The first sentence on the other side that it is linked to; empty where there is none."""
    marks: tuple[ChangeMark, ...]
    """The first change of each kind that is no figure's: of a quotation, a hedge, a name …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A block of the page."""

    kind: str
    """``title``, ``heading``, ``item`` or ``paragraph``."""
    passages: tuple[PassageView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """One version in full."""

    side: str
    """``old`` or ``new``."""
    parts: tuple[PartView, ...]


def arrange_pages(result: DiffResult) -> tuple[PageView, ...]:
    """Both versions from beginning to end; none where they were not read part by part."""
    texts = (result.old.text, result.new.text)
    if not any(result.blocks):
        return ()
    return tuple(_Page(side, texts[side], result).view(result.blocks[side]) for side in (0, 1))


def places(result: DiffResult) -> dict[str, tuple[str, str]]:
    """For the id of each change the sentences of the old and of the new page in which it begins."""
    starts = [sorted(one.start for link in result.sentences for one in _sides(link)[side]) for side in (0, 1)]
    return {
        one_line(change.id): (_place(change.old, starts[0], "old"), _place(change.new, starts[1], "new"))
        for change in result.changes
    }


def _place(claim: Claim | None, starts: Sequence[int], side: str) -> str:
    at = -1 if claim is None else bisect_right(starts, claim.figure.start if claim.figure else claim.start) - 1
    return f"{side}-{starts[at]}" if at >= 0 else ""


class _Page:
    """One side of the result, ready to be looked up by place."""

    def __init__(self, side: int, text: str, result: DiffResult) -> None:
        self._side = ("old", "new")[side]
        self._other = ("new", "old")[side]
        self._text = text
        self._place = side
        self._links = {sentence.start: link for link in result.sentences for sentence in _sides(link)[side]}
        self._starts = sorted(self._links)
        self._figures: dict[int, tuple[Claim, Change]] = {}
        self._others: dict[int, list[Change]] = {}
        for change in result.changes:
            self._add(change, (change.old, change.new)[side])
        self._places = sorted(self._figures)

    def _add(self, change: Change, claim: Claim | None) -> None:
        """Keep a change by the figure it is of, else by its sentence. Of several of one figure, the first is kept
        by the figure: it is the one of its value."""
        if claim is None:
            return
        if claim.figure is not None and self._figures.setdefault(claim.figure.start, (claim, change))[1] is change:
            return
        place = bisect_right(self._starts, claim.start) - 1
        if place >= 0 and change.kind not in WITHOUT_EFFECT:
            self._others.setdefault(self._starts[place], []).append(change)

    def view(self, blocks: Iterable[Block]) -> PageView:
        """The page from beginning to end."""
        parts = (
            PartView(
                kind=PART_KINDS.get(block.kind, "paragraph"),
                passages=tuple(self._passage(one.start, one.end) for one in block.sentences),
            )
            for block in blocks
        )
        return PageView(side=self._side, parts=tuple(parts))

    def _passage(self, start: int, end: int) -> PassageView:
        link = self._links.get(start)
        across = _sides(link)[1 - self._place] if link else ()
        return PassageView(
            id=f"{self._side}-{start}",
            runs=tuple(self._runs(start, min(end, start + LONGEST_SENTENCE), link)),
            state=_STATES.get(link.kind, "") if link else "",
            moved=link.moved if link else False,
            counterpart=f"{self._other}-{across[0].start}" if across else "",
            marks=tuple(self._marks(start, link)),
        )

    def _marks(self, start: int, link: SentenceLink | None) -> Iterator[ChangeMark]:
        """The first change of each kind, but not that a sentence is there which is added or removed as a whole."""
        seen = {_STATES.get(link.kind) if link else None}
        for change in self._others.get(start, ()):
            if change.kind.value not in seen:
                seen.add(change.kind.value)
                yield mark(change)

    def _runs(self, start: int, end: int, link: SentenceLink | None) -> Iterator[Run]:
        """The sentence cut wherever a figure, or an edit outside of figures, begins or ends."""
        edits = [_edit(one, self._place) for one in link.edits] if link else []
        edits = [(a, b) for a, b in edits if a < end and b > start and a < b]
        figures = [(claim.figure.start, claim.figure.end) for claim, _ in self._within(start, end) if claim.figure]
        edges = {cut for edit in edits for cut in edit if not any(first < cut < last for first, last in figures)}
        cuts = {start, end, *(cut for cut in edges.union(*figures) if start < cut < end)}
        for a, b in pairwise(sorted(cuts)):
            figure = next((first for first, last in figures if first <= a and b <= last), None)
            yield Run(
                text=one_line(self._text[a:b]),
                edited=figure is None and any(first <= a and b <= last for first, last in edits),
                change=None if figure is None else mark(self._figures[figure][1]),
            )

    def _within(self, start: int, end: int) -> Iterator[tuple[Claim, Change]]:
        """The figures of a stretch, without those that begin inside another."""
        last = start
        for place in self._places[bisect_left(self._places, start) : bisect_left(self._places, end)]:
            claim, change = self._figures[place]
            if claim.figure is not None and place >= last:
                last = claim.figure.end
                yield claim, change


def mark(change: Change) -> ChangeMark:
    """What a place of the text says of its change."""
    return ChangeMark(
        id=one_line(change.id),
        kind=words(change.kind),
        marker=MARKERS[change.kind],
        importance=change.importance.value,
    )


def _sides(link: SentenceLink) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    return link.old, link.new


def _edit(edit: WordEdit, side: int) -> tuple[int, int]:
    return ((edit.old_start, edit.old_end), (edit.new_start, edit.new_end))[side]
