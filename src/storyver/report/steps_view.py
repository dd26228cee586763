"""The history of a fact in steps: each version that says something new of it, and the runs that only repeat it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from storyver.model import ChangeKind, Claim, Fact, Figure, Point, Qualifier
from storyver.report.history_view import PointView, SightingView, sighting_view
from storyver.report.inert import one_line
from storyver.report.texts_view import Texts
from storyver.report.view import LABEL_LENGTH, VersionView, clip, words

MOST_VALUES = 4
"""Values of a course that are told one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteView:
    """A sentence of a step."""

    sighting: SightingView
    place: str
    """Its anchor in the text of its version; empty where the page has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """What a version says of a fact, or a run of versions that all say it alike."""

    id: str
    """The end of the anchor of a change: the fact's id and the version's; empty where nothing changed."""
    first: PointView
    last: PointView
    """Of the run; the same as ``first`` for a single version."""
    value: str
    before: str
    """What was said before, in the same words as ``value``; empty where that is nothing, or no other."""
    quotes: tuple[QuoteView, ...]
    """The sentences; of a run those that did not stand under the step before."""

    @property
    def versions(self) -> str:
        """``v3``, ``v3–v10``."""
        ends = (self.first.version, self.last.version)
        return ends[0] if ends[0] == ends[1] else "–".join(ends)

    @property
    def when(self) -> str:
        """The days of its versions as far as they are known."""
        dates = dict.fromkeys(point.date.replace("T", " ") for point in (self.first, self.last) if point.date)
        return " – ".join(dates)


def step_views(
    fact: Fact, points: Sequence[PointView], versions: Sequence[VersionView], texts: Texts
) -> tuple[StepView, ...]:
    """The steps of a fact; ``points`` are those that are shown."""
    return tuple(_merged(_steps(fact, {point.place: point for point in points}, versions, texts)))


def _merged(steps: Iterator[StepView]) -> Iterator[StepView]:
    """The steps, those of which nothing is to be said drawn together."""
    held: StepView | None = None
    for step in steps:
        plain = not step.id and not step.quotes
        if held and plain:
            held = replace(held, last=step.last)
            continue
        if held:
            yield held
        held = None if step.id else step
        if step.id:
            yield step
    if held:
        yield held


def _steps(
    fact: Fact, points: Mapping[int, PointView], versions: Sequence[VersionView], texts: Texts
) -> Iterator[StepView]:
    stale = {index for point in fact.points for index in point.stale}
    mentions: dict[int, list[int]] = {}
    for index, one in enumerate(fact.sightings):
        if one.change is not ChangeKind.REMOVED:
            mentions.setdefault(one.version, []).append(index)
    before, known = "", frozenset[tuple[str, int, int]]()
    for point in fact.points:
        figure = fact.figure(point)
        value = qualified(figure) if figure else ""
        said = mentions.get(point.version, [])
        changed = point.is_change or point.change is not ChangeKind.UNCHANGED
        fresh = [index for index in said if changed or _wording(fact.sightings[index].claim) not in known]
        if point.version in points:
            yield StepView(
                id=f"{one_line(fact.id)}-{texts.keys[point.version]}" if changed else "",
                first=points[point.version],
                last=points[point.version],
                value=value,
                before=before if before != value else "",
                quotes=tuple(
                    QuoteView(
                        sighting=sighting_view(fact, index, versions, stale),
                        place=texts.place(point.version, fact.sightings[index].claim),
                    )
                    for index in fresh
                ),
            )
        known = frozenset(_wording(fact.sightings[index].claim) for index in said) or known
        before = value or before


def _wording(claim: Claim) -> tuple[str, int, int]:
    """What tells two mentions in the same words apart."""
    figure = claim.figure
    return claim.text, figure.start - claim.start if figure else 0, figure.end - claim.start if figure else 0


def qualified(figure: Figure) -> str:
    """The figure with what is said of how exact it is: ``more than 300,000``."""
    text = clip(figure.text, LABEL_LENGTH)
    return text if figure.qualifier is Qualifier.EXACT else f"{words(figure.qualifier)} {text}"


def course_values(fact: Fact, points: Sequence[Point]) -> tuple[str, ...]:
    """The values of the points one after another, none twice in a row."""
    values: list[str] = []
    for point in points:
        figure = fact.figure(point)
        if figure and (not values or values[-1] != qualified(figure)):
            values.append(qualified(figure))
    return tuple(values)


def short_course(values: Sequence[str]) -> tuple[str, ...]:
    """The values of a course, of many the first and the last two."""
    return tuple(values) if len(values) <= MOST_VALUES else (values[0], "…", *values[-2:])
