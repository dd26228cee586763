"""A batch that is stopped goes on where it was, and ends as if it had not been."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest

import storyver
from batching.corpora import contents, manifest, rows, text, write_lines
from storyver.batching import running
from storyver.cli import main
from storyver.errors import BatchError

KILLS = 32
LISTENING = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from storyver.cli import main; sys.exit(main(sys.argv[1:]))"
)
"""The program, also where what starts it is deaf to Ctrl-C, as what a shell starts in the background is."""
MEMORY = Path("/dev/shm")
"""A disk without waiting, where there is one: a process that is killed loses nothing that it has handed over."""


def test_killed_batches_end_with_the_same_dataset() -> None:
    """Batches are killed at chance moments, while they read, analyse and write. Each ends with the files, byte for
    byte, of one that nobody disturbed, and nothing beside them."""
    folder = str(MEMORY) if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=folder) as place:
        command = [sys.executable, str(Path(__file__).with_name("killing.py")), place, str(KILLS), "7"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    stages = Counter(map(json.loads, done.stdout.splitlines()))
    assert stages.total() == KILLS
    assert stages["analysing"] > KILLS / 4


def test_ctrl_c_ends_all_processes(tmp_path: Path) -> None:
    """The command ends with 130 and a line that says how to go on, and leaves no process behind."""
    source = write_lines(tmp_path / "walls.jsonl", rows(400))
    command = [sys.executable, "-c", LISTENING, "batch", str(source), "-o", str(tmp_path / "out"), "--jobs", "2"]
    batch = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    children: list[psutil.Process] = []
    while len(children) < 2:
        assert batch.poll() is None
        time.sleep(0.05)
        children = psutil.Process(batch.pid).children()
    batch.send_signal(signal.SIGINT)
    assert batch.communicate() == ("", "storyver batch: stopped; run the same command again to go on\n")
    assert batch.returncode == 130
    assert [child for child in children if child.is_running()] == []
    assert not manifest(tmp_path / "out")["complete"]


class Stop(Exception):  # noqa: N818 - it is no error
    """Somebody stops the batch."""


@pytest.mark.parametrize("stage", storyver.Stage)
def test_stop_in_each_stage_is_made_good(stage: storyver.Stage, tmp_path: Path) -> None:
    """Stopped where a stage begins, and where it is under way, the same call goes on."""
    source = write_lines(tmp_path / "walls.jsonl", rows(70))
    storyver.batch(source, tmp_path / "peace")
    calls = 0

    def stop(now: storyver.Stage, done: int, *_: object) -> None:
        nonlocal calls
        calls += now is stage
        if now is stage and (calls == 1 or done > 0):
            raise Stop

    for _ in range(2):
        with pytest.raises(Stop):
            storyver.batch(source, tmp_path / "out", progress=stop)
        assert not manifest(tmp_path / "out")["complete"]
    storyver.batch(source, tmp_path / "out")
    assert contents(tmp_path / "out") == contents(tmp_path / "peace")


def test_resuming_does_nothing_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards that are done are not given out again."""
    source = write_lines(tmp_path / "walls.jsonl", rows(70))
    given: list[int] = []

    def stop(stage: storyver.Stage, *_: object) -> None:
        if stage is storyver.Stage.WRITING:
            raise Stop

    with pytest.raises(Stop):
        storyver.batch(source, tmp_path / "out", progress=stop)
    monkeypatch.setattr(running, "gather", None)
    storyver.batch(source, tmp_path / "out", progress=lambda _, done, *__: given.append(done))
    assert given[0] == 210


def test_another_batch_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that was begun with other options, of other inputs, or by another storyver, stays as it is."""
    source, out = write_lines(tmp_path / "walls.jsonl", rows(2)), tmp_path / "out"
    command = ["batch", str(source), "-o", str(out)]
    assert main(command) == 0
    before = contents(out)
    assert main([*command, "--keep-text"]) == 2
    assert main([*command, "--text", "text"]) == 2
    told = json.loads((out / "manifest.json").read_bytes())
    told["made_with"]["code"] = "another"
    write_lines(source, rows(3))
    assert main(command) == 2
    assert contents(out) == before
    (out / "manifest.json").write_text(json.dumps(told), encoding="ascii")
    assert main(command) == 2
    remedy = "give another folder with -o, or delete this one"
    assert [line.removeprefix(f"{out}: ") for line in capsys.readouterr().err.splitlines()] == [
        f"was begun with other options (keep_text); {remedy}",
        f"was begun of other inputs (text_column); {remedy}",
        f"was begun of other inputs (files); {remedy}",
        f"was begun by another storyver or other libraries (code); {remedy}",
    ]


def test_stories_of_a_program_are_compared(tmp_path: Path) -> None:
    """Stories that a program gives are gone through again: the same go on, others are refused."""
    stories = [[text(number, 1), text(number, 2)] for number in range(30)]
    storyver.batch(iter(stories), tmp_path / "peace")

    def stop(stage: storyver.Stage, *_: object) -> None:
        if stage is storyver.Stage.WRITING:
            raise Stop

    with pytest.raises(Stop):
        storyver.batch(iter(stories), tmp_path / "out", progress=stop)
    with pytest.raises(BatchError, match="was begun of other stories"):
        storyver.batch(iter(stories[1:]), tmp_path / "out")
    storyver.batch(iter(stories), tmp_path / "out")
    assert contents(tmp_path / "out") == contents(tmp_path / "peace")
    with pytest.raises(BatchError, match="was begun of other stories"):
        storyver.batch(iter(stories[1:]), tmp_path / "out")


def test_two_at_once_are_refused(tmp_path: Path) -> None:
    """While a batch is being made nobody else makes it."""
    source = write_lines(tmp_path / "walls.jsonl", rows(2))

    def again(*_: object) -> None:
        with pytest.raises(BatchError, match="is being made by another batch; wait for that to end"):
            storyver.batch(source, tmp_path / "out")

    storyver.batch(source, tmp_path / "out", progress=again)


def test_number_of_processes_makes_no_difference(tmp_path: Path) -> None:
    """One process and three make the same files."""
    source = write_lines(tmp_path / "walls.jsonl", rows(70))
    for jobs in (1, 3):
        storyver.batch(source, tmp_path / str(jobs), jobs=jobs)
    assert contents(tmp_path / "1") == contents(tmp_path / "3")
