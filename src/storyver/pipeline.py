"""The stages in their order; nobody else knows it."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from storyver.decided import Decided
from storyver.model import (
    Alignment,
    Analyses,
    Analysis,
    AuditResult,
    BlameResult,
    Change,
    CheckResult,
    Decision,
    DiffResult,
    FiguresResult,
    LanguageModel,
    Reading,
    Story,
    TrackResult,
    Version,
)

if TYPE_CHECKING:
    from storyver.align.sides import Side
    from storyver.extract.kept import Keeping

_keeping: ContextVar[Keeping | None] = ContextVar("storyver_keeping", default=None)


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
    from storyver.extract.chosen import chosen
    from storyver.extract.reading import extract
    from storyver.extract.sentence_readings import paragraphs_of
    from storyver.extract.sentences import split
    from storyver.segment import segment

    trained, keeping = chosen(), _keeping.get()
    paragraphs = partial(paragraphs_of, trained=trained) if keeping is None else keeping.by(trained)
    return extract(version, segment(version, split), paragraphs, None if trained is None else trained.value)


def using_model(wanted: str | Path | None, told: Callable[[str], None] | None = None) -> AbstractContextManager[None]:
    """Within it, names and subjects are read by a trained pipeline of spaCy that is named, or by none."""
    from storyver.extract.chosen import using

    return using(wanted, told)


def current_model() -> LanguageModel | None:
    """What reads names and subjects now; None where the rules alone do."""
    from storyver.extract.chosen import chosen

    trained = chosen()
    return None if trained is None else trained.value


@contextmanager
def remembering(analyses: Analyses) -> Iterator[None]:
    """Within it, paragraphs are not read that were read before, and what is read anew is kept at the end."""
    from storyver.extract.kept import Keeping

    keeping = Keeping(analyses)
    token = _keeping.set(keeping)
    try:
        yield
    finally:
        _keeping.reset(token)
    keeping.write()


def sentences(version: Version) -> tuple[tuple[int, int], ...]:
    """segment: where the sentences of a version stand."""
    from storyver.extract.sentences import split
    from storyver.segment import segment

    return tuple((one.start, one.end) for block in segment(version, split) for one in block.sentences)


UNDECIDED = Decided()


def align(
    old: Reading | Side, new: Reading | Side, *, with_edits: bool = True, decided: Decided = UNDECIDED
) -> Alignment:
    """Which sentences and figures of two versions correspond, and the words in which linked sentences differ."""
    from storyver.align.claims import align_figures
    from storyver.align.sentences import align_sentences
    from storyver.align.sides import side_of

    old, new = side_of(old), side_of(new)
    sentences = align_sentences(old, new, with_edits=with_edits)
    figures = align_figures(old, new, sentences, decided=decided)
    return Alignment(old=old.reading, new=new.reading, sentences=sentences, figures=figures)


def compare(old: Version | str | Path, new: Version | str | Path, *, decisions: Sequence[Decision] = ()) -> DiffResult:
    """sources → segment → extract → align → classify → disclosure."""
    from storyver.disclosure import disclose
    from storyver.sources import read_version

    decided = Decided(decisions)
    with _uncollected():
        alignment = align(*_sides([read_version(old), read_version(new)]), decided=decided)
        result = _classified(alignment, decided)
        return replace(result, audit=disclose((alignment.old, alignment.new), (result.changes,)))


def _classified(alignment: Alignment, decided: Decided) -> DiffResult:
    """What changed, without what reviewers struck."""
    from storyver.classify import classify
    from storyver.classify.struck import strike

    return strike(classify(alignment), alignment, decided)


def follow(
    source: Story | Path | Sequence[Version | str | Path],
    *,
    audited: bool = False,
    decisions: Sequence[Decision] | None = None,
) -> TrackResult:
    """sources → segment → extract → align → classify → timeline, over all versions of a story.

    ``audited`` adds what ``audit`` gives, for which all that changed has to be compared, not figures alone. Without
    ``decisions`` those of the story are honoured.
    """
    from storyver.disclosure import disclose
    from storyver.sources import read_story

    story = source if isinstance(source, Story) else read_story(source, minimum=2)
    decided = Decided(story.decisions if decisions is None else decisions)
    with _uncollected():
        sides = _sides(story.versions)
        alignments = [align(old, new, with_edits=audited, decided=decided) for old, new in itertools.pairwise(sides)]
        result = _trace(story, sides, alignments, decided)
        if not audited:
            return result
        changes = [_classified(one, decided).changes for one in alignments]
        return replace(result, audit=disclose([side.reading for side in sides], changes))


def analyse(story: Story, *, decisions: Sequence[Decision] | None = None) -> Analysis:
    """sources → segment → extract → align → classify → timeline and disclosure: all that is to be said of a story.

    Without ``decisions`` those of the story are honoured.
    """
    from storyver.disclosure import disclose

    decided = Decided(story.decisions if decisions is None else decisions)
    with _uncollected():
        sides = _sides(story.versions)
        alignments = [align(old, new, decided=decided) for old, new in itertools.pairwise(sides)]
        tracked = _trace(story, sides, alignments, decided)
        diffs = tuple(_classified(one, decided) for one in alignments)
        readings = tuple(side.reading for side in sides)
        audit = disclose(readings, [diff.changes for diff in diffs])
        return Analysis(story=story, readings=readings, diffs=diffs, track=tracked, audit=audit)


def compare_all(story: Story) -> tuple[TrackResult, tuple[DiffResult, ...]]:
    """What ``follow`` gives with its audit, and ``compare`` of each version and the next, by the story's decisions."""
    from storyver.disclosure import disclose

    whole = analyse(story)
    pairs = zip(itertools.pairwise(whole.readings), whole.diffs, strict=True)
    diffs = tuple(replace(diff, audit=disclose(both, (diff.changes,))) for both, diff in pairs)
    return replace(whole.track, audit=whole.audit), diffs


