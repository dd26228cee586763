"""What a batch reads: any source, archives, folders of either, and stories that a program gives."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import storyver
from batching.corpora import contents, rows, table, text, write_lines
from repository import ROOT
from sources.wikis import WALL, dump
from storyver.cli import main

NAMES = ("versions", "claims", "changes", "facts")


def without_places(out: Path) -> dict[str, list[dict[str, object]]]:
    """The tables without what says where versions were read."""
    places = {"source", "notes", "date_evidence", "dates"}
    return {
        name: [{key: value for key, value in row.items() if key not in places} for row in table(out, name)]
        for name in NAMES
    }


def test_tables_of_all_kinds_give_the_same(tmp_path: Path) -> None:
    """JSONL, CSV and Parquet with the same rows, whole or in several files, make the same dataset."""
    told = list(rows(5))
    write_lines(tmp_path / "lines.jsonl", told)
    pq.write_table(pa.Table.from_pylist(told), tmp_path / "walls.parquet")
    with (tmp_path / "walls.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(told[0]))
        writer.writeheader()
        writer.writerows(told)
    (tmp_path / "parts").mkdir()
    for number in range(3):
        write_lines(tmp_path / "parts" / f"{number}.jsonl", told[number * 5 : number * 5 + 5])
    found = []
    for name in ("lines.jsonl", "walls.parquet", "walls.csv", "parts"):
        storyver.batch(tmp_path / name, tmp_path / "out" / name)
        found.append(without_places(tmp_path / "out" / name))
    assert found[1:] == found[:1] * 3
    assert {row["outlet"] for row in found[0]["versions"]} == {f"coast{number}.example" for number in range(3)}


def test_scattered_stories_are_put_together(tmp_path: Path) -> None:
    """Rows of a story far apart, in several inputs: it is one story; kept apart, there is one for each input."""
    told = list(rows(4, versions=2))
    paths = [write_lines(tmp_path / f"{number}.jsonl", told[number * 4 : number * 4 + 4]) for number in range(2)]
    assert storyver.batch(paths, tmp_path / "together").stories == 4
    made = storyver.batch(paths, tmp_path / "apart", apart=True)
    assert (made.stories, made.rows["versions"]) == (8, 8)
    assert len({row["story_id"] for row in table(tmp_path / "apart", "versions")}) == 8


def test_columns_are_named(tmp_path: Path) -> None:
    """The options of other commands name a table's columns; --outlet names that of the publisher."""
    told = [{"key": "wall", "words": text(1, number), "paper": "The Coast", "no": number} for number in (1, 2)]
    source = write_lines(tmp_path / "walls.jsonl", told)
    options = ["--id", "key", "--text", "words", "--version", "no", "--outlet", "paper"]
    assert main(["batch", str(source), "-o", str(tmp_path / "out"), *options]) == 0
    found = table(tmp_path / "out", "versions")
    assert [(row["story"], row["number"], row["outlet"]) for row in found] == [
        ("wall", 1, "The Coast"),
        ("wall", 2, "The Coast"),
    ]
    columns = {"id": "key", "text": "words", "version": "no", "outlet": "paper"}
    storyver.batch(source, tmp_path / "again", columns=columns)
    assert contents(tmp_path / "again") == contents(tmp_path / "out")


def test_archive_gives_its_stories(tmp_path: Path) -> None:
    """The stories of an archive, with the texts that were read when they were added."""
    source = write_lines(tmp_path / "walls.jsonl", rows(3))
    assert main(["add", str(source), "--archive", str(tmp_path / "walls.db")]) == 0
    storyver.batch(source, tmp_path / "table")
    storyver.batch(tmp_path / "walls.db", tmp_path / "archive")
    assert without_places(tmp_path / "archive") == without_places(tmp_path / "table")


