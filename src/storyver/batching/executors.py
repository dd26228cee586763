"""Tasks on any executor of ``concurrent.futures``, and on processes here."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ThreadPoolExecutor, wait
from typing import Final, Protocol, TypeVar

from storyver.batching.children import Children
from storyver.batching.supervise import run_task, supervised
from storyver.batching.task import Spec, Summary
from storyver.errors import BatchError

MOST_BROKEN: Final = 5
"""Executors that may break one after the other with nothing done in between."""

WAITING: Final = 1_000
"""Tasks that are given to an executor at once, however many workers it has: a task is a few hundred bytes."""

Told = Callable[[int, int], None]
"""Is told of a task, by the place at which it was given, how many versions are done."""


_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


class Runner(Protocol):
    """Does tasks, in whatever order."""

    def run(self, specs: Iterable[Spec], told: Told) -> Generator[Summary, None, None]:
        """What comes of each, as it comes. Raise BatchError where one cannot be done."""


class Here:
    """Processes on this machine."""

    def __init__(self, jobs: int | None = None) -> None:
        self._jobs = jobs or available_cores()

    def run(self, specs: Iterable[Spec], told: Told) -> Generator[Summary, None, None]:
        """As a Runner does. The processes end with it, also where it is left before its end."""
        children = Children()

        def task(given: tuple[int, Spec]) -> Summary:
            place, spec = given
            return supervised(spec, children, lambda versions: told(place, versions))

        with ThreadPoolExecutor(self._jobs) as threads:
            try:
                yield from _flow(threads, task, enumerate(specs), self._jobs * 2)
            finally:
                children.stop()


class Elsewhere:
    """An executor that the caller gives, or one made anew by what the caller gives each time that it breaks."""

    def __init__(self, executor: Executor | Callable[[], Executor]) -> None:
        self._executor = executor

    def run(self, specs: Iterable[Spec], told: Told) -> Generator[Summary, None, None]:
        """As a Runner does. An executor that was given stays open."""
        del told  # what is done is known when it comes back
        left = dict(enumerate(specs))
        broken = 0
        while left:
            try:
                for place, summary in self._some(left):
                    del left[place]
                    broken = 0
                    yield summary
            except BrokenExecutor as error:
                broken += 1
                if isinstance(self._executor, Executor) or broken >= MOST_BROKEN:
                    what = f"broke with {len(left)} tasks left ({error or type(error).__name__})"
                    remedy = "run it again, which resumes, or give a function that makes the executor"
                    raise BatchError(what=what, where="the executor", remedy=remedy) from error

    def _some(self, left: dict[int, Spec]) -> Iterator[tuple[int, Summary]]:
        given = self._executor
        executor = given if isinstance(given, Executor) else given()
        try:
            yield from _flow(executor, _numbered, list(left.items()), WAITING)
        finally:
            if executor is not given:
                executor.shutdown(wait=False, cancel_futures=True)


def available_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _numbered(given: tuple[int, Spec]) -> tuple[int, Summary]:
    return given[0], run_task(given[1])


def _flow(executor: Executor, task: Callable[[_Given], _Made], given: Iterable[_Given], most: int) -> Iterator[_Made]:
    """What comes of a task for each of what is given, with no more than so many waiting or running at once."""
    source = iter(given)
    waiting: set[Future[_Made]] = set()
    try:
        while True:
            while len(waiting) < most and (one := next(source, None)) is not None:
                waiting.add(executor.submit(task, one))
            if not waiting:
                return
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    finally:
        for future in waiting:
            future.cancel()
