"""The word tables of this package, read once from their files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from storyver import wording


def table(name: str) -> Mapping[str, Any]:
    """The table ``data/NAME.toml``."""
    return wording.table(_path(name))


@cache
def word_set(name: str, section: str, key: str = "words") -> frozenset[str]:
    """The words ``section.key`` of the table ``data/NAME.toml``."""
    return wording.word_set(_path(name), section, key)


def _path(name: str) -> Path:
    return Path(__file__).parent / "data" / f"{name}.toml"
