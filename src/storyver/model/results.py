"""What the calls return."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from storyver.model.blame import Annotation
from storyver.model.blocks import Block
from storyver.model.changes import Change, Suppressed
from storyver.model.claims import Figure, LanguageModel, Reading, Skipped
from storyver.model.disclosures import AuditStep, Disclosure
from storyver.model.facts import Fact
from storyver.model.findings import CheckRule, Finding
from storyver.model.links import SentenceLink
from storyver.model.versions import Story, Version

if TYPE_CHECKING:
    import pandas
    import polars


class Presented:
    """What every result can become."""

    __slots__ = ()

    def to_pandas(self) -> pandas.DataFrame:
        """The rows of the CSV report as a data frame of pandas.

        Raises:
            MissingLibraryError: pandas is not installed.
        """
        from storyver.frames import pandas_frame

        return pandas_frame(cast("Result", self))

    def to_polars(self) -> polars.DataFrame:
        """The rows of the CSV report as a data frame of polars.

        Raises:
            MissingLibraryError: polars is not installed.
        """
        from storyver.frames import polars_frame

        return polars_frame(cast("Result", self))

    def _repr_html_(self) -> str:
        """The result as a notebook shows it: a short piece of HTML without scripts."""
        from storyver.report.notebook import render_notebook

        return render_notebook(cast("Result", self))


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresResult(Presented):
    """The figures of one version; what ``storyver.figures`` returns."""

    version: Version
    figures: tuple[Figure, ...]
    skipped: tuple[Skipped, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``storyver figures`` as plain values."""
        from storyver.serialise import figures_document

        return figures_document(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffResult(Presented):
    """What changed between two versions; what ``storyver.diff`` returns."""

    old: Version
    new: Version
    factual: float
    """How likely it is that the new version states, drops or adds any fact: 0 for the same text."""
    changes: tuple[Change, ...]
    sentences: tuple[SentenceLink, ...]
    suppressed: tuple[Suppressed, ...] = field(default=())
    audit: AuditResult | None = None
    """What the two pages say of the changes of importance; not part of the JSON."""
    blocks: tuple[tuple[Block, ...], tuple[Block, ...]] = ((), ())
    """The parts of the old and of the new page; not part of the JSON."""
    model: LanguageModel | None = None
    """What read names and subjects; None where the rules alone did."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``storyver diff`` as plain values."""
        from storyver.serialise import diff_document

        return diff_document(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a report of a story is narrowed down to."""

    first: int
    last: int
    """Indices of the first and the last version that were asked for."""
    left_out: int
    """How many facts were not."""
    asked: str
    """The words in which it was asked for, such as ``--changed --since 2022-03``."""
    single: bool = False
    """Whether facts were asked for by name, to see each whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackResult(Presented):
    """Every fact over all versions; what ``storyver.track`` returns."""

    versions: tuple[Version, ...]
    facts: tuple[Fact, ...]
    story: Story | None = None
    shown: Shown | None = None
    """What the facts are narrowed down to; None where all are here."""
    audit: AuditResult | None = None
    """What the pages say of the changes of importance; None where it was not asked for. Not part of the JSON."""
    blocks: tuple[tuple[Block, ...], ...] = ()
    """Of each version, from beginning to end; empty where they are not known. Not part of the JSON."""
    model: LanguageModel | None = None
    """What read names and subjects; None where the rules alone did."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``storyver track`` as plain values."""
        from storyver.serialise import track_document

        return track_document(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlameResult(Presented):
    """Where the last version's figures and quotations come from; what ``storyver.blame`` returns."""

    versions: tuple[Version, ...]
    annotations: tuple[Annotation, ...]
    """In the order of the text of the last version; a figure inside a quotation follows it."""
    story: Story | None = None
    model: LanguageModel | None = None
    """What read names and subjects; None where the rules alone did."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``storyver blame`` as plain values."""
        from storyver.serialise import blame_document

        return blame_document(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult(Presented):
    """Whether the figures of a story agree with one another; what ``storyver.check`` returns."""

    versions: tuple[Version, ...]
    findings: tuple[Finding, ...]
    explained: tuple[Finding, ...] = ()
    """What does not fit together and is no finding, because the text says why."""
    calculations: tuple[tuple[CheckRule, int], ...] = ()
    """How often each rule had something to work out, the cases that came out right included."""
    model: LanguageModel | None = None
    """What read names and subjects; None where the rules alone did."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``storyver check`` as plain values."""
        from storyver.serialise import check_document

        return check_document(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditResult(Presented):
    """Which changes of fact a story admits; what ``storyver.audit`` returns."""

    versions: tuple[Version, ...]
    steps: tuple[AuditStep, ...]
    """One for each two neighbouring versions."""
    model: LanguageModel | None = None
    """What read names and subjects; None where the rules alone did."""

    @property
    def unadmitted(self) -> tuple[Disclosure, ...]:
        """The changes of fact of importance that no correction notice admits."""
        return tuple(one for step in self.steps for one in step.disclosures if one.admission is None)

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``storyver audit`` as plain values."""
        from storyver.serialise import audit_document

        return audit_document(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """All that is worked out of a story; what ``storyver.batch`` makes rows of."""

    story: Story
    readings: tuple[Reading, ...]
    diffs: tuple[DiffResult, ...]
    """One for each two neighbouring versions."""
    track: TrackResult
    audit: AuditResult


Result = FiguresResult | DiffResult | TrackResult | BlameResult | CheckResult | AuditResult
"""What a command reports."""
