"""The terminal report. It reads without colour: figures are starred, each change has a marker and its kind."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.text import Text

from storyver.model import AuditResult, BlameResult, CheckResult, DiffResult, FiguresResult, Result, TrackResult
from storyver.report.audit_view import arrange_audit
from storyver.report.blame_view import arrange_blame
from storyver.report.check_view import arrange_check
from storyver.report.diff_view import arrange_diff
from storyver.report.figures_view import arrange_figures
from storyver.report.provenance import read_with
from storyver.report.terminal.audit import audit_parts
from storyver.report.terminal.blame import blame_parts
from storyver.report.terminal.check import check_parts
from storyver.report.terminal.diff import diff_parts
from storyver.report.terminal.figures import figures_parts
from storyver.report.terminal.parts import Page
from storyver.report.terminal.track import track_parts
from storyver.report.track_view import arrange_track

NARROWEST = 40
"""Columns below which lines are no longer made shorter."""

FONT_FACE = re.compile(r"@font-face \{[^}]*\}\s*")


def render_terminal(result: Result, *, width: int, colour: bool, everything: bool) -> str:
    """The report as lines of at most ``width`` columns (of ``NARROWEST`` where it is less)."""
    page = Page(width=max(width, NARROWEST), colour=colour, everything=everything)
    console = _console(page)
    with console.capture() as capture:
        _print(console, _parts(result, page))
        _print(console, [Text(f"\n{told}", style="dim")] if (told := read_with(result)) else [])
    return "".join(f"{line.rstrip()}\n" for line in capture.get().split("\n")).rstrip("\n") + "\n"


def render_svg(result: Result, *, width: int = 100, title: str = "storyver") -> str:
    """A picture of the coloured report, the same bytes each time. It names fonts but fetches none."""
    page = Page(width=max(width, NARROWEST), colour=True, everything=False)
    console = _console(page, record=True)
    _print(console, _parts(result, page))
    return FONT_FACE.sub("", console.export_svg(title=title, unique_id="storyver"))


def _console(page: Page, *, record: bool = False) -> Console:
    """A console that asks neither the terminal nor the environment for anything."""
    return Console(
        file=io.StringIO(),
        width=page.width,
        force_terminal=page.colour,
        force_interactive=False,
        force_jupyter=False,
        color_system="standard" if page.colour else None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        record=record,
        _environ={},
    )


def _print(console: Console, parts: Iterable[RenderableType]) -> None:
    for part in parts:
        console.print(part)


def _parts(result: Result, page: Page) -> Iterable[RenderableType]:
    match result:
        case FiguresResult():
            return figures_parts(arrange_figures(result), page)
        case DiffResult():
            return diff_parts(arrange_diff(result), page)
        case TrackResult():
            return track_parts(arrange_track(result), page)
        case BlameResult():
            return blame_parts(arrange_blame(result), page)
        case CheckResult():
            return check_parts(arrange_check(result), page)
        case AuditResult():
            return audit_parts(arrange_audit(result), page)
