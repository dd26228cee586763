"""Which columns of a table hold what: as the caller names them, else by names that leave no doubt."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from storyver.errors import SourceError
from storyver.sources.interface import Options
from storyver.sources.paths import printable

ROLES: Final = ("id", "text", "date", "version")
"""What a caller may name a column for."""
ONE_STORY: Final = "No column of the table tells stories apart, so all its rows were read as one story."
MOST_NAMES: Final = 30
"""Column names that are listed in a message."""
_DATA: Final = Path(__file__).parent / "data" / "columns.toml"
_MARKS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a table that are read."""

    text: str
    id: str | None = None
    dates: tuple[str, ...] = ()
    """The one that a version goes by first."""
    version: str | None = None
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    epochs: frozenset[str] = frozenset()
    """The columns of dates in which a number is a time since 1970."""
    notes: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        """All of them, each once."""
        found = (self.text, self.id, *self.dates, self.version, self.title, self.url, self.outlet)
        return tuple(dict.fromkeys(name for name in found if name is not None))


def choose_columns(names: Sequence[str], options: Options, where: str) -> Columns:
    """Which of a table's columns are read. Raise SourceError where the text's column is not to be told, where two names
    fit alike, and where a column that the caller names is missing or there twice."""
    table = _Table(names, where)
    given = {role: getattr(options, f"{role}_column") for role in ROLES}
    chosen = {role: table.named(given[role], role) if given[role] else table.guessed(role) for role in ROLES}
    text = chosen["text"]
    if text is None:
        raise table.error("has no column that is plainly the text", "text")
    further = () if given["date"] else table.all_of("date")
    dates = tuple(dict.fromkeys(name for name in (chosen["date"], *further) if name is not None))
    guessed = {role: name for role, name in chosen.items() if name is not None and not given[role]}
    return Columns(
        text=text,
        id=chosen["id"],
        dates=dates,
        version=chosen["version"],
        title=next(iter(table.all_of("title")), None),
        url=next(iter(table.all_of("url")), None),
        outlet=table.named(options.outlet_column, "outlet") if options.outlet_column else None,
        epochs=frozenset(name for name in dates if given["date"] or _rank(name, "epoch") is not None),
        notes=(*_notes(guessed), *(() if chosen["id"] else (ONE_STORY,))),
    )


def is_likely_header(names: Sequence[str]) -> bool:
    """Whether names are those of a table of articles: one of the text, and one of something else."""
    texts = {place for place, name in enumerate(names) if _rank(name, "text") is not None}
    others = {
        place
        for place, name in enumerate(names)
        if any(_rank(name, role) is not None for role in ("id", "date", "version", "title"))
    }
    return bool(texts) and len(texts | others) > 1 and bool(others)


class _Table:
    """A table's column names while they are chosen from."""

    def __init__(self, names: Sequence[str], where: str) -> None:
        self._names = tuple(names)
        self._where = where

    def named(self, name: str, role: str) -> str:
        """The column that the caller means."""
        if self._names.count(name) == 1:
            return name
        what = f"has {self._names.count(name)} columns named" if name in self._names else "has no column named"
        raise self.error(f"{what} '{printable(name)}'", role)

    def guessed(self, role: str) -> str | None:
        """The one column that is named like the role; None where no column is."""
        ranks = [rank for name in self._names if (rank := _rank(name, role)) is not None]
        if not ranks:
            return None
        found = [name for name in self._names if _rank(name, role) == min(ranks)]
        if len(found) > 1:
            listed = " and ".join(f"'{printable(name)}'" for name in found[:MOST_NAMES])
            raise self.error(f"has {len(found)} columns that may be the {role}, {listed}", role)
        return found[0]

    def all_of(self, role: str) -> tuple[str, ...]:
        """All columns that are named like the role and there once, the best first."""
        ranked = sorted(
            (rank, place, name) for place, name in enumerate(self._names) if (rank := _rank(name, role)) is not None
        )
        return tuple(name for _, _, name in ranked if self._names.count(name) == 1)

    def error(self, what: str, role: str) -> SourceError:
        """A message that lists the columns and says how to name one."""
        listed = ", ".join(printable(name) for name in self._names[:MOST_NAMES])
        more = f" and {len(self._names) - MOST_NAMES} more" if len(self._names) > MOST_NAMES else ""
        remedy = f"name it with --{role}; the columns are {listed or 'none'}{more}"
        return SourceError(what=what, where=self._where, remedy=remedy)


def _notes(guessed: dict[str, str]) -> tuple[str, ...]:
    if not guessed:
        return ()
    told = ", ".join(f"{role} from '{printable(name)}'" for role, name in guessed.items())
    return (f"The columns of the table were told by their names: {told}.",)


def _rank(name: str, role: str) -> int | None:
    key = _MARKS.sub("", name).casefold()
    return next((rank for rank, names in enumerate(_known()[role]) if key in names), None)


@cache
def _known() -> dict[str, list[list[str]]]:
    known: dict[str, list[list[str]]] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return known
