"""What an archive's file consists of, and how an earlier one is brought up to date.

The schema is a chain of steps, one SQL file each. A new archive takes all of them; an earlier one those that it lacks.
"""

from __future__ import annotations

import re
import sqlite3
from functools import cache
from importlib.resources import files
from typing import Final

APPLICATION_ID: Final = 0x53765221
"""What SQLite keeps in the file's head for an archive of storyver; ``file`` shows it too."""
NEWEST: Final = 3
"""The schema of this program: the number of steps."""
PAGE_BYTES: Final = 2048
"""Of the sizes from 2 to 32 kB the one by which archives took the least room: frames fill small pages best."""

Schema = tuple[tuple[str, str, str], ...]

_NOT_OURS: Final = re.compile("sqlite_(?:stat|autoindex)")


def step(number: int) -> str:
    """The SQL that leads from the schema before to this one."""
    return files(__package__).joinpath("data", f"{number}.sql").read_text(encoding="utf-8")


def version_of(connection: sqlite3.Connection) -> int | None:
    """The schema of an archive; 0 for an empty file, None for what is no archive."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if application == APPLICATION_ID and version >= 1:
        return version
    empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    return 0 if empty and application == 0 and version == 0 else None


def bring_up(connection: sqlite3.Connection, *, upto: int = NEWEST) -> None:
    """Take the steps that an archive lacks, inside the caller's transaction."""
    for number in range((version_of(connection) or 0) + 1, upto + 1):
        for statement in _statements(step(number)):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number:d}")  # a pragma takes no parameter
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")


def _statements(script: str) -> list[str]:
    """The statements of a script one by one, for ``executescript`` would end the transaction."""
    found: list[str] = []
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending)
            pending = ""
    return found


def is_as_made(connection: sqlite3.Connection) -> bool:
    """Whether the file has the tables, indexes and triggers of its schema, and no others."""
    return _schema_of(connection) == _expected(version_of(connection) or 0)


@cache
def _expected(version: int) -> Schema:
    connection = sqlite3.connect(":memory:")
    try:
        bring_up(connection, upto=version)
        return _schema_of(connection)
    finally:
        connection.close()


def _schema_of(connection: sqlite3.Connection) -> Schema:
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
    rows = [tuple(str(part or "") for part in row) for row in rows]  # a damaged one may hold anything
    return tuple(sorted((kind, name, sql) for kind, name, sql in rows if not _NOT_OURS.match(name)))
