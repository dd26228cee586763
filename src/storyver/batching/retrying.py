"""Stories that were set aside, done again: with the rows that the others have, and nothing else analysed anew.

Of a batch that was stopped, the shards in which a story was set aside are taken for not done. Of a dataset that is
complete, the parts in which one was are made again: their stories are gathered as before, and all but those that were
set aside take their rows out of the part. So the files are those of a batch in which nothing was set aside. What is to
be made again stands in a file until all of it is, and any later batch goes on with it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from storyver.batching.place import Place, read_json, summary_of, write_json
from storyver.batching.schema import TABLES, schema
from storyver.errors import BatchError

Again = dict[str, Any]
"""What is to be made again: the ``manifest`` of the dataset, and for each of the ``parts`` the ids of the stories."""
Kept = dict[str, dict[str, pa.RecordBatch]]
"""The rows of stories, by the stories' ids and by tables."""
_ASIDE: Final = "skipped"


def begin(place: Place, manifest: dict[str, Any]) -> Again | None:
    """What is to be made again of a dataset that is complete; None where nothing was set aside."""
    again: Again = {"manifest": manifest, "parts": {}}
    for part in manifest["parts"]:
        found = (
            pq.read_table(place.out / part["file"], columns=["scope", "story_id"], partitioning=None)
            if _is_aside(part)
            else None
        )
        if found is not None and (ids := found.filter(pc.field("scope") == "story").column("story_id").to_pylist()):
            again["parts"][_number(part)] = ids
    if not again["parts"]:
        return None
    for name in ("gathered", "shards", "parts"):  # of a batch that was stopped while it cleared away
        shutil.rmtree(place.work / name, ignore_errors=True)
    place.plan.unlink(missing_ok=True)
    for part in manifest["parts"]:
        if _number(part) not in again["parts"]:
            write_json(part, place.summary(part["table"], _number(part)), place.temporary())
    write_json(again, place.again, place.temporary())
    return again


def under_way(place: Place) -> Again | None:
    """What a batch before this one began to make again."""
    found: Again | None = read_json(place.again)
    return found


def forget_failed(place: Place, plan: dict[str, Any]) -> None:
    """Take for not done, in a batch that was stopped, each shard with a story that was set aside, and its parts."""
    for part, (first, behind) in enumerate(plan["parts"]):
        failed = [number for number in range(first, behind) if (summary_of(place.shard(number)) or {}).get("failed")]
        for table in TABLES if failed else ():
            place.summary(table, part).unlink(missing_ok=True)
        for number in failed:
            aside = place.temporary()
            place.shard(number).rename(aside)
            shutil.rmtree(aside)


def check_same(place: Place, plan: dict[str, Any], again: Again) -> None:
    """Raise BatchError where what was gathered is not what the dataset was made of."""
    if plan["gathered"] != again["manifest"]["gathered"]:
        place.again.unlink()
        what, remedy = "was begun of other stories", "give another folder, or delete this one"
        raise BatchError(what=what, where=str(place.out), remedy=remedy)


def part_of(shard: int, plan: dict[str, Any], again: Again) -> dict[str, Any] | None:
    """The part of a shard that is to be made again, as a worker is told of it; None for a shard of another part."""
    part = next(str(number) for number, (first, behind) in enumerate(plan["parts"]) if first <= shard < behind)
    return {"part": int(part), "aside": again["parts"][part]} if part in again["parts"] else None


def counts(again: Again, shards: Iterable[dict[str, Any]]) -> dict[str, int]:
    """How many stories of the whole dataset are analysed, and set aside, after these shards were done again."""
    manifest, failed = again["manifest"], sum(shard["failed"] for shard in shards)
    return {"stories": manifest["stories"] + manifest["failed"] - failed, "failed": failed}


def kept_rows(place: Place, kept: dict[str, Any], ids: Iterable[str]) -> Kept:
    """The rows that stories have in a part, but for those that were set aside."""
    wanted = sorted(set(ids) - set(kept["aside"]))
    found: Kept = {one: {} for one in wanted}
    for table in TABLES if wanted else ():
        for story, batch in _by_story(place.part(table, kept["part"]), table, wanted):
            found[story][table] = batch
    return found


def _by_story(path: Path, table: str, ids: list[str]) -> Iterator[tuple[str, pa.RecordBatch]]:
    rows = (
        pq.read_table(path, filters=[("story_id", "in", ids)], partitioning=None).cast(schema(table)).combine_chunks()
    )
    (batch,) = rows.to_batches() or [pa.RecordBatch.from_pylist([], schema=schema(table))]
    runs = pc.run_end_encode(batch.column("story_id"))
    first = 0
    for story, behind in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
        yield story, batch.slice(first, behind - first)
        first = behind


def _is_aside(part: dict[str, Any]) -> bool:
    return part["table"] == _ASIDE and _number(part).isdigit()


def _number(part: dict[str, Any]) -> str:
    """The number of a part, as in the names of files; of what no story has a share in, its name."""
    name = Path(part["file"]).stem.removeprefix("part-")
    return str(int(name)) if name.isdigit() else name
