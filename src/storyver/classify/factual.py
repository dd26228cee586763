"""How likely it is that a new version states, drops or adds any fact: one number from the word edits of its passages.

The method is additive: each feature of a passage's word edits (``factual_features``) has steps with a weight each, some
pairs of steps have a weight of their own, and the sum goes through the logistic function. The weights stand in
``data/factual.toml``, fitted by ``tests/benchmarks/fit_factual.py``. Named rules over the fit give changed figures,
names, negations and quotations a floor. ``docs/why/factual.md`` says what it was fitted on and how well it does.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from storyver.classify.factual_features import Difference, difference, features
from storyver.classify.factual_rules import RULES
from storyver.classify.factual_words import read_words, table
from storyver.model import Change, ChangeKind, Claim, Figure, LinkKind, Sentence, SentenceLink

SAME_WORDS = 0.01
"""The score of two texts that differ in white space, typography, letter case or the order of sentences alone."""
LONGEST_PASSAGE = 4
"""Changed links that are scored as one passage at most, so that a text rewritten throughout is not one edit. Chosen by
cross-validation on the pairs that the weights were fitted on."""
RULE_FLOOR = 0.8
"""The least score of a passage of which a rule says that a fact changed; what the fit says fills the rest up to 1."""
DROPPED_FLOOR = 0.4
"""The least score of a sentence that was dropped whole: it states something, though editors call most such cuts a
matter of style. Below 0.5, so that a cut alone is no finding."""

_ANOTHER_VALUE = frozenset(
    {ChangeKind.INCREASED, ChangeKind.DECREASED, ChangeKind.REVISED, ChangeKind.DATE_CHANGED},
)


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

    ``links`` cover the sentences of both texts in the order of the text; their offsets are into the texts. Changed
    links that follow each other are one passage; several passages are put together so that the strongest decides and
    weak ones hardly add up: see ``together``.
    """
    if old == new:
        return 0.0
    found = passages(links)
    dropped = _dropped(old, found)
    scores = [passage_score(difference(old, new, passage, dropped), passage) for passage in found]
    return round(max(SAME_WORDS, together(scores)), 4)


def lifted(score: float, changes: Iterable[Change], stated: Iterable[Claim]) -> float:
    """The score, lifted where a linked figure has a value that the old version, by its claims ``stated``, has nowhere.

    The words alone do not show it where only the unit, the currency or the half of the day is another.
    """
    moved = [change.new.figure for change in changes if change.new and change.kind in _ANOTHER_VALUE]
    known = {_value(claim.figure) for claim in stated if claim.figure}
    if all(figure is None or _value(figure) in known for figure in moved):
        return score
    return round(max(score, RULE_FLOOR + (1 - RULE_FLOOR) * score), 4)


def _value(figure: Figure) -> tuple[object, ...]:
    return figure.kind, figure.unit, figure.date, figure.low, figure.high


def passages(links: Sequence[SentenceLink]) -> list[list[SentenceLink]]:
    """Runs of changed links with no unchanged sentence between, cut where they grow longer than ``LONGEST_PASSAGE``.

    An edit that joins, splits or replaces sentences touches several links and is still one edit.
    """
    found: list[list[SentenceLink]] = []
    within = False
    for link in links:
        changed = link.kind is not LinkKind.SAME
        if changed and within and len(found[-1]) < LONGEST_PASSAGE:
            found[-1].append(link)
        elif changed:
            found.append([link])
        within = changed
    return found


def passage_score(seen: Difference, links: Sequence[SentenceLink]) -> float:
    """The score of one passage: the fit's, lifted where a rule applies."""
    if not seen.hunks:
        return SAME_WORDS
    score = fitted(features(seen))
    if all(link.kind is LinkKind.REMOVED for link in links):
        return max(score, DROPPED_FLOOR)
    if seen.old and any(rule(seen) for rule in RULES.values()):
        return RULE_FLOOR + (1 - RULE_FLOOR) * score
    return score


def together(scores: Sequence[float]) -> float:
    """One score for several passages.

    The chance that none of them changes a fact, as if they were independent, but with the third power of every score
    except the highest: a text that is reworded throughout has many passages of 0.1 or 0.2 and no fact changed, while
    several doubtful ones of 0.4 are together more than one.
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


def _dropped(old: str, found: Sequence[Sequence[SentenceLink]]) -> frozenset[str]:
    """Keys of the words that any passage drops: where another puts one in, it was carried over and is not new."""
    if len(found) < 2:
        return frozenset()
    keys: set[str] = set()
    for link in (link for passage in found for link in passage):
        spans = [(edit.old_start, edit.old_end) for edit in link.edits]
        if link.kind is LinkKind.REMOVED:
            spans = [(sentence.start, sentence.end) for sentence in link.old]
        runs = [Sentence(start=start, end=end) for start, end in spans if start < end]
        keys.update(word.key for word in read_words(old, runs) if word.content)
    return frozenset(keys)
