# mypy: disable-error-code="import-not-found,import-untyped"
"""Fit the weights of the ``factual`` score and write them into ``src/storyver/classify/data/factual.toml``.

    python tests/benchmarks/fit_factual.py PAIRS.jsonl [--write]

PAIRS.jsonl has one object a line: ``before`` and ``after`` (a sentence in two versions), ``factual`` (1 where the
meaning changed), ``doc_id`` (pairs of one document are never on both sides of a fold). Needs numpy and scikit-learn,
which the library itself does not: ``pip install numpy scikit-learn``.

The model is an L1-regularised logistic regression on steps ("word_gain above 1.5") and on pairs of steps of a few
features. Printed are F1 at 0.5 and the area under the curve over ten folds by document, repeated with three
shuffles, for the fit alone and with the rules. The operating point is the threshold with the best smoothed F1 over
all folds; the table's ``start`` is moved so that it becomes 0.5.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import GroupKFold

import storyver
from storyver.classify.factual import DROPPED_FLOOR, RULE_FLOOR, passages, together
from storyver.classify.factual_features import difference, features
from storyver.classify.factual_rules import RULES
from storyver.model import LinkKind, Sentence, SentenceLink

TABLE = pathlib.Path(__file__).parents[2] / "src/storyver/classify/data/factual.toml"
MARKER = "# Fitted from here on; written by tests/benchmarks/fit_factual.py.\n"
STEPS = 8
"""Most steps of a feature; they stand at quantiles of its values other than the commonest."""
FEWEST = 12
"""Pairs that a step has on either side at least."""
STRENGTH = 0.3
"""Inverse strength of the L1 penalty, chosen among 0.15, 0.3 and 0.6 by cross-validation."""
PAIRS = (
    ("new_names", "balance"),
    ("new_figures", "word_gain"),
    ("specific_new", "balance"),
    ("span", "length_gain"),
)
"""Features whose steps also count together: a name put in for nothing says more than a name put in for other words.
Chosen as the pairs that boosted trees of depth two used most."""
MEANINGS = {
    "length_gain": "characters put in less those dropped, as the signed logarithm of one more",
    "word_gain": "content words put in less those dropped",
    "balance": "word_gain over all content words put in or dropped: 1 only put in, -1 only dropped",
    "new_share": "share of the new side's content words that the old side lacks",
    "largest_gain": "new content words less those gone, in the run where that is most",
    "largest_run": "content words in the longest run put in",
    "new_ratio": "new content words over new and gone ones, each with a half more",
    "new_names": "new words that are written with a capital",
    "new_figures": "new numbers, in digits or words",
    "figures_gain": "new numbers less those gone",
    "specific_new": "new words that are neither general nor derived from others",
    "specific_gain": "specific_new less those gone",
    "span": "old tokens from the first difference to the last",
    "kept": "share of tokens outside the differences",
    "edits": "runs that differ",
    "after_determiner": "runs with new words after a determiner",
    "before_mark": "runs with new words that end before a punctuation mark",
    "inserted_new": "new content words in runs that take no content word's place",
    "negations": "negations put in less those dropped",
    "connectives": "connecting adverbs put in less those dropped",
    "pronouns": "pronouns put in less those dropped",
    "prepositions": "prepositions put in less those dropped",
}


@dataclass(frozen=True)
class Examples:
    """The passages of all pairs, and which pair each belongs to."""

    names: list[str]
    values: Any
    ruled: Any
    removed: Any
    pair: Any
    labels: Any
    """Of the pairs, as are the groups."""
    groups: Any

    def among(self, pairs: Any) -> Any:
        """Which passages belong to one of these pairs."""
        return np.isin(self.pair, pairs)

    def usable(self) -> Any:
        """Which passages to fit on: where a factual pair has several, nothing says which of them it is."""
        count = np.bincount(self.pair, minlength=len(self.labels))[self.pair]
        return (count == 1) | (self.labels[self.pair] == 0)


def read(path: pathlib.Path) -> Examples:
    """The pairs as the whole library sees them, sentence by sentence."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    counted, ruled, removed, pair = [], [], [], []
    for number, row in enumerate(rows):
        old, new = row["before"], row["after"]
        for passage in passages(links(old, new)):
            seen = difference(old, new, passage)
            counted.append(features(seen))
            ruled.append(bool(seen.old) and any(rule(seen) for rule in RULES.values()))
            removed.append(all(link.kind is LinkKind.REMOVED for link in passage))
            pair.append(number)
    names = list(counted[0])
    values = np.array([[float(one[name]) for name in names] for one in counted])
    labels, groups = np.array([row["factual"] for row in rows]), np.array([row["doc_id"] for row in rows])
    return Examples(names, values, np.array(ruled), np.array(removed), np.array(pair), labels, groups)


def links(old: str, new: str) -> Sequence[SentenceLink]:
    """The links of a pair; a text that is dropped whole is one removed sentence."""
    if old.strip() and new.strip():
        return storyver.diff(old, new).sentences
    before = (Sentence(start=0, end=len(old)),) if old.strip() else ()
    after = (Sentence(start=0, end=len(new)),) if new.strip() else ()
    return [SentenceLink(kind=LinkKind.ADDED if after else LinkKind.REMOVED, old=before, new=after)]


def steps(values: Any) -> list[float]:
    """Where the steps of one feature stand."""
    distinct = np.unique(values)
    if len(distinct) > STEPS + 1:
        kinds, counts = np.unique(values, return_counts=True)
        others = values[values != kinds[counts.argmax()]]
        wanted = np.quantile(others, np.linspace(0, 1, STEPS + 2)[1:-1])
        upper = np.unique(np.clip(np.searchsorted(distinct, wanted), 1, len(distinct) - 1))
    else:
        upper = np.arange(1, len(distinct))
    found = (distinct[upper] + distinct[upper - 1]) / 2
    rounded = sorted({float(np.round(step, 3)) for step in found})
    return [step for step in rounded if min((values > step).sum(), (values <= step).sum()) >= FEWEST]


