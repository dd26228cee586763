"""The terminal report of an audit."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from storyver.report.audit_view import AuditView, StepView
from storyver.report.terminal.parts import Page, hanging, heading, labelled, sentence, title_line, version_list


def audit_parts(view: AuditView, page: Page) -> Iterator[RenderableType]:
    """Header, then for each two neighbouring versions when, what is displayed, and the changes."""
    yield title_line(view.title, "A story")
    yield from version_list(view.versions, page)
    yield Text(f"\n{view.count}")
    for step in view.steps:
        yield heading(f"{step.old} → {step.new}")
        yield Text(f"{step.when} {step.shown}")
        yield from _step(step, page)


def _step(step: StepView, page: Page) -> Iterator[RenderableType]:
    if not step.unadmitted and not step.admitted:
        yield Text("No change of fact of importance.", style="dim")
    for change in step.unadmitted:
        yield Text()
        kind = Text(f"{change.kind.upper()}, {change.importance}, no notice", style="bold")
        yield hanging(change.marker, Text.assemble(kind, Text(f" · {change.summary}")))
        rows = [("old", sentence(change.old, page))] if change.old else []
        rows += [("new", sentence(change.new, page))] if change.new else []
        yield labelled(rows)
    for one in step.admitted:
        yield Text()
        yield hanging("=", Text.assemble(Text("ADMITTED", style="bold"), Text(f" · {one.summary}")))
        yield labelled([(one.version, Text(one.notice))])
