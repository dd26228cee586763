"""What a drawing is made of: lines, signs and words at their places. The templates only write them down as SVG."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LETTER = 6.6
"""Units that a letter of a label is wide, about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str
    """Its class: ``held``, ``moving``, ``gone``, ``span``, ``lane``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A point of a course. Its shape, and not its colour, says what happened there."""

    x: float
    y: float
    kind: str
    """``came`` is a triangle, ``stated`` a dot, ``moved`` a square, ``gone`` a cross, ``back`` a ring."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Words, with the point at their ``start``, ``middle`` or ``end``."""

    x: float
    y: float
    text: str
    anchor: str = "middle"
    link: str = ""
    """The anchor on the page to which they lead; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A picture with the words that stand for it where it is not seen."""

    width: float
    height: float
    lines: tuple[Line, ...]
    signs: tuple[Sign, ...]
    labels: tuple[Label, ...]
    description: str
    note: str


def without_overlaps(labels: Iterable[Label], height: float = 13.0) -> tuple[Label, ...]:
    """The labels, those left out that would cover an earlier one."""
    kept: list[Label] = []
    for label in labels:
        left, right = _extent(label)
        if not any(
            abs(one.y - label.y) < height and left < _extent(one)[1] and _extent(one)[0] < right for one in kept
        ):
            kept.append(label)
    return tuple(kept)


def _extent(label: Label) -> tuple[float, float]:
    width = LETTER * (len(label.text) + 1)
    shift = {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    return label.x - shift, label.x - shift + width
