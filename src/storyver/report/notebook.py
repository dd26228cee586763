"""A result as a notebook shows it: tables in the notebook's own type, without scripts, styles or links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyver.model import AuditResult, BlameResult, CheckResult, DiffResult, FiguresResult, Result, TrackResult
from storyver.report.audit_view import AuditView, arrange_audit
from storyver.report.blame_view import BlameView, arrange_blame
from storyver.report.check_view import CheckView, arrange_check
from storyver.report.diff_view import DiffView, arrange_diff
from storyver.report.figures_view import FiguresView, arrange_figures
from storyver.report.html import templates
from storyver.report.track_view import TrackView, arrange_track

LONGEST_TABLE = 60
"""Rows; what is left out is counted."""

Rows = Sequence[Sequence[str]]
Table = tuple[str, Sequence[str], Rows]


def render_notebook(result: Result) -> str:
    """The result as a piece of HTML."""
    match result:
        case FiguresResult():
            figures = arrange_figures(result)
            title, tables = figures.version.title or "One version", _figures(figures)
        case DiffResult():
            diff = arrange_diff(result)
            title, tables = diff.title or "Two versions", _diff(diff)
        case TrackResult():
            track = arrange_track(result)
            title, tables = track.title or "A story", _track(track)
        case BlameResult():
            blame = arrange_blame(result)
            title, tables = blame.title or "One version", _blame(blame)
        case CheckResult():
            check = arrange_check(result)
            title, tables = check.title or "A story", _check(check)
        case AuditResult():
            audit = arrange_audit(result)
            title, tables = audit.title or "A story", _audit(audit)
    shown = [
        (f"{name} ({len(rows)})", heads, rows[:LONGEST_TABLE], max(0, len(rows) - LONGEST_TABLE))
        for name, heads, rows in tables
    ]
    return templates().get_template("notebook.html").render(title=title, tables=shown)


def _figures(view: FiguresView) -> Iterator[Table]:
    if view.figures:
        rows = [(one.text, one.kind, one.value, one.counted, one.remarks) for one in view.figures]
        yield "Figures", ("figure", "kind", "read as", "what", "remarks"), rows


def _diff(view: DiffView) -> Iterator[Table]:
    heads = ("", "kind", "importance", "change")
    for level, changes in view.groups:
        rows = [(one.marker, one.kind, one.importance, one.summary) for one in changes]
        yield f"Changes of {level} importance", heads, rows
    if view.uncertain:
        yield "Uncertain", heads, [(one.marker, one.kind, one.importance, one.summary) for one in view.uncertain]
    for name, sentences in (("Added", view.added), ("Removed", view.removed)):
        if sentences:
            alone = [
                ("; ".join(figure for figure, _ in one.figures), "".join(piece.text for piece in one.sentence))
                for one in sentences
            ]
            yield name, ("figures", "sentence"), alone


def _track(view: TrackView) -> Iterator[Table]:
    heads = ("fact", "course", *(version.short for version in view.versions))
    for name, facts in view.groups:
        yield name, heads, [(fact.label, fact.bars, *map(str, fact.cells)) for fact in facts]


def _blame(view: BlameView) -> Iterator[Table]:
    if view.origins:
        rows = [(one.text, one.label or one.kind, one.came, one.changed, one.was) for one in view.origins]
        yield "Figures and quotations", ("words", "what", "came in", "last changed", "was"), rows


def _check(view: CheckView) -> Iterator[Table]:
    for name, findings in view.groups:
        rows = [(one.marker, one.rule, one.where, one.summary, one.arithmetic) for one in findings]
        yield name, ("", "rule", "versions", "finding", "arithmetic"), rows


def _audit(view: AuditView) -> Iterator[Table]:
    steps = [(f"{step.old} → {step.new}", step) for step in view.steps]
    changes = [(name, one.importance, one.summary) for name, step in steps for one in step.unadmitted]
    told = [(name, one.summary, one.notice) for name, step in steps for one in step.admitted]
    if changes:
        yield "Admitted by no correction notice", ("versions", "importance", "change"), changes
    if told:
        yield "Admitted", ("versions", "change", "notice"), told
