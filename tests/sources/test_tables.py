"""Tables: each row a version, each row that is none told, and columns found or asked for. Cases are data."""

from __future__ import annotations

import gzip
import sys
import tomllib
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from repository import ROOT
from storyver.errors import SourceError
from storyver.model import Capture, SkippedFile
from storyver.sources import Options, read_story
from storyver.sources.detection import one_story, source_for
from storyver.sources.version import read_capture

CASES: list[dict[str, Any]] = tomllib.loads(
    (ROOT / "tests" / "cases" / "sources" / "tables.toml").read_text(encoding="utf-8")
)["case"]


def content(case: dict[str, Any]) -> bytes:
    """The bytes of a case's file."""
    if "bytes" in case:
        return str(case["bytes"]).translate({ord("–"): "\x96"}).encode("latin-1")
    text = case["content"] + ("\n" + case["repeated"][:1] * 100_000 if "repeated" in case else "")
    return str(text).encode(case.get("encoding", "utf-8"))


def read(path: Path, options: Options | None = None, name: str | None = None) -> list[Capture | SkippedFile]:
    """All that the source of a file gives."""
    source = source_for(path, name)
    assert source is not None
    return list(source.captures(path, options or Options()))


def seen(capture: Capture) -> dict[str, object]:
    """A capture as the cases describe it."""
    date = capture.dates[0].value if capture.dates else None
    text = capture.data.decode() if capture.media == "text/html" else read_capture(capture).text
    return {
        "story": capture.story, "number": capture.number, "date": date, "text": text, "title": capture.title,
        "url": capture.url, "media": capture.media, "place": capture.source.rpartition("#")[2],
    }  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cases(case: dict[str, Any], tmp_path: Path) -> None:
    """A table gives the versions, the reasons and the notes that its case has, or its one line."""
    path = tmp_path / case["file"]
    path.write_bytes(content(case))
    options = Options(**case.get("options", {}))
    if "error" in case:
        with pytest.raises(SourceError) as caught:
            read(path, options, case.get("source"))
        assert case["error"] in str(caught.value)
        assert str(caught.value).isprintable()
        return
    found = read(path, options, case.get("source"))
    rows = [seen(one) for one in found if isinstance(one, Capture)]
    assert [{key: row[key] for key in wanted} for row, wanted in zip(rows, case["rows"], strict=True)] == case["rows"]
    skipped = [[one.path.rpartition("#")[2], one.reason] for one in found if isinstance(one, SkippedFile)]
    assert skipped == case.get("skipped", [])
    assert all(row[key] is None for row in rows for key in case.get("without", []))
    if "notes" in case:
        notes = next(one.notes for one in found if isinstance(one, Capture))
        assert all(part in note for part, note in zip(case["notes"], notes, strict=True))


def test_a_date_comes_with_its_column(tmp_path: Path) -> None:
    """The evidence of a date is its column and its cell, and the versions of a story are put in their order."""
    path = tmp_path / "wall.csv"
    path.write_text("id,version,text,date\nwall,2,Two walls.,2022-10-13\nwall,1,A wall.,2022-10-12\n", encoding="utf-8")
    story = read_story(path)
    assert [version.number for version in story.versions] == [1, 2]
    date = story.versions[0].date
    assert date is not None
    assert (date.value, date.source, date.evidence) == ("2022-10-12", "column", "date: 2022-10-12")


def test_the_other_dates_of_a_row_are_kept(tmp_path: Path) -> None:
    """Every column of a date is there, the one that the version goes by first."""
    path = tmp_path / "wall.jsonl"
    path.write_text('{"id": 1, "text": "A wall.", "created": "2021", "updated": "2022"}', encoding="utf-8")
    (version,) = read_story(path).versions
    assert [date.value for date in version.dates] == ["2022", "2021"]


def test_several_stories_are_not_taken_for_one(tmp_path: Path) -> None:
    """A table of several stories asks which is meant, and gives the one that is named."""
    path = tmp_path / "stories.csv"
    path.write_text("id,text\nwall,A wall.\nferry,A ferry.\nwall,Two walls.\n", encoding="utf-8")
    with pytest.raises(SourceError, match="holds several stories, 'wall' and 'ferry' among them"):
        read_story(path)
    story = read_story(path, options=Options(named="wall"))
    assert [version.text for version in story.versions] == ["A wall.", "Two walls."]


def test_a_version_older_than_its_predecessor(tmp_path: Path) -> None:
    """Without numbers the date decides, whatever the order of the rows; with them the contradiction is told."""
    path = tmp_path / "wall.csv"
    path.write_text("id,text,date\nwall,Two walls.,2022-10-13\nwall,A wall.,2022-10-12\n", encoding="utf-8")
    story = read_story(path)
    assert [version.text for version in story.versions] == ["A wall.", "Two walls."]
    assert story.order[0] == "date 2022-10-12 (column)"
    path.write_text("id,n,text,date\nw,1,A wall.,2022-10-13\nw,2,Two walls.,2022-10-12\n", encoding="utf-8")
    story = read_story(path, options=Options(version_column="n"))
    assert story.order[1] == "version number 2, although its date 2022-10-12 is before that of version 1"


