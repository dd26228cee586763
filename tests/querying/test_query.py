"""A dataset answers queries, with what its tables hold and in every format."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import storyver
from batching.corpora import rows, table, write_lines
from repository import ROOT
from storyver.cli import main
from storyver.querying import questions
from storyver.querying.questions import question_named

HOSTILE = "=1+1 [red]wall[/red] \x1b[31m\u202e"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus's stories and some walls as a dataset, in a folder with a name that SQL might stumble over."""
    place = tmp_path_factory.mktemp("it's [1]*")
    walls = write_lines(place / "walls.jsonl", rows(4))
    storyver.batch([ROOT / "corpus", walls], place / "out")
    return place / "out"


def printed(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """What ``storyver query`` prints, which has to succeed."""
    assert main(["query", *map(str, arguments)]) == 0
    told, error = capsys.readouterr()
    assert error == ""
    return told


@pytest.mark.parametrize("name", ["versions", "claims", "changes", "facts", "skipped"])
def test_tables_have_all_their_rows(name: str, out: Path) -> None:
    """Each table of the dataset is one to query, with all its columns and rows."""
    result = storyver.query(out, f"FROM {name}")
    assert [dict(zip(result.columns, row, strict=True)) for row in result.rows] == table(out, name)


def test_corrections_are_the_notices(out: Path) -> None:
    """Each notice stands once, in the version that brought it in, with as many changes as it admits."""
    asked = "SELECT story_id, text, version_index, last_index, admits FROM corrections"
    told = {
        (story, text): (first, last, admits) for story, text, first, last, admits in storyver.query(out, asked).rows
    }
    stood: dict[tuple[str, str], list[int]] = {}
    for claim in table(out, "claims"):
        if claim["kind"] == "correction":
            stood.setdefault((claim["story_id"], claim["text"]), []).append(claim["version_index"])
    admitting = [(row["story_id"], row["notice"]) for row in table(out, "changes") if row["admitted"]]
    assert told == {key: (min(places), max(places), admitting.count(key)) for key, places in stood.items()}
    assert sum(admits for _, _, admits in told.values()) == len(admitting) > 0


def test_every_question_is_answered(out: Path) -> None:
    """Each ready question says what it asks, and has an answer here."""
    assert {one.name for one in questions()} == {
        *("biggest-silent-changes", "figures-that-fell", "quotes-altered", "outlets-by-correction-rate"),
        "changes-above-half",
    }
    for one in questions():
        parameters = {"year": 2024} if "$year" in one.sql else {}
        assert storyver.query(out, question=one.name, parameters=parameters).rows
        assert one.title[:1].isupper()


def test_questions_ask_what_they_say(out: Path) -> None:
    """The rows of the ready questions are those that the tables have."""
    changes = table(out, "changes")
    silent = [row for row in changes if row["admitted"] is False and row["share"] is not None]
    found = storyver.query(out, question="biggest-silent-changes").to_arrow().column("percent").to_pylist()
    wanted = sorted((100 * abs(one["share"]) for one in silent), reverse=True)
    assert [abs(one) for one in found] == pytest.approx(wanted, abs=0.06)
    fell = storyver.query(out, question="figures-that-fell").rows
    assert len(fell) == sum(row["kind"] == "decreased" for row in changes)
    altered = storyver.query(out, question="quotes-altered").rows
    assert len(altered) == sum(row["kind"] == "quote_altered" for row in changes)
    rates = {row[0]: row[2:4] for row in storyver.query(out, question="outlets-by-correction-rate").rows}
    asked = [row for row in changes if row["admitted"] is not None]
    for outlet in {row["outlet"] for row in asked}:
        mine = [row["admitted"] for row in asked if row["outlet"] == outlet]
        assert rates[outlet] == (len(mine), sum(mine))


@pytest.mark.parametrize("year", [2023, 2024, "2025"])
def test_year_of_a_question(year: int | str, out: Path) -> None:
    """Changes above a half are those of the year that was asked for."""
    found = storyver.query(out, question="changes-above-half", parameters={"year": year})
    wanted = [
        row
        for row in table(out, "changes")
        if row["share"] and abs(row["share"]) > 0.5 and (row["new_date"] or "").startswith(str(year))
    ]
    assert len(found.rows) == len(wanted) > 0


@pytest.mark.parametrize(
    "sql",
    [
        "PIVOT changes ON kind USING count(*) GROUP BY story_id ORDER BY story_id DESC",
        "-- changes;\nPIVOT changes ON kind USING count(*) GROUP BY story_id ORDER BY story_id DESC; -- and kinds;",
        "WITH wide AS (PIVOT changes ON kind USING count(*) GROUP BY story_id) FROM wide ORDER BY story_id DESC;",
    ],
)
def test_pivot_finds_its_values(sql: str, out: Path) -> None:
    """A table can be turned without a list of its values: a row for each story, a column for each kind."""
    changes = table(out, "changes")
    stories, kinds = (
        sorted({row["story_id"] for row in changes}, reverse=True),
        sorted({row["kind"] for row in changes}),
    )
    found = storyver.query(out, sql)
    assert found.columns == ("story_id", *kinds)
    pairs = [(row["story_id"], row["kind"]) for row in changes]
    assert found.rows == [(story, *[pairs.count((story, kind)) for kind in kinds]) for story in stories]


def test_formats_hold_the_same(out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """CSV, JSON and Parquet have the same rows, and a number stays one."""
    sql = "SELECT story, sum(claims) AS claims FROM versions GROUP BY story ORDER BY story"
    wanted = storyver.query(out, sql).rows
    read = list(csv.reader(io.StringIO(printed(capsys, out, sql, "--format", "csv"))))
    assert read == [["story", "claims"], *[[story, str(claims)] for story, claims in wanted]]
    document = json.loads(printed(capsys, out, sql, "--format", "json"))
    assert [tuple(row) for row in document["rows"]] == wanted
    assert [one["name"] for one in document["columns"]] == ["story", "claims"]
    assert printed(capsys, out, sql, "--format", "parquet", "-o", tmp_path / "a.parquet") == ""
    assert [tuple(row.values()) for row in pq.read_table(tmp_path / "a.parquet").to_pylist()] == wanted


def test_frames_hold_the_same(out: Path) -> None:
    """pandas and polars have the same rows."""
    result = storyver.query(out, "SELECT story, version_index, published_at FROM versions ORDER BY ALL")
    assert result.to_polars().rows() == result.rows
    assert result.to_pandas()["version_index"].tolist() == [row[1] for row in result.rows]


def test_terminal_has_some_rows_and_says_how_many_more(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A terminal is shown as many rows as it asks for; 0 asks for all."""
    sql = "SELECT range AS number FROM range(120) ORDER BY number"
    lines = printed(capsys, out, sql, "--limit", "7").splitlines()
    assert [line.strip() for line in lines[2:-1]] == list("0123456")
    assert lines[-1] == "… and 113 more rows (--limit 0 shows all)"
    assert len(printed(capsys, out, sql, "--limit", "0").splitlines()) == 122
    assert len(printed(capsys, out, sql, "--format", "csv", "--limit", "7").splitlines()) == 121
    assert printed(capsys, out, "FROM changes WHERE false") == "No rows.\n"


def test_many_columns_are_a_list(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a table has no place for its columns, each row is a list of them."""
    lines = printed(capsys, out, "FROM versions ORDER BY ALL", "--limit", "1").splitlines()
    assert lines[0] == "1"
    assert lines[1].split()[0] == "story_id"


def test_hostile_text_is_inert(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither a terminal, nor a spreadsheet, nor a viewer of JSON is told what to do by a text, or a column's name."""
    literal = "'" + HOSTILE + "'"
    sql = f'SELECT {literal} AS "{HOSTILE}", [{literal}] AS listed'
    for form in ("terminal", "csv", "json"):
        told = printed(capsys, out, sql, "--format", form)
        assert "\x1b" not in told
        assert "\u202e" not in told
    assert "[red]wall[/red]" in printed(capsys, out, sql)
    head, row = csv.reader(io.StringIO(printed(capsys, out, sql, "--format", "csv")))
    assert head[0].startswith("'=1+1")
    assert row[0].startswith("'=1+1")


def test_arguments_may_stand_in_any_order(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Options may come first."""
    assert printed(capsys, "--format", "csv", out, "SELECT 1 AS one") == "one\n1\n".replace("\n", "\r\n")


def test_questions_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """``--questions`` lists them, and one without a dataset is printed, to start from."""
    listed = printed(capsys, "--questions")
    assert [line.split()[0] for line in listed.splitlines()] == [one.name for one in questions()]
    assert printed(capsys, "--question", "quotes-altered") == question_named("quotes-altered").sql
