"""``gold.json``, checked entry by entry."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from storyver.errors import SourceError
from storyver.evaluation.lines import line_of
from storyver.model import ChangeKind, FigureKind, Qualifier
from storyver.sources import printable

SCHEMA: Final = "storyver/gold/1"
LARGEST: Final = 50_000_000
"""Bytes of a gold file; one of a long story has a few hundred thousand."""

_TEXT, _NUMBER, _FLAG = (str,), (int, float), (bool,)
_FIGURE: Final[Mapping[str, tuple[type, ...]]] = {
    "version": _TEXT, "start": (int,), "end": (int,), "text": _TEXT, "track": _TEXT, "kind": _TEXT,
    "low": (*_NUMBER, type(None)), "high": (*_NUMBER, type(None)), "unit": (str, type(None)), "qualifier": _TEXT,
    "date": (str, type(None)),
}  # fmt: skip
_FIGURE_MAY: Final[Mapping[str, tuple[type, ...]]] = {
    "counted": _TEXT, "trend": (str, type(None)), "per": _TEXT, "conversion": _FLAG, "optional": _FLAG,
    "scope_changed": _FLAG, "restated": _FLAG,
}  # fmt: skip
_NOT_FIGURE: Final[Mapping[str, tuple[type, ...]]] = {"text": _TEXT, "reason": _TEXT}
_EDIT: Final[Mapping[str, tuple[type, ...]]] = {
    "from": _TEXT, "to": _TEXT, "kind": _TEXT, "old": (str, type(None)), "new": (str, type(None)),
}  # fmt: skip
_SIDES: Final = {"added": (False, True), "correction_notice": (False, True), "removed": (True, False)}
EDIT_KINDS: Final = (
    ChangeKind.REWORDED, ChangeKind.QUOTE_ALTERED, ChangeKind.ATTRIBUTION_CHANGED, ChangeKind.HEDGE_ADDED,
    ChangeKind.HEDGE_DROPPED, ChangeKind.NEGATED, ChangeKind.NAME_CHANGED, ChangeKind.DATE_CHANGED,
    ChangeKind.CORRECTION_NOTICE, ChangeKind.MOVED, ChangeKind.ADDED, ChangeKind.REMOVED,
)  # fmt: skip
"""The kinds of the edits of a gold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldFigure:
    """A figure of a version."""

    version: str
    start: int
    end: int
    text: str
    track: str
    kind: FigureKind
    low: float | None
    high: float | None
    unit: str | None
    qualifier: Qualifier
    date: str | None
    conversion: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldEdit:
    """A change other than that of a figure."""

    earlier: int
    """Index of the old version; the new one follows it."""
    kind: ChangeKind
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldFile:
    """What a gold file says."""

    figures: tuple[GoldFigure, ...]
    clock_times: tuple[str, ...]
    """Texts that the gold sets aside as times of day."""
    edits: tuple[GoldEdit, ...]


def read_gold_file(path: Path, data: bytes, texts: Mapping[str, str]) -> GoldFile:
    """Read and check a gold file, given the texts of the story's versions in their order.

    Raise SourceError, with the line, for anything that is not as documented.
    """
    text, document = _load(path, data)
    reader = _Reader(path=path, text=text, texts=texts)
    rows = {key: _list(document, key, path) for key in ("figures", "not_figures", "edits")}
    figures = tuple(reader.each("figures", rows["figures"], reader.figure))
    reader.check_order(figures)
    aside = tuple(reader.each("not_figures", rows["not_figures"], reader.not_figure))
    edits = tuple(reader.each("edits", rows["edits"], reader.edit))
    return GoldFile(figures=figures, clock_times=tuple(one for one in aside if one), edits=edits)


