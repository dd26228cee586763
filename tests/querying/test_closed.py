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
