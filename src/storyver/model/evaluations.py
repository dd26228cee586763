"""How far answers agree with a gold, case by case and in figures, and how two runs compare."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Part(StrEnum):
    """What is put to the test: a call that answers as the library's call of that name does."""

    FIGURES = "figures"
    DIFF = "diff"
    TRACK = "track"


class Measure(StrEnum):
    """What is measured."""

    FIGURES = "figures"
    UNITS = "units"
    QUALIFIERS = "qualifiers"
    LINKS = "links"
    MOVED = "moved"
    EDITS = "edits"
    FALSE_ALARMS = "false_alarms"
    TRACKS = "tracks"


MEASURES: dict[Part, tuple[Measure, ...]] = {
    Part.FIGURES: (Measure.FIGURES, Measure.UNITS, Measure.QUALIFIERS),
    Part.DIFF: (Measure.LINKS, Measure.MOVED, Measure.EDITS, Measure.FALSE_ALARMS),
    Part.TRACK: (Measure.TRACKS,),
}
"""What is measured of each part."""

SHARES = frozenset({Measure.UNITS, Measure.QUALIFIERS, Measure.EDITS, Measure.FALSE_ALARMS})
"""Measures of which only a share can be given: what the gold does not name may still be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One thing that the gold asks for, or that was answered without being asked for."""

    measure: Measure
    kind: str
    """Of the figure or the edit."""
    story: str
    place: str
    """The version's file name, or two with an arrow between."""
    key: str
    """Which case of that place it is; the same in every run over the same gold."""
    expected: str
    """What the gold says; empty for a false alarm."""
    got: str
    """What was answered; empty where nothing was."""
    sentences: tuple[str, ...]
    """Where it stands, in the old and in the new version."""
    precision: float | None
    """What it adds to the precision, 0 to 1; None where nothing was claimed."""
    recall: float | None
    """What it adds to the recall, or to a share, 0 to 1; None where the gold asks for nothing."""

    @property
    def right(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.precision in (None, 1.0) and self.recall in (None, 1.0)

    @property
    def identity(self) -> tuple[str, ...]:
        """What tells it from all other cases."""
        return (self.measure, self.story, self.place, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A ratio and what it is of."""

    value: float | None
    """None of nothing."""
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Where 95 % of the resamples lie."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A measure, over all cases or over those of one kind or one story."""

    measure: Measure
    kind: str
    """Empty for all kinds."""
    story: str
    """Empty for all stories."""
    precision: Ratio | None
    recall: Ratio | None
    f1: float | None
    """None for a measure of which only a share can be given."""
    share: Ratio | None
    """Of the false alarms the share of rewordings that raised one, of all else the share that is right."""
    interval: Interval | None
    """Of ``f1`` or ``share``, over resampled stories; None where fewer than two have such cases."""
    by_story: Ratio | None
    """The mean of the stories' own ``f1`` or ``share``, each story counting the same; None for one story's score."""

    @property
    def value(self) -> float | None:
        """``f1``, or ``share`` where there is none."""
        return self.f1 if self.share is None else self.share.value


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluatedStory:
    """A story of the gold."""

    id: str
    versions: int
    sha256: str
    """Of the gold and the texts, by which two runs are known to be over the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How far a measure moved between two runs over the same stories."""

    measure: Measure
    kind: str
    before: float | None
    after: float | None
    interval: Interval | None
    """Of ``after - before`` where both runs are resampled alike; None where fewer than two stories have such cases."""
    gained: int
    """Cases that are newly right, and false alarms that are gone."""
    lost: int
    """Cases that are newly wrong, and new false alarms."""

    @property
    def is_noise(self) -> bool:
        """Whether other stories might as well have shown the opposite."""
        return self.interval is None or self.interval.low <= 0 <= self.interval.high


@dataclass(frozen=True, slots=True, kw_only=True)
class RunComparison:
    """A run beside an earlier one."""

    run: str
    """The file of the earlier one."""
    systems: tuple[tuple[Part, str], ...]
    """What was tested then."""
    stories: int
    """How many both hold with the same gold and texts; only these are compared."""
    left_out: tuple[str, ...]
    """The ids of the others."""
    differences: tuple[Difference, ...]
    gained: tuple[Case, ...]
    """Newly right, as they are now; a false alarm that is gone as it was."""
    lost: tuple[Case, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationResult:
    """How far answers agree with a gold; what ``storyver.evaluate`` returns."""

    systems: tuple[tuple[Part, str], ...]
    """The parts that were measured, and what answered for each."""
    stories: tuple[EvaluatedStory, ...]
    cases: tuple[Case, ...]
    scores: tuple[Score, ...]
    """Measure by measure: all, each kind, each story."""
    uncertain: Ratio | None
    """The share of changes called uncertain, which claim nothing; None where ``diff`` was not measured."""
    resamples: int
    seed: int
    against: RunComparison | None = None

    def score(self, measure: Measure, kind: str = "") -> Score:
        """The score of a measure over all stories. Raises ``KeyError`` where there is none."""
        for one in self.scores:
            if (one.measure, one.kind, one.story) == (measure, kind, ""):
                return one
        raise KeyError((measure, kind))

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``storyver evaluate`` as plain values."""
        from storyver.serialise.evaluations import evaluation_document

        return evaluation_document(self)
