"""SQLite files that somebody else made, opened to be read and for nothing else.

Nothing is written beside them, only plain tables are read, and what a file could make SQLite do is bounded: no views,
no triggers, no virtual tables, no attached files, and an end to every step that does not come to one by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from storyver.errors import SourceError
from storyver.sources.paths import printable
from storyver.sources.text import MAXIMUM_BYTES

if TYPE_CHECKING:
    import sqlite3

MAGIC: Final = b"SQLite format 3\0"
MOST_STEPS: Final = 20_000
"""Hundred thousands of SQLite's own instructions between two rows: half a minute or so. Ten million rows are
sorted in less."""
_EVERY: Final = 100_000
_PRAGMAS: Final = frozenset({"trusted_schema", "query_only", "cell_size_check", "table_info"})
Tables = Mapping[str, Collection[str]]
"""Tables with the columns that are needed of them."""


class Database:
    """A database, and how often it has been busy since its last row."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._steps = 0
        connection.set_progress_handler(self._tick, _EVERY)

    def _tick(self) -> int:
        self._steps += 1
        return int(self._steps > MOST_STEPS)

    def columns(self, table: str) -> frozenset[str]:
        """The columns of a plain table; none where there is no such table, or a view or virtual table of that name."""
        query = "SELECT type, sql FROM sqlite_master WHERE name = ? COLLATE NOCASE"
        for kind, sql in self.rows(query, table):
            if kind == b"table" and not (sql or b"").lstrip().upper().startswith(b"CREATE VIRTUAL"):
                return frozenset(text_of(row[1]) for row in self.rows(f'PRAGMA table_info("{table}")'))
        return frozenset()

    def has(self, needed: Tables) -> bool:
        """Whether all the tables are there, with the columns."""
        return all(set(columns) <= self.columns(table) for table, columns in needed.items())

    def require(self, needed: Tables, what_it_is: str) -> None:
        """Raise SourceError for the first table or column that is not there."""
        for table, columns in needed.items():
            found = self.columns(table)
            lacking = sorted(set(columns) - found)
            if lacking:
                thing = f"column {lacking[0]!r} in its table {table!r}" if found else f"table {table!r}"
                what, remedy = f"is no {what_it_is}: there is no {thing}", "check the file, or name another --from"
                raise SourceError(what=what, where=printable(self._path), remedy=remedy)

    def rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, one by one; texts are bytes, as they are kept."""
        import sqlite3

        try:
            for row in self._connection.execute(query, values):
                self._steps = 0
                yield row
            self._steps = 0
        except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter for a message that quotes a broken table
            raise _explained(error, self._path) from None


@contextmanager
def opened_database(path: Path) -> Iterator[Database]:
    """Open a database for reading. Raise SourceError for what is none, or is damaged."""
    import sqlite3

    log = path.with_name(path.name + "-wal")
    mode = (
        "mode=ro" if any(_has_content(one) for one in (log, path.with_name(path.name + "-journal"))) else "immutable=1"
    )
    try:
        connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}?{mode}", uri=True, isolation_level=None)
    except sqlite3.Error as error:
        raise _explained(error, path) from None
    try:
        _bound(connection)
        yield Database(connection, path)
    except sqlite3.Error as error:
        raise _explained(error, path) from None
    finally:
        connection.close()


def holds(path: Path, head: bytes, needed: Tables) -> bool:
    """Whether a file is a database with these tables and columns."""
    if not head.startswith(MAGIC):
        return False
    try:
        with opened_database(path) as database:
            return database.has(needed)
    except SourceError:
        return False


def text_of(value: object) -> str:
    """A text as SQLite gives it here, or a number, as a string; empty for what is unknown."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else "" if value is None else str(value)


def whole(value: object) -> int | None:
    """A whole number that may be written as text or with a decimal point; None for anything else."""
    try:
        number = float(text_of(value))
    except ValueError:
        return None
    return int(number) if number.is_integer() and abs(number) < 1e15 else None


def _bound(connection: sqlite3.Connection) -> None:
    """Set all that a hostile file is bounded by; only reading is allowed, and never through a view or a trigger."""
    import sqlite3

    for limit, value in (
        (sqlite3.SQLITE_LIMIT_LENGTH, MAXIMUM_BYTES + 1_000_000),
        (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 1_000_000),
        (sqlite3.SQLITE_LIMIT_COLUMN, 500),
        (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
        (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 10),
    ):
        connection.setlimit(limit, value)
    for setting in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON"):
        connection.execute(f"PRAGMA {setting}")
    connection.text_factory = bytes
    allowed = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}

    def authorise(action: int, first: str | None, _: str | None, __: str | None, source: str | None) -> int:
        pragma = action == sqlite3.SQLITE_PRAGMA and first in _PRAGMAS
        return sqlite3.SQLITE_OK if source is None and (pragma or action in allowed) else sqlite3.SQLITE_DENY

    connection.set_authorizer(authorise)


def _has_content(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def _explained(error: sqlite3.Error | UnicodeDecodeError, path: Path) -> SourceError:
    code = getattr(error, "sqlite_errorname", "") or ""
    if code == "SQLITE_INTERRUPT":
        what, remedy = "keeps SQLite busy without end", "check the file with sqlite3"
    elif code == "SQLITE_TOOBIG":
        what, remedy = f"holds a value of more than {MAXIMUM_BYTES // 1_000_000} MB", "take that row away"
    else:
        what, remedy = f"cannot be read as a SQLite database: {printable(str(error))}", "check the file with sqlite3"
    return SourceError(what=what, where=printable(path), remedy=remedy)
