"""What the top of a text and a file's name say, by cases in ``cases/headers``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyver.sources import read_version
from storyver.sources.filename import date_in, natural_key, number_in
from storyver.sources.stamp import read_stamps

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "headers" / "headers.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_header_of_a_version(case: dict[str, Any], tmp_path: Path) -> None:
    """Number, date, title and header lines are those that the text, else the file's name, states."""
    file = tmp_path / case.get("file", "article.txt")
    file.write_bytes(case["text"].encode())
    version = read_version(file)
    assert (version.number, version.of, version.title) == (case.get("number"), case.get("of"), case.get("title"))
    assert (version.date.value if version.date else None) == case.get("date")
    if version.date:
        assert version.date.source == case.get("date_source", "header")
    assert [[str(line.kind), version.text[line.start : line.end]] for line in version.header] == case["header"]
    if "notes" in case:
        assert list(version.notes) == case["notes"]


@pytest.mark.parametrize(
    ("stem", "date", "number"),
    [
        ("2022-10-12", "2022-10-12", None),
        ("nato-2022-10-12", "2022-10-12", None),
        ("2022-03", "2022-03", None),
        ("20221012", "2022-10-12", None),
        ("20221012140533", "2022-10-12T14:05", None),
        ("2022-10-12T14-05Z", "2022-10-12T14:05Z", None),
        ("2022", "2022", None),
        ("story-2022", None, None),
        ("2022-13-01", None, None),
        ("from-2022-10-12-to-2022-10-13", None, None),
        ("nato-v21", None, 21),
        ("v3", None, 3),
        ("version-2", None, 2),
        ("v21-of-31", None, 21),
        ("01", None, None),
        ("rev2019a", None, None),
        ("v1-v2", None, None),
    ],
)
def test_file_names(stem: str, date: str | None, number: int | None) -> None:
    """A name gives a date or a number only in forms that mean nothing else."""
    found, numbered = date_in(stem), number_in(stem)
    assert (found.iso() if found else None, numbered[0] if numbered else None) == (date, number)


def test_names_sort_by_their_numbers() -> None:
    """The second file comes before the tenth."""
    assert sorted(["v10.txt", "v2.txt", "V1.txt", "v.txt"], key=natural_key) == ["v.txt", "V1.txt", "v2.txt", "v10.txt"]


@given(st.text(max_size=60))
def test_any_line_can_be_asked_for_its_date(line: str) -> None:
    """No line is too odd to be asked: it has a date or it has none."""
    assert all(stamp.date is None or stamp.date.iso() for stamp in read_stamps(line))
