"""Each source from its file to the report and through an archive, by the commands alone."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sources.examples import FOLDERS, ROWS, SOURCES, Example
from sources.gathering import TEXTS, Repository
from storyver.cli import main

EXAMPLES: dict[str, Callable[[Path], Example]] = {**SOURCES, **{f"folder of {name}": FOLDERS[name] for name in FOLDERS}}


def run(capsys: pytest.CaptureFixture[str], *command: str, code: int = 0) -> str:
    """What a command prints, which has to end with that code and say nothing else."""
    assert main(command) == code, capsys.readouterr()
    out, err = capsys.readouterr()
    assert err == ""
    return out


def document(capsys: pytest.CaptureFixture[str], *command: str) -> dict[str, Any]:
    """The JSON of a command."""
    found: dict[str, Any] = json.loads(run(capsys, *command, "--format", "json"))
    return found


@pytest.fixture(params=EXAMPLES)
def example(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Example:
    """An example of each source in a folder in which the commands run, its path as a person types it."""
    monkeypatch.chdir(tmp_path)
    made = EXAMPLES[request.param](tmp_path)
    return Example(made.path.relative_to(tmp_path), made.story)


def test_the_archive_tells_the_same(example: Example, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command says the same of a source, of its story in an archive, and of the folder that it is exported to."""
    path, story = str(example.path), example.story
    told = document(capsys, "track", path)
    costs = [one["figure"]["text"] for fact in told["facts"] for one in fact["sightings"] if one["figure"]]
    assert {"£4.2m", "£4.6m"} <= set(costs)
    assert run(capsys, "add", path, "--archive", "s.db").startswith(f"added {len(told['versions'])} (new stories: 1)\n")
    assert [one["name"] for one in document(capsys, "list", "--archive", "s.db")["stories"]] == [story]
    assert run(capsys, "export", story, "-o", "out", "--archive", "s.db") == ""
    for command in ("track", "diff", "check", "audit"):
        directly = document(capsys, command, path)
        kept = document(capsys, command, story, "--archive", "s.db")
        directly.get("story", {}).pop("skipped", None)
        kept.get("story", {}).pop("skipped", None)
        assert kept == directly or (command, story) == ("check", "wall.txt")  # of a file under git that file
    assert document(capsys, "track", "out")["facts"] == told["facts"]
    text = run(capsys, "show", story, "--archive", "s.db")
    last = "last.txt"
    Path(last).write_text(text, encoding="utf-8")
    assert "£" in run(capsys, "blame", last, "--story", story, "--archive", "s.db")
    assert "nothing is damaged" in run(capsys, "verify", "--archive", "s.db")
    assert run(capsys, "add", path, "--archive", "s.db").startswith("added 0\n")


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_may_be_named(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--from`` and ``--named`` give what is found without them; another name is told in one line."""
    path, story = SOURCES[name](tmp_path)
    told = run(capsys, "track", str(path))
    assert run(capsys, "track", str(path), "--from", name) == told
    assert run(capsys, "track", str(path), "--named", story) == told
    assert main(["track", str(path), "--named", "no such story"]) == 2
    assert "holds no version of a story named 'no such story'" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["csv", "jsonl", "parquet"])
def test_columns_may_be_named(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The options for columns reach a table, on the way to the report and to the archive."""
    columns = {"id": "k1", "version": "k2", "date": "k3", "text": "k4"}
    rows = [{columns[key]: value for key, value in row.items()} for row in ROWS]
    path = tmp_path / f"news.{name}"
    if name == "csv":
        file = io.StringIO()
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        path.write_text(file.getvalue(), encoding="utf-8")
    elif name == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    else:
        import pyarrow
        from pyarrow.parquet import write_table

        write_table(pyarrow.Table.from_pylist(rows), path)
    options = [word for key, column in columns.items() for word in (f"--{key}", column)]
    versions = document(capsys, "track", str(path), "--from", name, *options)["versions"]
    assert [(one["number"], one["date"]) for one in versions] == [(n, f"2024-03-{n:02}") for n in (1, 2, 3)]
    archive = ["--archive", str(tmp_path / "s.db")]
    run(capsys, "add", str(path), "--from", name, *options, *archive)
    assert document(capsys, "track", "wall", *archive)["versions"] == versions


def test_a_name_may_be_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two stories whose names differ in slashes alone are told apart, in the default archive too."""
    monkeypatch.chdir(tmp_path)
    rows = [
        {"url": url, "version": version, "text": f"The wall cost £{cost}m."}
        for url, costs in (("https://a.example/wall", (4, 5)), ("https://a.example/wall/", (7, 8)))
        for version, cost in enumerate(costs, start=1)
    ]
    Path("news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    run(capsys, "add", "news.jsonl")
    assert "£5m" in run(capsys, "track", "https://a.example/wall")
    assert "£8m" in run(capsys, "track", "https://a.example/wall/", "--archive", "storyver.db")
    assert "£7m" in run(capsys, "diff", "https://a.example/wall/")


def test_checking_a_file_under_git_checks_that_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that has a history is one version to ``check``, and its history to ``track``."""
    repository = Repository(tmp_path / "news")
    for text in TEXTS:
        repository.commit({"wall.txt": text})
    path = str(repository.folder / "wall.txt")
    assert len(document(capsys, "check", path)["versions"]) == 1
    assert len(document(capsys, "track", path)["versions"]) == len(TEXTS)


MISTAKES = {
    "figures news.csv.gz": "holds versions (tables with a version in each row: CSV, TSV, also packed with gzip), and "
    "is not one; use it as a story",
    "diff news.csv.gz news.csv.gz": "holds versions",
    "add news.csv.gz --named gate": "holds no version of a story named 'gate'; check the path, or name the source",
    "track wall --named gate": "is read by no source, so --named and the options for columns do not apply to it; leave",
    "add wall --id slug": "is read by no source, so --named and the options for columns do not apply to it; leave",
    "track wall --from parquet": "is a folder, not a file; give a file, or use the folder as a story",
}


@pytest.mark.parametrize("command", MISTAKES)
def test_mistakes_are_told(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a source cannot be used for is told in one line, with what to do."""
    monkeypatch.chdir(tmp_path)
    FOLDERS["texts"](tmp_path)
    Path("news.csv.gz").write_bytes(gzip.compress(SOURCES["csv"](tmp_path).path.read_bytes()))
    assert main(command.split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{command.split()[1]}: {MISTAKES[command]}")
    assert err.count("\n") == 1
