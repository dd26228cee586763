"""The rule on times of day, weekdays and months: when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyver.classify.pairs import Comparison, Difference, Pair, two_sided
from storyver.classify.passages import Side, Term
from storyver.model import ChangeKind, Mark, MarkKind
from storyver.wording import verbs

_LEAD = 9
"""Characters in front of a time that must be the same where a sentence has several."""
_NEAR = 4
"""Words of content on each side of a time that say what happens then."""


def time_rule(comparison: Comparison) -> Iterator[Difference]:
    """A weekday, bare month or time of day replaced by another, where no linked figure says so already."""
    linked = {
        (link.old.figure.start, link.new.figure.start)
        for link in comparison.alignment.figures
        if link.old.figure and link.new.figure
    }
    for pair in comparison.pairs:
        if pair.crosses_lead:
            continue  # two events of different days
        old, new = pair.marks(MarkKind.TIME)
        if not (old and new):
            continue
        values_old, values_new = {m.value for m in old}, {m.value for m in new}
        for sort in ("clock", "weekday", "month", "session"):
            before = [m for m in old if m.sort == sort and m.value not in values_new]
            after = [m for m in new if m.sort == sort and m.value not in values_old]
            before, after = _likewise(comparison, before, after)
            if len({m.value for m in before}) != 1 or len({m.value for m in after}) != 1:
                continue
            here, there = before[0], after[0]
            if any(here.start <= s < here.end and there.start <= e < there.end for s, e in linked):
                continue
            if not _same_event(pair, here, there) or (
                pair.link and pair.loose and not _bounds(comparison, here, there)
            ):
                continue
            yield two_sided(
                comparison,
                pair,
                here,
                there,
                ChangeKind.DATE_CHANGED,
                f"{sort}_replaced",
                f"“{here.text}” has become “{there.text}”.",
                f"When: “{here.text}” has become “{there.text}”.",
            )


def _likewise(comparison: Comparison, old: list[Mark], new: list[Mark]) -> tuple[list[Mark], list[Mark]]:
    """Of several times those with the same words right in front: "until 20:00 on Thursday", "until 20:00 on Friday"."""
    if len(old) < 2 and len(new) < 2:
        return old, new
    lead = {
        id(mark): _lead(side, mark) for side, marks in ((comparison.old, old), (comparison.new, new)) for mark in marks
    }
    both = {lead[id(mark)] for mark in old} & {lead[id(mark)] for mark in new}
    return [m for m in old if lead[id(m)] in both], [m for m in new if lead[id(m)] in both]


def _lead(side: Side, mark: Mark) -> str:
    return side.text[max(0, mark.start - _LEAD) : mark.start]


def _bounds(comparison: Comparison, old: Mark, new: Mark) -> bool:
    """Whether the same words stand right in front, no name and none of saying: "until 20:00 on". Two sentences with
    little else in common tell of two events of different days."""
    lead = _lead(comparison.old, old)
    same = lead == _lead(comparison.new, new)
    return same and lead.islower() and verbs("saying").isdisjoint(lead.split())


def _same_event(pair: Pair, old: Mark, new: Mark) -> bool:
    """Whether words that stand near the one time also stand near the other."""
    names_old, names_new = pair.marks(MarkKind.NAME)
    here = _around(pair.old_terms, old, names_old)
    there = _around(pair.new_terms, new, names_new)
    return len(here & there) >= max(2 if pair.link else 3, min(len(here), len(there)) / 2)


def _around(terms: Sequence[Term], mark: Mark, names: Sequence[Mark]) -> frozenset[str]:
    plain = [t for t in terms if not any(name.start <= t.start < name.end for name in names)]
    before = [t for t in plain if t.end <= mark.start][-_NEAR:]
    behind = [t for t in plain if t.start >= mark.end][:_NEAR]
    return frozenset(t.concept for t in (*before, *behind))
