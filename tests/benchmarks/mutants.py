"""Mutation testing: change the code in small ways, one at a time, and see whether a test notices.

    python tests/benchmarks/mutants.py PART FOLDER [--sample N] [--seed S] [--jobs J]

PART is one of ``mutation.toml`` beside this file. The repository is copied to FOLDER, where mutmut works, so that the
files here stay as they are. Without ``--sample`` every mutant is tried; with it a random choice, the same for the same
seed. It prints the score and, for each mutant that no test noticed, what was changed. mutmut has to be installed:
``pip install 'storyver[mutation]'``.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS: dict[str, dict[str, list[str]]] = tomllib.loads(Path(__file__).with_name("mutation.toml").read_text("utf-8"))
COPIED = ("src", "tests", "corpus", "docs", "README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml")

OUTCOMES: dict[int | None, str] = {
    0: "survived",
    1: "killed",
    3: "killed",
    33: "no test",
    **dict.fromkeys((24, 36, -9, -24), "timeout"),
}
"""What mutmut's exit codes mean; a mutant that never comes to an end is noticed too."""
NOTICED = ("killed", "timeout")

SETTINGS = """[mutmut]
source_paths = src
only_mutate =
{modules}
also_copy =
    corpus
    docs
    README.md
    CHANGELOG.md
pytest_add_cli_args =
    -n0
    -q
    -p
    no:cacheprovider
pytest_add_cli_args_test_selection =
{tests}
process_isolation = forkserver
track_dependencies = false
timeout_multiplier = 2
timeout_constant = 20
use_git_change_detection = false
"""
"""Each mutant runs in a process that no test has run in before: a cache filled by one would hide the mutant."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the mutants of one part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("folder", type=Path, help="a new folder to work in")
    parser.add_argument("--sample", type=int, metavar="N", help="so many mutants, chosen at random")
    parser.add_argument("--seed", type=int, default=1, help="of the choice (default: 1)")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default: 1)")
    options = parser.parse_args(arguments)
    began = time.monotonic()
    prepare(options.folder, **PARTS[options.part])
    mutmut(options.folder, ["run", "--max-children", str(options.jobs), "nothing"])
    everything = sorted(outcomes(options.folder))
    chosen = everything
    if options.sample is not None and options.sample < len(everything):
        chosen = sorted(random.Random(options.seed).sample(everything, options.sample))
    mutmut(options.folder, ["run", "--max-children", str(options.jobs), *chosen])
    report(options.folder, chosen, of=len(everything), minutes=(time.monotonic() - began) / 60)
    return 0


def prepare(folder: Path, modules: list[str], tests: list[str]) -> None:
    """Copy the repository, and say what is to be mutated and tested."""
    folder.mkdir(parents=True)
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / name, folder / name)
    lists = {name: "".join(f"\n    {one}" for one in rows) for name, rows in (("modules", modules), ("tests", tests))}
    (folder / "setup.cfg").write_text(SETTINGS.format(**lists), encoding="utf-8")


def mutmut(folder: Path, arguments: Sequence[str]) -> str:
    """Run mutmut in a folder; what it prints. It makes all mutants before it looks for the ones that are named."""
    done = subprocess.run(
        [sys.executable, "-m", "mutmut", *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    return done.stdout


def outcomes(folder: Path) -> dict[str, int | None]:
    """The exit code of each mutant that was made; None where it was not tried."""
    found: dict[str, int | None] = {}
    for path in sorted((folder / "mutants" / "src").rglob("*.meta")):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def report(folder: Path, chosen: Sequence[str], *, of: int, minutes: float) -> None:
    """Print the score, and what no test noticed."""
    codes = outcomes(folder)
    found = {name: OUTCOMES.get(codes[name], "not tried") for name in chosen}
    counts = Counter(found.values())
    noticed = sum(counts[one] for one in NOTICED)
    tally = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
    print(f"{noticed} of {len(chosen)} noticed ({noticed / len(chosen):.1%}): {tally}")
    print(f"{of} mutants in all, {minutes:.0f} minutes")
    for name, outcome in found.items():
        if outcome not in NOTICED:
            changed = [line for line in mutmut(folder, ["show", name]).splitlines() if line[:1] in "+-"]
            print(f"\n{name}: {outcome}", *changed[2:], sep="\n")


if __name__ == "__main__":
    sys.exit(main())
