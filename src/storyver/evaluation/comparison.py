"""A run beside an earlier one: what was gained, what was lost, and whether it is more than noise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storyver.evaluation.scores import LEAST_STORIES, Tallies, enough, interval, tally, values, weights, whole
from storyver.model import Case, Difference, EvaluatedStory, Part, RunComparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run that was saved."""

    name: str
    """Its file."""
    systems: tuple[tuple[Part, str], ...]
    stories: tuple[EvaluatedStory, ...]
    cases: tuple[Case, ...]


def compare_runs(
    before: Run, stories: Sequence[EvaluatedStory], cases: Sequence[Case], *, resamples: int, seed: int
) -> RunComparison:
    """Compare an earlier run with what was found now, over the stories whose gold and texts are the same in both."""
    known = {(story.id, story.sha256) for story in before.stories}
    kept = [story.id for story in stories if (story.id, story.sha256) in known]
    left_out = sorted({story.id for story in (*stories, *before.stories)} - set(kept))
    measures = {case.measure for case in before.cases} & {case.measure for case in cases}
    old, new = (
        [case for case in some if case.story in set(kept) and case.measure in measures]
        for some in (before.cases, cases)
    )
    gained, lost = moves(old, new)
    tallies = tally(old, kept), tally(new, kept)
    return RunComparison(
        run=before.name,
        systems=before.systems,
        stories=len(kept),
        left_out=tuple(left_out),
        differences=tuple(_differences(tallies, (gained, lost), resamples=resamples, seed=seed)),
        gained=tuple(gained),
        lost=tuple(lost),
    )


def moves(old: Sequence[Case], new: Sequence[Case]) -> tuple[list[Case], list[Case]]:
    """The cases that are newly right, and those that are newly wrong.

    What the gold asks for is compared where both runs have the case: a unit is one only where its figure was found. A
    false alarm is a case only where it was raised.
    """
    before, after = ({case.identity: case for case in some} for some in (old, new))
    gained: list[Case] = []
    lost: list[Case] = []
    for case in new:
        was = before.get(case.identity)
        if was is not None and case.right != was.right:
            (gained if case.right else lost).append(case)
        elif was is None and case.recall is None:
            lost.append(case)
    gained += [case for case in old if case.recall is None and case.identity not in after]
    return gained, lost


def _differences(
    tallies: tuple[Tallies, Tallies], moved: tuple[Sequence[Case], Sequence[Case]], *, resamples: int, seed: int
) -> Iterator[Difference]:
    """For each measure and kind that either run has, how far it moved. Both are resampled alike: a hard story is then
    hard for both."""
    stories = len(tallies[0].stories)
    drawn = weights(stories, resamples, seed) if stories >= LEAST_STORIES else None
    counts = [Counter((case.measure, kind) for case in cases for kind in ("", case.kind)) for cases in moved]
    for row in dict.fromkeys((*tallies[1].rows, *tallies[0].rows)):
        sums = [one.column(row) for one in tallies]
        spread = None
        if drawn is not None and enough(*sums):
            earlier, later = (values(row[0], drawn @ one) for one in sums)
            spread = interval(later - earlier)
        yield Difference(
            measure=row[0],
            kind=row[1],
            before=whole(row[0], sums[0]),
            after=whole(row[0], sums[1]),
            interval=spread,
            gained=counts[0][row],
            lost=counts[1][row],
        )
