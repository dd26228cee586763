"""The stages in their order; nobody else knows it."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from storyver.model import (
    Alignment,
    Analysis,
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
    """sources → segment → extract → align → classify → disclosure."""
    from storyver.classify import classify
    from storyver.disclosure import disclose
    from storyver.sources import read_version

    with _uncollected():
        alignment = align(read(read_version(old)), read(read_version(new)))
        result = classify(alignment)
        return replace(result, audit=disclose((alignment.old, alignment.new), (result.changes,)))


def follow(source: Story | Path | Sequence[Version | str | Path], *, audited: bool = False) -> TrackResult:
    """sources → segment → extract → align → classify → timeline, over all versions of a story.

    ``audited`` adds what ``audit`` gives, for which all that changed has to be compared, not figures alone.
    """
    from storyver.classify import classify
    from storyver.disclosure import disclose
    from storyver.sources import read_story

    story = source if isinstance(source, Story) else read_story(source, minimum=2)
    with _uncollected():
        sides = _sides(story)
        alignments = [align(old, new, with_edits=audited) for old, new in itertools.pairwise(sides)]
        result = _trace(story, sides, alignments)
        if not audited:
            return result
        changes = [classify(one).changes for one in alignments]
        return replace(result, audit=disclose([side.reading for side in sides], changes))


def analyse(story: Story) -> Analysis:
    """sources → segment → extract → align → classify → timeline and disclosure: all that is to be said of a story."""
    from storyver.classify import classify
    from storyver.disclosure import disclose

    with _uncollected():
        sides = _sides(story)
        alignments = [align(old, new) for old, new in itertools.pairwise(sides)]
        tracked = _trace(story, sides, alignments)
        diffs = tuple(classify(one) for one in alignments)
        readings = tuple(side.reading for side in sides)
        audit = disclose(readings, [diff.changes for diff in diffs])
        return Analysis(story=story, readings=readings, diffs=diffs, track=tracked, audit=audit)


def find_origins(source: Version | str | Path, story: Story | Path | Sequence[Version | str | Path]) -> BlameResult:
    """sources → segment → extract → align → classify → timeline, for the figures and quotations of one version.

    It is one of the story's, and then those behind it are left out; or else it comes after them all.
    """
    from storyver.classify.quote_links import link_quotations, quoted
    from storyver.sources import read_story, read_version, upto
    from storyver.timeline import annotate

    whole = upto(story if isinstance(story, Story) else read_story(story), read_version(source))
    with _uncollected():
        sides = _sides(whole)
        alignments = [align(old, new) for old, new in itertools.pairwise(sides)]
        tracked = _trace(whole, sides, alignments)
        return annotate(tracked, [quoted(side.reading) for side in sides], [link_quotations(one) for one in alignments])


def _sides(story: Story) -> list[Side]:
    """The versions read and ready to be aligned, with one memory for all."""
    from storyver.align.memory import Memory
    from storyver.align.sides import Side

    memory = Memory()
    return [Side(read(version), memory) for version in story.versions]


def _trace(story: Story, sides: Sequence[Side], alignments: Sequence[Alignment]) -> TrackResult:
    """classify → timeline, for versions that are read and aligned, each with the one behind it."""
    from storyver.align.claims import align_figures, group_claims, may_align
    from storyver.align.sentences import align_sentences
    from storyver.classify.figures import Scopes, classify_figures, classify_links
    from storyver.classify.importance import lead_end
    from storyver.timeline import trace

    scopes = Scopes()
    ends = [lead_end(side.reading) for side in sides]
    leads = itertools.pairwise(ends)
    steps = [classify_figures(one, leads=both, scopes=scopes) for one, both in zip(alignments, leads, strict=True)]

    def recall(
        earlier: int, needed: Mapping[str, tuple[float, float]], later: int, new_ids: Collection[str]
    ) -> Sequence[Change]:
        old, new = sides[earlier], sides[later]
        if not may_align(old, new, needed, new_ids):
            return ()
        sentences = align_sentences(old, new, with_edits=False)
        figures = align_figures(old, new, sentences, only_old=needed, only_new=new_ids)
        both = Alignment(old=old.reading, new=new.reading, sentences=sentences, figures=figures)
        return classify_links(both, leads=(ends[earlier], ends[later]), scopes=scopes)

    readings = [side.reading for side in sides]
    return trace(story, readings, [group_claims(side) for side in sides], steps, recall)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of circular garbage, which finds none: no value that is made here points back. To look for
    it among so many values again and again takes up to a third of the time. What was made is taken for old at the end,
    so that it is not looked through at once."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
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
