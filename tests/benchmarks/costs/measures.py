"""What is measured: seconds of processor time of storyver's calls, of its command, and of the peers."""

from __future__ import annotations

import json
import math
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import storyver
from benchmarks.costs.texts import LARGE_SHARE, Writer, text_of, words_of
from storyver.align.claims import group_claims
from storyver.classify.figures import classify_figures
from storyver.pipeline import align, read
from storyver.sources import read_version

PEER = Path(__file__).with_name("peer.py")
VERSIONS, WORDS, SHARE = 31, 819, 0.05
SHORTEST, LENGTHS = 300, (1, 4, 16, 64)
"""Words of the shortest text whose growth is looked at, and how many times as long the others are."""

Pairs = Sequence[tuple[str, str]]


@dataclass(slots=True)
class Measured:
    """Seconds of each run, or why there are none."""

    seconds: list[float] = field(default_factory=list)
    problem: str = ""

    @property
    def median(self) -> float:
        """The median of the runs."""
        return statistics.median(self.seconds)


def one_core() -> None:
    """Keep this process and those that it starts on one core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def seconds(call: Callable[[], object]) -> float:
    """What a call takes, in seconds of processor time."""
    began = time.process_time()
    call()
    return time.process_time() - began


def chains(runs: int, versions: int, large: float = LARGE_SHARE) -> list[list[str]]:
    """A chain for each run and one to warm up with. Each is another story, so that no run meets a text again."""
    return [Writer(seed).chain(versions, WORDS, SHARE, large) for seed in range(runs + 1)]


def tracked(stories: Sequence[Sequence[str]]) -> Measured:
    """``storyver.track`` over each story; the first is not counted."""
    return Measured([seconds(lambda story=story: storyver.track(story)) for story in stories][1:])  # type: ignore[misc]


def one_by_one(stories: Sequence[Sequence[str]]) -> tuple[Measured, Measured]:
    """What reading the first version of each story takes, and what ``track`` takes for each beyond the second."""
    first, further = [], []
    for story in stories:
        forget_paragraphs()
        first.append(seconds(lambda text=story[0]: group_claims(read(read_version(text)))))  # type: ignore[misc]
        taken = []
        for versions in (story[:2], story):
            forget_paragraphs()
            taken.append(seconds(lambda versions=versions: storyver.track(versions)))  # type: ignore[misc]
        further.append((taken[1] - taken[0]) / (len(story) - 2))
    return Measured(first[1:]), Measured(further[1:])


def unremembered(stories: Sequence[Sequence[str]]) -> Measured:
    """The same with every paragraph read anew in each version and nothing remembered from one pair to the next. Facts
    that come back after a version without them are not even looked for."""
    return Measured([seconds(lambda story=story: _each_anew(story)) for story in stories][1:])  # type: ignore[misc]


def _each_anew(story: Sequence[str]) -> None:
    readings = []
    for text in story:
        forget_paragraphs()
        readings.append(read(read_version(text)))
    for old, new in pairwise(readings):
        classify_figures(align(old, new))


def forget_paragraphs() -> None:
    """Empty the bounded caches of the stage that reads texts, and what is kept of figures; the others hold words and
    tables."""
    for name, module in list(sys.modules.items()):
        if name.startswith("storyver.extract"):
            for value in vars(module).values():
                if hasattr(value, "cache_parameters") and value.cache_parameters()["maxsize"] not in (None, 1):
                    value.cache_clear()
        for kept in ("_drafted", "_profiles") if name.startswith("storyver.") else ():
            vars(module).get(kept, {}).clear()


def lightly_edited(text: str) -> str:
    """The text with about ``SHARE`` of its words changed."""
    paragraphs = text.strip().split("\n\n")
    return text_of(Writer(0).edited(paragraphs, SHARE, words_of(paragraphs)))


def compared(old: str, new: str, runs: int) -> Measured:
    """``storyver.diff`` of a pair, again and again; the first run is not counted."""
    return Measured([seconds(lambda: storyver.diff(old, new)) for _ in range(runs + 1)][1:])


def peer(interpreter: str, name: str, stories: Sequence[Pairs]) -> Measured:
    """A peer over all pairs of each story, in a process of its own; the first story is not counted."""
    command = [interpreter, str(PEER), name]
    asked = json.dumps({"runs": stories})
    done = subprocess.run(command, input=asked, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        return Measured(problem=(done.stderr.strip().splitlines() or ["it ended without a word"])[-1])
    told = json.loads(done.stdout)
    return Measured(told.get("seconds", []), told.get("problem", ""))


def neighbours(stories: Sequence[Sequence[str]]) -> list[list[tuple[str, str]]]:
    """The pairs of neighbouring versions of each story."""
    return [list(pairwise(story)) for story in stories]


def growth(runs: int, lengths: Sequence[int], *, rewritten: bool) -> tuple[list[Measured], float]:
    """``storyver.diff`` of texts of each length with an edited or rewritten version, and the exponent of its growth."""
    found = []
    for length in lengths:
        pairs = grown(runs, length, rewritten=rewritten)
        found.append(Measured([seconds(lambda pair=pair: storyver.diff(*pair)) for pair in pairs][1:]))  # type: ignore[misc]
    return found, exponent(lengths, [one.median for one in found])


def peer_growth(
    interpreter: str, name: str, runs: int, lengths: Sequence[int], *, rewritten: bool
) -> tuple[list[Measured], float]:
    """The same for a peer."""
    found = [
        peer(interpreter, name, [[pair] for pair in grown(runs, length, rewritten=rewritten)]) for length in lengths
    ]
    return found, exponent(lengths, [one.median if one.seconds else math.nan for one in found])


def grown(runs: int, length: int, *, rewritten: bool) -> list[tuple[str, str]]:
    """Pairs of texts of ``length`` times ``SHORTEST`` words, one for each run and one to warm up with."""
    pairs = []
    for seed in range(runs + 1):
        writer = Writer(1_000 * length + seed)
        old = writer.article(length * SHORTEST)
        new = writer.rewritten(old, 0.5) if rewritten else writer.edited(old, SHARE, length * SHORTEST)
        pairs.append((text_of(old), text_of(new)))
    return pairs


def exponent(sizes: Sequence[float], times: Sequence[float]) -> float:
    """The slope of the straight line nearest to the logarithms."""
    xs, ys = [math.log(size) for size in sizes], [math.log(taken) for taken in times]
    return statistics.linear_regression(xs, ys).slope if len(xs) > 1 else math.nan


def command_seconds(arguments: Sequence[str], runs: int) -> Measured:
    """The processor time of a Python process from its start to its end; the first run is not counted."""
    taken = []
    for _ in range(runs + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return Measured(taken[1:])


TELL_PEAK = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
TRACK = "import json, sys, spacy, storyver; storyver.track(json.load(sys.stdin))"


def peak_megabytes(code: str, story: Sequence[str]) -> float:
    """The most memory that a process holds which runs ``code`` with the story's texts on its standard input."""
    command = [sys.executable, "-c", f"{code}\n{TELL_PEAK}"]
    done = subprocess.run(command, input=json.dumps(story), stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return int(done.stdout) / (1 << 20 if sys.platform == "darwin" else 1 << 10)
