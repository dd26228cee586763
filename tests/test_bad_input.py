"""What cannot be used is told in one line that says what, where and what to do; what is merely odd is read rightly."""

from __future__ import annotations

import gzip
import io
import json
import re
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from document_files import docx, paragraph, pdf
from repository import ROOT
from storyver.batching.code import made_with
from storyver.batching.schema import FORMAT, TABLES, schema
from storyver.cli import main
from storyver.model import BatchOptions
from web_archives import zipped

CASES: list[dict[str, str]] = tomllib.loads(
    (ROOT / "tests" / "cases" / "bad_input" / "bad_input.toml").read_text(encoding="utf-8")
)["case"]

GOOD = "Version 1 of 2.\n\nThe wall cost £4.2m and took 14 months to build.\n".encode()
BETTER = "Version 2 of 2.\n\nThe wall cost £4.6m and took 14 months to build.\n".encode()
MEGABYTE = 1_000_000


def begun(**told: dict[str, Any]) -> bytes:
    """The manifest of a dataset that was begun with something else."""
    same = {"made_with": made_with(), "options": asdict(BatchOptions()), "inputs": {"files": "others"}}
    return json.dumps({"schema": FORMAT, "complete": False, **same, **told}).encode()


def listing(*files: str) -> bytes:
    """The manifest of a complete dataset with some files."""
    return json.dumps({"schema": FORMAT, "complete": True, "parts": [{"file": file} for file in files]}).encode()


def dataset() -> dict[str, bytes]:
    """The files of a dataset without rows."""
    files: dict[str, bytes] = {"manifest.json": listing(*(f"{table}/part-0000.parquet" for table in TABLES))}
    for table in TABLES:
        written = io.BytesIO()
        pq.write_table(schema(table).empty_table(), written)
        files[f"{table}/part-0000.parquet"] = written.getvalue()
    return files


def described(**told: Any) -> bytes:
    """The description of a trained pipeline."""
    return json.dumps({"lang": "en", "name": "harbour", "version": "1.0", **told}).encode()


def configured(*components: str) -> bytes:
    """The configuration of one with these components."""
    parts = "".join(f'[components.{one}]\nfactory = "{one}"\n' for one in components)
    return f'[nlp]\nlang = "en"\npipeline = {json.dumps(components)}\n{parts}'.encode()


INPUTS: dict[str, dict[str, bytes]] = {
    "good.txt": {"": GOOD},
    "better.txt": {"": BETTER},
    "empty.txt": {"": b""},
    "blank.txt": {"": "\ufeff \r\n\u00a0\t\n".encode()},
    "binary.txt": {"": bytes(range(256)) * 40},
    "undecodable.txt": {"": b"The wall cost \xa3\x81\x8d\x8f\x90\x9d and \xf0\x28\x8c\x28 of stone.\n"},
    "half.txt": {"": "\ufeffA wall.".encode("utf-16-le") + b"\x00"},
    "hollow": {},
    "pictures": {"wall.jpg": b"\xff\xd8\xff", "README.md": b"Pictures of the wall.\n"},
    "single": {"1.txt": GOOD},
    "hole": {"1.txt": GOOD, "2.txt": b"\n"},
    "pair": {"1.txt": GOOD, "2.txt": BETTER},
    "twice": {"a.txt": b"Version 3 of 9.\n\nOne wall.\n", "b.txt": b"Version 3 of 9.\n\nTwo walls.\n"},
    "texts.csv": {"": b"id,text,body\n1,One wall.,Two walls.\n"},
    "columns.csv": {"": b"a,b\n1,One wall.\n"},
    "stories.csv": {"": b"id,text\nwall,One wall.\nferry,One ferry.\n"},
    "rows.jsonl": {"": b'{"id": "wall", "text": ""}\n'},
    "bomb.csv.gz": {"": gzip.compress(b"id,text\n1," + b"0" * 30_000_000)},
    "torn.csv.gz": {"": gzip.compress(b"id,text\n1,One wall.\n")[:-9]},
    "torn.parquet": {"": b"PAR1" + bytes(40) + b"PAR1"},
    "torn.pdf": {"": b"%PDF-1.4\n"},
    "scan.pdf": {"": pdf([b"0 0 9 9 re f"])},
    "torn.docx": {"": docx(paragraph("One wall."))[:-30]},
    "bomb.docx": {"": docx("", parts={"word/media/a.png": bytes(30_000_000)})},
    "locked.docx": {"": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)},
    "broken": {"1.txt": GOOD, "story.toml": b"title is The wall\n"},
    "attack.xml": {"": b'<!DOCTYPE mediawiki [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><mediawiki>&b;</mediawiki>'},
    "cut.xml": {"": b"<mediawiki><page><title>Wall</title>"},
    "cut.xml.gz": {"": gzip.compress(b"<mediawiki><page>" + b"<title>Wall</title>" * 9)[:-12]},
    "answer.json": {"": b'{"query": 1, "pages": [], "revisions": []}'},
    "newsdiffs.sql": {"": b'CREATE TABLE "Articles" ("id" integer, "url" text);\n'},
    "edits.csv": {"": b"entry_id,version,num_versions,summary\n7,1\n"},
    "deep.html": {"": b"<html><body>" + b"<div>" * 20_000 + b"The wall cost 5m."},
    "tags.html": {"": b"<html><body>" + b"<b>" * 100_000 + b"The wall cost 5m."},
    "hollow.html": {"": b"<!DOCTYPE html><html><head><title>The wall</title></head><body></body></html>"},
    "cut.warc.gz": {"": gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n" + bytes(range(256)) * 9)[:-99]},
    "cut.wacz": {"": zipped({"archive/a.warc": b"WARC/1.0\r\n"})[:-9]},
    "gold": {"1.txt": GOOD, "gold.json": b'{"schema": "storyver/gold/1",\n "figures": [{"version": "1.txt"}]}'},
    "torn": {"1.txt": GOOD, "gold.json": b'{"schema": "storyver/gold/1",\n "figures": '},
    "right": {"1.txt": GOOD, "2.txt": BETTER, "gold.json": b'{"schema": "storyver/gold/1"}'},
    "other.zip": {"": zipped({"wall.txt": b"One wall."})},
    "begun": {"manifest.json": begun(made_with={"code": "another"})},
    "unlike": {"manifest.json": begun(options={"keep_text": True})},
    "elsewhere": {"manifest.json": begun()},
    "unfinished": {"manifest.json": b'{"schema": "storyver/dataset/1", "complete": false}'},
    "future": {"manifest.json": b'{"schema": "storyver/dataset/9", "complete": true}'},
    "robbed": {"manifest.json": listing("changes/part-0000.parquet")},
    "leading": {"manifest.json": listing("../good.txt")},
    "dataset": dataset(),
    "undescribed": {"config.cfg": configured("parser", "ner")},
    "misdescribed": {"meta.json": b"[1", "config.cfg": configured("parser", "ner")},
    "nameless": {"meta.json": described(name=""), "config.cfg": configured("parser", "ner")},
    "german": {"meta.json": described(lang="de"), "config.cfg": configured("parser", "ner")},
    "flat": {"meta.json": described(), "config.cfg": configured("ner")},
    "genes": {"meta.json": described(labels={"ner": ["GENE"]}), "config.cfg": configured("parser", "ner")},
    "aged": {"meta.json": described(spacy_version="<2"), "config.cfg": configured("parser", "ner")},
    "gutted": {"meta.json": described(), "config.cfg": configured("parser", "ner")},
    "astray": {"1.txt": GOOD, "story.toml": b'[[versions]]\nfile = "9.txt"\n'},
}
"""Small files by their names, and folders with what they hold. The two large ones are made where they are used."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An otherwise empty folder with the inputs, in which the commands run."""
    for name, content in INPUTS.items():
        if "" in content:
            (tmp_path / name).write_bytes(content[""])
            continue
        (tmp_path / name).mkdir()
        for inner, data in content.items():
            (tmp_path / name / inner).parent.mkdir(exist_ok=True)
            (tmp_path / name / inner).write_bytes(data)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("STORYVER_CONTACT", raising=False)
    return tmp_path


