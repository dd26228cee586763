"""The words of wikitext that we act on, from the data file."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "wikitext.toml").read_text(encoding="utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """A list of words, in small letters."""
    return frozenset(_data()["words"][name])


@cache
def shown() -> dict[str, tuple[str, ...]]:
    """For each template the patterns by which it is shown; the first whose parameters are all there counts."""
    return {name: (value,) if isinstance(value, str) else tuple(value) for name, value in _data()["shown"].items()}


@cache
def multiples() -> dict[str, str]:
    """What abbreviations of thousands, millions and the like stand for."""
    return dict(_data()["multiples"])


@cache
def units() -> dict[str, str]:
    """What the codes of units stand for."""
    return dict(_data()["units"])
