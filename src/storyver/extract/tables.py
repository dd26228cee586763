"""The word tables of this package, read once from their files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from storyver import wording
from storyver.extract.lexer import PADDING, lex

END = ""
"""The key under which a phrase tree keeps what the phrase means; no token is empty but the end mark."""


@cache
def table(name: str) -> Mapping[str, Any]:
    """The table ``data/NAME.toml``."""
    return wording.table(_path(name))


def _path(name: str) -> Path:
    return Path(__file__).parent / "data" / f"{name}.toml"


@cache
def word_set(name: str, section: str, key: str = "words") -> frozenset[str]:
    """The words ``section.key`` of the table ``data/NAME.toml``."""
    return wording.word_set(_path(name), section, key)


def plant(tree: dict[str, Any], phrase: str, meaning: object) -> None:
    """Add a phrase to a tree of tokens; a phrase that is already there keeps its first meaning."""
    node = tree
    for token in lex(phrase)[:-PADDING]:
        node = node.setdefault(token.lower, {})
    node.setdefault(END, meaning)