def test_dump_of_a_wiki_gives_its_pages(tmp_path: Path) -> None:
    """Each page of a MediaWiki dump is a story."""
    path = tmp_path / "wiki.xml"
    path.write_bytes(dump(WALL))
    storyver.batch(path, tmp_path / "out")
    found = [(row["story"], row["date"], row["outlet"]) for row in table(tmp_path / "out", "versions")]
    assert found == [
        ("Harbour wall", "2024-03-01T10:00Z", "wiki.example.org"),
        ("Harbour wall", "2024-03-02T11:30Z", "wiki.example.org"),
    ]


def test_folder_of_anything_is_gone_through(tmp_path: Path) -> None:
    """Folders of versions, tables, and folders of both; what no source reads is told, hidden files are left alone."""
    shutil.copytree(ROOT / "corpus" / "ferry-sinking", tmp_path / "all" / "deep" / "ferry-sinking")
    shutil.copytree(ROOT / "corpus" / "ferry-sinking", tmp_path / "all" / "ferry-sinking")
    write_lines(tmp_path / "all" / "walls.jsonl", rows(2))
    (tmp_path / "all" / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "all" / ".hidden").write_bytes(b"")
    made = storyver.batch(tmp_path / "all", tmp_path / "out")
    assert made.stories == 4
    told = [row for row in table(tmp_path / "out", "skipped") if row["scope"] == "input"]
    assert [(Path(row["source"]).name, row["reason"]) for row in told] == [("picture.jpg", "no source reads it")]


def test_program_gives_stories(tmp_path: Path) -> None:
    """Stories, lists of versions and paths, one after the other; two stories of one name are two."""
    wall = storyver.read(ROOT / "corpus" / "ferry-sinking")
    given: list[Any] = [wall, [text(1, 1), text(1, 2)], ROOT / "corpus" / "fraud-trial-sentence", wall]
    made = storyver.batch(iter(given), tmp_path / "out")
    assert (made.stories, made.failed) == (4, 0)
    found = table(tmp_path / "out", "versions")
    ferries = [row for row in found if row["story"] == wall.id]
    assert len(ferries) == 2 * len(wall.versions)
    assert len({row["story_id"] for row in ferries}) == 2


def test_ids_stay_whatever_is_beside_them(tmp_path: Path) -> None:
    """A story's rows are the same in a dataset of other stories."""
    third = [row for row in rows(9) if row["story"] == "wall 3"]
    storyver.batch(write_lines(tmp_path / "few.jsonl", third), tmp_path / "a")
    storyver.batch(write_lines(tmp_path / "all.jsonl", rows(9)), tmp_path / "b")
    few, every = without_places(tmp_path / "a"), without_places(tmp_path / "b")
    (name,) = {row["story_id"] for row in few["versions"]}
    assert few == {key: [row for row in told if row["story_id"] == name] for key, told in every.items()}


def test_names_that_are_no_unicode_are_escaped(tmp_path: Path) -> None:
    """The name of a file may be any bytes; the dataset has an escape for what is no character."""
    folder = tmp_path / "wall"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"wall\udcff{number}.txt").write_text(text(1, number), encoding="utf-8")
    made = storyver.batch(folder, tmp_path / "out")
    assert (made.stories, made.failed) == (1, 0)
    assert table(tmp_path / "out", "versions")[0]["source"].endswith("wall\\udcff1.txt")


@pytest.mark.parametrize("name", ["missing", "hollow", "bare.csv"])
def test_input_that_cannot_be_read_begins_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told before anything is begun, also behind one that can be read."""
    (tmp_path / "hollow").mkdir()
    (tmp_path / "bare.csv").write_text("a,b\n1,One wall.\n", encoding="utf-8")
    source = write_lines(tmp_path / "walls.jsonl", rows(2))
    assert main(["batch", str(source), str(tmp_path / name), "-o", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path / name}: ")
    assert not (tmp_path / "out").exists()


def test_manifest_names_the_inputs(tmp_path: Path) -> None:
    """So that it is known later on of what the dataset was made."""
    source = write_lines(tmp_path / "walls.jsonl", rows(1))
    storyver.batch(source, tmp_path / "out")
    assert json.loads((tmp_path / "out" / "manifest.json").read_bytes())["inputs"]["paths"] == [str(source)]
