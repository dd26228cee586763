"""Weekdays and their dates, and what ended before it began."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Final

from storyver.consistency.calculation import Calculation
from storyver.consistency.page import Line, Page, data, excuse, stated
from storyver.model import CheckRule, Claim, Figure, FigureKind, MarkKind

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GAP: Final = re.compile(r",?\s+(?:the\s+|on\s+)?|\s*\(\s*", re.IGNORECASE)
_FAR: Final = timedelta(days=120)
"""How far a date without a year may be from publication for its year to be plain."""
_LONGEST_GAP: Final = 8


def weekdays(page: Page) -> Iterator[Calculation]:
    """Each weekday that stands in front of its date."""
    for line in page.body():
        names = [mark for mark in line.marks if mark.kind is MarkKind.TIME and mark.sort == "weekday"]
        for claim in line.claims:
            day = _day(stated(claim))
            if day is None:
                continue
            for mark in names:
                near = 0 < stated(claim).start - mark.end <= _LONGEST_GAP
                if near and _GAP.fullmatch(page.text[mark.end : stated(claim).start]) and mark.value in _DAYS:
                    yield _weekday(page, line, claim, day, mark.value)


def _day(figure: Figure) -> date | None:
    """The day that a figure names, where its year is stated or plain."""
    if figure.kind is not FigureKind.DATE or figure.relative:
        return None
    try:
        day = date.fromisoformat(figure.date or "")
        published = date.fromisoformat((figure.resolved_from or "")[:10]) if figure.resolved_from else None
    except ValueError:
        return None
    return None if published is not None and abs(day - published) > _FAR else day


def _weekday(page: Page, line: Line, claim: Claim, day: date, named: str) -> Calculation:
    right = _DAYS[day.weekday()]
    told = excuse(page, stated(claim).start, "date") or _named(line, right)
    return Calculation(
        rule=CheckRule.DATE,
        exhibits=(page.exhibit(claim),),
        holds=right == named,
        arithmetic=f"{day.isoformat()} was a {right.capitalize()}, not a {named.capitalize()}",
        summary=f"{stated(claim).text} ({day.year}) is a {right.capitalize()}, not a {named.capitalize()}.",
        excuse=None if right == named else told,
    )


def _named(line: Line, day: str) -> str | None:
    """The right weekday, where the sentence names it too."""
    return next((mark.text for mark in line.marks if mark.kind is MarkKind.TIME and mark.value == day), None)


def orders(page: Page) -> Iterator[Calculation]:
    """ "It opened in 2018 and closed in 2015": what a sentence says began and ended."""
    for line in page.body():
        years = [claim for claim in line.claims if re.fullmatch(r"\d{4}", stated(claim).date or "")]
        for one, other in pairwise(years):
            match = _sequence().fullmatch(page.text[_clause(page, line, one) : stated(other).start])
            if match and match["year"] == stated(one).text:
                yield _order(page, one, other)


def _clause(page: Page, line: Line, claim: Claim) -> int:
    """Where the clause of a year begins, at most so far back as a pattern may look."""
    start = stated(claim).start
    cut = max(page.text.rfind(mark, line.start, start) for mark in ",;:.")
    return max(line.start, cut + 1, start - 120)


@cache
def _sequence() -> re.Pattern[str]:
    rows = data("persons")["years"]
    begins, ends = ("|".join(rows[key].split()) for key in ("begins", "ends"))
    return re.compile(
        rf".{{0,80}}?\b(?:{begins})\s(?:[\w’'-]+\s){{0,3}}?in\s(?P<year>\d{{4}}),?\s(?:and|but)\s"
        rf"(?:then\s|was\s|has\s|had\s|it\s|later\s){{0,3}}(?:{ends})\s(?:[\w’'-]+\s){{0,3}}?in\s",
        re.DOTALL,
    )


def _order(page: Page, one: Claim, other: Claim) -> Calculation:
    first, last = int(stated(one).text), int(stated(other).text)
    return Calculation(
        rule=CheckRule.DATE,
        exhibits=(page.exhibit(one), page.exhibit(other)),
        holds=first <= last,
        arithmetic=f"{last} - {first} = {last - first} years",
        summary=f"What began in {first} is said to have ended in {last}.",
        excuse=None if first <= last else excuse(page, stated(other).start, "date"),
    )
