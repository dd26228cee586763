"""The rows of decisions, as they leave an archive: numbered among themselves, for other stories' entries do not concern
them."""

from __future__ import annotations

import sqlite3
from typing import Final

DecisionRow = dict[str, str | int | None]
"""A decision: its number from 1, the columns of the table from ``subject`` on; ``withdraws`` is a number of these."""

_DECISIONS: Final = """
SELECT entry, subject, verdict, counterpart, note, evidence, reviewer, decided, withdraws
FROM decisions WHERE story = ? ORDER BY entry
"""


def decision_rows(connection: sqlite3.Connection, story: int) -> list[DecisionRow]:
    """The decisions of a story in the order of their entries."""
    cursor = connection.execute(_DECISIONS, (story,))
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    numbers = {row["entry"]: number for number, row in enumerate(rows, start=1)}
    return [_numbered(row, numbers) for row in rows]


def _numbered(row: DecisionRow, numbers: dict[str | int | None, int]) -> DecisionRow:
    rest = {name: value for name, value in row.items() if name not in ("entry", "withdraws")}
    return {"number": numbers[row["entry"]], **rest, "withdraws": numbers.get(row["withdraws"])}
