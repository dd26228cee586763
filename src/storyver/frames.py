"""Results as data frames of pandas and polars, where these are installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyver.errors import missing_library
from storyver.model import Result
from storyver.rows import table

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


def pandas_frame(result: Result) -> pandas.DataFrame:
    """The rows of the CSV report, with numbers as numbers and what is unknown as missing."""
    try:
        import pandas
    except ImportError as error:
        raise missing_library("pandas", "pandas") from error
    names, rows = table(result)
    return pandas.DataFrame(list(rows), columns=list(names)).convert_dtypes()


def polars_frame(result: Result) -> polars.DataFrame:
    """The rows of the CSV report, with numbers as numbers and what is unknown as null."""
    try:
        import polars
    except ImportError as error:
        raise missing_library("polars", "polars") from error
    names, rows = table(result)
    return polars.DataFrame(list(rows), schema=list(names), orient="row", infer_schema_length=None, strict=False)


def pandas_of_arrow(table: pyarrow.Table) -> pandas.DataFrame:
    """The rows of a table of Arrow."""
    try:
        import pandas  # noqa: F401 - to say so before Arrow does
    except ImportError as error:
        raise missing_library("pandas", "pandas") from error
    return table.to_pandas()


def polars_of_arrow(table: pyarrow.Table) -> polars.DataFrame:
    """The rows of a table of Arrow."""
    try:
        import polars
    except ImportError as error:
        raise missing_library("polars", "polars") from error
    frame = polars.from_arrow(table)
    return frame if isinstance(frame, polars.DataFrame) else frame.to_frame()
