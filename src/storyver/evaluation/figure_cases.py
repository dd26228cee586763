"""Figures found, their units and their qualifiers, version by version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from storyver.evaluation.answers import Read
from storyver.evaluation.gold import GoldStory, Page
from storyver.evaluation.gold_file import GoldFigure
from storyver.evaluation.matching import at, is_aside, matched, overlap, spelled
from storyver.model import Case, FigureKind, Measure

WITH_UNIT: Final = frozenset({FigureKind.MONEY, FigureKind.PERCENT, FigureKind.MEASURE, FigureKind.DURATION})


def figure_cases(story: GoldStory, index: int, reads: Sequence[Read]) -> Iterator[Case]:
    """A case for each figure of the gold that is not optional, for its unit and its qualifier where it was found, and
    for each figure that was read where there is none or that has another value."""
    page = story.pages[index]
    pairs = matched(page.figures, reads)
    found = {gold: reads[number] for number, gold in pairs.items()}
    for gold, figure in enumerate(page.figures):
        if gold in found:
            yield _case(story, page, figure, Measure.FIGURES, (spelled(figure), spelled(found[gold])), right=True)
            yield from _particulars(story, page, figure, found[gold])
        elif not figure.optional:
            got = "; ".join(spelled(read) for read in reads if overlap(read, figure))
            yield _case(story, page, figure, Measure.FIGURES, (spelled(figure), got), right=False)
    for number, read in enumerate(reads):
        if number not in pairs and not is_aside(read, page, story.clock_times):
            yield _false_alarm(story, page, read)


def _particulars(story: GoldStory, page: Page, figure: GoldFigure, read: Read) -> Iterator[Case]:
    if figure.kind in WITH_UNIT:
        units = (figure.unit or "none", read.unit or "none")
        yield _case(story, page, figure, Measure.UNITS, units, right=figure.unit == read.unit)
    if not figure.conversion:
        qualifiers = (figure.qualifier.value, read.qualifier)
        yield _case(story, page, figure, Measure.QUALIFIERS, qualifiers, right=figure.qualifier == read.qualifier)


def _case(
    story: GoldStory, page: Page, figure: GoldFigure, measure: Measure, said: tuple[str, str], *, right: bool
) -> Case:
    precision = 1.0 if right and measure is Measure.FIGURES else None
    return Case(
        measure=measure,
        kind=figure.kind,
        story=story.id,
        place=page.name,
        key=f"{figure.start}-{figure.end}",
        expected=f"{figure.text}: {said[0]}",
        got=said[1],
        sentences=(page.sentence(figure.start),),
        precision=precision,
        recall=float(right),
    )


def _false_alarm(story: GoldStory, page: Page, read: Read) -> Case:
    text = page.version.text[read.start : read.end]
    near = at(page.figures, read)
    return Case(
        measure=Measure.FIGURES,
        kind=near[0].kind if near else read.kind,
        story=story.id,
        place=page.name,
        key=f"{read.start}-{read.end} read",
        expected="",
        got=f"{text}: {spelled(read)}",
        sentences=(page.sentence(read.start),),
        precision=0.0,
        recall=None,
    )
