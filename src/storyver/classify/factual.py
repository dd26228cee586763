"""How likely it is that a new version states, drops or adds any fact: one number from the word edits of its links.

The method is additive: each feature of a link's word edits (``factual_features``) has steps with a weight each, some
pairs of steps have a weight of their own, and the sum goes through the logistic function. The weights stand in
``data/factual.toml``, fitted by ``tests/benchmarks/fit_factual.py``. Named rules over the fit give changed figures,
names, negations and quotations a floor. ``docs/why/factual.md`` says what it was fitted on and how well it does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from storyver.classify.factual_features import Difference, difference, features
from storyver.classify.factual_rules import RULES
from storyver.classify.factual_words import key, read_words, table
from storyver.model import LinkKind, SentenceLink

SAME_WORDS = 0.01
"""The score of two texts that differ in white space, typography, letter case or the order of sentences alone."""
RULE_FLOOR = 0.8
"""The least score of a link of which a rule says that a fact changed; what the fit says fills the rest up to 1."""
DROPPED_FLOOR = 0.4
"""The least score of a sentence that was dropped whole: it states something, though editors call most such cuts a
matter of style. Below 0.5, so that a cut alone is no finding."""


@dataclass(frozen=True, slots=True)
class _Steps:
    feature: str
    above: tuple[float, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    feature: str
    above: float
    other: str
    other_above: float
    weight: float


def factual(old: str, new: str, links: Sequence[SentenceLink]) -> float:
    """How likely it is that ``new`` states, drops or adds any fact against ``old``, 0 to 1; exactly 0 for equal texts.

    ``links`` cover the sentences of both texts; their offsets are into the texts. Several changed links are put
    together so that the strongest decides and weak ones hardly add up: see ``together``.
    """
    if old == new:
        return 0.0
    changed = [link for link in links if link.kind is not LinkKind.SAME]
    dropped = _dropped(old, changed)
    scores = [link_score(difference(old, new, link, dropped), link) for link in changed]
    return round(max(SAME_WORDS, together(scores)), 4)


def link_score(seen: Difference, link: SentenceLink) -> float:
    """The score of one link: the fit's, lifted where a rule applies."""
    if not seen.hunks:
        return SAME_WORDS
    score = fitted(features(seen))
    if link.kind is LinkKind.REMOVED:
        return max(score, DROPPED_FLOOR)
    if link.kind is not LinkKind.ADDED and any(rule(seen) for rule in RULES.values()):
        return RULE_FLOOR + (1 - RULE_FLOOR) * score
    return score


def together(scores: Sequence[float]) -> float:
    """One score for several links.

    The chance that none of them changes a fact, as if they were independent, but with the third power of every score
    except the highest: a text that is reworded throughout has many links of 0.1 or 0.2 and no fact changed, while
    several doubtful links of 0.4 are together more than one.
    """
    if not scores:
        return 0.0
    ranked = sorted(scores, reverse=True)
    nothing = 1 - ranked[0]
    for score in ranked[1:]:
        nothing *= 1 - score**3
    return 1 - nothing


def fitted(seen: dict[str, float]) -> float:
    """The logistic function of the sum of all weights whose steps are passed."""
    steps, pairs, start = _model()
    total = start
    for line in steps:
        value = seen[line.feature]
        for above, weight in zip(line.above, line.weights, strict=True):
            if value <= above:
                break
            total += weight
    for pair in pairs:
        if seen[pair.feature] > pair.above and seen[pair.other] > pair.other_above:
            total += pair.weight
    return 1 / (1 + math.exp(-total))


@cache
def _model() -> tuple[tuple[_Steps, ...], tuple[_Pair, ...], float]:
    model = table()["model"]
    steps = tuple(_Steps(name, tuple(line["above"]), tuple(line["weights"])) for name, line in model["steps"].items())
    pairs = tuple(_Pair(*line) for line in model["pairs"])
    return steps, pairs, float(model["start"])


def _dropped(old: str, changed: Sequence[SentenceLink]) -> frozenset[str]:
    """Keys of the words that any link drops: where another link puts one in, it was carried over and is not new."""
    if len(changed) < 2:
        return frozenset()
    found = set()
    for link in changed:
        spans = [(edit.old_start, edit.old_end) for edit in link.edits]
        if link.kind is LinkKind.REMOVED:
            spans = [(sentence.start, sentence.end) for sentence in link.old]
        for word in read_words(old, link.old):
            if word.content and any(start <= word.start < end for start, end in spans):
                found.add(key(word.folded))
    return frozenset(found)
