"""A ``DiffResult`` arranged for reading: what matters first, nothing left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from storyver.model import Change, ChangeKind, Claim, DiffResult, Figure, Importance
from storyver.report.inert import one_line
from storyver.report.pages_view import PageView, arrange_pages, places
from storyver.report.unadmitted_view import UnadmittedView, unadmitted_views
from storyver.report.view import (
    EXCERPT_LENGTH,
    LABEL_LENGTH,
    MARKERS,
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

APART = frozenset({ChangeKind.UNCHANGED, ChangeKind.UNCERTAIN, ChangeKind.ADDED, ChangeKind.REMOVED})
"""Kinds that have a section of their own."""

LEADING = 6
"""Changes at the top of a page: as many as are taken in at a glance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """A change with both sides."""

    id: str
    kind: str
    marker: str
    importance: str
    score: str
    summary: str
    old: Pieces
    new: Pieces
    """Empty where the change has no such side."""
    section: str
    reasons: tuple[ReasonView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnchangedView:
    """A fact that both versions state alike, and in how many places the new one does."""

    ids: tuple[str, ...]
    figure: str
    about: str
    mentions: int
    section: str

    @property
    def count(self) -> str:
        """``1 mention``, ``2 mentions``."""
        return f"{self.mentions} mention" + ("" if self.mentions == 1 else "s")


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSidedView:
    """A sentence of one version with what only this version states."""

    ids: tuple[str, ...]
    importance: str
    figures: tuple[tuple[str, str], ...]
    """Each figure and what it is about; the figure is empty for a statement without one."""
    sentence: Pieces
    section: str
    reasons: tuple[ReasonView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressedView:
    """A difference that a rule calls noise."""

    rule: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffView:
    """Everything that a report of two versions shows, in its order."""

    old: VersionView
    new: VersionView
    title: str
    factual: str
    short: str
    """How many changes there are of each importance, how many facts are unchanged, and how many links are uncertain."""
    counts: tuple[tuple[str, str, int], ...]
    """Marker, kind and how many, without the kinds that do not occur."""
    lead: tuple[ChangeView, ...]
    """The most important changes, for the top of a page."""
    groups: tuple[tuple[str, tuple[ChangeView, ...]], ...]
    """High, medium and low importance; an importance without changes is left out."""
    slight: tuple[ChangeView, ...]
    """Of no importance: a change of words or of place."""
    unchanged: tuple[UnchangedView, ...]
    uncertain: tuple[ChangeView, ...]
    added: tuple[OneSidedView, ...]
    removed: tuple[OneSidedView, ...]
    suppressed: tuple[SuppressedView, ...]
    suppressed_rules: tuple[tuple[str, int], ...]
    unadmitted: tuple[UnadmittedView, ...]
    pages: tuple[PageView, ...]
    """Both versions in full."""
    places: Mapping[str, tuple[str, str]]
    """For the id of each change the sentences of the two pages in which it is; empty where a side has none."""


def arrange_diff(result: DiffResult) -> DiffView:
    """Sort the changes into the sections of a report, each in the order of importance and then of the text."""
    changes = sorted(result.changes, key=_order)
    paired = [change for change in changes if change.kind not in APART]
    counted = Counter(change.kind for change in changes)
    rules = Counter(one.rule for one in result.suppressed)
    versions = version_views((result.old, result.new))
    groups, unchanged = _groups(paired), _unchanged(change for change in changes if change.kind is ChangeKind.UNCHANGED)
    return DiffView(
        old=versions[0],
        new=versions[1],
        title=clip(result.new.title or result.old.title or "", EXCERPT_LENGTH),
        factual=f"{result.factual:.2f}",
        short=_short(groups, len(unchanged), counted[ChangeKind.UNCERTAIN]),
        counts=tuple((MARKERS[kind], words(kind), counted[kind]) for kind in _by_weight(counted)),
        lead=tuple(change for _, group in groups for change in group)[:LEADING],
        groups=groups,
        slight=tuple(change_view(change) for change in paired if change.importance is Importance.NONE),
        unchanged=unchanged,
        uncertain=tuple(change_view(change) for change in changes if change.kind is ChangeKind.UNCERTAIN),
        added=_one_sided(changes, ChangeKind.ADDED),
        removed=_one_sided(changes, ChangeKind.REMOVED),
        suppressed=tuple(_suppressed_view(one.rule, one.old, one.new) for one in result.suppressed),
        suppressed_rules=tuple((one_line(rule), rules[rule]) for rule in sorted(rules)),
        unadmitted=unadmitted_views(result.audit, versions, range(2)),
        pages=arrange_pages(result),
        places=places(result),
    )


def _short(groups: Sequence[tuple[str, tuple[ChangeView, ...]]], unchanged: int, uncertain: int) -> str:
    """``2 changes of high and 1 of low importance; 12 facts checked and found unchanged; 1 uncertain.``"""
    levels = [f"{len(changes)} of {level}" for level, changes in groups]
    listed = " and ".join(filter(None, (", ".join(levels[:-1]), *levels[-1:])))
    parts = [f"Changes: {listed} importance" if levels else "No change of importance"]
    parts.append(f"{unchanged} fact{'' if unchanged == 1 else 's'} checked and found unchanged" if unchanged else "")
    parts.append(f"{uncertain} link{'' if uncertain == 1 else 's'} uncertain" if uncertain else "")
    return "; ".join(filter(None, parts)) + "."


def _order(change: Change) -> tuple[int, int, int, str]:
    first = change.new or change.old
    figure = first.figure if first else None
    return change.importance.rank(), first.start if first else 0, figure.start if figure else 0, change.id


def _by_weight(counted: Counter[ChangeKind]) -> list[ChangeKind]:
    """The kinds that occur: what moved, then what came or went, then what held."""
    last = (ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.UNCERTAIN, ChangeKind.UNCHANGED, ChangeKind.REWORDED)
    order = [kind for kind in ChangeKind if kind not in last and kind is not ChangeKind.MOVED]
    return [kind for kind in (*order, *last, ChangeKind.MOVED) if counted[kind]]


def _groups(changes: Sequence[Change]) -> tuple[tuple[str, tuple[ChangeView, ...]], ...]:
    groups = (
        (level.value, tuple(change_view(change) for change in changes if change.importance is level))
        for level in (Importance.HIGH, Importance.MEDIUM, Importance.LOW)
    )
    return tuple((level, views) for level, views in groups if views)


def change_view(change: Change) -> ChangeView:
    """A change as every report shows it."""
    return ChangeView(
        id=one_line(change.id),
        kind=words(change.kind),
        marker=MARKERS[change.kind],
        importance=change.importance.value,
        score=f"{change.score:.2f}",
        summary=clip(change.summary, EXCERPT_LENGTH),
        old=excerpt(change.old) if change.old else (),
        new=excerpt(change.new) if change.new else (),
        section=_section(change.new or change.old),
        reasons=reason_views(change.reasons),
    )


def _unchanged(changes: Iterable[Change]) -> tuple[UnchangedView, ...]:
    """One line for each fact: mentions of the same value that share a claim or a label are the same fact."""
    groups: list[list[Change]] = []
    known: dict[tuple[object, ...], int] = {}
    for change in changes:
        keys = _fact_keys(change)
        found = next((known[key] for key in keys if key in known), len(groups))
        if found == len(groups):
            groups.append([])
        groups[found].append(change)
        known.update((key, found) for key in keys if key not in known)
    return tuple(_unchanged_view(group) for group in groups)


def _fact_keys(change: Change) -> list[tuple[object, ...]]:
    keys: list[tuple[object, ...]] = []
    for side, claim in (("old", change.old), ("new", change.new)):
        if claim is None:
            continue
        value = _value(claim.figure) if claim.figure else (claim.text,)
        keys.append((side, claim.id, *value))
        if claim.figure and claim.figure.counted:
            keys.append(("counted", claim.figure.counted.casefold(), *value))
    return keys


def _value(figure: Figure) -> tuple[object, ...]:
    return figure.kind, figure.low, figure.high, figure.unit, figure.date, figure.per


def _unchanged_view(changes: Sequence[Change]) -> UnchangedView:
    claims = [claim for change in changes if (claim := change.new or change.old)]
    figure, about = figure_label(claims[0]) if claims else ("", "")
    if not about and claims:
        about = clip(claims[0].text, LABEL_LENGTH)
    places = {(claim.start, claim.figure.start if claim.figure else claim.start) for claim in claims}
    ids = tuple(one_line(change.id) for change in changes)
    section = _section(next(iter(claims), None))
    return UnchangedView(ids=ids, figure=figure, about=about, mentions=len(places), section=section)


def _section(claim: Claim | None) -> str:
    return clip(claim.section or "", EXCERPT_LENGTH) if claim else ""


def _one_sided(changes: Sequence[Change], kind: ChangeKind) -> tuple[OneSidedView, ...]:
    """What was added or removed, gathered by sentence."""
    sentences: dict[tuple[int, int], list[tuple[Change, Claim]]] = {}
    for change in changes:
        claim = change.new or change.old
        if change.kind is kind and claim is not None:
            sentences.setdefault((claim.start, claim.end), []).append((change, claim))
    return tuple(_one_sided_view(group) for group in sentences.values())


def _one_sided_view(group: Sequence[tuple[Change, Claim]]) -> OneSidedView:
    claims = [claim for _, claim in group]
    figures = [claim.figure for claim in claims if claim.figure]
    return OneSidedView(
        ids=tuple(one_line(change.id) for change, _ in group),
        importance=group[0][0].importance.value,
        figures=tuple(_labels(claims)),
        sentence=excerpt(claims[0], figures),
        section=_section(claims[0]),
        reasons=reason_views(reason for change, _ in group for reason in change.reasons),
    )


def _labels(claims: Sequence[Claim]) -> Iterable[tuple[str, str]]:
    """Each figure with what it is about; one that restates another says so."""
    texts = {claim.figure.start: claim.figure.text for claim in claims if claim.figure}
    for claim in claims:
        figure, about = figure_label(claim)
        original = texts.get(claim.figure.conversion_of or -1) if claim.figure else None
        yield figure, about if original is None else f"the same as {clip(original, 40)}"


def _suppressed_view(rule: str, old: str, new: str) -> SuppressedView:
    return SuppressedView(rule=one_line(rule), old=clip(old, EXCERPT_LENGTH), new=clip(new, EXCERPT_LENGTH))
