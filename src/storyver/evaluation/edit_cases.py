"""Edits that are not of figures, and rewordings that are called a change of fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from storyver.evaluation.answers import Said, Side
from storyver.evaluation.gold import GoldStory
from storyver.evaluation.gold_file import GoldEdit
from storyver.evaluation.matching import occurrences
from storyver.model import WITHOUT_EFFECT, Case, ChangeKind, Measure

_CLAIMS_NOTHING: Final = WITHOUT_EFFECT | {ChangeKind.UNCERTAIN}
HALF: Final = 0.5
"""Of what came or went, so much has to lie in a reworded snippet to be an alarm there."""


def edit_cases(story: GoldStory, earlier: int, changes: Sequence[Said]) -> Iterator[Case]:
    """A case for each edit between a version and the next: whether it was found with its kind, or, of a rewording,
    whether no change of fact was found there."""
    edits = [edit for edit in story.edits if edit.earlier == earlier]
    for number, edit in enumerate(edits):
        there = [change for change in changes if stands_at(story, edit, change)]
        if edit.kind is ChangeKind.REWORDED:
            others = [other for other in edits if other.kind is not ChangeKind.REWORDED]
            wrong = [one for one in there if _is_alarm(one) and not _is_due(story, one, others)]
            yield _case(story, edit, number, wrong, right=not wrong)
        else:
            yield _case(story, edit, number, there, right=any(one.kind == edit.kind for one in there))


def stands_at(story: GoldStory, edit: GoldEdit, change: Said) -> bool:
    """Whether a change stands where an edit does: in each version of which the edit has a snippet.

    Of a rewording that may also be one version alone, if half of what came or went lies in the snippet: that a sentence
    was removed and another one added is an alarm too, and that a clause beside it went is none.
    """
    old = _inside(story, edit.old, change.old, edit.earlier)
    new = _inside(story, edit.new, change.new, edit.earlier + 1)
    if edit.kind is ChangeKind.REWORDED and (change.old is None or change.new is None):
        return max(old, new) >= HALF
    return (edit.old is None or old > 0) and (edit.new is None or new > 0)


def _inside(story: GoldStory, snippet: str | None, side: Side | None, index: int) -> float:
    """The share of one side of a change that lies inside a snippet of its version."""
    if snippet is None or side is None:
        return 0.0
    text = story.pages[index].version.text
    shared = (min(side.end, at + len(snippet)) - max(side.start, at) for at in occurrences(text, snippet))
    return max(0, *shared) / (side.end - side.start)


def _is_alarm(change: Said) -> bool:
    """Whether a change says that a fact changed which is no figure."""
    has_figure = any(side is not None and side.figure is not None for side in (change.old, change.new))
    return change.kind not in _CLAIMS_NOTHING and not has_figure


def _is_due(story: GoldStory, change: Said, others: Sequence[GoldEdit]) -> bool:
    """Whether the gold has another edit of that kind at that place."""
    return any(other.kind == change.kind and stands_at(story, other, change) for other in others)


def _case(story: GoldStory, edit: GoldEdit, number: int, found: Sequence[Said], *, right: bool) -> Case:
    pages = story.pages[edit.earlier], story.pages[edit.earlier + 1]
    return Case(
        measure=Measure.FALSE_ALARMS if edit.kind is ChangeKind.REWORDED else Measure.EDITS,
        kind=edit.kind,
        story=story.id,
        place=f"{pages[0].name} → {pages[1].name}",
        key=f"{edit.kind} {number + 1}",
        expected=" → ".join("–" if one is None else " ".join(one.split()) for one in (edit.old, edit.new)),
        got=", ".join(sorted({change.kind for change in found})),
        sentences=tuple(
            page.sentence(page.version.text.index(snippet))
            for page, snippet in zip(pages, (edit.old, edit.new), strict=True)
            if snippet is not None
        ),
        precision=None,
        recall=float(right),
    )
