"""The answer to a query: as a table for the terminal, as CSV, and as JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from storyver.model import QueryResult, Question
from storyver.model.queries import plain
from storyver.report import DEFAULT_WIDTH
from storyver.report.documents import render_document
from storyver.report.inert import one_line
from storyver.report.tables import csv_of
from storyver.report.view import clip
from storyver.rows import Cell

_LONGEST: Final = 300
"""Characters of a cell that a terminal is given."""
_LONGEST_WORD: Final = 20
"""Characters up to which a word is not broken; where a table has no place for its columns then, each row is a list."""
_PADDING: Final = 2


def render_answer(result: QueryResult, form: str, *, width: int | None = None, colour: bool = False) -> str:
    """The rows as ``terminal``, ``csv`` or ``json``, with a newline at the end."""
    if form == "json":
        return render_document(result.to_dict())
    if form == "csv":
        return csv_of(result.columns, ([_cell(one) for one in row] for row in result.rows))
    return _terminal(result, width or DEFAULT_WIDTH, colour=colour)


def question_lines(questions: Sequence[Question]) -> str:
    """Each question's name and what it asks."""
    longest = max(len(one.name) for one in questions)
    return "".join(f"{one.name:<{longest}}  {one.title}\n" for one in questions)


def _cell(value: Any) -> Cell:
    """A value for a cell; what has parts, as JSON."""
    value = plain(value)
    return value if value is None or isinstance(value, Cell) else json.dumps(value, ensure_ascii=False)


def _terminal(result: QueryResult, width: int, *, colour: bool) -> str:
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        force_interactive=False,
        force_jupyter=False,
        color_system="standard" if colour else None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    with console.capture() as capture:
        for part in _parts(result, width):
            console.print(part)
    return "".join(f"{line.rstrip()}\n" for line in capture.get().rstrip("\n").split("\n"))


def _parts(result: QueryResult, width: int) -> Iterator[RenderableType]:
    rows = result.rows
    if not rows:
        yield Text(f"{result.more:,} rows" if result.more else "No rows.")
        return
    cells = [[_shown(one) for one in row] for row in rows]
    names = [one_line(name) for name in result.columns]
    needed = [max(map(_longest_word, column)) for column in zip(names, *cells, strict=True)]
    if sum(needed) + _PADDING * len(needed) > width:
        yield from _lists(names, cells)
    else:
        right = [
            all(isinstance(_cell(one), int | float | None) for one in column) for column in zip(*rows, strict=True)
        ]
        yield _table(names, cells, needed, right)
    if result.more:
        yield Text(f"… and {result.more:,} more rows (--limit 0 shows all)")


def _table(names: Sequence[str], cells: Sequence[Sequence[str]], needed: Sequence[int], right: Sequence[bool]) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, _PADDING, 0, 0), pad_edge=False, show_edge=False)
    for name, width, numbers in zip(names, needed, right, strict=True):
        table.add_column(Text(name), min_width=width, justify="right" if numbers else "left", overflow="fold")
    for row in cells:
        table.add_row(*map(Text, row))
    return table


def _lists(names: Sequence[str], cells: Sequence[Sequence[str]]) -> Iterator[RenderableType]:
    """Each row with a line for each of its columns."""
    for number, row in enumerate(cells, start=1):
        yield Text(f"{number:,}", style="bold")
        grid = Table.grid(padding=(0, _PADDING, 0, 0))
        for name, value in zip(names, row, strict=True):
            grid.add_row(Text(f"  {name}"), Text(value))
        yield grid


def _longest_word(text: str) -> int:
    return min(max(map(cell_len, text.split()), default=1), _LONGEST_WORD)


def _shown(value: Any) -> str:
    one = _cell(value)
    if one is None:
        return ""
    if isinstance(one, bool):
        return "yes" if one else "no"
    return clip(one, _LONGEST) if isinstance(one, str) else str(one)
