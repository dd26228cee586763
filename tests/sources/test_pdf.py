"""PDF: lines that become paragraphs again, figures that stay what they are, warnings of the layout, and limits."""

from __future__ import annotations

import re
import sys
import tomllib
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_files import pdf, printed
from repository import ROOT
from storyver.errors import MissingLibraryError, SourceError
from storyver.model import Version
from storyver.sources import read_version
from storyver.sources.extraction.breaks import Mender
from storyver.sources.extraction.printed import PrintedLine, drop_running, paragraphs

LINE_ENDS: list[dict[str, Any]] = tomllib.loads(
    (ROOT / "tests" / "cases" / "sources" / "line_ends.toml").read_text(encoding="utf-8")
)["case"]

ARTICLE = [
    "The wall of the harbour was built again after the storm of last winter,",
    "the council said on Monday, and it is to be finished before the autumn.",
    "It took 14 months.",
    "The work cost £4.6m in all, of which the county paid half, and the rest",
    "came from the port and from its 1,200 members.",
]


def read(data: bytes, folder: Path) -> Version:
    """A document as a version."""
    path = folder / "wall.pdf"
    path.write_bytes(data)
    return read_version(path)


def joined(lines: list[str]) -> tuple[str, tuple[str, ...]]:
    """Lines as one paragraph, and the notes on them."""
    mender = Mender(lines)
    parts = [lines[0]]
    for line in lines[1:]:
        parts[-1:] = mender.join(parts[-1], line)
    return "".join(parts), mender.notes()


@pytest.mark.parametrize("case", LINE_ENDS, ids=[case["name"] for case in LINE_ENDS])
def test_line_ends(case: dict[str, Any]) -> None:
    """Words are put together where they were broken, figures never, and what is open is told."""
    text, notes = joined(case["lines"])
    assert text == case["text"]
    told = " ".join(notes)
    assert ("put together again" in told) == ("mended" in case)
    assert ("may be broken by the end of a line" in told) == ("open" in case)
    assert case.get("open", "") in told


@given(st.lists(st.text("ab9.,-–\xad ", min_size=1).map(str.strip).filter(bool), min_size=1))
def test_no_digit_is_lost_or_joined_to_another(lines: list[str]) -> None:
    """Whatever the lines are, the runs of digits in their text are those of the lines, one by one."""
    text, _ = joined(lines)
    assert re.findall(r"\d+", text) == [run for line in lines for run in re.findall(r"\d+", line)]


def test_paragraphs_of_a_page(tmp_path: Path) -> None:
    """Lines make paragraphs, which end where a short line ends a sentence or a space is left."""
    version = read(pdf([printed(["The harbour wall", "", *ARTICLE, "", "It is the third."])]), tmp_path)
    assert version.text.split("\n\n") == [
        "The harbour wall",
        " ".join(ARTICLE[:3]),
        " ".join(ARTICLE[3:]),
        "It is the third.\n",
    ]
    assert version.notes == ()
    assert (version.media, version.title) == ("application/pdf", "The harbour wall")
    assert (version.extractor or "").startswith("pypdf ")


def test_double_spacing(tmp_path: Path) -> None:
    """Where all lines are far from each other, sentences that go on show that they are of one paragraph."""
    version = read(pdf([printed([*ARTICLE, "", "It is the third."], leading=26)]), tmp_path)
    assert version.text.split("\n\n") == [" ".join(ARTICLE[:3]), " ".join(ARTICLE[3:]), "It is the third.\n"]


def test_paragraphs_of_one_line(tmp_path: Path) -> None:
    """Lines that are far from each other, each a sentence or a heading, stay what they are."""
    lines = ["The wall", "It cost £4.6m.", "How long did it take?", "It took 14 months.", "Related: the other wall"]
    assert read(pdf([printed(lines, leading=24)]), tmp_path).text == "\n\n".join(lines) + "\n"


def test_an_indented_line_begins_a_paragraph(tmp_path: Path) -> None:
    """A first line that is set in begins a paragraph, also behind a full line."""
    first = "The wall of the harbour was built again after the storm of last winter."
    page = printed([first]) + printed([ARTICLE[0]], x=90, y=756) + printed(ARTICLE[1:3], y=742)
    assert read(pdf([page]), tmp_path).text == f"{first}\n\n{' '.join(ARTICLE[:3])}\n"


def test_ligatures_are_letters(tmp_path: Path) -> None:
    """A sign that is two letters in one, as fonts have them, is these letters."""
    font = b"/Encoding << /Type /Encoding /Differences [1 /fi /fl] >>"
    data = pdf([printed(["\x01ve \x02oods."])]).replace(b"/Encoding /WinAnsiEncoding", font)
    assert read(data, tmp_path).text == "five floods.\n"


