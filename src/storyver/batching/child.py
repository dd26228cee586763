"""A process that does tasks and may die of a story: ``python -m storyver.batching.child``.

Tasks come as lines of JSON on standard input, and lines of JSON go back: ``{"story": 7, "versions": 31}`` before each
story, ``{"done": …}`` or ``{"failed": …}`` at the end. It ends with its parent, wherever it then is, and when nothing
has come for a while.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from typing import Any, Final, TextIO

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
    from storyver.batching.task import run, try_alone

    def told(story: int | None, versions: int) -> None:
        _say(wire, {"story": story, "versions": versions})

    try:
        if "only" in spec:
            told(spec["only"], 0)
            try_alone(spec)
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


def _limit(megabytes: int) -> None:
    """Let the process take no more than so much memory for data, where the system has such a limit."""
    try:
        import resource
    except ImportError:
        return
    _, hardest = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = megabytes * 1_000_000
    allowed = wanted if hardest == resource.RLIM_INFINITY else min(wanted, hardest)
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, hardest))


if __name__ == "__main__":
    main()
