"""The terminal report of one version's figures."""

from __future__ import annotations

from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from storyver.report.figures_view import FiguresView
from storyver.report.terminal.parts import Page, hanging, heading, labelled, title_line, version_rows


def figures_parts(view: FiguresView, page: Page) -> Iterator[RenderableType]:
    """Header, a table of the figures in the order of the text, and what was passed over."""
    yield title_line(view.version.title, "One version")
    yield labelled(version_rows("", view.version, view.version.title))
    yield heading("figures", len(view.figures))
    if view.figures:
        yield _table(view)
    if view.skipped and page.everything:
        yield heading("seen and no figures", len(view.skipped))
        for one in view.skipped:
            yield hanging("·", Text(f"{one.text} — {one.reason} (at {one.start})"))
    elif view.skipped:
        yield Text(f"\nSeen and held to be no figures: {len(view.skipped)}; the JSON lists them.", style="dim")


def _table(view: FiguresView) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False)
    table.add_column("at", justify="right", no_wrap=True, style="dim")
    table.add_column("figure", overflow="fold", style="bold", min_width=8)
    for name in ("kind", "read as", "what", "remarks"):
        table.add_column(name, overflow="fold")
    for one in view.figures:
        cells = (str(one.start), one.text, one.kind, one.value, one.counted, one.remarks)
        table.add_row(*map(Text, cells))
    return table
