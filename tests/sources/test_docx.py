"""Word documents: what of them is text, what they say of themselves, and what is refused."""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from pathlib import Path

import pytest

from document_files import docx, paragraph
from storyver.errors import MissingLibraryError, SourceError
from storyver.model import Version
from storyver.sources import read_version


def read(data: bytes, folder: Path) -> Version:
    """A document as a version."""
    path = folder / "wall.docx"
    path.write_bytes(data)
    return read_version(path)


def deleted(text: str) -> str:
    """A run that a tracked change takes away."""
    return f'<w:del w:id="1" w:author="A"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def inserted(text: str) -> str:
    """A run that a tracked change brings in."""
    return f'<w:ins w:id="2" w:author="A">{run(text)}</w:ins>'


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_paragraphs_lists_and_tables(tmp_path: Path) -> None:
    """Headings and paragraphs stand alone, items of a list and rows of a table line by line."""
    cells = [
        "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in (("Year", "Cost"), ("2021", "£4.2m"))
    ]
    body = [
        paragraph("The wall", "Title"), paragraph("Cost", "Heading1"), paragraph("It cost £4.6m."), paragraph(""),
        paragraph("Stone", "Bullets"), paragraph("Lime", properties='<w:numPr><w:numId w:val="3"/></w:numPr>'),
        f"<w:tbl>{''.join(cells)}</w:tbl>", paragraph("It took 14 months."),
    ]  # fmt: skip
    version = read(docx("".join(body)), tmp_path)
    table = "Year | Cost\n2021 | £4.2m"
    assert version.text == f"The wall\n\nCost\n\nIt cost £4.6m.\n\n- Stone\n- Lime\n\n{table}\n\nIt took 14 months.\n"
    assert version.title == "The wall"
    assert version.media.endswith("wordprocessingml.document")
    assert (version.extractor or "").startswith("python-docx ")
    assert version.notes == ()


def test_tracked_changes(tmp_path: Path) -> None:
    """Deleted words are left out and inserted ones taken, in a paragraph, between two and in a table."""
    row = f"<w:tr><w:tc>{paragraph('1,000')}</w:tc></w:tr>"
    gone = f"<w:tr><w:trPr><w:del w:id='3'/></w:trPr><w:tc>{paragraph('2,000')}</w:tc></w:tr>"
    body = [
        paragraph(run("It cost ") + deleted("£4.2m") + inserted("£4.6m") + run(".")),
        paragraph("It took 14", properties="<w:rPr><w:del w:id='4'/></w:rPr>"),
        paragraph("months."),
        f"<w:tbl>{row}{gone}</w:tbl>",
    ]
    version = read(docx("".join(body)), tmp_path)
    assert version.text == "It cost £4.6m.\n\nIt took 14 months.\n\n1,000\n"
    assert version.notes == ("The document has tracked changes: one insertion taken, 3 deletions left out.",)


def test_moved_text_stands_once(tmp_path: Path) -> None:
    """What a tracked change moved stands where it was moved to."""
    moved = run("It cost £4.6m.")
    body = paragraph(f"<w:moveFrom w:id='1'>{moved}</w:moveFrom>") + paragraph(f"<w:moveTo w:id='2'>{moved}</w:moveTo>")
    assert read(docx(body), tmp_path).text == "It cost £4.6m.\n"


MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def test_footnotes_text_boxes_and_hidden_text(tmp_path: Path) -> None:
    """Footnotes stand at the end, a text box once behind its paragraph, hidden text nowhere; each is told."""
    box = f"<w:txbxContent>{paragraph('Built in 1897.')}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent {MC}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = paragraph(run("It cost") + mark + run(" £4.6m.") + run(" £9m.", "<w:vanish/>") + f"<w:r>{both}</w:r>")
    line = f'<w:footnote w:type="separator" w:id="0">{paragraph("---")}</w:footnote>'
    notes = f'{line}<w:footnote w:id="2">{paragraph("In 2022.")}</w:footnote>'
    version = read(docx(body, footnotes=notes), tmp_path)
    assert version.text == "It cost £4.6m.\n\nBuilt in 1897.\n\nIn 2022.\n"
    assert version.notes == (
        "Text that the document hides was left out at one place.",
        "Footnotes, which stand at the end of the text: 1.",
        "Text boxes, which stand behind the paragraphs that they belong to: 1.",
    )


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (run("1") + run(",000"), "1,000"),
        (run("4") + "<w:r><w:noBreakHyphen/></w:r>" + run("5"), "4-5"),
        (run("5") + run(" ") + run("6"), "5 6"),
        (run("5") + "<w:r><w:br/></w:r>" + run("6"), "5\n6"),
        (run("5") + "<w:r><w:tab/></w:r>" + run("6"), "5\t6"),
        (run("2") + "<w:r><w:instrText>PAGE 9</w:instrText></w:r>" + run("0"), "20"),
        (
            '<m:f xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:num><m:r><m:t>1</m:t></m:r></m:num>'
            "<m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>",
            "1/2",
        ),
    ],
)
def test_figures_stay_what_they_are(runs: str, text: str, tmp_path: Path) -> None:
    """Digits in several runs are neither torn apart nor run together."""
    assert read(docx(paragraph(runs)), tmp_path).text == f"{text}\n"


