"""Reads the inputs, once and as streams, and puts each version beside the others of its story."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from storyver.batching.inputs import Item, Reader
from storyver.batching.place import Place, move_folder, summary_of
from storyver.batching.records import Record, packed
from storyver.batching.rows import skipped_row
from storyver.batching.spool import Spool
from storyver.batching.tables import Writer, batches_of
from storyver.errors import MissingLibraryError, StoryverError
from storyver.model import SkippedFile

RUN_BYTES: Final = 1_000_000_000
"""Packed bytes after which a run of inputs ends, so that a batch that is stopped goes on behind it."""
SKIPPED: Final = "skipped"
"""The folder of a run with the rows of what was passed over."""

Told = Callable[[int], None]
"""Is told how many versions are gathered."""


def gather(place: Place, inputs: Iterable[Reader], told: Told) -> list[dict[str, Any]]:
    """Gather what is not gathered yet; return the summaries of all runs, one folder each."""
    runs: list[dict[str, Any]] = []
    while (found := summary_of(_folder(place, len(runs)))) is not None:
        runs.append(found)
    behind = runs[-1]["inputs"] if runs else 0
    versions = sum(run["versions"] for run in runs)
    waiting = enumerate(inputs)
    for number, reader in waiting:
        if number < behind:
            continue
        run = _Run(place, versions)
        run.take(reader, told)
        while run.size < RUN_BYTES and (following := next(waiting, None)) is not None:
            number, reader = following  # noqa: PLW2901 - the run goes on to it
            run.take(reader, told)
        runs.append(run.close(_folder(place, len(runs)), number + 1))
        versions += runs[-1]["versions"]
    return runs


def digest_of(reader: Reader) -> str:
    """The digest of a run that gathers this input and no other."""
    digest = hashlib.sha256()
    for one in _unbroken(reader):
        if isinstance(one, Record):
            digest.update(packed(one))
    return digest.hexdigest()


def _folder(place: Place, number: int) -> Path:
    return place.gathered / f"{number:04}"


class _Run:
    """Some of the inputs, which are gathered together or not at all."""

    def __init__(self, place: Place, before: int) -> None:
        self.size = 0
        self._before = before
        self._path = place.temporary()
        self._spool = Spool(self._path)
        self._skipped = Writer(self._path / SKIPPED)
        self._digest = hashlib.sha256()
        self._versions = 0

    def take(self, reader: Reader, told: Told) -> None:
        """Add all that an input holds. Where it breaks off, what came before it stays."""
        for one in _unbroken(reader):
            if isinstance(one, SkippedFile):
                self._skipped.add(batches_of({"skipped": [skipped_row(one, None, "input")]}))
                continue
            data = packed(one)
            self._spool.add(one.name, data)
            self._digest.update(data)
            self.size += len(data)
            self._versions += 1
            if self._versions % 100 == 0:
                told(self._before + self._versions)

    def close(self, folder: Path, inputs: int) -> dict[str, Any]:
        """Give it its name."""
        self._spool.flush()
        self._skipped.close()
        summary = {
            "inputs": inputs,
            "versions": self._versions,
            "skipped": self._skipped.rows["skipped"],
            "digest": self._digest.hexdigest(),
        }
        return move_folder(self._path, folder, summary)


def _unbroken(reader: Reader) -> Iterator[Item]:
    """What an input holds, and why it breaks off where it does."""
    steps = reader()
    while True:
        try:
            one = next(steps, None)
        except MissingLibraryError:
            raise
        except StoryverError as error:
            yield SkippedFile(path=error.where, reason=error.what)
            return
        if one is None:
            return
        yield one
