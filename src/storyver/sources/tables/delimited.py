"""Tables with commas, semicolons, tabs or bars between the cells: CSV and TSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from storyver.errors import SourceError
from storyver.model import Capture, SkippedFile
from storyver.sources.interface import HEAD_BYTES, Options, Source
from storyver.sources.paths import printable
from storyver.sources.tables.columns import choose_columns, is_likely_header
from storyver.sources.tables.lines import Lines, LineTooLong, head_text
from storyver.sources.tables.rows import Row, captures_of
from storyver.sources.text import MAXIMUM_BYTES

DELIMITERS: Final = ",;\t|"
LONGEST_NAME: Final = 100
"""Characters of a column's name."""
_NAMED: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""The first line by which Excel is told what stands between the cells."""
_ENDINGS: Final = (".csv", ".tsv", ".csv.gz", ".tsv.gz")


def captures(path: Path, options: Options) -> Iterator[Capture | SkippedFile]:
    """The versions in a table, row by row."""
    _allow_long_cells()
    with closing(Lines(path, newline="")) as lines:
        first, delimiter = _first_line(lines, printable(path))
        spaced = _is_spaced(first, delimiter)
        reader = csv.reader(_Behind(first, lines), delimiter=delimiter, skipinitialspace=spaced, strict=True)
        try:
            names = [name.strip() for name in next(reader)]
        except (csv.Error, LineTooLong) as error:
            raise _no_header(printable(path), str(error)) from None
        columns = choose_columns(names, options, printable(path))
        yield from captures_of(_rows(reader, names, lines), columns, path, options)


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file begins with the names of a table's columns, and what follows has as many cells."""
    text = head_text(head)
    named = path.name.lower().endswith(_ENDINGS)
    if not path.is_file():
        return False
    begun = text[match.end() :] if (match := _NAMED.match(text)) else text
    for delimiter in (match[1],) if match else DELIMITERS:
        names, rows = _begun(begun, delimiter, whole=len(head) < HEAD_BYTES)
        fitting = sum(len(row) == len(names) for row in rows)
        if _are_names(names) and fitting * 2 >= len(rows) and (is_likely_header(names) or (named and rows)):
            return True
    return False


SOURCE: Final = Source(
    name="csv",
    describes="tables with a version in each row: CSV, TSV, also packed with gzip",
    recognises=recognises,
    captures=captures,
)


class _Behind(Iterator[str]):
    """One line, and those of a file behind it. Unlike a chain it goes on after a line that is too long."""

    def __init__(self, first: str, lines: Lines) -> None:
        self._first: str | None = first
        self._lines = lines

    def __next__(self) -> str:
        if self._first is None:
            return next(self._lines)
        line, self._first = self._first, None
        return line


def _rows(reader: Iterator[list[str]], names: Sequence[str], lines: Lines) -> Iterator[Row]:
    while True:
        begun = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except LineTooLong as error:
            yield Row(place=lines.number, cells={}, problem=str(error))
            continue
        except csv.Error as error:
            yield Row(place=begun, cells={}, problem=_explained(str(error), begun, lines.number))
            continue
        cells = _trimmed(cells, len(names))
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            problem = f"it has {len(cells)} cells, and the table {len(names)} columns"
            yield Row(place=begun, cells={}, problem=problem)
        else:
            yield Row(place=begun, cells=dict(zip(names, cells, strict=True)), escaped=True)


def _explained(error: str, begun: int, ended: int) -> str:
    extent = f"line {begun}" if begun >= ended else f"lines {begun} to {ended}"
    if "unexpected end" in error:
        return f"a quotation mark opens in it and does not close before the end of the file ({extent})"
    if "field limit" in error or "field larger" in error:
        return f"it has a cell that is larger than {MAXIMUM_BYTES // 1_000_000} MB ({extent})"
    return f"it has a quotation mark inside a cell that is not doubled ({extent})"


def _first_line(lines: Lines, where: str) -> tuple[str, str]:
    """The line with the names of the columns, and what stands between them."""
    try:
        line = next(lines)
        if match := _NAMED.fullmatch(line):
            return next(lines), match[1]
    except StopIteration:
        raise _no_header(where, "it is empty") from None
    except LineTooLong as error:
        raise _no_header(where, str(error)) from None
    likely = [one for one in DELIMITERS if is_likely_header(_cells(line, one))]
    return line, (likely or [max(DELIMITERS, key=lambda one: len(_cells(line, one)))])[0]


def _begun(text: str, delimiter: str, *, whole: bool) -> tuple[list[str], list[list[str]]]:
    """The names, and the rows that are whole, in the beginning of a file."""
    lines = text.splitlines(keepends=True)
    read: list[list[str]] = []
    spaced = bool(lines) and _is_spaced(lines[0], delimiter)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=spaced, strict=True)
    with suppress(csv.Error):  # the last row goes on behind what was shown, or is broken
        for row in reader:
            read.append(row)
        if not whole and len(read) > 1:
            read.pop()
    names = [name.strip() for name in read[0]] if read else []
    return names, [_trimmed(row, len(names)) for row in read[1:] if any(cell.strip() for cell in row)]


def _trimmed(cells: list[str], count: int) -> list[str]:
    """The cells of a row without empty ones behind the last column, as spreadsheets leave them."""
    while len(cells) > count and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _is_spaced(line: str, delimiter: str) -> bool:
    """Whether a space follows what stands between the cells, before which a quotation mark would open nothing."""
    names = _cells(line, delimiter)
    return len(names) > 1 and all(name.startswith(" ") for name in names[1:])


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _are_names(names: Sequence[str]) -> bool:
    """Whether cells can be the names of columns: at least two, short, none empty, none a sentence."""
    return len(names) > 1 and all(
        0 < len(name.strip()) <= LONGEST_NAME and not name.rstrip().endswith((".", "!", "?")) for name in names
    )


def _allow_long_cells() -> None:
    """The limit of Python's reader holds for the whole process, so it is only ever raised."""
    if csv.field_size_limit() < MAXIMUM_BYTES:
        csv.field_size_limit(MAXIMUM_BYTES)


def _no_header(where: str, why: str) -> SourceError:
    remedy = "put the names of the columns into its first line"
    return SourceError(what=f"has no line with the names of columns: {why}", where=where, remedy=remedy)
