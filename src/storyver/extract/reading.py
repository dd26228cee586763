"""A version and its blocks → what it says. Text is read block by block; the same block is read once."""

from __future__ import annotations

from collections.abc import Sequence

from storyver.extract.figure_readings import figure_at, figures_of, skipped_at
from storyver.extract.hundredths import settle_cents
from storyver.extract.marks import mark_at
from storyver.extract.sentence_readings import WITHOUT_CLAIMS, Paragraphs, paragraphs_of, read_sentences
from storyver.extract.statements import make_claims
from storyver.model import Block, Figure, LanguageModel, MarkKind, Reading, Skipped, Version


def read_blocks(version: Version, blocks: Sequence[Block]) -> tuple[tuple[Figure, ...], tuple[Skipped, ...]]:
    """The figures of a version's blocks, and what in them is none. Bylines, date and version lines hold no figures."""
    published = version.date.value if version.date else None
    figures: list[Figure] = []
    skipped: list[Skipped] = []
    for block in blocks:
        if block.kind in WITHOUT_CLAIMS or not block.sentences:
            continue
        start = block.sentences[0].start
        found, passed = figures_of(version.text[start : block.end], published)
        figures += [figure_at(figure, start) for figure in found]
        skipped += [skipped_at(one, start) for one in passed]
    return settle_cents(figures), tuple(skipped)


def extract(
    version: Version,
    blocks: Sequence[Block],
    paragraphs: Paragraphs = paragraphs_of,
    model: LanguageModel | None = None,
) -> Reading:
    """Everything that the version says: figures, claims, and the words that bear on them.

    ``paragraphs`` reads them, or knows what was read of them before; ``model`` is what reads their names and subjects.
    """
    read = read_sentences(version, blocks, paragraphs)
    figures = settle_cents([figure_at(one, part.offset) for part in read for one in part.paragraph.figures])
    claims, relative_dates = make_claims(version, read, figures)
    marks = tuple(mark_at(one, part.offset) for part in read for one in part.paragraph.marks)
    return Reading(
        version=version,
        blocks=tuple(blocks),
        figures=tuple(figure for figure in figures if not figure.relative),
        claims=claims,
        relative_dates=relative_dates,
        skipped=tuple(skipped_at(one, part.offset) for part in read for one in part.paragraph.skipped),
        marks=marks,
        names=tuple(mark for mark in marks if mark.kind is MarkKind.NAME),
        model=model,
    )
