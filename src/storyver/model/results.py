"""What the calls return."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from storyver.model.changes import Change, ChangeKind, Reason, Suppressed
from storyver.model.claims import Claim, Figure, FigureKind, Skipped
from storyver.model.disclosures import AuditStep, Disclosure
from storyver.model.findings import CheckRule, Finding
from storyver.model.links import SentenceLink
from storyver.model.versions import Story, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A claim as one version of the story states it."""

    version: int
    """Index into ``TrackResult.versions``."""
    change: ChangeKind
    claim: Claim
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that the story states, over all its versions."""

    id: str
    label: str
    kind: FigureKind
    sightings: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresResult:
    """The figures of one version; what ``storyver.figures`` returns."""

    version: Version
    figures: tuple[Figure, ...]
    skipped: tuple[Skipped, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``storyver figures`` as plain values."""
        from storyver.serialise import figures_document

        return figures_document(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffResult:
    """What changed between two versions; what ``storyver.diff`` returns."""

    old: Version
    new: Version
    factual: float
    """How likely it is that the new version states, drops or adds any fact: 0 for the same text."""
    changes: tuple[Change, ...]
    sentences: tuple[SentenceLink, ...]
    suppressed: tuple[Suppressed, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``storyver diff`` as plain values."""
        from storyver.serialise import diff_document

        return diff_document(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackResult:
    """Every fact over all versions; what ``storyver.track`` returns."""

    versions: tuple[Version, ...]
    facts: tuple[Fact, ...]
    story: Story | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``storyver track`` as plain values."""
        from storyver.serialise import track_document

        return track_document(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """Whether the figures of a story agree with one another; what ``storyver.check`` returns."""

    versions: tuple[Version, ...]
    findings: tuple[Finding, ...]
    explained: tuple[Finding, ...] = ()
    """What does not fit together and is no finding, because the text says why."""
    calculations: tuple[tuple[CheckRule, int], ...] = ()
    """How often each rule had something to work out, the cases that came out right included."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``storyver check`` as plain values."""
        from storyver.serialise import check_document

        return check_document(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditResult:
    """Which changes of fact a story admits; what ``storyver.audit`` returns."""

    versions: tuple[Version, ...]
    steps: tuple[AuditStep, ...]
    """One for each two neighbouring versions."""

    @property
    def unadmitted(self) -> tuple[Disclosure, ...]:
        """The changes of fact of importance that no correction notice admits."""
        return tuple(one for step in self.steps for one in step.disclosures if one.admission is None)

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``storyver audit`` as plain values."""
        from storyver.serialise import audit_document

        return audit_document(self)


Result = FiguresResult | DiffResult | TrackResult | CheckResult | AuditResult
"""What a command reports."""
