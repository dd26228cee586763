"""Bytes to text, and one version from a file or a string."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyver.errors import SourceError
from storyver.sources import read_version
from storyver.sources.text import MAXIMUM_BYTES, decode

WORDS = "The toll is £3 – “for now”.\r\nIt\u00a0opens in May."


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (WORDS.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + WORDS.encode(), "utf-8"),
        (b"\xff\xfe" + WORDS.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + WORDS.encode("utf-16-be"), "utf-16-be"),
        (WORDS.encode("utf-16-le"), "utf-16-le"),
        (WORDS.encode("utf-16-be"), "utf-16-be"),
        (b"\xff\xfe\x00\x00" + WORDS.encode("utf-32-le"), "utf-32-le"),
        (WORDS.encode("cp1252"), "windows-1252"),
    ],
)
def test_text_in_any_usual_encoding(data: bytes, encoding: str) -> None:
    """The mark at the beginning is gone and not a character else is changed, line ends included."""
    decoded = decode(data, "a.txt")
    assert (decoded.text, decoded.encoding) == (WORDS, encoding)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is empty"),
        (b" \r\n\t \n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is a binary file, not text"),
        (b"\x7fELF\x02\x01\x01" + bytes(64), "is a binary file, not text"),
        (bytes(range(1, 32)) * 9 + b"\xff", "is a binary file, not text"),
        (b"The bridge \x81\x8d is shut", "is not UTF-8, UTF-16 or Windows-1252 (byte 11)"),
        ("“The bridge” is “shut”".encode()[:-1], "is not UTF-8, UTF-16 or Windows-1252 (byte 27)"),
        ("Мост закрыт на ремонт".encode("cp1251"), "is not UTF-8, UTF-16 or Windows-1252 (byte 0)"),
        (b"\xff\xfe\x00\xd8a\x00", "is marked as UTF-16-LE and broken (byte 2)"),
        (b"\xef\xbb\xbfcaf\xe9 bar", "is marked as UTF-8 and broken (byte 6)"),
        (b"a" * (MAXIMUM_BYTES + 1), "is larger than 20 MB"),
    ],
)
def test_what_is_no_text(data: bytes, what: str, tmp_path: Path) -> None:
    """What cannot be read is refused in one line that says what, where and what to do."""
    file = tmp_path / "a.txt"
    file.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read_version(file)
    assert caught.value.what == what
    assert caught.value.where == str(file)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Any bytes give a text or a SourceError."""
    with contextlib.suppress(SourceError):
        assert decode(data, "a.txt").text


def test_identity_of_a_version(tmp_path: Path) -> None:
    """The hash is of the raw bytes, and the id its beginning."""
    data = b"\xef\xbb\xbf" + WORDS.encode()
    file = tmp_path / "a.txt"
    file.write_bytes(data)
    version = read_version(file)
    assert version.sha256 == hashlib.sha256(data).hexdigest()
    assert (version.id, version.source) == (version.sha256[:12], str(file))


def test_a_string_is_the_text_itself() -> None:
    """A string is taken as it is and has no source, even if it looks like a path."""
    version = read_version("versions/a.txt")
    assert (version.text, version.source) == ("versions/a.txt", None)
    assert version.sha256 == hashlib.sha256(b"versions/a.txt").hexdigest()
    assert read_version(version) is version


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_string_is_a_version(text: str) -> None:
    """A string may be empty, so that a text can be compared with nothing; an empty file is refused."""
    assert read_version(text).text == text


@pytest.mark.parametrize("text", ["a\x00b", "\ud800 alone", "a" * (MAXIMUM_BYTES + 1)])
def test_strings_that_are_no_text(text: str) -> None:
    """A binary, broken or too long string is refused."""
    with pytest.raises(SourceError):
        read_version(text)


def test_missing_file(tmp_path: Path) -> None:
    """A missing file is named."""
    with pytest.raises(SourceError, match="no such file or folder; check the path"):
        read_version(tmp_path / "none.txt")


def test_folder_instead_of_a_file(tmp_path: Path) -> None:
    """A folder is no version."""
    with pytest.raises(SourceError, match="is a folder, not a file"):
        read_version(tmp_path)


def test_link_to_itself(tmp_path: Path) -> None:
    """A link that leads to itself is refused."""
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    with pytest.raises(SourceError, match="leads to itself"):
        read_version(tmp_path / "a.txt")


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without permission the message says so."""
    (tmp_path / "a.txt").write_text("The bridge is shut.")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SourceError, match="permission denied; make it readable"):
        read_version(tmp_path / "a.txt")


def test_control_characters_of_a_path_are_inert(tmp_path: Path) -> None:
    """A path with an escape sequence or a line end is printed escaped."""
    for name in ("a\x1b[31m\n.txt", "a\x00b.txt", "a\udcff.txt"):
        with pytest.raises(SourceError) as caught:
            read_version(tmp_path / name)
        assert str(caught.value).isprintable()


def test_a_long_line_without_a_space() -> None:
    """Five million characters without a space are a version like any other."""
    assert read_version("x" * 5_000_000).title is None
