"""The template files, filled with views. Whatever a template prints is escaped for the format it is meant for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from storyver.model import AuditResult, BlameResult, CheckResult, DiffResult, FiguresResult, Result, TrackResult
from storyver.report.audit_view import AuditView, arrange_audit
from storyver.report.blame_view import BlameView, arrange_blame
from storyver.report.check_view import CheckView, arrange_check
from storyver.report.diff_view import DiffView, arrange_diff
from storyver.report.figures_view import FiguresView, arrange_figures
from storyver.report.track_view import TrackView, arrange_track

View = FiguresView | DiffView | TrackView | BlameView | CheckView | AuditView


def arranged(result: Result) -> tuple[str, View]:
    """The name of the result's templates and its view."""
    match result:
        case FiguresResult():
            return "figures", arrange_figures(result)
        case DiffResult():
            return "diff", arrange_diff(result)
        case TrackResult():
            return "track", arrange_track(result)
        case BlameResult():
            return "blame", arrange_blame(result)
        case CheckResult():
            return "check", arrange_check(result)
        case AuditResult():
            return "audit", arrange_audit(result)


def environment(*, autoescape: bool, finalize: Callable[[object], object] | None = None) -> Environment:
    """The templates of the package. A name that a template misspells is an error, not an empty place."""
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=autoescape,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
