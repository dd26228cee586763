"""A query reads the dataset that it is put to and nothing else, and writes nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import storyver
from batching.corpora import contents, text
from storyver.cli import main
from storyver.errors import StoryverError


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a dataset, another one and a file beside it."""
    folder = tmp_path_factory.mktemp("place")
    storyver.batch([[text(1, 1), text(1, 2)]], folder / "out")
    shutil.copytree(folder / "out", folder / "other")
    (folder / "secret.csv").write_text("a\nsecret\n", encoding="utf-8")
    return folder


REFUSED = [
    "COPY (SELECT 1) TO '{place}/new.csv'",
    "COPY changes TO '{place}/out/changes/part-0000.parquet' (FORMAT parquet)",
    "SELECT 1; COPY (SELECT 1) TO '{place}/new.csv'",
    "FROM query('COPY (SELECT 1) TO ''{place}/new.csv''')",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{place}/new.csv'",
    "COPY (PIVOT changes ON kind USING count(*)) TO '{place}/new.csv'",
    "COPY (PIVOT changes ON kind USING count(*)) TO '{place}/out/changes/part-0000.parquet' (FORMAT parquet)",
    "CREATE TABLE mine AS PIVOT changes ON kind USING count(*)",
    "EXPLAIN ANALYZE COPY (PIVOT changes ON kind USING count(*)) TO '{place}/new.csv'",
    "PIVOT changes ON kind USING count(*)); COPY (SELECT 1) TO '{place}/new.csv'; SELECT (1",
    "PIVOT '{place}/secret.csv' ON a USING count(*)",
    "WITH p AS (PIVOT changes ON kind USING count(*)) INSERT INTO versions FROM p",
    "EXPORT DATABASE '{place}/new'",
    "ATTACH '{place}/new.db'",
    "CREATE TABLE mine AS SELECT 1",
    "DROP VIEW changes",
    "FROM '{place}/secret.csv'",
    "FROM read_csv('{place}/secret.csv')",
    "SELECT content FROM read_text('{place}/secret.csv')",
    "SELECT content FROM read_blob('/etc/hostname')",
    "FROM glob('{place}/*')",
    "FROM '{place}/other/changes/part-0000.parquet'",
    "FROM '{place}/out/../other/changes/part-0000.parquet'",
    "FROM '{place}/out/changes/*.parquet'",
    "FROM parquet_metadata('{place}/other/changes/part-0000.parquet')",
    "FROM 'https://www.coast.example/wall.csv'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SET threads = 1",
    "RESET lock_configuration",
    "PRAGMA enable_profiling",
    "CALL enable_logging(storage = 'file', storage_config = {{'path': '{place}/log'}})",
    "FROM enable_logging(storage = 'file', storage_config = {{'path': '{place}/log'}})",
    "FROM duckdb_secrets()",
    "FROM variable_of_the_caller",
]


@pytest.mark.parametrize("sql", REFUSED)
def test_nothing_else_is_read_or_written(sql: str, place: Path) -> None:
    """What would read another file, write one, or open a way to do so is refused, and no file changes."""
    variable_of_the_caller = storyver.query(place / "out", "SELECT 1").to_pandas()
    assert len(variable_of_the_caller) == 1
    before = contents(place)
    with pytest.raises(StoryverError):
        storyver.query(place / "out", sql.format(place=place))
    assert contents(place) == before


@pytest.mark.parametrize("file", ["answer.csv", "changes/answer.csv", "claims/part-0000.parquet", "../link/answer.csv"])
def test_answer_is_not_written_into_the_dataset(file: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The folder holds nothing but what the batch made, by whatever way it is named."""
    if file.startswith("../link"):
        (place / "link").symlink_to(place / "out")
    before = contents(place)
    target = place / "out" / file
    assert main(["query", str(place / "out"), "SELECT 1", "--format", "csv", "-o", str(target)]) == 2
    told = f"{target}: is inside the dataset; give the name of a file outside it with -o\n"
    assert capsys.readouterr().err == told
    assert contents(place) == before


def test_missing_library_is_told_in_one_line(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without DuckDB it is said what to install."""
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.delitem(sys.modules, "storyver.querying.asking", raising=False)
    assert main(["query", str(place / "out"), "SELECT 1"]) == 2
    assert capsys.readouterr() == ("", "duckdb or pyarrow: is not installed; pip install 'storyver[query]'\n")


def test_what_does_not_fit_is_not_written_to_the_disk(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A query that needs more memory than it may take is refused, and leaves nothing behind."""
    monkeypatch.chdir(place)
    before = contents(place)
    with pytest.raises(StoryverError, match=r"needs more than 60 MB; give it more with --memory"):
        storyver.query("out", "FROM range(100000000) ORDER BY hash(range)", memory=60)
    assert contents(place) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no such signal")
def test_endless_query_can_be_stopped(place: Path) -> None:
    """Ctrl-C ends a query that would never end by itself."""
    endless = "WITH RECURSIVE t AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM t) SELECT count(*) FROM t"
    code = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from storyver.cli import main; print('begun', flush=True); sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "query", str(place / "out"), endless]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(3)
        running.send_signal(signal.SIGINT)
        _, error = running.communicate(timeout=60)
    assert (running.returncode, error) == (130, b"")
