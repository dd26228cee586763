"""Named rules, in a visible order: do the figures of a story agree with one another?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from storyver.consistency.calculation import Calculation
from storyver.consistency.conversions import conversions
from storyver.consistency.differences import differences
from storyver.consistency.page import Page, make_page
from storyver.consistency.rates import differing_rates, rate_jumps
from storyver.consistency.rest import rests
from storyver.consistency.shares import shares, wholes
from storyver.consistency.sums import sums
from storyver.identity import finding_id
from storyver.model import Change, CheckResult, CheckRule, Finding, Reading

__all__ = ["check_story"]

WITHIN: tuple[Callable[[Page], Iterator[Calculation]], ...] = (conversions, differing_rates, sums, rests, shares, wholes, differences)
"""What is worked out within each version."""


def check_story(readings: Sequence[Reading], changes: Sequence[Sequence[Change]]) -> CheckResult:
    """The findings in the order of the versions and of their texts, and what the texts explain themselves.

    ``changes[k]`` are the figure changes from version ``k`` to ``k + 1``.
    """
    pages = [make_page(number, reading) for number, reading in enumerate(readings)]
    made = [calculation for page in pages for rule in WITHIN for calculation in rule(page)]
    made += rate_jumps(pages)
    failed = sorted((one for one in made if not one.holds), key=_place)
    findings = [_finding(one, pages) for one in failed]
    return CheckResult(
        versions=tuple(reading.version for reading in readings),
        findings=tuple(one for one in findings if one.excuse is None),
        explained=tuple(one for one in findings if one.excuse is not None),
        calculations=_counted(made),
    )


def _place(one: Calculation) -> tuple[int, int]:
    last = one.exhibits[-1]
    return last.version, last.claim.figure.start if last.claim.figure else last.claim.start


def _finding(one: Calculation, pages: Sequence[Page]) -> Finding:
    claims = [(pages[exhibit.version].reading.version.id, exhibit.claim.id) for exhibit in one.exhibits]
    return Finding(
        id=finding_id(one.rule, claims),
        rule=one.rule,
        standing=one.standing,
        exhibits=one.exhibits,
        arithmetic=one.arithmetic,
        summary=one.summary,
        excuse=one.excuse,
    )


def _counted(made: Sequence[Calculation]) -> tuple[tuple[CheckRule, int], ...]:
    counts = Counter(one.rule for one in made)
    return tuple((rule, counts[rule]) for rule in CheckRule if counts[rule])
