"""The files of a dataset that is complete, as its manifest lists them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from storyver.batching.place import MANIFEST, read_json
from storyver.errors import QueryError

_FILE: Final = re.compile(r"(?P<table>[a-z]+)/part-[0-9a-z]+\.parquet")
"""A part's file; nothing that would lead out of the dataset."""


def parts_of(out: Path, schema: str, tables: tuple[str, ...]) -> dict[str, list[Path]]:
    """For each table its files.

    Raises:
        QueryError: The folder is no dataset of this schema, or not a complete one.
    """
    manifest = _manifest(out)
    if manifest.get("schema") != schema:
        raise QueryError(what="is a dataset of another version of storyver", where=str(out), remedy="make it anew")
    if manifest.get("complete") is not True:
        raise QueryError(what="is not complete", where=str(out), remedy="run its storyver batch again, which goes on")
    found: dict[str, list[Path]] = {table: [] for table in tables}
    try:
        for part in manifest["parts"]:
            named = _FILE.fullmatch(part["file"])
            found[named["table"] if named else ""].append(out.absolute() / part["file"])
    except (KeyError, TypeError) as error:
        raise _no_dataset(out) from error
    for path in (path for paths in found.values() for path in paths):
        if not path.is_file():
            raise QueryError(what="is missing from the dataset", where=str(path), remedy="make the dataset anew")
    if not all(found.values()):
        raise _no_dataset(out)
    return found


def _manifest(out: Path) -> dict[str, Any]:
    if not out.exists():
        raise QueryError(what="no such file or folder", where=str(out), remedy="check the path")
    try:
        manifest = read_json(out / MANIFEST)
    except (NotADirectoryError, ValueError, RecursionError) as error:
        raise _no_dataset(out) from error
    if not isinstance(manifest, dict):
        raise _no_dataset(out)
    return manifest


def _no_dataset(out: Path) -> QueryError:
    return QueryError(what="is no dataset", where=str(out), remedy="give the folder that storyver batch made with -o")
