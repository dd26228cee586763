"""A gold that is not as documented is told in one line, with the line of the file."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

import storyver
from gold_answers import GOLD
from repository import ROOT
from storyver.cli import main
from storyver.errors import StoryverError
from storyver.evaluation.gold import read_gold

CASES = tomllib.loads((GOLD.parent / "bad_gold.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture
def wall(tmp_path: Path) -> Path:
    """A copy of the gold of the wall."""
    return Path(shutil.copytree(GOLD / "wall", tmp_path / "wall"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_wrong_is_told_in_one_line(
    case: dict[str, str], wall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command ends with 2 and says file, line and what to do; nothing is printed on standard output."""
    gold = wall / "gold.json"
    text = gold.read_text(encoding="utf-8")
    assert text.count(case["old"]) >= 1
    gold.write_text(text.replace(case["old"], case["new"], 1), encoding="utf-8")
    assert main(["evaluate", str(wall)]) == 2
    assert capsys.readouterr() == ("", f"{gold}{case['error']}\n")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\xff\xfe\x00", "is not UTF-8; save the file as UTF-8"),
        (b"[" * 200_000, "is not JSON (too deep or too long a value); correct it"),
        (
            b'{"schema": "storyver/gold/1", "figures": [' + b"9" * 5000 + b"]}",
            "is not JSON (too deep or too long a value); correct it",
        ),
        (b"[]", 'has no "schema": "storyver/gold/1"; write it as the corpus format has it'),
    ],
    ids=["not UTF-8", "too deep", "too long a number", "a list"],
)
def test_hostile_files_are_told(data: bytes, error: str, wall: Path) -> None:
    """What is no gold at all is told without a line."""
    (wall / "gold.json").write_bytes(data)
    with pytest.raises(StoryverError) as caught:
        storyver.evaluate(wall)
    assert str(caught.value) == f"{wall / 'gold.json'}: {error}"


def test_a_byte_order_mark_is_no_fault(wall: Path) -> None:
    """A gold that an editor has saved with a mark reads as without."""
    gold = wall / "gold.json"
    gold.write_bytes(b"\xef\xbb\xbf" + gold.read_bytes())
    assert len(read_gold([wall])) == 1


def test_a_gold_is_named_by_folder_or_file() -> None:
    """A story, a folder of stories, and a gold's own file all do; the stories come in the order of the arguments."""
    names = [
        [story.id for story in read_gold(paths)] for paths in ([GOLD], [GOLD / "wall", GOLD / "pier" / "gold.json"])
    ]
    assert names == [["pier", "wall"], ["wall", "pier"]]


def test_two_stories_of_one_name_are_refused(wall: Path) -> None:
    """Stories are told apart by their names, so that two runs can be compared."""
    with pytest.raises(StoryverError, match=r"is called wall, as .* is; give one another id in its story.toml"):
        read_gold([GOLD / "wall", wall])


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    """A folder that holds no gold, and one that is not there, are told apart."""
    with pytest.raises(StoryverError, match=r"has no gold.json, and no folder in it has one"):
        read_gold([tmp_path])
    with pytest.raises(StoryverError, match="no such folder"):
        read_gold([tmp_path / "nowhere"])


def test_the_corpus_is_read_whole() -> None:
    """Every story of the corpus is a gold as the reader wants it."""
    assert len(read_gold([ROOT / "corpus"])) == 15
