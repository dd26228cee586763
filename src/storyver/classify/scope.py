"""What a figure covers: one part among several, the whole so far, a rate, an addition."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

from storyver.model import Claim, FigureKind, Reading
from storyver.wording import words


class Scope(StrEnum):
    """What a figure covers, in the words of a remark."""

    PART = "one of several amounts"
    PACKAGE = "one package"
    TOTAL = "a total"
    ADDITION = "an addition"
    RATE = "a rate"


_TOTAL_WORDS = frozenset({"total", "totals", "totalling", "totaling", "altogether", "overall", "cumulative", "combined"})
_TOTAL_PHRASES = ("in all", "in total", "so far", "to date", "up to now", "taken together", "since the start", "adds up", "bringing the")
_ADDITION_WORDS = frozenset({"further", "another", "additional", "extra"})
_INDEFINITE = frozenset({"a", "an", "one", "new", "first", "second", "third", "latest"})
_OWNED = frozenset({"its", "their", "the", "his", "her", "our"})
_NEAR = 3


def find_scopes(reading: Reading) -> dict[str, Scope]:
    """The scope of each figure claim, by claim id; claims whose scope is not said are left out.

    An amount of money that a subject gives by itself, with "its" or "the" in front, is the subject's whole; one of
    several of the same subject, with "a" in front or said to be announced, is a part.
    """
    owners = Counter(
        (claim.subject, claim.figure.kind)
        for claim in reading.claims
        if claim.figure is not None and claim.figure.conversion_of is None
    )
    scopes: dict[str, Scope] = {}
    for claim in reading.claims:
        scope = _scope(claim, owners)
        if scope is not None:
            scopes[claim.id] = scope
    return scopes


def _scope(claim: Claim, owners: Counter[tuple[str | None, FigureKind]]) -> Scope | None:
    figure = claim.figure
    if figure is None:
        return None
    at = figure.start - claim.start
    before = [word.folded for word in words(claim.text, 0, at)][-_NEAR:]
    lowered = claim.text.lower()
    if figure.per:
        return Scope.RATE
    if _ADDITION_WORDS & set(before[-2:]):
        return Scope.ADDITION
    if _TOTAL_WORDS & set(before) or any(phrase in lowered for phrase in _TOTAL_PHRASES):
        return Scope.TOTAL
    if figure.kind is not FigureKind.MONEY or claim.subject is None:
        return None
    several = owners[claim.subject, figure.kind] > 1
    if several and before[-1:] and before[-1] in _INDEFINITE:
        return Scope.PACKAGE if "package" in (figure.counted or "").lower() else Scope.PART
    if not several and before[-1:] and before[-1] in _OWNED:
        return Scope.TOTAL
    return None


def remark(old: Scope | None, new: Scope | None) -> str | None:
    """What to say where the two cover different things; None where they do not, or where it is not known of one."""
    if old is None or new is None or old is new:
        return None
    return f"the first is {old.value}, the second {new.value}"
