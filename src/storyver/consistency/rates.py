"""The exchange rates that amounts and their restatements imply. They are named, not judged: no rate of ours is used."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from storyver.consistency.calculation import Calculation
from storyver.consistency.conversions import Pair, pairs
from storyver.consistency.page import Page, data, excuse, stated
from storyver.consistency.precision import Span, between, number, slack, span
from storyver.model import CheckRule, Figure, FigureKind, Qualifier, Standing

_YEAR: Final = re.compile(r"\d{4}")
_LETTERS: Final = re.compile(r"[A-Za-z]+")
_NOUGHTS: Final = 0.05
_SOURCE: Final = 0.03
"""How much of an amount that is restated may be rounding: "$1bn (£760m)" gives a rate of 0.76."""
_DRIFT: Final = 0.02
"""How much a rate may move within one version beyond what rounding leaves: amounts are converted on different days."""
_MONTHS: Final = 0.03
"""The same between two versions."""

Currencies = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Implied:
    """A rate that one pair implies: how much of the second currency one unit of the first is."""

    page: Page
    pair: Pair
    value: float
    span: Span

    @property
    def told(self) -> str:
        """The division, with what rounding leaves."""
        return f"{_quotient(self)} = {number(self.value)} ({between(self.span)})"


def rates(page: Page) -> Mapping[Currencies, tuple[Implied, ...]]:
    """The rates of a version that its text does not date otherwise, by the two currencies."""
    found: dict[Currencies, list[Implied]] = defaultdict(list)
    for pair in pairs(page):
        rate = implied(page, pair)
        if rate is not None and _dated(page, pair) is None:
            found[_currencies(pair)].append(rate)
    return {key: tuple(rows) for key, rows in found.items()}


def differing_rates(page: Page) -> Iterator[Calculation]:
    """The rates of each two currencies within one version."""
    found = rates(page)
    for pair in pairs(page):
        if implied(page, pair) is not None and (words := _dated(page, pair)) is not None:
            yield from _excused(page, pair, words, found.get(_currencies(pair), ()))
    for currencies, rows in found.items():
        if len(rows) < 2:
            continue
        least, most = min(rows, key=lambda row: row.span.high), max(rows, key=lambda row: row.span.low)
        holds = least.span.high * (1 + _DRIFT) >= most.span.low
        exhibits = tuple(page.exhibit(claim) for row in rows for claim in (row.pair.main, row.pair.restated))
        yield Calculation(
            rule=CheckRule.EXCHANGE_RATE,
            exhibits=exhibits,
            holds=holds,
            arithmetic="; ".join(row.told for row in rows),
            summary=f"One version implies {_named(currencies)} at {number(least.value)} and at {number(most.value)}.",
            standing=Standing.NAMED,
        )


def rate_jumps(pages: Sequence[Page]) -> Iterator[Calculation]:
    """The rates of each two currencies from each version that implies one to the next that does."""
    last: dict[Currencies, tuple[Implied, ...]] = {}
    for page in pages:
        for currencies, rows in rates(page).items():
            if currencies in last:
                yield _jump(currencies, last[currencies], rows)
            last[currencies] = rows


def _jump(currencies: Currencies, old: tuple[Implied, ...], new: tuple[Implied, ...]) -> Calculation:
    before = Span(low=min(row.span.low for row in old), high=max(row.span.high for row in old))
    after = Span(low=min(row.span.low for row in new), high=max(row.span.high for row in new))
    holds = before.high * (1 + _MONTHS) >= after.low and after.high * (1 + _MONTHS) >= before.low
    one, other = old[-1], new[-1]
    return Calculation(
        rule=CheckRule.RATE_JUMP,
        exhibits=tuple(row.page.exhibit(claim) for row in (one, other) for claim in (row.pair.main, row.pair.restated)),
        holds=holds,
        arithmetic=f"{one.told}, then {other.told}",
        summary=f"The rate implied for {_named(currencies)} went from {number(one.value)} to {number(other.value)}.",
        standing=Standing.NAMED,
    )


def _excused(page: Page, pair: Pair, words: str, others: Sequence[Implied]) -> Iterator[Calculation]:
    """A rate of another day is no finding where the version has one of today that it differs from."""
    rate = implied(page, pair)
    if rate is None or not others or any(rate.span.meets(row.span) for row in others):
        return
    yield Calculation(
        rule=CheckRule.EXCHANGE_RATE,
        exhibits=(page.exhibit(pair.main), page.exhibit(pair.restated)),
        holds=False,
        arithmetic="; ".join(row.told for row in (rate, *others)),
        summary=f"One version implies {_named(_currencies(pair))} at several rates.",
        standing=Standing.NAMED,
        excuse=words,
    )


def implied(page: Page, pair: Pair) -> Implied | None:
    """The rate that a pair implies; None where one of the two is no amount of a currency that is sure."""
    main, restated = stated(pair.main), stated(pair.restated)
    if not _is_amount(main) or not _is_amount(restated) or main.unit == restated.unit:
        return None
    spans = _source(main), span(replace(restated, qualifier=Qualifier.EXACT), noughts=_NOUGHTS)
    values = main.low or 1.0, restated.low or 1.0
    first, second = (0, 1) if _currencies(pair)[0] == main.unit else (1, 0)
    rate = spans[second].over(spans[first])
    return Implied(page=page, pair=pair, value=values[second] / values[first], span=rate)


def _source(figure: Figure) -> Span:
    """An amount that is restated is mostly the exact one of the two, however round it is."""
    low, high = figure.low or 0.0, figure.high or 0.0
    rooms = [min(slack(figure, value, noughts=0.0), _SOURCE * value) for value in (low, high)]
    return Span(low=low - rooms[0], high=high + rooms[1])


def _is_amount(figure: Figure) -> bool:
    if figure.kind is not FigureKind.MONEY or not figure.unit or not figure.low or figure.low <= 0:
        return False
    return set(data("units")["shared"]["currencies"]).isdisjoint(_LETTERS.findall(figure.text))


def _currencies(pair: Pair) -> Currencies:
    """The two in the order in which a rate is told: how much of the second a dollar, or the first by its code, is."""
    units = (stated(pair.main).unit or "", stated(pair.restated).unit or "")
    one, other = sorted(units, key=lambda unit: (unit != "USD", unit))
    return one, other


def _named(currencies: Currencies) -> str:
    return f"{currencies[1]} per {currencies[0]}"


def _quotient(row: Implied) -> str:
    main, restated = stated(row.pair.main), stated(row.pair.restated)
    over = (restated, main) if _currencies(row.pair)[0] == main.unit else (main, restated)
    return f"{over[0].text} ÷ {over[1].text}"


def _dated(page: Page, pair: Pair) -> str | None:
    """What says that the rate is that of another day: words, or a year in the sentence that is not the page's own."""
    if (words := excuse(page, stated(pair.main).start, "exchange_rate")) is not None:
        return words
    published = page.reading.version.date
    for claim in pair.line.claims:
        figure = stated(claim)
        if figure.date and _YEAR.match(figure.date) and (published is None or figure.date[:4] < published.value[:4]):
            return figure.text
    return None
