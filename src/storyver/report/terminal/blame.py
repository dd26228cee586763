"""The terminal report of origins: the text with, in front of each line, the version that last touched it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from storyver.report.blame_view import BlameView, LineView
from storyver.report.terminal.parts import Page, emphasised, title_line, version_list

WIDEST_NAME = 17
"""Columns of a version's name beside the text."""


def blame_parts(view: BlameView, page: Page) -> Iterator[RenderableType]:
    """Header with the versions, then the text."""
    yield title_line(view.title, "One version")
    yield from version_list(view.versions, page)
    yield Text()
    yield _text(view, page)
    if not view.origins:
        yield Text("\nThe version states no figure and quotes nobody.")


def _text(view: BlameView, page: Page) -> Table:
    width = min(WIDEST_NAME, max((cell_len(line.latest) for line in view.lines), default=0))
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=max(1, width), overflow="fold", style="bold")
    grid.add_column(width=1, no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for line in view.lines:
        grid.add_row(Text(line.latest), Text("│"), _line(line, page))
    return grid


def _line(line: LineView, page: Page) -> Text:
    written = Text()
    for piece in line.pieces:
        written.append_text(emphasised(piece.text, page) if piece.is_figure else Text(piece.text))
        for note in piece.notes:
            written.append(f" [{note}]", style="dim")
    return written