class Fit:
    """Steps, pairs of steps and their weights."""

    def __init__(self, names: Sequence[str], values: Any, labels: Any) -> None:
        at = {name: steps(values[:, index]) for index, name in enumerate(names)}
        self.names = list(names)
        self.columns: list[tuple[tuple[str, float], ...]] = [((n, t),) for n in names for t in at[n]]
        self.columns += [((a, s), (b, t)) for a, b in PAIRS for s in at[a][:5] for t in at[b][:6]]
        model = LogisticRegression(C=STRENGTH, l1_ratio=1, solver="liblinear", intercept_scaling=5)
        model.fit(self.design(values), labels)
        self.weights, self.start = model.coef_[0], float(model.intercept_[0])

    def design(self, values: Any) -> Any:
        place = {name: index for index, name in enumerate(self.names)}
        columns = [
            np.logical_and.reduce([values[:, place[name]] > step for name, step in column]) for column in self.columns
        ]
        return np.array(columns, dtype=float).T

    def predict(self, values: Any) -> Any:
        return self.design(values) @ self.weights + self.start


def scores(examples: Examples, totals: Any, *, rules: bool) -> Any:
    """The scores of the pairs from the totals of their passages, as ``factual`` puts them together."""
    single = 1 / (1 + np.exp(-totals))
    if rules:
        single = np.where(examples.removed, np.maximum(single, DROPPED_FLOOR), single)
        lifted = RULE_FLOOR + (1 - RULE_FLOOR) * single
        single = np.where(examples.ruled & ~examples.removed, lifted, single)
    found: list[list[float]] = [[] for _ in examples.labels]
    for number, score in zip(examples.pair, single, strict=True):
        found[number].append(float(score))
    return np.array([together(one) for one in found])


def operating_point(examples: Examples, totals: Any, pairs: Any) -> float:
    """The total from which F1 over some pairs is best, smoothed over its neighbours."""
    grid = np.arange(-1.6, 0.8, 0.05)
    labels = examples.labels[pairs]
    curve = [f1_score(labels, scores(examples, totals - point, rules=True)[pairs] >= 0.5) for point in grid]
    smooth = np.convolve(curve, np.ones(7) / 7, mode="valid")
    return float(grid[3:-3][smooth.argmax()])


def cross_validate(examples: Examples) -> float:
    """Print the figures and return the operating point.

    The operating point of every fold is found on the other folds.
    """
    labels, points, lines = examples.labels, [], []
    for seed in range(3):
        folds = list(GroupKFold(10, shuffle=True, random_state=seed).split(labels, labels, examples.groups))
        totals, moved = np.zeros(len(examples.pair)), np.zeros(len(examples.pair))
        for train, test in folds:
            use = examples.among(train) & examples.usable()
            fit = Fit(examples.names, examples.values[use], labels[examples.pair[use]])
            totals[examples.among(test)] = fit.predict(examples.values[examples.among(test)])
        for train, test in folds:
            within = examples.among(test)
            moved[within] = totals[within] - operating_point(examples, totals, train)
        points.append(operating_point(examples, totals, np.arange(len(labels))))
        for rules in (False, True):
            found = scores(examples, moved, rules=rules)
            lines.append((f1_score(labels, found >= 0.5), roc_auc_score(labels, found)))
    for name, figures in (("fit alone", lines[::2]), ("with rules", lines[1::2])):
        f1, auc = np.mean(figures, axis=0)
        print(
            f"{name:12s} F1 {100 * f1:.1f}  AUC {100 * auc:.1f}  by shuffle {[round(100 * f, 1) for f, _ in figures]}"
        )
    print("operating points", [round(point, 2) for point in points])
    return float(np.mean(points))


def written(fit: Fit, point: float) -> str:
    """The fitted part of the table; features and steps without weight are left out."""
    lines = ["[model]", f"start = {fit.start - point:.3f}"]
    weights = [(column, round(float(weight), 3)) for column, weight in zip(fit.columns, fit.weights, strict=True)]
    for name in fit.names:
        own = [(column[0][1], weight) for column, weight in weights if len(column) == 1 and column[0][0] == name]
        own = [(step, weight) for step, weight in own if weight]
        if own:
            lines += ["", f"[model.steps.{name}]", f'meaning = "{MEANINGS[name]}"']
            lines += [f"above = {[step for step, _ in own]}", f"weights = {[weight for _, weight in own]}"]
    both = [(column, weight) for column, weight in weights if len(column) == 2 and weight]
    rows = [f'  ["{a}", {s}, "{b}", {t}, {weight}],' for ((a, s), (b, t)), weight in both]
    pairs = ["", "# One feature above a value and another above a value: the weight of both together.", "pairs = ["]
    return "\n".join([*lines[:2], *pairs, *rows, "]", *lines[2:]]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=pathlib.Path)
    parser.add_argument("--write", action="store_true", help="put the weights into the table")
    options = parser.parse_args()
    examples = read(options.pairs)
    labels, use = examples.labels, examples.usable()
    print(f"{len(labels)} pairs, {labels.sum()} factual, {len(set(examples.groups))} documents, {len(use)} passages")
    point = cross_validate(examples)
    text = written(Fit(examples.names, examples.values[use], labels[examples.pair[use]]), point)
    if options.write:
        by_hand = TABLE.read_text(encoding="utf-8").split(MARKER)[0]
        TABLE.write_text(by_hand + MARKER + text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