def test_a_sentence_goes_on_on_the_next_page(tmp_path: Path) -> None:
    """A sentence that a page breaks off goes on, and what begins anew is a paragraph of its own."""
    pages = [printed(ARTICLE[:1]), printed(ARTICLE[1:3]), printed(ARTICLE[3:])]
    assert read(pdf(pages), tmp_path).text == f"{' '.join(ARTICLE[:3])}\n\n{' '.join(ARTICLE[3:])}\n"


def test_heads_and_feet_are_left_out_and_told(tmp_path: Path) -> None:
    """Lines that repeat on the pages are left out, with page numbers or without, and the note has their counts."""
    pages = [
        printed(["The Harbour Post"], y=820)
        + printed([f"Part {'abc'[n]} of it.", "", line])
        + printed([f"Page {n + 1} of 3"], y=30)
        for n, line in enumerate(ARTICLE[2:])
    ]
    version = read(pdf(pages), tmp_path)
    assert "Harbour Post" not in version.text
    assert "Page" not in version.text
    assert "Part b of it." in version.text
    assert version.notes == (
        "Lines that repeat on the pages were left out, # for a number that counts them: "
        "'The Harbour Post' (3), 'Page # of #' (3).",
    )


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        (["7", "8", "9"], True),
        (["- 1 -", "- 2 -", "- 3 -"], True),
        (["The Harbour Post 7", "The Harbour Post 8", "The Harbour Post 9"], True),
        (["Printed 12/10/2022 1/3", "Printed 12/10/2022 2/3", "Printed 12/10/2022 3/3"], True),
        (["Day 1", "Day 2", "Day 3"], False),
        (["2020", "2021", "2022"], False),
        (["Cost: 5", "Cost: 9", "Cost: 7"], False),
        (["The wall cost 5", "The wall cost 5", "The wall cost 6"], False),
        (["One", "Two", "Three"], False),
    ],
)
def test_what_is_a_head(lines: list[str], gone: bool) -> None:
    """Only what repeats word for word, or counts the pages as page numbers do, is a head."""
    pages = [
        [PrintedLine(text=line, x=72, y=800, size=11), PrintedLine(text="abc"[n], x=72, y=700, size=11)]
        for n, line in enumerate(lines)
    ]
    kept, counted = drop_running(pages)
    assert [len(page) for page in kept] == [1 if gone else 2] * 3
    assert sum(counted.values()) == (3 if gone else 0)


def test_a_line_at_another_height_is_no_head() -> None:
    """A line of the text that happens to be the same on two pages stays."""
    pages = [[PrintedLine(text="Yes.", x=72, y=y, size=11)] for y in (500.0, 300.0)]
    assert drop_running(pages)[0] == pages


def test_a_page_of_one_paragraph_takes_time_in_proportion() -> None:
    """A hundred thousand lines of one paragraph are joined without going through them again and again."""
    page = [PrintedLine(text="word and word,", x=72, y=800 - n / 1000, size=11) for n in range(100_000)]
    (text,), _ = paragraphs([page])
    assert len(text) == 100_000 * 15 - 1


def test_two_columns_are_told(tmp_path: Path) -> None:
    """Lines that begin in the right half of the page are told as a column; both columns keep their lines."""
    left = [f"left line {'abcdef'[n]}" for n in range(6)]
    version = read(pdf([printed(left) + printed(["right line"] * 6, x=320, y=771)]), tmp_path)
    assert version.notes == ("Two columns are suspected on page 1: sentences may be out of their order.",)
    assert version.text.startswith("left line a left line b")


def test_a_table_is_told(tmp_path: Path) -> None:
    """Cells at one height make one line, with bars between, and the figures stay apart."""
    rows = [("Year", "Cost", "Days"), ("2021", "1,000", "5"), ("2022", "2,000", "7")]
    cells = [
        printed([cell], x=72 + 150 * at, y=600 - 14 * n) for n, row in enumerate(rows) for at, cell in enumerate(row)
    ]
    version = read(pdf([printed(["What it cost:"]) + b"".join(cells)]), tmp_path)
    assert version.text == "What it cost:\n\nYear | Cost | Days\n2021 | 1,000 | 5\n2022 | 2,000 | 7\n"
    assert version.notes == ("A table is suspected on page 1: its cells stand with bars between them.",)


def test_pages_without_text_are_told(tmp_path: Path) -> None:
    """A page of pictures among others is told, and what has no text at all is refused with what to do."""
    version = read(pdf([printed(ARTICLE), b"0 0 10 10 re f"]), tmp_path)
    assert version.notes == ("There is no text on page 2; if these are scans, run them through OCR.",)
    with pytest.raises(SourceError, match="is a PDF without text, as scans are; run it through OCR first"):
        read(pdf([b"0 0 10 10 re f"]), tmp_path)


