"""A process that does tasks and may die of a story: ``python -m storyver.batching.child``.

Tasks come as lines of JSON on standard input, and lines of JSON go back: ``{"story": 7, "versions": 31}`` before each
story, ``{"done": …}`` or ``{"failed": …}`` at the end. It ends with its parent, wherever it then is, and when nothing
has come for a while.
"""

from __future__ import annotations

import json
import math
import os
import queue
import sys
import threading
import time
from functools import cache
from typing import Any, Final, TextIO

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

IDLE: Final = 60.0
"""Seconds without a task after which it ends."""
OUT_OF_MEMORY: Final = 77
"""The code with which it ends where a story needs more memory than it may have."""


def main() -> None:
    """Do tasks until there are no more."""
    wire = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library may print is no answer
    tasks: queue.Queue[dict[str, Any]] = queue.Queue()
    threading.Thread(target=_listen, args=(tasks,), daemon=True).start()
    import pyarrow as pa

    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    while True:
        try:
            spec = tasks.get(timeout=IDLE)
        except queue.Empty:
            return
        _limit(spec["options"]["memory"])
        try:
            _do(spec, wire)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)


def _listen(tasks: queue.Queue[dict[str, Any]]) -> None:
    for line in sys.stdin.buffer:
        tasks.put(json.loads(line))
    os._exit(0)


def _do(spec: dict[str, Any], wire: TextIO) -> None:
    from storyver.batching.task import reading_as, run, try_alone

    def told(story: int | None, versions: int) -> None:
        _allow_seconds(None if story is None else spec["options"]["time_limit"])
        _say(wire, {"story": story, "versions": versions})

    try:
        if "table" in spec:
            _say(wire, {"done": run(spec, told)})
            return
        with reading_as(spec):
            _warm_up(spec["model"])
            if "only" in spec:
                told(spec["only"], 0)
                try_alone(spec)
                _allow_seconds(None)
                _say(wire, {"done": {}})
            else:
                _say(wire, {"done": run(spec, told)})
    except MemoryError:
        raise
    except OSError as error:
        _say(wire, {"failed": error.strerror or str(error), "where": str(error.filename or spec["out"])})
    except Exception as error:  # a fault of ours, which the parent tells
        _say(wire, {"failed": f"{type(error).__name__}: {error}", "where": spec["out"]})


def _say(wire: TextIO, what: dict[str, Any]) -> None:
    wire.write(json.dumps(what) + "\n")
    wire.flush()


@cache
def _warm_up(model: str | None) -> None:
    """Import and read what the first story needs, with the model, whose time this is not to be."""
    del model
    from storyver.pipeline import analyse
    from storyver.sources import read_story

    analyse(read_story(["The wall cost £4m, the council said.", "The wall cost about £5m."]))


def _allow_seconds(seconds: float | None) -> None:
    """Let the process end after so many more seconds of processor time, where the system has such a limit: time on the
    clock would depend on what else the machine does."""
    if resource is None:
        return
    hardest = resource.getrlimit(resource.RLIMIT_CPU)[1]
    allowed = hardest
    if seconds is not None:
        allowed = math.ceil(time.process_time() + seconds)
        allowed = allowed if hardest == resource.RLIM_INFINITY else min(allowed, hardest)
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, hardest))


def _limit(megabytes: int) -> None:
    """Let the process take no more than so much memory for data, where the system has such a limit."""
    if resource is None:
        return
    _, hardest = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = megabytes * 1_000_000
    allowed = wanted if hardest == resource.RLIM_INFINITY else min(wanted, hardest)
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, hardest))


if __name__ == "__main__":
    main()
