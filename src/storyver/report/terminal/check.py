"""The terminal report of a check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from storyver.report.check_view import CheckView, FindingView
from storyver.report.terminal.parts import Page, hanging, heading, labelled, sentence, title_line, version_list


def check_parts(view: CheckView, page: Page) -> Iterator[RenderableType]:
    """Header, what does not add up, what is named, and what the text explains itself."""
    yield title_line(view.title, "A story" if len(view.versions) > 1 else "One version")
    yield from version_list(view.versions, page)
    if not view.groups:
        yield Text("\nNothing found.")
    for name, findings in view.groups:
        yield heading(name, len(findings))
        yield from _findings(findings, page)
    if view.explained and page.everything:
        yield heading("explained in the text", len(view.explained))
        yield from _findings(view.explained, page)
    elif view.explained:
        yield Text(f"\nExplained in the text: {len(view.explained)}. Use --all to list them.", style="dim")
    yield Text(f"\n{view.counts}", style="dim")


def _findings(findings: Sequence[FindingView], page: Page) -> Iterator[RenderableType]:
    for place, finding in enumerate(findings):
        if place:
            yield Text()
        where = f" ({finding.where})" if finding.where else ""
        head = Text.assemble(Text(finding.rule.upper(), style="bold"), Text(f"{where} · {finding.summary}"))
        yield hanging(finding.marker, head)
        rows = [(one.version or "text", sentence(one.sentence, page)) for one in finding.exhibits]
        rows.append(("sum", Text(finding.arithmetic)))
        rows += [("why", Text(f"the text says “{finding.excuse}”"))] if finding.excuse else []
        yield labelled(rows)
