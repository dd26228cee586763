"""Cases of two short versions and the figure changes between them, as ``tests/cases/links`` writes them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import storyver
from storyver.model import Change, DiffResult

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Two versions, and what must be said of them."""

    name: str
    old: str
    new: str
    changes: tuple[str, ...]
    """``old figure ~ new figure: kind``, or ``figure: added``; for a trap also the bare kind of another change."""
    says: str = ""
    """Words that a summary or a reason must hold."""
    missing: str = ""
    """Why the case is not met yet."""


def load(folder: str) -> list[Any]:
    """The cases of a folder as parameters; those that are not met yet fail on purpose."""
    found = []
    for path in sorted((CASES / folder).glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            case = Case(**{**row, "changes": tuple(row["changes"])})
            marks = [pytest.mark.xfail(reason=case.missing, strict=True)] if case.missing else []
            found.append(pytest.param(case, id=f"{path.stem}: {case.name}", marks=marks))
    return found


@cache
def compared(old: str, new: str) -> DiffResult:
    """What changed between two texts."""
    return storyver.diff(old, new)


def of_figures(result: DiffResult) -> list[Change]:
    """The changes that have a figure."""
    sides = [(change, (change.old, change.new)) for change in result.changes]
    return [change for change, claims in sides if any(claim and claim.figure for claim in claims)]


def spelled(change: Change) -> str:
    """A change as the cases write it."""
    sides = [claim.figure.text for claim in (change.old, change.new) if claim and claim.figure]
    return f"{' ~ '.join(sides)}: {change.kind}"


def told(result: DiffResult) -> str:
    """All that the figure changes say, one after another."""
    return "\n".join("\n".join((one.summary, *(reason.text for reason in one.reasons))) for one in of_figures(result))
