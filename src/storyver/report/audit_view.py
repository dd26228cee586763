"""An ``AuditResult`` arranged for reading: step by step, what no notice admits first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storyver.model import AuditResult, AuditStep, Disclosure
from storyver.report.diff_view import ChangeView, change_view
from storyver.report.unadmitted_view import shown_phrase, when_phrase
from storyver.report.view import EXCERPT_LENGTH, VersionView, clip, version_views


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmittedView:
    """A change, and the notice that speaks of it."""

    summary: str
    version: str
    """The head of the first version that has the notice."""
    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """What happened between two versions."""

    old: str
    new: str
    when: str
    shown: str
    unadmitted: tuple[ChangeView, ...]
    admitted: tuple[AdmittedView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditView:
    """Everything that a report of an audit shows."""

    title: str
    versions: tuple[VersionView, ...]
    count: str
    steps: tuple[StepView, ...]


def arrange_audit(result: AuditResult) -> AuditView:
    """The steps in their order."""
    versions = version_views(result.versions)
    total = sum(len(step.disclosures) for step in result.steps)
    return AuditView(
        title=next((version.title for version in reversed(versions) if version.title), ""),
        versions=versions,
        count=f"Changes of fact of importance: {total}; admitted by no correction notice: {len(result.unadmitted)}.",
        steps=tuple(_step_view(step, versions) for step in result.steps),
    )


def _step_view(step: AuditStep, versions: Sequence[VersionView]) -> StepView:
    admitted = (one for one in step.disclosures if one.admission is not None)
    return StepView(
        old=versions[step.old].short,
        new=versions[step.new].short,
        when=when_phrase(step),
        shown=shown_phrase(step),
        unadmitted=tuple(change_view(one.change) for one in step.disclosures if one.admission is None),
        admitted=tuple(_admitted_view(one, versions) for one in admitted),
    )


def _admitted_view(one: Disclosure, versions: Sequence[VersionView]) -> AdmittedView:
    return AdmittedView(
        summary=clip(one.change.summary, EXCERPT_LENGTH),
        version=versions[one.admission.version].short if one.admission else "",
        notice=clip(one.admission.text if one.admission else "", EXCERPT_LENGTH),
    )
