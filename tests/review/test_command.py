"""The command ``review``: which story it means, who decides, and what it says."""

from __future__ import annotations

import io
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from review.stories import QUAKE, archive_of
from storyver import Archive
from storyver.cli import main

pytest.importorskip("uvicorn")

from storyver.review import server
from storyver.review.desk import Desk


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Desk]:
    """The desks that were to be served, none of which is."""
    desks: list[Desk] = []

    def serve(desk: Desk, *, port: int, browser: bool, told: Callable[[str], None]) -> None:
        desks.append(desk)
        told(f"http://127.0.0.1:{port}/secret/" + ("open" if browser else ""))

    monkeypatch.setattr(server, "serve", serve)
    return desks


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a story's folder in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news" / "quake").mkdir(parents=True)
    for number, text in enumerate(QUAKE, start=1):
        (tmp_path / "news" / "quake" / f"{number}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def test_address_is_printed_and_the_browser_opened(
    here: Path, served: list[Desk], capsys: pytest.CaptureFixture[str]
) -> None:
    """Standard output has the address alone, what a person should know is beside it."""
    archive_of(here / "storyver.db", *QUAKE)
    assert main(["review", "quake", "--reviewer", "Ann Bell", "--port", "8123"]) == 0
    assert main(["review", "#1", "--reviewer", "Bo Carr", "--no-browser"]) == 0
    out, err = capsys.readouterr()
    assert out == "http://127.0.0.1:8123/secret/open\nhttp://127.0.0.1:0/secret/\n"
    assert "it is secret" in err
    assert [desk.reviewer for desk in served] == ["Ann Bell", "Bo Carr"]
    assert {desk.story.id for desk in served} == {"quake"}


def test_name_on_the_computer_is_the_reviewers(here: Path, served: list[Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without ``--reviewer`` decides who is logged in."""
    archive_of(here / "storyver.db", *QUAKE)
    monkeypatch.setenv("LOGNAME", "carr")
    assert main(["review", "quake"]) == 0
    assert served[0].reviewer == "carr"


@pytest.mark.usefixtures("here")
def test_path_of_what_was_added_is_its_story(served: list[Desk]) -> None:
    """A folder that was added to the archive is found there by its path."""
    assert main(["add", "news/quake"]) == 0
    assert main(["review", "news/quake", "--reviewer", "Ann Bell"]) == 0
    assert served[0].story.id == "quake"


def test_archive_of_one_story_stands_for_it(here: Path, served: list[Desk]) -> None:
    """The file of an archive with just one story may be given for the story, as to the other commands."""
    archive_of(here / "other.db", *QUAKE)
    assert main(["review", "other.db", "--reviewer", "Ann Bell"]) == 0
    assert (served[0].story.id, served[0].archive) == ("quake", Path("other.db"))


@pytest.mark.parametrize("answer", ["y\n", "yes\n", "n\n", "\n", ""])
def test_folder_is_added_where_somebody_says_so(
    answer: str, here: Path, served: list[Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a terminal it is asked, and added on yes alone."""
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    monkeypatch.setattr("sys.stderr", told := Terminal())
    code = main(["review", "news/quake", "--reviewer", "Ann Bell"])
    assert "Add it now? [y/N]" in told.getvalue()
    if answer.startswith("y"):
        assert (code, len(served)) == (0, 1)
        with Archive(here / "storyver.db", create=False) as archive:
            assert len(archive.story("quake").versions) == 3
    else:
        assert (code, served) == (2, [])
        assert not (here / "storyver.db").exists()


@pytest.mark.usefixtures("here")
def test_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the extra it is said what to install, before anything is read."""
    monkeypatch.setattr(server, "find_spec", lambda _: None)
    assert main(["review", "news/quake"]) == 2
    assert capsys.readouterr().err == "starlette: is not installed; pip install 'storyver[review]'\n"


def test_port_in_use_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A port that another program has is told in one line."""
    archive_of(here / "storyver.db", *QUAKE)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["review", "quake", "--reviewer", "Ann Bell", "--port", str(port), "--no-browser"]) == 2
    assert f"port {port}: cannot be used (" in capsys.readouterr().err
