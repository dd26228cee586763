"""Which mentions are taken for one fact over all versions of a story, by B-cubed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from storyver.evaluation.answers import Traced
from storyver.evaluation.gold import GoldStory
from storyver.evaluation.gold_file import GoldFigure
from storyver.evaluation.matching import at, is_aside, mandatory
from storyver.model import Case, Measure

Mention = tuple[int, int]
"""The index of a version, and of a figure among those of it that the gold asks for."""


def track_cases(story: GoldStory, facts: Sequence[Traced]) -> Iterator[Case]:
    """A case for each figure that the gold asks for.

    Its precision is the share of its fact that is of its track, and its recall the share of its track that is in its
    fact (Bagga and Baldwin 1998). A mention in no fact has a recall of 0 and no precision; what is in a fact and is no
    figure of the gold makes that fact larger.
    """
    mentions = {
        (index, number): figure
        for index in range(len(story.pages))
        for number, figure in enumerate(mandatory(story, index))
    }
    placed, spurious = _placed(story, facts, mentions)
    of_fact: dict[int, set[Mention]] = defaultdict(set)
    of_track: dict[str, set[Mention]] = defaultdict(set)
    for mention, figure in mentions.items():
        of_track[figure.track].add(mention)
        if mention in placed:
            of_fact[placed[mention]].add(mention)
    for mention, figure in mentions.items():
        fact = placed.get(mention)
        together = of_track[figure.track] & of_fact[fact] if fact is not None else set()
        size = 0 if fact is None else len(of_fact[fact]) + spurious[fact]
        others = [] if fact is None else sorted({mentions[one].track for one in of_fact[fact]} - {figure.track})
        yield _case(
            story,
            (mention, figure),
            said=_said(len(together), len(of_track[figure.track]), others, found=fact is not None),
            precision=len(together) / size if size else None,
            recall=len(together) / len(of_track[figure.track]),
        )


def _placed(
    story: GoldStory, facts: Sequence[Traced], mentions: dict[Mention, GoldFigure]
) -> tuple[dict[Mention, int], Counter[int]]:
    """The first fact that each mention is in, and how many figures of each fact are none of the gold."""
    placed: dict[Mention, int] = {}
    spurious: Counter[int] = Counter()
    by_page: dict[int, list[tuple[Mention, GoldFigure]]] = defaultdict(list)
    for mention, figure in mentions.items():
        by_page[mention[0]].append((mention, figure))
    for number, fact in enumerate(facts):
        for index, read in fact:
            here = [mention for mention, figure in by_page[index] if at((figure,), read)]
            for mention in here:
                placed.setdefault(mention, number)
            if not here and not is_aside(read, story.pages[index], story.clock_times):
                spurious[number] += 1
    return placed, spurious


def _said(together: int, size: int, others: Sequence[str], *, found: bool) -> str:
    if not found:
        return "in no fact"
    mixed = f", with {', '.join(others)}" if others else ""
    return f"with {together - 1} of its {size - 1} other mentions{mixed}"


def _case(
    story: GoldStory, mention: tuple[Mention, GoldFigure], *, said: str, precision: float | None, recall: float
) -> Case:
    (index, _), figure = mention
    page = story.pages[index]
    return Case(
        measure=Measure.TRACKS,
        kind=figure.kind,
        story=story.id,
        place=page.name,
        key=f"{figure.start}-{figure.end}",
        expected=f"{figure.text}: {figure.track}",
        got=said,
        sentences=(page.sentence(figure.start),),
        precision=precision,
        recall=recall,
    )
