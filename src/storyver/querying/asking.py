"""One query, put to DuckDB: in memory, over the files of one dataset, with everything else shut."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from storyver.errors import QueryError, UsageError, missing_library
from storyver.model import QueryResult
from storyver.querying.parts import parts_of

try:
    import duckdb
    import pyarrow as pa
    from pyarrow import parquet

    from storyver.batching.schema import FORMAT, TABLES
except ImportError as _missing:
    raise missing_library("duckdb or pyarrow", "query") from _missing

_VIEWS: Final = Path(__file__).parent / "data" / "views"
_ROWS: Final = 10_000
"""Rows that are taken from DuckDB at a time."""
_SHUT: Final = {
    "allow_community_extensions": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",  # a name that is no table is no variable of the calling program either
    "temp_directory": "",  # what does not fit into memory is refused and not written to the disk
}
_QUERY: Final = "the query"


def ask(out: Path, sql: str, parameters: Mapping[str, Any], *, memory: int, limit: int | None) -> QueryResult:
    """What the dataset answers; of more than ``limit`` rows the first."""
    parts = parts_of(out, FORMAT, TABLES)
    with _told(memory):
        statement = _statement(sql, parameters)
        connection = _connection(parts, memory)
        try:
            return _interruptible(connection, lambda: _answer(connection, statement, parameters, limit))
        finally:
            connection.close()


def as_parquet(result: QueryResult) -> bytes:
    """The rows as a Parquet file."""
    written = io.BytesIO()
    try:
        parquet.write_table(result.table, written)
    except (pa.ArrowException, ValueError) as error:
        what, remedy = f"cannot be written as Parquet ({_line(error)})", "cast it to another type, or give each a name"
        raise QueryError(what=what, where="the result", remedy=remedy) from error
    return written.getvalue()


def _statement(sql: str, parameters: Mapping[str, Any]) -> duckdb.Statement:
    """The one SELECT of a text: no other statement is let through, so that nothing can be written."""
    statements = duckdb.extract_statements(sql)
    if len(statements) != 1:
        raise QueryError(what=f"holds {len(statements)} statements", where=_QUERY, remedy="give one SELECT")
    (statement,) = statements
    pivoted = _pivoted(sql) if statement.type == duckdb.StatementType.MULTI else None
    if pivoted is None and statement.type != duckdb.StatementType.SELECT:
        raise QueryError(what=f"is no SELECT but {statement.type.name}", where=_QUERY, remedy="give one SELECT")
    names = set(statement.named_parameters)
    if missing := sorted(names - set(parameters)):
        given = " ".join(f"--set {name}=VALUE" for name in missing)
        raise UsageError(what=f"needs {', '.join(missing)}", where=_QUERY, remedy=f"give it with {given}")
    if unknown := sorted(set(parameters) - names):
        raise UsageError(what=f"has no ${unknown[0]}", where=_QUERY, remedy="name what it has, or leave it out")
    return pivoted or statement


def _pivoted(sql: str) -> duckdb.Statement | None:
    """A query that pivots into whatever values there are, inside a SELECT; None for what cannot stand there.

    DuckDB makes of it several statements, which list the values first, and hides what the last of them is: it might
    copy into a file. In the brackets of a SELECT nothing but a query can stand.
    """
    text = sql.encode()
    ends = [at for at, _ in duckdb.tokenize(sql) if text[at : at + 1] == b";"]
    try:
        found = duckdb.extract_statements(f"SELECT * FROM ({text[: ends[-1] if ends else None].decode()}\n)")
    except duckdb.ParserException:
        return None
    return found[0] if len(found) == 1 else None


def _connection(parts: Mapping[str, list[Path]], memory: int) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config={**_SHUT, "memory_limit": f"{memory}MB"})
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET parquet_metadata_cache = true")  # each file is looked at for its view and for the query
    connection.execute(f"SET allowed_paths = {_listed([path for paths in parts.values() for path in paths])}")
    connection.execute("SET enable_external_access = false")
    for table, paths in parts.items():
        connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({_listed(paths)})")
    for path in sorted(_VIEWS.glob("*.sql")):
        connection.execute(f"CREATE VIEW {path.stem} AS {path.read_text(encoding='utf-8')}")
    connection.execute("SET lock_configuration = true")
    return connection


def _listed(paths: list[Path]) -> str:
    """Paths as a list in SQL."""
    quoted = ("'" + str(path).replace("'", "''") + "'" for path in paths)
    return f"[{', '.join(quoted)}]"


def _interruptible(connection: duckdb.DuckDBPyConnection, work: Callable[[], QueryResult]) -> QueryResult:
    """What the work gives; it is done in another thread, for while Arrow waits for DuckDB nobody hears Ctrl-C."""
    with ThreadPoolExecutor(1) as thread:
        working = thread.submit(work)
        try:
            return working.result()
        except KeyboardInterrupt:
            connection.interrupt()
            raise


def _answer(
    connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement, parameters: Mapping[str, Any], limit: int | None
) -> QueryResult:
    """The rows, as they come; those behind the limit are counted and let go."""
    answer = connection.sql(statement.query, params=dict(parameters) or None)
    batches: list[pa.RecordBatch] = []
    kept = more = 0
    with answer.to_arrow_reader(_ROWS) as reader:
        for batch in reader:
            wanted = batch if limit is None else batch.slice(0, max(limit - kept, 0))
            kept, more = kept + wanted.num_rows, more + batch.num_rows - wanted.num_rows
            if wanted.num_rows:
                batches.append(wanted)
        table = pa.Table.from_batches(batches, reader.schema)
    types = tuple(str(one) for one in answer.types)
    return QueryResult(columns=tuple(answer.columns), types=types, table=_usual(table), more=more)


def _usual(table: pa.Table) -> pa.Table:
    """The table with sums of whole numbers in 64 bits: DuckDB has them in 128, which few others know."""
    for place, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type) and field.type.scale == 0:
            try:
                column = table.column(place).cast(pa.int64())
            except pa.ArrowInvalid:  # larger than 64 bits
                continue
            table = table.set_column(place, field.name, column)
    return table


@contextmanager
def _told(memory: int) -> Iterator[None]:
    """What DuckDB does not take, as an error of ours."""
    try:
        yield
    except (duckdb.Error, pa.ArrowException, OSError, UnicodeError) as error:
        if isinstance(error, duckdb.OutOfMemoryException) or "Out of Memory Error" in str(error):
            what, remedy = f"needs more than {memory:,} MB", "give it more with --memory, or ask for less"
            raise QueryError(what=what, where=_QUERY, remedy=remedy) from error
        tables = ", ".join((*TABLES, *sorted(path.stem for path in _VIEWS.glob("*.sql"))))
        remedy = f"the tables are {tables}, and DESCRIBE names a table's columns"
        raise QueryError(what=f"cannot be answered ({_line(error)})", where=_QUERY, remedy=remedy) from error


def _line(error: Exception) -> str:
    """What an error says, on one line, without the picture of the place."""
    return " ".join(str(error).partition("\n\nLINE ")[0].split())
