"""A report is written whole or not at all, and standard output gets what it can show."""

from __future__ import annotations

import io
import os
import stat
import sys
from pathlib import Path

import pytest

from storyver.errors import OutputError
from storyver.output import FILE_OR_PIPE, Screen, encoded, screen, write_file, write_stdout


class Terminal(io.TextIOWrapper):
    """Standard output as a terminal."""

    def isatty(self) -> bool:
        return True


def test_file_is_written_in_utf8(tmp_path: Path) -> None:
    """The file holds the text as UTF-8 with the line ends it has."""
    write_file("£1\r\n2\n", tmp_path / "report", [])
    assert (tmp_path / "report").read_bytes() == b"\xc2\xa31\r\n2\n"


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    """After success the folder holds the report alone."""
    write_file("x", tmp_path / "report", [])
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_failure_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where writing fails half-way the target is as before, and nothing stands beside it."""
    target = tmp_path / "report"
    target.write_text("before")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left on device"):
        write_file("after", target, [])
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_interruption_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while the file is being written leaves no file."""

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_file("after", tmp_path / "report", [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("link", ["same", "symbolic", "hard"])
def test_inputs_are_not_overwritten(tmp_path: Path, link: str) -> None:
    """An input is refused as target under any of its names."""
    source, target = tmp_path / "v1.txt", tmp_path / "other.txt"
    source.write_text("text")
    if link == "same":
        target = tmp_path / "." / "v1.txt"
    elif link == "symbolic":
        target.symlink_to(source)
    else:
        target.hardlink_to(source)
    with pytest.raises(OutputError, match="is one of the inputs"):
        write_file("report", target, [tmp_path / "missing", source])
    assert source.read_text() == "text"


def test_link_is_followed(tmp_path: Path) -> None:
    """Writing to a symbolic link replaces the file that it names and leaves the link."""
    (tmp_path / "real").write_text("before")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_file("after", tmp_path / "link", [])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "after"


def test_mode_of_the_file_is_kept(tmp_path: Path) -> None:
    """A file that only its owner may read stays so; a new one is as the user's mask says."""
    target = tmp_path / "report"
    target.write_text("before")
    target.chmod(0o600)
    write_file("after", target, [])
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    (tmp_path / "plain").touch()
    write_file("after", tmp_path / "new", [])
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_device_is_written_to_as_it_is() -> None:
    """The null device is no file to be replaced."""
    write_file("x", Path(os.devnull), [])
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("name", [".", "missing/report", "v1.txt/report", "n" * 300, "nul\0l"])
def test_unusable_target_is_one_clear_error(tmp_path: Path, name: str) -> None:
    """A folder, a missing folder, a file as folder, a name too long: an OutputError with what to do."""
    (tmp_path / "v1.txt").write_text("text")
    with pytest.raises(OutputError, match="with -o"):
        write_file("x", tmp_path / name, [])
    assert [path.name for path in tmp_path.iterdir()] == ["v1.txt"]


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [("utf-8", "▲ £1 → “2”"), ("latin-1", '^ £1 -> "2"'), ("ascii", '^ \\xa31 -> "2"')],
)
def test_characters_that_a_terminal_lacks(encoding: str, expected: str) -> None:
    """They become plainer characters or escapes, never an error."""
    assert encoded("▲ £1 → “2”", encoding).decode(encoding) == expected


def test_terminal_gets_its_own_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal is written to in the encoding that it declares."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Terminal(raw, encoding="ascii"))
    write_stdout("▲ £1\n")
    assert raw.getvalue() == b"^ \\xa31\n"


def test_pipe_gets_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe gets UTF-8 whatever the locale says."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    write_stdout("▲ £1\r\n")
    assert raw.getvalue() == "▲ £1\r\n".encode()


def test_closed_output_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program started without standard output says so."""
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OutputError, match="standard output: is closed"):
        write_stdout("x")


@pytest.mark.parametrize(
    ("environment", "colour"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colour_is_for_terminals_that_want_it(
    environment: dict[str, str], colour: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``NO_COLOR`` and a dumb terminal get none."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "90")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", Terminal(io.BytesIO()))
    assert screen() == Screen(width=90, colour=colour)


def test_environment_is_not_asked_for_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Into a pipe the width is the report's own and there is no colour."""
    monkeypatch.setenv("COLUMNS", "90")
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO()))
    assert screen() == FILE_OR_PIPE
