"""Sentences that were split in several, or merged from several."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from storyver.align.candidates import Likeness

Group = tuple[tuple[int, ...], tuple[int, ...]]
"""Indices of the old and of the new sentences that correspond; one side has one."""

LEAST_GAIN = 0.04
"""By how much a further part must raise the similarity of a linked sentence to its counterpart."""
LEAST_REST = 0.35
"""The weighted share of a further part's terms that the counterpart has and the parts before did not account for."""
LEAST_REST_OTHER_KIND = 0.8
"""The same for a heading beside a sentence of the body, or the reverse."""
LEAST_WHOLE = 0.95
"""The weighted share of its terms, accounted for or not, that does instead: a short sentence taken in as it stands.

They were set on drafts of student essays (ArgRewrite V2, CC-BY-4.0)."""
MOST_PARTS = 8
"""A sentence is not split in more parts than this."""


def absorb(likeness: Likeness, links: Mapping[int, int]) -> list[Group]:
    """The links as groups, each with the unlinked sentences beside it that are a further part of it, in old order.

    A sentence that stands beside one half of a link, and says what the other half says and its counterpart does not,
    is a part of that link: of a sentence that was split where it stands in the new text, of one that was merged where
    it stands in the old. No group has several sentences on both sides.
    """
    parts: dict[int, tuple[int, ...]] = {old: (new,) for old, new in links.items()}
    _grow(likeness, parts, len(likeness.new))
    groups: list[Group] = [((old,), new) for old, new in parts.items() if len(new) > 1]
    parts = {new[0]: (old,) for old, new in parts.items() if len(new) == 1}
    split = {new for _, part in groups for new in part}
    mirror = likeness.mirrored()
    _grow(mirror, parts, len(likeness.old), {group[0][0] for group in groups})
    groups += [(old, (new,)) for new, old in parts.items() if new not in split]
    return sorted(groups)


def _grow(likeness: Likeness, parts: dict[int, tuple[int, ...]], count: int, closed: Collection[int] = ()) -> None:
    """Give each whole in ``parts`` (by its one side) the unlinked sentences among ``count`` that are a part of it."""
    whole_of = {part: whole for whole, ones in parts.items() for part in ones}
    forward = [part for part in range(count) if part not in whole_of and part not in closed]
    for waiting in (forward, forward[::-1]):
        for part in waiting:
            if part in whole_of:
                continue
            gains = []
            for beside in (part - 1, part + 1):
                whole = whole_of.get(beside)
                if whole is not None and len(parts[whole]) < MOST_PARTS:
                    gains.append((_gain(likeness, whole, parts[whole], part), -whole))
            if gains and max(gains)[0] > 0:
                whole = -max(gains)[1]
                parts[whole] = tuple(sorted((*parts[whole], part)))
                whole_of[part] = whole


def _gain(likeness: Likeness, whole: int, parts: tuple[int, ...], part: int) -> float:
    """How much better the whole is accounted for with the part, 0 where it is none of it."""
    old, new = likeness.old[whole], likeness.new[part]
    rest = old.terms.difference(*(likeness.new[one].terms for one in parts))
    size = max(1, likeness.weight(new.terms))
    left_over = likeness.weight(new.terms & rest) / size
    if old.heading != new.heading and left_over < LEAST_REST_OTHER_KIND:
        return 0.0
    if left_over < LEAST_REST and likeness.weight(new.terms & old.terms) / size < LEAST_WHOLE:
        return 0.0
    gain = likeness.similarity((whole,), tuple(sorted((*parts, part)))) - likeness.similarity((whole,), parts)
    return gain if gain >= LEAST_GAIN else 0.0
