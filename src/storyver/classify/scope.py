"""What a figure covers: one part among several, the whole so far, a rate, an addition."""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from functools import cache, lru_cache

from storyver.classify.tables import table, word_set
from storyver.model import Claim, FigureKind, Reading
from storyver.remembered import remembered
from storyver.wording import words


class Scope(StrEnum):
    """What a figure covers, in the words of a remark."""

    PART = "one of several amounts"
    PACKAGE = "one package"
    TOTAL = "a total"
    ADDITION = "an addition"
    RATE = "a rate"


_NAME = re.compile(r"[A-Z][\w.&'’-]*(?: (?:of |the |and )?[A-Z][\w.&'’-]*)*")
_NEAR = 3
"""Words in front of a figure that may say what it covers."""


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(table("scope")["total"]["phrases"])


def find_scopes(reading: Reading) -> dict[str, Scope]:
    """The scope of each figure claim, by claim id; claims whose scope is not said are left out.

    An amount of money that a subject gives by itself, with "its" or "the" in front, is the subject's whole; one of
    several of the same subject, with "a" in front or said to be announced, is a part.
    """
    owners = Counter(
        (_owner(claim.holder), claim.figure.kind)
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
    if figure.per:
        return Scope.RATE
    at = figure.start - claim.start
    said = _said(claim.text, at)
    if said is not None or figure.kind is not FigureKind.MONEY or claim.holder is None:
        return said
    last = [word.folded for word in words(claim.text, 0, at)][-1:]
    several = owners[_owner(claim.holder), figure.kind] > 1
    if several and last and last[0] in word_set("scope", "articles", "indefinite"):
        return Scope.PACKAGE if "package" in (figure.counted or "").lower() else Scope.PART
    if not several and last and last[0] in word_set("scope", "articles", "owned"):
        return Scope.TOTAL
    return None


@remembered(4_096)
def _said(text: str, at: int) -> Scope | None:
    """What the words of the claim say of the figure at ``at``, whoever it belongs to."""
    before = [word.folded for word in words(text, 0, at)][-_NEAR:]
    lowered = text.lower()
    if word_set("scope", "addition", "words") & set(before[-2:]):
        return Scope.ADDITION
    if word_set("scope", "total", "words") & set(before) or any(phrase in lowered for phrase in _phrases()):
        return Scope.TOTAL
    return None


@lru_cache(maxsize=1024)
def _owner(subject: str | None) -> str | None:
    """The name with which the subject begins ("US" of "US initially"), or the whole subject."""
    name = _NAME.match(subject or "")
    return name[0] if name else subject


def remark(old: Scope | None, new: Scope | None) -> str | None:
    """What to say where the two cover different things; None where they do not, or where it is not known of one."""
    if old is None or new is None or old is new:
        return None
    return f"the first is {old.value}, the second {new.value}"
