"""Fuzz one target with atheris, which is led by what of the package each input runs through.

    python tests/fuzz/run.py TARGET [--seconds N] [--folder FOLDER]
    python tests/fuzz/run.py --all [--seconds N] [--folder FOLDER]

atheris is no dependency of storyver: ``pip install atheris``. The folder keeps a corpus for each target, which a later
run goes on with, and what was found: an input for each error, once for each place in the code. ``--all`` takes each
target in its turn. The counts stand in ``counts.jsonl`` of the folder. It is no test, and takes as long as it is told
to.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

SLOW = 5.0
"""Seconds of processor time after which an input counts as found."""
LONGEST = 6_000
"""Bytes of an input, unless a first one has more."""
HANGS = 120
"""Seconds after which atheris stops an input that has not come to its end."""


def main() -> None:
    """Fuzz one target, or start a process for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", nargs="?")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--folder", type=Path, default=Path("fuzzed"))
    options = parser.parse_args()
    if options.all:
        from fuzz.targets import TARGETS

        for name in TARGETS:
            command = [sys.executable, __file__, name, "--seconds", str(options.seconds), "--folder", options.folder]
            subprocess.run(command, check=False)
    else:
        fuzz(options.target, options.seconds, options.folder)


def fuzz(name: str, seconds: int, folder: Path) -> None:
    """Fuzz a target for so long."""
    import atheris

    with atheris.instrument_imports(include=["storyver"]):
        from fuzz.targets import TARGETS, run
    from fuzz.seeds import seeds

    if name not in TARGETS:
        sys.exit(f"no target {name}; there are {', '.join(TARGETS)}")
    corpus, found = folder / "corpus" / name, folder / "found" / name
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(parents=True, exist_ok=True)
    target = TARGETS[name]
    for seed in seeds(name):
        with atheris.instrument_imports(include=["storyver"]):  # what is imported where it is used
            _write(corpus, seed)
            run(target, seed)
    Watched(name, folder, lambda data: run(target, data), seconds).begin(corpus, found)


class Watched:
    """A target whose errors are written down, so that one run finds more than one."""

    def __init__(self, name, folder, target, seconds) -> None:  # type: ignore[no-untyped-def]
        self.name, self.folder, self.target, self.seconds = name, folder, target, seconds
        self.runs = 0
        self.places: set[str] = set()
        self.began = self.told = time.monotonic()

    def begin(self, corpus: Path, found: Path) -> None:
        """Run until the time is up; atheris ends the process."""
        import atheris

        longest = max([LONGEST, *(path.stat().st_size for path in corpus.iterdir())])
        options = [f"-max_total_time={self.seconds}", f"-max_len={longest}", f"-timeout={HANGS}", "-rss_limit_mb=4000"]
        atheris.Setup(
            [sys.argv[0], *options, "-print_final_stats=0", f"-artifact_prefix={found}/", str(corpus)], self.once
        )
        atheris.Fuzz()

    def once(self, data: bytes) -> None:
        """One input."""
        self.runs += 1
        before = time.process_time()
        try:
            self.target(data)
        except Exception as error:
            self._keep(data, _place(error), "".join(traceback.format_exception(error)))
        took = time.process_time() - before
        if took > SLOW:
            self._keep(data, f"slow-{len(data)}", f"{took:.1f} s for {len(data)} bytes")
        if time.monotonic() - self.told > 5:
            self._count()

    def _keep(self, data: bytes, place: str, told: str) -> None:
        if place in self.places:
            return
        self.places.add(place)
        name = hashlib.sha256(place.encode()).hexdigest()[:12]
        (self.folder / "found" / self.name / name).write_bytes(data)
        (self.folder / "found" / self.name / f"{name}.txt").write_text(f"{place}\n{told}", encoding="utf-8")

    def _count(self) -> None:
        """Write down how often the target has run; the last line of a process counts."""
        self.told = time.monotonic()
        row = {"target": self.name, "began": round(self.began, 3), "runs": self.runs, "places": len(self.places)}
        row["seconds"] = round(self.told - self.began)
        with (self.folder / "counts.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")


def _place(error: BaseException) -> str:
    """The error's kind and where in the package it was raised, else where at all."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "storyver" in Path(frame.filename).parts] or frames
    return f"{type(error).__name__} {Path(own[-1].filename).name}:{own[-1].lineno}"


def _write(corpus: Path, seed: bytes) -> None:
    (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)


if __name__ == "__main__":
    main()
