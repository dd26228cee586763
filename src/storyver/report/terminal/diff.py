"""The terminal report of two versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from storyver.report.diff_view import ChangeView, DiffView, OneSidedView, UnchangedView
from storyver.report.terminal.parts import (
    Page,
    emphasised,
    hanging,
    heading,
    labelled,
    marker,
    reasons_line,
    row,
    sentence,
    title_line,
    unadmitted_parts,
    version_rows,
)


def diff_parts(view: DiffView, page: Page) -> Iterator[RenderableType]:
    """Header, changes by importance, what held, what is uncertain, what came and went, what is not listed."""
    yield from _header(view, page)
    for level, changes in view.groups:
        yield heading(f"{level} importance", len(changes))
        yield from _changes(changes, page)
    if view.unchanged:
        yield heading("unchanged", len(view.unchanged))
        yield from (_unchanged_line(fact, page) for fact in view.unchanged)
    if view.uncertain:
        yield heading("uncertain: please look", len(view.uncertain))
        yield from _changes(view.uncertain, page)
    yield from _one_sided("added", "+", view.added, page)
    yield from _one_sided("removed", "-", view.removed, page)
    yield from unadmitted_parts(view.unadmitted, page)
    if page.everything:
        yield from _everything(view)
    elif view.slight or view.suppressed:
        yield Text("\n" + _unlisted(view), style="dim")


def _header(view: DiffView, page: Page) -> Iterator[RenderableType]:
    yield title_line(view.title, "Two versions")
    yield labelled(version_rows("old", view.old, view.title) + version_rows("new", view.new, view.title))
    yield Text(f"\nHow likely it is that any fact moved: {view.factual}")
    if view.counts:
        yield row((Text.assemble(marker(sign), Text(f" {count} {kind}")) for sign, kind, count in view.counts), page)
    else:
        yield Text("Nothing to compare: neither version states a fact.")


def _changes(changes: Sequence[ChangeView], page: Page) -> Iterator[RenderableType]:
    for place, change in enumerate(changes):
        if place:
            yield Text()
        yield hanging(
            change.marker, Text.assemble(Text(change.kind.upper(), style="bold"), Text(f" · {change.summary}"))
        )
        rows = [("old", sentence(change.old, page))] if change.old else []
        rows += [("new", sentence(change.new, page))] if change.new else []
        rows += [("why", reasons_line(change.reasons))] if change.reasons else []
        rows += [("score", Text(change.score, style="dim"))] if change.kind == "uncertain" else []
        yield labelled(rows)


def _unchanged_line(fact: UnchangedView, page: Page) -> RenderableType:
    named = [emphasised(fact.figure, page), Text(f" · {fact.about}")] if fact.figure else [Text(fact.about)]
    return hanging("=", Text.assemble(*named, Text(f" — unchanged ({fact.count})", style="dim")))


def _one_sided(name: str, sign: str, sentences: Sequence[OneSidedView], page: Page) -> Iterator[RenderableType]:
    if not sentences:
        return
    yield heading(name, sum(len(one.figures) for one in sentences))
    for one in sentences:
        labels = Text("; ").join(
            Text.assemble(
                emphasised(figure, page) if figure else Text("statement"), Text(f" · {about}" if about else "")
            )
            for figure, about in one.figures
        )
        if one.importance == "high":
            labels.append(" (high)", style="bold")
        yield hanging(sign, labels)
        yield Padding(sentence(one.sentence, page), (0, 0, 0, 4))


def _everything(view: DiffView) -> Iterator[RenderableType]:
    if view.slight:
        yield heading("no change of fact", len(view.slight))
        for change in view.slight:
            yield hanging(change.marker, Text(f"{change.kind} · {change.summary}"))
    if view.suppressed:
        yield heading("held to be noise", len(view.suppressed))
        for one in view.suppressed:
            yield hanging("·", Text(f"{one.rule}: “{one.old}” → “{one.new}”"))


def _unlisted(view: DiffView) -> str:
    kinds = Counter(change.kind for change in view.slight)
    counts = [f"{count} {kind}" for kind, count in sorted(kinds.items())]
    counts += [f"{count} held to be noise ({rule})" for rule, count in view.suppressed_rules]
    return f"Not listed: {', '.join(counts)}. Use --all to list them."
