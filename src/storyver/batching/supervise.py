"""A task, seen through whatever its stories do: the one function that goes to executors and to clusters."""

from __future__ import annotations

import atexit
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from storyver.batching.children import Children, Outcome
from storyver.batching.code import MODEL, made_with
from storyver.batching.place import Place
from storyver.batching.task import Spec, Summary
from storyver.errors import BatchError

MOST_DEATHS: Final = 5
"""Of processes, for no story's sake, before a task is given up."""
MOST_TRIES: Final = 5
"""Of a story alone, all of which ended their process, before it is held to be guilty: others may kill processes too."""


@cache
def _children() -> Children:
    """The processes of this one, made when they are first needed."""
    children = Children()
    atexit.register(children.stop)
    return children


def run_task(spec: Spec) -> Summary:
    """Do a task in a process of its own, so that a story that ends the process ends nothing else.

    A story of which a process died is tried again, alone; where that dies each time too, or where it takes too long,
    it is set aside. Raise BatchError where the task cannot be done at all: where the folder of the dataset is not to be
    seen or not to be written, or storyver is another here.
    """
    return supervised(spec, _children(), lambda _: None)


def supervised(spec: Spec, children: Children, told: Callable[[int], None]) -> Summary:
    """The same with these processes. ``told`` is told how many versions are done."""
    _check(spec)
    aside: dict[str, dict[str, str]] = {}
    deaths: Counter[int | None] = Counter()
    while True:
        outcome = children.do({**spec, "aside": aside}, told)
        if outcome.done is not None:
            return outcome.done
        if outcome.failed is not None:
            raise _failed(*outcome.failed)
        deaths[outcome.story] += 1
        if outcome.story is None:
            if deaths[None] >= MOST_DEATHS:
                raise _failed(spec["out"], outcome.reason)
        elif _is_guilty(outcome, deaths[outcome.story], spec, children):
            aside[str(outcome.story)] = {"error": outcome.error, "reason": outcome.reason}


def _is_guilty(outcome: Outcome, deaths: int, spec: Spec, children: Children) -> bool:
    """Whether it was the story's fault: what killed the process may have been meant for another one."""
    if outcome.error == "TimeLimit" or deaths > MOST_TRIES:
        return True
    alone = {**spec, "aside": {}, "only": outcome.story}
    return all(children.do(alone, lambda _: None).done is None for _ in range(MOST_TRIES))


def _check(spec: Spec) -> None:
    place = Place(out=Path(spec["out"]))
    if not place.plan.exists():
        remedy = "let all workers see the folder under this path, on a disk that they share"
        raise BatchError(what="is not to be seen from a worker", where=spec["out"], remedy=remedy)
    ours: dict[str, Any] = made_with()
    theirs = {key: value for key, value in spec["made_with"].items() if key != MODEL}  # which the process looks at
    if ours != theirs:
        differing = sorted(key for key in {*ours, *theirs} if ours.get(key) != theirs.get(key))
        what = f"has another {', '.join(differing)} than where the batch was started"
        raise BatchError(what=what, where="a worker", remedy="install the same on all machines")


def _failed(where: str, reason: str) -> BatchError:
    return BatchError(what=f"cannot go on ({reason})", where=where, remedy="run the same command again; it resumes")