INFO = {"Title": "The wall", "Author": "R. Penrose", "ModDate": "D:20221012140533+01'00'"}


def test_metadata(tmp_path: Path) -> None:
    """Title, author and the day of the last change come from the document."""
    version = read(pdf([printed(ARTICLE)], info=INFO), tmp_path)
    assert (version.title, version.author) == ("The wall", "R. Penrose")
    assert version.date is not None
    assert (version.date.value, version.date.source) == ("2022-10-12T14:05+01:00", "document")
    assert version.date.evidence == "ModDate: D:20221012140533+01'00'"


@pytest.mark.parametrize(
    ("told", "date"),
    [
        ("D:2022", "2022"),
        ("D:20221012", "2022-10-12"),
        ("D:20221012140533Z", "2022-10-12T14:05Z"),
        ("D:20221012140533-04'30'", "2022-10-12T14:05-04:30"),
        ("D:00010101000000Z", None),
        ("D:20221399", None),
        ("yesterday", None),
    ],
)
def test_days_of_the_last_change(told: str, date: str | None, tmp_path: Path) -> None:
    """A day of change is read at its precision; what is none is no date."""
    version = read(pdf([printed(ARTICLE)], info={"ModDate": told}), tmp_path)
    assert (version.date and version.date.value) == date


@pytest.mark.parametrize("title", ["Microsoft Word - wall.docx", "wall.pdf", "Untitled-1"])
def test_titles_that_are_none(title: str, tmp_path: Path) -> None:
    """What a program puts in for a title is no title."""
    assert read(pdf([printed(ARTICLE)], info={"Title": title}), tmp_path).title is None


def form(operations: bytes) -> bytes:
    """A PDF whose page calls itself as a form."""
    data = pdf([operations + b"/X0 Do " * 3 + printed(["A wall."])])
    stream = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X0 4 0 R >> >> /Length "
    return data.replace(b"/Font << /F1", b"/XObject << /X0 4 0 R >> /Font << /F1").replace(b"<< /Length ", stream)


WALL = pdf([printed(ARTICLE)])
ENCRYPTED = WALL.replace(
    b"trailer << ",
    b"trailer << /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <"
    + b"41" * 32
    + b"> /U <"
    + b"42" * 32
    + b"> /P -4 >> ",
)

REFUSED: dict[str, tuple[bytes, str]] = {
    "bomb": (
        pdf([zlib.compress(b" " * 100_000_000, 9)], filters=b"/Filter /FlateDecode"),
        "unpacks to far more than an article",
    ),
    "bomb in a bomb": (
        pdf([zlib.compress(zlib.compress(b" " * 500_000_000, 9), 9)], filters=b"/Filter [/FlateDecode /FlateDecode]"),
        "unpacks to far more than an article",
    ),
    "pages without end": (pdf([printed(["A."])] * 501), "is a PDF of 501 pages, more than 500"),
    "encrypted": (ENCRYPTED, "is a PDF that is encrypted"),
    "cut off": (WALL[: len(WALL) // 3], "is a PDF that is damaged or cut off"),
    "no more than a mark": (b"%PDF-1.7\n", "is a PDF that is damaged or cut off"),
}


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(data: bytes, message: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What is broken, locked or hostile ends with one line that names the file, and the library prints nothing."""
    with pytest.raises(SourceError) as caught:
        read(data, tmp_path)
    assert message in caught.value.what
    assert caught.value.where.endswith("wall.pdf")
    assert str(caught.value).isprintable()
    assert capfd.readouterr() == ("", "")


def test_operations_are_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The operations of all pages together have a limit, whatever each page and each form in it has."""
    monkeypatch.setattr("storyver.sources.extraction.pdf.MAXIMUM_OPERATIONS", 1000)
    assert read(pdf([printed(ARTICLE)] * 40), tmp_path).text
    with pytest.raises(SourceError, match="unpacks to far more than an article"):
        read(pdf([printed(ARTICLE)] * 80), tmp_path)
    with pytest.raises(SourceError, match="unpacks to far more than an article"):
        read(form(b"0 Tc " * 1001), tmp_path)


def test_a_form_within_itself(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A page that shows itself within itself is read to its end, and once."""
    version = read(form(b""), tmp_path)
    assert version.text.count("A wall.") <= 4
    assert capfd.readouterr().err == ""


def test_without_the_library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where pypdf is missing, the message says what to install."""
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(MissingLibraryError, match=r"pypdf: is not installed; pip install 'storyver\[pdf\]'"):
        read(WALL, tmp_path)
