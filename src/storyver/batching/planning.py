"""Cuts what was gathered into shards, a task each, and the shards into parts of the dataset.

Both depend on the stories alone, never on how many workers there are, so that the same input gives the same files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from storyver.batching.place import Place
from storyver.batching.spool import BUCKETS, entries

FEWEST: Final = 20
MOST: Final = 1_000
"""Versions of a shard: small enough that a stop loses little and all workers end at about the same time."""
SHARDS: Final = 64
"""Of so many versions are the shards of a small input that there are about so many of them."""
PART: Final = 50_000
"""Versions of a part."""


def make_plan(place: Place, runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Where each shard begins and ends, by the hashes of the stories' names, and which shards make each part."""
    versions = sum(run["versions"] for run in runs)
    names = [f"{number:04}" for number in range(len(runs))]
    shards = list(_shards(place, names, min(MOST, max(FEWEST, versions // SHARDS))))
    return {
        "gathered": {name: run["digest"] for name, run in zip(names, runs, strict=True)},
        "versions": versions,
        "skipped": sum(run["skipped"] for run in runs),
        "shards": shards,
        "parts": list(_parts(shards)),
    }


def _shards(place: Place, names: Sequence[str], size: int) -> Iterator[dict[str, Any]]:
    folders = [place.gathered / name for name in names]
    first, last, versions = b"", b"", 0
    for bucket in range(BUCKETS):
        for entry in entries(folders, bucket, bucket + 1):
            if versions >= size and entry.key != last:
                yield {"first": first.hex(), "last": last.hex(), "versions": versions}
                first, versions = b"", 0
            first, last, versions = first or entry.key, entry.key, versions + 1
    if versions:
        yield {"first": first.hex(), "last": last.hex(), "versions": versions}


def _parts(shards: Sequence[dict[str, Any]]) -> Iterator[list[int]]:
    """The numbers of the first shard of each part and of the first behind it."""
    first = versions = 0
    for number, shard in enumerate(shards, start=1):
        versions += shard["versions"]
        if versions >= PART:
            yield [first, number]
            first, versions = number, 0
    if first < len(shards) or not shards:
        yield [first, len(shards)]
