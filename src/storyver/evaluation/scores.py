"""From cases to precision, recall, F1 and shares, over all stories and over resampled ones."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from storyver.model import SHARES, Case, Interval, Measure, Ratio, Score

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

LEAST_STORIES: Final = 2
"""Fewer cannot be resampled."""
TAILS: Final = (2.5, 97.5)
"""The percentiles between which 95 % lie."""

Row = tuple[Measure, str]
"""A measure and a kind, which is empty for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallies:
    """What the cases add up to: for each story and each row the sum of the precisions and how many they are, and the
    same of the recalls."""

    stories: tuple[str, ...]
    rows: tuple[Row, ...]
    sums: Numbers
    """By story, row, and these four."""

    def column(self, row: Row) -> Numbers:
        """The four sums of each story; zeros for a row that there is not."""
        if row not in self.rows:
            return np.zeros((len(self.stories), 4))
        found: Numbers = self.sums[:, self.rows.index(row)]
        return found


def tally(cases: Sequence[Case], stories: Sequence[str]) -> Tallies:
    """Add the cases of some stories up, those of other stories left out."""
    kept = [case for case in cases if case.story in set(stories)]
    rows = _rows(kept)
    places = {story: number for number, story in enumerate(stories)}, {row: number for number, row in enumerate(rows)}
    sums = np.zeros((len(stories), len(rows), 4))
    for case in kept:
        added = (case.precision or 0.0, case.precision is not None, case.recall or 0.0, case.recall is not None)
        for kind in ("", case.kind):
            sums[places[0][case.story], places[1][(case.measure, kind)]] += added
    return Tallies(stories=tuple(stories), rows=rows, sums=sums)


def _rows(cases: Sequence[Case]) -> tuple[Row, ...]:
    """Measure by measure, all kinds together first."""
    found = {(case.measure, kind) for case in cases for kind in ("", case.kind)}
    return tuple(sorted(found, key=lambda row: (list(Measure).index(row[0]), row[1])))


def values(measure: Measure, sums: Numbers) -> Numbers:
    """The F1 or the share of each four sums, along the last axis; NaN of nothing."""
    right, claimed, found, wanted = (sums[..., place] for place in range(4))
    if measure in SHARES:
        share = _ratio(found, wanted)
        return 1 - share if measure is Measure.FALSE_ALARMS else share
    precision, recall = np.nan_to_num(_ratio(right, claimed)), np.nan_to_num(_ratio(found, wanted))
    f1 = np.nan_to_num(_ratio(2 * precision * recall, precision + recall))
    return np.where(claimed + wanted > 0, f1, np.nan)


def _ratio(one: Numbers, of: Numbers) -> Numbers:
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Numbers = np.where(of > 0, one / of, np.nan)
        return found


def weights(stories: int, resamples: int, seed: int) -> Numbers:
    """How often each story is drawn, for each of so many resamples with replacement; the same for the same seed."""
    # The generator of the standard library, whose numbers are the same in every version.
    draw = random.Random(seed).random
    found = np.zeros((resamples, stories))
    for sample in range(resamples):
        for _ in range(stories):
            found[sample, int(draw() * stories)] += 1
    return found


def enough(*sums: Numbers) -> bool:
    """Whether at least two stories have cases, in any of these sums: one alone says nothing of others."""
    there = np.any([(one[:, 1] + one[:, 3]) > 0 for one in sums], axis=0)
    return int(there.sum()) >= LEAST_STORIES


def interval(resampled: Numbers) -> Interval | None:
    """Where most of the resamples lie that have a value."""
    there = resampled[np.isfinite(resampled)]
    if there.size == 0:
        return None
    low, high = np.percentile(there, TAILS)
    return Interval(low=float(low), high=float(high))


def scores(tallies: Tallies, drawn: Numbers | None) -> Iterator[Score]:
    """For each measure the score of all cases, of each kind, and of each story. ``drawn`` are the weights of resamples,
    None for too few stories."""
    for number, (measure, kind) in enumerate(tallies.rows):
        sums = tallies.column((measure, kind))
        by_story = _mean(values(measure, sums))
        spread = None if drawn is None or not enough(sums) else interval(values(measure, drawn @ sums))
        yield _score(measure, sums.sum(axis=0), kind=kind, interval=spread, by_story=by_story)
        is_last = number + 1 == len(tallies.rows) or tallies.rows[number + 1][0] is not measure
        if is_last:
            for story, own_sums in zip(tallies.stories, tallies.column((measure, "")), strict=True):
                if own_sums[1] + own_sums[3] > 0:
                    yield _score(measure, own_sums, story=story)


def _mean(own: Numbers) -> Ratio:
    there = own[np.isfinite(own)]
    return Ratio(value=float(there.mean()) if there.size else None, of=int(there.size))


def whole(measure: Measure, sums: Numbers) -> float | None:
    """The F1 or the share of all stories together; None of nothing."""
    value = float(values(measure, sums.sum(axis=0)[np.newaxis])[0])
    return value if np.isfinite(value) else None


def _score(measure: Measure, sums: Numbers, *, kind: str = "", story: str = "", **more: Any) -> Score:
    right, claimed, found, wanted = (float(one) for one in sums)
    shown = whole(measure, sums[np.newaxis])
    is_share = measure in SHARES
    return Score(
        measure=measure,
        kind=kind,
        story=story,
        precision=None if is_share else Ratio(value=right / claimed if claimed else None, of=int(claimed)),
        recall=None if is_share else Ratio(value=found / wanted if wanted else None, of=int(wanted)),
        f1=None if is_share else shown,
        share=Ratio(value=shown, of=int(wanted)) if is_share else None,
        **({"interval": None, "by_story": None} | more),
    )
