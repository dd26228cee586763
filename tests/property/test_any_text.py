"""What holds of texts in any Unicode: right to left, with combining marks, beyond sixteen bits, of no width."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import storyver
from invariants import (
    holds_of_document,
    holds_of_figures,
    holds_of_pair,
    holds_of_reports,
    holds_of_story,
    nothing_between,
    opposite_where_linked,
    read_or_refused,
)
from storyver.errors import StoryverError
from storyver.model import Result
from storyver.sources import read_version
from strategies import HOSTILE

STORIES = st.lists(HOSTILE, min_size=2, max_size=3)

few = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
several = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])


def read_whole(texts: list[str]) -> list[storyver.Version]:
    """The texts as versions; one that no version may have, because it looks like a binary file, is left blank."""
    found = []
    for text in texts:
        try:
            found.append(read_version(text))
        except StoryverError:
            found.append(read_version(" "))
    return found


def results_of(texts: list[str]) -> dict[str, Result]:
    """What each command answers."""
    versions = read_whole(texts)
    return {
        "figures": storyver.figures(versions[0]),
        "diff": storyver.diff(*versions[:2]),
        "track": storyver.track(versions, audited=True),
        "blame": storyver.blame(versions[-1], versions),
        "check": storyver.check(versions),
        "audit": storyver.audit(versions),
    }


@several
@given(HOSTILE)
def test_figures_stand_where_they_say(text: str) -> None:
    """Offsets give back their text, in any Unicode."""
    holds_of_figures(storyver.figures(read_whole([text])[0]))


@several
@given(HOSTILE)
def test_a_text_and_itself_differ_in_nothing(text: str) -> None:
    """Between a text and itself nothing changed, in any Unicode."""
    (version,) = read_whole([text])
    nothing_between(storyver.diff(version, version))


@several
@given(HOSTILE, HOSTILE)
def test_nothing_is_lost_between_two_texts(old: str, new: str) -> None:
    """Every sentence is in one link, every figure in one change, and exchanged texts give the opposite of each link."""
    versions = read_whole([old, new])
    result = storyver.diff(*versions)
    holds_of_pair(result)
    opposite_where_linked(result, storyver.diff(*versions[::-1]))


@few
@given(STORIES)
def test_every_figure_is_in_one_fact(texts: list[str]) -> None:
    """Each figure of each version is one sighting of one fact, in any Unicode."""
    holds_of_story(storyver.track(read_whole(texts)))


@few
@given(STORIES)
def test_documents_come_back_whole(texts: list[str]) -> None:
    """The JSON of every command is as its schema says, and the same once it was written and read."""
    for name, result in results_of(texts).items():
        holds_of_document(name, result)


@few
@given(STORIES)
def test_reports_hold_nothing_that_acts(texts: list[str]) -> None:
    """No report holds what can steer a terminal or turn text round, and all are UTF-8."""
    for name, result in results_of(texts).items():
        holds_of_reports(name, result)


@several
@given(st.one_of(st.binary(max_size=200), HOSTILE.map(lambda text: text.encode("utf-16", "surrogatepass"))))
def test_any_bytes_are_a_version_or_one_line(data: bytes) -> None:
    """A file of any bytes is read, and can be compared, or is refused in one printable line."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "wall.txt"
        path.write_bytes(data)
        with read_or_refused():
            holds_of_pair(storyver.diff(read_version(path), "The wall cost 5."))


@pytest.mark.parametrize("half", ["d83d", "de00", "d83d\\ud83d", "dcff"])
def test_half_a_pair_in_json_does_no_harm(half: str, tmp_path: Path) -> None:
    """Half a surrogate pair in a table's text is refused in one line, or makes a version that can be written again."""
    path = tmp_path / "wall.jsonl"
    rows = [f'{{"id": 1, "text": "The wall cost {cost}\\u{half}m.", "version": {cost}}}\n' for cost in (4, 5)]
    path.write_text("".join(rows), encoding="utf-8")
    with read_or_refused():
        holds_of_reports("track", storyver.track(path, audited=True))
