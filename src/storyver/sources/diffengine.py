"""diffengine's SQLite file: what it read of each page of its feeds, as paragraphs, whenever that had changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from storyver.errors import SourceError
from storyver.model import Capture, DateSource, SkippedFile
from storyver.sources.database import Database, holds, opened_database, text_of
from storyver.sources.interface import Options, Source
from storyver.sources.media import PARAGRAPHS
from storyver.sources.recorded import recorded

_NEEDED: Final = {"entryversion": ("id", "title", "url", "summary", "created", "entry_id")}
_RECOGNISED: Final = {**_NEEDED, "entry": ("id", "url"), "feed": ("url",)}


def _recognises(path: Path, head: bytes) -> bool:
    return holds(path, head, _RECOGNISED)


def _captures(path: Path, options: Options) -> Iterator[Capture | SkippedFile]:
    """The versions of each address, as diffengine itself tells pages apart, in the order in which it saw them."""
    with opened_database(path) as database:
        database.require(_NEEDED, "diffengine database")
        where = "" if options.named is None else "WHERE url = ? "
        values = () if options.named is None else (options.named,)
        order = f"SELECT rowid, url FROM entryversion {where}ORDER BY url, created, id"
        archived = "archive_url" if "archive_url" in database.columns("entryversion") else "NULL"
        for rowid, url in database.rows(order, *values):
            try:
                yield from _version(path, database, rowid, text_of(url), archived)
            except SourceError as error:
                yield SkippedFile(path=f"{path}#row-{rowid}", reason=error.what)


def _version(path: Path, database: Database, rowid: object, url: str, archived: str) -> Iterator[Capture | SkippedFile]:
    query = f"SELECT id, title, summary, created, {archived} FROM entryversion WHERE rowid = ?"
    for number, title, summary, created, kept in database.rows(query, rowid):
        place = f"{path}#entryversion-{text_of(number)}"
        data = summary if isinstance(summary, bytes) else text_of(summary).encode()
        if not data.strip():
            yield SkippedFile(path=place, reason="empty")
            continue
        dates, notes = recorded(text_of(created), DateSource.CAPTURE, f"entryversion {text_of(number)}", universal=True)
        note = (f"The tracker had it archived at {text_of(kept)}.",) if kept else ()
        yield Capture(
            data=data,
            media=PARAGRAPHS,
            source=place,
            story=url,
            title=text_of(title) or None,
            url=url or None,
            dates=dates,
            notes=(*notes, *note),
        )


SOURCE: Final = Source(
    name="diffengine", describes="diffengine's SQLite databases", recognises=_recognises, captures=_captures
)
