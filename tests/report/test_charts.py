"""What the drawings of a story say: where versions stand, what a line claims, which shape means what."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

import storyver
from harbour import track_result, version
from repository import ROOT
from storyver.model import ChangeKind, DateSource, Point, PublicationDate, Version
from storyver.report.axis import BY_TIME, make_axis
from storyver.report.chart_view import draw_chart
from storyver.report.drawing import Drawing, Label, without_overlaps
from storyver.report.history_view import size_phrase
from storyver.report.sparkline import sparkline
from storyver.report.track_view import arrange_track
from timeline_cases import FRAME

AXES = tomllib.loads((ROOT / "tests" / "cases" / "timelines" / "axes.toml").read_text(encoding="utf-8"))["case"]


def dated(value: str) -> Version:
    """A version with a date, or without one."""
    date = PublicationDate(value=value, source=DateSource.HEADER, evidence=value) if value else None
    return version(f"text of {value}", date=date)


@pytest.mark.parametrize("case", AXES, ids=lambda case: str(case["name"]))
def test_versions_stand_where_their_dates_allow(case: dict[str, Any]) -> None:
    """Each version is as wide as its date is uncertain, and none stands before the one before it."""
    axis = make_axis([dated(date) for date in case["dates"]], 0, 100)
    found = [[round(end, 1) for end in span] for span in axis.spans]
    assert found == [[pytest.approx(end, abs=0.11) for end in span] for span in case["spans"]]
    assert (axis.note == BY_TIME) is case["by_time"]


def chart(texts: list[str]) -> Drawing:
    """The chart of the only fact of a story without dates."""
    (fact,) = arrange_track(storyver.track([FRAME.format(text) for text in texts])).groups[0][1]
    assert fact.chart is not None
    return fact.chart


def test_a_value_holds_until_the_next_version() -> None:
    """Between two versions the line is level at the older value; it moves only at the newer one."""
    drawn = chart(["It has 30 members.", "It has 36 members.", "It has 33 members."])
    held = [line for line in drawn.lines if line.kind == "held"]
    assert all(line.y1 == line.y2 for line in held)
    moving = [line for line in drawn.lines if line.kind == "moving"]
    assert all(line.x1 == line.x2 for line in moving)
    heights = [sign.y for sign in drawn.signs]
    assert heights[0] > heights[2] > heights[1]
    assert heights[0] - heights[1] == pytest.approx(2 * (heights[0] - heights[2]), abs=0.2)


def test_a_change_of_unknown_day_is_a_slope() -> None:
    """Where a version is known only to the month the line slopes over all of it, with a bar as wide."""
    story = storyver.track(ROOT / "corpus" / "nato-explainer")
    view = arrange_track(story)
    drawn = next(fact.chart for _, facts in view.groups for fact in facts if "NLAW" in fact.label)
    assert drawn is not None
    (span,) = [line for line in drawn.lines if line.kind == "span"]
    slope = max((line for line in drawn.lines if line.kind == "moving"), key=lambda line: line.x2 - line.x1)
    assert (slope.x1, slope.x2) == (span.x1, span.x2)
    assert span.x2 - span.x1 > 20


def test_each_happening_has_its_shape() -> None:
    """What comes, moves, stays, goes and returns has a shape of its own, and where it is gone the line is dotted."""
    drawn = chart(["It has 30 members.", "It has 36 members.", "It has 36 members.", "", "", "It has 36 members."])
    assert [sign.kind for sign in drawn.signs] == ["came", "moved", "stated", "gone", "back"]
    assert [line.kind for line in drawn.lines].count("gone") == 1


def test_dates_stand_in_their_order() -> None:
    """The values of a date are drawn from the earliest to the latest."""
    drawn = chart(["It opens on 5 May 2031.", "It opens on 2 May 2031.", "It opens on 9 May 2031."])
    heights = [sign.y for sign in drawn.signs]
    assert heights[1] > heights[0] > heights[2]


def test_a_chart_says_in_words_what_it_shows() -> None:
    """The description has every value with its version."""
    drawn = chart(["It has 30 members.", "It has 36 members.", ""])
    assert drawn.description == "Step chart of Arden's members: 30 in #1, 36 in #2, removed in #3."


def test_a_fact_of_one_version_has_no_chart() -> None:
    """A single point shows nothing that the table does not."""
    result = track_result()
    leaks = result.facts[3]
    axis = make_axis(result.versions, 0, 100)
    assert draw_chart(leaks, axis, arrange_track(result).versions, range(2)) is None


def test_labels_do_not_cover_one_another() -> None:
    """Of labels at one place the first stays."""
    labels = [Label(x=x, y=10, text="1,340km") for x in (0, 10, 100)]
    assert [label.x for label in without_overlaps(labels)] == [0, 100]


def test_lanes_say_what_appears_changes_and_vanishes() -> None:
    """Each version has the facts that come, change and go there; one that holds throughout is not drawn."""
    view = arrange_track(track_result())
    lanes = [
        [[label for _, label in facts] for facts in (lane.appear, lane.change, lane.vanish)] for lane in view.lanes
    ]
    assert lanes == [
        [["berths", "cracks", "cost of the harbour wall"], [], []],
        [["leaks"], ["cost of the harbour wall"], ["cracks"]],
    ]
    assert view.picture is not None
    assert [label.link for label in view.picture.labels if label.link] == [
        f"fact-{fact.id}" for fact in track_result().facts if fact.label != "berths"
    ]


@pytest.mark.parametrize(
    ("values", "bars"),
    [
        ([1, 2, 3], "▁▅█"),
        ([0, None, 7], "▁·█"),
        ([5, 5, 5], ""),
        ([None, None], ""),
        ([], ""),
        ([-4, 4], "▁█"),
        (list(range(48)), "▁▁▂▂▂▃▃▃▄▄▄▄▅▅▅▆▆▆▇▇▇▇██"),
    ],
)
def test_sparkline(values: list[float | None], bars: str) -> None:
    """One bar for each value up to a width, a dot where there is none, nothing where nothing moves."""
    assert sparkline(values) == bars


@pytest.mark.parametrize(
    ("share", "said"), [(0.125, "up by 3 (+13%)"), (0.1249, "up by 3 (+12%)"), (0.004, "up by 3 (under 1%)")]
)
def test_half_a_per_cent_is_rounded_up(share: float, said: str) -> None:
    """As newsrooms do: from 24 to 27 is 13 %."""
    assert size_phrase(Point(version=1, change=ChangeKind.INCREASED, sighting=0, size=3.0, share=share)) == said
