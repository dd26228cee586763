"""A ``CheckResult`` arranged for reading: what is wrong, what is named, what the text explains itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storyver.model import CheckResult, Claim, Exhibit, Figure, Finding, Standing
from storyver.report.inert import one_line
from storyver.report.view import (
    EXCERPT_LENGTH,
    Pieces,
    VersionView,
    clip,
    excerpt,
    version_views,
    words,
)

MARKERS = {Standing.WRONG: "!", Standing.NAMED: "?"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitView:
    """A sentence that takes part in a calculation, its figures set apart."""

    version: str
    """The head of the version that states it; empty where there is only one."""
    sentence: Pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """Figures that do not fit together."""

    id: str
    marker: str
    rule: str
    standing: str
    where: str
    """The versions in which it stands; empty where there is only one."""
    summary: str
    arithmetic: str
    excuse: str
    """The words by which the text says why; empty for none."""
    exhibits: tuple[ExhibitView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """Everything that a report of a check shows."""

    title: str
    versions: tuple[VersionView, ...]
    groups: tuple[tuple[str, tuple[FindingView, ...]], ...]
    explained: tuple[FindingView, ...]
    counts: str
    """What was worked out: ``12 conversions``."""


def arrange_check(result: CheckResult) -> CheckView:
    """What is wrong first, then what is only named."""
    versions = version_views(result.versions)
    names = {Standing.WRONG: "Does not add up", Standing.NAMED: "Named, not judged"}
    groups = ((name, [one for one in result.findings if one.standing is kind]) for kind, name in names.items())
    counts = [f"{count} of {words(rule)}" for rule, count in result.calculations]
    return CheckView(
        title=next((version.title for version in reversed(versions) if version.title), ""),
        versions=versions,
        groups=tuple((name, tuple(_finding_view(one, versions) for one in rows)) for name, rows in groups if rows),
        explained=tuple(_finding_view(one, versions) for one in result.explained),
        counts=f"Calculations: {', '.join(counts)}." if counts else "There was nothing to work out.",
    )


def _finding_view(finding: Finding, versions: Sequence[VersionView]) -> FindingView:
    several = len(versions) > 1
    return FindingView(
        id=one_line(finding.id),
        marker=MARKERS[finding.standing],
        rule=words(finding.rule),
        standing=finding.standing.value,
        where=", ".join(versions[place].short for place in finding.versions) if several else "",
        summary=clip(finding.summary, EXCERPT_LENGTH),
        arithmetic=clip(finding.arithmetic, EXCERPT_LENGTH),
        excuse=clip(finding.excuse or "", EXCERPT_LENGTH),
        exhibits=tuple(_exhibit_views(finding.exhibits, versions)),
    )


def _exhibit_views(exhibits: Sequence[Exhibit], versions: Sequence[VersionView]) -> list[ExhibitView]:
    """One for each sentence, with all of its figures that take part."""
    claims: dict[tuple[int, int, int], Claim] = {}
    figures: dict[tuple[int, int, int], list[Figure]] = {}
    for exhibit in exhibits:
        key = (exhibit.version, exhibit.claim.start, exhibit.claim.end)
        claims.setdefault(key, exhibit.claim)
        figures.setdefault(key, []).extend([exhibit.claim.figure] if exhibit.claim.figure else [])
    return [
        ExhibitView(version=versions[key[0]].short if len(versions) > 1 else "", sentence=excerpt(claim, figures[key]))
        for key, claim in claims.items()
    ]
