"""Rows as Arrow files on their way, and as the Parquet parts of the dataset at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from storyver.batching.rows import Row, Rows
from storyver.batching.schema import TABLES, schema

HELD_ROWS: Final = 4_000
"""Rows that are written to an Arrow file together."""
GROUP_ROWS: Final = 50_000
GROUP_BYTES: Final = 48_000_000
"""Rows, and bytes in memory, of a row group of a part, whichever is reached first."""
_PACKING: Final = "zstd"


def batches_of(rows: Rows) -> dict[str, pa.RecordBatch]:
    """Rows of tables as Arrow has them."""
    return {table: _batch(table, some) for table, some in rows.items() if some}


def _batch(table: str, rows: Sequence[Row]) -> pa.RecordBatch:
    try:
        return pa.RecordBatch.from_pylist(rows, schema=schema(table))
    except UnicodeEncodeError:  # the name of a file that is not UTF-8
        return pa.RecordBatch.from_pylist([_told(row) for row in rows], schema=schema(table))


def _told(value: Any) -> Any:
    """A value whose texts have an escape for each half of a character."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {key: _told(one) for key, one in value.items()}
    return [_told(one) for one in value] if isinstance(value, list) else value


class Writer:
    """Writes the tables of a shard, an Arrow file for each."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.rows: dict[str, int] = dict.fromkeys(TABLES, 0)
        self._held: dict[str, list[pa.RecordBatch]] = {table: [] for table in TABLES}
        self._files = ExitStack()
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        self._writers = {
            table: self._files.enter_context(pa.ipc.new_file(folder / f"{table}.arrow", schema(table), options=options))
            for table in TABLES
        }

    def add(self, batches: dict[str, pa.RecordBatch]) -> None:
        """Add the rows of a story."""
        for table, batch in batches.items():
            self._held[table].append(batch)
            self.rows[table] += batch.num_rows
            if sum(one.num_rows for one in self._held[table]) >= HELD_ROWS:
                self._write(table)

    def close(self) -> None:
        """Write what is held, and close the files."""
        for table in TABLES:
            self._write(table)
        self._files.close()

    def _write(self, table: str) -> None:
        if self._held[table]:
            self._writers[table].write_table(pa.Table.from_batches(self._held[table]).combine_chunks())
            self._held[table].clear()


def write_part(table: str, sources: Sequence[Path], target: Path) -> dict[str, Any]:
    """Put Arrow files together as one Parquet file; return its rows, size and hash."""
    rows = 0
    with pq.ParquetWriter(target, schema(table), compression=_PACKING, write_statistics=True) as writer:
        for group in _groups(table, sources):
            writer.write_table(group, row_group_size=GROUP_ROWS)
            rows += group.num_rows
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"rows": rows, "bytes": target.stat().st_size, "sha256": digest}


def _groups(table: str, sources: Sequence[Path]) -> Iterator[pa.Table]:
    held: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in _batches(sources):
        held.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows >= GROUP_ROWS or size >= GROUP_BYTES:
            yield pa.Table.from_batches(held, schema(table))
            held, rows, size = [], 0, 0
    if held:
        yield pa.Table.from_batches(held, schema(table))


def _batches(sources: Sequence[Path]) -> Iterator[pa.RecordBatch]:
    for path in sources:
        with pa.ipc.open_file(path) as file:
            for place in range(file.num_record_batches):
                yield file.get_batch(place)
