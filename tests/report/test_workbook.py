"""The XLSX report: the rows of the CSV report, with each cell of its kind, and nothing that acts."""

from __future__ import annotations

import csv
import datetime
import io
import re
import sys
import time
import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

import storyver
from harbour import figures_result, results, track_result, version
from storyver.errors import MissingLibraryError, OutputError
from storyver.model import Result
from storyver.report import render, render_binary, workbook

RESULTS = results()
HOSTILE: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "hostile.toml").read_text("utf-8"))["case"]
FORMULAS = [case["text"] for case in HOSTILE if re.match(r"[\s=+@\-＝＋－＠]", case["text"])]


def sheet(result: Result) -> Worksheet:
    """The one sheet of a result's workbook, as another library reads it."""
    book = openpyxl.load_workbook(io.BytesIO(render_binary(result, "xlsx")))
    assert book.sheetnames == ["storyver"]
    return book["storyver"]


def cells(result: Result) -> list[Cell]:
    """Every cell that holds something."""
    return [cell for row in sheet(result).iter_rows() for cell in row if cell.value is not None]


def as_text(value: object) -> str:
    """A cell as the CSV report has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.date().isoformat() if isinstance(value, datetime.datetime) else str(value)


@pytest.mark.parametrize("name", RESULTS)
def test_rows_are_those_of_the_csv(name: str) -> None:
    """The sheet has the rows and columns of the CSV report, whose cells mark formulas in their own way."""
    rows = list(csv.reader(io.StringIO(render(RESULTS[name], "csv"), newline="")))
    found = [[as_text(value) for value in row] for row in sheet(RESULTS[name]).iter_rows(values_only=True)]
    assert found == [[re.sub(r"^'(?=[=+@\-])", "", cell) for cell in row] for row in rows]


def test_cells_are_of_their_kind() -> None:
    """Numbers can be added up, days sorted, and answers are true or false; a moment with its zone stays whole."""
    head, *rows = sheet(track_result()).iter_rows(values_only=True)
    costs = [dict(zip(head, row, strict=True)) for row in rows if row[1] == "cost of the harbour wall"]
    assert [one["low"] for one in costs] == [4_200_000, 6_800_000]
    assert [one["gives_value"] for one in costs] == [True, True]
    assert [one["version_date"] for one in costs] == ["2031-03", "2031-04-05T09:30Z"]
    day = storyver.track(["Published 5 April 2031\n\nIt has 3 members.", "Published 6 April 2031\n\nIt has 4 members."])
    head, *rows = sheet(day).iter_rows(values_only=True)
    assert {row[head.index("version_date")] for row in rows} == {
        datetime.datetime(2031, 4, 5),
        datetime.datetime(2031, 4, 6),
    }


@pytest.mark.parametrize("date", ["1847-03-02", "1900-02-29", "--10-12", "T06:00", "2026..2027", "20310405"])
def test_what_is_no_day_of_a_calendar_stays_text(date: str) -> None:
    """A day that spreadsheets do not have, or half a date, is written as it stands."""
    figure = replace(figures_result().figures[2], date=date)
    head, row = sheet(replace(figures_result(), figures=(figure,))).iter_rows(values_only=True)
    assert row[head.index("date")] == date


@pytest.mark.parametrize("text", FORMULAS)
def test_text_is_never_a_formula(text: str) -> None:
    """What would be a formula is a string, whole, and marked so that opening the cell does not make it one."""
    figure = replace(figures_result().figures[0], counted=text, unit=text, rule=text)
    found = cells(replace(figures_result(), figures=(figure,)))
    assert not [cell for cell in found if cell.data_type not in ("s", "n", "b", "d")]
    risky = [cell for cell in found if isinstance(cell.value, str) and cell.value[0] in "=+-@＝＋－＠"]
    assert risky or text[0].isspace()
    assert all(cell.style is not None and cell.quotePrefix for cell in risky)


def test_nothing_in_the_file_acts() -> None:
    """No part of the file is a formula, a link to elsewhere, a macro or an external connection."""
    hostile = version("x", title="=HYPERLINK(1)", source="https://example.org/", notes=("=1",))
    for result in (*RESULTS.values(), replace(figures_result(), version=hostile)):
        with zipfile.ZipFile(io.BytesIO(render_binary(result, "xlsx"))) as parts:
            assert not [name for name in parts.namelist() if re.search("vba|external|connection|hyperlink", name, re.I)]
            body = parts.read("xl/worksheets/sheet1.xml").decode()
            assert not re.search("<f[ >]|<hyperlink|<oleObject|<legacyDrawing", body)


@pytest.mark.parametrize("name", RESULTS)
def test_bytes_are_the_same_each_time(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file knows nothing of when and where it was made."""
    before = render_binary(RESULTS[name], "xlsx")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setattr(time, "time", lambda: 4_000_000_000.0)
    assert render_binary(RESULTS[name], "xlsx") == before
    with zipfile.ZipFile(io.BytesIO(before)) as parts:
        assert {one.date_time for one in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        properties = parts.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", properties)) == {"1980-01-01T00:00:00Z"}


def test_long_text_fits_a_cell() -> None:
    """A text beyond what a cell holds is cut with an ellipsis, and the file opens."""
    figure = replace(figures_result().figures[0], counted="x" * 50_000)
    assert max(len(str(cell.value)) for cell in cells(replace(figures_result(), figures=(figure,)))) == 32_000


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """No row is dropped in silence."""
    monkeypatch.setattr(workbook, "ROWS", 3)
    with pytest.raises(OutputError, match="has 4 rows, and a sheet holds 3; write csv"):
        render_binary(figures_result(), "xlsx")


def test_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library the error says what to install."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingLibraryError, match=r"^xlsxwriter: is not installed; pip install 'storyver\[xlsx\]'$"):
        render_binary(figures_result(), "xlsx")


def test_other_formats_are_no_workbooks() -> None:
    """A format that is text is not asked for as bytes, nor the other way round."""
    with pytest.raises(ValueError, match="no binary report format 'csv'"):
        render_binary(figures_result(), "csv")
    with pytest.raises(ValueError, match="no report format 'xlsx'"):
        render(figures_result(), "xlsx")
