"""What the readable reports of ``evaluate`` show: tables of scores, and lists of cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from storyver.model import Case, Difference, EvaluationResult, Interval, Measure, Ratio, RunComparison, Score

NAMES: Final = {
    Measure.FIGURES: "figures found",
    Measure.UNITS: "units",
    Measure.QUALIFIERS: "qualifiers",
    Measure.LINKS: "mentions linked",
    Measure.MOVED: "moved values",
    Measure.EDITS: "edits found",
    Measure.FALSE_ALARMS: "false alarms (fewer is better)",
    Measure.TRACKS: "tracks",
}
NOTHING: Final = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table; its first cell names it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of cases, each in a few lines."""

    title: str
    cases: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationView:
    """The report."""

    opening: tuple[str, ...]
    grids: tuple[Grid, ...]
    listings: tuple[Listing, ...]


def arrange_evaluation(result: EvaluationResult, *, everything: bool) -> EvaluationView:
    """The tables of a result; what was gained and lost, and with ``everything`` also all that is wrong."""
    grids = list(_score_grids(result))
    listings = []
    if result.against is not None:
        grids.append(_comparison_grid(result.against))
        listings += [_listing("newly right", result.against.gained), _listing("newly wrong", result.against.lost)]
    if everything:
        listings.append(_listing("wrong", [case for case in result.cases if not case.right]))
    return EvaluationView(opening=_opening(result), grids=tuple(grids), listings=tuple(listings))


def _opening(result: EvaluationResult) -> tuple[str, ...]:
    versions = sum(story.versions for story in result.stories)
    lines = [f"{len(result.stories):,} stories, {versions:,} versions"]
    lines += [f"{part}: {name}" for part, name in result.systems]
    if result.uncertain is not None:
        lines.append(f"changes called uncertain, which claim nothing: {_ratio(result.uncertain)}")
    lines.append(f"intervals: 95 % of {result.resamples:,} resamples of the stories, seed {result.seed}")
    return tuple(lines)


def _score_grids(result: EvaluationResult) -> Iterator[Grid]:
    for measure in Measure:
        rows = [one for one in result.scores if one.measure is measure and not one.story]
        if not rows:
            continue
        names = ("precision", "recall", "F1") if rows[0].share is None else ("share",)
        yield Grid(
            head=(NAMES[measure], *names, "interval", "mean of stories"),
            rows=tuple((_kind(one), *_cells(one), _interval(one.interval), _ratio(one.by_story)) for one in rows),
        )


def _cells(one: Score) -> tuple[str, ...]:
    if one.share is not None:
        return (_ratio(one.share),)
    return (_ratio(one.precision), _ratio(one.recall), _value(one.f1))


def _comparison_grid(against: RunComparison) -> Grid:
    names = ", ".join(dict.fromkeys(name for _, name in against.systems))
    left_out = f"; left out: {', '.join(against.left_out)}" if against.left_out else ""
    return Grid(
        head=("against the saved run", "before", "now", "difference", "interval", "newly right", "newly wrong", ""),
        rows=tuple(map(_difference_row, against.differences)),
        note=f"{against.run}: {names}, on the {against.stories:,} stories that are the same in both runs{left_out}",
    )


def _difference_row(one: Difference) -> tuple[str, ...]:
    known = one.before is not None and one.after is not None
    moved = (one.after or 0.0) - (one.before or 0.0)
    return (
        f"{one.measure.replace('_', ' ')}, {one.kind or 'all'}",
        _value(one.before),
        _value(one.after),
        f"{moved:+.3f}" if known else NOTHING,
        NOTHING if one.interval is None else f"{one.interval.low:+.3f} to {one.interval.high:+.3f}",
        f"{one.gained:,}",
        f"{one.lost:,}",
        _verdict(one, moved) if known else "",
    )


def _verdict(one: Difference, moved: float) -> str:
    """Better, worse, or nothing that other stories might not have turned round."""
    if not (moved or one.gained or one.lost):
        return "the same"
    if one.is_noise:
        return "noise"
    return "better" if (moved > 0) is (one.measure is not Measure.FALSE_ALARMS) else "worse"


def _listing(title: str, cases: Sequence[Case]) -> Listing:
    return Listing(title=f"{title} ({len(cases):,})", cases=tuple(map(_case_lines, cases)))


def _case_lines(case: Case) -> tuple[str, ...]:
    expected = case.expected or ("no figure" if case.measure is Measure.FIGURES else "nothing of the kind")
    return (
        f"{case.measure.replace('_', ' ')}, {case.kind} · {case.story} {case.place}",
        f"expected {expected}",
        f"got {case.got or 'nothing'}",
        *(f"“{sentence}”" for sentence in case.sentences),
    )


def _kind(one: Score) -> str:
    return one.kind.replace("_", " ") or "all"


def _ratio(one: Ratio | None) -> str:
    return NOTHING if one is None else f"{_value(one.value)} of {one.of:,}"


def _value(one: float | None) -> str:
    return NOTHING if one is None else f"{one:.3f}"


def _interval(one: Interval | None) -> str:
    return NOTHING if one is None else f"{one.low:.3f} to {one.high:.3f}"
