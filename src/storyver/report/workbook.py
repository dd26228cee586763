"""The XLSX report: the rows of the CSV report on one sheet, with numbers as numbers and days as days.

Text is written as text, never as a formula or a link, and marked so that editing a cell does not make one of it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from storyver.errors import OutputError, missing_library
from storyver.model import Result
from storyver.report.inert import FORMULA
from storyver.report.tables import LONGEST_CELL
from storyver.report.view import clip
from storyver.rows import Cell, table

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROWS = 1_048_576
"""The rows of a sheet."""

EPOCH = datetime(1980, 1, 1)
"""When every workbook says that it was made, so that the same result gives the same bytes."""

FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets disagree about the days before it; these are written as text."""

WIDTHS = {"sentence": 60, "summary": 60, "reasons": 60, "notice": 60, "arithmetic": 40, "label": 30}
"""Characters, by the ends of columns' names; others are as wide as spreadsheets make them."""

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def render_xlsx(result: Result) -> bytes:
    """The result as a workbook.

    Raises:
        MissingLibraryError: XlsxWriter is not installed.
        OutputError: There are more rows than a sheet holds.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise missing_library("xlsxwriter", "xlsx") from error
    names, rows = table(result)
    cells = list(rows)
    if len(cells) >= ROWS:
        raise OutputError(what=f"has {len(cells)} rows, and a sheet holds {ROWS}", where="xlsx", remedy="write csv")
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, OPTIONS)
    book.set_properties({"created": EPOCH})
    sheet = _Sheet(
        book.add_worksheet("storyver"),
        day=book.add_format({"num_format": "yyyy-mm-dd"}),
        literal=book.add_format({"quote_prefix": True}),
    )
    sheet.write_head(names, len(cells), book.add_format({"bold": True}))
    for place, row in enumerate(cells, start=1):
        sheet.write_row(place, names, row)
    book.close()
    return written.getvalue()


class _Sheet:
    """A sheet that takes cells by their kind, and leaves nothing to be guessed."""

    def __init__(self, sheet: Worksheet, *, day: Format, literal: Format) -> None:
        self._sheet = sheet
        self._day = day
        self._literal = literal

    def write_head(self, names: Sequence[str], rows: int, bold: Format) -> None:
        for column, name in enumerate(names):
            self._sheet.write_string(0, column, name, bold)
            width = next((wide for end, wide in WIDTHS.items() if name.endswith(end)), None)
            if width:
                self._sheet.set_column(column, column, width)
        self._sheet.freeze_panes(1, 0)
        self._sheet.autofilter(0, 0, rows, len(names) - 1)

    def write_row(self, place: int, names: Sequence[str], row: Sequence[Cell]) -> None:
        for column, (name, cell) in enumerate(zip(names, row, strict=True)):
            if isinstance(cell, bool):
                self._sheet.write_boolean(place, column, cell)
            elif isinstance(cell, int | float):
                self._sheet.write_number(place, column, cell)
            elif cell is not None:
                self._write_text(place, column, name, clip(cell, LONGEST_CELL))

    def _write_text(self, place: int, column: int, name: str, text: str) -> None:
        day = _day(text) if name == "date" or name.endswith("_date") or name in ("since", "until") else None
        if day is not None:
            self._sheet.write_datetime(place, column, day, self._day)
        elif FORMULA.match(text.lstrip()):
            self._sheet.write_string(place, column, text, self._literal)
        else:
            self._sheet.write_string(place, column, text)


def _day(text: str) -> date | None:
    """The day that a whole date names. No cell can hold a month, a year or a moment with its zone; these are text."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= FIRST_DAY and text == day.isoformat() else None