def test_the_same_version_twice_is_told(tmp_path: Path) -> None:
    """A row that repeats another to the letter is no second version; one that returns to an earlier text is."""
    path = tmp_path / "wall.csv"
    rows = ["wall,1,A wall.", "wall,1,A wall.", "wall,2,Two walls.", "wall,3,A wall."]
    path.write_text("\n".join(["id,version,text", *rows]), encoding="utf-8")
    story = read_story(path)
    assert [version.number for version in story.versions] == [1, 2, 3]
    assert story.skipped == (SkippedFile(path=f"{path}#3", reason=f"the same as {path}#2, with its number and date"),)


@pytest.mark.parametrize("name", ["wall.jsonl.gz", "wall.csv.gz", "wall"])
def test_packed_tables(name: str, tmp_path: Path) -> None:
    """A table may be packed with gzip, whatever its name."""
    text = "id,text\nwall,A wall.\n" if "csv" in name else '{"id": "wall", "text": "A wall."}\n'
    path = tmp_path / name
    path.write_bytes(gzip.compress(text.encode()))
    assert [one.story for one in read(path) if isinstance(one, Capture)] == ["wall"]


def bomb(beginning: bytes, filling: bytes) -> bytes:
    """A gzip file of a hundred megabytes that has a thousandth of them."""
    return gzip.compress(beginning + filling * (100_000_000 // len(filling)), compresslevel=9)


@pytest.mark.parametrize(
    ("name", "beginning", "filling"),
    [
        ("one.csv.gz", b'id,text\n1,"', b"0" * 1000),
        ("rows.csv.gz", b"id,text\n", b"1," + b"0" * 10_000 + b"\n"),
        ("line.jsonl.gz", b'{"id": 1, "text": "', b"0" * 1000),
        ("array.json.gz", b'[{"id": 1, "text": "', b"0" * 1000),
        ("blank.jsonl.gz", b'{"id": 1, "text": "A wall."}', b" " * 9999 + b"\n"),
    ],
)
def test_gzip_bombs(name: str, beginning: bytes, filling: bytes, tmp_path: Path) -> None:
    """What unpacks to far more than it is ends with one line, in whatever way the table is made."""
    path = tmp_path / name
    path.write_bytes(bomb(beginning, filling))
    with pytest.raises(SourceError, match="unpacks to more than 250 times its size"):
        read(path)


def test_a_packed_table_that_is_cut_off(tmp_path: Path) -> None:
    """The rows before the break are given, and then the break is told."""
    path = tmp_path / "wall.jsonl.gz"
    rows = "".join(f'{{"id": "wall", "text": "Wall {place * place * 7919 % 10007}."}}\n' for place in range(20_000))
    path.write_bytes(gzip.compress(rows.encode())[:-20])
    source = source_for(path)
    assert source is not None
    given: list[Capture | SkippedFile] = []
    with pytest.raises(SourceError, match="is packed with gzip, and damaged or cut off"):
        deque(map(given.append, source.captures(path, Options())), maxlen=0)
    assert len(given) > 1000


def write_parquet(path: Path, columns: dict[str, Any], **options: Any) -> Path:
    """A Parquet file of columns."""
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.table(columns), path, **options)
    return path


def test_parquet(tmp_path: Path) -> None:
    """Rows of a Parquet file are versions, in all its row groups, with dates as its columns have them."""
    from datetime import UTC, date, datetime

    import pyarrow

    columns = {
        "story": ["wall", "wall", "wall"],
        "version": [1, 2, None],
        "updated": pyarrow.array(
            [datetime(2022, 10, 12, 14, 5, tzinfo=UTC), None, None], pyarrow.timestamp("ns", "UTC")
        ),
        "published": [date(2022, 10, 1), date(2022, 10, 2), None],
        "text": ["A wall.", "Two walls.", None],
        "unused": ["x" * 1000] * 3,
    }
    found = read(write_parquet(tmp_path / "wall", columns, row_group_size=2))
    assert [one.dates[0].value for one in found if isinstance(one, Capture)] == ["2022-10-12T14:05Z", "2022-10-02"]
    assert [one.number for one in found if isinstance(one, Capture)] == [1, 2]
    assert found[2] == SkippedFile(path=f"{tmp_path / 'wall'}#3", reason="it has no text")


def test_parquet_with_bytes(tmp_path: Path) -> None:
    """Raw pages in a binary column stay as they are; texts that are not UTF-8 are read as such files are."""
    import pyarrow

    page = "<html><body>A wall cost £5m.</body></html>".encode("windows-1252")
    path = write_parquet(tmp_path / "a.parquet", {"id": [1], "html": pyarrow.array([page])})
    (capture,) = read(path)
    assert isinstance(capture, Capture)
    assert (capture.data, capture.media, capture.charset) == (page, "text/html", None)
    broken = pyarrow.array([b"A wall cost \xa35m."]).view(pyarrow.string())
    (capture,) = read(write_parquet(tmp_path / "b.parquet", {"id": [1], "text": broken}))
    assert isinstance(capture, Capture)
    assert read_capture(capture).text == "A wall cost £5m."


def cut(data: bytes) -> bytes:
    """A file whose middle is gone."""
    return data[:40] + data[-40:]


def lie(data: bytes) -> bytes:
    """A file whose last page of all says something else."""
    return data[:30] + b"\xff" * 30 + data[60:]


@pytest.mark.parametrize("damage", [cut, lie, lambda _: b"PAR1" + b"\x00" * 60 + b"PAR1"])
def test_broken_parquet(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """A Parquet file that is damaged is told in one line."""
    path = write_parquet(tmp_path / "wall.parquet", {"id": ["wall"], "text": ["A wall."]}, compression="gzip")
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(SourceError, match="cannot be read as Parquet") as caught:
        read(path)
    assert str(caught.value).isprintable()


def test_a_parquet_bomb(tmp_path: Path) -> None:
    """A Parquet file that says it unpacks to far more than it is is not unpacked."""
    texts = ["0" * 15_000_000, "0" * 15_000_001]
    path = write_parquet(tmp_path / "wall.parquet", {"id": [1, 1], "text": texts}, compression="gzip")
    with pytest.raises(SourceError, match="unpacks to more than 250 times its size"):
        read(path)


def test_a_parquet_bomb_of_one_text(tmp_path: Path) -> None:
    """A file whose rows all repeat one long text is read one text at a time, and not to its end."""
    import pyarrow

    texts = pyarrow.DictionaryArray.from_arrays(pyarrow.array([0] * 100_000), ["0123456789" * 10_000])
    path = write_parquet(tmp_path / "wall.parquet", {"id": [1] * 100_000, "text": texts}, store_schema=False)
    assert path.stat().st_size < 50_000
    with pytest.raises(SourceError, match="unpacks to more than 250 times its size"):
        read(path)


@pytest.mark.parametrize("form", ["string", "large_string", "binary", "int64", "list"])
def test_parquet_columns_of_all_types(form: str, tmp_path: Path) -> None:
    """Texts are read from every type of texts and bytes; another type is told row by row."""
    import pyarrow

    values: dict[str, Any] = {"int64": [5, 6], "list": [["A wall."], []]}
    types = {"list": pyarrow.list_(pyarrow.string())}
    column = pyarrow.array(values.get(form, ["A wall.", None]), types.get(form) or getattr(pyarrow, form)())
    first, second = read(write_parquet(tmp_path / "wall.parquet", {"id": [1, 1], "text": column}))
    if form in values:
        assert [one.reason for one in (first, second) if isinstance(one, SkippedFile)] == ["its text is no text"] * 2
    else:
        assert isinstance(first, Capture)
        assert first.data == b"A wall."
        assert isinstance(second, SkippedFile)


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.csv", "rows.json"])
def test_cells_above_the_limit(name: str, tmp_path: Path) -> None:
    """A text of more than 20 MB is passed over, and the rows behind it are read."""
    long = "0" * 20_000_001
    path = tmp_path / name
    if name.endswith("csv"):
        path.write_text(f"id,text\n1,{long}\n1,A wall.\n", encoding="utf-8")
    else:
        mark = "\n" if name.endswith("l") else ",\n"
        body = f'{{"id": 1, "text": "{long}"}}{mark}{{"id": 1, "text": "A wall."}}'
        path.write_text(body if name.endswith("l") else f"[{body}]", encoding="utf-8")
    first, second = read(path)
    assert isinstance(first, SkippedFile)
    assert "is larger than 20 MB" in first.reason
    assert isinstance(second, Capture)
    assert second.data == b"A wall."


def test_lines_above_the_limit(tmp_path: Path) -> None:
    """A line of more than 40 million characters is passed over without being held, and told."""
    path = tmp_path / "rows.jsonl"
    path.write_text(
        '{"id": 1, "text": "A wall."}\n' + "0" * 90_000_000 + '\n{"id": 1, "text": "B."}\n', encoding="utf-8"
    )
    first, second, third = read(path)
    assert isinstance(second, SkippedFile)
    assert (second.path, second.reason) == (f"{path}#2", "it is longer than 40 million characters")
    assert [one.source for one in (first, third) if isinstance(one, Capture)] == [f"{path}#1", f"{path}#3"]


def test_without_pyarrow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where pyarrow is missing, the message says what to install."""
    path = write_parquet(tmp_path / "wall.parquet", {"id": [1], "text": ["A wall."]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"pyarrow: is not installed; pip install 'storyver\[parquet\]'"):
        read(path)


def test_rows_are_read_as_they_are_needed(tmp_path: Path) -> None:
    """A table is not read to its end for its first row."""
    path = tmp_path / "wall.jsonl"
    path.write_text('{"id": "wall", "text": "A wall."}\n' * 1000 + "broken", encoding="utf-8")
    source = source_for(path)
    assert source is not None
    captures, _ = one_story(path, source, Options())
    assert len(captures) == 1000
    assert isinstance(next(source.captures(path, Options())), Capture)
