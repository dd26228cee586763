"""Dates, years, spans of years and times of day as figures, told by the calendar or by their distance from today."""

from __future__ import annotations

from datetime import date

from storyver.extract.calendar import read_moment
from storyver.extract.found import Found, Scene
from storyver.extract.kinds import DATE
from storyver.extract.relative import RELATIVE, read_relative_date
from storyver.extract.years import Moment
from storyver.model import Qualifier


def read_date(scene: Scene, at: int) -> Found | None:
    """A date, a year, a span of years or a time of day."""
    moment = read_moment(scene.tokens, at, scene.published)
    if moment is None and scene.tokens[at].kind == "word":
        moment = _relative(scene, at)
    if moment is None:
        return None
    return Found(
        first=at,
        end=moment.end,
        kind=DATE,
        date=moment.value,
        rule=moment.rule,
        resolved=moment.resolved,
        relative=moment.rule == RELATIVE,
        qualifier=Qualifier.EXACT if moment.rule == RELATIVE else None,
    )


def _relative(scene: Scene, at: int) -> Moment | None:
    published = scene.published
    if published is None or published.month is None:
        return None
    month = date(published.year, published.month, 1)
    return read_relative_date(scene.tokens, at, month.replace(day=published.day) if published.day else None, month)
