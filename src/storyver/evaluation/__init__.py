"""How far answers agree with a gold: the library's own, or those of another extractor, aligner or tracker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from storyver.errors import UsageError
from storyver.evaluation.comparison import compare_runs
from storyver.evaluation.edit_cases import edit_cases
from storyver.evaluation.figure_cases import figure_cases
from storyver.evaluation.gold import GoldStory, read_gold
from storyver.evaluation.pair_cases import link_cases, links_between, moved_cases
from storyver.evaluation.saved import read_run
from storyver.evaluation.scores import LEAST_STORIES, scores, tally, weights
from storyver.evaluation.systems import System, chosen
from storyver.evaluation.track_cases import track_cases
from storyver.model import Case, ChangeKind, EvaluatedStory, EvaluationResult, Measure, Part, Ratio

RESAMPLES: Final = 1000
"""Enough for the second decimal of an interval's ends to stand still."""
MOST_RESAMPLES: Final = 100_000


def evaluate(
    sources: Sequence[Path],
    systems: Mapping[str, Callable[..., Any] | str | None],
    *,
    only: Sequence[str] = (),
    against: Path | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> EvaluationResult:
    """Measure what answers for each part on the stories of a gold; ours where nothing is given.

    Raise StoryverError for a gold, a system or a saved run that cannot be used.
    """
    if not 1 <= resamples <= MOST_RESAMPLES:
        what, remedy = f"{resamples} resamples", f"take 1 to {MOST_RESAMPLES}; the default is {RESAMPLES}"
        raise UsageError(what=what, where="storyver evaluate", remedy=remedy)
    unknown = [one for one in only if one not in set(Part)]
    if unknown:
        raise UsageError(what="is no part", where=repr(unknown[0]), remedy="use figures, diff or track")
    before = None if against is None else read_run(against)
    used = chosen([part for part in Part if not only or part in only], systems)
    stories = read_gold(sources)
    counts: list[tuple[int, int]] = []
    cases = tuple(case for story in stories for system in used for case in _cases(story, system, counts))
    cases = tuple(sorted(cases, key=lambda case: list(Measure).index(case.measure)))
    ids = [story.id for story in stories]
    drawn = weights(len(ids), resamples, seed) if len(ids) >= LEAST_STORIES else None
    evaluated = tuple(EvaluatedStory(id=one.id, versions=len(one.pages), sha256=one.sha256) for one in stories)
    return EvaluationResult(
        systems=tuple((system.part, system.name) for system in used),
        stories=evaluated,
        cases=cases,
        scores=tuple(scores(tally(cases, ids), drawn)),
        uncertain=_uncertain(counts) if any(system.part is Part.DIFF for system in used) else None,
        resamples=resamples,
        seed=seed,
        against=None if before is None else compare_runs(before, evaluated, cases, resamples=resamples, seed=seed),
    )


def _cases(story: GoldStory, system: System, counts: list[tuple[int, int]]) -> Iterator[Case]:
    """The cases of one story for one part; how many changes there are, and how many of them uncertain, go to
    ``counts``."""
    match system.part:
        case Part.FIGURES:
            for index in range(len(story.pages)):
                yield from figure_cases(story, index, system.figures(story, index))
        case Part.DIFF:
            for earlier in range(len(story.pages) - 1):
                changes = system.changes(story, earlier)
                counts.append((sum(one.kind == ChangeKind.UNCERTAIN for one in changes), len(changes)))
                links = links_between(story, earlier, changes)
                yield from link_cases(story, earlier, links)
                yield from moved_cases(story, earlier, links)
                yield from edit_cases(story, earlier, changes)
        case Part.TRACK:
            yield from track_cases(story, system.facts(story))


def _uncertain(counts: Sequence[tuple[int, int]]) -> Ratio:
    uncertain, changes = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0)
    return Ratio(value=uncertain / changes if changes else None, of=changes)
