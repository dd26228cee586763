"""Fit the weights by which figures are linked, and print them beside those of ``src/storyver/align/data/weights.toml``.

    python tests/benchmarks/fit_links.py [STORY ...]

Each STORY is a folder in the corpus format (docs/reference/corpus-format.md), or a folder of such folders; without
arguments the stories of ``corpus/`` are read. Nothing is written: the shipped table is set by hand from what is
printed.

For every two neighbouring versions each comparable pair of figures is one row: the answers of the comparisons, and
whether the gold gives both figures one track. Fitted is a logistic regression with a ridge penalty in which no weight
may take the sign against its sense (accelerated projected gradient; Beck and Teboulle 2009, FISTA). Printed are the
weights, and precision, recall and F1 at 0.5 and the area under the curve over all pairs, for the shipped weights and
for fits that leave one story out. The comparisons of company (``neighbours``, ``lead``) look at the links that the
others make and are no part of the fit. Needs nothing but what the library itself needs (numpy).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

import storyver
from storyver.align.comparisons import COMPARISONS
from storyver.align.mentions import Mention
from storyver.align.pairing import weights
from storyver.align.sentences import align_sentences
from storyver.align.setting import comparable, make_setting
from storyver.align.sides import Side
from storyver.pipeline import read

AGAINST = frozenset({"distance", "far", "other_sentence"})
"""The comparisons whose answer speaks against a link the greater it is; all others speak for it."""
RIDGE = 1e-3
"""Penalty on the mean loss, for weights that hardly any pair decides."""
ROUNDS = 4000
CORPUS = Path(__file__).parents[2] / "corpus"

Array = Any
Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """The comparable pairs of figures of all neighbouring versions."""

    answers: Array
    """One row a pair, one column a comparison."""
    same: Array
    """Whether the gold gives both one track."""
    story: Array
    """The number of the pair's story."""
    stories: tuple[str, ...]


def stories(paths: Sequence[Path]) -> list[Path]:
    """The stories that the arguments name, in order."""
    found = []
    for path in paths:
        found += [path] if (path / "gold.json").exists() else sorted(one.parent for one in path.glob("*/gold.json"))
    return found


def tracks(mentions: Sequence[Mention], rows: Sequence[Json]) -> list[str | None]:
    """The track of each figure; None where the gold has none or calls it optional."""
    found: list[str | None] = []
    for mention in mentions:
        figure = mention.figure
        row = next((row for row in rows if row["start"] < figure.end and figure.start < row["end"]), None)
        found.append(row["track"] if row and not row.get("optional") else None)
    return found


def compared(story: Path) -> Iterator[tuple[list[float], bool]]:
    """The answers for every pair of a story, and whether it is one track."""
    rows = json.loads((story / "gold.json").read_text(encoding="utf-8"))["figures"]
    versions = storyver.read(story).versions
    for before, after in pairwise(versions):
        old, new = Side(read(before)), Side(read(after))
        mentions = old.mentions, new.mentions
        setting = make_setting(old, new, align_sentences(old, new))
        names = [Path(str(version.source)).name for version in (before, after)]
        gold = [
            tracks(side, [row for row in rows if row["version"] == name])
            for side, name in zip(mentions, names, strict=True)
        ]
        for one, other in ((a, b) for a in mentions[0] for b in mentions[1] if comparable(a, b)):
            there, here = gold[0][one.number], gold[1][other.number]
            if there is not None and here is not None:
                yield [rule(one, other, setting) for rule in COMPARISONS.values()], there == here


def gather(paths: Sequence[Path]) -> Pairs:
    """The pairs of all stories."""
    answers, same, story = [], [], []
    for number, path in enumerate(paths):
        for row, truth in compared(path):
            answers.append(row)
            same.append(truth)
            story.append(number)
    names = tuple(path.name for path in paths)
    return Pairs(answers=np.array(answers), same=np.array(same, float), story=np.array(story), stories=names)


def fit(answers: Array, same: Array) -> Array:
    """The start and the weights of the likeliest model whose signs all have their sense."""
    design = np.hstack([np.ones((len(answers), 1)), answers])
    sense = np.array([0, *(-1 if name in AGAINST else 1 for name in COMPARISONS)])
    penalty = np.array([0.0, *[RIDGE] * len(COMPARISONS)])
    step = 1 / (0.25 * np.linalg.eigvalsh(design.T @ design / len(design))[-1] + RIDGE)
    now = ahead = np.zeros(design.shape[1])
    speed = 1.0
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-design @ ahead))
        moved = ahead - step * (design.T @ (likely - same) / len(same) + penalty * ahead)
        moved = np.where(moved * sense < 0, 0.0, moved)
        faster = (1 + np.sqrt(1 + 4 * speed**2)) / 2
        ahead = moved + (speed - 1) / faster * (moved - now)
        now, speed = moved, faster
    return now


def shipped() -> Array:
    """The start and the weights of the table."""
    table = weights()
    return np.array([table["bias"], *(table[name]["weight"] for name in COMPARISONS)])


def odds(answers: Array, model: Array) -> Array:
    """The log-odds of pairs."""
    return model[0] + answers @ model[1:]


def measure(log_odds: Array, same: Array) -> tuple[float, float, float, float]:
    """Precision, recall and F1 at 0.5, and the area under the curve."""
    said, true = log_odds > 0, same > 0
    right = float((said & true).sum())
    precision, recall = right / max(1, said.sum()), right / max(1, true.sum())
    _, place, count = np.unique(log_odds, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    area = (rank[true].sum() - true.sum() * (true.sum() + 1) / 2) / max(1, true.sum() * (~true).sum())
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall), float(area)


def held_out(pairs: Pairs) -> Array:
    """The log-odds of each pair by a fit on the other stories."""
    result = np.zeros(len(pairs.same))
    for number in range(len(pairs.stories)):
        out = pairs.story == number
        result[out] = odds(pairs.answers[out], fit(pairs.answers[~out], pairs.same[~out]))
    return result


def report(pairs: Pairs) -> Iterator[str]:
    """The lines of both tables, as Markdown."""
    model, table = fit(pairs.answers, pairs.same), shipped()
    yield f"{len(pairs.stories)} stories, {len(pairs.same)} pairs, {int(pairs.same.sum())} of one track"
    yield "\n| comparison | fitted | shipped |\n|---|---|---|"
    for name, fitted, kept in zip(("start", *COMPARISONS), model, table, strict=True):
        yield f"| `{name}` | {fitted:.2f} | {kept:.2f} |"
    yield "\n| all pairs | precision | recall | F1 | AUC |\n|---|---|---|---|---|"
    rows = {"shipped": odds(pairs.answers, table), "fitted, same stories": odds(pairs.answers, model)}
    if len(pairs.stories) > 1:
        rows["fitted, story left out"] = held_out(pairs)
    for name, log_odds in rows.items():
        yield f"| {name} | {' | '.join(f'{one:.3f}' for one in measure(log_odds, pairs.same))} |"


def main() -> None:
    """Read the stories, fit and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("stories", nargs="*", type=Path, default=[CORPUS])
    print("\n".join(report(gather(stories(parser.parse_args().stories)))))


if __name__ == "__main__":
    main()
