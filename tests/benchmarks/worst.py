"""Measure how the time of each stage grows with inputs made to be slow, and print the exponents.

    python tests/benchmarks/worst.py [--quick] [--largest N] [--stages NAME ...] [--inputs NAME ...]

An input is one piece again and again, up to a million characters; or sentences all alike, or figures in one paragraph.
It grows fourfold until a stage has taken a second. The exponent is that of the last step that took long enough to be
measured: 1 is linear, 2 quadratic. The last column is the time that the longest input took, in seconds for a million
characters. It is a measurement and no test.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))  # the packages of the benchmarks lie beside the tests

from benchmarks.reading.tables import machine, table
from benchmarks.worst_inputs import INPUTS, Made
from storyver.classify import classify
from storyver.extract.figures import read_figures
from storyver.extract.sentences import split
from storyver.pipeline import align, compare, follow, read, work_out
from storyver.report import FORMATS, render
from storyver.segment import segment
from storyver.sources import read_version

STEP = 4
SMALLEST, LARGEST = 2_000, 1_000_000
ENOUGH = 1.0
"""Seconds after which an input is not made longer."""
LEAST = 0.02
"""Seconds of a run of which an exponent is told."""
STEEP = 1.25
"""An exponent beyond what n·log n and the machine's unsteadiness come to."""

Stage = Callable[[str, str], Callable[[], Any]]
"""Is given an old and a new text, prepares what it needs of them, and returns what is to be timed."""


class Growth(NamedTuple):
    """How the time of one stage grows with one input."""

    exponent: float | None
    size: int
    seconds: float


def _versions(old: str, new: str) -> tuple[Any, Any]:
    return read_version(old), read_version(new)


def _readings(old: str, new: str) -> tuple[Any, Any]:
    one, other = _versions(old, new)
    return read(one), read(other)


def _of_text(old: str, _: str) -> Callable[[], Any]:
    return lambda: read_version(old)


def _of_blocks(old: str, _: str) -> Callable[[], Any]:
    version = read_version(old)
    return lambda: segment(version, split)


def _of_figures(old: str, _: str) -> Callable[[], Any]:
    return lambda: read_figures(old)


def _of_reading(old: str, _: str) -> Callable[[], Any]:
    version = read_version(old)
    return lambda: read(version)


def _of_alignment(old: str, new: str) -> Callable[[], Any]:
    readings = _readings(old, new)
    return lambda: align(*readings)


def _of_changes(old: str, new: str) -> Callable[[], Any]:
    alignment = align(*_readings(old, new))
    return lambda: classify(alignment)


def _of_facts(old: str, new: str) -> Callable[[], Any]:
    versions = _versions(old, new)
    return lambda: follow([*versions, versions[0]])


def _of_check(old: str, _: str) -> Callable[[], Any]:
    version = read_version(old)
    return lambda: work_out(version)


def _of_reports(old: str, new: str) -> Callable[[], Any]:
    result = compare(*_versions(old, new))
    return lambda: [render(result, form) for form in FORMATS]


STAGES: dict[str, Stage] = {
    "text": _of_text,
    "blocks": _of_blocks,
    "figures": _of_figures,
    "reading": _of_reading,
    "alignment": _of_alignment,
    "changes": _of_changes,
    "facts": _of_facts,
    "check": _of_check,
    "reports": _of_reports,
}


def main() -> None:
    """Measure and print, a line for each input."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few and short inputs")
    parser.add_argument("--largest", type=int, default=LARGEST)
    parser.add_argument("--stages", nargs="+", choices=STAGES, default=list(STAGES))
    parser.add_argument("--inputs", nargs="+", choices=INPUTS, default=list(INPUTS))
    options = parser.parse_args()
    if options.quick:
        options.largest, options.inputs = SMALLEST * STEP, options.inputs[:2]
    print(f"{machine()}; exponent of the last step, and seconds for a million characters.\n")
    rows = []
    for name in options.inputs:
        found = {stage: grown(STAGES[stage], INPUTS[name], options.largest) for stage in options.stages}
        rows.append([name, *(_told(growth) for growth in found.values())])
        print(" | ".join(rows[-1]), flush=True)
    print("\n" + table(["input", *options.stages], rows))


def grown(stage: Stage, made: Made, largest: int) -> Growth:
    """How the time grows as the input does."""
    took: list[tuple[int, float]] = []
    size = SMALLEST
    while size <= largest and (not took or took[-1][1] < ENOUGH):
        old, new = made(size)
        run = stage(old, new)
        began = time.process_time()
        run()
        took.append((len(old), time.process_time() - began))
        size *= STEP
    return Growth(_exponent(took), *took[-1])


def _exponent(took: Sequence[tuple[int, float]]) -> float | None:
    """Of the last step of which both ends took long enough."""
    if len(took) < 2 or took[-2][1] < LEAST:
        return None
    (small, short), (large, long) = took[-2:]
    return math.log(long / short) / math.log(large / small)


def _told(growth: Growth) -> str:
    seconds = growth.seconds / growth.size * 1_000_000
    if growth.exponent is None:
        return f"- ({seconds:.1f})"
    steep = "!" if growth.exponent > STEEP else ""
    return f"{growth.exponent:.2f}{steep} ({seconds:.1f})"


if __name__ == "__main__":
    main()
