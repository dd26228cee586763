"""The stages in their order; nobody else knows it."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from pathlib import Path

from storyver.model import (
    Alignment,
    AuditResult,
    Change,
    CheckResult,
    DiffResult,
    FiguresResult,
    Reading,
    Story,
    TrackResult,
    Version,
)


def find_figures(source: Version | str | Path) -> FiguresResult:
    """sources → segment → extract, as far as the figures."""
    from storyver.extract.reading import read_blocks
    from storyver.segment import segment
    from storyver.sources import read_version

    version = read_version(source)
    figures, skipped = read_blocks(version, segment(version, _whole))
    return FiguresResult(version=version, figures=figures, skipped=skipped)


def read(version: Version) -> Reading:
    """segment → extract: what one version says."""
    from storyver.extract.reading import extract
    from storyver.extract.sentences import split
    from storyver.segment import segment

    return extract(version, segment(version, split))


def align(old: Reading, new: Reading) -> Alignment:
    """Which sentences and figures of two versions correspond."""
    from storyver.align.claims import align_figures
    from storyver.align.sentences import align_sentences

    sentences = align_sentences(old, new)
    return Alignment(old=old, new=new, sentences=sentences, figures=align_figures(old, new, sentences))


def compare(old: Version | str | Path, new: Version | str | Path) -> DiffResult:
    """sources → segment → extract → align → classify."""
    from storyver.classify import classify
    from storyver.sources import read_version

    return classify(align(read(read_version(old)), read(read_version(new))))


def follow(source: Story | Path | Sequence[Version | str | Path]) -> TrackResult:
    """sources → segment → extract → align → classify → timeline, over all versions of a story."""
    from storyver.align.claims import align_figures, group_claims
    from storyver.align.sentences import align_sentences
    from storyver.classify.figures import classify_figures
    from storyver.sources import read_story
    from storyver.timeline import trace

    story = source if isinstance(source, Story) else read_story(source, minimum=2)
    readings = [read(version) for version in story.versions]
    steps = [classify_figures(align(old, new)) for old, new in itertools.pairwise(readings)]

    def recall(earlier: int, old_ids: Collection[str], later: int, new_ids: Collection[str]) -> Sequence[Change]:
        old, new = readings[earlier], readings[later]
        sentences = align_sentences(old, new)
        figures = align_figures(old, new, sentences, only_old=old_ids, only_new=new_ids)
        return classify_figures(Alignment(old=old, new=new, sentences=sentences, figures=figures))

    return trace(story, readings, [group_claims(reading) for reading in readings], steps, recall)


def work_out(source: Story | Version | str | Path | Sequence[Version | str | Path]) -> CheckResult:
    """sources → segment → extract → check: within each version, and from each to the next."""
    from storyver.classify.figures import classify_figures
    from storyver.consistency import check_story
    from storyver.sources import read_any

    story = source if isinstance(source, Story) else read_any(source)
    readings = [read(version) for version in story.versions]
    return check_story(readings, [classify_figures(align(old, new)) for old, new in itertools.pairwise(readings)])


def audit(source: Story | Path | Sequence[Version | str | Path]) -> AuditResult:
    """sources → segment → extract → align → classify → disclosure: each version against the next."""
    from storyver.classify import classify
    from storyver.disclosure import disclose
    from storyver.sources import read_story

    story = source if isinstance(source, Story) else read_story(source, minimum=2)
    readings = [read(version) for version in story.versions]
    return disclose(readings, [classify(align(old, new)).changes for old, new in itertools.pairwise(readings)])


def _whole(text: str) -> tuple[tuple[int, int], ...]:
    """One sentence for each block: figures need no sentences, and so no spaCy."""
    return ((0, len(text)),)
