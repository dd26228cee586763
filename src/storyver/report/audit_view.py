"""An ``AuditResult`` arranged for reading: step by step, what no notice admits first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storyver.model import AuditResult, AuditStep, Disclosure, ShownDate
from storyver.report.diff_view import ChangeView, change_view
from storyver.report.inert import one_line
from storyver.report.view import EXCERPT_LENGTH, VersionView, clip, distinct, version_view

SHOWN = {
    ShownDate.MOVED: "The date of update that the page displays moved: “{old}” → “{new}”.",
    ShownDate.STAYED: "The date of update that the page displays did not move: “{new}”.",
    ShownDate.APPEARED: "The page began to display a date of update: “{new}”.",
    ShownDate.VANISHED: "The page no longer displays a date of update; it was “{old}”.",
    ShownDate.NONE: "Neither version displays a date of update.",
}


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
    versions = distinct(tuple(map(version_view, result.versions)))
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
        when=_when(step),
        shown=one_line(
            SHOWN[step.shown].format(old=clip(step.shown_old or "", 160), new=clip(step.shown_new or "", 160))
        ),
        unadmitted=tuple(change_view(one.change) for one in step.disclosures if one.admission is None),
        admitted=tuple(_admitted_view(one, versions) for one in admitted),
    )


def _when(step: AuditStep) -> str:
    since, until = (one_line(date.value) if date else "" for date in (step.since, step.until))
    if since and until:
        return f"Between {since} and {until}."
    if since or until:
        return f"After {since}." if since else f"Not later than {until}."
    return "When is not stated."


def _admitted_view(one: Disclosure, versions: Sequence[VersionView]) -> AdmittedView:
    return AdmittedView(
        summary=clip(one.change.summary, EXCERPT_LENGTH),
        version=versions[one.admission.version].short if one.admission else "",
        notice=clip(one.admission.text if one.admission else "", EXCERPT_LENGTH),
    )
