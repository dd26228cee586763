"""Measure what storyver costs beside difflib, redlines, web-monitoring-diff and rapidfuzz, in one run on one core.

    python tests/benchmarks/cost.py --install
    python tests/benchmarks/cost.py --peers PYTHON [--pair OLD NEW] [--runs N] [--only NAME ...]

The peers are no dependencies of storyver. ``--install`` puts them into a temporary environment by
``tests/benchmarks/costs/peers.txt``; ``--peers`` names an interpreter that has them; without either only those are
measured that this one has. The texts are made from the corpus by a seeded generator, ``costs/texts.py``. Each run has
a story of its own, so that no text is met again and only tables and word lists are warm. Times are processor time, the
median of the runs. It is a measurement and no test.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # the packages of the benchmarks lie beside the tests

from benchmarks.costs import measures
from benchmarks.costs.measures import Measured
from benchmarks.reading.processes import NotRunningError, peers_installed
from benchmarks.reading.tables import machine, table

STORY = Path(__file__).parents[2] / "corpus" / "nato-explainer"
PAIR = (STORY / "v21.txt", STORY / "october.txt")
PEERS = ("difflib, words", "redlines", "web-monitoring-diff", "rapidfuzz, words")
FEWEST_RUNS = 5


def main() -> None:
    """Measure and print, each table as soon as it is there."""
    options = arguments()
    measures.one_core()
    with ExitStack() as stack:
        options.interpreter = options.peers or sys.executable
        if options.install:
            try:
                options.interpreter = stack.enter_context(peers_installed(measures.PEER.with_name("peers.txt")))
            except NotRunningError as reason:
                print(f"The peers could not be installed: {reason}.\n")
        print(f"{machine()}; median of {options.runs} runs, seconds of processor time.\n")
        for name in options.only or TABLES:
            print(TABLES[name](options), end="\n\n", flush=True)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--peers", metavar="PYTHON", help="an interpreter that has the peers")
    where.add_argument("--install", action="store_true", help="install the peers into a temporary environment")
    parser.add_argument("--pair", nargs=2, type=Path, default=PAIR, metavar=("OLD", "NEW"), help="a rewritten pair")
    parser.add_argument("--runs", type=int, default=FEWEST_RUNS, help="runs of each measure (%(default)s)")
    parser.add_argument("--only", nargs="+", choices=TABLES, help="these measures alone")
    parser.add_argument("--quick", action="store_true", help="one run, short chains and texts")
    options = parser.parse_args()
    if options.quick:
        options.runs = 1
    return options


def chain_table(options: argparse.Namespace) -> str:
    """``track`` over a chain of versions beside what comparing the words of its neighbours takes."""
    stories = measures.chains(options.runs, 3 if options.quick else measures.VERSIONS)
    rows = {"storyver.track, all facts": measures.tracked(stories)}
    for name in PEERS:
        rows[name] = measures.peer(options.interpreter, name, measures.neighbours(stories))
    head = f"chain of {len(stories[0])} versions of {measures.WORDS} words"
    return compared_with(head, rows, "difflib, words")


def caching_table(options: argparse.Namespace) -> str:
    """A chain with what is remembered from one version to the next, and without."""
    count = 3 if options.quick else measures.VERSIONS
    stories = measures.chains(options.runs, count)
    rows = {"with what is remembered": measures.tracked(stories), "each version anew": measures.unremembered(stories)}
    return compared_with("one chain, all facts", rows, "each version anew")


def pair_table(options: argparse.Namespace) -> str:
    """One rewritten pair, and the same lightly edited."""
    old, new = (path.read_text(encoding="utf-8-sig") for path in options.pair)
    light = measures.lightly_edited(old)
    rows = {
        "storyver.diff, rewritten": measures.compared(old, new, options.runs),
        "storyver.diff, lightly edited": measures.compared(old, light, options.runs),
        "difflib, ndiff, rewritten": measures.peer(
            options.interpreter, "difflib, ndiff", [[(old, new)]] * (options.runs + 1)
        ),
    }
    return compared_with(f"{options.pair[0].name} and {options.pair[1].name}, warm", rows, "difflib, ndiff, rewritten")


def version_table(options: argparse.Namespace) -> str:
    """What the first version of a chain costs, and what each further one does."""
    count = 4 if options.quick else measures.VERSIONS
    stories = measures.chains(options.runs, count, large=measures.SHARE)
    first, further = measures.one_by_one(stories)
    rows = {"one more version, 5 % changed": further, "the first version": first}
    return compared_with("track", rows, "the first version")


def growth_table(options: argparse.Namespace) -> str:
    """How ``diff`` grows with the length of the text."""
    lengths = measures.LENGTHS[:2] if options.quick else measures.LENGTHS
    rows = []
    for name, rewritten in (("5 % changed", False), ("half rewritten, shuffled", True)):
        found, exponent = measures.growth(options.runs, lengths, rewritten=rewritten)
        rows.append((f"storyver.diff, {name}", *(milliseconds(one) for one in found), f"{exponent:.2f}"))
        for peer in PEERS[:1]:
            found, exponent = measures.peer_growth(
                options.interpreter, peer, options.runs, lengths, rewritten=rewritten
            )
            cells = [one.problem or milliseconds(one) for one in found]
            rows.append((f"{peer}, {name}", *cells, f"{exponent:.2f}"))
    return table(("words, ms", *(f"{length * measures.SHORTEST:,}" for length in lengths), "exponent"), rows)


def process_table(options: argparse.Namespace) -> str:
    """The memory of a chain, and the command from a cold start."""
    story = measures.chains(0, 3 if options.quick else measures.VERSIONS)[0]
    bare = measures.peak_megabytes("import json, sys, spacy; spacy.blank('en'); json.load(sys.stdin)", story)
    peak = measures.peak_megabytes(measures.TRACK, story)
    command = ["-m", "storyver", "diff", *map(str, options.pair)]
    rows = {
        "storyver diff, cold": measures.command_seconds(command, options.runs),
        "import spacy": measures.command_seconds(["-c", "import spacy"], options.runs),
    }
    told = f"Memory of the chain's track: {peak:.0f} MB at most, {peak - bare:.0f} above an interpreter with spaCy."
    return f"{compared_with('from the start of the process', rows, 'import spacy')}\n\n{told}"


def compared_with(head: str, rows: dict[str, Measured], base: str) -> str:
    """A table of times and their ratios to one of them."""
    lines = []
    for name, one in rows.items():
        if one.problem:
            lines.append((name, f"not measured: {one.problem}", ""))
            continue
        known = rows[base].seconds
        lines.append((name, milliseconds(one), f"{one.median / rows[base].median:.2f}" if known else ""))
    return table((head, "ms", f"to {base}"), lines)


def milliseconds(one: Measured) -> str:
    """The median as a reader wants it."""
    return f"{1000 * one.median:,.1f}" if one.seconds else "-"


TABLES: dict[str, Callable[[argparse.Namespace], str]] = {
    "chain": chain_table,
    "caching": caching_table,
    "pair": pair_table,
    "version": version_table,
    "growth": growth_table,
    "process": process_table,
}

if __name__ == "__main__":
    main()
