"""Whether the clause around a date looks ahead or back."""

from __future__ import annotations

from collections.abc import Sequence

from storyver.extract.lexer import Token
from storyver.extract.tables import word_set

_TENSE_AHEAD = word_set("calendar", "tense", "ahead")
_TENSE_JUST_BEFORE_AHEAD = word_set("calendar", "tense", "just_before_ahead")
_TENSE_JUST_BEFORE_BEHIND = word_set("calendar", "tense", "just_before_behind")
_TENSE_PLANS_TO = word_set("calendar", "tense", "plans_to")
_TENSE_PAST = word_set("calendar", "tense", "past")

_BACK, _ON = 14, 8
"""Tokens before and behind a date among which the tense of its clause is looked for."""
_NEXT_OR_LAST = {"this": 2, "next": 2, "last": -2}
_ENDS = frozenset({".", "!", "?", "“", "”", '"'})


def read_tense(tokens: Sequence[Token], at: int) -> int:
    """1 where the clause of the date at ``at`` looks ahead ("will close by 30 September"), -1 where it looks back
    ("since 7 October"), by the word right in front, else the nearest word of tense before it, else behind it; 0 where
    none says so. 2 and -2 for "next April" and "last April"."""
    close = {token.lower for token in tokens[max(0, at - 2) : at]}
    if not close.isdisjoint(_TENSE_JUST_BEFORE_BEHIND):
        return -1
    if at > 0 and tokens[at - 1].lower in _NEXT_OR_LAST:
        return _NEXT_OR_LAST[tokens[at - 1].lower]
    for side in (range(at - 1, max(0, at - _BACK) - 1, -1), range(at + 1, min(len(tokens), at + 1 + _ON))):
        for position in side:
            token = tokens[position]
            if token.text in _ENDS:
                break
            if token.lower in _TENSE_AHEAD or _is_plan(tokens, position):
                return 1
            if _is_past(tokens, position):
                return -1
    return int(at > 0 and tokens[at - 1].lower in _TENSE_JUST_BEFORE_AHEAD)


def _is_plan(tokens: Sequence[Token], at: int) -> bool:
    """The "to" of "has proposed to close"."""
    return at > 0 and tokens[at].lower == "to" and tokens[at - 1].lower in _TENSE_PLANS_TO


def _is_past(tokens: Sequence[Token], at: int) -> bool:
    """A word of the past or a form in -ed, but for the participle of "will be held" and "will be notified"."""
    token = tokens[at]
    formed = len(token.text) > 4 and token.lower.endswith("ed") and token.text.islower()
    return (formed or token.lower in _TENSE_PAST) and not (at > 0 and tokens[at - 1].lower == "be")
