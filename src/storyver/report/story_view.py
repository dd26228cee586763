"""What the page of a story has beside its tables: what changed, in sentences, and by what a fact can be found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storyver.model import CAME_OR_WENT, ChangeKind, Fact, Importance, Point, TrackResult
from storyver.report.fact_view import FactView
from storyver.report.inert import one_line
from storyver.report.steps_view import course_values, short_course
from storyver.report.texts_view import TextView, arrange_texts
from storyver.report.track_view import TrackView, is_day
from storyver.report.view import EXCERPT_LENGTH, LABEL_LENGTH, MARKERS, VersionView, clip, version_views, words


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseView:
    """What became of a fact, in one line."""

    id: str
    label: str
    marker: str
    kinds: str
    """``increased, removed``: what happened to it, each once."""
    values: tuple[str, ...]
    gone: str
    """The version that leaves it out; empty where the last one has it."""
    importance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetView:
    """What a fact can be found by."""

    kinds: str
    """One in each line, as are the sections."""
    importance: str
    sections: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """What the page shows first and last."""

    span: str
    """``4 versions, 2022-02-25 to 2022-10-12``."""
    courses: tuple[CourseView, ...]
    """The facts that changed, the most important first."""
    groups: tuple[tuple[str, tuple[FactView, ...]], ...]
    """Those of the view, the facts that changed in the order of ``courses``."""
    counts: tuple[tuple[str, str, int], ...]
    """Marker, kind and how many changes of that kind there are."""
    tally: tuple[str, ...]
    """What else there is to say, one sentence each."""
    facets: dict[str, FacetView]
    """Of each fact, by its id."""
    texts: tuple[TextView, ...]


def arrange_story(result: TrackResult, view: TrackView) -> StoryView:
    """The beginning and the end of the page whose middle is ``view``."""
    shown = result.shown
    window = range(len(result.versions)) if shown is None else range(shown.first, shown.last + 1)
    facts = [fact for fact in result.facts if not is_day(fact) or view.single]
    points = [(fact, point) for fact in facts for point in fact.points if point.version in window]
    counted = Counter(point.change for _, point in points if point.version or point.is_change)
    every = version_views(result.versions)
    courses = tuple(_courses(facts, every, window))
    order = {course.id: place for place, course in enumerate(courses)}
    return StoryView(
        span=_span(every[window.start : window.stop]),
        courses=courses,
        groups=tuple(
            (name, tuple(sorted(group, key=lambda fact: order.get(fact.id, len(order))))) for name, group in view.groups
        ),
        counts=tuple((MARKERS[kind], words(kind), counted[kind]) for kind in _by_weight(counted)),
        tally=tuple(_tally(view, [point for _, point in points])),
        facets={one_line(fact.id): _facets(fact, window) for fact in facts},
        texts=tuple(arrange_texts(result, facts, every, window)),
    )


def _span(versions: Sequence[VersionView]) -> str:
    first, last = versions[0].when, versions[-1].when
    count = f"{len(versions)} version{'' if len(versions) == 1 else 's'}"
    days = " to ".join(dict.fromkeys((first, last))) if first and last else "not all of them dated"
    return f"{count}, {days}"


def _courses(facts: Sequence[Fact], versions: Sequence[VersionView], window: range) -> Iterator[CourseView]:
    moved = []
    for place, fact in enumerate(facts):
        points = [point for point in fact.points if point.version in window]
        changes = [point for point in points if point.is_change]
        if changes:
            importance = min((point.importance for point in points), key=Importance.rank)
            moved.append((importance.rank(), -sum(point.moved for point in changes), place, fact, points, changes))
    for _, _, _, fact, points, changes in sorted(moved, key=lambda one: one[:3]):
        left = points[-1] if points[-1].change is ChangeKind.REMOVED else None
        importance = min((point.importance for point in points), key=Importance.rank)
        yield CourseView(
            id=one_line(fact.id),
            label=clip(fact.label, LABEL_LENGTH),
            marker=MARKERS[changes[-1].change],
            kinds=", ".join(dict.fromkeys(words(point.change) for point in changes)),
            values=short_course(course_values(fact, points)),
            gone=versions[left.version].short if left else "",
            importance="" if importance is Importance.NONE else importance.value,
        )


def _by_weight(counted: Counter[ChangeKind]) -> list[ChangeKind]:
    """The kinds that occur: what changed, then what came or went, then what held."""
    last = (*(kind for kind in ChangeKind if kind in CAME_OR_WENT), ChangeKind.UNCERTAIN, ChangeKind.UNCHANGED)
    return [kind for kind in (*(kind for kind in ChangeKind if kind not in last), *last) if counted[kind]]


def _tally(view: TrackView, points: Sequence[Point]) -> Iterator[str]:
    names = {"Facts that changed": "changed", "Facts that came or went": "came or went", "Facts that held": "held"}
    parts = [f"{len(facts)} {names[name]}" for name, facts in view.groups]
    total = sum(len(facts) for _, facts in view.groups)
    if parts and not view.single:
        listed = " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
        yield f"Of {total} fact{'' if total == 1 else 's'}, {listed}."
    returned = sum(point.returns_to is not None for point in points)
    if returned:
        yield f"{_times(returned)} a value went back to an earlier one."
    stale = sum(bool(point.stale) for point in points)
    if stale:
        yield f"{_times(stale)} a version disagrees with itself."
    unadmitted = sum(len(step.changes) for step in view.unadmitted)
    if unadmitted:
        told = "1 change of importance is" if unadmitted == 1 else f"{unadmitted} changes of importance are"
        yield f"{told} admitted by no correction notice."
    unsure = sum(point.change is ChangeKind.UNCERTAIN for point in points)
    yield f"{unsure} link{'' if unsure == 1 else 's'} uncertain: please look." if unsure else "No link is uncertain."


def _times(count: int) -> str:
    return "Once" if count == 1 else "Twice" if count == 2 else f"{count} times"


def _facets(fact: Fact, window: range) -> FacetView:
    points = [point for point in fact.points if point.version in window]
    kinds = dict.fromkeys(words(point.change) for point in points if point.version or point.is_change)
    importance = min((point.importance for point in points), key=Importance.rank, default=Importance.NONE)
    sections = dict.fromkeys(
        clip(one.claim.section, EXCERPT_LENGTH) for one in fact.sightings if one.version in window and one.claim.section
    )
    return FacetView(kinds="\n".join(kinds), importance=importance.value, sections="\n".join(sections))
