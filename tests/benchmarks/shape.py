"""Print the shape of the package: how long functions and files are, and how many imports go against the layers.

    python tests/benchmarks/shape.py

What a function's length counts, and which imports are allowed, is what ``tests/test_architecture.py`` holds them to.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # what reads the package lies beside the tests

from repository import package_modules
from test_architecture import MAY_IMPORT, functions, our_parts, part_of


def main() -> None:
    """Measure and print."""
    modules = package_modules()
    lengths = [(one.end_lineno or one.lineno) - one.lineno + 1 for path in modules.values() for one in functions(path)]
    files = [path.read_bytes().count(b"\n") for path in modules.values()]
    edges = [(part_of(name), part) for name in modules for part, _ in our_parts(name)]
    against = [(own, part) for own, part in edges if part != own and part not in MAY_IMPORT[own]]
    print("|  | how many | median | 95 of 100 have at most | longest |\n|---|---:|---:|---:|---:|")
    print(f"| functions, in lines | {len(lengths):,} | {spread(lengths)} |")
    print(f"| files, in lines | {len(files):,} | {spread(files)} |")
    print(f"\n{len(edges):,} imports within the package, {len(against)} against the layers")


def spread(lengths: Sequence[int]) -> str:
    """Median, 95th percentile and maximum, as cells."""
    ordered = sorted(lengths)
    places = (len(ordered) // 2, int(len(ordered) * 0.95), len(ordered) - 1)
    return " | ".join(str(ordered[place]) for place in places)


if __name__ == "__main__":
    main()
