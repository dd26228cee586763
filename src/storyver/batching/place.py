"""Where everything of a dataset lies, and how files get there: whole, or not at all."""

from __future__ import annotations

import errno
import json
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

MANIFEST: Final = "manifest.json"
_WORK: Final = "_work"
"""Readers of Parquet datasets leave out what begins with an underscore."""
_SUMMARY: Final = "summary.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The folder of a dataset."""

    out: Path

    @property
    def manifest(self) -> Path:
        """What the dataset was made of and with, and once it is complete its parts."""
        return self.out / MANIFEST

    @property
    def work(self) -> Path:
        """What is there only until the dataset is complete."""
        return self.out / _WORK

    @property
    def plan(self) -> Path:
        """The shards and the parts, once all is gathered."""
        return self.work / "plan.json"

    @property
    def again(self) -> Path:
        """What of a complete dataset is being made again."""
        return self.work / "again.json"

    @property
    def gathered(self) -> Path:
        """A folder for each run of inputs that was gathered."""
        return self.work / "gathered"

    def shard(self, number: int) -> Path:
        """What came of a shard."""
        return self.work / "shards" / f"{number:05}"

    def part(self, table: str, number: int | str) -> Path:
        """A part of a table."""
        name = f"{number:04}" if isinstance(number, int) else number
        return self.out / table / f"part-{name}.parquet"

    def summary(self, table: str, number: int | str) -> Path:
        """What is known of a part that is written."""
        return self.work / "parts" / f"{table}-{number}.json"

    def temporary(self) -> Path:
        """A name that nobody else has, for what is not whole yet."""
        folder = self.work / "partial"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / secrets.token_hex(8)


def read_json(path: Path) -> Any:
    """What a file of ours holds; None where there is none."""
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None


def write_json(content: Any, path: Path, temporary: Path) -> None:
    """Write a file of ours whole."""
    with temporary.open("w", encoding="ascii") as file:
        json.dump(content, file, indent=1)
        file.write("\n")
    move_file(temporary, path)


def move_file(temporary: Path, path: Path) -> None:
    """Give a file that is whole its name, once it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _sync(temporary)
    temporary.replace(path)
    _sync(path.parent)


def move_folder(temporary: Path, path: Path, summary: dict[str, Any]) -> dict[str, Any]:
    """Give a folder that is whole its name, with a summary in it. Where somebody was faster theirs stays; return the
    summary that is there then."""
    (temporary / _SUMMARY).write_text(json.dumps(summary), encoding="ascii")
    for file in (*temporary.iterdir(), temporary):
        _sync(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        temporary.rename(path)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        shutil.rmtree(temporary)
    _sync(path.parent)
    found: dict[str, Any] = read_json(path / _SUMMARY)
    return found


def summary_of(folder: Path) -> dict[str, Any] | None:
    """The summary of a folder that is whole; None where it is not there."""
    found: dict[str, Any] | None = read_json(folder / _SUMMARY)
    return found


def _sync(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    if os.name == "nt" and path.is_dir():  # Windows opens no folders
        return
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
