"""The terminal report of single facts: each with its whole history and the sentences."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from storyver.report.fact_view import FactView
from storyver.report.history_view import DISAGREES, PointView
from storyver.report.terminal.parts import Page, emphasised, hanging, labelled, sentence
from storyver.report.track_view import TrackView


def history_parts(view: TrackView, page: Page) -> Iterator[RenderableType]:
    """Each fact: what is known of it, and for each version its value, what became of it, and every sentence."""
    for _, facts in view.groups:
        for fact in facts:
            yield Text(f"\n{fact.label}", style="bold")
            yield labelled(_rows(fact))
            for point in fact.points:
                yield hanging(point.marker, _line(point, page))
                yield from _sentences(fact, point, page)


def _rows(fact: FactView) -> list[tuple[str, Text]]:
    rows = [
        (
            "kind",
            Text(" · ".join(part for part in (fact.kind, fact.importance and f"{fact.importance} importance") if part)),
        ),
        ("seen", Text(fact.first if fact.first == fact.last else f"first in {fact.first}, last in {fact.last}")),
        ("was" if fact.gone else "now", Text(fact.now)),
    ]
    if fact.bars:
        rows.append(("course", Text(fact.bars)))
    if fact.rivals:
        rows.append(("other sources", Text("; ".join(label for _, label in fact.rivals))))
    return rows


def _line(point: PointView, page: Page) -> Text:
    date = "" if not point.date or point.date.startswith(point.version) else f" · {point.date}"
    line = Text.assemble(Text(f"{point.version}{date} · {point.kind}"), style="bold")
    if point.text:
        line.append(" ")
        line.append_text(emphasised(point.text, page))
    for remark in (*point.remarks, point.importance and f"{point.importance} importance"):
        line.append(f" · {remark}" if remark else "")
    return line


def _sentences(fact: FactView, point: PointView, page: Page) -> Iterator[RenderableType]:
    for sighting in fact.sightings:
        if sighting.version != point.version:
            continue
        words = sentence(sighting.sentence, page)
        if sighting.source:
            words.append(f" — {sighting.source}", style="dim")
        if sighting.stale:
            words.append(f" {DISAGREES}", style="bold")
        yield Padding(words, (0, 0, 0, 4))
