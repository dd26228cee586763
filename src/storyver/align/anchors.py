"""Unchanged sentences, linked by what they say before anything is compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from storyver.align.prepare import Prepared


def anchor(old: Sequence[Prepared], new: Sequence[Prepared]) -> dict[int, int]:
    """Links between sentences of the same text: index into ``old`` to index into ``new``.

    A text that each side has once is a link. From there links spread to equal neighbours on either side, which decides
    between the copies of a repeated sentence; copies without such a neighbour are linked in their order, first within
    sections of one name. The method is P. Heckel's ("A technique for isolating differences between files", 1978) with
    his lines read as sentences; work grows with the number of sentences.
    """
    old_places, new_places = _places(old), _places(new)
    links = {
        places[0]: new_places[text][0]
        for text, places in old_places.items()
        if len(places) == 1 and len(new_places.get(text, ())) == 1
    }
    taken = set(links.values())
    _spread(old, new, links, taken)
    for by_section in (True, False):
        if _link_copies(old, new, links, taken, by_section=by_section):
            _spread(old, new, links, taken)
    return links


def _places(side: Sequence[Prepared]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for index, item in enumerate(side):
        places[item.folded].append(index)
    return places


def _spread(old: Sequence[Prepared], new: Sequence[Prepared], links: dict[int, int], taken: set[int]) -> None:
    for step in (1, -1):
        for start in sorted(links, reverse=step < 0):
            i, j = start + step, links[start] + step
            while 0 <= i < len(old) and 0 <= j < len(new) and i not in links and j not in taken:
                if old[i].folded != new[j].folded:
                    break
                links[i] = j
                taken.add(j)
                i, j = i + step, j + step


def _link_copies(
    old: Sequence[Prepared], new: Sequence[Prepared], links: dict[int, int], taken: set[int], *, by_section: bool
) -> bool:
    """Link what is left of repeated sentences in order, and say whether there was any."""
    waiting: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    for j, item in enumerate(new):
        if j not in taken:
            waiting[item.folded, item.section if by_section else None].append(j)
    for places in waiting.values():
        places.reverse()
    before = len(links)
    for i, item in enumerate(old):
        if i not in links:
            free = waiting.get((item.folded, item.section if by_section else None))
            if free:
                links[i] = free.pop()
                taken.add(links[i])
    return len(links) > before
