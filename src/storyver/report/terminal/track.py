"""The terminal report of a story: facts by versions, in as many bands of columns as the width asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from storyver.report.fact_view import CellView, FactView
from storyver.report.terminal.history import history_parts
from storyver.report.terminal.parts import (
    CHANGED_STYLE,
    MARKER_STYLES,
    Page,
    heading,
    note_lines,
    row,
    title_line,
    unadmitted_parts,
    version_list,
)
from storyver.report.track_view import TrackView
from storyver.report.view import VersionView

LABEL_SHARE = 0.34
"""Of the width, for the names of the facts."""

WIDEST_CELLS = (18, 15, 12, 10)
"""Tried in turn; the first that needs the fewest tables is taken. The versions come in bands where one does not do."""
NARROWEST_CELL = 8
NARROWEST_LABEL = 12
PADDING = 2
SPACING = PADDING + 1
"""Between two columns: the padding and the space where the rule below the heads is drawn through."""
COURSE = "course"


def track_parts(view: TrackView, page: Page) -> Iterator[RenderableType]:
    """Header with the versions and the reasons for their order, then a table for each group of facts, or each whole."""
    yield title_line(view.title, "A story")
    yield from version_list(view.versions, page, view.order)
    yield from note_lines(view.notes)
    yield from (Text(f"  not a version: {path}: {reason}", style="dim") for path, reason in view.skipped)
    if not view.groups:
        yield Text("\nNo version states a figure.")
    if view.single:
        yield from history_parts(view, page)
    else:
        columns = _columns(view, page)
        for name, facts in view.groups:
            yield heading(name, len(facts))
            for place, band in enumerate(band for band in columns.bands if _stated(facts, band)):
                if place:
                    yield Text()
                yield _table(view, facts, band, columns)
    if view.narrowed:
        yield Text(f"\n{view.narrowed}", style="dim")
    if view.days:
        yield Text(f"\n{view.days}", style="dim")
    legend = view.legend if view.single else view.table_legend
    if legend:
        yield Text()
        yield row((Text(f"{sign} {kind}", style="dim") for sign, kind in legend), page)
    yield from unadmitted_parts(view.unadmitted, page)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """How wide the columns are, the same in every table of a report."""

    label: int
    bars: int
    """0 where no fact has a course."""
    versions: tuple[int, ...]
    bands: tuple[tuple[int, int], ...]
    """Half-open runs of versions that stand in one table."""


def _columns(view: TrackView, page: Page) -> Columns:
    facts = [fact for _, group in view.groups for fact in group]
    longest = max((cell_len(fact.label) for fact in facts), default=0)
    label = max(NARROWEST_LABEL, min(longest, int(page.width * LABEL_SHARE)))
    bars = max((cell_len(fact.bars) for fact in facts), default=0)
    bars = max(bars, cell_len(COURSE)) if bars else 0
    beside = label + SPACING + (bars + SPACING if bars else 0)
    wanted = [
        max(map(cell_len, (*_head(version).split("\n"), *(str(fact.cells[place]) for fact in facts))))
        for place, version in enumerate(view.versions)
    ]
    whole = [min(WIDEST_CELLS[0], _widest_word(facts, place)) for place in range(len(view.versions))]
    found = []
    for widest in WIDEST_CELLS:
        widths = tuple(
            min(max(widest, word), max(NARROWEST_CELL, width)) for width, word in zip(wanted, whole, strict=True)
        )
        bands = tuple(_bands(widths, page.width - beside))
        found.append(Columns(label=label, bars=bars, versions=widths, bands=bands))
    return min(found, key=lambda columns: len(columns.bands))


def _widest_word(facts: Sequence[FactView], place: int) -> int:
    """Columns of the longest word of a version's cells, which is not to be broken."""
    return max((cell_len(word) for fact in facts for word in fact.cells[place].text.split()), default=0)


def _bands(widths: Sequence[int], room: int) -> Iterator[tuple[int, int]]:
    """Half-open runs of versions that fit beside the labels; at least one version in each."""
    first, used = 0, 0
    for place, width in enumerate(widths):
        if place > first and used + width + SPACING > room:
            yield first, place
            first, used = place, 0
        used += width + SPACING
    if widths:
        yield first, len(widths)


def _head(version: VersionView) -> str:
    """What stands above a column: day and, where that tells more, time of day; the name in the last line."""
    return "\n".join((*version.when.split(" "), version.short)).strip()


def _stated(facts: Sequence[FactView], band: tuple[int, int]) -> bool:
    """Whether these versions say anything of any of the facts."""
    return any(fact.cells[place].text for fact in facts for place in range(*band))


def _table(view: TrackView, facts: Sequence[FactView], band: tuple[int, int], columns: Columns) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, PADDING, 0, 0), pad_edge=False, show_edge=False)
    table.add_column("fact", width=columns.label, overflow="fold")
    with_bars = bool(columns.bars) and any(fact.bars for fact in facts)
    if with_bars:
        table.add_column(COURSE, width=columns.bars, no_wrap=True)
    for place in range(*band):
        table.add_column(Text(_head(view.versions[place])), width=columns.versions[place], overflow="fold")
    for fact in facts:
        if not _stated([fact], band):
            continue
        first = (Text(fact.label), Text(fact.bars)) if with_bars else (Text(fact.label),)
        table.add_row(*first, *(_cell(fact.cells[place]) for place in range(*band)))
    return table


def _cell(cell: CellView) -> Text:
    return Text(str(cell), style=MARKER_STYLES.get(cell.marker[-1:], CHANGED_STYLE) if cell.marker else "")
