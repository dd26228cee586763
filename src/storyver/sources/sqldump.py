"""Dumps of databases as SQL text (of mysqldump, or of SQLite's ``.dump``): their rows are read, and no SQL is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from storyver.errors import SourceError
from storyver.sources.paths import explain, printable

MOST_STATEMENT: Final = 100_000_000
"""Characters of one statement; mysqldump's have 16 million at most."""
_TABLE: Final = re.compile(
    r"\s*(?P<verb>CREATE TABLE(?: IF NOT EXISTS)?|(?:INSERT|REPLACE)(?: IGNORE)? INTO)"
    r"\s+[`\"\[]?(?P<table>\w+)[`\"\]]?\s*",
    re.IGNORECASE,
)
_COLUMN: Final = re.compile(r"[\s(,]*[`\"\[]?(\w+)[`\"\]]?")
_NO_COLUMN: Final = frozenset({"key", "primary", "unique", "constraint", "foreign", "check", "index", "fulltext"})
_SKIPPED: Final = re.compile(r"\s*(?:--|#|/\*)")
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "Z": "\x1a", "b": "\b"}
_MYSQL_TEXT: Final = re.compile(r"'((?:[^'\\]|\\.|'')*)'", re.DOTALL)
_PLAIN_TEXT: Final = re.compile(r"'((?:[^']|'')*)'")
_WORD: Final = re.compile(r"[^\s,()']+")
_BETWEEN: Final = re.compile(r"\s*")
_BACKSLASHED: Final = re.compile(r"\\.", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(.)|''", re.DOTALL)

Row = dict[str, str | None]


class Dump:
    """A dump that is read through once for each question."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mysql = False

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of a table in the order of the dump. Raise SourceError for what cannot be read."""
        columns: list[str] = []
        for statement in self._statements(table):
            match = _TABLE.match(statement)
            if match is None or match["table"].casefold() != table.casefold():
                continue
            place = match.end()
            if match["verb"].upper().startswith("CREATE"):
                columns = _columns(statement[place:])
                continue
            own, place = _own_columns(statement, place)
            yield from self._values(statement, place, own or columns)

    def _statements(self, table: str) -> Iterator[str]:
        """The statements about a table; a string may go over several lines."""
        parts: list[str] = []
        size = quotes = 0
        try:
            with self._path.open(encoding="utf-8", errors="replace", newline="") as file:
                while line := file.readline(MOST_STATEMENT):
                    if not parts and not self._is_about(line, table):
                        continue
                    parts.append(line)
                    size += len(line)
                    quotes += self._quotes(line)
                    if size > MOST_STATEMENT:
                        raise self._unreadable("holds a statement without an end")
                    if quotes % 2 == 0 and line.rstrip().endswith(";"):
                        yield "".join(parts)
                        parts, size, quotes = [], 0, 0
        except (OSError, ValueError) as error:
            raise explain(error, self._path) from None

    def _is_about(self, line: str, table: str) -> bool:
        """Whether a statement about the table begins in a line; a comment may say whose dump it is."""
        if _SKIPPED.match(line):
            self._mysql = self._mysql or "MySQL" in line or "MariaDB" in line
            return False
        match = _TABLE.match(line)
        return match is not None and match["table"].casefold() == table.casefold()

    def _quotes(self, line: str) -> int:
        """The apostrophes that open and close strings; there is an even number of them in a whole statement."""
        return (_BACKSLASHED.sub("", line) if self._mysql else line).count("'")

    def _values(self, statement: str, place: int, columns: list[str]) -> Iterator[Row]:
        """The tuples behind VALUES."""
        if statement[place : place + 6].upper() != "VALUES":
            raise self._unreadable("holds an INSERT without VALUES")
        place = _after(statement, place + 6)
        while statement.startswith("(", place):
            values, place = self._tuple(statement, place + 1)
            if len(values) != len(columns):
                raise self._unreadable(f"holds a row of {len(values)} values for {len(columns)} columns")
            yield dict(zip(columns, values, strict=True))
            place = _after(statement, place)
            if statement.startswith(",", place):
                place = _after(statement, place + 1)

    def _tuple(self, statement: str, place: int) -> tuple[list[str | None], int]:
        values: list[str | None] = []
        pattern = _MYSQL_TEXT if self._mysql else _PLAIN_TEXT
        while True:
            place = _after(statement, place)
            match = pattern.match(statement, place)
            if match is not None:
                values.append(_text(match[1], self._mysql))
            elif (match := _WORD.match(statement, place)) is not None:
                values.append(None if match[0].upper() == "NULL" else match[0])
            else:
                raise self._unreadable("holds a value that is no text, number or NULL")
            place = _after(statement, match.end())
            mark = statement[place : place + 1]
            if mark == ")":
                return values, place + 1
            if mark != ",":
                raise self._unreadable("holds a value that is no text, number or NULL")
            place += 1

    def _unreadable(self, what: str) -> SourceError:
        return SourceError(what=what, where=printable(self._path), remedy="make the dump again")


def _after(statement: str, place: int) -> int:
    match = _BETWEEN.match(statement, place)
    return match.end() if match else place


def _text(raw: str, mysql: bool) -> str:
    if not mysql:
        return raw.replace("''", "'")
    return _ESCAPE.sub(lambda match: "'" if match[1] is None else _ESCAPED.get(match[1], match[1]), raw)


def _columns(rest: str) -> list[str]:
    """The names of the columns in what follows CREATE TABLE and the table's name."""
    found: list[str] = []
    depth, start = 0, 0
    for place, mark in enumerate(rest):
        if mark in "()":
            depth += 1 if mark == "(" else -1
            if depth == 1 and mark == "(":
                start = place
        if (mark == "," and depth == 1) or (mark == ")" and depth == 0):
            match = _COLUMN.match(rest[start:place])
            if match is not None and match[1].casefold() not in _NO_COLUMN:
                found.append(match[1])
            start = place
            if depth == 0:
                break
    return found


def _own_columns(statement: str, place: int) -> tuple[list[str], int]:
    """The columns that an INSERT names itself, and where it goes on."""
    if not statement.startswith("(", place):
        return [], place
    end = statement.find(")", place)
    names = [one.strip(' `"[]\n\r\t') for one in statement[place + 1 : end].split(",")]
    return names, _after(statement, end + 1)
