"""The reports of ``evaluate``: for the terminal, as Markdown, and as a table of its scores."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from storyver.model import Difference, EvaluationResult, Ratio, Score
from storyver.report.documents import render_document
from storyver.report.evaluation_view import EvaluationView, Grid, arrange_evaluation
from storyver.report.inert import cell, markdown, one_line

FORMATS: Final = ("terminal", "json", "csv", "markdown")
"""What ``evaluate`` can write."""

_COLUMNS: Final = (
    "measure", "kind", "story", "precision", "claimed", "recall", "wanted", "f1", "share", "of", "low", "high",
    "by_story", "stories", "before", "difference_low", "difference_high", "gained", "lost",
)  # fmt: skip
_DECIMALS: Final = 6


def render_evaluation(result: EvaluationResult, form: str, *, everything: bool = False) -> str:
    """The report in one of ``FORMATS``. ``everything`` lists, in those for people, all that is wrong as well."""
    if form == "json":
        return render_document(result.to_dict())
    if form == "csv":
        return _csv(result)
    view = arrange_evaluation(result, everything=everything)
    return _markdown(view) if form == "markdown" else _terminal(view)


def _terminal(view: EvaluationView) -> str:
    lines = [one_line(line) for line in view.opening]
    for grid in view.grids:
        lines += ["", *_columns(grid)]
        lines += [one_line(grid.note)] if grid.note else []
    for listing in view.listings:
        lines += ["", listing.title.upper()]
        for first, *rest in listing.cases:
            lines += [one_line(first), *(f"  {one_line(line)}" for line in rest)]
    return "\n".join(lines) + "\n"


def _columns(grid: Grid) -> list[str]:
    """A table with its columns under one another, the first to the left."""
    first, *others = grid.head
    cells = [[one_line(cell) for cell in row] for row in ((first.upper(), *others), *grid.rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(grid.head))]
    padded = ([f"{one:>{width}}" for one, width in zip(row[1:], widths[1:], strict=True)] for row in cells)
    return ["  ".join([f"{row[0]:<{widths[0]}}", *others]).rstrip() for row, others in zip(cells, padded, strict=True)]


def _markdown(view: EvaluationView) -> str:
    parts = ["# Evaluation", "\n".join(f"* {_escaped(line)}" for line in view.opening)]
    for grid in view.grids:
        rule = "|".join(["---", *("---:" for _ in grid.head[1:])])
        rows = "\n".join(f"| {' | '.join(map(_escaped, row))} |" for row in grid.rows)
        parts.append(f"| {' | '.join(map(_escaped, grid.head))} |\n|{rule}|\n{rows}")
        parts += [_escaped(grid.note)] if grid.note else []
    for listing in view.listings:
        cases = "\n".join("* " + "  \n  ".join(map(_escaped, case)) for case in listing.cases)
        parts += [f"## {_escaped(listing.title)}", *([cases] if cases else [])]
    return "\n\n".join(parts) + "\n"


def _escaped(text: str) -> str:
    return markdown(one_line(text))


def _csv(result: EvaluationResult) -> str:
    """One row for each score, with what the comparison says of it, in UTF-8 with CRLF line ends."""
    differences = {} if result.against is None else {(one.measure, one.kind): one for one in result.against.differences}
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for one in result.scores:
        difference = None if one.story else differences.pop((one.measure, one.kind), None)
        writer.writerow([*_score_cells(one), *_difference_cells(difference)])
    return written.getvalue()


def _score_cells(one: Score) -> Sequence[object]:
    spread = (None, None) if one.interval is None else (_number(one.interval.low), _number(one.interval.high))
    names = (one.measure.value, cell(one_line(one.kind)), cell(one_line(one.story)))
    return (
        *names,
        *_ratio_cells(one.precision),
        *_ratio_cells(one.recall),
        _number(one.f1),
        *_ratio_cells(one.share),
        *spread,
        *_ratio_cells(one.by_story),
    )


def _ratio_cells(one: Ratio | None) -> tuple[object, object]:
    return (None, None) if one is None else (_number(one.value), one.of)


def _difference_cells(one: Difference | None) -> Sequence[object]:
    if one is None:
        return (None,) * 5
    spread = (None, None) if one.interval is None else (_number(one.interval.low), _number(one.interval.high))
    return (_number(one.before), *spread, one.gained, one.lost)


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, _DECIMALS)
