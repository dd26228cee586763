"""A sentence with a sign in the place of each figure, for patterns to be found in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from storyver.model import Claim

SIGN: Final = "\ue000"
_LONGEST: Final = 1200
"""Characters of a sentence, its figures left out; a longer one is no sentence."""
_LONGEST_BRACKET: Final = 40
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """A sentence as patterns see it: with single blanks, plain quotation marks and plain dashes."""

    text: str
    """Empty where there is nothing to put together."""
    signs: tuple[int, ...]
    """Where the signs stand, in order."""
    claims: tuple[Claim, ...]
    """The claims of the figures for which they stand."""


NOTHING: Final = Mask(text="", signs=(), claims=())


def mask(text: str, start: int, end: int, claims: Sequence[Claim]) -> Mask:
    """The sentence ``text[start:end]`` with signs for its figures; what only restates one in brackets is left out."""
    if len(claims) < 2:
        return NOTHING
    brackets = [_restatement(text, claim) for claim in claims]
    pieces = sorted(bracket or _own(claim) for bracket, claim in zip(brackets, claims, strict=True))
    parts: list[str] = []
    place = start
    for first, last, sign in pieces:
        if first >= place:
            parts += (_plain(text[place:first]), sign)
            place = last
    masked = _SPACE.sub(" ", "".join((*parts, _plain(text[place:end])))).strip().replace(" ,", ",")
    kept = tuple(claim for bracket, claim in zip(brackets, claims, strict=True) if bracket is None)
    signs = tuple(at for at, character in enumerate(masked) if character == SIGN)
    return (
        Mask(text=masked, signs=signs, claims=kept) if len(signs) == len(kept) and len(masked) <= _LONGEST else NOTHING
    )


def _own(claim: Claim) -> tuple[int, int, str]:
    figure = claim.figure
    return (figure.start, figure.end, SIGN) if figure else (claim.start, claim.start, "")


def _restatement(text: str, claim: Claim) -> tuple[int, int, str] | None:
    """The brackets around a figure that only restates the one in front of it, and that is read over."""
    figure = claim.figure
    if figure is None or figure.conversion_of is None:
        return None
    start = text.rfind("(", max(0, figure.start - _LONGEST_BRACKET), figure.start)
    end = text.find(")", figure.end, figure.end + _LONGEST_BRACKET)
    return None if start < 0 or end < 0 else (start, end + 1, "")


def _plain(text: str) -> str:
    return text.replace(SIGN, " ").replace("’", "'").replace("–", "-").replace("—", " - ").replace("--", "-")
