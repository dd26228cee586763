"""Reports of results: one file for each format, sharing small view values. Every answer is a string."""

from __future__ import annotations

from storyver.model import Result

FORMATS = ("terminal", "json", "html", "markdown", "csv")

READABLE = frozenset({"terminal", "html", "markdown"})
"""The formats for people, who are told in them what the pages say of the changes."""

DEFAULT_WIDTH = 100
"""Columns of a terminal report that is written to a file or a pipe."""


def render(
    result: Result,
    format: str,  # noqa: A002 - the name that the command line gives it
    *,
    width: int | None = None,
    colour: bool = False,
    everything: bool = False,
) -> str:
    """The report of a result in one of ``FORMATS``, with a newline at its end.

    ``width`` (columns, at least 40; ``DEFAULT_WIDTH`` where it is None) and ``colour`` (ANSI sequences) concern the
    terminal report alone. ``everything`` also lists, one by one, the changes of no importance and the suppressed
    differences; JSON and CSV always hold all changes. The same arguments always give the same string.

    Raises ``ValueError`` for any other format.
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
    if format == "csv":
        from storyver.report.tables import render_csv

        return render_csv(result)
    if format == "json":
        from storyver.report.documents import render_json

        return render_json(result)
    raise ValueError(f"no report format {format!r}; there are {', '.join(FORMATS)}")