def find_origins(source: Version | str | Path, story: Story | Path | Sequence[Version | str | Path]) -> BlameResult:
    """sources → segment → extract → align → classify → timeline, for the figures and quotations of one version.

    It is one of the story's, and then those behind it are left out; or else it comes after them all.
    """
    from storyver.classify.quote_links import link_quotations, quoted
    from storyver.sources import read_story, read_version, upto
    from storyver.timeline import annotate

    whole = upto(story if isinstance(story, Story) else read_story(story), read_version(source))
    decided = Decided(whole.decisions)
    with _uncollected():
        sides = _sides(whole.versions)
        alignments = [align(old, new, decided=decided) for old, new in itertools.pairwise(sides)]
        tracked = _trace(whole, sides, alignments, decided)
        return annotate(tracked, [quoted(side.reading) for side in sides], [link_quotations(one) for one in alignments])


def _sides(versions: Sequence[Version]) -> list[Side]:
    """The versions read and ready to be aligned, with one memory for all."""
    from storyver.align.memory import Memory
    from storyver.align.sides import Side

    memory = Memory()
    return [Side(read(version), memory) for version in versions]


def _trace(story: Story, sides: Sequence[Side], alignments: Sequence[Alignment], decided: Decided) -> TrackResult:
    """classify → timeline, for versions that are read and aligned, each with the one behind it."""
    from storyver.align.claims import align_figures, group_claims, may_align
    from storyver.align.sentences import align_sentences
    from storyver.classify.figures import Scopes, classify_figures, classify_links
    from storyver.classify.importance import lead_end
    from storyver.timeline import trace

    scopes = Scopes()
    ends = [lead_end(side.reading) for side in sides]
    leads = itertools.pairwise(ends)
    steps = [
        classify_figures(one, leads=both, scopes=scopes, with_summaries=False)
        for one, both in zip(alignments, leads, strict=True)
    ]

    def recall(
        earlier: int, needed: Mapping[str, tuple[float, float]], later: int, new_ids: Collection[str]
    ) -> Sequence[Change]:
        old, new = sides[earlier], sides[later]
        if not may_align(old, new, needed, new_ids, decided):
            return ()
        sentences = align_sentences(old, new, with_edits=False)
        figures = align_figures(old, new, sentences, only_old=needed, only_new=new_ids, decided=decided)
        both = Alignment(old=old.reading, new=new.reading, sentences=sentences, figures=figures)
        return classify_links(both, leads=(ends[earlier], ends[later]), scopes=scopes, with_summaries=False)

    readings = [side.reading for side in sides]
    return trace(story, readings, [group_claims(side) for side in sides], steps, recall, decided)


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
    decided = Decided(story.decisions)
    readings = [read(version) for version in story.versions]
    pairs = itertools.pairwise(readings)
    return check_story(readings, [classify_figures(align(old, new, decided=decided)) for old, new in pairs])


def audit(source: Story | Path | Sequence[Version | str | Path]) -> AuditResult:
    """sources → segment → extract → align → classify → disclosure: each version against the next."""
    from storyver.disclosure import disclose
    from storyver.sources import read_story

    story = source if isinstance(source, Story) else read_story(source, minimum=2)
    decided = Decided(story.decisions)
    readings = [read(version) for version in story.versions]
    alignments = [align(old, new, decided=decided) for old, new in itertools.pairwise(readings)]
    return disclose(readings, [_classified(one, decided).changes for one in alignments])


def _whole(text: str) -> tuple[tuple[int, int], ...]:
    """One sentence for each block: figures need no sentences, and so no spaCy."""
    return ((0, len(text)),)
