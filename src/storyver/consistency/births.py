"""Someone's age and year of birth, where the sentence itself puts the two together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from storyver.consistency.calculation import Calculation, work_out
from storyver.consistency.frames import frames
from storyver.consistency.page import Page, stated
from storyver.consistency.precision import number
from storyver.model import CheckRule, Claim, Figure, FigureKind, Qualifier

_YEAR: Final = re.compile(r"\d{4}(?=$|-)")
_LONGEST_LIFE: Final = 120


def births(page: Page) -> Iterator[Calculation]:
    """ "Tom Hill was born in 1950 and is 60", "was born in 1950 and died in 2000 at the age of 60"."""
    published = page.reading.version.date
    for line in page.body():
        for found in frames(line, "born"):
            born, age = found["born"][0], found["age"][0]
            if published is not None and _fit(stated(born), stated(age)):
                yield age_worked_out(page, "", age, born, year_of(stated(born)), int(published.value[:4]))
        for found in frames(line, "died"):
            born, age, died = (found[name][0] for name in ("born", "age", "died"))
            if _fit(stated(born), stated(age)) and _YEAR.match(stated(died).date or ""):
                yield age_worked_out(page, "", age, born, year_of(stated(born)), year_of(stated(died)))


def _fit(born: Figure, age: Figure) -> bool:
    """Whether the two can be a year of birth and an age in years."""
    whole = age.low is not None and age.low == age.high and age.low < _LONGEST_LIFE and age.counted is None
    plain = age.kind in {FigureKind.AGE, FigureKind.COUNT} and age.unit in {None, "year"}
    stated_year = _YEAR.match(born.date or "") is not None and born.resolved_from is None
    return whole and plain and age.qualifier is Qualifier.EXACT and stated_year


def year_of(figure: Figure) -> int:
    """The year of a date that states one."""
    return int((figure.date or "")[:4])


def age_worked_out(page: Page, name: str, age: Claim, years: Claim, born: int, then: int) -> Calculation:
    """The age that someone born in one year has in another."""
    told = stated(age).low or 0.0
    holds = 0 <= then - born - told <= 1
    return work_out(
        page,
        CheckRule.AGE,
        (age, years),
        age,
        holds=holds,
        arithmetic=f"{then} - {born} = {then - born}, or {then - born - 1} before the birthday, not {number(told)}",
        summary=f"{name or 'Someone'}, born in {born}, is given as {number(told)} in {then}.",
        excuses="birth",
    )
