"""Many stories at once: read as streams, analysed by processes here or on a cluster, written as a Parquet dataset."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyver.errors import UsageError, missing_library
from storyver.model import Batch, BatchOptions, Stage, Story, Version
from storyver.sources import Options

if TYPE_CHECKING:
    from distributed import Client

    from storyver.batching.executors import Runner
    from storyver.batching.inputs import Asked

__all__ = ["Means", "make_dataset"]

Told = Callable[[Stage, int, int | None, int], None]


class Means:
    """By what a batch is done: processes here, unless a cluster or an executor is named."""

    def __init__(
        self,
        *,
        jobs: int | None = None,
        scheduler: str | None = None,
        client: Client | None = None,
        executor: Executor | Callable[[], Executor] | None = None,
    ) -> None:
        named = [
            name for name, one in (("jobs", jobs), ("scheduler", scheduler), ("client", client)) if one is not None
        ]
        named += ["executor"] * (executor is not None)
        if len(named) > 1:
            raise UsageError(what="do not go together", where=" and ".join(named), remedy="name one of them")
        if jobs is not None and jobs < 1:
            raise UsageError(what=f"is {jobs}", where="the number of jobs", remedy="give 1 or more")
        self._jobs, self._scheduler, self._client, self._executor = jobs, scheduler, client, executor
        self._cluster: Any = None

    def runner(self) -> Runner:
        """Who does tasks; a connection to a cluster is made once."""
        from storyver.batching.executors import Elsewhere, Here

        if self._executor is not None:
            return Elsewhere(self._executor)
        if self._scheduler is None and self._client is None:
            return Here(self._jobs)
        if self._cluster is None:
            from storyver.batching.cluster import Cluster

            self._cluster = Cluster(self._scheduler, self._client)
        cluster: Runner = self._cluster
        return cluster

    @property
    def extra(self) -> str:
        """The extra of storyver that has what this takes."""
        return "batch" if self._scheduler is None else "dask"

    def close(self) -> None:
        """Let go of a cluster."""
        if self._cluster is not None:
            self._cluster.close()


def make_dataset(
    inputs: Sequence[Path] | Iterable[Story | Path | Sequence[Version | str | Path]],
    out: Path,
    asked: Mapping[str, Any],
    options: BatchOptions,
    means: Means,
    told: Told,
    *,
    retry: bool,
) -> Batch:
    """Make the dataset at ``out``, or what is missing of it; with ``retry`` also what was set aside.

    Inputs that are a sequence of paths are read where they are; anything else is gone through once, also where the
    batch is resumed. ``asked`` says how sources are to be read: ``kind``, ``options`` and ``apart``.

    Raises:
        StoryverError: An input cannot be read at all, or the folder is of another batch, or cannot be written.
    """
    try:
        import pyarrow  # noqa: F401 - to say so before anything is begun
    except ImportError as error:
        raise missing_library("pyarrow", means.extra) from error
    from storyver.batching.inputs import Asked
    from storyver.batching.place import Place
    from storyver.batching.running import run
    from storyver.pipeline import current_model

    place = Place(out=Path(os.path.abspath(out)))
    model = current_model()
    job = _job(inputs, Asked(**asked), options=options, model=model, runner=means.runner, retry=retry)
    try:
        means.runner()  # a cluster that is not there is told before anything is begun
        return run(place, job, told)
    finally:
        means.close()


def _job(inputs: Any, asked: Asked, **job: Any) -> Any:
    from storyver.batching import inputs as reading
    from storyver.batching.running import Job

    how = {"kind": asked.kind, "apart": asked.apart, **_columns(asked.options)}
    if isinstance(inputs, Sequence) and all(isinstance(one, Path) for one in inputs):
        paths = list(inputs)
        reading.check(paths, asked)
        identity = {"paths": [str(path) for path in paths], "files": reading.fingerprint(paths), **how}
        return Job(inputs=reading.readers(paths, asked), identity=identity, **job)

    def whole() -> Any:
        return reading.given_stories(inputs, asked)

    return Job(inputs=[whole], identity={"paths": None, **how}, unseen=whole, **job)


def _columns(options: Options) -> dict[str, str | None]:
    return {name: getattr(options, name) for name in Options.__slots__}
