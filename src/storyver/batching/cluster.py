"""Tasks on a cluster of Dask."""

from __future__ import annotations

import queue
import secrets
import time
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from typing import Any, Final

from storyver.batching.executors import Told
from storyver.batching.supervise import run_task
from storyver.batching.task import Spec, Summary
from storyver.errors import BatchError, missing_library

Client = Any
Future = Any
"""Those of ``distributed``, whose methods tell no types."""
PATIENCE: Final = 600.0
"""Seconds that a scheduler may stay away once it was there."""
FIRST: Final = 60.0
"""Seconds that one may take to answer at all."""
MOST_TRIES: Final = 20
"""Of a task whose workers die under it."""
LOOK: Final = 5.0
"""Seconds between two looks at whether the scheduler is still there."""
_CONNECTING: Final = "10s"


class Cluster:
    """A cluster that is told by its scheduler's address, or by a client."""

    def __init__(self, scheduler: str | None = None, client: Client = None) -> None:
        self._address = scheduler or _address(client)
        self._own = client is None
        self._client = client or _connected(self._address, FIRST)

    def run(self, specs: Iterable[Spec], told: Told) -> Generator[Summary, None, None]:
        """As a Runner does. What a dead worker or a lost scheduler took along is done again."""
        del told
        left = dict(enumerate(specs))
        tries: Counter[int] = Counter()
        while left:
            try:
                for place, summary in _Flow(self._client, left, tries).results():
                    del left[place]
                    yield summary
            except _Lost:
                self._reconnect()

    def close(self) -> None:
        """Let go of the scheduler, if the connection is ours."""
        if self._own:
            self._client.close()

    def _reconnect(self) -> None:
        if self._own:
            self._client.close(timeout=1)
        self._own, self._client = True, _connected(self._address, PATIENCE)


class _Lost(Exception):  # noqa: N818 - it is waited for
    """The scheduler is away, or forgot what it was given."""


class _Flow:
    """Tasks given to one connection, never more at once than keep the workers busy."""

    def __init__(self, client: Client, left: dict[int, Spec], tries: Counter[int]) -> None:
        self._client = client
        self._specs = list(left.items())
        self._tries = tries
        self._given: dict[Future, tuple[int, Spec]] = {}
        self._ended: queue.Queue[Future] = queue.Queue()
        self._name = f"storyver-{secrets.token_hex(8)}"

    def results(self) -> Iterator[tuple[int, Summary]]:
        """What comes of each, with the place of its task. Raise _Lost where the connection is."""
        self._specs.reverse()
        try:
            while self._specs or self._given:
                self._give()
                try:
                    future = self._ended.get(timeout=LOOK)
                except queue.Empty:
                    self._look()
                else:
                    yield from self._taken(future)
        except OSError as error:
            raise _Lost from error
        finally:
            self._let_go()

    def _give(self) -> None:
        most = 2 * max(1, sum(self._client.nthreads().values()))
        while self._specs and len(self._given) < most:
            place, spec = self._specs.pop()
            self._tries[place] += 1
            key = f"{self._name}-{place}-{self._tries[place]}"
            future = self._client.submit(run_task, spec, key=key, pure=False)
            self._given[future] = place, spec
            future.add_done_callback(self._ended.put)

    def _taken(self, future: Future) -> Iterator[tuple[int, Summary]]:
        place, spec = self._given.pop(future)
        if future.status == "finished":
            yield place, future.result()
        elif future.status == "error":
            self._again(place, spec, future.exception())
        else:
            raise _Lost(future.status)

    def _again(self, place: int, spec: Spec, error: Any) -> None:
        """Put a task back whose workers died; raise what cannot be helped by that."""
        from distributed import KilledWorker

        if isinstance(error, BatchError) or self._tries[place] >= MOST_TRIES or not isinstance(error, KilledWorker):
            if isinstance(error, BatchError):
                raise error
            what = f"failed on the cluster ({type(error).__name__}: {' '.join(str(error).split())[:300]})"
            remedy = "look at the workers' logs, and run the same command again; it resumes"
            raise BatchError(what=what, where=f"task {place}", remedy=remedy)
        self._specs.append((place, spec))

    def _look(self) -> None:
        """Raise _Lost where the scheduler does not answer."""
        if self._client.status != "running" or any(one.status in ("cancelled", "lost") for one in self._given):
            raise _Lost(self._client.status)
        self._client.nthreads()

    def _let_go(self) -> None:
        for future in self._given:
            if self._client.status == "running":
                future.cancel()


def _connected(address: str, patience: float) -> Client:
    """A connection to a scheduler, for which so many seconds are waited."""
    try:
        import distributed
    except ImportError as error:
        raise missing_library("distributed", "dask") from error
    connect: Any = distributed.Client
    until = time.monotonic() + patience
    while True:
        try:
            client = connect(address, timeout=_CONNECTING, set_as_default=False)
        except (OSError, ValueError) as error:
            if isinstance(error, ValueError) or time.monotonic() > until:
                what = f"cannot be reached ({' '.join(str(error).split())[:200]})"
                raise BatchError(what=what, where=address, remedy="check the scheduler's address") from None
            time.sleep(1)
            continue
        return client


def _address(client: Client) -> str:
    return str(client.scheduler.address)
