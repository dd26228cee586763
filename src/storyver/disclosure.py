"""Which changes of fact a story admits. It tells what stands on the pages, and nothing of why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from storyver.model import (
    Admission,
    AuditResult,
    AuditStep,
    Block,
    BlockKind,
    Change,
    ChangeKind,
    Claim,
    Disclosure,
    Figure,
    HeaderKind,
    Importance,
    Reading,
    ShownDate,
    Version,
)
from storyver.values import information
from storyver.wording import concept, concepts, table, words

_OF_IMPORTANCE: Final = frozenset({Importance.HIGH, Importance.MEDIUM})
_ALIKE: Final = 2
"""Concepts that a notice and a sentence must share where no figure shows that the one speaks of the other."""
_LONGEST_LABEL: Final = 60
_TELLING: Final = 0.5
"""How much a figure must tell for a notice that gives it to speak of it: "74" does, "two" does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Notice:
    """A correction notice, with the version in which it first stands."""

    version: int
    start: int
    end: int
    text: str
    figures: tuple[Figure, ...]
    concepts: frozenset[str]
    words: frozenset[str]


def disclose(readings: Sequence[Reading], changes: Sequence[Sequence[Change]]) -> AuditResult:
    """Each change of fact of importance with the notice that admits it. ``changes[k]`` lead from version ``k`` on."""
    notices = list(_notices(readings))
    steps = []
    for number, (old, new) in enumerate(pairwise(readings)):
        since = [notice for notice in notices if notice.version > number]
        lines = _shown_line(old.version), _shown_line(new.version)
        steps.append(
            AuditStep(
                old=number,
                new=number + 1,
                since=old.version.date,
                until=new.version.date,
                shown=_shown(*lines),
                shown_old=lines[0],
                shown_new=lines[1],
                disclosures=tuple(_disclosure(one, since) for one in changes[number] if _is_audited(one)),
            )
        )
    return AuditResult(versions=tuple(reading.version for reading in readings), steps=tuple(steps))


@cache
def _data() -> Any:
    return table(Path(__file__).with_name("disclosure.toml"))


def _is_audited(change: Change) -> bool:
    high = change.importance is Importance.HIGH and change.kind in _data()["kinds"]["high"]
    if not high and (change.kind not in _data()["kinds"]["medium"] or change.importance not in _OF_IMPORTANCE):
        return False
    sides = [side for side in (change.old, change.new) if side]
    return not any(side.block is BlockKind.NOTICE for side in sides)


def _notices(readings: Sequence[Reading]) -> Iterator[_Notice]:
    """The notices of a story, each where it first stands."""
    seen: set[str] = set()
    for number, reading in enumerate(readings):
        text = reading.version.text
        for block in reading.blocks:
            told = " ".join(text[block.start : block.end].split())
            if block.kind is BlockKind.NOTICE and told not in seen:
                seen.add(told)
                yield _notice(number, reading, block)


def _notice(number: int, reading: Reading, block: Block) -> _Notice:
    text = reading.version.text[block.start : block.end]
    label = block.start + text.find(":", 0, _LONGEST_LABEL) + 1  # "Correction 3 May:" has a date of its own
    common = {concept(word) for word in _data()["notices"]["common"].split()}
    return _Notice(
        version=number,
        start=block.start,
        end=block.end,
        text=text,
        figures=tuple(figure for figure in reading.figures if label <= figure.start < block.end),
        concepts=frozenset(concepts(text)) - common,
        words=frozenset(word.folded.removesuffix("'s") for word in words(text)),
    )


def _disclosure(change: Change, notices: Sequence[_Notice]) -> Disclosure:
    for notice in notices:
        rule = _rule(notice, change)
        if rule:
            admission = Admission(
                version=notice.version, start=notice.start, end=notice.end, text=notice.text, rule=rule
            )
            return Disclosure(change=change, admission=admission)
    return Disclosure(change=change, admission=None)


def _rule(notice: _Notice, change: Change) -> str | None:
    """How it is seen that a notice gives the figures of a change, or the words that it changed, and speaks of its
    sentence; None where it does not."""
    speaks = _data()["speaks"].get(change.kind)
    if speaks is not None and notice.words.isdisjoint(speaks.split()):
        return None
    sides = [side for side in (change.old, change.new) if side]
    shared = len(notice.concepts & {one for side in sides for one in concepts(side.text)})
    figures = [side.figure for side in sides if side.figure]
    if figures:
        given = [figure for figure in figures if any(_same(figure, told) for told in notice.figures)]
        plain = len(given) > 1 or any(information(figure) >= _TELLING for figure in given)
        if not given or shared < (1 if plain else _ALIKE):
            return None
        return "both_values" if len(given) > 1 else "one_value"
    edited = _edited(change.old, change.new)
    if change.kind is ChangeKind.NAME_CHANGED:
        return "words" if shared else None
    named = speaks is not None or not edited.isdisjoint(notice.words)
    return "words" if named and shared >= _ALIKE else None


def _edited(old: Claim | None, new: Claim | None) -> frozenset[str]:
    """The words of content that only one side has."""
    sides = [{word.folded.removesuffix("'s") for word in words(side.text)} if side else set() for side in (old, new)]
    return frozenset(sides[0] ^ sides[1]) if all(sides) else frozenset()


def _same(one: Figure, other: Figure) -> bool:
    if one.date is not None or other.date is not None:
        return one.date == other.date
    return (
        one.dimension == other.dimension and one.unit == other.unit and (one.low, one.high) == (other.low, other.high)
    )


def _shown_line(version: Version) -> str | None:
    """The line that displays when the page was updated; the line of its publication does not count."""
    updated = set(_data()["shown"]["updated"])
    for line in version.header:
        text = version.text[line.start : line.end]
        if line.kind is HeaderKind.DATE and updated & {word.folded for word in words(text)}:
            return " ".join(text.split())
    return None


def _shown(old: str | None, new: str | None) -> ShownDate:
    if old is None or new is None:
        return ShownDate.NONE if old == new else ShownDate.APPEARED if old is None else ShownDate.VANISHED
    return ShownDate.STAYED if old == new else ShownDate.MOVED
