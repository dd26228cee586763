"""One item of the queue as the desk shows it: the text, the history, the reasons, what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from storyver.decided import Decided
from storyver.model import ChangeKind, Decision, Quoted, Verdict
from storyver.report.history_view import PointView, point_views
from storyver.report.inert import one_line, visible
from storyver.report.pages_view import PageView, PassageView, arrange_pages, places
from storyver.report.resources import web_address
from storyver.report.view import (
    EXCERPT_LENGTH,
    LABEL_LENGTH,
    MARKERS,
    Piece,
    Pieces,
    ReasonView,
    VersionView,
    clip,
    excerpt,
    figure_label,
    reason_views,
    version_views,
    words,
)
from storyver.review.desk import Candidate, Desk, State
from storyver.review.queue import Item, Show, Sort

SIGNS: Final = {Verdict.CONFIRMED: "✓", Verdict.REJECTED: "✗", Verdict.RELINKED: "⇄"}
_MINUTE: Final = len("2026-03-01T10:00")
_FACT, _LOST = "•", "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A decision that stands."""

    entry: int
    reviewer: str
    when: str
    verdict: str
    sign: str
    counterpart: str
    """The sentence that was chosen instead."""
    note: str
    address: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """One side of a change: its sentences among those beside them, or the sentence as it stood."""

    label: str
    version: str
    passages: tuple[tuple[PassageView, bool], ...]
    """Each with whether it is of the change, and not only beside it."""
    ids: frozenset[str]
    """Of all changes that are of the same figure, by one of which the passages know it."""
    sentence: Pieces
    """The sentence alone; empty where there are passages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateView:
    """A possible counterpart."""

    name: str
    figure: str
    about: str
    sentence: Pieces
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One item to decide on."""

    key: str
    sort: str
    act: str
    """What a decision on it means: on a ``link``, on ``one`` figure alone, on another ``change``, on a ``fact``."""
    marker: str
    kind: str
    importance: str
    title: str
    where: str
    sides: tuple[SideView, ...]
    history: tuple[PointView, ...]
    last: int
    """The index of the version up to which the history had come."""
    fact: str
    current: bool
    """Whether the history is that under what was decided."""
    reasons: tuple[ReasonView, ...]
    score: str
    decisions: tuple[DecisionView, ...]
    disputed: bool
    ruling: str
    """What ``diff`` and ``track`` make of it; empty where they go by the program alone."""
    candidates: tuple[tuple[str, tuple[CandidateView, ...]], ...]
    """For each side that may have another counterpart: what is asked, and the figures."""
    before: str
    """The item in front of it, empty where there is none."""
    behind: str


