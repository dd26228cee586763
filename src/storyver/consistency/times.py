"""Spans of time and their ends: "from 1990 to 2005, over 20 years"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from storyver.consistency.calculation import Calculation, work_out
from storyver.consistency.frames import Match, frames
from storyver.consistency.page import Line, Page, stated
from storyver.consistency.parts import word_set, words
from storyver.consistency.precision import Span, between, span
from storyver.model import CheckRule, Claim, Figure, FigureKind

_YEAR: Final = re.compile(r"\d{4}")
_DAYS: Final = re.compile(r"(?:(\d{4})|-)-(\d\d)-(\d\d)\.\.(?:(\d{4})|-)-(\d\d)-(\d\d)")
_LEAP_YEAR: Final = 2000
"""In the place of a year that is not stated."""


def spans(page: Page) -> Iterator[Calculation]:
    """Each span of time of which a sentence gives both ends and the length."""
    for line in page.body():
        for found in frames(line, "lasted"):
            if _begun(page, line, "terms") and sum(stated(claim).date is not None for claim in line.claims) == 2:
                yield from _years(page, found["from"][0], stated(found["to"][0]).date, found["span"][0], found)
        for found in frames(line, "ago"):
            published = page.reading.version.date
            if published is not None:
                yield from _years(page, found["from"][0], published.value[:4], found["span"][0], found)
        for found in frames(line, "days"):
            yield from _days(page, found["days"][0], found["span"][0])
        for found in frames(line, "anniversary"):
            yield from _anniversary(page, found)


def _begun(page: Page, line: Line, name: str) -> bool:
    """Whether nothing in the sentence makes the length that of something else."""
    return set(words(page.text[line.start : line.end])).isdisjoint(word_set("times", name))


def _year(text: str | None) -> int | None:
    return int(text) if text and _YEAR.fullmatch(text) else None


def _years(page: Page, begins: Claim, ends: str | None, length: Claim, found: Match) -> Iterator[Calculation]:
    first, last, told = _year(stated(begins).date), _year(ends), stated(length)
    if first is None or last is None or last < first or told.unit not in {"year", "decade"} or told.low is None:
        return
    in_years = 10.0 if told.unit == "decade" else 1.0
    own = span(told, noughts=0.0)
    room = 0.5 if told.unit == "decade" else 0.0
    may = Span(low=float(last - first - 1), high=float(last - first + 1))
    holds = may.meets(Span(low=(own.low - room) * in_years, high=(own.high + room) * in_years))
    yield work_out(
        page,
        CheckRule.DATE,
        {c.id: c for rows in found.values() for c in rows}.values(),
        length,
        holds=holds,
        arithmetic=f"{last} - {first} = {last - first} years, not {told.text} (days of the year allow {between(may)})",
        summary=f"From {first} to {last} is {last - first} years, not {told.text}.",
    )


def _days(page: Page, days: Claim, length: Claim) -> Iterator[Calculation]:
    """ "For five days, from 3 to 5 June"."""
    match, told = _DAYS.fullmatch(stated(days).date or ""), stated(length)
    if match is None or told.unit not in {"day", "night", "week"} or told.low is None:
        return
    year = int(match[1] or match[4] or _LEAP_YEAR)
    first = date(year, int(match[2]), int(match[3]))
    last = date(int(match[4] or year), int(match[5]), int(match[6]))
    between_them = (last - first).days
    if between_them < 0:
        return
    may = Span(low=0.0, high=float(between_them + 1))  # it may have been every other day
    own, scale = span(told, noughts=0.0), 7.0 if told.unit == "week" else 1.0
    holds = may.meets(Span(low=own.low * scale, high=own.high * scale))
    yield work_out(
        page,
        CheckRule.DATE,
        (days, length),
        length,
        holds=holds,
        arithmetic=f"{stated(days).text} = {between_them + 1} days, or {between_them} nights, not {told.text}",
        summary=f"{stated(days).text} is {between_them + 1} days, not {told.text}.",
    )


def _anniversary(page: Page, found: Match) -> Iterator[Calculation]:
    first, last, rank = (stated(found[name][0]) for name in ("from", "to", "rank"))
    begun, marked = _year(first.date), _year(last.date)
    if begun is None or marked is None or rank.kind is not FigureKind.RANK:
        return
    holds = abs(marked - begun - (rank.low or 0.0)) <= 1
    yield work_out(
        page,
        CheckRule.DATE,
        (found[name][0] for name in ("from", "rank", "to")),
        found["rank"][0],
        holds=holds,
        arithmetic=f"{marked} - {begun} = {marked - begun} years, not {rank.text} (a year more or less is allowed)",
        summary=f"From {begun} to {marked} is {marked - begun} years, not the {rank.text}.",
    )


def backwards(page: Page) -> Iterator[Calculation]:
    """ "He was mayor from 2015 until 2009"."""
    for line in page.body():
        for found in frames(line, "backwards"):
            one, other = found["from"][0], found["to"][0]
            first, last = _dated(stated(one)), _dated(stated(other))
            if first and last and len(first) == len(last):
                yield _order(page, one, other, first, last)


def _dated(figure: Figure) -> str | None:
    """The date, where its year is stated."""
    whole = figure.date is not None and figure.date[:1].isdigit() and ".." not in figure.date
    return figure.date if whole and figure.resolved_from is None else None


def _order(page: Page, one: Claim, other: Claim, first: str, last: str) -> Calculation:
    holds = first <= last
    return work_out(
        page,
        CheckRule.DATE,
        (one, other),
        other,
        holds=holds,
        arithmetic=f"{last} < {first} (dates are compared as they are written)",
        summary=f"{stated(one).text} to {stated(other).text} ends before it begins.",
    )
