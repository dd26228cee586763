"""Files damaged at random places: each is read, or ends with one line that says so, and nothing else ever."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from document_files import docx, paragraph, parquet, pdf, printed
from storyver.errors import StoryverError
from storyver.sources import Options, read_version
from storyver.sources.detection import source_for

TRIES = 60
INSERTED = (b"\x00", b'"', b"\n", b",", b"9999999999", b"\xff\xfe", b"<", b"/", b"(", b"-1", b"{", b"]")

BODY = paragraph("It cost 5.") + f"<w:tbl><w:tr><w:tc>{paragraph('1')}</w:tc></w:tr></w:tbl>"
TABLE = b'id,text,date,version\n1,"A wall, ""x""",2022-10-12,3\n2,B,13/04/2022,x\n' * 3
LINES = b'{"id": 1, "text": "A wall \\ud83d", "date": "2022-10-12T10:00:00Z", "version": 2}\n' * 3
ARRAY = b'[{"id": 1, "text": "A wall", "timestamp": 1665583200}, {"id": 1, "text": "Two walls"}]'


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Data with some bytes changed, gone, doubled or put in."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 2, 5))):
        place, length = chance.randrange(len(found) + 1), chance.randrange(1, 40)
        match chance.randrange(5):
            case 0:
                found[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del found[place : place + length]
            case 2:
                found[place:place] = found[place : place + length]
            case 3:
                found[place:place] = chance.choice(INSERTED)
            case _:
                found = found[: max(place, len(found) // 2)]
    return bytes(found)


def document(path: Path) -> None:
    """Read a file as a version."""
    read_version(path)


def table(path: Path) -> None:
    """Read a file as a table, whatever it is told to be by its content."""
    source_for(path)
    source = source_for(path, path.suffix[1:])
    assert source is not None
    list(source.captures(path, Options()))


FILES: dict[str, tuple[Callable[[random.Random], bytes], Callable[[Path], None]]] = {
    "wall.pdf": (
        lambda chance: damaged(pdf([printed(["It cost 5,", "and 6."])] * 2, info={"ModDate": "D:2022"}), chance),
        document,
    ),
    "wall.docx": (lambda chance: damaged(docx(BODY), chance), document),
    "part.docx": (
        lambda chance: docx("", parts={"word/document.xml": damaged(main_part(), chance)}),
        document,
    ),
    "wall.parquet": (lambda chance: damaged(parquet(), chance), table),
    "wall.csv": (lambda chance: damaged(TABLE, chance), table),
    "wall.jsonl": (lambda chance: damaged(LINES, chance), table),
    "array.jsonl": (lambda chance: damaged(ARRAY, chance), table),
}


def main_part() -> bytes:
    """The part of a Word document that has its text."""
    with zipfile.ZipFile(io.BytesIO(docx(BODY))) as package:
        return package.read("word/document.xml")


@pytest.mark.parametrize("name", FILES)
def test_damaged_files(name: str, tmp_path: Path) -> None:
    """Whatever is wrong with a file, the only error is one printable line."""
    make, read = FILES[name]
    chance = random.Random(name)
    told: list[str] = []
    for _ in range(TRIES):
        path = tmp_path / name
        path.write_bytes(make(chance))
        try:
            read(path)
        except StoryverError as error:
            told.append(str(error))
    assert [line for line in told if not line.isprintable()] == []
