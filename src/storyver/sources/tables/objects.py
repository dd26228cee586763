"""Tables as JSON: an object a line (JSONL), or an array of objects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any, Final, NamedTuple

from storyver.errors import SourceError
from storyver.model import Capture, SkippedFile
from storyver.sources.interface import HEAD_BYTES, Options, Source
from storyver.sources.paths import printable
from storyver.sources.tables.columns import choose_columns, is_likely_header
from storyver.sources.tables.lines import LONGEST_LINE, Lines, LineTooLong, head_text
from storyver.sources.tables.rows import Row, captures_of, is_unicode

CHUNK: Final = 1 << 16
"""Characters of an array that are read at a time."""
ROWS_FOR_NAMES: Final = 20
"""Rows whose keys are looked at to choose the columns, since a row may leave out what it has not."""
_BEGINS: Final = re.compile(r'\s*(?:\[\s*)?\{\s*"(?:[^"\\\n]|\\.){0,200}"\s*:\s*["\[{\dtfn-]')
_KEY: Final = re.compile(r'[{,]\s*"((?:[^"\\\n]|\\.){1,200})"\s*:')
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_ENDINGS: Final = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")


def captures(path: Path, options: Options) -> Iterator[Capture | SkippedFile]:
    """The versions in a file of JSON objects, one by one."""
    with closing(Lines(path, newline="\n")) as lines:
        array = lines.begins.lstrip().startswith("[")
        rows = _elements(lines, printable(path)) if array else _lines(lines)
        first = [row for _, row in zip(range(ROWS_FOR_NAMES), rows, strict=False)]
        names = tuple(dict.fromkeys(name for row in first for name in row.cells))
        if first and not names:
            where = f"{printable(path)}#{first[0].place}"
            raise SourceError(what=first[0].problem or "", where=where, remedy="write one object a line")
        columns = choose_columns(names, options, printable(path))
        yield from captures_of(chain(first, rows), columns, path, options)


def recognises(path: Path, head: bytes) -> bool:
    """Whether a file begins with a JSON object that is a row, on a line of its own or in an array."""
    text = head_text(head)
    if not _BEGINS.match(text) or not path.is_file():
        return False
    whole = len(head) < HEAD_BYTES and len(text) < HEAD_BYTES
    return _is_row(text, whole=whole, named=path.name.lower().endswith(_ENDINGS))


SOURCE: Final = Source(
    name="jsonl",
    describes="JSON with a version in each object: JSONL or an array, also packed with gzip",
    recognises=recognises,
    captures=captures,
)


def _is_row(text: str, *, whole: bool, named: bool) -> bool:
    """Whether the beginning of a file is an object with an article's text; ``named`` where its name says JSON."""
    begun = text.lstrip()
    tried = [begun[1:].lstrip()] if begun.startswith("[") else begun.splitlines()
    for one in tried:
        try:
            found, end = json.JSONDecoder().raw_decode(one)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and one[end:].lstrip()[:1] in (",", "]", ""):
            return named or is_likely_header(tuple(found))
    return not whole and len(tried) == 1 and (named or is_likely_header(_KEY.findall(tried[0])))


def _lines(lines: Lines) -> Iterator[Row]:
    """The object in each line that is not blank."""
    while True:
        try:
            line = next(lines)
        except StopIteration:
            return
        except LineTooLong as error:
            yield Row(place=lines.number, cells={}, problem=str(error))
            continue
        if not line.strip():
            continue
        try:
            found = json.loads(line, object_pairs_hook=_pairs)
        except (ValueError, RecursionError) as error:
            yield Row(place=lines.number, cells={}, problem=_explained(error))
        else:
            yield _row(found, lines.number, escaped=not is_unicode(line))


def _elements(lines: Lines, where: str) -> Iterator[Row]:
    """The elements of an array. Behind one that is broken, nothing can be told from its text any more."""
    decoder = json.JSONDecoder(object_pairs_hook=_pairs)
    array = _Array(lines)
    array.expect("[")
    place = 0
    while array.next_mark() not in ("]", ""):
        place += 1
        try:
            found, escaped = array.element(decoder)
        except (ValueError, RecursionError) as error:
            problem = f"{_explained(error)}; what stands behind it in the array is not read"
            yield Row(place=place, cells={}, problem=problem)
            return
        yield _row(found, place, escaped=escaped)
        array.expect(",")
    if not array.expect("]"):
        yield Row(place=place + 1, cells={}, problem="the array does not end, as if the file were cut off")
    elif array.next_mark():
        raise SourceError(what="has text behind its array", where=where, remedy="write one object a line")


class _Array:
    """The text of an array, as much of it as is needed at a time."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._text = ""
        self._place = 0

    def next_mark(self) -> str:
        """The next character that is no white space, which stays; an empty string at the end."""
        while True:
            found = _SPACE.match(self._text, self._place)
            self._place = found.end() if found else self._place
            if self._place < len(self._text) or not self._more(CHUNK):
                return self._text[self._place : self._place + 1]

    def expect(self, mark: str) -> bool:
        """Go over a mark, if it comes next."""
        found = self.next_mark() == mark
        self._place += found
        return found

    def element(self, decoder: json.JSONDecoder) -> tuple[object, bool]:
        """The next element, and whether bytes in it are escaped. More is read, twice as much each time, until it is
        whole."""
        while True:
            try:
                found, end = decoder.raw_decode(self._text, self._place)
            except json.JSONDecodeError:
                length = len(self._text) - self._place
                if length > LONGEST_LINE or not self._more(max(CHUNK, length)):
                    raise
            else:
                escaped = not is_unicode(self._text[self._place : end])
                self._place = end
                return found, escaped

    def _more(self, length: int) -> bool:
        more = self._lines.read(length)
        self._text = self._text[self._place :] + more
        self._place = 0
        return more != ""


def _row(found: object, place: int, *, escaped: bool) -> Row:
    if isinstance(found, _Twice):
        return Row(place=place, cells={}, problem=f"it has the key '{printable(found.key)}' twice")
    if not isinstance(found, dict):
        return Row(place=place, cells={}, problem="it is no JSON object")
    return Row(place=place, cells=found, escaped=escaped)


class _Twice(NamedTuple):
    """An object that says one thing twice."""

    key: str


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any] | _Twice:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    names = [name for name, _ in pairs]
    return _Twice(next(name for name in names if names.count(name) > 1))


def _explained(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"it is not valid JSON: {error.msg[0].lower()}{error.msg[1:]}"
    return "it is not valid JSON: too deep or too long a value"
