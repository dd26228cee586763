"""Measure storyver's reader of figures beside quantulum3 and Recognizers-Text: accuracy and speed in one run.

    python tests/benchmarks/figures.py --install
    python tests/benchmarks/figures.py --peers PYTHON [--sentences FILE.jsonl] [--misses FILE.jsonl]

The peers are no dependencies of storyver. ``--install`` puts them into a temporary environment by
``tests/benchmarks/reading/peers.txt``; ``--peers`` names an interpreter that has them. Without either, storyver is
measured alone. A peer that cannot be installed or started is listed with the reason. Printed are Markdown tables, the
last with storyver's speed on short and longer sentences and on those of whole stories, each of them read once a run.

Each reader has a process of its own on one core. After a warm-up with all that is timed the readers take turns, and
the median of the runs counts, in processor time, so that a busy machine meets all of them alike and little. It is a
measurement and no test.
How answers are judged is said in ``tests/benchmarks/reading/scores.py``.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # the cases' reader lies beside the tests

from benchmarks.reading import tables
from benchmarks.reading.items import own_items, published_items, sentences_of_stories
from benchmarks.reading.processes import NotRunningError, Process, peers_installed
from benchmarks.reading.scores import Item, score
from benchmarks.reading.tables import Result

OURS = ("storyver", "storyver's reader alone")
"""The public call, and what it calls for each block of a text; what they read is the same."""
PEERS = ("quantulum3", "Recognizers-Text")
FEWEST_RUNS = 5


def main() -> None:
    """Measure and print."""
    options = arguments()
    items = own_items()[: 20 if options.quick else None]
    timed = [item.sentence for item in items[:: max(1, len(items) // options.timed)]]
    published = published_items(options.sentences) if options.sentences else []
    with ExitStack() as stack:
        interpreters = dict.fromkeys(OURS, sys.executable)
        results = {name: Result(name) for name in (*OURS, *PEERS)}
        find_peers(options, stack, interpreters, results)
        processes = start(interpreters, results, stack)
        for name, process in processes.items():
            if name != OURS[1]:
                measure(process, results[name], items, published)
        runs = 1 if options.quick else options.runs
        time_in_turns(processes, results, timed, runs=runs)
        lengths = [] if options.quick else time_lengths(processes, items, runs=runs)
    shown = [one for one in results.values() if one.problem or one.seconds]
    print(report(shown, items, timed, published))
    if lengths:
        print(f"\nstoryver alone, by what it reads.\n\n{tables.lengths(OURS, lengths)}")
    if options.misses:
        write_misses(options.misses, shown)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--peers", metavar="PYTHON", help="an interpreter that has the peers")
    where.add_argument("--install", action="store_true", help="install the peers into a temporary environment")
    parser.add_argument("--quick", action="store_true", help="twenty sentences, one run")
    parser.add_argument("--sentences", type=Path, metavar="FILE.jsonl", help="published sentences to measure as well")
    parser.add_argument("--misses", type=Path, metavar="FILE.jsonl", help="where to write what each reader got wrong")
    parser.add_argument("--runs", type=int, default=FEWEST_RUNS, help="timed runs (%(default)s, at least that many)")
    parser.add_argument("--timed", type=int, default=250, help="about how many sentences are timed (%(default)s)")
    options = parser.parse_args()
    options.runs = max(options.runs, FEWEST_RUNS)
    return options


def find_peers(
    options: argparse.Namespace, stack: ExitStack, interpreters: dict[str, str], results: dict[str, Result]
) -> None:
    """Say by which interpreter the peers run, where they are to be measured."""
    try:
        interpreter = stack.enter_context(peers_installed()) if options.install else options.peers
    except NotRunningError as reason:
        for name in PEERS:
            results[name].problem = str(reason)
        return
    if interpreter:
        interpreters.update(dict.fromkeys(PEERS, interpreter))


def start(interpreters: dict[str, str], results: dict[str, Result], stack: ExitStack) -> dict[str, Process]:
    """The readers that run; what keeps another from it stands in its result."""
    processes = {}
    for name, interpreter in interpreters.items():
        try:
            process = Process(name, interpreter)
        except (NotRunningError, OSError) as reason:
            results[name].problem = str(reason)
            continue
        stack.callback(process.stop)
        processes[name] = process
        results[name].version = process.version
    return processes


def measure(process: Process, result: Result, items: Sequence[Item], published: Sequence[Item]) -> None:
    """How accurate one reader is."""
    result.own = score(items, process.read([item.sentence for item in items]))
    result.published = score(published, process.read([item.sentence for item in published]))


def time_in_turns(
    processes: dict[str, Process], results: dict[str, Result], sentences: Sequence[str], *, runs: int
) -> None:
    """Warm each reader up with all sentences, then time the runs in turns."""
    for process in processes.values():
        process.seconds(sentences)
    for _ in range(runs):
        for name, process in processes.items():
            results[name].seconds.append(process.seconds(sentences))


def time_lengths(
    processes: dict[str, Process], items: Sequence[Item], *, runs: int
) -> list[tuple[str, int, list[float]]]:
    """storyver's speed on short and longer sentences and on whole stories: of each what, how many, and a second."""
    lines = [item.sentence for item in items]
    sets = {f"of {n} words": [line for line in lines if abs(len(line.split()) - n) <= 1] for n in (8, 12)}
    sets["of the stories under corpus"] = sentences_of_stories()
    rows = []
    for name, sentences in sets.items():
        results = {one: Result(one) for one in OURS}
        time_in_turns({one: processes[one] for one in OURS}, results, sentences, runs=runs)
        rows.append((name, len(sentences), [results[one].speed(len(sentences)) for one in OURS]))
    return rows


def report(timings: Sequence[Result], items: Sequence[Item], timed: Sequence[str], published: Sequence[Item]) -> str:
    """All tables with a line each on what they hold."""
    results = [one for one in timings if one.name != OURS[1]]
    compared = sum(wanted.kind is not None for item in items for wanted in item.wanted)
    words = statistics.mean(len(sentence.split()) for sentence in timed)
    parts = [
        f"{len(items):,} sentences with {compared:,} figures that are compared. {tables.machine()}.",
        tables.summary(results, len(timed)),
        f"Speed: {len(timed)} of them, {words:.0f} words each; {len(timings[0].seconds)} runs after a warm-up.",
        tables.speeds(timings, len(timed)),
        "Values that are right, in percent, by kind.",
        tables.by_kind(results, lambda one: one.own.values),
        "Values by how the number is written.",
        tables.by_kind(results, lambda one: one.own.written),
        "Value and unit right, of the figures that have a unit.",
        tables.by_kind(results, lambda one: one.own.units),
        "Precision: right answers of all answers, in percent.",
        tables.precision_by_kind(results),
        "Sentences without a figure.",
        tables.alarms(results),
    ]
    if published:
        parts += ["Published sentences, values.", tables.by_kind(results, lambda one: one.published.values)]
        parts += ["Published sentences, units.", tables.by_kind(results, lambda one: one.published.units)]
    return "\n\n".join(parts)


def write_misses(path: Path, results: Sequence[Result]) -> None:
    """An object a line for each figure that a reader missed or read wrongly, and each reading in a trap."""
    with path.open("w", encoding="utf-8") as file:
        for result in results:
            for miss in (*result.own.misses, *result.published.misses):
                file.write(json.dumps({"reader": result.name, **miss}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
