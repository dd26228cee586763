"""Print what starting storyver costs: wall time, CPU time, and CPU time over bare Python, the median of several runs.

Run it with ``python tests/benchmarks/startup.py [RUNS] [--install]``. ``--install`` also prints what the core takes on
the disk, library by library, after installing it with its dependencies into a folder of its own. It is a measurement
and no test: times depend on the machine, and sizes on the day's versions of the libraries.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
STORY = ROOT / "corpus" / "nato-explainer"
VERSION, OLD, NEW = str(STORY / "v21.txt"), str(STORY / "v21.txt"), str(STORY / "october.txt")

COMMANDS = {
    "python": ["-c", ""],
    "import storyver": ["-c", "import storyver"],
    "storyver --help": ["-m", "storyver", "--help"],
    "storyver figures": ["-m", "storyver", "figures", VERSION],
    "storyver diff": ["-m", "storyver", "diff", OLD, NEW],
    "storyver track": ["-m", "storyver", "track", str(STORY)],
}


LARGEST = 8
"""Libraries that have a line of their own."""


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("runs", nargs="?", type=int, default=7)
    parser.add_argument("--install", action="store_true")
    arguments = parser.parse_args()
    print_times(arguments.runs)
    if arguments.install:
        print_sizes()


def print_times(runs: int) -> None:
    """Measure each command; the first run of each warms the disk's cache and is not counted."""
    bare = 0.0
    print(f"{'':18}{'wall':>9}{'CPU':>9}{'over bare':>11}   median of {runs}, seconds")
    for name, arguments in COMMANDS.items():
        measured = [measure(arguments) for _ in range(runs + 1)][1:]
        wall, processor = (statistics.median(times) for times in zip(*measured, strict=True))
        bare = bare or processor
        print(f"{name:18}{wall:9.3f}{processor:9.3f}{processor - bare:11.3f}")


def print_sizes() -> None:
    """Install the core as somebody else would, without compiling it, and add up its files."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "install", "-q", "--no-compile", "--target", folder, str(ROOT)]
        subprocess.run(command, check=True)
        sizes = {one.name: size(one) for one in distributions(path=[folder])}
    own = sizes.pop("storyver")
    ordered = sorted(sizes.items(), key=lambda item: (-item[1], item[0]))
    rest = sum(taken for _, taken in ordered[LARGEST:])
    lines = [("storyver", own), *ordered[:LARGEST], (f"{len(ordered) - LARGEST} others", rest)]
    print(f"\n{'':18}{'MB':>9}   on the disk, installed")
    for name, taken in [*lines, ("all", own + sum(sizes.values()))]:
        print(f"{name:18}{taken / 1e6:9.1f}")


def size(distribution: Distribution) -> int:
    """The bytes of its files."""
    places = {Path(str(file.locate())) for file in distribution.files or ()}
    return sum(place.stat().st_size for place in places if place.is_file())


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
