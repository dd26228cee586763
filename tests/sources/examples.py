"""The same story of three versions as each source keeps it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from document_files import docx, paragraph, pdf, printed
from sources.gathering import TEXTS, Repository
from sources.trackers import EDITS as NEWSEDITS_ROWS
from sources.trackers import (
    ENTRIES,
    NEWSEDITS,
    URL,
    changedetection,
    database,
    diffengine,
    newsdiffs,
)
from sources.wikis import dump, page, revision
from web_archives import answer, archive, zipped
from web_archives import page as web_page

COSTS = ("£4.2m", "£4.6m", "£5.1m")
ROWS = [
    {"id": "wall", "version": number, "date": f"2024-03-{number:02}", "text": text}
    for number, text in enumerate(TEXTS, start=1)
]


class Example(NamedTuple):
    """Where a source's example is."""

    path: Path
    story: str
    """The story's name in an archive, which ``--named`` takes where the source has names."""


def _written(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def _warc() -> bytes:
    return archive(answer(web_page(cost), number) for number, cost in enumerate(COSTS, start=1))


def _of_warc(folder: Path) -> Example:
    return Example(_written(folder / "gates.warc.gz", _warc()), "coast.example/news/lock-gates")


def _of_wacz(folder: Path) -> Example:
    data = zipped({"archive/data.warc.gz": _warc(), "datapackage.json": b"{}"})
    return Example(_written(folder / "gates.wacz", data), "coast.example/news/lock-gates")


def _of_git(folder: Path) -> Example:
    repository = Repository(folder / "news")
    for text in TEXTS:
        repository.commit({"wall.txt": text})
    return Example(folder / "news" / "wall.txt", "wall.txt")


def _of_mediawiki(folder: Path) -> Example:
    made = [revision(number, text, f"2024-03-{number:02}T10:00:00Z") for number, text in enumerate(TEXTS, start=1)]
    return Example(_written(folder / "wall.xml", dump(page("Harbour wall", *made))), "Harbour wall")


def _of_newsdiffs(folder: Path) -> Example:
    (folder / "data").mkdir()
    newsdiffs(folder / "data")
    return Example(folder / "data", "http://news.example.org/wall/")


def _of_newsedits(folder: Path) -> Example:
    return Example(database(folder / "edits.db", NEWSEDITS, {"entryversion": NEWSEDITS_ROWS}), URL)


def _of_diffengine(folder: Path) -> Example:
    return Example(diffengine(folder, [one for one in ENTRIES if one[2] == URL]), URL)


def _of_changedetection(folder: Path) -> Example:
    return Example(changedetection(folder / "datastore"), URL)


def _of_jsonl(folder: Path) -> Example:
    return Example(_written(folder / "news.jsonl", "".join(json.dumps(row) + "\n" for row in ROWS)), "wall")


def _of_csv(folder: Path) -> Example:
    path = folder / "news.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(ROWS[0]))
        writer.writeheader()
        writer.writerows(ROWS)
    return Example(path, "wall")


def _of_parquet(folder: Path) -> Example:
    import pyarrow
    from pyarrow.parquet import write_table

    rows: list[dict[str, Any]] = list(ROWS)
    write_table(pyarrow.Table.from_pylist(rows), folder / "news.parquet")
    return Example(folder / "news.parquet", "wall")


SOURCES: dict[str, Callable[[Path], Example]] = {
    "changedetection": _of_changedetection,
    "csv": _of_csv,
    "diffengine": _of_diffengine,
    "git": _of_git,
    "jsonl": _of_jsonl,
    "mediawiki": _of_mediawiki,
    "newsdiffs": _of_newsdiffs,
    "newsedits": _of_newsedits,
    "parquet": _of_parquet,
    "wacz": _of_wacz,
    "warc": _of_warc,
}
"""By the source's name."""


def _folder(folder: Path, files: dict[str, bytes]) -> Example:
    (folder / "wall").mkdir()
    for name, data in files.items():
        (folder / "wall" / name).write_bytes(data)
    return Example(folder / "wall", "wall")


FOLDERS: dict[str, Callable[[Path], Example]] = {
    "texts": lambda folder: _folder(folder, {f"v{n}.txt": text.encode() for n, text in enumerate(TEXTS, start=1)}),
    "pages": lambda folder: _folder(folder, {f"v{n}.html": web_page(cost) for n, cost in enumerate(COSTS, start=1)}),
    "documents": lambda folder: _folder(
        folder,
        {
            "v1.docx": docx(paragraph(TEXTS[0].strip())),
            "v2.pdf": pdf([printed([TEXTS[1].strip()])]),
            "v3.md": TEXTS[2].encode(),
            "v4.html": web_page("£5.2m"),
        },
    ),
}
"""Stories as folders, by what is in them."""
