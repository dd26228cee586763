"""Ages and years of birth of one person within one version."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from storyver.consistency.births import age_worked_out, births
from storyver.consistency.calculation import Calculation
from storyver.consistency.page import Line, Page, data, excuse, stated
from storyver.consistency.precision import number
from storyver.model import CheckRule, Claim, Figure, FigureKind, Mark, MarkKind, Qualifier

_BEHIND: Final = re.compile(r"(?:-year)?(?:s)?[- ]olds?\s(?:[a-z][\w’'-]*\s){0,3}", re.IGNORECASE)
_REACH: Final = 30
_SPAN: Final = re.compile(r"(\d{4})\.\.(\d{4})")
_YEAR: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Age:
    """An age that is a named person's."""

    line: Line
    name: str
    claim: Claim


def ages(page: Page) -> Iterator[Calculation]:
    """Each person whose age the version gives more than once, or with years from which it can be worked out."""
    found = list(_ages(page))
    for rows in _by_person(found).values():
        if len(rows) > 1 and not _namesakes(rows):
            yield _several(page, rows)
    alone = Counter(row.line.number for row in found)
    for row in (*(row for row in found if alone[row.line.number] == 1), *_lives(page)):
        yield from _from_years(page, row)
    yield from births(page)


def _ages(page: Page) -> Iterator[_Age]:
    for line in page.body():
        here = [mark for mark in line.marks if mark.kind is MarkKind.NAME and mark.sort == "name"]
        for claim in line.claims:
            if _is_plain(stated(claim)) and (name := _owner(page.text, here, stated(claim))):
                yield _Age(line=line, name=name, claim=claim)


def _lives(page: Page) -> Iterator[_Age]:
    """The age at which a sentence says that someone died, behind a name with years in brackets."""
    for line in page.body():
        ages = [claim for claim in line.claims if stated(claim).kind is FigureKind.AGE]
        if len(ages) == 1 and _is_plain(stated(ages[0])):
            before = page.text[line.start : stated(ages[0]).start].casefold().rstrip()
            names = [mark for mark in line.marks if mark.kind is MarkKind.NAME]
            owner = next((mark for mark in names if page.text.startswith(" (", mark.end)), None)
            if owner is not None and before.endswith(_died()):
                yield _Age(line=line, name=owner.value, claim=ages[0])


def _is_plain(figure: Figure) -> bool:
    whole = figure.low == figure.high and figure.unit == "year" and figure.qualifier is Qualifier.EXACT
    return figure.kind is FigureKind.AGE and whole


def _owner(text: str, names: list[Mark], figure: Figure) -> str | None:
    """The person beside whose name an age stands: "Ada Pell, 43", "the 43-year-old Ada Pell"."""
    for mark in names:
        gap = text[mark.end : figure.start] if 0 < figure.start - mark.end <= _REACH else "?"
        if gap.strip(" ,(").casefold() in _in_front() and not _names_next(text, figure):
            return mark.value
        behind = text[figure.end : mark.start]
        if figure.end <= mark.start <= figure.end + _REACH and _BEHIND.fullmatch(_glued(figure) + behind):
            return mark.value
    return None


def _names_next(text: str, figure: Figure) -> bool:
    """Whether the age is that of a name behind it: "Ann Hill, 23-year-old Tom Pell"."""
    return bool(_BEHIND.match(_glued(figure) + text[figure.end : figure.end + _REACH]))


def _glued(figure: Figure) -> str:
    """The "-year" that may belong to the figure's own words."""
    return "-year" if figure.text.casefold().endswith("year") else ""


@cache
def _in_front() -> frozenset[str]:
    return frozenset(data("persons")["age"]["in_front"])


@cache
def _died() -> tuple[str, ...]:
    return tuple(data("persons")["age"]["died"])


def _by_person(found: list[_Age]) -> Mapping[str, list[_Age]]:
    """The ages by person; a surname alone is that of the only one on the page who has it."""
    full: dict[str, set[str]] = defaultdict(set)
    for row in found:
        if " " in row.name:
            full[row.name.split()[-1]].add(row.name)
    groups: dict[str, list[_Age]] = defaultdict(list)
    for row in found:
        owners = {row.name} if " " in row.name else full.get(row.name, {row.name})
        if len(owners) == 1:
            groups[next(iter(owners))].append(row)
    return groups


def _namesakes(rows: list[_Age]) -> bool:
    """Whether one sentence gives a name two ages: "Smith, 25, beat Smith, 31"."""
    values: dict[int, set[float | None]] = defaultdict(set)
    for row in rows:
        values[row.line.number].add(stated(row.claim).low)
    return any(len(several) > 1 for several in values.values())


def _several(page: Page, rows: list[_Age]) -> Calculation:
    values = sorted({stated(row.claim).low or 0.0 for row in rows})
    holds = len(values) == 1
    excuses = [excuse(page, stated(row.claim).start, "age") for row in rows] + [_when(row) for row in rows]
    return Calculation(
        rule=CheckRule.AGE,
        exhibits=tuple(page.exhibit(row.claim) for row in rows),
        holds=holds,
        arithmetic=f"{' ≠ '.join(number(value) for value in values)} (years of age are counted exactly)",
        summary=f"{rows[0].name} is {' and '.join(number(value) for value in values)} years old in one version.",
        excuse=None if holds else next((words for words in excuses if words), None),
    )


def _when(row: _Age) -> str | None:
    """The year in which someone was so old: "Ada Pell, 39, was charged in 2018"."""
    return next((stated(claim).text for claim in row.line.claims if _YEAR.match(stated(claim).date or "")), None)


def _from_years(page: Page, row: _Age) -> Iterator[Calculation]:
    """ "Anna Rowe (1950-2020) died aged 75", "Pell, 45, was born in 1990"."""
    died = page.text[row.line.start : stated(row.claim).start].casefold().rstrip().endswith(_died())
    for claim in row.line.claims:
        figure = stated(claim)
        span = _SPAN.fullmatch(figure.date or "")
        before = page.text[max(row.line.start, figure.start - _REACH) : figure.start].casefold()
        if died and span and page.text.startswith("(", figure.start - 1):
            yield age_worked_out(page, row.name, row.claim, claim, int(span[1]), int(span[2]))
        elif _YEAR.fullmatch(figure.date or "") and before.rstrip().endswith(tuple(data("persons")["years"]["born"])):
            published = page.reading.version.date
            if published is not None and figure.resolved_from is None:
                yield age_worked_out(
                    page, row.name, row.claim, claim, int((figure.date or "")[:4]), int(published.value[:4])
                )
