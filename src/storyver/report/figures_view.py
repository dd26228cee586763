"""A ``FiguresResult`` arranged for reading: a table in the order of the text."""

from __future__ import annotations

from dataclasses import dataclass

from storyver.model import Figure, FiguresResult, Qualifier
from storyver.report.view import LABEL_LENGTH, VersionView, amount, clip, version_view, words


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """A figure as the text has it and as it was read."""

    text: str
    kind: str
    value: str
    remarks: str
    """Its qualifier, its trend and what it restates, with semicolons between; empty for an exact value."""
    counted: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedView:
    """What looked like a figure and is none."""

    text: str
    reason: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresView:
    """Everything that a report of one version's figures shows."""

    version: VersionView
    figures: tuple[FigureView, ...]
    skipped: tuple[SkippedView, ...]


def arrange_figures(result: FiguresResult) -> FiguresView:
    """The figures and what was passed over, in the order of the text."""
    texts = {figure.start: figure.text for figure in result.figures}
    return FiguresView(
        version=version_view(result.version),
        figures=tuple(_figure_view(figure, texts) for figure in result.figures),
        skipped=tuple(
            SkippedView(text=clip(one.text, LABEL_LENGTH), reason=clip(one.reason, 120), start=one.start)
            for one in result.skipped
        ),
    )


def _figure_view(figure: Figure, texts: dict[int, str]) -> FigureView:
    remarks = [] if figure.qualifier is Qualifier.EXACT else [words(figure.qualifier)]
    if figure.trend is not None:
        remarks.append(f"size of a change {figure.trend.value}")
    if figure.conversion_of is not None:
        remarks.append(f"the same as {clip(texts.get(figure.conversion_of, 'another figure'), 40)}")
    return FigureView(
        text=clip(figure.text, LABEL_LENGTH),
        kind=figure.kind.value,
        value=amount(figure),
        remarks="; ".join(remarks),
        counted=clip(figure.counted or "", LABEL_LENGTH),
        start=figure.start,
    )
