"""An archive's file: opened, created, brought up to date, and written to in transactions that happen whole."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from storyver.archive import schema
from storyver.errors import ArchiveError, DamagedArchiveError

PATIENCE: Final = 60.0
"""Seconds that one process waits for another to finish its transaction, each of which takes a fraction of one."""
_PAUSE: Final = 0.05

_TOLD: Final = {
    sqlite3.SQLITE_FULL: ("has no room left", "make room and do it again; all that was added before is kept"),
    sqlite3.SQLITE_READONLY: ("is write-protected", "make the file and its folder writable for you"),
    sqlite3.SQLITE_BUSY: ("is in use by another program", "try again when that is done"),
    sqlite3.SQLITE_LOCKED: ("is in use by another program", "try again when that is done"),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "check the path, and whether its folder is there and writable"),
    sqlite3.SQLITE_NOTADB: ("is no archive of storyver", "name an archive with --archive"),
    sqlite3.SQLITE_CORRUPT: ("is damaged", "see what with storyver verify, and save the rest with storyver export"),
    sqlite3.SQLITE_IOERR: ("cannot be read or written", "check the disk; all that was added before is kept"),
}


def explain(error: sqlite3.Error, path: Path | str) -> ArchiveError:
    """The error that a caller meets for one of SQLite's."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None and isinstance(error, sqlite3.OperationalError):  # Python's own, of a text that is no UTF-8
        code = sqlite3.SQLITE_CORRUPT
    base = (code or 0) & 0xFF
    what, remedy = _TOLD.get(base, (f"cannot be used ({error})", "see what with storyver verify"))
    damaged = base == sqlite3.SQLITE_CORRUPT or (base == sqlite3.SQLITE_NOTADB and is_archive(Path(path)))
    if damaged:
        what, remedy = _TOLD[sqlite3.SQLITE_CORRUPT]
    return (DamagedArchiveError if damaged else ArchiveError)(what=what, where=str(path), remedy=remedy)


@contextmanager
def told(path: Path | str) -> Iterator[None]:
    """Within it an error of SQLite becomes one of ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path) from error
    except UnicodeDecodeError as error:  # SQLite tells of damage in the file's own words
        raise explain(_error(sqlite3.SQLITE_CORRUPT), path) from error


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """Open an archive, make one where there is none and ``create`` says so, and bring an earlier one up to date.

    Raise ArchiveError for what is missing, no archive, a newer one, or cannot be opened.
    """
    _look(path, create)
    with told(path):
        connection = _open(path)
        try:
            return _prepared(connection, path, create)
        except BaseException:
            connection.close()
            raise


def _look(path: Path, create: bool) -> None:
    """Raise ArchiveError for a path at which no archive can be."""
    try:
        there, folder, file = path.exists(), path.is_dir(), path.is_file()
    except (OSError, ValueError) as error:
        raise ArchiveError(what="cannot be looked at", where=str(path), remedy="check the path") from error
    if folder or (there and not file) or "\0" in str(path):
        what = "is a folder, no archive" if folder else "is no file"
        raise ArchiveError(what=what, where=str(path), remedy="give the archive's file")
    if not there and not create:
        raise ArchiveError(what="no such archive", where=str(path), remedy="make one with storyver add")


def _open(path: Path) -> sqlite3.Connection:
    """A connection that writes where it can. What may not be written is read as it lies, for SQLite would put files
    beside it."""
    whole = path.absolute()
    mode = "mode=rwc"
    if not _is_writable(whole):
        pending = whole.with_name(f"{whole.name}-wal").exists()
        mode = "mode=ro" if pending else "mode=ro&immutable=1"
    return _careful(sqlite3.connect(f"{whole.as_uri()}?{mode}", uri=True, timeout=PATIENCE, isolation_level=None))


def _careful(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The connection with all care that SQLite can take; closed where it cannot be used at all."""
    try:
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "foreign_keys = ON", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def _is_writable(path: Path) -> bool:
    """Whether an archive may be written, or made: SQLite needs its folder as well."""
    return not path.exists() or (os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK))


def _prepared(connection: sqlite3.Connection, path: Path, create: bool) -> sqlite3.Connection:
    version = schema.version_of(connection)
    if version is None or (version == 0 and not create):
        raise explain(_error(sqlite3.SQLITE_NOTADB), path)
    if version > schema.NEWEST:
        what = f"is an archive of a newer storyver (schema {version}, this one knows {schema.NEWEST})"
        raise ArchiveError(what=what, where=str(path), remedy="install a newer storyver")
    if 0 < version < schema.NEWEST and not create and not _is_writable(path):
        connection = _copied(connection)
    elif version < schema.NEWEST:
        if version == 0:
            connection.execute(f"PRAGMA page_size = {schema.PAGE_BYTES:d}")
            _write_ahead(connection)
        with transaction(connection):
            schema.bring_up(connection)
    if not schema.is_as_made(connection):
        raise DamagedArchiveError(
            what="has not the tables of an archive", where=str(path), remedy="take it from a copy that was not altered"
        )
    return connection


def _copied(earlier: sqlite3.Connection) -> sqlite3.Connection:
    """An earlier archive that may not be written, brought up to date in memory, where nothing can be added either."""
    if not schema.is_as_made(earlier):
        return earlier
    connection = _careful(sqlite3.connect(":memory:", isolation_level=None))
    connection.execute(f"PRAGMA page_size = {schema.PAGE_BYTES:d}")
    earlier.backup(connection)
    earlier.close()
    with transaction(connection):
        schema.bring_up(connection)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _error(code: int) -> sqlite3.Error:
    error = sqlite3.DatabaseError("as SQLite itself would say")
    error.sqlite_errorcode = code
    return error


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to a write-ahead log, as often as another process that makes the same archive forbids it."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if (error.sqlite_errorcode or 0) & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """What is done within it happens whole or not at all. No other process writes meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """What is read within it is the archive of one moment, whatever other processes add meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def is_archive(path: Path) -> bool:
    """Whether a file is an archive, told by its head alone."""
    try:
        with path.open("rb") as file:
            head = file.read(72)
    except (OSError, ValueError):
        return False
    return head.startswith(b"SQLite format 3\0") and head[68:72] == schema.APPLICATION_ID.to_bytes(4, "big")