def make_fifty_megabytes(path: Path) -> None:
    """An article's paragraph over and over."""
    line = b"The wall cost \xc2\xa34.2m and took 14 months to build.\n"
    path.write_bytes(line * (50 * MEGABYTE // len(line) + 1))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_one_line_and_exit_2(case: dict[str, str], here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command ends with 2 and its one line, prints nothing else, and leaves every file as it was."""
    if "fifty.txt" in case["command"]:
        make_fifty_megabytes(here / "fifty.txt")
    before = contents(here)
    assert main(case["command"].split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(".*".join(map(re.escape, case["error"].split("…"))) + "\n", err), err
    assert contents(here) == before


def test_unwritable_folder_is_told(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A write that fails half-way leaves the old report as it was, no partial file, and one line."""
    (here / "report.md").write_bytes(b"the old report")
    before = contents(here)

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    assert main(["figures", "good.txt", "--format", "markdown", "-o", "report.md"]) == 2
    error = "report.md: cannot be written (No space left on device); choose another place with -o\n"
    assert capsys.readouterr() == ("", error)
    assert contents(here) == before


def run_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """The JSON of a command that has to succeed."""
    assert main([*arguments, "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    document: dict[str, Any] = json.loads(out)
    return document


LONG_LINES: dict[str, bytes] = {
    "letters": b"a" * 5 * MEGABYTE,
    "digits": b"9" * 5 * MEGABYTE,
    "brackets": b"(" * MEGABYTE,
    "quotation marks": "“".encode() * (MEGABYTE // 3),
}
"""A line without a space. Brackets and quotation marks, each of which could open something, take longer to read."""


@pytest.mark.parametrize("name", LONG_LINES)
def test_long_line_without_a_space_has_no_figure(name: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Megabytes in one line without a space are read, and nothing in them is called a figure."""
    (here / "line.txt").write_bytes(LONG_LINES[name])
    assert run_json(capsys, "figures", "line.txt")["figures"] == []


@pytest.mark.parametrize("name", LONG_LINES)
def test_long_line_is_compared(name: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An article against a line of megabytes: its figures are gone, and nothing else is claimed of them."""
    (here / "line.txt").write_bytes(LONG_LINES[name])
    changes = run_json(capsys, "diff", "good.txt", "line.txt")["changes"]
    figures = [(one["kind"], one["old"]["figure"]["text"]) for one in changes if one["old"] and one["old"]["figure"]]
    assert figures == [("removed", "£4.2m"), ("removed", "14 months")]


def test_long_line_beside_an_article_leaves_its_figures(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An article's figures are read as ever where a line of five megabytes stands below them."""
    (here / "line.txt").write_bytes(GOOD + b"\n" + b"a" * 5 * MEGABYTE)
    figures = run_json(capsys, "figures", "line.txt")["figures"]
    assert [figure["text"] for figure in figures] == ["£4.2m", "14 months"]


@pytest.mark.usefixtures("here")
def test_story_of_the_same_text_has_no_change(capsys: pytest.CaptureFixture[str]) -> None:
    """A version against itself is no error: nothing changed."""
    document = run_json(capsys, "diff", "good.txt", "good.txt")
    assert document["factual"] == 0
    assert {change["kind"] for change in document["changes"]} == {"unchanged"}
