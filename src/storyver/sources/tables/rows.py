"""From the cells of a row to the capture of its version, or to the reason why it has none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from storyver.errors import SourceError
from storyver.model import Capture, DateSource, PublicationDate, SkippedFile
from storyver.sources.interface import Options
from storyver.sources.media import HTML, PLAIN, media_of
from storyver.sources.paths import printable
from storyver.sources.tables.columns import Columns
from storyver.sources.tables.moments import read_moment
from storyver.sources.text import CONTROL_BYTES, MAXIMUM_BYTES, decode

LONGEST_EVIDENCE: Final = 80
"""Characters of a cell that are quoted."""
_NUMBER: Final = re.compile(r"[vV]?\.?\s*(\d{1,9})(?:\.0+)?", re.ASCII)
_HALVES: Final = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table, with the cells by their columns, or the reason why it has none."""

    place: int
    """The line on which it begins, or which row it is, counted from 1."""
    cells: Mapping[str, object]
    problem: str | None = None
    escaped: bool = False
    """Whether bytes that are not UTF-8 stand in the cells as Python escapes them."""


def captures_of(rows: Iterable[Row], columns: Columns, path: Path, options: Options) -> Iterator[Capture | SkippedFile]:
    """A capture for each row that holds a version, in the order of the table, and the reason for each that does not."""
    for row in rows:
        where = f"{path}#{row.place}"
        if row.problem is not None:
            yield SkippedFile(path=where, reason=row.problem)
            continue
        try:
            capture = _capture(row, columns, where, path.name)
        except _RowError as error:
            yield SkippedFile(path=where, reason=str(error))
            continue
        if options.named is None or capture.story == options.named:
            yield capture


class _RowError(ValueError):
    """Why a row holds no version."""


def _capture(row: Row, columns: Columns, where: str, table: str) -> Capture:
    notes = list(columns.notes)
    cell = row.cells.get(columns.text)
    data = _text(cell, notes, escaped=row.escaped)
    media = HTML if media_of(data) == HTML else PLAIN
    if media == PLAIN:
        _check(data, where)
    story = _story(row, columns, table)
    number, dates = _number(row, columns, notes), _dates(row, columns, notes)
    url = _words(row.cells.get(columns.url), escaped=row.escaped) if columns.url else None
    return Capture(
        data=data,
        media=media,
        source=where,
        story=story,
        charset="utf-8" if isinstance(cell, str) and is_unicode(data) else None,
        number=number,
        title=_words(row.cells.get(columns.title), escaped=row.escaped) if columns.title else None,
        url=url if url is not None and url.startswith(("http://", "https://")) else None,
        dates=dates,
        notes=tuple(notes),
        outlet=_words(row.cells.get(columns.outlet), escaped=row.escaped) if columns.outlet else None,
    )


def _text(cell: object, notes: list[str], *, escaped: bool) -> bytes:
    """The bytes of a text, as the file has them where it is a file of bytes."""
    if isinstance(cell, bytes):
        data = cell
    elif isinstance(cell, str):
        data = _encoded(cell, notes, escaped=escaped)
    elif cell is None:
        raise _RowError("it has no text")
    else:
        raise _RowError("its text is no text")
    if not data.strip():
        raise _RowError("it has no text")
    if len(data) > MAXIMUM_BYTES:
        raise _RowError(f"its text is larger than {MAXIMUM_BYTES // 1_000_000} MB")
    return data


def _encoded(text: str, notes: list[str], *, escaped: bool) -> bytes:
    with suppress(UnicodeEncodeError):
        return text.encode("utf-8")
    if escaped:
        with suppress(UnicodeEncodeError):  # other halves of characters than those of Python's escapes
            return text.encode("utf-8", "surrogateescape")
    halves = len(_HALVES.findall(text))
    places = "one place" if halves == 1 else f"{halves} places"
    notes.append(f"The table has half a character at {places} of the text; \ufffd stands for it.")
    return _HALVES.sub("\ufffd", text).encode("utf-8")


def _check(data: bytes, where: str) -> None:
    """Refuse a row whose text could not be read later on, so that the others are."""
    if is_unicode(data) and len(data.translate(None, CONTROL_BYTES)) == len(data):
        return
    try:
        decode(data, where)
    except SourceError as error:
        raise _RowError(f"its text {error.what}") from None


def is_unicode(text: str | bytes) -> bool:
    """Whether a text holds no half of a character, or bytes are UTF-8."""
    try:
        text.encode("utf-8") if isinstance(text, str) else text.decode("utf-8")
    except UnicodeError:
        return False
    return True


def _story(row: Row, columns: Columns, table: str) -> str:
    if columns.id is None:
        return table
    story = _words(row.cells.get(columns.id), escaped=row.escaped)
    if story is None:
        raise _RowError(f"it has nothing in the column '{printable(columns.id)}', which tells stories apart")
    return story


def _number(row: Row, columns: Columns, notes: list[str]) -> int | None:
    words = _words(row.cells.get(columns.version)) if columns.version else None
    if words is None:
        return None
    match = _NUMBER.fullmatch(words)
    if match is None:
        notes.append(f"The version {_quoted(words)} in the table is no number, and not read.")
        return None
    return int(match[1])


def _dates(row: Row, columns: Columns, notes: list[str]) -> tuple[PublicationDate, ...]:
    found = []
    for column in columns.dates:
        cell = row.cells.get(column)
        cell = cell.decode("utf-8", "replace") if isinstance(cell, bytes) else cell
        try:
            date = read_moment(cell, epoch=column in columns.epochs)
        except ValueError as error:
            where = f"The date {_quoted(str(cell))} in the column '{printable(column)}'"
            notes.append(f"{where} is not read: {error}.")
            continue
        if date is not None:
            evidence = f"{column}: {' '.join(str(cell).split())}"[:LONGEST_EVIDENCE]
            found.append(PublicationDate(value=date.iso(), source=DateSource.COLUMN, evidence=evidence))
    return tuple(found)


def _words(cell: object, *, escaped: bool = True) -> str | None:
    """A short cell as one line of Unicode, ``escaped`` where bytes may be; None where nothing is in it."""
    if cell is None or (isinstance(cell, float) and cell != cell) or isinstance(cell, dict | list):
        return None
    words = cell.decode("utf-8", "surrogateescape") if isinstance(cell, bytes) else str(cell)
    if escaped and _HALVES.search(words):
        with suppress(UnicodeEncodeError):
            words = words.encode("utf-8", "surrogateescape").decode("windows-1252", "replace")
    return " ".join(_HALVES.sub("\ufffd", words).replace("\x00", " ").split()) or None


def _quoted(words: str) -> str:
    return f"'{printable(words[:LONGEST_EVIDENCE])}'"
