"""How alike two runs of tokens are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

LONGEST_RUN = 20_000
"""Tokens on the longer side above which the parts between a common beginning and a common end are not compared word
by word: the work grows with the product of the two lengths. No sentence that a person wrote comes near it."""

_SPELT_ALIKE = 82
"""Likeness of letters, 0 to 100, from which two names are one that is spelt in two ways: Rosalind, Rosalyn."""


class Operation(StrEnum):
    """What an opcode says of its two runs of tokens."""

    EQUAL = "equal"
    REPLACE = "replace"
    DELETE = "delete"
    INSERT = "insert"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opcode:
    """Tokens ``old[old_start:old_end]`` correspond to ``new[new_start:new_end]``."""

    operation: Operation
    old_start: int
    old_end: int
    new_start: int
    new_end: int


def token_opcodes(old: Sequence[str], new: Sequence[str]) -> tuple[Opcode, ...]:
    """The runs that turn ``old`` into ``new``, covering both, with the most tokens kept (longest common subsequence).

    No two runs beside each other are both differences: what lies between two equal runs is one run. Beyond
    ``LONGEST_RUN`` tokens only the common beginning and the common end are equal runs.
    """
    if max(len(old), len(new)) > LONGEST_RUN:
        return _coarse_opcodes(old, new)
    from rapidfuzz.distance import LCSseq

    opcodes: list[Opcode] = []
    for code in LCSseq.opcodes(old, new):
        old_start, new_start = code.src_start, code.dest_start
        equal = code.tag == "equal"
        if opcodes and not equal and opcodes[-1].operation is not Operation.EQUAL:
            last = opcodes.pop()
            old_start, new_start = last.old_start, last.new_start
        opcodes.append(_opcode(equal, old_start, code.src_end, new_start, code.dest_end))
    return tuple(opcodes)


def even_opcodes(one: Sequence[str], other: Sequence[str]) -> tuple[Opcode, ...]:
    """The same, and exchanged the two sides have the opposite runs: of several ways that keep as many tokens it is the
    one that leads from the side that is the later in the alphabet."""
    if tuple(one) >= tuple(other):
        return token_opcodes(one, other)
    return tuple(
        _opcode(code.operation is Operation.EQUAL, code.new_start, code.new_end, code.old_start, code.old_end)
        for code in token_opcodes(other, one)
    )


def token_similarity(old: Sequence[str], new: Sequence[str], *, cutoff: float = 0.0) -> float:
    """Twice the longest common subsequence over the sum of the lengths, 0 to 1; 0 where it is below ``cutoff``.

    The items of a sequence may be words, or the characters of a string. Two empty sequences are alike (1).
    """
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(old, new, score_cutoff=cutoff)


def _opcode(equal: bool, old_start: int, old_end: int, new_start: int, new_end: int) -> Opcode:
    if equal:
        operation = Operation.EQUAL
    elif old_start == old_end:
        operation = Operation.INSERT
    elif new_start == new_end:
        operation = Operation.DELETE
    else:
        operation = Operation.REPLACE
    return Opcode(operation=operation, old_start=old_start, old_end=old_end, new_start=new_start, new_end=new_end)


def _coarse_opcodes(old: Sequence[str], new: Sequence[str]) -> tuple[Opcode, ...]:
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    tail = next((i for i in range(shorter - head) if old[-1 - i] != new[-1 - i]), shorter - head)
    old_tail, new_tail = len(old) - tail, len(new) - tail
    candidates = (
        _opcode(True, 0, head, 0, head),
        _opcode(False, head, old_tail, head, new_tail),
        _opcode(True, old_tail, len(old), new_tail, len(new)),
    )
    return tuple(c for c in candidates if c.old_start < c.old_end or c.new_start < c.new_end)


def spelt_alike(one: str, other: str) -> bool:
    """Whether two names differ by few letters."""
    from rapidfuzz.fuzz import ratio

    return ratio(one, other) >= _SPELT_ALIKE
