"""Small corpora for the tests of batches, and datasets as plain values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

Row = dict[str, Any]


def text(story: int, version: int) -> str:
    """An article about a wall whose cost rises from version to version."""
    return (
        f"The harbour wall of village {story} cost £{story + version}.{version}m, the council said.\n\n"
        f"It took {10 + version} months to build and protects {400 + story} houses.\n"
    )


def rows(stories: int, versions: int = 3) -> Iterator[Row]:
    """The rows of a table whose stories are scattered: all first versions, then all second ones."""
    for version in range(1, versions + 1):
        for story in range(stories):
            yield {
                "story": f"wall {story}",
                "version": version,
                "date": f"2024-0{version}-11",
                "text": text(story, version),
                "url": f"https://www.coast{story % 3}.example/{story}",
            }


def write_lines(path: Path, told: Iterable[Row]) -> Path:
    """A table as lines of JSON."""
    path.write_text("".join(f"{json.dumps(row)}\n" for row in told), encoding="utf-8")
    return path


def contents(out: Path) -> dict[str, str]:
    """A hash of each file of a dataset, its manifest but for where its inputs are."""
    found = {}
    for path in sorted(out.rglob("*")):
        if path.is_file():
            found[path.relative_to(out).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def table(out: Path, name: str) -> list[Row]:
    """The rows of a table, all its parts one after the other."""
    return [row for path in sorted((out / name).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def manifest(out: Path) -> Row:
    """The dataset's manifest."""
    found: Row = json.loads((out / "manifest.json").read_text(encoding="ascii"))
    return found
