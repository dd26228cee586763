"""Which changes of fact a story admits. It tells what stands on the pages, and nothing of why."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from storyver.admissions import Notice, find_admission, find_notices
from storyver.dates import PartialDate, overlap, parse_date
from storyver.model import (
    AuditResult,
    AuditStep,
    BlockKind,
    Change,
    DateSource,
    Disclosure,
    HeaderKind,
    Importance,
    Reading,
    ShownDate,
    Version,
)
from storyver.wording import table, words

_OF_IMPORTANCE: Final = frozenset({Importance.HIGH, Importance.MEDIUM})


def disclose(readings: Sequence[Reading], changes: Sequence[Sequence[Change]]) -> AuditResult:
    """Each change of fact of importance with the notice that admits it. ``changes[k]`` lead from version ``k`` on."""
    notices = find_notices(readings)
    dates = [reading.version.date for reading in readings]  # those of others bound where a version has none
    steps = []
    for number, (old, new) in enumerate(pairwise(readings)):
        lines = _shown_line(old.version), _shown_line(new.version)
        steps.append(
            AuditStep(
                old=number,
                new=number + 1,
                since=next((date for date in reversed(dates[: number + 1]) if date), None),
                until=next((date for date in dates[number + 1 :] if date), None),
                shown=_shown(lines, (old.version, new.version)),
                shown_old=lines[0],
                shown_new=lines[1],
                disclosures=tuple(_disclosure(one, number + 1, notices) for one in changes[number] if _is_audited(one)),
            )
        )
    versions = tuple(reading.version for reading in readings)
    return AuditResult(versions=versions, steps=tuple(steps), model=readings[0].model)


@cache
def _data() -> Any:
    return table(Path(__file__).with_name("disclosure.toml"))


def _is_audited(change: Change) -> bool:
    high = change.importance is Importance.HIGH and change.kind in _data()["kinds"]["high"]
    if not high and (change.kind not in _data()["kinds"]["medium"] or change.importance not in _OF_IMPORTANCE):
        return False
    sides = [side for side in (change.old, change.new) if side]
    return not any(side.block is BlockKind.NOTICE for side in sides)


def _disclosure(change: Change, version: int, notices: Sequence[Notice]) -> Disclosure:
    return Disclosure(change=change, admission=find_admission(change.kind, change.old, change.new, version, notices))


def _shown_line(version: Version) -> str | None:
    """The line that displays when the page was updated; the line of its publication does not count, nor one that says
    only how long ago it was."""
    updated, relative = set(_data()["shown"]["updated"]), set(_data()["shown"]["relative"])
    for line in version.header:
        text = version.text[line.start : line.end]
        said = {word.folded for word in words(text)}
        if line.kind is HeaderKind.DATE and updated & said:
            return None if relative & said else " ".join(text.split())
    return None


def _shown(lines: tuple[str | None, str | None], versions: tuple[Version, Version]) -> ShownDate:
    old, new = lines
    if old is None or new is None:
        return ShownDate.NONE if old == new else ShownDate.APPEARED if old is None else ShownDate.VANISHED
    if old == new:
        return ShownDate.STAYED
    one, other = (_read_from(line, version) for line, version in zip((old, new), versions, strict=True))
    if one is None or other is None or not overlap(one, other):
        return ShownDate.MOVED
    return ShownDate.STAYED if one.span() == other.span() else ShownDate.UNCLEAR


def _read_from(line: str, version: Version) -> PartialDate | None:
    """The date that was read from the line; None where the version's date is from elsewhere."""
    date = version.date
    if date is None or date.source is not DateSource.HEADER or " ".join(date.evidence.split()) not in line:
        return None
    return parse_date(date.value)
