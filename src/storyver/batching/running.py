"""A batch from its beginning, or from where it was stopped, to its end."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import Any, Final

from storyver.batching import retrying
from storyver.batching.code import made_with
from storyver.batching.executors import Runner
from storyver.batching.gathering import SKIPPED, digest_of, gather
from storyver.batching.inputs import Reader
from storyver.batching.place import Place, read_json, summary_of, write_json
from storyver.batching.planning import make_plan
from storyver.batching.retrying import Again
from storyver.batching.schema import FORMAT, TABLES
from storyver.batching.task import Spec
from storyver.errors import BatchError
from storyver.model import Batch, BatchOptions, LanguageModel, Stage

_OF_INPUTS: Final = "inputs"
"""The part of ``skipped`` with what no story has a share in."""

Told = Callable[[Stage, int, int | None, int], None]
"""Is told the stage, how much of it is done and of how much (None where that is not known), and how many stories are
set aside. Of the first two stages versions are counted, of the last parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be done, and by whom."""

    inputs: Iterable[Reader]
    identity: dict[str, Any]
    """Of the inputs and of how they are read, as it stands in the manifest."""
    unseen: Reader | None = None
    """The inputs as one, where nothing but reading them tells whether they are the same as before."""
    options: BatchOptions
    model: LanguageModel | None = None
    """What reads names and subjects; None for the rules alone."""
    runner: Callable[[], Runner]
    """Called only where there is anything to do."""
    retry: bool
    """Whether stories that were set aside are done again."""


def run(place: Place, job: Job, told: Told) -> Batch:
    """Make the dataset, or what is missing of it. Raise BatchError where its folder is another's."""
    asked = {"made_with": made_with(job.model), "options": asdict(job.options), "inputs": job.identity}
    with _opened(place, asked) as manifest:
        again = retrying.under_way(place)
        if manifest["complete"] and again is None:
            _check_stories(place, manifest["gathered"], job)
            again = retrying.begin(place, manifest) if job.retry else None
        if again is not None or not manifest["complete"]:
            _made(place, job, again, told, manifest)
    return Batch(path=place.out, rows=manifest["rows"], stories=manifest["stories"], failed=manifest["failed"])


def _made(place: Place, job: Job, again: Again | None, told: Told, manifest: dict[str, Any]) -> None:
    """Make what is missing, or what is to be made again."""
    plan = _planned(place, job, told)
    if again is not None:
        retrying.check_same(place, plan, again)
        write_json({**manifest, "complete": False}, place.manifest, place.temporary())
    elif job.retry:
        retrying.forget_failed(place, plan)
    _analysed(place, plan, job, again, told)
    _written(place, plan, job, told)
    manifest.update(complete=True, **_counts(place, plan, again))
    write_json(manifest, place.manifest, place.temporary())
    place.again.unlink(missing_ok=True)


