"""What a dataset is asked, and what it answers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query that comes with storyver."""

    name: str
    title: str
    """What it asks, in a few words."""
    sql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryResult:
    """The rows that answer a query; what ``storyver.query`` returns."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    """The type of each column, by DuckDB's name."""
    table: pyarrow.Table
    """The rows, as Arrow has them."""
    more: int = 0
    """How many rows there are behind these, where a limit was asked for."""

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """The rows as values of Python's."""
        return list(zip(*(column.to_pylist() for column in self.table.columns), strict=True))

    def to_arrow(self) -> pyarrow.Table:
        """The rows as a table of Arrow."""
        return self.table

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a data frame of pandas.

        Raises:
            MissingLibraryError: pandas is not installed.
        """
        from storyver.frames import pandas_of_arrow

        return pandas_of_arrow(self.table)

    def to_polars(self) -> polars.DataFrame:
        """The rows as a data frame of polars.

        Raises:
            MissingLibraryError: polars is not installed.
        """
        from storyver.frames import polars_of_arrow

        return polars_of_arrow(self.table)

    def to_dict(self) -> dict[str, Any]:
        """The same as plain values: each row a list, times as ISO 8601, bytes as hexadecimal digits."""
        columns = [{"name": name, "type": kind} for name, kind in zip(self.columns, self.types, strict=True)]
        return {"columns": columns, "rows": [[plain(one) for one in row] for row in self.rows], "more": self.more}


def plain(value: Any) -> Any:
    """A value as JSON can have it; what is no number becomes null."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case datetime() | date() | time():
            return value.isoformat()
        case bytes():
            return value.hex()
        case dict():
            return {str(key): plain(one) for key, one in value.items()}
        case list():
            return [plain(one) for one in value]
        case tuple() if type(value) is tuple:
            return [plain(one) for one in value]
    return str(value)
