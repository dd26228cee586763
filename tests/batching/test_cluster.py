"""A batch on a cluster of Dask whose workers die, run out of memory, or lose their scheduler."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psutil
import pytest

import storyver
from batching.corpora import contents, rows, write_lines
from storyver.errors import BatchError, UsageError

STORIES = 120


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of stories."""
    return write_lines(tmp_path_factory.mktemp("source") / "walls.jsonl", rows(STORIES))


@pytest.fixture(scope="module")
def peace(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The files of the dataset that processes here make of it."""
    out = tmp_path_factory.mktemp("peace") / "out"
    storyver.batch(source, out)
    return contents(out)


class Cluster:
    """A scheduler and workers, each a process of its own, started as their documentation says."""

    def __init__(self, folder: Path, port: int) -> None:
        self.address = f"tcp://127.0.0.1:{port}"
        self._folder, self._port = folder, port
        self._scheduler = self._dask("scheduler", "--port", str(port), "--no-dashboard")
        self._workers = [self._worker() for _ in range(2)]

    def _dask(self, *arguments: str) -> subprocess.Popen[bytes]:
        code = "from dask.__main__ import main; main()"
        command = [sys.executable, "-W", "ignore", "-c", code, *arguments]
        log = (self._folder / "cluster.log").open("ab")
        with log:
            return subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder)

    def _worker(self) -> subprocess.Popen[bytes]:
        options = ("--nthreads", "1", "--nworkers", "1", "--memory-limit", "300MB", "--no-dashboard")
        return self._dask("worker", self.address, *options, "--local-directory", str(self._folder))

    def wait(self) -> None:
        """Wait until the scheduler answers, which on a busy machine takes a while."""
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
            except OSError:
                time.sleep(0.2)
            else:
                return
        raise TimeoutError("the scheduler does not answer")

    def processes(self) -> list[psutil.Process]:
        """The processes that run tasks, without those that look after them."""
        found = []
        for nanny in self._workers:
            for child in psutil.Process(nanny.pid).children():
                with _gone():
                    if "spawn_main" in " ".join(child.cmdline()):
                        found.append(child)
        return found

    def restart(self) -> None:
        """Kill the scheduler, which takes all that it knew along, and start it and the workers anew."""
        self._scheduler.kill()
        self._scheduler.wait()
        self._stop_workers()
        time.sleep(1)
        self._scheduler = self._dask("scheduler", "--port", str(self._port), "--no-dashboard")
        self._workers = [self._worker() for _ in range(2)]

    def stop(self) -> None:
        """End all of it."""
        self._stop_workers()
        self._scheduler.kill()
        self._scheduler.wait()

    def _stop_workers(self) -> None:
        for worker in self._workers:
            for child in psutil.Process(worker.pid).children(recursive=True):
                with _gone():
                    child.kill()
            worker.kill()
            worker.wait()


@contextmanager
def _gone() -> Iterator[None]:
    try:
        yield
    except psutil.NoSuchProcess:
        return


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster of two workers on this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "cluster").mkdir()
    made = Cluster(tmp_path / "cluster", port)
    made.wait()
    yield made
    made.stop()


class Disturbance:
    """Something that happens to a batch while it is under way, once for each share of it that is given."""

    def __init__(self, happens: list[float]) -> None:
        self._at = list(happens)
        self.happened = 0

    def __call__(self, stage: storyver.Stage, done: int, of: int | None, _: int) -> None:
        """As ``progress`` is called."""
        if stage is storyver.Stage.ANALYSING and of and self._at and of * self._at[0] <= done < of:
            self._at.pop(0)
            self.happened += 1
            self.happen()

    def happen(self) -> None:
        """What it is."""


def test_cluster_makes_the_same_files(source: Path, peace: dict[str, str], cluster: Cluster, tmp_path: Path) -> None:
    """The files are those that processes here make, byte for byte."""
    made = storyver.batch(source, tmp_path / "out", scheduler=cluster.address)
    assert made.stories == STORIES
    assert contents(tmp_path / "out") == peace


@pytest.mark.parametrize("kind", ["worker", "process of a worker"])
def test_killed_workers_are_made_good(
    kind: str, source: Path, peace: dict[str, str], cluster: Cluster, tmp_path: Path
) -> None:
    """Workers, or the processes in which they analyse, are killed in the middle; the result is complete."""

    class Kill(Disturbance):
        def happen(self) -> None:
            for worker in cluster.processes():
                with _gone():
                    for one in [worker] if kind == "worker" else worker.children():
                        one.kill()

    disturbance = Kill([0.1, 0.3, 0.6])
    storyver.batch(source, tmp_path / "out", scheduler=cluster.address, progress=disturbance)
    assert disturbance.happened == 3
    assert contents(tmp_path / "out") == peace


EAT = """
import time
held = []
while True:
    held.append(b"x" * 20_000_000)
    time.sleep(0.02)
"""
"""A task that takes memory without end."""


def test_worker_without_memory_is_made_good(
    source: Path, peace: dict[str, str], cluster: Cluster, tmp_path: Path
) -> None:
    """Another task on a worker takes all its memory, so that its nanny kills it; a client that is passed in is used."""
    import distributed

    connect: Any = distributed.Client
    with connect(cluster.address, set_as_default=False) as client:

        class Eat(Disturbance):
            def happen(self) -> None:
                name = next(iter(client.scheduler_info()["workers"]))
                before = {one.pid for one in cluster.processes()}
                self.future = client.submit(exec, EAT, workers=[name], priority=10, retries=0)
                self.before = before

        disturbance = Eat([0.1])
        storyver.batch(source, tmp_path / "out", client=client, progress=disturbance)
        assert disturbance.happened == 1
        until = time.monotonic() + 60
        while {one.pid for one in cluster.processes()} >= disturbance.before and time.monotonic() < until:
            time.sleep(0.2)
        assert not {one.pid for one in cluster.processes()} >= disturbance.before, "no worker ran out of memory"
        disturbance.future.cancel(force=True)
        assert client.status == "running"
    assert contents(tmp_path / "out") == peace


def test_restarted_scheduler_is_made_good(
    source: Path, peace: dict[str, str], cluster: Cluster, tmp_path: Path
) -> None:
    """The scheduler dies with all that it knew, and another takes its place at its address."""

    class Restart(Disturbance):
        def happen(self) -> None:
            cluster.restart()

    disturbance = Restart([0.2])
    storyver.batch(source, tmp_path / "out", scheduler=cluster.address, progress=disturbance)
    assert disturbance.happened == 1
    assert contents(tmp_path / "out") == peace


def process_pool() -> ProcessPoolExecutor:
    """An executor of two processes that share nothing with this one."""
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"))


@pytest.mark.parametrize("make", [lambda: ThreadPoolExecutor(2), process_pool], ids=["threads", "processes"])
def test_any_executor_will_do(make: type[Executor], source: Path, peace: dict[str, str], tmp_path: Path) -> None:
    """Threads and processes of the standard library make the same files; the executor stays open."""
    with make() as executor:
        storyver.batch(source, tmp_path / "out", executor=executor)
        assert executor.submit(abs, -1).result() == 1
    assert contents(tmp_path / "out") == peace


def test_executor_that_breaks_is_made_anew(source: Path, peace: dict[str, str], tmp_path: Path) -> None:
    """A process of an executor is killed, which breaks it. One that was given ends the batch, which can be resumed; a
    function that makes executors is asked for another."""
    made: list[ProcessPoolExecutor] = []

    def make() -> ProcessPoolExecutor:
        made.append(process_pool())
        return made[-1]

    class Kill(Disturbance):
        def happen(self) -> None:
            os.kill(next(iter(made[-1]._processes or {})), signal.SIGKILL)

    with make() as given, pytest.raises(BatchError, match=r"the executor: broke with \d+ tasks left"):
        storyver.batch(source, tmp_path / "out", executor=given, progress=Kill([0.2]))
    disturbance = Kill([0.3, 0.6])
    storyver.batch(source, tmp_path / "out", executor=make, progress=disturbance)
    assert disturbance.happened == 2
    assert len(made) >= 4
    assert contents(tmp_path / "out") == peace


def test_killed_processes_here_are_made_good(source: Path, peace: dict[str, str], tmp_path: Path) -> None:
    """All processes of a batch on this machine are killed, several times, while they analyse; no story is blamed."""
    stop = threading.Event()

    def kill() -> None:
        for _ in range(4):
            if stop.wait(1.5):
                return
            for child in psutil.Process().children():
                with _gone():
                    if "storyver.batching.child" in child.cmdline():
                        child.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    made = storyver.batch(source, tmp_path / "out", jobs=2)
    stop.set()
    killer.join()
    assert made.failed == 0
    assert contents(tmp_path / "out") == peace


def test_only_one_place_to_work_is_named(source: Path, tmp_path: Path) -> None:
    """A cluster and a number of processes here do not go together."""
    with pytest.raises(UsageError, match="jobs and scheduler: do not go together; name one of them"):
        storyver.batch(source, tmp_path / "out", jobs=2, scheduler="tcp://127.0.0.1:1")


def test_cluster_that_is_not_there_is_told(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is begun."""
    monkeypatch.setattr("storyver.batching.cluster._CONNECTING", "1s")
    monkeypatch.setattr("storyver.batching.cluster.FIRST", 0)
    with pytest.raises(BatchError, match=r"tcp://127\.0\.0\.1:1: cannot be reached .*; check the scheduler's address"):
        storyver.batch(source, tmp_path / "out", scheduler="tcp://127.0.0.1:1")
    assert not (tmp_path / "out").exists()
