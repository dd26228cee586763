"""How much memory a batch takes does not depend on how large its input is."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

from repository import ROOT

MEGABYTE = 1_000_000
SMALL, LARGE = 20, 160
"""Megabytes of the inputs."""

GATHER = """
import resource, sys
from pathlib import Path
import storyver
from storyver.batching import spool

spool.HELD = 4_000_000

class Enough(Exception):
    pass

def stop(stage, *_):
    if stage is storyver.Stage.ANALYSING:
        raise Enough

try:
    storyver.batch(Path(sys.argv[1]), Path(sys.argv[2]), progress=stop)
except Enough:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""
"""Gathers and plans, with little held in memory, and prints the most that it took."""


def write_large(path: Path, megabytes: int) -> Path:
    """A table of stories whose versions lie far apart, in texts that do not compress well."""
    chance = random.Random(7)
    texts = [chance.randbytes(20_000).hex() for _ in range(50)]
    with path.open("w", encoding="ascii") as file:
        for number in range(megabytes * MEGABYTE // 40_000):
            text = f"The wall cost £{number}m. {texts[number % 50]}"
            file.write(json.dumps({"story": f"wall {number % 997}", "version": number // 997, "text": text}) + "\n")
    return path


def test_gathering_takes_no_more_memory_for_more_input(tmp_path: Path) -> None:
    """An input eight times as large, of stories that are scattered all over it, takes no tenth more of memory."""
    peaks = []
    for megabytes in (SMALL, LARGE):
        source = write_large(tmp_path / f"{megabytes}.jsonl", megabytes)
        command = [sys.executable, "-c", GATHER, str(source), str(tmp_path / str(megabytes))]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        peaks.append(int(done.stdout))
    assert peaks[1] < peaks[0] * 1.1
