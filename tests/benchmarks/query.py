"""Measure how fast a dataset answers the ready questions.

    python tests/benchmarks/query.py [--quick] [--claims N] [--rounds N] [--folder FOLDER]

The dataset is made up: so many claims, as many changes, and a version for every 50 of them, by 500 outlets, over ten
years; a change in ten is by more than half. Its files are written as those of a batch are, without an analysis. Times
are those of ``storyver.query`` as a whole, with opening the dataset, the least of the rounds: by the clock, and of the
processor. It is a measurement and no test.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # the packages of the benchmarks lie beside the tests

import pyarrow as pa

import storyver
from benchmarks.reading.tables import machine, table
from storyver.batching.schema import FORMAT, TABLES, schema
from storyver.batching.tables import write_part
from storyver.querying import questions

CLAIMS, ROUNDS, EACH, AT_ONCE = 2_000_000, 7, 50, 50_000
YEAR, YEARS, OUTLETS = 2016, 10, 500
HEAD = ("question", "rows", "ms", "ms of the processor")
COUNTED = {
    "nothing: opening alone": "SELECT 1",
    "changes above half in a year, counted by outlet": (
        "SELECT outlet, count(*) FROM changes WHERE abs(share) > 0.5 "
        "AND new_published_at >= '2020-01-01' AND new_published_at < '2021-01-01' GROUP BY outlet"
    ),
    "claims with money, counted by outlet": (
        "SELECT outlet, count(*) FROM claims WHERE figure.kind = 'money' GROUP BY outlet"
    ),
}
Columns = dict[str, Any]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few claims, once")
    parser.add_argument("--claims", type=int, default=CLAIMS, help="and as many changes (%(default)s)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of which the fastest counts (%(default)s)")
    parser.add_argument("--folder", type=Path, help="where the dataset is made (a temporary folder)")
    options = parser.parse_args()
    claims, rounds = (1_000, 1) if options.quick else (options.claims, options.rounds)
    with tempfile.TemporaryDirectory(dir=options.folder) as place:
        out = dataset(Path(place), claims)
        asked = {
            one.name: seconds(out, rounds, question=one.name, parameters={"year": 2020} if "$year" in one.sql else {})
            for one in questions()
        }
        for name, sql in COUNTED.items():
            asked[name] = seconds(out, rounds, sql)
    rows = [
        (name, f"{found:,}", f"{1000 * least:.0f}", f"{1000 * processor:.0f}")
        for name, (least, processor, found) in asked.items()
    ]
    print(f"{machine()}; {claims:,} claims, {claims:,} changes\n\n{table(HEAD, rows)}")


def seconds(out: Path, rounds: int, sql: str | None = None, **asked: Any) -> tuple[float, float, int]:
    """The least times of several, and how many rows there are, of which 50 are kept, as for a terminal."""
    times, processor = [], []
    for _ in range(rounds):
        began, used = time.perf_counter(), time.process_time()
        result = storyver.query(out, sql, limit=50, **asked)
        times.append(time.perf_counter() - began)
        processor.append(time.process_time() - used)
    return min(times), min(processor), len(result.rows) + result.more


def dataset(out: Path, claims: int) -> Path:
    """A dataset of made-up rows."""
    parts = []
    for name in TABLES:
        count = {"versions": claims // EACH, "facts": 0, "skipped": 0}.get(name, claims)
        arrow, target = out / f"{name}.arrow", out / name / "part-0000.parquet"
        target.parent.mkdir()
        with pa.ipc.new_file(arrow, schema(name)) as writer:
            for first in range(0, count, AT_ONCE):
                writer.write_batch(made(name, range(first, min(first + AT_ONCE, count))))
        parts.append({"table": name, "file": f"{name}/part-0000.parquet", **write_part(name, [arrow], target)})
        arrow.unlink()
    manifest = {"schema": FORMAT, "complete": True, "parts": parts}
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="ascii")
    return out


def made(name: str, numbers: range) -> pa.RecordBatch:
    """Rows of a table, with the columns that questions ask for; the others are null."""
    chance = random.Random(numbers.start)
    known = columns(name, numbers, chance)
    empty = {field.name: pa.nulls(len(numbers), field.type) for field in schema(name)}
    arrays = {key: pa.array(values, schema(name).field(key).type) for key, values in known.items()}
    return pa.RecordBatch.from_arrays(list({**empty, **arrays}.values()), schema=schema(name))


def columns(name: str, numbers: range, chance: random.Random) -> Columns:
    """The values of the columns that are filled."""
    each = 1 if name == "versions" else EACH
    versions = [number // each for number in numbers]
    first = datetime(YEAR, 1, 1, tzinfo=UTC)
    times = [first + timedelta(minutes=(version * 7919) % (YEARS * 365 * 1440)) for version in versions]
    same = {
        "story_id": [f"{version // 4:016x}" for version in versions],
        "outlet": [f"outlet{version // 4 % OUTLETS}.example" for version in versions],
    }
    places = [version % 4 for version in versions]
    if name == "versions":
        return {**same, "version_index": places, "story": [f"story {version // 4}" for version in versions]}
    if name == "claims":
        kinds = chance.choices(["money", "count", "percent"], k=len(numbers))
        figures = [{"kind": kind, "low": chance.random(), "text": "4.2m"} for kind in kinds]
        return {**same, "version_index": places, "published_at": times, "figure": figures}
    shares = [chance.uniform(-0.5, 0.5) * (3 if chance.random() < 0.15 else 1) for _ in numbers]
    return {
        **same,
        "new_index": places,
        "new_start": list(numbers),
        "new_published_at": times,
        "new_date": [one.date().isoformat() for one in times],
        "kind": ["decreased" if share < 0 else "increased" for share in shares],
        "share": shares,
        "admitted": chance.choices([True, False, None], [1, 20, 20], k=len(numbers)),
        "summary": [f"cost of wall {number}: £{chance.random():.2f}m → £{chance.random():.2f}m." for number in numbers],
    }


if __name__ == "__main__":
    main()
