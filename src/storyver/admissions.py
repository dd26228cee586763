"""Whether a correction notice owns up to a change. Shared by the stages like the model, so that all judge alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from storyver.model import Admission, Block, BlockKind, ChangeKind, Claim, Figure, Reading
from storyver.naming import name_fact
from storyver.values import information
from storyver.wording import concept, concepts, table, words

_ALIKE: Final = 2
"""Concepts that a notice and a sentence must share where no figure shows that the one speaks of the other."""
_LONGEST_LABEL: Final = 60
_TELLING: Final = 0.5
"""How much a figure must tell for a notice that gives it to speak of it: "74" does, "two" does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A correction notice, with the version in which it first stands."""

    version: int
    start: int
    end: int
    text: str
    figures: tuple[Figure, ...]
    """These, the concepts and the words are without its label: "Correction, 3 May:"."""
    concepts: frozenset[str]
    """Without the words of every notice."""
    words: frozenset[str]


def find_notices(readings: Sequence[Reading]) -> tuple[Notice, ...]:
    """The notices of a story, each where it first stands."""
    return tuple(_notices(readings))


def find_admission(
    kind: ChangeKind, old: Claim | None, new: Claim | None, version: int, notices: Sequence[Notice]
) -> Admission | None:
    """The first notice that speaks of a change; ``version`` is the first that has it, and older notices cannot."""
    for notice in notices:
        rule = _rule(notice, kind, old, new) if notice.version >= version else None
        if rule:
            return Admission(version=notice.version, start=notice.start, end=notice.end, text=notice.text, rule=rule)
    return None


@cache
def _data() -> Any:
    return table(Path(__file__).with_name("admissions.toml"))


def _notices(readings: Sequence[Reading]) -> Iterator[Notice]:
    seen: set[str] = set()
    for number, reading in enumerate(readings):
        text = reading.version.text
        for block in reading.blocks:
            told = " ".join(text[block.start : block.end].split())
            if block.kind is BlockKind.NOTICE and told not in seen:
                seen.add(told)
                yield _notice(number, reading, block)


def _notice(number: int, reading: Reading, block: Block) -> Notice:
    text = reading.version.text[block.start : block.end]
    label = text.find(":", 0, _LONGEST_LABEL) + 1
    told = text[label:]
    common = {concept(word) for word in _data()["notices"]["common"].split()}
    return Notice(
        version=number,
        start=block.start,
        end=block.end,
        text=text,
        figures=tuple(figure for figure in reading.figures if block.start + label <= figure.start < block.end),
        concepts=frozenset(concepts(told)) - common,
        words=_folded(told),
    )


def _rule(notice: Notice, kind: ChangeKind, old: Claim | None, new: Claim | None) -> str | None:
    """How it is seen that a notice gives the figures of a change, or the words that it changed, and speaks of its
    sentence; None where it does not."""
    speaks = _data()["speaks"].get(kind)
    if speaks is not None and notice.words.isdisjoint(speaks.split()):
        return None
    sides = [side for side in (old, new) if side]
    if any(side.figure for side in sides):
        return _figure_rule(notice, sides)
    shared = len(notice.concepts & {one for side in sides for one in concepts(side.text)})
    if kind is ChangeKind.NAME_CHANGED:
        return "words" if shared else None
    named = speaks is not None or not _edited(old, new).isdisjoint(notice.words)
    return "words" if named and shared >= _ALIKE else None


def _figure_rule(notice: Notice, sides: Sequence[Claim]) -> str | None:
    figures = [side.figure for side in sides if side.figure]
    own = {one for figure in figures for one in concepts(figure.text)}  # "six" is no further thing in common
    shared = len(notice.concepts & {one for side in sides for one in concepts(side.text)} - own)
    given = [figure for figure in figures if any(_same(figure, told) for told in notice.figures)]
    if given:
        plain = len(given) > 1 or any(information(figure) >= _TELLING for figure in given)
        if shared < (1 if plain else _ALIKE):
            return None
        return "both_values" if len(given) > 1 else "one_value"
    if notice.figures or notice.words.isdisjoint(_data()["notices"]["of_figures"].split()):
        return None
    names = {one for side in sides for one in concepts(name_fact(side))}
    return "words" if len(notice.concepts & names) >= _ALIKE else None


def _edited(old: Claim | None, new: Claim | None) -> frozenset[str]:
    """The words that only one side has; none where there is one side only."""
    return _folded(old.text) ^ _folded(new.text) if old and new else frozenset()


def _folded(text: str) -> frozenset[str]:
    return frozenset(word.folded.removesuffix("'s") for word in words(text))


def _same(one: Figure, other: Figure) -> bool:
    if one.date is not None or other.date is not None:
        return one.date == other.date
    return (
        one.dimension == other.dimension and one.unit == other.unit and (one.low, one.high) == (other.low, other.high)
    )
