"""The word tables of this package, read once from their files."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from storyver.extract.lexer import PADDING, lex

END = ""
"""The key under which a phrase tree keeps what the phrase means; no token is empty but the end mark."""


@cache
def table(name: str) -> dict[str, Any]:
    """The table ``data/NAME.toml``."""
    return tomllib.loads((files("storyver.extract") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def word_set(name: str, section: str, key: str = "words") -> frozenset[str]:
    """The list ``section.key`` of the table ``data/NAME.toml``."""
    return frozenset(table(name)[section][key])


def plant(tree: dict[str, Any], phrase: str, meaning: object) -> None:
    """Add a phrase to a tree of tokens; a phrase that is already there keeps its first meaning."""
    node = tree
    for token in lex(phrase)[:-PADDING]:
        node = node.setdefault(token.lower, {})
    node.setdefault(END, meaning)
