"""What was measured of one tool."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.showing.levels import Level


@dataclass(slots=True, kw_only=True)
class Shown:
    """How a tool shows each edit, and of the pairs that state the same facts which it marks."""

    name: str
    version: str = ""
    problem: str = ""
    """Why it could not be measured, or nothing."""
    levels: list[Level] = field(default_factory=list)
    marked: list[bool] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Hidden:
    """Which edits a rule hides, alone and within an article, and which of the pairs that state the same facts."""

    name: str
    rule: str
    problem: str = ""
    alone: list[bool] = field(default_factory=list)
    within: list[bool] = field(default_factory=list)
    same: list[bool] = field(default_factory=list)
