"""Time one other library on pairs of texts: ``python peer.py NAME``, run by an interpreter that has it.

Pairs of texts come on standard input as JSON. What is written is ``{"seconds": [...]}``, the processor time that each
run over all pairs took after one that is not counted, or ``{"problem": reason}``. Only the standard library and that
one library are imported, so that the peers can live in an environment of their own.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from typing import Any

Compare = Callable[[str, str], Any]


def main() -> None:
    """Read the pairs, compare them as often as asked, write what it took."""
    name = sys.argv[1]
    asked = json.load(sys.stdin)
    try:
        compare = PEERS[name]()
    except Exception as reason:  # whatever a foreign library raises when it is imported is reported, not hidden
        print(json.dumps({"problem": f"{type(reason).__name__}: {reason}"}))
        return
    seconds = []
    for run in asked["runs"]:
        began = time.process_time()
        for old, new in run:
            compare(old, new)
        seconds.append(time.process_time() - began)
    print(json.dumps({"seconds": seconds[1:]}))


def matcher() -> Compare:
    """The standard library's matcher over the words of both texts, asked for the words that differ."""
    module = importlib.import_module(STANDARD)
    return lambda old, new: module.SequenceMatcher(None, old.split(), new.split()).get_opcodes()


def lines_and_words() -> Compare:
    """The standard library's comparison of lines that marks the letters that differ within them."""
    module = importlib.import_module(STANDARD)
    return lambda old, new: list(module.ndiff(old.splitlines(), new.splitlines()))


def redlines() -> Compare:
    """redlines, asked for what it shows."""
    module = importlib.import_module("redlines")
    return lambda old, new: module.Redlines(old, new).output_markdown


def web_monitoring() -> Compare:
    """What web-monitoring-diff compares two plain texts by; to import it whole needs parsers of HTML as well."""
    module = importlib.import_module("fast_diff_match_patch")
    return lambda old, new: module.diff(old, new, checklines=False, timelimit=4, cleanup="Semantic", counts_only=False)


def rapidfuzz() -> Compare:
    """rapidfuzz's edit operations over the words of both texts."""
    module = importlib.import_module("rapidfuzz.distance")
    return lambda old, new: module.Indel.opcodes(old.split(), new.split())


STANDARD = "difflib"
PEERS: dict[str, Callable[[], Compare]] = {
    "difflib, words": matcher,
    "difflib, ndiff": lines_and_words,
    "redlines": redlines,
    "web-monitoring-diff": web_monitoring,
    "rapidfuzz, words": rapidfuzz,
}

if __name__ == "__main__":
    main()
