"""The benchmarks are no tests, and still run."""

from __future__ import annotations

import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

from benchmarks.costs.texts import Writer
from benchmarks.showing.levels import Level, Segment, judge
from repository import ROOT

BENCHMARKS = ROOT / "tests" / "benchmarks"


def test_benchmarks_are_not_collected(request: pytest.FixtureRequest) -> None:
    """No file of the benchmarks has a name that pytest collects."""
    patterns = request.config.getini("python_files")
    collected = [path for path in BENCHMARKS.rglob("*.py") if any(fnmatch(path.name, one) for one in patterns)]
    assert collected == []


def test_benchmark_of_the_figures_runs_without_peers() -> None:
    """The benchmark of the figure reader measures storyver alone on a few sentences."""
    command = [sys.executable, str(BENCHMARKS / "figures.py"), "--quick"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "20 sentences" in done.stdout
    assert "| storyver " in done.stdout
    assert "quantulum3" not in done.stdout


def test_benchmark_of_batches_runs() -> None:
    """The benchmark of batches measures processes here on a few stories."""
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / "batch.py"), "--quick"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert "| 2 processes | 24 |" in done.stdout


def test_benchmark_of_queries_runs() -> None:
    """The benchmark of queries asks a small dataset that is made up each ready question."""
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / "query.py"), "--quick"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert "| outlets-by-correction-rate | 5 |" in done.stdout


def test_benchmark_says_which_peer_could_not_be_measured(tmp_path: Path) -> None:
    """A peer that cannot be started is listed with the reason and without figures."""
    nowhere = str(tmp_path / "python")
    command = [sys.executable, str(BENCHMARKS / "figures.py"), "--quick", "--peers", nowhere]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if line.startswith(("| quantulum3", "| Recognizers-Text"))]
    assert len(rows) == 2
    assert all("not measured: [Errno 2]" in row and nowhere in row for row in rows)


def test_benchmark_of_the_traps_runs_without_peers_and_its_pages_are_up_to_date() -> None:
    """The benchmark of the traps measures storyver alone, and the pages on it give storyver's figures as they are."""
    command = [sys.executable, str(BENCHMARKS / "traps.py")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "| redlines | not measured: not asked for" in done.stdout
    page = (ROOT / "docs" / "why" / "traps.md").read_text(encoding="utf-8")
    ours = [line for line in done.stdout.splitlines() if line.startswith(("| storyver", "| of"))]
    assert len(ours) == 4
    assert [line for line in ours if line not in page] == []
    assert ours[0] in (ROOT / "docs" / "why" / "compared.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("segments", "fact", "level"),
    [
        ([("=", "It has "), ("-", "30"), ("+", "31"), ("=", " guns.")], ("30", "31"), Level.NAMES),
        ([("=", "It has "), ("-", "30 guns."), ("+", "31 guns.")], ("30", "31"), Level.NAMES),
        ([("=", "It has "), ("-", "30"), ("=", " "), ("+", "31"), ("=", " guns.")], ("30", "31"), Level.NAMES),
        ([("=", "It has 3"), ("-", "0"), ("+", "1"), ("=", " guns.")], ("30", "31"), Level.FRAGMENTS),
        ([("=", "It cost $1"), ("-", "."), ("=", "5bn.")], ("$1.5bn", "$15bn"), Level.FRAGMENTS),
        ([("-", "It has 30 guns."), ("+", "There are 31 guns.")], ("30", "31"), Level.BLOCK),
        ([("-", "It has 30 guns."), ("=", " It is old. "), ("+", "It has 31 guns.")], ("30", "31"), Level.BLOCK),
        ([("=", "It has 30 guns. It is "), ("-", "old."), ("+", "new.")], ("30", "31"), Level.HIDES),
        ([("=", "It will "), ("+", "not "), ("=", "sail.")], ("will sail", "will not sail"), Level.NAMES),
        (
            [("=", "It "), ("-", "will"), ("+", "will not"), ("=", " sail.")],
            ("will sail", "will not sail"),
            Level.NAMES,
        ),
    ],
)
def test_level_of_what_a_tool_shows(segments: list[Segment], fact: tuple[str, str], level: Level) -> None:
    """A fact is named by one mark that holds it and nothing else; less than that is a block, fragments or nothing."""
    assert judge(segments, [fact]) is level


def test_benchmark_of_the_archive_runs_and_keeps_its_bounds() -> None:
    """The benchmark of the archive makes small ones of the same shape, whose frames take no more than they may."""
    command = [sys.executable, str(BENCHMARKS / "archive.py"), "--quick"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    rows = [line.split("|") for line in done.stdout.splitlines() if " of 4 |" in line or " of 31 |" in line]
    stories, chains = (float(row[5]) for row in rows)
    assert stories < 0.2
    assert chains < 0.08


def test_benchmark_of_the_cost_runs_without_peers() -> None:
    """The benchmark of the cost measures storyver on short chains and texts, and says which peers it has not found."""
    command = [sys.executable, str(BENCHMARKS / "cost.py"), "--quick"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    for row in (
        "storyver.track, all facts",
        "one more version, 5 % changed",
        "storyver diff, cold",
        "rapidfuzz, words",
    ):
        assert f"| {row} | " in done.stdout
    assert "| redlines | not measured: ModuleNotFoundError" in done.stdout


def test_the_texts_of_the_benchmarks_are_the_same_again() -> None:
    """A seed gives one chain of versions, each with about as many words as were asked for, and another seed another."""
    chains = [Writer(seed).chain(4, 300, 0.05) for seed in (7, 7, 8)]
    assert chains[0] == chains[1] != chains[2]
    assert all(250 < len(text.split()) < 400 for text in chains[0])
    assert len(set(chains[0])) == 4


def test_benchmark_of_the_worst_cases_runs() -> None:
    """The benchmark of the worst cases prints a line for each input and a column for each stage."""
    command = [sys.executable, str(BENCHMARKS / "worst.py"), "--quick", "--stages", "figures", "alignment"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "| input | figures | alignment |" in done.stdout
    assert "| digits |" in done.stdout
