"""The figures of a stretch of text, read once wherever it stands and whatever day its version is of."""

from __future__ import annotations

import re
from functools import cache

from storyver.extract.calendar import Day, months
from storyver.extract.figures import read_figures
from storyver.extract.relative import DAYS_AWAY, STEPS, weekdays
from storyver.model import Figure, Skipped
from storyver.remembered import remembered

TEXTS_KEPT = 4_096


def figures_of(text: str, published: str | None) -> tuple[tuple[Figure, ...], tuple[Skipped, ...]]:
    """The figures of a text, and what in it is none; ``published`` is the day of its version."""
    return _read_text(text, day_for(text, published))


def day_for(text: str, published: str | None) -> str | None:
    """The day of publication as far as the figures of a text can depend on it; None where they do not.

    They do where the text has a month, a weekday, or a word such as "yesterday" or "next". So most texts are read once
    for all versions of a story, each of which has a day of its own.
    """
    if published is None or not _days().search(text):
        return None
    day = Day.parse(published)
    return None if day is None else day.iso


@cache
def _days() -> re.Pattern[str]:
    """Finds whatever is read by the day of publication. Names of months and days count only with a capital."""
    names = "|".join(f"{name[0].upper()}(?i:{name[1:]})" for name in (*months(), *weekdays()))
    words = "|".join(map(re.escape, (*DAYS_AWAY, *STEPS)))
    return re.compile(f"{names}|(?i:{words})")


@remembered(TEXTS_KEPT)
def _read_text(text: str, published: str | None) -> tuple[tuple[Figure, ...], tuple[Skipped, ...]]:
    return read_figures(text, published=published)


def skipped_at(one: Skipped, by: int) -> Skipped:
    """What was passed over, so many characters further behind."""
    return Skipped(start=one.start + by, end=one.end + by, text=one.text, rule=one.rule, reason=one.reason)


def figure_at(figure: Figure, by: int) -> Figure:
    """The figure so many characters further behind. To name its fields is faster than ``replace``."""
    if not by:
        return figure
    conversion, before = figure.conversion_of, figure.changed_from
    return Figure(
        start=figure.start + by,
        end=figure.end + by,
        text=figure.text,
        kind=figure.kind,
        low=figure.low,
        high=figure.high,
        unit=figure.unit,
        qualifier=figure.qualifier,
        date=figure.date,
        trend=figure.trend,
        counted=figure.counted,
        per=figure.per,
        conversion_of=None if conversion is None else conversion + by,
        changed_from=None if before is None else before + by,
        resolved_from=figure.resolved_from,
        relative=figure.relative,
        dimension=figure.dimension,
        factor=figure.factor,
        rule=figure.rule,
    )
