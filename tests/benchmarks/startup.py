"""Print what starting storyver costs: wall time, CPU time, and CPU time over bare Python, the median of several runs.

Run it with ``python tests/benchmarks/startup.py [RUNS]``. It is a measurement and no test: times depend on the machine.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

STORY = Path(__file__).parents[2] / "corpus" / "nato-explainer"
VERSION, OLD, NEW = str(STORY / "v21.txt"), str(STORY / "v21.txt"), str(STORY / "october.txt")

COMMANDS = {
    "python": ["-c", ""],
    "import storyver": ["-c", "import storyver"],
    "storyver --help": ["-m", "storyver", "--help"],
    "storyver figures": ["-m", "storyver", "figures", VERSION],
    "storyver diff": ["-m", "storyver", "diff", OLD, NEW],
    "storyver track": ["-m", "storyver", "track", str(STORY)],
}


def main() -> None:
    """Measure each command; the first run of each warms the disk's cache and is not counted."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    bare = 0.0
    print(f"{'':18}{'wall':>9}{'CPU':>9}{'over bare':>11}   median of {runs}, seconds")
    for name, arguments in COMMANDS.items():
        measured = [measure(arguments) for _ in range(runs + 1)][1:]
        wall, processor = (statistics.median(times) for times in zip(*measured, strict=True))
        bare = bare or processor
        print(f"{name:18}{wall:9.3f}{processor:9.3f}{processor - bare:11.3f}")


def measure(arguments: list[str]) -> tuple[float, float]:
    """The wall and the CPU time of a process, in seconds. Raises CalledProcessError where it fails."""
    command = [sys.executable, *arguments]
    before, began = processor_time(), time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began, processor_time() - before


def processor_time() -> float:
    """What the processes that have ended used, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