@contextmanager
def _opened(place: Place, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The manifest, once it is sure that the folder is for this batch and in nobody else's hands."""
    manifest = read_json(place.manifest)
    if manifest is None and place.out.exists() and any(one.name != place.work.name for one in place.out.iterdir()):
        raise BatchError(what="holds something else", where=str(place.out), remedy="give a new or empty folder with -o")
    if manifest is not None:
        _check(place, manifest, asked)
    place.work.mkdir(parents=True, exist_ok=True)
    with _locked(place):
        shutil.rmtree(place.work / "partial", ignore_errors=True)
        if manifest is None:
            manifest = {"schema": FORMAT, "complete": False, **asked}
            write_json(manifest, place.manifest, place.temporary())
        yield manifest
        shutil.rmtree(place.work)


def _check(place: Place, manifest: dict[str, Any], asked: dict[str, Any]) -> None:
    """Raise BatchError where a dataset was begun with something else."""
    if manifest.get("schema") != FORMAT:
        raise BatchError(what="holds something else", where=str(place.out), remedy="give a new or empty folder with -o")
    said = {"made_with": "by another storyver or other libraries", "options": "with other options"}
    for key, how in {**said, "inputs": "of other inputs"}.items():
        before, now = manifest[key], asked[key]
        if before != now:
            differing = ", ".join(sorted(name for name in {*before, *now} if before.get(name) != now.get(name)))
            what = f"was begun {how} ({differing})"
            raise BatchError(what=what, where=str(place.out), remedy="give another folder with -o, or delete this one")


@contextmanager
def _locked(place: Place) -> Iterator[None]:
    """Nobody else's, as far as this machine and its shared disks can tell."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with (place.work / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            what, remedy = "is being made by another batch", "wait for that to end"
            raise BatchError(what=what, where=str(place.out), remedy=remedy) from None
        except OSError:  # a disk without locks
            pass
        yield


def _planned(place: Place, job: Job, told: Told) -> dict[str, Any]:
    plan: dict[str, Any] | None = read_json(place.plan)
    if plan is not None:
        _check_stories(place, plan["gathered"], job)
        return plan
    if job.unseen is not None:
        shutil.rmtree(place.gathered, ignore_errors=True)
    told(Stage.GATHERING, 0, None, 0)
    runs = gather(place, job.inputs, lambda versions: told(Stage.GATHERING, versions, None, 0))
    plan = make_plan(place, runs)
    write_json(plan, place.plan, place.temporary())
    return plan


def _check_stories(place: Place, gathered: dict[str, str], job: Job) -> None:
    """Raise BatchError where a program gave other stories than these were made of."""
    if job.unseen is not None and list(gathered.values()) != [digest_of(job.unseen)]:
        what, remedy = "was begun of other stories", "give another folder, or delete this one"
        raise BatchError(what=what, where=str(place.out), remedy=remedy)


def _analysed(place: Place, plan: dict[str, Any], job: Job, again: Again | None, told: Told) -> None:
    """Do the shards that are not done yet, or those that are to be done again."""
    left, versions, failed = [], 0, 0
    of_all = {**_spec(place, job), "gathered": list(plan["gathered"]), "aside": {}}
    for number, shard in enumerate(plan["shards"]):
        kept = None if again is None else retrying.part_of(number, plan, again)
        if again is not None and kept is None:
            versions += shard["versions"]
        elif (found := summary_of(place.shard(number))) is None:
            left.append({**of_all, "shard": number, "kept": kept, **shard})
        else:
            versions, failed = versions + found["versions"], failed + found["failed"]
    told(Stage.ANALYSING, versions, plan["versions"], failed)
    if not left:
        return
    under_way: dict[int, int] = {}

    def so_far(task: int, done: int) -> None:
        under_way[task] = done
        told(Stage.ANALYSING, versions + sum(list(under_way.values())), plan["versions"], failed)

    ended = 0
    with closing(job.runner().run(left, so_far)) as summaries:
        for summary in summaries:
            ended, failed = ended + summary["versions"], failed + summary["failed"]
            told(Stage.ANALYSING, versions + max(ended, sum(list(under_way.values()))), plan["versions"], failed)


def _written(place: Place, plan: dict[str, Any], job: Job, told: Told) -> None:
    """Put the parts together that are not there yet."""
    specs = [spec for spec in _parts(place, plan, job) if not place.summary(spec["table"], spec["part"]).exists()]
    told(Stage.WRITING, 0, len(specs), 0)
    if specs:
        with closing(job.runner().run(specs, lambda *_: None)) as summaries:
            for done, _ in enumerate(summaries, start=1):
                told(Stage.WRITING, done, len(specs), 0)


def _parts(place: Place, plan: dict[str, Any], job: Job) -> Iterator[Spec]:
    for table in TABLES:
        for part, (first, behind) in enumerate(plan["parts"]):
            sources = [f"{_below(place, number)}/{table}.arrow" for number in range(first, behind)]
            yield {**_spec(place, job), "table": table, "part": part, "sources": sources}
    if plan["skipped"]:
        sources = [f"gathered/{name}/{SKIPPED}/skipped.arrow" for name in plan["gathered"]]
        yield {**_spec(place, job), "table": "skipped", "part": _OF_INPUTS, "sources": sources}


def _below(place: Place, shard: int) -> str:
    return place.shard(shard).relative_to(place.work).as_posix()


def _spec(place: Place, job: Job) -> Spec:
    model = None if job.model is None else job.model.where
    return {"out": str(place.out), "made_with": made_with(job.model), "model": model, "options": asdict(job.options)}


def _counts(place: Place, plan: dict[str, Any], again: Again | None) -> dict[str, Any]:
    """The parts, with what is in them."""
    shards = [one for number in range(len(plan["shards"])) if (one := summary_of(place.shard(number))) is not None]
    parts = []
    for file in sorted((place.work / "parts").iterdir()):
        with suppress(FileNotFoundError):
            parts.append(read_json(file))
    parts.sort(key=lambda part: (TABLES.index(part["table"]), part["file"]))
    return {
        "gathered": plan["gathered"],
        "stories": sum(shard["stories"] for shard in shards),
        "failed": sum(shard["failed"] for shard in shards),
        **({} if again is None else retrying.counts(again, shards)),
        "rows": {table: sum(part["rows"] for part in parts if part["table"] == table) for table in TABLES},
        "parts": parts,
    }
