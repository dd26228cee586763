"""Which figure the text itself says another one replaced: "from 21 mpg to 23", "to 23 from 21", "23, up from 21"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from storyver.extract.found import Found, Scene
from storyver.extract.kinds import DATE
from storyver.extract.tables import table, word_set

_BETWEEN = word_set("qualifiers", "between")

_NEAR = 4
"""Tokens between the two figures, their qualifiers included."""
_LONGEST_QUALIFIER = 4


def predecessors(scene: Scene, found: Sequence[Found]) -> dict[int, int]:
    """For the findings that state what something changed to, by index, the index of what it changed from."""
    result: dict[int, int] = {}
    for index, one in enumerate(found):
        before = _word_before(scene, one)
        goes_on = before in {"and", ","} and index - 1 in result
        if one.kind is DATE or not (before == "from" or goes_on):
            continue
        earlier = found[index - 1] if index else None
        later = found[index + 1] if index + 1 < len(found) else None
        if later is not None and _alike(one, later) and _leads_to(_between(scene, one, later)):
            result[index + 1] = index
        elif before == "from" and earlier is not None and _alike(one, earlier) and _rose_or_led(scene, earlier, one):
            result[index - 1] = index
    return result


def _alike(one: Found, other: Found) -> bool:
    return one.kind is other.kind and one.unit == other.unit


def _between(scene: Scene, one: Found, other: Found) -> list[str]:
    """The words between two findings; none where they are too far apart."""
    run = scene.tokens[one.end : other.first]
    return [token.lower for token in run] if len(run) <= _NEAR else []


def _leads_to(between: list[str]) -> bool:
    """ "to", or "a day to": the base of a rate may stand in front."""
    return between[:1] == ["to"] or (between[:1] in (["a"], ["an"], ["per"]) and between[2:3] == ["to"])


def _rose_or_led(scene: Scene, new: Found, old: Found) -> bool:
    """ "to 23 from 21", "23, up from 21"."""
    between = [word for word in _between(scene, new, old) if word != ","]
    moved = between[:1] in (["up"], ["down"])
    return bool(between) and (moved or (between[0] == "from" and _word_before(scene, new) in {"to", "at"}))


def _word_before(scene: Scene, one: Found) -> str:
    """The word in front of a figure, its qualifier left out."""
    first = one.first
    for _ in range(_LONGEST_QUALIFIER):
        if first == 0 or scene.tokens[first - 1].lower not in _qualifying():
            break
        first -= 1
    return scene.tokens[first - 1].lower if first else ""


@cache
def _qualifying() -> frozenset[str]:
    """Single words of the wordings of qualifiers, and those that may stand behind them."""
    wordings = (wording for words in table("qualifiers")["before"].values() for wording in words)
    words = frozenset(word for wording in wordings for word in wording.split())
    return (words | _BETWEEN) - {"to"}
