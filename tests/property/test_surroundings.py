"""The same bytes come out wherever and however the work is done."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache
from multiprocessing import get_context

import pytest

from all_reports import reports_of
from repository import ROOT

STORIES = sorted(path.parent for path in (ROOT / "corpus").glob("*/story.toml"))
FEW = STORIES[::9]

HOME = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
ABROAD = {
    "another hash seed, Turkish, far west, one thread": {
        "PYTHONHASHSEED": "1",
        "LC_ALL": "tr_TR.UTF-8",
        "TZ": "Etc/GMT+12",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    },
    "another hash seed, no locale, far east, many threads": {
        "PYTHONHASHSEED": "4242",
        "LC_ALL": "C",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
        "PYTHONIOENCODING": "ascii",
        "TZ": "Pacific/Kiritimati",
        "OMP_NUM_THREADS": "7",
        "OPENBLAS_NUM_THREADS": "7",
    },
}


def printed(surroundings: Mapping[str, str]) -> bytes:
    """All reports of the corpus, by a process of its own."""
    command = [sys.executable, str(ROOT / "tests" / "all_reports.py"), *map(str, STORIES)]
    done = subprocess.run(command, env={**os.environ, **surroundings}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout


@cache
def at_home() -> bytes:
    """What is printed in surroundings that are as common as any."""
    return printed(HOME)


@pytest.mark.parametrize("name", ABROAD)
def test_output_does_not_depend_on_surroundings(name: str) -> None:
    """All stories of the corpus give the same bytes under any hash seed, locale, time zone or thread count."""
    assert printed(ABROAD[name]) == at_home() != b""


@pytest.mark.parametrize(
    "workers",
    [
        lambda: ThreadPoolExecutor(5),
        lambda: ProcessPoolExecutor(2, mp_context=get_context("spawn")),
    ],
    ids=["threads", "processes"],
)
def test_output_does_not_depend_on_the_workers(workers: type[Executor]) -> None:
    """Stories that are read side by side give the same bytes as one after the other."""
    alone = [reports_of(story) for story in FEW]
    with workers() as pool:
        assert list(pool.map(reports_of, [*FEW, *FEW[::-1]])) == [*alone, *alone[::-1]]