class Items:
    """Makes views of items. What never changes is made once."""

    def __init__(self, desk: Desk) -> None:
        """The versions are named as all reports do."""
        self._desk = desk
        self._versions = version_views(desk.story.versions)
        self._pages: dict[int, tuple[PageView, ...]] = {}

    def view(self, item: Item, state: State, show: Show) -> ItemView:
        """An item with all that there is to know of it."""
        standing, reviewer = state.standing(item), self._desk.reviewer
        beside = (state.beside(item, show, reviewer, by=by) for by in (-1, 1))
        before, behind = (one.key if one else "" for one in beside)
        fact, current = self._desk.fact_of(item, state)
        dates = tuple(version.when for version in self._versions)
        return ItemView(
            key=item.key,
            sort=item.sort.value,
            act=_act(item),
            marker=marker_of(item),
            kind=kind_of(item),
            importance=importance_of(item),
            title=title_of(item),
            where=self.where(item),
            sides=self._sides(item),
            history=point_views(fact, self._versions, dates) if fact else (),
            last=item.step + 1 if item.step >= 0 else len(self._versions),
            fact=clip(fact.label, EXCERPT_LENGTH) if fact else "",
            current=current,
            reasons=reason_views(item.change.reasons) if item.change else (),
            score=f"{item.change.score:.2f}" if item.change and item.change.old and item.change.new else "",
            decisions=tuple(self.decision(one) for one in (*standing.judgements, *standing.remarks)),
            disputed=standing.disputed,
            ruling=_ruling(item, state),
            candidates=self._candidates(item),
            before=before,
            behind=behind,
        )

    def where(self, item: Item) -> str:
        """Between which versions it is, or what it is where it is between none."""
        if item.sort is Sort.STALE:
            return "stale"
        if item.fact is not None:
            return " – ".join(dict.fromkeys(self._versions[at].short for at in (item.fact.first, item.fact.last)))
        if item.step < 0:
            return "kept"
        return f"{self._versions[item.step].short} → {self._versions[item.step + 1].short}"

    def _sides(self, item: Item) -> tuple[SideView, ...]:
        found = []
        for side, label in (("old", "Old"), ("new", "New")):
            quoted: Quoted | None = getattr(item.about, side)
            if quoted is not None:
                passages = self._passages(item, side)
                found.append(
                    SideView(
                        label=label if item.sort is not Sort.FACT else ("First" if side == "old" else "Now"),
                        version=self._version(quoted.version),
                        passages=passages,
                        ids=self._ids(item, side, quoted.claim),
                        sentence=() if passages else _quoted(quoted),
                    )
                )
        return tuple(found)

    def _version(self, id_: str) -> str:
        versions = self._desk.story.versions
        named = next((view for one, view in zip(versions, self._versions, strict=True) if one.id == id_), None)
        if named is None:
            return f"version {one_line(id_)}, which the story has no more"
        return " · ".join(part for part in (named.name or named.short, named.when) if part)

    def _passages(self, item: Item, side: str) -> tuple[tuple[PassageView, bool], ...]:
        """The sentences of a change, with one on either side."""
        if item.change is None:
            return ()
        diff = self._desk.survey.diffs[item.step]
        if item.step not in self._pages:
            self._pages[item.step] = arrange_pages(diff)
        first = places(diff)[one_line(item.change.id)][side == "new"]
        run = [
            one for page in self._pages[item.step] if page.side == side for part in page.parts for one in part.passages
        ]
        at = next((place for place, one in enumerate(run) if one.id == first), None)
        claim = item.change.old if side == "old" else item.change.new
        if at is None or claim is None:
            return ()
        last = at + 1
        while last < len(run) and int(run[last].id.partition("-")[2]) < claim.end:
            last += 1
        return tuple((one, at <= place < last) for place, one in enumerate(run) if max(0, at - 1) <= place < last + 1)

    def _ids(self, item: Item, side: str, claim: str) -> frozenset[str]:
        """The changes of the figure that a claim is of."""
        if item.change is None:
            return frozenset()
        sides = ((change.id, getattr(change, side)) for change in self._desk.survey.diffs[item.step].changes)
        return frozenset(one_line(id_) for id_, one in sides if one and one.figure and one.id == claim)

    def decision(self, one: Decision) -> DecisionView:
        """A decision as it is shown."""
        other = one.about.counterpart if one.about else None
        return DecisionView(
            entry=one.entry,
            reviewer=one_line(one.reviewer),
            when=one_line(one.decided[:_MINUTE].replace("T", " ")) + " UTC",
            verdict=one.verdict.value,
            sign=SIGNS.get(one.verdict, ""),
            counterpart=clip(other.text, EXCERPT_LENGTH) if other and one.verdict is Verdict.RELINKED else "",
            note="\n".join(visible(line) for line in (one.note or "").split("\n")),
            address=web_address(one.evidence) or "",
            own=one.reviewer == self._desk.reviewer,
        )

    def _candidates(self, item: Item) -> tuple[tuple[str, tuple[CandidateView, ...]], ...]:
        groups: dict[str, list[CandidateView]] = {}
        about = item.about
        for one in self._desk.candidates(item):
            kept, left = (about.old, about.new) if one.side == "new" else (about.new, about.old)
            figure = clip(kept.figure or "", LABEL_LENGTH) if kept else ""
            asked = f"“{figure}” of the {'old' if one.side == 'new' else 'new'} version belongs"
            asked += f" not to “{clip(left.figure or '', LABEL_LENGTH)}” but to" if left else " to"
            groups.setdefault(asked, []).append(_candidate(one, self._versions))
        return tuple((asked, tuple(views)) for asked, views in groups.items())


def _act(item: Item) -> str:
    if item.sort is Sort.FACT:
        return "fact"
    if not item.is_linked:
        return "change"
    return "link" if item.about.old and item.about.new else "one"


def marker_of(item: Item) -> str:
    """One character for its kind."""
    if item.sort is Sort.STALE:
        return _LOST
    return _FACT if item.sort is Sort.FACT else MARKERS.get(_kind(item.about.kind), _LOST)


def _kind(name: str) -> ChangeKind:
    return ChangeKind(name) if name in tuple(ChangeKind) else ChangeKind.UNCERTAIN


def kind_of(item: Item) -> str:
    """The kind of a change in words."""
    return words(one_line(item.about.kind))


def importance_of(item: Item) -> str:
    """Of a change or a fact; empty for what is only kept."""
    return item.importance.value if item.sort in (Sort.CHANGE, Sort.FACT) else ""


def title_of(item: Item) -> str:
    """What changed, in a sentence; the name of a fact."""
    return clip(item.about.summary, EXCERPT_LENGTH)


def _ruling(item: Item, state: State) -> str:
    """What the reports make of it."""
    decided = Decided(state.decisions)
    change = item.change
    if change is None:
        return ""
    ruled = decided.on(change.old.id, change.new.id) if change.old and change.new else decided.strikes(change)
    return ruled.ruling.value if ruled else ""


def _quoted(one: Quoted) -> Pieces:
    before, figure, behind = one.text.partition(one.figure) if one.figure else (one.text, "", "")
    pieces = ((before, False), (figure, True), (behind, False))
    return tuple(Piece(text=one_line(text), is_figure=is_figure) for text, is_figure in pieces if text)


def _candidate(one: Candidate, versions: Sequence[VersionView]) -> CandidateView:
    figure, about = figure_label(one.claim)
    return CandidateView(
        name=one.name,
        figure=figure,
        about=about,
        sentence=excerpt(one.claim),
        version=versions[one.version].short,
    )
