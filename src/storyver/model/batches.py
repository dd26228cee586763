"""What a batch over many stories is asked for, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any


class Stage(StrEnum):
    """How far a batch is."""

    GATHERING = "gathering"
    """Versions are read from the inputs and put beside the others of their story."""
    ANALYSING = "analysing"
    WRITING = "writing"
    """The parts of the dataset are put together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOptions:
    """What is asked of every story of a batch. A dataset is made with one set of these."""

    keep_text: bool = False
    """Whether the texts of the versions go into the dataset."""
    time_limit: float = 600.0
    """Seconds of processor time after which a story is set aside."""
    memory: int = 2000
    """MB that a worker may take for data; a story that needs more is set aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A dataset that is complete; what ``storyver.batch`` returns."""

    path: Path
    rows: Mapping[str, int]
    """For each table how many rows it has."""
    stories: int
    """Stories that were analysed."""
    failed: int
    """Stories that were set aside; ``skipped`` says why."""

    def to_dict(self) -> dict[str, Any]:
        """The same as plain values."""
        return {"path": str(self.path), "stories": self.stories, "failed": self.failed, "rows": dict(self.rows)}
