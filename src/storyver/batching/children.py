"""Processes that do tasks, from the side of who starts them."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from storyver.batching.child import OUT_OF_MEMORY
from storyver.batching.task import Spec

STARTING: Final = 600.0
"""Seconds that a process may take to begin, and to write what it has."""
WAITING: Final = 10.0
"""So many times its limit of processor time a story may take on the clock, of a machine with much else to do."""


class Stopped(Exception):  # noqa: N818 - it is no error
    """The processes were stopped, and so is who waits for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a task ended in a process."""

    done: dict[str, Any] | None = None
    failed: tuple[str, str] | None = None
    """What went wrong outside of any story, and where."""
    story: int | None = None
    """Of which story the process died; None where it was between stories."""
    error: str = ""
    """What it died of, as a name, and as words."""
    reason: str = ""


class _Child:
    """One process."""

    def __init__(self) -> None:
        environment = {**os.environ, "ARROW_DEFAULT_MEMORY_POOL": "system"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "storyver.batching.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # Ctrl-C is for the parent, which ends it
        )
        self._said: queue.Queue[dict[str, Any] | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def do(self, spec: Spec, told: Callable[[int], None]) -> Outcome:
        """Give it a task and wait for the end of either. ``told`` is told how many versions are done."""
        story: int | None = None
        limit = spec["options"]["time_limit"]
        try:
            self._send(spec)
            while True:
                said = self._said.get(timeout=STARTING if story is None else WAITING * limit)
                if said is None:
                    return self._ended(story, spec)
                if "done" in said:
                    return Outcome(done=said["done"])
                if "failed" in said:
                    return Outcome(failed=(said["where"], said["failed"]))
                story = said["story"]
                told(said["versions"])
        except queue.Empty:
            self.kill()
            return _too_long(story, limit)

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            with suppress(OSError):  # of what was still to be sent
                self._process.stdin.close()

    def _send(self, spec: Spec) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(spec).encode("ascii") + b"\n")
            self._process.stdin.flush()
        except OSError:  # it has ended, which is what is heard of it next
            return

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                try:
                    self._said.put(json.loads(line))
                except ValueError:  # cut off by its death
                    break
        self._said.put(None)

    def _ended(self, story: int | None, spec: Spec) -> Outcome:
        code = self._process.wait()
        if code == OUT_OF_MEMORY:
            reason = f"needs more than {spec['options']['memory']} MB of memory"
            return Outcome(story=story, error="MemoryLimit", reason=reason)
        how = _signal_name(-code) if code < 0 else f"code {code}"
        if how == "SIGXCPU":
            return _too_long(story, spec["options"]["time_limit"])
        return Outcome(story=story, error="WorkerDied", reason=f"the process that analysed it ended with {how}")


class Children:
    """Processes for the tasks of as many threads as ask; each is used again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[_Child] = []
        self._busy: set[_Child] = set()
        self._stopped = False

    def do(self, spec: Spec, told: Callable[[int], None]) -> Outcome:
        """Do a task in a process. Raise Stopped where `stop` was called."""
        with self._lock:
            if self._stopped:
                raise Stopped
            child = self._idle.pop() if self._idle else _Child()
            self._busy.add(child)
        try:
            outcome = child.do(spec, told)
        except BaseException:
            child.kill()
            raise
        finally:
            with self._lock:
                self._busy.discard(child)
        with self._lock:
            if self._stopped:
                raise Stopped
            if outcome.done is not None:
                self._idle.append(child)
                return outcome
        child.kill()
        return outcome

    def stop(self) -> None:
        """End all of them."""
        with self._lock:
            self._stopped = True
            for child in (*self._idle, *self._busy):
                child.kill()


def _too_long(story: int | None, limit: float) -> Outcome:
    return Outcome(story=story, error="TimeLimit", reason=f"took longer than {limit:g} seconds")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
