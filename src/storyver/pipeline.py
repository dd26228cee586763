"""The stages in their order; nobody else knows it."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from pathlib import Path

from storyver.model import (
    Alignment,
    AuditResult,
    BlameResult,
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
    from storyver.sources import read_story

    story = source if isinstance(source, Story) else read_story(source, minimum=2)
    readings = [read(version) for version in story.versions]
    return _trace(story, readings, [align(old, new) for old, new in itertools.pairwise(readings)])


def find_origins(source: Version | str | Path, story: Story | Path | Sequence[Version | str | Path]) -> BlameResult:
    """sources → segment → extract → align → classify → timeline, for the figures and quotations of one version.

    It is one of the story's, and then those behind it are left out; or else it comes after them all.
    """
    from storyver.classify.quote_links import link_quotations, quoted
    from storyver.sources import read_story, read_version, upto
    from storyver.timeline import annotate

    whole = upto(story if isinstance(story, Story) else read_story(story), read_version(source))
    readings = [read(version) for version in whole.versions]
    alignments = [align(old, new) for old, new in itertools.pairwise(readings)]
    tracked = _trace(whole, readings, alignments)
    return annotate(tracked, [quoted(one) for one in readings], [link_quotations(one) for one in alignments])


def _trace(story: Story, readings: Sequence[Reading], alignments: Sequence[Alignment]) -> TrackResult:
    """classify → timeline, for versions that are read and aligned, each with the one behind it."""
    from storyver.align.claims import align_figures, group_claims
    from storyver.align.sentences import align_sentences
    from storyver.classify.figures import classify_figures
    from storyver.classify.importance import lead_end
    from storyver.timeline import trace

    ends = [lead_end(reading) for reading in readings]
    leads = itertools.pairwise(ends)
    steps = [classify_figures(one, leads=both) for one, both in zip(alignments, leads, strict=True)]

    def recall(earlier: int, old_ids: Collection[str], later: int, new_ids: Collection[str]) -> Sequence[Change]:
        old, new = readings[earlier], readings[later]
        sentences = align_sentences(old, new)
        figures = align_figures(old, new, sentences, only_old=old_ids, only_new=new_ids)
        alignment = Alignment(old=old, new=new, sentences=sentences, figures=figures)
        return classify_figures(alignment, leads=(ends[earlier], ends[later]))

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
