"""The changes of importance that no correction notice admits, as the reports of ``diff`` and ``track`` list them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storyver.dates import Precision, is_before, parse_date
from storyver.model import AuditResult, AuditStep, ShownDate
from storyver.report.inert import one_line
from storyver.report.view import EXCERPT_LENGTH, MARKERS, VersionView, clip, words

SHOWN = {
    ShownDate.MOVED: "The date of update that the page displays moved: “{old}” → “{new}”.",
    ShownDate.STAYED: "The date of update that the page displays did not move: “{new}”.",
    ShownDate.UNCLEAR: "The date of update that the page displays is written otherwise: “{old}” → “{new}”.",
    ShownDate.APPEARED: "The page began to display a date of update: “{new}”.",
    ShownDate.VANISHED: "The page no longer displays a date of update; it was “{old}”.",
    ShownDate.NONE: "Neither version displays a date of update.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnadmittedView:
    """What no notice admits between two versions."""

    versions: str
    when: str
    shown: str
    changes: tuple[tuple[str, str, str], ...]
    """Marker, kind and summary, the most important first."""


def unadmitted_views(
    audit: AuditResult | None, versions: Sequence[VersionView], window: range
) -> tuple[UnadmittedView, ...]:
    """Each step with such changes whose two versions lie in ``window``; ``versions`` are all of the audit."""
    steps = audit.steps if audit else ()
    views = (_view(step, versions) for step in steps if step.old in window and step.new in window)
    return tuple(view for view in views if view.changes)


def _view(step: AuditStep, versions: Sequence[VersionView]) -> UnadmittedView:
    changes = [one.change for one in step.disclosures if one.admission is None]
    changes.sort(key=lambda change: change.importance.rank())
    return UnadmittedView(
        versions=f"{versions[step.old].short} → {versions[step.new].short}",
        when=when_phrase(step),
        shown=shown_phrase(step),
        changes=tuple(
            (MARKERS[change.kind], words(change.kind), clip(change.summary, EXCERPT_LENGTH)) for change in changes
        ),
    )


def when_phrase(step: AuditStep) -> str:
    """The interval in which the changes were made; a month is a span, and not a point."""
    since, until = (one_line(date.value) if date else "" for date in (step.since, step.until))
    if not since or not until:
        return f"After {since}." if since else f"Not later than {until}." if until else "When is not stated."
    first, last = parse_date(since), parse_date(until)
    if is_before(last, first):
        return f"The dates of the versions are not in their order: {since}, then {until}."
    if first == last:
        return f"{'At' if first.precision is Precision.MINUTE else 'Within'} {since}."
    if is_before(first, last):
        return f"Between {since} and {until}."
    within = first.span()[0] < last.span()[0] or first.span()[1] > last.span()[1]
    return f"Within {since}, not later than {until}." if within else f"After {since}, by the end of {until}."


def shown_phrase(step: AuditStep) -> str:
    """What became of the date that the page displays."""
    lines = (clip(line or "", 160) for line in (step.shown_old, step.shown_new))
    return one_line(SHOWN[step.shown].format(**dict(zip(("old", "new"), lines, strict=True))))
