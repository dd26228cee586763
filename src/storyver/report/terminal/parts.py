"""What the terminal reports share: emphasis, headings, labelled lines, the wording of a version.

All text goes into ``rich.text.Text`` values, never into markup strings, so that brackets in an article stay brackets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from storyver.report.unadmitted_view import UnadmittedView
from storyver.report.view import Pieces, ReasonView, VersionView, shared_notes

LABEL_WIDTH = 5

TOP_REASONS = 3
"""Reasons shown for a change; the other formats list them all."""

TOP_CHANGES = 3
"""Changes without a notice shown for each two versions."""

MARKER_STYLES = {
    "▲": "bold red",
    "▼": "bold red",
    "+": "green",
    "-": "magenta",
    "=": "dim",
    "~": "dim",
    "<": "dim",
    "?": "bold yellow",
}
CHANGED_STYLE = "bold red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """How a report is drawn."""

    width: int
    """In columns."""
    colour: bool
    everything: bool
    """Whether changes of no importance and suppressed differences are listed one by one."""


def marker(sign: str) -> Text:
    """The marker of a kind of change."""
    return Text(sign, style=MARKER_STYLES.get(sign, CHANGED_STYLE))


def emphasised(text: str, page: Page) -> Text:
    """A figure: bold and underlined, or between stars where there is no colour."""
    return Text(text, style="bold underline") if page.colour else Text(f"*{text}*")


def sentence(pieces: Pieces, page: Page) -> Text:
    """A sentence with its figures emphasised."""
    return Text().join(emphasised(piece.text, page) if piece.is_figure else Text(piece.text) for piece in pieces)


def heading(words: str, count: int | None = None) -> Text:
    """The first line of a section, with how many things it holds."""
    return Text(f"\n{words.upper()}" + ("" if count is None else f" ({count})"), style="bold")


def labelled(rows: Iterable[tuple[str, Text]]) -> RenderableType:
    """Lines with a short label before them; what is wrapped stands below the line's own text."""
    lines = list(rows)
    width = max([LABEL_WIDTH, *(cell_len(label) for label, _ in lines)])
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=width, style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, text in lines:
        grid.add_row(Text(label), text)
    return Padding(grid, (0, 0, 0, 2))


def hanging(first: str, text: Text) -> RenderableType:
    """A marker and, indented beside it, the text."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=max(1, cell_len(first)), no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(marker(first), text)
    return grid


def row(texts: Iterable[Text], page: Page) -> Text:
    """The texts beside one another, each of them whole on its line."""
    line, used = Text(), 0
    for text in texts:
        if used and used + text.cell_len + 3 > page.width:
            line.append("\n")
            used = 0
        elif used:
            line.append("   ")
            used += 3
        line.append_text(text)
        used += text.cell_len
    return line


def reasons_line(reasons: Sequence[ReasonView]) -> Text:
    """The first reasons, each with its contribution."""
    shown = [f"{reason.text} ({reason.weight})" if reason.weight else reason.text for reason in reasons[:TOP_REASONS]]
    if len(reasons) > TOP_REASONS:
        shown.append(f"and {len(reasons) - TOP_REASONS} more")
    return Text("; ".join(shown), style="dim")


def unadmitted_parts(steps: Sequence[UnadmittedView], page: Page) -> Iterator[RenderableType]:
    """The changes that no notice admits, step by step; the first few of each unless all are asked for."""
    if steps:
        yield heading("admitted by no correction notice", sum(len(step.changes) for step in steps))
    for step in steps:
        yield Text.assemble(Text(step.versions, style="bold"), Text(f" · {step.when} {step.shown}"))
        shown = step.changes if page.everything else step.changes[:TOP_CHANGES]
        for sign, kind, summary in shown:
            yield hanging(sign, Text(f"{kind} · {summary}"))
        if len(step.changes) > len(shown):
            yield Text(f"  and {len(step.changes) - len(shown)} more: storyver audit lists them", style="dim")


def version_list(versions: Sequence[VersionView], page: Page, order: Sequence[str] = ()) -> Iterator[RenderableType]:
    """A line for each version, and one for each note; where all is asked for, with how dates and order are known."""
    shared, versions = shared_notes(versions)
    rows: list[tuple[str, Text]] = []
    for version, reason in zip(versions, order or [""] * len(versions), strict=True):
        told = version.description + (f" — order: {reason}" if reason else "")
        rows.append((version.short, Text(told if page.everything else version.brief)))
    yield labelled(rows)
    yield from note_lines(shared)
    for version in versions:
        yield from note_lines(version.notes, f" ({version.short})")


def note_lines(notes: Iterable[str], where: str = "") -> Iterator[RenderableType]:
    """A line for each note."""
    for note in notes:
        yield Padding(Text(f"note{where}: {note}", style="dim"), (0, 0, 0, 2))


def version_rows(label: str, version: VersionView, title: str) -> list[tuple[str, Text]]:
    """A version's number, date and source, its title where it is another than the report's, and its notes."""
    rows = [(label, Text(version.description))]
    if version.title and version.title != title:
        rows.append(("", Text(f"“{version.title}”")))
    return rows + [("", Text(f"note: {note}")) for note in version.notes]


def title_line(title: str, fallback: str) -> Text:
    """The head of a report."""
    return Text(title or fallback, style="bold")
