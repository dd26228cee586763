"""What the desk's pages show: small values in reading order, their text already inert."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from storyver.report.inert import one_line
from storyver.report.view import EXCERPT_LENGTH, clip
from storyver.review.desk import Desk, State
from storyver.review.item_view import (
    SIGNS,
    DecisionView,
    Items,
    ItemView,
    importance_of,
    kind_of,
    marker_of,
    title_of,
)
from storyver.review.queue import Item, Show, Standing

DISPUTED: Final = "✓✗"
ROWS: Final = 200
"""Items of a list that are shown at once, a quarter of them above the one that is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """An item in the list."""

    key: str
    marker: str
    kind: str
    importance: str
    title: str
    where: str
    """The two versions, ``v1 → v2``."""
    sign: str
    """What became of it; empty where nobody judged it."""
    said: str
    """The same in words."""
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOfDesk:
    """The whole page."""

    story: str
    title: str
    reviewer: str
    versions: int
    show: str
    tabs: tuple[tuple[str, int], ...]
    """Each list and how many items it has."""
    rows: tuple[RowView, ...]
    above: int
    """How many items of the list are above those that are shown."""
    below: int
    item: ItemView | None
    done: DecisionView | None
    """What was entered just now."""
    done_title: str
    error: str


class Views:
    """Makes pages of a desk's state."""

    def __init__(self, desk: Desk) -> None:
        """One for each desk."""
        self._desk = desk
        self._items = Items(desk)

    def page(self, state: State, show: Show, item: Item | None, *, done: int = 0, error: str = "") -> PageOfDesk:
        """The page of a list with one item open."""
        story, reviewer = self._desk.story, self._desk.reviewer
        listed = {one: state.shown(one, reviewer) for one in Show}
        made = next((one for one in state.decisions if one.entry == done), None)
        rows = listed[show] if item is None or item in listed[show] else _with(item, listed[show], state)
        first = max(0, rows.index(item) - ROWS // 4) if item in rows else 0
        return PageOfDesk(
            story=clip(story.id, EXCERPT_LENGTH),
            title=clip(story.title or story.versions[-1].title or story.id, EXCERPT_LENGTH),
            reviewer=one_line(reviewer),
            versions=len(story.versions),
            show=show.value,
            tabs=tuple((one.value, len(items)) for one, items in listed.items()),
            rows=tuple(self._row(one, state.standing(one), here=one is item) for one in rows[first : first + ROWS]),
            above=first,
            below=max(0, len(rows) - first - ROWS),
            item=None if item is None else self._items.view(item, state, show),
            done=None if made is None else self._items.decision(made),
            done_title="" if made is None or made.about is None else clip(made.about.summary, EXCERPT_LENGTH),
            error=one_line(error),
        )

    def _row(self, item: Item, standing: Standing, *, here: bool) -> RowView:
        sign, said = _said(standing, self._desk.reviewer)
        return RowView(
            key=item.key,
            marker=marker_of(item),
            kind=kind_of(item),
            importance=importance_of(item),
            title=title_of(item),
            where=self._items.where(item),
            sign=sign,
            said=said,
            here=here,
        )


def _with(item: Item, rows: Sequence[Item], state: State) -> list[Item]:
    """The rows with an item that is not among them, at its place."""
    wanted = {one.key for one in rows} | {item.key}
    return [one for one in state.items if one.key in wanted]


def _said(standing: Standing, reviewer: str) -> tuple[str, str]:
    """What became of an item, as a sign and in words."""
    if standing.disputed:
        return DISPUTED, "reviewers disagree"
    one = standing.of(reviewer) or next(iter(standing.judgements), None)
    if one is None:
        remarks = len(standing.remarks)
        return ("✎", f"{remarks} remark{'' if remarks == 1 else 's'}") if remarks else ("", "")
    by = "you" if one.reviewer == reviewer else one_line(one.reviewer)
    return SIGNS[one.verdict], f"{one.verdict.value} by {by}"


NAMES: Final[Mapping[str, str]] = {
    Show.OPEN: "To decide",
    Show.DECIDED: "Decided",
    Show.DISPUTED: "Disagreement",
    Show.STALE: "Stale",
    Show.FACTS: "Facts",
    Show.ALL: "All changes",
}
"""What each list is called."""
