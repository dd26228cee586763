"""Tables as Parquet files, a few rows at a time."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from storyver.errors import SourceError, StoryverError, missing_library
from storyver.model import Capture, SkippedFile
from storyver.sources.interface import Options, Source
from storyver.sources.packed import MAXIMUM_RATIO
from storyver.sources.paths import explain, is_folder, printable
from storyver.sources.tables.columns import choose_columns
from storyver.sources.tables.rows import Row, captures_of
from storyver.sources.text import MAXIMUM_BYTES

if TYPE_CHECKING:
    import pyarrow
    from pyarrow.parquet import ParquetFile

MAGIC: Final = (b"PAR1", b"PARE")
"""How a file begins and ends; the second, one whose very columns are encrypted."""
ROWS_AT_ONCE: Final = 4
"""More are a little faster, and of a small file that has one long text in all its rows take far more memory."""


def captures(path: Path, options: Options) -> Iterator[Capture | SkippedFile]:
    """The versions in a Parquet file, row by row; only the columns that are needed are read."""
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise missing_library("pyarrow", "parquet") from error
    if is_folder(path):
        raise explain(IsADirectoryError(errno.EISDIR, ""), path)
    try:
        with pyarrow.parquet.ParquetFile(path, pre_buffer=False) as table:
            columns = choose_columns(table.schema_arrow.names, options, printable(path))
            _check_sizes(table, path)
            rows = _within(_rows(table, columns.names()), columns.text, path)
            yield from captures_of(rows, columns, path, options)
    except StoryverError:
        raise
    except Exception as error:  # whatever a damaged file leads pyarrow to
        reason = printable(" ".join(str(error).split())[:200]).rstrip(".")
        what = f"cannot be read as Parquet: {reason}"
        raise SourceError(what=what, where=printable(path), remedy="write it again, without encryption") from None


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file begins and ends as Parquet does."""
    if not head.startswith(MAGIC) or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            file.seek(-4, 2)
            return file.read(4) in MAGIC
    except OSError:
        return False


SOURCE: Final = Source(
    name="parquet",
    describes="Parquet files with a version in each row",
    recognises=recognises,
    captures=captures,
)


def _rows(table: ParquetFile, names: tuple[str, ...]) -> Iterator[Row]:
    place = 0
    for batch in table.iter_batches(batch_size=ROWS_AT_ONCE, columns=list(names), use_threads=False):
        cells = {name: _plain(batch.column(batch.schema.names.index(name))) for name in names}
        for index in range(batch.num_rows):
            place += 1
            yield Row(place=place, cells={name: _value(column[index]) for name, column in cells.items()})


def _plain(column: pyarrow.Array[Any]) -> pyarrow.Array[Any]:
    """A column of texts as its bytes, which need not be UTF-8."""
    from pyarrow import DictionaryArray, binary, large_binary, types

    if types.is_dictionary(column.type):
        return DictionaryArray.from_arrays(column.indices, _plain(column.dictionary))
    if types.is_string(column.type):
        return column.view(binary())
    return column.view(large_binary()) if types.is_large_string(column.type) else column


def _within(rows: Iterator[Row], text: str, path: Path) -> Iterator[Row]:
    """The rows, as long as their texts together are not far more than the file."""
    left = max(MAXIMUM_BYTES, MAXIMUM_RATIO * path.stat().st_size)
    for row in rows:
        cell = row.cells[text]
        left -= len(cell) if isinstance(cell, bytes) else 0
        if left < 0:
            raise _bomb(printable(path))
        yield row


def _value(scalar: Any) -> object:
    """A cell as a value of Python; what has none there is no date and no text."""
    try:
        return scalar.as_py()
    except (
        ValueError,
        OverflowError,
        ImportError,
    ):  # a time that Python's calendar does not reach, or with nanoseconds
        return str(scalar)


def _check_sizes(table: ParquetFile, path: Path) -> None:
    """Refuse a file that says of itself that it unpacks to far more than it is.

    Only whole row groups are asked: pyarrow ends the process where what a damaged file says of a column is wrong.
    """
    metadata = table.metadata
    unpacked = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
    if unpacked > max(MAXIMUM_BYTES, MAXIMUM_RATIO * path.stat().st_size):
        raise _bomb(printable(path))


def _bomb(where: str) -> SourceError:
    what = f"unpacks to more than {MAXIMUM_RATIO} times its size"
    return SourceError(what=what, where=where, remedy="write it as CSV if you trust it")
