"""What a bare number counts where the text leaves the thing out: "264 suspected cases, with 58 confirmed"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from storyver.align.people import PEOPLE
from storyver.model import Figure, FigureKind
from storyver.wording import concepts

if TYPE_CHECKING:
    from storyver.align.mentions import Mention

_NUMBER_OF = re.compile(
    r"(?:[a-z]+ )?(?:number|count|tally) of ((?:[\w’'-]+ ){0,3}?[\w’'-]+)"
    r"(?: (?:in|of|at|on|with|who|from|for|across|to|by|under)\b.*)?",
    re.S,
)
"""A subject that says what its verb's bare number counts: "the number of confirmed cases in the city"."""
_ASIDE = re.compile(r"\b(?:in|at|across|from|among|within|on|by|after|with) (?:all |the |some |about )?$")
"""Before a count that is no part of what is told: "in five districts"."""
_DEFINITE = re.compile(r"\bthe (?:[a-z]+ )?$")
""" "four more than the 33 they need", "the bottom three": these are known by something else."""
_BESIDE = 20
"""Characters in front of a figure among which such words stand."""
_OCCASIONS = frozenset({"once", "twice", "thrice"})
_THERE_ARE = re.compile(r"\bThere (?:are|were) (?:now |already |still )?$")
_OF_THEM = re.compile(r" of (?:them|those|these)\b")


def with_things(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, the bare counts among them with the thing that their subject or an earlier count names."""
    result = list(mentions)
    for number, one in enumerate(mentions):
        definite = _DEFINITE.search(text, max(0, one.figure.start - _BESIDE), one.figure.start)
        if one.head is not None or one.superseded or definite or not _is_plain_count(one.figure):
            continue
        counted = _of_subject(one) or _of_earlier(text, result[:number], one)
        if counted and counted[-1] != PEOPLE:  # that two numbers are of people tells little
            result[number] = replace(one, head=counted[-1], counted=frozenset(counted), inferred=True)
    return result


def _is_plain_count(figure: Figure) -> bool:
    return figure.kind is FigureKind.COUNT and figure.unit is None and figure.text.casefold() not in _OCCASIONS


def _of_subject(one: Mention) -> Sequence[str]:
    named = _NUMBER_OF.fullmatch(one.claim.holder or "")
    return concepts(named[1]) if named else ()


def _of_earlier(text: str, earlier: Sequence[Mention], one: Mention) -> Sequence[str]:
    """What the nearest count in front counts: in the same sentence, or in the one before for "97 of them"."""
    there = _THERE_ARE.search(text, max(0, one.figure.start - _BESIDE), one.figure.start)
    reach = 1 if there or _OF_THEM.match(text, one.figure.end) else 0
    for other in reversed(earlier):
        if one.sentence - other.sentence > reach:
            break
        aside = _ASIDE.search(text, max(0, other.figure.start - _BESIDE), other.figure.start)
        if other.head is not None and other.figure.kind is FigureKind.COUNT and not (other.superseded or aside):
            return (*sorted(other.counted - {other.head}), other.head)
    return ()
