"""What becomes of one fact over all versions of a story."""

from __future__ import annotations

from dataclasses import dataclass

from storyver.model.changes import CAME_OR_WENT, WITHOUT_EFFECT, ChangeKind, Importance, Reason
from storyver.model.claims import Claim, Figure, FigureKind, Trend
from storyver.model.disclosures import Admission


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A claim as one version of the story states it."""

    version: int
    """Index into ``TrackResult.versions``."""
    change: ChangeKind
    claim: Claim
    reasons: tuple[Reason, ...] = ()
    importance: Importance = Importance.NONE
    """Of the change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A fact in one version: what it says there, taken together, and how that differs from what was known before."""

    version: int
    """Index into ``TrackResult.versions``."""
    change: ChangeKind
    """``removed`` in the first version that leaves the fact out."""
    sighting: int | None
    """Index into ``Fact.sightings`` of the one that gives the value; None where the version leaves the fact out."""
    moved: bool = False
    """Whether the value is another than that of the version that stated it before."""
    direction: Trend | None = None
    """Whether the value went up or down since the point before; None where it did not, or where that has no meaning."""
    size: float | None = None
    """By how much, in ``size_unit``, with its sign; None where the two values have no difference in one unit."""
    size_unit: str | None = None
    """The unit of the figure; ``percentage point`` between percentages, ``day`` between dates, None for a count."""
    share: float | None = None
    """``size`` as a share of the value before; None where that has no meaning."""
    returns_to: int | None = None
    """The latest earlier version whose value this is again, after another one in between."""
    stale: tuple[int, ...] = ()
    """Indices into ``Fact.sightings`` of those by which this version contradicts its own value."""
    importance: Importance = Importance.NONE
    admitted: Admission | None = None
    """The notice that owns up to another value, or to having left the fact out; None where there is none."""

    @property
    def is_change(self) -> bool:
        """Whether the version says something else than was known before: not that the fact came, went or held."""
        return self.moved or bool(self.stale) or self.change not in WITHOUT_EFFECT | CAME_OR_WENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that the story states, over all its versions."""

    id: str
    label: str
    kind: FigureKind
    sightings: tuple[Sighting, ...]
    points: tuple[Point, ...] = ()
    """One for each version that states it, and one where it is left out again."""
    rivals: tuple[str, ...] = ()
    """The ids of facts that give another source's figure for the same thing."""

    @property
    def first(self) -> int:
        """Index of the first version that states it."""
        return self.sightings[0].version

    @property
    def last(self) -> int:
        """Index of the last version that states it."""
        return self.sightings[-1].version

    @property
    def now(self) -> Sighting | None:
        """The sighting that gives its value in the last version that states it; None where no points were made."""
        stated = [point.sighting for point in self.points if point.sighting is not None]
        return self.sightings[stated[-1]] if stated else None

    @property
    def importance(self) -> Importance:
        """The greatest of any of its changes."""
        return min((point.importance for point in self.points), key=Importance.rank, default=Importance.NONE)

    def figure(self, point: Point) -> Figure | None:
        """The figure that a point stands for; None where the version leaves the fact out."""
        return None if point.sighting is None else self.sightings[point.sighting].claim.figure
