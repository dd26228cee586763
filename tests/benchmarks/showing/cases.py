"""The edits of ``tests/cases/traps`` as the benchmark reads them, alone and within an article."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[2]
ARTICLE = TESTS.parent / "corpus" / "island-recount" / "01.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What one case has; of the pairs that are no change only the versions."""

    name: str
    sort: str = ""
    versions: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    """Which words became which between the first two versions."""
    finds: tuple[str, ...] = ()
    """What storyver has to say of it, as ``test_traps`` has it."""
    steps: tuple[str, ...] = ()
    """What ``storyver.track`` has to say of it."""

    def within(self, article: Sequence[str]) -> tuple[str, ...]:
        """The versions, each in the middle of the paragraphs of an article."""
        middle = len(article) // 2
        return tuple("\n\n".join((*article[:middle], one, *article[middle:])) for one in self.versions)


def traps() -> list[Edit]:
    """The edits that have to be seen."""
    return [
        Edit(
            name=row["name"],
            sort=row["class"],
            versions=tuple(row["versions"]),
            facts=tuple((old, new) for old, new in row["facts"]),
            finds=tuple(row["finds"]),
            steps=tuple(row.get("steps", ())),
        )
        for row in _rows("traps.toml")
    ]


def same() -> list[Edit]:
    """The pairs that state the same facts."""
    return [Edit(name=row["name"], versions=tuple(row["versions"])) for row in _rows("same.toml")]


def article() -> list[str]:
    """The paragraphs of an article of the corpus, to put an edit into."""
    return [part.strip() for part in ARTICLE.read_text(encoding="utf-8").split("\n\n") if part.strip()]


def _rows(name: str) -> list[dict[str, Any]]:
    path = TESTS / "cases" / "traps" / name
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    return rows
