"""One version that cannot be read costs no other: it is passed over with the reason, on the command line too."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from sources.gathering import TEXTS, Repository
from sources.trackers import NEWSEDITS_CSV, NOON, SNAPSHOTS, URL, changedetection, diffengine, newsdiffs
from sources.wikis import dump, page, revision
from storyver.cli import main
from web_archives import answer, archive, http, members, record
from web_archives import page as web_page

FIRST, SECOND, THIRD = TEXTS
BINARY = bytes(range(256)) * 4
FOREIGN = "Стена стоила".encode("koi8-r") * 3


def _diffengine(folder: Path) -> Path:
    rows = [(1, "", URL, f"<p>{FIRST}</p>"), (2, "", URL, BINARY), (3, "", URL, f"<p>{SECOND}</p>")]
    return diffengine(folder, [(*row, f"2024-03-0{row[0]} 10:00:00", None, 1) for row in rows])


def _git(folder: Path) -> Path:
    repository = Repository(folder / "news")
    for content in (FIRST, BINARY, SECOND):
        repository.commit({"wall.txt": content})
    return folder / "news" / "wall.txt"


def _mediawiki(folder: Path) -> Path:
    data = dump(page("Wall", *(revision(number, text) for number, text in enumerate((FIRST, "@", SECOND), start=1))))
    (folder / "wall.xml").write_bytes(data.replace(b">@<", b">" + FOREIGN + b"\x00<"))
    return folder / "wall.xml"


def _newsdiffs(folder: Path) -> Path:
    return newsdiffs(folder, contents=(FIRST, BINARY, SECOND), boring=False)[0]


def _newsedits(folder: Path) -> Path:
    (folder / "edits.csv").write_text(NEWSEDITS_CSV["versions"] + "7,3\n", encoding="utf-8")
    return folder / "edits.csv"


def _changedetection(folder: Path) -> Path:
    changedetection(folder / "data", ((NOON + 60, "d.txt.br", brotli.compress(BINARY)), *SNAPSHOTS))
    return folder / "data"


def _csv(folder: Path) -> Path:
    (folder / "news.csv").write_bytes(b"version,text\n1,A wall of 5 m.\n2," + FOREIGN + b"\n3,A wall of 6 m.\n")
    return folder / "news.csv"


def _warc(folder: Path) -> Path:
    damaged = record(http(web_page("£9m"), "Content-Type: text/html\r\nContent-Encoding: gzip\r\n")[:-9])
    damaged = damaged.replace(b"<!DOCTYPE", b"\x1f\x8b" + b"x" * 7)
    whole = archive([answer(web_page("£4.2m"), 1), answer(web_page("£4.6m"), 3)], packed=False)
    (folder / "gates.warc.gz").write_bytes(members(whole) + gzip.compress(damaged))
    return folder / "gates.warc.gz"


BUILT: dict[str, tuple[Callable[[Path], Path], str]] = {
    "changedetection": (_changedetection, "is a binary file, not text"),
    "csv": (_csv, "its text is not UTF-8, UTF-16 or Windows-1252 (byte 0)"),
    "diffengine": (_diffengine, "is a binary file, not text"),
    "git": (_git, "is a binary file, not text"),
    "mediawiki": (_mediawiki, "holds bytes that are no text in UTF-8"),
    "newsdiffs": (_newsdiffs, "is a binary file, not text"),
    "newsedits": (_newsedits, "it has no summary (the row ends at line 4)"),
    "warc": (_warc, "is compressed and broken"),
}


@pytest.mark.parametrize("name", BUILT)
def test_it_is_passed_over(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``track`` lists it and follows the others, ``add`` counts it and keeps the others."""
    build, reason = BUILT[name]
    path = build(tmp_path)
    assert main(["track", str(path)]) == 0, capsys.readouterr().err
    assert reason in " ".join(capsys.readouterr().out.split())
    assert main(["add", str(path), "--archive", str(tmp_path / "s.db")]) == 0
    told = capsys.readouterr().out.splitlines()
    assert int(told[0].split()[1]) >= 2
    assert any(line.startswith(f"  1: {reason}: ") for line in told)


def test_a_file_of_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``add`` keeps the files of a folder around one that is too large."""
    (tmp_path / "wall").mkdir()
    for number, data in enumerate((FIRST.encode(), b"wall " * 4_000_001, SECOND.encode()), start=1):
        (tmp_path / "wall" / f"v{number}.txt").write_bytes(data)
    assert main(["add", str(tmp_path / "wall"), "--archive", str(tmp_path / "s.db")]) == 0
    told = capsys.readouterr().out
    assert told.startswith("added 2 (new stories: 1)\nalready there 0\nskipped 1\n  1: is larger than 20 MB: ")
