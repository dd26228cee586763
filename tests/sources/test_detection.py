"""Which source takes what: by the content of a file or folder, whatever its name. Cases are data for all sources."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from document_files import docx, paragraph, parquet, pdf, printed
from repository import ROOT
from sources.examples import SOURCES
from sources.wikis import WALL, dump, sevenzip
from storyver.errors import SourceError, UsageError
from storyver.sources.detection import source_for, sources
from web_archives import answer, archive, page

CASES: list[dict[str, Any]] = tomllib.loads(
    (ROOT / "tests" / "cases" / "sources" / "detection.toml").read_text(encoding="utf-8")
)["case"]


MADE: dict[str, Callable[[], bytes]] = {
    "long line of JSON": lambda: json.dumps({"id": 1, "date": "2022", "text": "A wall. " * 5000}).encode(),
    "JSON lines in UTF-16": lambda: '{"id": 1, "text": "A wall."}\n'.encode("utf-16"),
    "packed JSON lines": lambda: gzip.compress(b'{"id": 1, "text": "A wall."}\n' * 500),
    "long cell of CSV": lambda: b'id,text\n1,"' + b"A wall, and a door.\n" * 2000 + b'"\n',
    "CSV in UTF-16": lambda: "id\ttext\r\n1\tA wall.\r\n".encode("utf-16"),
    "packed CSV": lambda: gzip.compress(b"id,text\n1,A wall.\n"),
    "packed article": lambda: gzip.compress(b"The wall cost a lot, they say, and more."),
    "Parquet": parquet,
    "PDF": lambda: pdf([printed(["A wall."])]),
    "Word document": lambda: docx(paragraph("A wall.")),
    "plain WARC": lambda: archive([answer(page())], packed=False),
    "dump": lambda: dump(WALL),
    "dump packed with bzip2": lambda: bz2.compress(dump(WALL)),
    "dump packed with 7z": lambda: sevenzip(dump(WALL)),
    "noise": lambda: b"".join(hashlib.sha256(bytes([number])).digest() for number in range(200)),
}


def moved(path: Path, name: str | None) -> Path:
    """A file under another name, if there is one."""
    return path if name is None else path.rename(path.with_name(name))


def make(case: dict[str, Any], folder: Path) -> Path:
    """The file or folder of a case."""
    if "files" in case:
        story = folder / "story"
        story.mkdir()
        for name, text in case["files"].items():
            (story / name).parent.mkdir(parents=True, exist_ok=True)
            (story / name).write_text(text, encoding="utf-8")
        return story
    if "example" in case:
        return moved(SOURCES[case["example"]](folder).path, case.get("file"))
    path: Path = folder / case["file"]
    if "made" in case:
        path.write_bytes(MADE[case["made"]]())
    else:
        path.write_bytes(case["bytes"].encode("latin-1") if "bytes" in case else case["text"].encode())
    return path


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_which_source_takes_it(case: dict[str, Any], tmp_path: Path) -> None:
    """A file or folder is taken by the source that its content shows, or by none."""
    found = source_for(make(case, tmp_path))
    assert (found and found.name) == case.get("source")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_no_two_sources_take_it(case: dict[str, Any], tmp_path: Path) -> None:
    """No source takes what is another's, so that their order does not matter; but some tables are a tracker's."""
    path = make(case, tmp_path)
    head = path.read_bytes()[:8192] if path.is_file() else b""
    taken = [source.name for source in sources() if source.recognises(path, head)]
    special = [name for name in taken if name not in ("csv", "jsonl", "parquet")]
    assert (special or taken) == ([case["source"]] if "source" in case else [])


def test_every_source_has_a_name_of_its_own() -> None:
    """Names are distinct, and each source says what it reads."""
    found = list(sources())
    assert len({source.name for source in found}) == len(found)
    assert all(source.name.islower() and source.describes for source in found)


def test_every_source_has_cases() -> None:
    """Each source that reads a file or folder takes one of the cases."""
    assert {source.name for source in sources()} == {case["source"] for case in CASES if "source" in case}


def test_a_source_that_nobody_has(tmp_path: Path) -> None:
    """A name that no source has is told with those that there are."""
    with pytest.raises(UsageError, match=r"tapestry: no source has that name; use one of .*jsonl"):
        source_for(tmp_path, "tapestry")


def test_what_is_not_there(tmp_path: Path) -> None:
    """A path that leads nowhere is told as everywhere else."""
    with pytest.raises(SourceError, match="no such file or folder"):
        source_for(tmp_path / "none")


def test_no_source_imports_a_library_to_recognise(tmp_path: Path) -> None:
    """All sources are asked about an article without a library of any of them being loaded."""
    import subprocess
    import sys

    (tmp_path / "wall.txt").write_text("The wall cost £4.2m.\n", encoding="utf-8")
    code = (
        "import sys\nfrom pathlib import Path\nfrom storyver.sources.detection import source_for\n"
        f"assert source_for(Path({str(tmp_path / 'wall.txt')!r})) is None\nprint(*sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    roots = {name.partition(".")[0] for name in done.stdout.split()}
    assert roots & {"pyarrow", "pypdf", "docx", "lxml", "defusedxml", "dateutil", "numpy", "sqlite3"} == set()
