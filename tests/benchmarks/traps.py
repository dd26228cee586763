"""Measure what storyver and other tools make of the edits of ``tests/cases/traps``, in one run.

    python tests/benchmarks/traps.py --install
    python tests/benchmarks/traps.py --peers PYTHON [--cases]

git, wdiff, dwdiff and wikidiff2 are called where the machine has them (``apt-get install git wdiff dwdiff php-cli
php-wikidiff2``). ``--install`` puts the Python peers of ``tests/benchmarks/showing/peers.txt`` into a temporary
environment; ``--peers`` names an interpreter that has them. A peer that cannot be started is listed with the reason.
``--cases`` prints each tool's answer to each case. Printed are Markdown tables; how answers are judged is said above
them and in ``tests/benchmarks/showing/levels.py``. It is a measurement and no test.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # what reads the cases lies beside the tests

from benchmarks.reading.processes import NotRunningError, peers_installed
from benchmarks.showing import ours
from benchmarks.showing.asking import ask_to_hide, ask_to_show
from benchmarks.showing.cases import article, same, traps
from benchmarks.showing.report import by_case, report

HERE = Path(__file__).parent / "showing"


def main() -> None:
    """Measure and print."""
    options = arguments()
    peers = tomllib.loads((HERE / "peers.toml").read_text(encoding="utf-8"))
    edits, pairs, text = traps(), same(), article()
    with ExitStack() as stack:
        interpreter = options.peers
        if options.install:
            try:
                interpreter = stack.enter_context(peers_installed(HERE / "peers.txt", HERE / "peers_alone.txt"))
            except NotRunningError as reason:
                print(f"The Python peers could not be installed. {reason}\n")
        shown = [ask_to_show(peer["name"], interpreter, edits, pairs) for peer in peers["showing"]]
        hidden = [ask_to_hide(peer, interpreter, edits, pairs, text) for peer in peers["hiding"]]
    shown.insert(0, ours.shown(edits, pairs))
    hidden.insert(0, ours.hidden(edits, pairs, text))
    print(report(edits, shown, hidden, words=len(" ".join(text).split())))
    if options.cases:
        print("\n" + by_case(edits, shown, hidden))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--peers", metavar="PYTHON", help="an interpreter that has the Python peers")
    where.add_argument("--install", action="store_true", help="install the Python peers into a temporary environment")
    parser.add_argument("--cases", action="store_true", help="print each tool's answer to each case")
    return parser.parse_args()


if __name__ == "__main__":
    main()
