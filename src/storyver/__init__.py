"""storyver shows which facts moved between the versions of a news article.

``figures`` reads the figures of one version, ``diff`` compares two, ``track`` follows every fact over all of them,
``blame`` says where those of one version come from, ``check`` works out whether they fit together, ``audit`` tells
which changes a story admits, ``evaluate`` how far answers agree with a gold, ``read`` reads a story's versions, and
an ``Archive`` keeps them. ``bundle`` writes all of it into one file, which ``verify_bundle`` checks, and ``batch``
makes a dataset of many stories, which ``query`` asks. Text never leaves the machines that it is given to, and nothing
is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyver.errors import StoryverError
from storyver.handover import attach, bundle, verify_bundle
from storyver.model import (
    Analyses,
    AuditResult,
    Batch,
    BatchOptions,
    BlameResult,
    Bundled,
    BundleVerification,
    Change,
    ChangeKind,
    CheckResult,
    Claim,
    Decision,
    DiffResult,
    EvaluationResult,
    Fact,
    Figure,
    FigureKind,
    FiguresResult,
    Finding,
    QueryResult,
    Stage,
    Story,
    TrackResult,
    Version,
)

if TYPE_CHECKING:
    from distributed import Client

    from storyver.keeping import Archive
    from storyver.querying import query

__all__ = [
    "Archive",
    "AuditResult",
    "Batch",
    "BatchOptions",
    "BlameResult",
    "BundleVerification",
    "Bundled",
    "Change",
    "ChangeKind",
    "CheckResult",
    "Claim",
    "Decision",
    "DiffResult",
    "EvaluationResult",
    "Fact",
    "Figure",
    "FigureKind",
    "FiguresResult",
    "Finding",
    "QueryResult",
    "Stage",
    "Story",
    "StoryverError",
    "TrackResult",
    "Version",
    "attach",
    "audit",
    "batch",
    "blame",
    "bundle",
    "check",
    "diff",
    "evaluate",
    "figures",
    "query",
    "read",
    "remembering",
    "track",
    "using_model",
    "verify_bundle",
]


def __getattr__(name: str) -> object:
    """``Archive`` and ``query``, imported when they are first asked for: SQLite is not needed before."""
    if name == "Archive":
        from storyver.keeping import Archive

        return Archive
    if name == "query":
        from storyver.querying import query

        return query
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def read(source: Path | Sequence[Version | str | Path]) -> Story:
    """The versions of a story in their order: a folder, or several files or texts.

    Raises:
        StoryverError: A version cannot be read, or the folder holds none.
    """
    from storyver.sources import read_story

    return read_story(source)


def figures(version: Version | str | Path) -> FiguresResult:
    """The figures of one version: its text, the path of its file, or a Version.

    Raises:
        StoryverError: The version cannot be read.
    """
    from storyver.pipeline import find_figures

    return find_figures(version)


def audit(versions: Story | Path | Sequence[Version | str | Path]) -> AuditResult:
    """Which changes of fact a story's correction notices admit, and whether the date of update that it shows moved.

    Raises:
        StoryverError: A version cannot be read, or there are fewer than two.
    """
    from storyver import pipeline

    return pipeline.audit(versions)


def batch(
    stories: Path | Iterable[Story | Path | Sequence[Version | str | Path]],
    out: Path | str,
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    client: Client | None = None,
    executor: Executor | Callable[[], Executor] | None = None,
    options: BatchOptions | None = None,
    source: str | None = None,
    columns: Mapping[str, str] | None = None,
    apart: bool = False,
    retry: bool = False,
    progress: Callable[[Stage, int, int | None, int], None] | None = None,
) -> Batch:
    """Make a Parquet dataset of many stories at ``out``, or what is missing of one that was begun with the same call.

    ``stories`` are paths (of sources, archives, folders of stories), stories, or the versions of one each. They are
    analysed by ``jobs`` processes (as many as there are cores), on the cluster of a Dask ``scheduler`` or ``client``,
    or on any ``executor`` of ``concurrent.futures`` (or what makes one). ``source`` and ``columns``, by the names
    ``id``, ``text``, ``date``, ``version`` and ``outlet``, say how paths are to be read; stories of one name in two of
    them are one unless they are kept ``apart``. With ``retry`` stories that this call set aside before are done again.
    ``progress`` is told the stage, how much is done of how much, and how many stories are set aside.

    Raises:
        StoryverError: An input cannot be read at all, or ``out`` is of another batch or cannot be written.
    """
    from storyver.batching import Means, make_dataset
    from storyver.sources import Options

    asked = {
        "kind": source,
        "options": Options(**{f"{role}_column": name for role, name in (columns or {}).items()}),
        "apart": apart,
    }
    means = Means(jobs=jobs, scheduler=scheduler, client=client, executor=executor)
    inputs = [stories] if isinstance(stories, Path) else stories
    told = progress or (lambda *_: None)
    return make_dataset(inputs, Path(out), asked, options or BatchOptions(), means, told, retry=retry)


def check(source: Story | Version | str | Path | Sequence[Version | str | Path]) -> CheckResult:
    """Which figures of a version, or of a story's versions, do not fit together: a version's text, the path of its
    file, a Version, or what ``track`` takes.

    Raises:
        StoryverError: A version cannot be read.
    """
    from storyver.pipeline import work_out

    return work_out(source)


def diff(old: Version | str | Path, new: Version | str | Path, *, decisions: Sequence[Decision] = ()) -> DiffResult:
    """What changed between two versions, and what was checked and found unchanged.

    ``decisions`` are those of reviewers, as ``Archive.decisions`` or a story's ``decisions`` have them: pairs of
    figures that they rejected are not linked, and those that they confirmed or linked anew are.

    Raises:
        StoryverError: A version cannot be read.
    """
    from storyver.pipeline import compare

    return compare(old, new, decisions=decisions)


def blame(version: Version | str | Path, story: Story | Path | Sequence[Version | str | Path]) -> BlameResult:
    """In which version of a story each figure and quotation of one of them came in and last changed.

    The version may be one of the story's, whose later versions are then left out, or one that comes after them all.

    Raises:
        StoryverError: A version cannot be read.
    """
    from storyver.pipeline import find_origins

    return find_origins(version, story)


def remembering(analyses: Analyses) -> AbstractContextManager[None]:
    """Within a ``with`` of it, what was found in paragraphs before is taken from ``analyses``, and kept there.

    ``Archive.analyses`` gives those of a story. Results are the same with them and without.
    """
    from storyver import pipeline

    return pipeline.remembering(analyses)


def using_model(model: str | Path | None, *, told: Callable[[str], None] | None = None) -> AbstractContextManager[None]:
    """Within a ``with`` of it, names and subjects are read by a trained pipeline of spaCy: ``model`` is the name of an
    installed one, the folder of one, ``"auto"`` for what holds outside of it (the best for English that is installed,
    if any), or None for the rules alone. ``told`` hears of an installed one that is passed over, in place of a warning.

    Raises:
        StoryverError: What is named is not there or of no use.
    """
    from storyver.pipeline import using_model as using

    return using(model, told)


def track(
    versions: Story | Path | Sequence[Version | str | Path],
    *,
    audited: bool = False,
    decisions: Sequence[Decision] | None = None,
) -> TrackResult:
    """Every fact over all versions of a story: a folder, several files or texts in order, or a Story.

    ``audited`` adds what ``audit`` returns as the result's ``audit``, and takes longer. ``decisions`` are honoured as
    by ``diff``; without them those of the story are, which one from an archive has.

    Raises:
        StoryverError: A version cannot be read, or there are fewer than two.
    """
    from storyver.pipeline import follow

    return follow(versions, audited=audited, decisions=decisions)


def evaluate(
    gold: Path | Sequence[Path],
    *,
    figures: Callable[..., Any] | str | None = None,
    diff: Callable[..., Any] | str | None = None,
    track: Callable[..., Any] | str | None = None,
    only: Sequence[str] = (),
    against: Path | None = None,
    resamples: int = 1000,
    seed: int = 0,
) -> EvaluationResult:
    """How far answers agree with a gold: a story's folder with its ``gold.json``, a folder of such folders, or several.

    ``figures``, ``diff`` and ``track`` are what is put to the test instead of storyver's own: a callable,
    ``module:name`` or the name of an entry point. Each takes what the call of that name takes, and answers with what
    that returns, with its JSON, or with a list of figures, changes or facts. ``only`` names the parts to measure, all
    where it is empty.
    ``against`` is a run saved earlier. ``resamples`` and ``seed`` are those of the bootstrap over stories.

    Raises:
        StoryverError: A gold, a system or a saved run cannot be used.
    """
    from storyver.evaluation import evaluate as measure

    systems = {"figures": figures, "diff": diff, "track": track}
    sources = [gold] if isinstance(gold, Path) else list(gold)
    return measure(sources, systems, only=only, against=against, resamples=resamples, seed=seed)
