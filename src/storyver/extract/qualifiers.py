"""How the words around a value qualify it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from storyver.extract.counted import is_plural
from storyver.extract.lexer import PADDING, Token, lex
from storyver.extract.number import MULTIPLES
from storyver.extract.tables import END, plant, table, word_set
from storyver.extract.units import read_unit
from storyver.model import Qualifier

_BETWEEN = word_set("qualifiers", "between")
_EMPHATIC = word_set("qualifiers", "emphatic")
_GAVE_OVER = word_set("qualifiers", "gave_over")
_LYING = word_set("qualifiers", "lying")
_NOT_BEFORE_TIME = word_set("qualifiers", "not_before_time")
_NOT_BEHIND = word_set("qualifiers", "not_behind")
_NOT_OVER = word_set("qualifiers", "not_over")


def _planted_backwards() -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, wordings in table("qualifiers")["before"].items():
        for wording in wordings:
            node = tree
            for token in reversed(lex(wording)[:-PADDING]):
                node = node.setdefault(token.lower, {})
            node[END] = (Qualifier(name), wording)
    return tree


def _planted() -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, wordings in table("qualifiers")["after"].items():
        for wording in wordings:
            plant(tree, wording, (Qualifier(name), wording))
    return tree


_EXACT: Final = Qualifier.EXACT
_BACK = 3
"""Words in front of a value up to which one that qualifies it is looked for."""
_NEGATED = 3
"""Words in front of "below" among which a negator is looked for."""
_BEFORE: Final = _planted_backwards()
"""Wordings that stand in front of a value, as a tree of their tokens from the last to the first."""
_AFTER: Final = _planted()
"""Wordings that stand behind a value."""


def read_qualifier(tokens: Sequence[Token], first: int, end: int, *, of_time: bool, of_rank: bool = False) -> Qualifier:
    """The qualifier of the value at tokens ``first`` to ``end``; ``exact`` where none is said.

    ``of_time`` says that the value is a length of time or a date, before which "over" and "under" are prepositions;
    ``of_rank`` that it is a rank, before which "up to" and "short of" are.
    """
    token = tokens[end]
    if token.text == "+" and token.glued:
        return Qualifier.AT_LEAST
    if token.lower in _AFTER and tokens[end + 2].lower != "than":  # not "up 18% and more than doubled"
        behind = _walk(_AFTER, tokens, end, 1)
        if behind is not None and not (behind[1] == "plus" and _adds(tokens[end + 1])):
            return behind[0]
    if (set_off := _set_off(tokens, end)) is not None:
        return set_off
    for at in range(first - 1, max(first - 1 - _BACK, -1), -1):
        word = tokens[at].lower
        found = _walk(_BEFORE, tokens, at, -1) if word in _BEFORE else None
        if found is not None and not (found[1] == "some" and at + 1 < first and tokens[at + 1].lower == "of"):
            if found[1] == "up to" and at >= 2 and tokens[at - 2].lower in _NOT_BEHIND:
                return _EXACT
            if at >= 1 and tokens[at].glued and tokens[at - 1].text == "-":
                return _EXACT  # "a six-under 66"
            if of_rank and (found[1] == "up to" or found[0] in {Qualifier.MORE_THAN, Qualifier.LESS_THAN}):
                return _EXACT
            if _is_preposition(tokens, at, first, end, found[1], of_time=of_time):
                return _EXACT
            return found[0]
        if word not in _BETWEEN:
            break
    return _EXACT


def _set_off(tokens: Sequence[Token], end: int) -> Qualifier | None:
    """ "£6m, or thereabouts,": commas set off the qualifier behind the value."""
    if tokens[end].text != "," or tokens[end + 1].lower not in {"or", "give"}:
        return None
    found = _walk(_AFTER, tokens, end + 1, 1)
    if found is None or tokens[end + 1 + len(found[1].split())].text not in {",", ".", ";", ")", ""}:
        return None
    return found[0]


def _adds(token: Token) -> bool:
    """ "£30m plus £5m": the word adds and does not qualify."""
    return (
        token.kind == "number"
        or token.text in {"$", "£", "€", "¥", "₹"}
        or token.lower in {"a", "an", "the", "another"}
    )


def _is_preposition(tokens: Sequence[Token], at: int, first: int, end: int, wording: str, *, of_time: bool) -> bool:
    """ "over five years", "over two episodes": no qualifier, but "just over", "well under", "for over" are."""
    before = tokens[at - 1].lower if at >= 1 else ""
    if wording == "all but":
        return tokens[first].lower not in MULTIPLES  # "all but 40 of the seats" leaves some out
    if wording == "as long as":
        return tokens[end].lower in {"ago", "before"}
    spelled = tokens[first].kind == "word" or wording == "near"
    if (
        wording in {"near", "above", "below"}
        and spelled
        and is_plural(tokens[end].lower)
        and tokens[end - 1].text != "%"
    ):
        emphasised = at >= 1 and tokens[at - 1].lower in _EMPHATIC
        return not emphasised and read_unit(tokens, end - 1) is None  # "near 30 parks" is a place
    if wording == "over" and before in _GAVE_OVER:
        return True
    if wording in {"over", "under", "above", "below"}:
        article = at + 1 < first and tokens[at + 1].lower in {"a", "an", "the", "its", "his", "her", "their"}
        if before in _LYING or (article and before not in _EMPHATIC):
            return True
    if wording in {"below", "above"} and _is_denied(tokens, at):
        return True  # "did not drop below 26C" is no less
    timed = of_time and wording in _NOT_BEFORE_TIME
    spread = wording == "over" and tokens[end].lower in _NOT_OVER
    emphatic = at >= 1 and tokens[at - 1].lower in _EMPHATIC
    return (timed or spread) and not emphatic


def _is_denied(tokens: Sequence[Token], at: int) -> bool:
    """Whether a negator stands in front of the verb before the word."""
    near = [token.lower for token in tokens[max(0, at - _NEGATED) : at]]
    return any(word in {"not", "never", "without"} or word.endswith(("n't", "n’t")) for word in near)


def _walk(tree: dict[str, Any], tokens: Sequence[Token], at: int, step: int) -> tuple[Qualifier, str] | None:
    node: dict[str, Any] | None = tree.get(tokens[at].lower) if tokens[at].text else None
    best = None
    while node is not None:
        best = node.get(END, best)
        at += step
        if at < 0 or not tokens[at].text:
            break
        node = node.get(tokens[at].lower)
    return best