def _load(path: Path, data: bytes) -> tuple[str, dict[str, Any]]:
    if len(data) > LARGEST:
        raise _error(path, f"is larger than {LARGEST // 1_000_000} MB", "split it into stories")
    try:
        text = data.decode("utf-8-sig")
        document = json.loads(text)
    except UnicodeDecodeError:
        raise _error(path, "is not UTF-8", "save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        raise _error(f"{printable(path)}:{error.lineno}", f"is not JSON ({error.msg})", "correct that line") from None
    except (ValueError, RecursionError):
        raise _error(path, "is not JSON (too deep or too long a value)", "correct it") from None
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise _error(path, f'has no "schema": "{SCHEMA}"', "write it as the corpus format has it")
    return text, document


def _list(document: dict[str, Any], key: str, path: Path) -> list[Any]:
    found = document.get(key, [])
    if not isinstance(found, list):
        raise _error(path, f"{key} is not a list", "write it as the corpus format has it")
    return found


def _error(where: Path | str, what: str, remedy: str) -> SourceError:
    return SourceError(what=what, where=printable(where), remedy=remedy)


class _WrongError(Exception):
    """What is wrong with an entry, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Reads the entries of one file; an error names the line of the entry."""

    path: Path
    text: str
    texts: Mapping[str, str]

    def each(self, key: str, rows: Sequence[Any], read: Callable[[dict[str, Any]], Any]) -> list[Any]:
        """What the entries of a list say."""
        found = []
        for index, row in enumerate(rows):
            try:
                if not isinstance(row, dict):
                    raise _WrongError("is no object", "write it as the corpus format has it")
                found.append(read(row))
            except _WrongError as wrong:
                raise self._at(key, index, *wrong.args) from None
        return found

    def _at(self, key: str, index: int, what: str, remedy: str) -> SourceError:
        where = f"{printable(self.path)}:{line_of(self.text, key, index)}"
        return _error(where, f"entry {index + 1} of {key} {what}", remedy)

    def figure(self, row: dict[str, Any]) -> GoldFigure:
        """A figure, whose offsets give its text."""
        _check(row, _FIGURE, _FIGURE_MAY)
        kind, qualifier = _known(row, "kind", tuple(FigureKind)), _known(row, "qualifier", tuple(Qualifier))
        start, end = row["start"], row["end"]
        there = self._version(row, "version")[max(0, start) : max(0, end)]
        if not 0 <= start < end or there != row["text"]:
            what = f"says that {_short(row['text'])} stands at {start} to {end}, where {_short(there)} is"
            raise _WrongError(what, "count code points from 0")
        values = (row["low"], row["high"])
        if kind == "date":
            if row["date"] is None or values != (None, None):
                raise _WrongError("is a date and has no date, or has low and high", "give its date and make them null")
        elif row["date"] is not None or None in values or not all(map(math.isfinite, values)):
            raise _WrongError("has no low and high, or has a date", "give both, and no date")
        kept = {key: row[key] for key in ("version", "start", "end", "text", "track", "low", "high", "unit", "date")}
        flags = {key: row.get(key, False) for key in ("conversion", "optional")}
        return GoldFigure(**kept, **flags, kind=FigureKind(kind), qualifier=Qualifier(qualifier))

    def check_order(self, figures: Sequence[GoldFigure]) -> None:
        """Raise SourceError where two figures of a version overlap, or do not stand in the order of the text."""
        for index, (before, after) in enumerate(pairwise(figures), start=1):
            if before.version == after.version and after.start < before.end:
                raise self._at("figures", index, "overlaps the one before it, or stands before it", "put them in order")

    def not_figure(self, row: dict[str, Any]) -> str:
        """The text of a time of day; empty for another number that is no figure."""
        _check(row, _NOT_FIGURE, {})
        return str(row["text"]) if row["reason"] == "clock time" else ""

    def edit(self, row: dict[str, Any]) -> GoldEdit:
        """A change, whose snippets stand in their versions."""
        _check(row, _EDIT, {})
        kind = _known(row, "kind", EDIT_KINDS)
        old, new = self._version(row, "from"), self._version(row, "to")
        names = list(self.texts)
        if names.index(row["to"]) != names.index(row["from"]) + 1:
            raise _WrongError("is between versions that do not follow each other", "name two neighbours")
        if (row["old"] is not None, row["new"] is not None) != _SIDES.get(kind, (True, True)):
            raise _WrongError(f"has not the snippets of {kind}", "the corpus format says which are null")
        for side, text, name in (("old", old, row["from"]), ("new", new, row["to"])):
            if row[side] is not None and (not row[side] or row[side] not in text):
                raise _WrongError(f"has {_short(row[side])}, which is not in {_short(name)}", "copy it from the text")
        return GoldEdit(earlier=names.index(row["from"]), kind=ChangeKind(kind), old=row["old"], new=row["new"])

    def _version(self, row: dict[str, Any], key: str) -> str:
        if row[key] not in self.texts:
            raise _WrongError(f"names a version {_short(row[key])}, which the story has not", "give the file's name")
        return self.texts[row[key]]


def _check(row: dict[str, Any], must: Mapping[str, tuple[type, ...]], may: Mapping[str, tuple[type, ...]]) -> None:
    for key, value in row.items():
        wanted = must.get(key) or may.get(key)
        if wanted is None:
            raise _WrongError(f"has an unknown key {_short(key)}", f"use only {', '.join((*must, *may))}")
        if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
            raise _WrongError(f"has a {key} of the wrong type: {_short(value)}", "write it as the corpus format has it")
    missing = [key for key in must if key not in row]
    if missing:
        raise _WrongError(f"has no {missing[0]}", "write it as the corpus format has it")


def _known(row: dict[str, Any], key: str, known: Sequence[str]) -> str:
    if row[key] not in known:
        raise _WrongError(f"has an unknown {key} {_short(row[key])}", f"use one of {', '.join(known)}")
    return str(row[key])


def _short(value: object) -> str:
    """A value in quotation marks, on one line, not too long."""
    shown = " ".join(str(value).split())
    return f"'{printable(shown if len(shown) <= 60 else shown[:59] + '…')}'"
