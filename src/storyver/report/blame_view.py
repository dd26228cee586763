"""A ``BlameResult`` arranged for reading: the text line by line, with a note behind each figure and quotation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from storyver.lines import read_lines
from storyver.model import Annotation, AnnotationKind, BlameResult
from storyver.report.inert import one_line
from storyver.report.view import EXCERPT_LENGTH, LABEL_LENGTH, VersionView, clip, version_views, words

LONGEST_LINE = 20_000
"""Characters of a line that are shown: a longer one is no paragraph but an unbroken page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceView:
    """A run of a line, with what is noted behind it."""

    text: str
    is_figure: bool
    in_quote: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A line of the text."""

    latest: str
    """The version in which anything on it last came in or changed; empty where nothing is annotated."""
    pieces: tuple[PieceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginView:
    """A figure or quotation with where it comes from."""

    text: str
    kind: str
    label: str
    came: str
    changed: str
    was: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlameView:
    """Everything that a report of origins shows."""

    title: str
    version: VersionView
    versions: tuple[VersionView, ...]
    lines: tuple[LineView, ...]
    origins: tuple[OriginView, ...]


def arrange_blame(result: BlameResult) -> BlameView:
    """The lines of the last version that are not blank, and the annotations once more as a list."""
    versions = version_views(result.versions)
    text = result.versions[-1].text
    return BlameView(
        title=clip(result.versions[-1].title or (result.story.title if result.story else "") or "", EXCERPT_LENGTH),
        version=versions[-1],
        versions=versions,
        lines=tuple(_line_views(text, result.annotations, versions)),
        origins=tuple(_origin_view(one, versions) for one in result.annotations),
    )


def _line_views(text: str, annotations: Sequence[Annotation], versions: Sequence[VersionView]) -> Iterator[LineView]:
    waiting = 0
    for line in read_lines(text):
        end = min(line.end, line.start + LONGEST_LINE)
        while waiting < len(annotations) and annotations[waiting].end <= line.start:
            waiting += 1
        here = [one for one in _until(annotations, waiting, end) if one.end > line.start]
        latest = max((_latest(one) for one in here), default=None)
        yield LineView(
            latest="" if latest is None else versions[latest].short,
            pieces=tuple(_pieces(text, line.start, end, here, versions)),
        )


def _until(annotations: Sequence[Annotation], first: int, end: int) -> Iterator[Annotation]:
    for annotation in annotations[first:]:
        if annotation.start >= end:
            return
        yield annotation


def _latest(annotation: Annotation) -> int:
    return annotation.came if annotation.changed is None else annotation.changed


def _pieces(
    text: str, start: int, end: int, annotations: Sequence[Annotation], versions: Sequence[VersionView]
) -> Iterator[PieceView]:
    """The line cut at every end of an annotation."""
    ends = {edge for one in annotations for edge in (one.start, one.end) if start < edge < end}
    bounds = [start, *sorted(ends), end]
    for left, right in pairwise(bounds):
        around = [one for one in annotations if one.start <= left and right <= one.end]
        yield PieceView(
            text=one_line(text[left:right]),
            is_figure=any(one.kind is AnnotationKind.FIGURE for one in around),
            in_quote=any(one.kind is AnnotationKind.QUOTE for one in around),
            notes=tuple(_note(one, versions) for one in reversed(around) if one.end == right),
        )


def _note(annotation: Annotation, versions: Sequence[VersionView]) -> str:
    """``v1``, or ``v1, increased in v3 from 100``."""
    quote = "quoted " if annotation.kind is AnnotationKind.QUOTE else ""
    came = f"{quote}{versions[annotation.came].short}"
    if annotation.changed is None or annotation.change is None:
        return came
    was = f" from {clip(annotation.was, LABEL_LENGTH)}" if annotation.was else ""
    return f"{came}, {words(annotation.change)} in {versions[annotation.changed].short}{was}"


def _origin_view(annotation: Annotation, versions: Sequence[VersionView]) -> OriginView:
    changed = ""
    if annotation.changed is not None and annotation.change is not None:
        changed = f"{versions[annotation.changed].short} ({words(annotation.change)})"
    return OriginView(
        text=clip(annotation.text, EXCERPT_LENGTH),
        kind=annotation.kind.value,
        label=clip(annotation.label or "", LABEL_LENGTH),
        came=versions[annotation.came].short,
        changed=changed,
        was=clip(annotation.was or "", EXCERPT_LENGTH),
    )
