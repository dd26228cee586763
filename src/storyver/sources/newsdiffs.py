"""NewsDiffs: its database (SQLite, or a dump as SQL text) with the git store of the texts beside it.

The database says which commit of which file is which version of which address; the file of an address is the address
without its scheme. A database lies in a folder with ``articles``, which is a repository or holds several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from storyver.errors import SourceError
from storyver.model import Capture, DateSource, SkippedFile
from storyver.sources.database import MAGIC, holds, opened_database, text_of
from storyver.sources.folder import leads_out
from storyver.sources.git.repository import repository_at
from storyver.sources.interface import Options, Source
from storyver.sources.media import media_of
from storyver.sources.paths import explain, is_folder, printable
from storyver.sources.recorded import recorded
from storyver.sources.sqldump import Dump

if TYPE_CHECKING:
    from contextlib import ExitStack

    from storyver.sources.git.command import Objects

_NEEDED: Final = {"Articles": ("id", "url"), "version": ("id", "article_id", "v", "title", "date", "boring")}
_NAME: Final = "NewsDiffs database"
_STORE: Final = "articles"
_FIRST_STORE: Final = "old"
"""What the column ``git_dir`` says of texts from before there were several stores."""
_ENDINGS: Final = (".db", ".sqlite", ".sqlite3", ".sql")
_HASH: Final = re.compile(r"[0-9a-f]{7,64}", re.ASCII)
_DUMPED: Final = re.compile(rb"(?:CREATE TABLE|INSERT INTO)[^;(]{0,40}[`\"\[]?Articles\b")
_HEAD: Final = 8192
Row = Mapping[str, str]


def _recognises(path: Path, head: bytes) -> bool:
    if head:
        return _is_database(path, head)
    try:
        return path.is_dir() and (path / _STORE).is_dir() and _database_in(path) is not None
    except OSError:
        return False


def _is_database(path: Path, head: bytes) -> bool:
    return holds(path, head, _NEEDED) or (path.suffix == ".sql" and _DUMPED.search(head) is not None)


def _database_in(folder: Path) -> Path | None:
    try:
        files = sorted(one for one in folder.iterdir() if one.suffix in _ENDINGS and one.is_file())
        for file in files:
            with file.open("rb") as opened_file:
                if _is_database(file, opened_file.read(_HEAD)):
                    return file
    except OSError as error:
        raise explain(error, folder) from None
    return None


def _captures(path: Path, options: Options) -> Iterator[Capture | SkippedFile]:
    """The versions of all articles, or of the one whose address is named, in the order in which they were seen."""
    from contextlib import ExitStack

    file = _database_in(path) if is_folder(path) else path
    if file is None:
        what, remedy = f"holds no {_NAME}", f"give its database, with the folder {_STORE} beside it"
        raise SourceError(what=what, where=printable(path), remedy=remedy)
    articles = {row["id"]: row for row in _rows(file, "Articles")}
    if not articles:
        raise SourceError(what="holds no rows of the table 'Articles'", where=printable(file), remedy="check the file")
    with ExitStack() as stack:
        stores = _Stores(file.parent / _STORE, stack)
        for row in _rows(file, "version"):
            article = articles.get(row["article_id"])
            if article is None:
                yield SkippedFile(
                    path=f"{file}#version-{printable(row['id'])}", reason="of an article that is not in the database"
                )
            elif options.named is None or options.named == article["url"]:
                yield _version(file, row, article, stores)


def _rows(file: Path, table: str) -> Iterator[Row]:
    with file.open("rb") as opened_file:
        is_database = opened_file.read(len(MAGIC)) == MAGIC
    if not is_database:
        for row in Dump(file).rows(table):
            lacking = next((one for one in _NEEDED[table] if one not in row), None)
            if lacking is not None:
                what = f"is no {_NAME}: there is no column {lacking!r} in its table {table!r}"
                raise SourceError(what=what, where=printable(file), remedy="check the file, or name another --from")
            yield {name: value or "" for name, value in row.items()}
        return
    with opened_database(file) as database:
        database.require(_NEEDED, _NAME)
        optional = [one for one in ("git_dir",) if table == "Articles" and one in database.columns(table)]
        columns = (*_NEEDED[table], *optional)
        order = "article_id, date, id" if table == "version" else "id"
        query = f'SELECT {", ".join(columns)} FROM "{table}" ORDER BY {order}'
        for values in database.rows(query):
            yield {name: text_of(value) for name, value in zip(columns, values, strict=True)}


class _Stores:
    """The git stores, each opened once."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._open: dict[Path, Objects] = {}

    def objects(self, git_dir: str, commit: str) -> Objects | str:
        """The objects of the store that an article is in, or why there are none."""
        from storyver.sources.git.command import objects_of, opened

        for folder in self._candidates(git_dir):
            if folder in self._open:
                return self._open[folder]
            repository = None if leads_out(folder, self._folder) else repository_at(folder)
            if repository is not None:
                git = self._stack.enter_context(opened(repository, commit))
                self._open[folder] = self._stack.enter_context(objects_of(git))
                return self._open[folder]
        if not self._open and not self._folder.is_dir():
            what, remedy = "its texts are in a git store, which is not there", "put it there, or link the folder"
            raise SourceError(what=what, where=printable(self._folder), remedy=remedy)
        return f"its git store {printable(git_dir)!r} is not there"

    def _candidates(self, git_dir: str) -> Iterator[Path]:
        if git_dir and "\0" not in git_dir:
            yield self._folder / git_dir
        if not git_dir or git_dir == _FIRST_STORE:
            yield self._folder


def _version(file: Path, row: Row, article: Row, stores: _Stores) -> Capture | SkippedFile:
    from storyver.sources.git.command import read_limited

    place = f"{file}#version-{printable(row['id'])}"
    if row["boring"].casefold() in ("1", "true", "t"):
        return SkippedFile(path=place, reason="marked by the tracker as changed in its date or characters alone")
    if not _HASH.fullmatch(row["v"]):
        return SkippedFile(path=place, reason="names no commit")
    objects = stores.objects(article.get("git_dir", ""), row["v"])
    if isinstance(objects, str):
        return SkippedFile(path=place, reason=objects)
    read: bytes | str = "its address is none"
    for name in _names(article["url"]):
        read = read_limited(objects, f"{row['v']}:{name}")
        if not isinstance(read, str):
            break
    if isinstance(read, str) or not read.strip():
        return SkippedFile(path=place, reason=read if isinstance(read, str) else "empty")
    dates, notes = recorded(row["date"], DateSource.CAPTURE, f"version {printable(row['id'])}")
    return Capture(
        data=read,
        media=media_of(read),
        source=place,
        story=article["url"],
        title=row["title"] or None,
        url=article["url"],
        dates=dates,
        notes=notes,
    )


def _names(url: str) -> Iterator[str]:
    """The names that the tracker has given, over the years, to the file of an address."""
    scheme, mark, rest = url.rstrip("/").partition("://")
    if mark and "\n" not in rest:
        yield rest
        yield f"{scheme}:/{rest}"


SOURCE: Final = Source(
    name="newsdiffs",
    describes="NewsDiffs' database with its git store",
    recognises=_recognises,
    captures=_captures,
)
