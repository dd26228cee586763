"""Results as data frames, and what they say where the library is missing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

import storyver
from harbour import audit_result, blame_result, check_result, diff_result, figures_result, results, track_result
from storyver.errors import MissingLibraryError, StoryverError

RESULTS = results()
WAYS: dict[str, Callable[[Any], Any]] = {"pandas": lambda one: one.to_pandas(), "polars": lambda one: one.to_polars()}

every_library = pytest.mark.parametrize("library", WAYS)


@every_library
@pytest.mark.parametrize("name", RESULTS)
def test_frame_has_a_row_for_each(library: str, name: str) -> None:
    """A frame has a row for each figure, change or sighting, under the names of the CSV report."""
    pytest.importorskip(library)
    result = RESULTS[name]
    frame = WAYS[library](result)
    count = {
        "figures": len(figures_result().figures),
        "diff": len(diff_result().changes),
        "track": sum(len(fact.sightings) for fact in track_result().facts),
        "blame": len(blame_result().annotations),
        "check": sum(len(one.exhibits) for one in (*check_result().findings, *check_result().explained)),
        "audit": sum(len(step.disclosures) for step in audit_result().steps),
    }
    assert frame.shape[0] == count[name]
    assert {"text", "kind"} <= {column.removeprefix("new_") for column in frame.columns}


@every_library
def test_numbers_are_numbers(library: str) -> None:
    """Values can be reckoned with, and text stays as it is, whatever a spreadsheet would make of it."""
    pytest.importorskip(library)
    frame = WAYS[library](storyver.track(["=cmd() says it has 30 guns.", "=cmd() says it has 36 guns."]))
    assert sum(frame["low"]) == 66
    assert list(frame["size"])[1] == 6
    assert next(iter(frame["sentence"])).startswith("=cmd()")


@every_library
def test_empty_result_is_an_empty_frame(library: str) -> None:
    """A result without a figure gives a frame with columns and no rows."""
    pytest.importorskip(library)
    frame = WAYS[library](storyver.figures("Nothing is counted here."))
    assert frame.shape[0] == 0
    assert "counted" in frame.columns


@every_library
def test_missing_library_is_named(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library the error says what to install, and is one of ours and Python's own."""
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(
        MissingLibraryError, match=rf"^{library}: is not installed; pip install 'storyver\[{library}\]'$"
    ):
        WAYS[library](figures_result())
    assert issubclass(MissingLibraryError, StoryverError)
    assert issubclass(MissingLibraryError, ImportError)
