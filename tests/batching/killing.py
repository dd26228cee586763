"""Kill batches again and again, and look at what comes of them: ``python killing.py FOLDER KILLS SEED``.

Batches are made by the command, killed at chance moments, and started again until they have been killed so often that
one is let go to its end. Prints a line of JSON for each kill: how far the batch was.
Fails where what is there in the end differs from a batch that nobody disturbed.
"""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a program, it lies beside the other tests

from batching.corpora import contents, rows, write_lines

STORIES = 60
IN_A_ROW = 5
"""Kills of one batch before it is let go to its end."""


def started(source: Path, out: Path) -> subprocess.Popen[bytes]:
    """The command, in a process of its own."""
    command = [sys.executable, "-m", "storyver", "batch", str(source), "-o", str(out), "--jobs", "2"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def stage(out: Path) -> str:
    """How far a batch is."""
    work = out / "_work"
    if not (out / "manifest.json").exists():
        return "beginning"
    if not work.exists() or json.loads((out / "manifest.json").read_bytes())["complete"]:
        return "complete"
    if not (work / "plan.json").exists():
        return "gathering"
    return "writing" if (work / "parts").exists() else "analysing"


def main() -> None:
    """Make one in peace, then the others."""
    folder, kills, chance = Path(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3]))
    source = write_lines(folder / "walls.jsonl", rows(STORIES))
    began = time.monotonic()
    assert started(source, folder / "peace").wait() == 0
    whole = time.monotonic() - began
    expected = contents(folder / "peace")
    out = folder / "out"
    for number in range(1, kills + 1):
        batch = started(source, out)
        time.sleep(chance.uniform(0.1, 1) * whole * 0.9)
        batch.send_signal(signal.SIGINT if number % 10 == 0 else signal.SIGKILL)
        batch.wait()
        print(json.dumps(stage(out)), flush=True)
        if number % IN_A_ROW == 0 or stage(out) == "complete":
            assert started(source, out).wait() == 0
            assert contents(out) == expected, "another dataset came of it"
            shutil.rmtree(out)


if __name__ == "__main__":
    main()
