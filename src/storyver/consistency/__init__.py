"""Named rules, in a visible order: do the figures of a story agree with one another?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from storyver.consistency.ages import ages
from storyver.consistency.averages import averages, for_each
from storyver.consistency.calculation import Calculation
from storyver.consistency.conversions import conversions
from storyver.consistency.days import orders, weekdays
from storyver.consistency.differences import differences
from storyver.consistency.halves import halves
from storyver.consistency.headline import headlines
from storyver.consistency.moves import directions, margins
from storyver.consistency.page import Page, make_page
from storyver.consistency.rates import differing_rates, rate_jumps
from storyver.consistency.rest import rests
from storyver.consistency.restated import restated_shares
from storyver.consistency.shares import shares, wholes
from storyver.consistency.sums import sums
from storyver.consistency.times import backwards, spans
from storyver.identity import finding_id
from storyver.model import Change, CheckResult, CheckRule, Finding, Reading

__all__ = ["check_story"]

WITHIN: tuple[Callable[[Page], Iterator[Calculation]], ...] = (
    conversions,
    differing_rates,
    sums,
    rests,
    shares,
    restated_shares,
    wholes,
    differences,
    directions,
    margins,
    averages,
    for_each,
    headlines,
    ages,
    weekdays,
    orders,
    spans,
    backwards,
)
"""What is worked out within each version."""


def check_story(readings: Sequence[Reading], changes: Sequence[Sequence[Change]]) -> CheckResult:
    """The findings in the order of the versions and of their texts, and what the texts explain themselves.

    ``changes[k]`` are the figure changes from version ``k`` to ``k + 1``.
    """
    pages = [make_page(number, reading) for number, reading in enumerate(readings)]
    made = [calculation for page in pages for rule in WITHIN for calculation in rule(page)]
    between = [one for old, new, step in zip(pages, pages[1:], changes, strict=False) for one in halves(old, new, step)]
    made += between
    made += (one for one in rate_jumps(pages) if not _is_told(one, between))
    findings = _findings(sorted((one for one in made if not one.holds), key=_place))
    return CheckResult(
        versions=tuple(reading.version for reading in readings),
        findings=tuple(one for one in findings if one.excuse is None),
        explained=tuple(one for one in findings if one.excuse is not None),
        calculations=_counted(made),
        model=readings[0].model,
    )


def _is_told(jump: Calculation, halves: Sequence[Calculation]) -> bool:
    """Whether a jump of a rate is only that of a pair of which one half was edited."""
    return any(not half.holds and half.exhibits[2:] == jump.exhibits[2:] for half in halves)


def _place(one: Calculation) -> tuple[int, int]:
    last = one.exhibits[-1]
    return last.version, last.claim.figure.start if last.claim.figure else last.claim.start


def _findings(failed: Sequence[Calculation]) -> list[Finding]:
    """A finding for each calculation that does not hold; the same one in several versions is one finding."""
    found: dict[tuple[object, ...], Finding] = {}
    by_figures: dict[tuple[frozenset[str], int], CheckRule] = {}
    for one in failed:
        told = frozenset(exhibit.claim.id for exhibit in one.exhibits), one.exhibits[0].version
        if by_figures.setdefault(told, one.rule) is not one.rule:
            continue  # two rules that say the same of the same figures are one finding
        claims = tuple(exhibit.claim.id for exhibit in one.exhibits)
        versions = tuple(dict.fromkeys(exhibit.version for exhibit in one.exhibits))
        key = (one.rule, claims, one.arithmetic, one.excuse, versions if len(versions) > 1 else ())
        if key in found:
            found[key] = replace(found[key], versions=(*found[key].versions, *versions))
            continue
        found[key] = Finding(
            id=finding_id(one.rule, claims, versions[1:]),
            rule=one.rule,
            standing=one.standing,
            versions=versions,
            exhibits=one.exhibits,
            arithmetic=one.arithmetic,
            summary=one.summary,
            excuse=one.excuse,
        )
    return list(found.values())


def _counted(made: Sequence[Calculation]) -> tuple[tuple[CheckRule, int], ...]:
    counts = Counter(one.rule for one in made)
    return tuple((rule, counts[rule]) for rule in CheckRule if counts[rule])
