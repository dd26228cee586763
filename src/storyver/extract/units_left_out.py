"""The unit that a number leaves out because what it measures was just measured: "to be filled in seven years. Lenn had
asked for four", "jailed for 10 years. He can be released after five"."""

from __future__ import annotations

from collections.abc import Sequence

from storyver.extract.found import Found, Scene
from storyver.extract.kinds import COUNT, DURATION, MEASURE
from storyver.extract.shared_units import last_unbracketed
from storyver.extract.tables import table, word_set

_ENDS = frozenset({".", "!", "?"})
_FARTHEST = 24
"""Tokens between what was measured and the number."""
_CLAUSE = 8
"""Tokens in front of a number among which "released" is looked for."""
_JOINTS = frozenset({"and", "or"})
_TERMS = frozenset({"year", "month"})
_OF_THEM = frozenset({"them", "those", "which", "it"})
_QUALIFIERS = {("at", "least"), ("at", "most"), ("more", "than"), ("fewer", "than"), ("less", "than"), ("up", "to")}
_PHRASES = {
    length: frozenset(
        tuple(phrase.split()) for phrase in table("figures")["left_out"]["phrases"] if phrase.count(" ") == length - 1
    )
    for length in (1, 2, 3, 4)
}
_PASSED_OVER = word_set("figures", "left_out", "passed_over")
_CLOSERS = word_set("figures", "left_out", "closers")
_SET_FREE = word_set("figures", "left_out", "set_free")
_PARTS, _OF_PARTS = word_set("figures", "left_out", "parts"), word_set("figures", "left_out", "of_parts")
_LIKELY = word_set("figures", "left_out", "likely")


def with_units_left_out(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """The findings, bare numbers that plainly go on with what was just measured in its unit."""
    result = list(found)
    for index, one in enumerate(result):
        if index and one.kind is COUNT and one.unit is None and one.rule == "quantity":
            lender = _lender(scene, result[:index], one)
            if lender is not None and _goes_on(scene, lender, one):
                result[index] = one._replace(kind=lender.kind, unit=lender.unit, rule="shared_unit")
    return result


def _lender(scene: Scene, earlier: Sequence[Found], one: Found) -> Found | None:
    """What was measured last, in the sentence of the number or the one before, where nothing was counted since."""
    lender = last_unbracketed(scene, earlier)
    if lender.unit is None or lender.kind not in (MEASURE, DURATION) or one.first - lender.end > _FARTHEST:
        return None
    between = scene.text[scene.tokens[lender.end - 1].end : scene.tokens[one.first].start]
    sentences = sum(token.text in _ENDS for token in scene.tokens[lender.end : one.first])
    return lender if "\n" not in between and sentences <= 1 else None


def _goes_on(scene: Scene, lender: Found, one: Found) -> bool:
    tokens = scene.tokens
    behind = tokens[one.end]
    front = [token.lower for token in tokens[lender.end : one.first]]
    ends = _ENDS.isdisjoint(front)
    if front[-2:-1] == ["the"] and front[-1] in _PARTS and ends and lender.kind is DURATION:
        return behind.lower in _OF_PARTS and (behind.lower != "of" or tokens[one.end + 1].lower in _OF_THEM)
    if behind.lower in {"is", "was"} and lender.kind is DURATION:
        return tokens[one.end + 1].lower in _LIKELY
    if behind.kind != "end" and behind.lower not in _CLOSERS:
        return False
    joined = not _JOINTS.isdisjoint(front) and front[-1] in {"for", "the"}
    if ends and joined and lender.rule == "shared_unit":  # "had asked for four and Sorrain for 10"
        return True
    front = _unqualified(front)
    if front[-1:] == ["not"] or front[-1:] == ["than"]:
        return ends
    if front[-1:] == ["after"]:
        return lender.unit in _TERMS and not _SET_FREE.isdisjoint(front[-_CLAUSE:])
    return any(tuple(front[-length:]) in phrases for length, phrases in _PHRASES.items())


def _unqualified(front: list[str]) -> list[str]:
    """The words in front of a number without its qualifier and article; "rather than" stays."""
    while front and (front[-1] in _PASSED_OVER or tuple(front[-2:]) in _QUALIFIERS):
        del front[-1 if front[-1] in _PASSED_OVER else -2 :]
    return front