CORE = {"dc:title": "The wall", "dc:creator": "R. Penrose", "dcterms:modified": "2022-10-12T14:05:33Z"}


def test_properties(tmp_path: Path) -> None:
    """Title, author and the day of the last change come from the document's properties."""
    version = read(docx(paragraph("It cost £4.6m."), core=CORE), tmp_path)
    assert (version.title, version.author) == ("The wall", "R. Penrose")
    assert version.date is not None
    assert (version.date.value, version.date.source) == ("2022-10-12T14:05Z", "document")
    assert version.date.evidence == "modified: 2022-10-12T14:05:33Z"


def test_without_properties_nothing_is_made_up(tmp_path: Path) -> None:
    """A document that says nothing of itself has no date, title or author, whatever the library would put in."""
    version = read(docx(paragraph("It cost £4.6m.")), tmp_path)
    assert (version.title, version.author, version.date) == (None, None, None)


ENTITIES = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'
ENTITIES_UTF16 = '<?xml version="1.0" encoding="utf-16"?>'.encode("utf-16") + ENTITIES.decode().encode("utf-16-le")
NOISE = b"".join(hashlib.sha256(bytes([number % 256, number // 256])).digest() for number in range(10_000))
"""What does not pack, so that a document is not a bomb as a whole."""


def lying_part(data: bytes) -> bytes:
    """The size of the first part, as its own header and the directory have it, made smaller than it is."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        size = package.infolist()[0].file_size
    return data.replace(size.to_bytes(4, "little"), (size // 2).to_bytes(4, "little"))


def encrypted(data: bytes) -> bytes:
    """The flag of encryption set on each part."""
    return data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")


WALL = docx(paragraph("It cost £4.6m."))

REFUSED: dict[str, tuple[bytes, str]] = {
    "bomb": (docx("", parts={"word/media/a.png": b"0" * 50_000_000}), "that unpacks to far more than it is"),
    "large part": (docx("", parts={"word/a.xml": b" " * 45_000_000, "b": NOISE}), "with more than 40 MB in one part"),
    "many parts": (docx("", parts={f"a{n}": b"" for n in range(10_001)}), "that unpacks to far more than it is"),
    "entities": (docx("", parts={"word/document.xml": ENTITIES}), "that defines entities, as an attack does"),
    "entities in a part that is not read": (docx(paragraph("0"), parts={"a.xml": ENTITIES}), "that defines entities"),
    "entities in UTF-16": (docx("", parts={"word/document.xml": ENTITIES_UTF16}), "that defines entities"),
    "broken XML": (docx("", parts={"word/document.xml": b"<w:document"}), "that is damaged or cut off"),
    "nested without end": (docx("<w:sdt>" * 5000 + "</w:sdt>" * 5000), "that is damaged or cut off"),
    "other XML": (docx("", parts={"word/document.xml": b"<a/>"}), "that is damaged or cut off"),
    "no content types": (docx("", parts={"[Content_Types].xml": b"<a/>"}), "that is damaged or cut off"),
    "cut off": (WALL[:-200], "that is damaged or cut off"),
    "lying sizes": (lying_part(WALL), "that is damaged or cut off"),
    "encrypted parts": (encrypted(WALL), "that is encrypted"),
    "no text": (docx(paragraph("")), "without text"),
    "password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "with a password, or an old one"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(data: bytes, message: str, tmp_path: Path) -> None:
    """What is broken, locked, hostile or empty ends with one line that names the file."""
    with pytest.raises(SourceError) as caught:
        read(data, tmp_path)
    assert message in caught.value.what
    assert caught.value.where.endswith("wall.docx")
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("name", ["../../escaped.xml", "/escaped.xml", "word/\x1b[31m.xml", "C:\\escaped.xml"])
def test_parts_with_hostile_names(name: str, tmp_path: Path) -> None:
    """A part may be called anything: none is ever written to a file."""
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    assert read(docx(paragraph("It cost £4.6m."), parts={name: b"<a/>"}), folder).text == "It cost £4.6m.\n"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["wall.docx"]


@pytest.mark.parametrize("missing", ["docx", "defusedxml"])
def test_without_the_libraries(missing: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where a library is missing, the message says what to install."""
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(MissingLibraryError, match=r"python-docx: is not installed; pip install 'storyver\[docx\]'"):
        read(WALL, tmp_path)


def test_what_word_writes(tmp_path: Path) -> None:
    """A document made with python-docx and its template is read with its own properties only."""
    import docx as library

    document = library.Document()
    document.add_heading("The wall", 0)
    document.add_paragraph("It cost £4.6m.")
    document.add_paragraph("Stone", style="List Bullet")
    document.save(str(tmp_path / "made.docx"))
    version = read_version(tmp_path / "made.docx")
    assert version.text == "The wall\n\nIt cost £4.6m.\n\n- Stone\n"
