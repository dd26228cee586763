"""Measure how fast batches are, and what memory their processes take.

    python tests/benchmarks/batch.py [--quick] [--stories N] [--rounds N] [--corpus PATH] [--folder FOLDER] [--profile]

The corpus is made by the seeded generator of ``costs/texts.py``: stories of three versions of about 670 words, 5 % of
which change from one to the next. A batch is made of it by one process, by two, and by two workers of a local cluster
of Dask, in turns, the same stories each time; ``--corpus`` adds one of any input. Versions a second are by the clock,
while stories are analysed, and by the processor time of all processes, which does not depend on what else the machine
does. Memory is that of each process, looked at twice a second. It is a measurement and no test.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # the packages of the benchmarks lie beside the tests

import psutil

import storyver
from benchmarks.costs.texts import Writer
from benchmarks.reading.tables import machine, table

STORIES, EACH, WORDS, SHARE = 20_000, 3, 670, 0.05
NEWSEDITS, CORES = 4_600_000, 16
WAY = Callable[[], dict[str, Any]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few stories, here alone")
    parser.add_argument("--stories", type=int, default=STORIES, help="of three versions (%(default)s)")
    parser.add_argument("--rounds", type=int, default=1, help="each way so often, of which the fastest counts")
    parser.add_argument("--corpus", type=Path, help="another input, which is not made but there")
    parser.add_argument("--folder", type=Path, help="where the datasets are made (a temporary folder)")
    parser.add_argument("--profile", action="store_true", help="print where the time of a process goes as well")
    options = parser.parse_args()
    print(f"{machine()}\n")
    with tempfile.TemporaryDirectory(dir=options.folder) as place:
        source = written(Path(place) / "stories.jsonl", 8 if options.quick else options.stories)
        if options.profile:
            print(profile(source))
        ways: dict[str, WAY] = {"1 process": lambda: {"jobs": 1}, "2 processes": lambda: {"jobs": 2}}
        if not options.quick:
            ways["Dask, 2 workers"] = cluster
        print(report(compared(source, ways, Path(place), options.rounds)))
        if options.corpus is not None:
            other = compared(options.corpus, {"2 processes": ways["2 processes"]}, Path(place), 1)
            print(f"\n{options.corpus.name}:\n\n{report(other)}")


def written(path: Path, stories: int) -> Path:
    """The corpus, the versions of each story far from one another."""
    with path.open("w", encoding="utf-8") as file:
        chains = {number: Writer(number).chain(EACH, WORDS, SHARE) for number in range(stories)}
        for version in range(EACH):
            for number, texts in chains.items():
                row = {"story": f"story {number}", "version": version + 1, "text": texts[version]}
                file.write(json.dumps(row) + "\n")
    return path


def cluster() -> dict[str, Any]:
    """Two worker processes of Dask on this machine."""
    from distributed import Client, LocalCluster

    make: Any = LocalCluster
    connect: Any = Client
    workers = make(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None)
    return {"client": connect(workers, set_as_default=False)}


def compared(source: Path, ways: dict[str, WAY], place: Path, rounds: int) -> dict[str, dict[str, Any]]:
    """The fastest round of each way; the ways take turns, for a machine is not as fast at all times."""
    best: dict[str, dict[str, Any]] = {}
    for number in range(rounds):
        for name, way in ways.items():
            means = way()
            before = processor_seconds()
            found = measured(source, place / f"{source.name}-{name}-{number}", means)
            if "client" in means:
                means["client"].cluster.close()
                means["client"].close()
            found["processor"] = processor_seconds() - before
            if name not in best or found["seconds"]["analysing"] < best[name]["seconds"]["analysing"]:
                best[name] = found
    return best


def measured(source: Path, out: Path, means: dict[str, Any]) -> dict[str, Any]:
    """One batch: seconds of each stage, versions, and megabytes of its processes over time."""
    began: dict[str, float] = {}
    stop = threading.Event()
    sizes: dict[int, list[float]] = defaultdict(list)

    def look() -> None:
        while not stop.wait(0.5):
            for child in psutil.Process().children(recursive=True):
                try:
                    if "storyver.batching.child" in child.cmdline():
                        sizes[child.pid].append(child.memory_info().rss / 1e6)
                except psutil.Error:
                    continue

    def told(stage: storyver.Stage, *_: object) -> None:
        began.setdefault(stage.value, time.monotonic())

    looking = threading.Thread(target=look)
    looking.start()
    made = storyver.batch(source, out, progress=told, **means)
    times = [*began.values(), time.monotonic()]
    stop.set()
    looking.join()
    seconds = dict(zip(began, (later - earlier for earlier, later in itertools.pairwise(times)), strict=True))
    return {"seconds": seconds, "versions": made.rows["versions"], "sizes": list(sizes.values())}


HEAD = ("", "versions", "reading, s", "analysing, s", "writing, s", "versions/s", "against 1 process", "versions/s CPU")


def report(found: dict[str, dict[str, Any]]) -> str:
    """What was measured, as tables, and what follows from it for NewsEdits."""
    one = found.get("1 process")
    lines = []
    for name, of in found.items():
        rate = speed(of)
        times = [f"{of['seconds'][stage.value]:.1f}" for stage in storyver.Stage]
        against = "" if one is None else f"{rate / speed(one):.2f}"
        by_processor = f"{of['versions'] / of['processor']:.1f}"
        lines.append((name, f"{of['versions']:,}", *times, f"{rate:.1f}", against, by_processor, *memory(of["sizes"])))
    text = table((*HEAD, "MB early", "MB late", "MB most"), lines)
    if one is not None:
        rate = one["versions"] / one["processor"]
        hours = NEWSEDITS / (rate * CORES) / 3600
        text += f"\n\n{NEWSEDITS:,} versions on {CORES} cores: {NEWSEDITS:,} / ({CORES} x {rate:.1f}) = {hours:.1f} h"
    return text


def processor_seconds() -> float:
    """Of this process and of all below it that have ended."""
    whole = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        used = resource.getrusage(who)
        whole += used.ru_utime + used.ru_stime
    return whole


def speed(found: dict[str, Any]) -> float:
    """Versions a second, while stories are analysed."""
    rate: float = found["versions"] / found["seconds"]["analysing"]
    return rate


def memory(sizes: list[list[float]]) -> tuple[str, str, str]:
    """Megabytes of a process in the second fifth of its time, in the last, and at most; of the largest process."""
    longest = [one for one in sizes if len(one) >= 5]
    if not longest:
        return "-", "-", "-"
    early = max(statistics.median(one[len(one) // 5 : 2 * len(one) // 5]) for one in longest)
    late = max(statistics.median(one[-len(one) // 5 :]) for one in longest)
    return f"{early:.0f}", f"{late:.0f}", f"{max(map(max, longest)):.0f}"


def profile(source: Path) -> str:
    """Where the time of a process goes that does what workers do, by the modules of the package, of 50 stories."""
    import cProfile
    import pstats

    from storyver.batching.inputs import Asked, readers
    from storyver.batching.records import Record
    from storyver.batching.rows import Of, story_rows
    from storyver.batching.tables import batches_of
    from storyver.pipeline import analyse
    from storyver.sources import read_captured

    stories: dict[str, list[Any]] = defaultdict(list)
    for one in (item for reader in readers([source], Asked()) for item in reader()):
        if isinstance(one, Record):
            stories[one.name].append(one.content)
    told = cProfile.Profile()
    for number, captures in enumerate(list(stories.values())[:51]):
        if number == 1:
            told.enable()
        batches_of(story_rows(analyse(read_captured(captures)), Of(id="", name="", outlet=None)))
    told.disable()
    spent: dict[str, float] = defaultdict(float)
    for (path, _, _), (_, _, own, _, _) in pstats.Stats(told).stats.items():  # type: ignore[attr-defined]
        inside = path.partition("/storyver/")[2]
        spent[inside.split("/")[0].removesuffix(".py") if inside else "libraries and Python itself"] += own
    whole = sum(spent.values())
    rows = [
        (name, f"{own / whole:.1%}")
        for name, own in sorted(spent.items(), key=lambda one: -one[1])
        if own > whole / 200
    ]
    return table(("part", "own time"), rows) + "\n"


if __name__ == "__main__":
    main()
