"""The stages in their order; nobody else knows it."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from storyver.align.sides import Side


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


def align(old: Reading | Side, new: Reading | Side, *, with_edits: bool = True) -> Alignment:
    """Which sentences and figures of two versions correspond, and the words in which linked sentences differ."""
    from storyver.align.claims import align_figures
    from storyver.align.sentences import align_sentences
    from storyver.align.sides import side_of

    old, new = side_of(old), side_of(new)
    sentences = align_sentences(old, new, with_edits=with_edits)
    figures = align_figures(old, new, sentences)
    return Alignment(old=old.reading, new=new.reading, sentences=sentences, figures=figures)


def compare(old: Version | str | Path, new: Version | str | Path) -> DiffResult:
    """sources → segment → extract → align → classify."""
    from storyver.classify import classify
    from storyver.sources import read_version

    with _uncollected():
        return classify(align(read(read_version(old)), read(read_version(new))))


def follow(source: Story | Path | Sequence[Version | str | Path]) -> TrackResult:
    """sources → segment → extract → align → classify → timeline, over all versions of a story."""
    from storyver.align.claims import align_figures, group_claims, may_align
    from storyver.align.memory import Memory
    from storyver.align.sentences import align_sentences
    from storyver.align.sides import Side
    from storyver.classify.figures import Scopes, classify_figures, classify_links
    from storyver.sources import read_story
    from storyver.timeline import trace

    story = source if isinstance(source, Story) else read_story(source, minimum=2)
    with _uncollected():
        readings = [read(version) for version in story.versions]
        memory, scopes = Memory(), Scopes()
        sides = [Side(reading, memory) for reading in readings]
        steps = [
            classify_figures(align(old, new, with_edits=False), scopes=scopes) for old, new in itertools.pairwise(sides)
        ]

        def recall(earlier: int, old_ids: Collection[str], later: int, new_ids: Collection[str]) -> Sequence[Change]:
            old, new = sides[earlier], sides[later]
            if not may_align(old, new, old_ids, new_ids):
                return ()
            sentences = align_sentences(old, new, with_edits=False)
            figures = align_figures(old, new, sentences, only_old=old_ids, only_new=new_ids)
            both = Alignment(old=old.reading, new=new.reading, sentences=sentences, figures=figures)
            return classify_links(both, scopes=scopes)

        return trace(story, readings, [group_claims(side) for side in sides], steps, recall)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of circular garbage, which finds none: no value that is made here points back. To look for
    it among so many values again and again takes up to a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


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
