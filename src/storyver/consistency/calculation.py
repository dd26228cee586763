"""What a rule hands over: a calculation, whether it came out right or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from storyver.consistency.page import Page, excuse, stated
from storyver.model import CheckRule, Claim, Exhibit, Standing


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


def work_out(
    page: Page,
    rule: CheckRule,
    claims: Iterable[Claim],
    told: Claim,
    *,
    holds: bool,
    arithmetic: str,
    summary: str,
    excuses: str = "",
) -> Calculation:
    """A calculation from figures of one sentence; ``told`` is what the text says that it comes to.

    ``excuses`` names the entry of ``data/excuses.toml`` where it is not that of the rule.
    """
    shown = sorted(claims, key=lambda claim: stated(claim).start)
    return Calculation(
        rule=rule,
        exhibits=tuple(page.exhibit(claim) for claim in shown),
        holds=holds,
        arithmetic=arithmetic,
        summary=summary,
        excuse=None if holds else excuse(page, stated(told).start, excuses or rule.value),
    )
