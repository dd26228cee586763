"""The CSV report: one row for each figure, change, sighting or claim of a finding, in UTF-8 with CRLF line ends, as RFC
4180 has it.

Text cells that a spreadsheet would take for a formula begin with an apostrophe; cells of numbers are plain numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from storyver.model import Result
from storyver.report.inert import cell
from storyver.report.view import clip
from storyver.rows import Cell, table

LONGEST_CELL = 32_000
"""Characters; common spreadsheets hold 32,767 in a cell."""


def render_csv(result: Result) -> str:
    """The result as a table with a header row."""
    return csv_of(*table(result))


def csv_of(names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Any rows, written in the same way."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([_inert(one) for one in names])
    writer.writerows([_inert(one) for one in row] for row in rows)
    return written.getvalue()


def _inert(one: Cell) -> Cell:
    if isinstance(one, bool):
        return "yes" if one else "no"
    return cell(clip(one, LONGEST_CELL)) if isinstance(one, str) else one
