"""What a rule hands over: a calculation, whether it came out right or not."""

from __future__ import annotations

from dataclasses import dataclass

from storyver.model import CheckRule, Exhibit, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """Something that could be worked out from the figures of a story."""

    rule: CheckRule
    exhibits: tuple[Exhibit, ...]
    holds: bool
    arithmetic: str = ""
    summary: str = ""
    """Both may be empty for a calculation that holds."""
    standing: Standing = Standing.WRONG
    excuse: str | None = None
    """The words by which the text says why it does not hold."""
