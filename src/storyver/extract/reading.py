"""A version and its blocks → what it says. Text is read block by block; the same block is read once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from storyver.extract.figures import read_figures
from storyver.extract.marks import Marks, read_names
from storyver.extract.sentence_readings import WITHOUT_CLAIMS, read_sentences
from storyver.extract.statements import make_claims
from storyver.model import Block, Figure, Reading, Skipped, Version

_BLOCKS_KEPT = 4_096


def read_blocks(version: Version, blocks: Sequence[Block]) -> tuple[tuple[Figure, ...], tuple[Skipped, ...]]:
    """The figures of a version's blocks, and what in them is none. Bylines, date and version lines hold no figures."""
    published = version.date.value if version.date else None
    figures: list[Figure] = []
    skipped: list[Skipped] = []
    for block in blocks:
        if block.kind in WITHOUT_CLAIMS or not block.sentences:
            continue
        start = block.sentences[0].start
        found, passed = _read_text(version.text[start : block.end], published)
        figures += [_shifted(figure, start) for figure in found]
        skipped += [_skipped_at(one, start) for one in passed]
    return tuple(figures), tuple(skipped)


def extract(version: Version, blocks: Sequence[Block]) -> Reading:
    """Everything that the version says: figures, claims, and the words that bear on them."""
    figures, skipped = read_blocks(version, blocks)
    read = read_sentences(version, blocks)
    claims, relative_dates = make_claims(version, read, figures)
    return Reading(
        version=version,
        blocks=tuple(blocks),
        figures=tuple(figure for figure in figures if not figure.relative),
        claims=claims,
        relative_dates=relative_dates,
        skipped=skipped,
        marks=Marks(read),
        names=read_names(read),
    )


@lru_cache(maxsize=_BLOCKS_KEPT)
def _read_text(text: str, published: str | None) -> tuple[tuple[Figure, ...], tuple[Skipped, ...]]:
    return read_figures(text, published=published)


def _skipped_at(one: Skipped, by: int) -> Skipped:
    return Skipped(start=one.start + by, end=one.end + by, text=one.text, rule=one.rule, reason=one.reason)


def _shifted(figure: Figure, by: int) -> Figure:
    """The figure so many characters further behind. To name its fields is faster than ``replace``."""
    if not by:
        return figure
    conversion, before = figure.conversion_of, figure.changed_from
    return Figure(
        start=figure.start + by,
        end=figure.end + by,
        text=figure.text,
        kind=figure.kind,
        low=figure.low,
        high=figure.high,
        unit=figure.unit,
        qualifier=figure.qualifier,
        date=figure.date,
        trend=figure.trend,
        counted=figure.counted,
        per=figure.per,
        conversion_of=None if conversion is None else conversion + by,
        changed_from=None if before is None else before + by,
        resolved_from=figure.resolved_from,
        relative=figure.relative,
        dimension=figure.dimension,
        factor=figure.factor,
        rule=figure.rule,
    )
