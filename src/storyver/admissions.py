"""Whether a correction notice owns up to a change. Shared by the stages like the model, so that all judge alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from storyver.model import Admission, Block, BlockKind, ChangeKind, Claim, Figure, FigureKind, Reading
from storyver.naming import name_fact
from storyver.values import information
from storyver.wording import concept, concepts, function_words, table, words

_ALIKE: Final = 2
"""Concepts that a notice and a sentence must share where no figure shows that the one speaks of the other."""
_LONGEST_LABEL: Final = 60
_LIKE_SPELLINGS: Final = 0.5
"""The part of its letters that a misspelled name has in common with the right one."""
_LED_TO: Final = 12
"""Words in front of "to" among which a notice says that it corrects: "the number was changed from 17 to 71"."""
_BESIDE_A_NAME: Final = 4
"""Words on each side of a name among which a notice may find who is meant: "the mayor's name was misspelled"."""
_BREAKS: Final = re.compile(r"[,;:()]|\.\s|\d")
_BRACKET: Final = re.compile(r"^\s*\([^)]{0,40}\)")
_CLAUSE: Final = re.compile(r"[.;](?=\s|$)")
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
    """Those that it gives as right or wrong. They, the concepts and the words are without its label:
    "Correction, 3 May:"."""
    withdrawn: tuple[Figure, ...]
    """Those of them that it says were wrong."""
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
        rule = _rule(notice, kind, old, new, version) if notice.version >= version else None
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
    inside = [figure for figure in reading.figures if block.start + label <= figure.start < block.end]
    figures = tuple(one for figure in inside if (one := _of_the_matter(reading.version.text, block, figure)))
    return Notice(
        version=number,
        start=block.start,
        end=block.end,
        text=text,
        figures=figures,
        withdrawn=tuple(figure for figure in figures if _is_withdrawn(reading.version.text, block, figure)),
        concepts=frozenset(concepts(told)) - common,
        words=_folded(told),
    )


def _of_the_matter(text: str, block: Block, figure: Figure) -> Figure | None:
    """A figure of a notice; None for the day of the notice, of the article, and for the number of a paragraph."""
    before = [word.folded for word in words(text, block.start, figure.start)][-2:]
    behind = next((word.folded for word in words(text, figure.end, min(block.end, figure.end + 20))), "")
    numbers, places = _data()["notices"]["places"].split(), _data()["notices"]["of_texts"].split()
    if before[-1:] and before[-1] in numbers:
        # "In paragraph 2 to 31" is no range
        return replace(figure, low=figure.high) if figure.low != figure.high else None
    made_on = len(before) == 2 and before[0] in _data()["notices"]["made"].split() and before[1] == "on"
    return None if figure.date is not None and (made_on or behind in places) else figure


def _is_withdrawn(text: str, block: Block, figure: Figure) -> bool:
    """Whether a notice says that a figure was wrong: "not 14", "from 17 to 71", "an earlier version said 14"."""
    before = [word.folded for word in words(text, block.start, figure.start)]
    if before[-1:] == ["to"] and not set(_data()["withdrawn"]["led_to"]).isdisjoint(before[-_LED_TO:]):
        return False
    if {before[-1] if before else "", " ".join(before[-2:])} & set(_data()["withdrawn"]["behind"]):
        return True
    starts = [match.end() for match in _CLAUSE.finditer(text, block.start, figure.start)]
    ends = _CLAUSE.search(text, figure.end, block.end)
    clause = text[starts[-1] if starts else block.start : ends.start() if ends else block.end]
    said = {word.folded for word in words(clause)}
    return not said.isdisjoint(_data()["withdrawn"]["words"])


def _rule(notice: Notice, kind: ChangeKind, old: Claim | None, new: Claim | None, version: int) -> str | None:
    """How it is seen that a notice gives the figures of a change, or the words that it changed, and speaks of its
    sentence; None where it does not."""
    speaks = _data()["speaks"].get(kind)
    if speaks is not None and notice.words.isdisjoint(speaks.split()):
        return None
    sides = [side for side in (old, new) if side]
    if any(side.figure for side in sides):
        return _figure_rule(notice, old, new, version)
    shared = len(notice.concepts & {one for side in sides for one in concepts(side.text)})
    if kind is ChangeKind.NAME_CHANGED:
        return "words" if shared and _names(notice, old, new) else None
    named = speaks is not None or not (_edited(old, new) - function_words()).isdisjoint(notice.words)
    return "words" if named and shared >= _ALIKE else None


def _names(notice: Notice, old: Claim | None, new: Claim | None) -> bool:
    """Whether a notice names the name that was changed, or who stands beside it."""
    edited = _edited(old, new) - function_words()
    if old is None or new is None or not edited:
        return False
    if not notice.words.isdisjoint(_data()["notices"]["of_spellings"].split()) and not _like_spellings(old, new):
        return False
    if not edited.isdisjoint(notice.words):
        return True
    run = [word.folded.removesuffix("'s") for word in words(new.text)]
    places = [place for place, word in enumerate(run) if word in edited]
    beside = {word for place in places for word in run[max(0, place - _BESIDE_A_NAME) : place + 1 + _BESIDE_A_NAME]}
    return not {concept(word) for word in beside - function_words()}.isdisjoint(notice.concepts)


def _like_spellings(old: Claim, new: Claim) -> bool:
    """Whether one of the names that were replaced is spelled much like the one in its place."""
    before, after = (
        {word.folded.removesuffix("'s") for word in words(side.text) if word.text[0].isupper()} for side in (old, new)
    )
    return any(
        one[0] == other[0] and len(set(one) & set(other)) >= _LIKE_SPELLINGS * len(set(one) | set(other))
        for one in before - after
        for other in after - before
    )


def _figure_rule(notice: Notice, old: Claim | None, new: Claim | None, version: int) -> str | None:
    sides = [side for side in (old, new) if side]
    figures = [side.figure for side in sides if side.figure]
    given = [figure for figure in figures if _told(notice, figure)]
    if not given:
        return _words_rule(notice, sides)
    if len(given) == 1 and _contradicts(notice, old, new, version):
        return None
    told = [one for figure in given for one in _told(notice, figure)]
    own = {one for figure in figures for one in concepts(figure.text)}  # "six" is no further thing in common
    said = {one for side in sides for one in concepts(side.text)}
    counted = {one for figure in told for one in _counted(figure)}
    if len(given) == 1 and counted and counted.isdisjoint(said):
        return None  # "six cabinet posts" are not six seats
    generic = {concept(word) for word in _data()["notices"]["generic"].split()}
    shared = len((notice.concepts & said) - own - (generic if len(given) == 1 else set())) + _others(
        notice, told, sides
    )
    alike = counted & {one for figure in figures for one in concepts(figure.counted or "")}
    plain = len(given) > 1 or bool(alike) or any(information(figure) >= _TELLING for figure in given)
    if shared < (1 if plain else _ALIKE):
        return None
    return "both_values" if len(given) > 1 else "one_value"


def _told(notice: Notice, figure: Figure) -> list[Figure]:
    """The figures of a notice that are this one."""
    of_age = not notice.words.isdisjoint(_data()["notices"]["of_ages"].split())
    return [told for told in notice.figures if _same(figure, told) or (of_age and _same_age(figure, told))]


def _contradicts(notice: Notice, old: Claim | None, new: Claim | None, version: int) -> bool:
    """Whether a notice gives the old value as right, or the new one as wrong in the version in which it comes in."""
    if old and old.figure and (told := _told(notice, old.figure)):
        return not any(figure in notice.withdrawn for figure in told)
    if new and new.figure and (told := _told(notice, new.figure)):
        wrong = all(figure in notice.withdrawn for figure in told)
        return wrong and (notice.version == version or not _beside(notice, told, new))
    return False


def _beside(notice: Notice, told: Sequence[Figure], side: Claim) -> bool:
    """Whether a notice that withdraws a figure says the same right beside it as the version that brought it in."""
    figure = side.figure
    if figure is None or figure.kind is FigureKind.AGE:
        return True
    own = _around(side.text, figure.start - side.start, figure.end - side.start)
    return any(own & _around(notice.text, one.start - notice.start, one.end - notice.start) for one in told)


def _around(text: str, start: int, end: int) -> set[str]:
    """The concepts of the words around a figure, up to the next comma, bracket or number."""
    before, behind = _BREAKS.split(text[:start])[-1], _BREAKS.split(_BRACKET.sub("", text[end:], count=1))[0]
    common = {concept(word) for word in _data()["notices"]["common"].split()}
    return {*concepts(before), *concepts(behind)} - common


def _counted(figure: Figure) -> set[str]:
    """What a figure of a notice counts, if it says more than "people"."""
    generic = {concept(word) for word in _data()["notices"]["generic"].split()}
    return set(concepts(figure.counted or "")) - generic


def _others(notice: Notice, told: Sequence[Figure], sides: Sequence[Claim]) -> int:
    """How many further figures of a notice the sentence has too."""
    others = {figure.text for figure in notice.figures if figure not in told and len(figure.text) > 1}
    return sum(any(text in side.text for side in sides) for text in others)


def _words_rule(notice: Notice, sides: Sequence[Claim]) -> str | None:
    """ "Misstated the number of young singers": a notice without a figure."""
    if notice.figures or notice.words.isdisjoint(_data()["notices"]["of_figures"].split()):
        return None
    names = {one for side in sides for one in concepts(name_fact(side))}
    said = {one for side in sides for one in concepts(side.text)}
    named = len(notice.concepts & names) >= _ALIKE or (names and names <= notice.concepts)
    return "words" if named and len(notice.concepts & said) >= _ALIKE else None


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


def _same_age(one: Figure, other: Figure) -> bool:
    """A bare number that a notice gives as an age, or the other way round."""
    age = {one.kind, other.kind} == {FigureKind.AGE, FigureKind.COUNT} and one.counted is other.counted is None
    return age and (one.low, one.high) == (other.low, other.high)
