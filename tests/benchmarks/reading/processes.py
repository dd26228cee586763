"""The readers' processes: started with an interpreter each, asked in lines of JSON, none able to hurt another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.reading.scores import Row

READERS = Path(__file__).parent / "readers.py"
PEERS = Path(__file__).parent / "peers.txt"
SETTINGS = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONIOENCODING": "utf-8",
}
"""One thread, and the same order of sets on every run: quantulum3's answers depend on it."""


class NotRunningError(Exception):
    """A reader that could not be started, or that stopped; says why."""


class Process:
    """One reader in a process of its own."""

    def __init__(self, name: str, interpreter: str) -> None:
        self.name = name
        self._complaints = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - lives as long as the process
        self._process = subprocess.Popen(
            [interpreter, str(READERS), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            encoding="utf-8",
            env={**os.environ, **SETTINGS},
        )
        told = self._next()
        if "problem" in told:
            raise NotRunningError(told["problem"])
        self.version: str = told["ready"]

    def read(self, sentences: Sequence[str]) -> Iterator[list[Row] | str]:
        """The readings of each sentence, or what kept the reader from reading it."""
        for sentence in sentences:
            self._ask({"read": [sentence]})
            told = self._next()
            yield told["problem"] if "problem" in told else [Row(*row) for row in told["readings"]]

    def seconds(self, sentences: Sequence[str]) -> float:
        """What the reader's own calls over the sentences take, in seconds of processor time."""
        self._ask({"time": list(sentences)})
        return float(self._next()["seconds"])

    def stop(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()
        self._complaints.close()

    def _ask(self, question: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()

    def _next(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._complaints.seek(0)
            last = self._complaints.read().strip().splitlines()[-1:]
            raise NotRunningError(last[0] if last else "it ended without a word")
        told: dict[str, Any] = json.loads(line)
        return told


@contextmanager
def peers_installed(peers: Path = PEERS, alone: Path | None = None) -> Iterator[str]:
    """An interpreter of a temporary environment that has the ``peers``, and others without what they ask for.

    Raises NotRunningError where pip fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        interpreter = str(Path(folder) / ("Scripts" if sys.platform == "win32" else "bin") / "python")
        for wanted in [["-r", str(peers)], *([["--no-deps", "-r", str(alone)]] if alone else [])]:
            command = [interpreter, "-m", "pip", "install", "--quiet", *wanted]
            done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
            if done.returncode:
                raise NotRunningError(f"pip: {done.stderr.strip().splitlines()[-1]}")
        yield interpreter
