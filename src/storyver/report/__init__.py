"""Reports of results: one file for each format, sharing small view values. An answer is a string; a workbook, bytes."""

from __future__ import annotations

from storyver.model import DiffResult, Result, TrackResult

FORMATS = ("terminal", "json", "html", "markdown", "csv")
"""The formats of every result."""

EXCHANGED = {"diff": ("annotations", "claimreview", "atom"), "track": ("annotations", "claimreview", "atom")}
"""The formats for other programs that only some commands' results have."""

BINARY = ("xlsx",)
"""The formats of every result that are no text."""

READABLE = frozenset({"terminal", "html", "markdown"})
"""The formats for people, who are told in them what the pages say of the changes."""

DEFAULT_WIDTH = 100
"""Columns of a terminal report that is written to a file or a pipe."""


def formats_of(command: str) -> tuple[str, ...]:
    """All formats of a command's result."""
    return (*FORMATS, *EXCHANGED.get(command, ()), *BINARY)


def render(
    result: Result,
    format: str,  # noqa: A002 - the name that the command line gives it
    *,
    width: int | None = None,
    colour: bool = False,
    everything: bool = False,
) -> str:
    """The report of a result in one of ``FORMATS`` or ``EXCHANGED``, with a newline at its end.

    ``width`` (columns, at least 40; ``DEFAULT_WIDTH`` where it is None) and ``colour`` (ANSI sequences) concern the
    terminal report alone. ``everything`` also lists, one by one, the changes of no importance and the suppressed
    differences; JSON and CSV always hold all changes. The same arguments always give the same string.

    Raises ``ValueError`` for any other format, and for one that the result does not have.
    """
    if format == "terminal":
        from storyver.report.terminal import render_terminal

        return render_terminal(result, width=width or DEFAULT_WIDTH, colour=colour, everything=everything)
    if format == "html":
        from storyver.report.html import render_html

        return render_html(result)
    if format == "markdown":
        from storyver.report.markdown import render_markdown

        return render_markdown(result, everything=everything)
    return _render_for_programs(result, format)


def _render_for_programs(result: Result, format: str) -> str:  # noqa: A002
    if format == "csv":
        from storyver.report.tables import render_csv

        return render_csv(result)
    if format == "json":
        from storyver.report.documents import render_json

        return render_json(result)
    if isinstance(result, DiffResult | TrackResult) and format == "annotations":
        from storyver.report.documents import render_document
        from storyver.report.web_annotations import annotate

        return render_document(annotate(result))
    if isinstance(result, DiffResult | TrackResult) and format == "claimreview":
        from storyver.report.claim_review import draft_reviews
        from storyver.report.documents import render_document

        return render_document(draft_reviews(result))
    if isinstance(result, DiffResult | TrackResult) and format == "atom":
        from storyver.report.atom import render_atom

        return render_atom(result)
    raise ValueError(f"no report format {format!r}; there are {', '.join(FORMATS)}")


def render_binary(result: Result, format: str) -> bytes:  # noqa: A002
    """The report of a result in one of ``BINARY``. The same result always gives the same bytes.

    Raises ``ValueError`` for any other format, and ``MissingLibraryError`` where its library is not installed.
    """
    if format == "xlsx":
        from storyver.report.workbook import render_xlsx

        return render_xlsx(result)
    raise ValueError(f"no binary report format {format!r}; there are {', '.join(BINARY)}")
