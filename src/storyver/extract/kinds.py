"""The kinds of figures by plain names: to look one up in its enumeration takes as long as many a rule."""

from __future__ import annotations

from typing import Final

from storyver.model import FigureKind

MONEY: Final = FigureKind.MONEY
COUNT: Final = FigureKind.COUNT
PERCENT: Final = FigureKind.PERCENT
MEASURE: Final = FigureKind.MEASURE
DURATION: Final = FigureKind.DURATION
FRACTION: Final = FigureKind.FRACTION
DATE: Final = FigureKind.DATE
AGE: Final = FigureKind.AGE
SCORE: Final = FigureKind.SCORE
RANK: Final = FigureKind.RANK
MULTIPLE: Final = FigureKind.MULTIPLE
