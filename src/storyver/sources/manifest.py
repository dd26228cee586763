"""``story.toml``: what the versions' texts do not say of themselves, checked key by key."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from storyver.dates import PartialDate, from_datetime, parse_date
from storyver.errors import SourceError
from storyver.model import DateSource, PublicationDate
from storyver.sources.paths import printable, read_bytes

MANIFEST_NAME: Final = "story.toml"
MAXIMUM_MANIFEST_BYTES: Final = 20_000_000
"""Some fifty thousand versions, each with all that an archive says of it."""
MOST_PARTS: Final = 32
"""Of a key: the standard library's reader takes time by the square of them."""
_KEY: Final = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DEEP_KEY: Final = re.compile(rf"(?<![\w-]){_KEY}(?:[ \t]*+\.[ \t]*+{_KEY}){{{MOST_PARTS:d}}}")
_STORY_KEYS: Final = {"title": str, "url": str, "id": str, "versions": list}
_VERSION_KEYS: Final = {
    "file": str, "date": (str, date, int), "number": int, "of": int, "title": str, "note": str, "illustration": bool,
    "name": str, "media": str, "charset": str, "url": str, "notes": list, "dates": list,
}  # fmt: skip
_TYPE_NAMES: Final = {str: "a string", int: "a whole number", bool: "true or false", list: "a list of tables"}
_DATE_KEYS: Final = {"value", "source", "evidence"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the manifest says of one version."""

    file: str
    date: PartialDate | None = None
    number: int | None = None
    of: int | None = None
    title: str | None = None
    notes: tuple[str, ...] = ()
    illustration: bool = False
    name: str | None = None
    """The name that the file had elsewhere, which may tell its number and date; "" where it had none."""
    media: str | None = None
    charset: str | None = None
    url: str | None = None
    dates: tuple[PublicationDate, ...] = ()
    """What its source recorded, as an archive writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What ``story.toml`` says of a story."""

    title: str | None = None
    url: str | None = None
    id: str | None = None
    entries: tuple[Entry, ...] = ()


def read_manifest(path: Path) -> Manifest:
    """Read and check a ``story.toml``. Raise SourceError for anything that is not as documented."""
    data = _load(path)
    _check(data, _STORY_KEYS, path, "")
    tables = data.get("versions", [])
    if any(not isinstance(table, dict) for table in tables):
        raise _error(path, "versions is not a list of tables", "begin each version with [[versions]]")
    entries = tuple(_read_entry(table, path, place) for place, table in enumerate(tables, start=1))
    seen: set[str] = set()
    for entry in entries:
        if entry.file in seen:
            raise _error(path, f"file '{printable(entry.file)}' is listed twice", "keep one of the two entries")
        seen.add(entry.file)
    return Manifest(title=data.get("title"), url=data.get("url"), id=data.get("id"), entries=entries)


def _load(path: Path) -> dict[str, Any]:
    data = read_bytes(path)
    if len(data) > MAXIMUM_MANIFEST_BYTES:
        raise _error(path, f"is larger than {MAXIMUM_MANIFEST_BYTES // 1000} kB", "keep only what storyver reads")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        if _DEEP_KEY.search(text):
            raise RecursionError
        return tomllib.loads(text)
    except UnicodeDecodeError:
        raise _error(path, "is not UTF-8", "save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        reason = printable(str(error)) if isinstance(error, tomllib.TOMLDecodeError) else "too deep or too long a value"
        raise _error(path, f"is not valid TOML: {reason}", "correct that line") from None


def _check(table: dict[str, Any], keys: dict[str, Any], path: Path, where: str) -> None:
    for key, value in table.items():
        if key not in keys:
            raise _error(path, f"unknown key '{printable(key)}'{where}", f"use only {', '.join(keys)}")
        wanted = keys[key]
        if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
            name = _TYPE_NAMES.get(wanted, "a date such as 2022-03") if isinstance(wanted, type) else "a date"
            name = "a list of strings" if key == "notes" else name
            raise _error(path, f"{key}{where} is not {name}", "correct that line")
        if isinstance(value, str) and not value.strip() and key != "name":
            raise _error(path, f"{key}{where} is empty", "fill it in, or leave the key out")


def _read_entry(table: dict[str, Any], path: Path, place: int) -> Entry:
    where = f" in version entry {place}"
    _check(table, _VERSION_KEYS, path, where)
    if "file" not in table:
        raise _error(path, f"no file{where}", 'add file = "…"')
    number, of = table.get("number"), table.get("of")
    if (number is not None and number < 0) or (of is not None and of < max(1, number or 1)):
        raise _error(path, f"number and of{where} do not fit together", "count from 1")
    return Entry(
        file=table["file"],
        date=_read_date(table["date"], path, where) if "date" in table else None,
        number=number,
        of=of,
        title=table.get("title"),
        notes=_read_notes(table, path, where),
        illustration=table.get("illustration", False),
        name=table.get("name"),
        media=table.get("media"),
        charset=table.get("charset"),
        url=table.get("url"),
        dates=tuple(_read_recorded(one, path, where) for one in table.get("dates", [])),
    )


def _read_notes(table: dict[str, Any], path: Path, where: str) -> tuple[str, ...]:
    notes = ([table["note"]] if "note" in table else []) + table.get("notes", [])
    if not all(isinstance(note, str) and note.strip() for note in notes):
        raise _error(path, f"notes{where} is not a list of strings", "correct that line")
    return tuple(notes)


def _read_recorded(one: object, path: Path, where: str) -> PublicationDate:
    """A date as its source recorded it."""
    sources = [source.value for source in DateSource]
    whole = isinstance(one, dict) and one.keys() == _DATE_KEYS and all(isinstance(v, str) for v in one.values())
    if not isinstance(one, dict) or not whole or one["source"] not in sources:
        remedy = f"write {{value = …, source = …, evidence = …}}, the source one of {', '.join(sources)}"
        raise _error(path, f"dates{where} has an entry that is none", remedy)
    value = _read_date(one["value"], path, where).iso()
    return PublicationDate(value=value, source=DateSource(one["source"]), evidence=one["evidence"])


def _read_date(value: str | date | int, path: Path, where: str) -> PartialDate:
    try:
        return from_datetime(value) if isinstance(value, date) else parse_date(str(value))
    except ValueError:
        remedy = "write it as 2022, 2022-03, 2022-10-12 or 2022-10-12T14:05Z"
        raise _error(path, f"date '{printable(str(value)[:40])}'{where} is no date", remedy) from None


def _error(path: Path, what: str, remedy: str) -> SourceError:
    return SourceError(what=what, where=printable(path), remedy=remedy)
