"""The commands that keep an archive, and archived stories in all other commands."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from archive.archived import altered, capture
from storyver import Archive
from storyver.cli import main
from storyver.schemas import ARCHIVE_NAMES, load
from storyver.sources import Options

HOSTILE = [
    "../../../etc/wall",
    "wall\x1b[2J\r\n\u202eevil",
    "=1+1",
    "-o",
    "w" * 1_900,
    "a\x00b",
    "'; DROP TABLE stories; --",
]
ENDINGS = ".txt, .text, .md, .html, .htm, .pdf, .docx"
STORY_COMMANDS = {
    "diff": ["diff", "wall"],
    "track": ["track", "wall"],
    "blame": ["blame", "wall/v2.txt", "--story", "wall"],
    "check": ["check", "wall"],
    "audit": ["audit", "wall"],
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a story's folder in it, in which the commands run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wall").mkdir()
    for number in (1, 2, 3):
        text = f"Version {number} of 3.\n\nThe wall cost £{number}m and took {number + 7} months to build.\n"
        (tmp_path / "wall" / f"v{number}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "wall" / "picture.jpg").write_bytes(b"\xff\xd8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *command: str, code: int = 0) -> str:
    """What a command prints, which has to end with that code and say nothing else."""
    assert main(command) == code, capsys.readouterr()
    out, err = capsys.readouterr()
    assert err == ""
    return out


def document(capsys: pytest.CaptureFixture[str], *command: str, code: int = 0) -> dict[str, Any]:
    """The JSON of a command, which follows its schema."""
    found: dict[str, Any] = json.loads(run(capsys, *command, "--format", "json", code=code))
    Draft202012Validator(load(command[0])).validate(found)
    return found


@pytest.mark.usefixtures("here")
def test_add_counts(capsys: pytest.CaptureFixture[str]) -> None:
    """``add`` says what is new, what was there, and what was skipped and why."""
    added = run(capsys, "add", "wall")
    assert added == (
        f"added 3 (new stories: 1)\nalready there 0\nskipped 1\n  1: does not end in {ENDINGS}: wall/picture.jpg\n"
    )
    assert run(capsys, "add", "wall", "wall/v1.txt").startswith("added 1 (new stories: 1)\nalready there 3\n")
    assert document(capsys, "add", "wall") == {
        "schema": "storyver/add/1",
        "added": 0,
        "known": 3,
        "extracted": 0,
        "new_stories": 0,
        "skipped": [
            {"path": "wall/picture.jpg", "reason": "does not end in .txt, .text, .md, .html, .htm, .pdf, .docx"}
        ],
    }


@pytest.mark.usefixtures("here")
def test_list_and_show(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    """``list`` names stories and versions, ``show`` prints one as text or as its bytes."""
    run(capsys, "add", "wall", "--archive", "a.db")
    size = sum(path.stat().st_size for path in here.glob("wall/*.txt"))
    assert run(capsys, "list", "--archive", "a.db").splitlines()[1].split() == ["#1", "3", str(size), "wall"]
    assert document(capsys, "list", "--archive", "a.db")["stories"] == [
        {"place": 1, "name": "wall", "versions": 3, "size": size}
    ]
    assert run(capsys, "list", "wall", "--archive", "a.db").splitlines()[2].split()[:2] == ["#1", "1"]
    assert [one["number"] for one in document(capsys, "list", "#1", "--archive", "a.db")["versions"]] == [1, 2, 3]
    second = (here / "wall" / "v2.txt").read_text(encoding="utf-8")
    assert run(capsys, "show", "wall", "2", "--archive", "a.db") == second
    assert run(capsys, "show", "wall", "--raw", "--archive", "a.db") == second.replace("2", "3").replace("9", "10")
    assert run(capsys, "show", "wall", "2", "--raw", "-o", "out.txt", "--archive", "a.db") == ""
    assert (here / "out.txt").read_text(encoding="utf-8") == second
    assert main(["show", "wall", "9", "--archive", "a.db"]) == 2
    assert main(["show", "wall", "-o", "a.db", "--archive", "a.db"]) == 2


@pytest.mark.usefixtures("here")
def test_verify_tells_damage(capsys: pytest.CaptureFixture[str], here: Path) -> None:
    """``verify`` ends with 0 and the chain's head, or with 1 and what is damaged."""
    run(capsys, "add", "wall")
    whole = document(capsys, "verify")
    assert (whole["stories"], whole["versions"], whole["entries"], whole["damages"]) == (1, 3, 3, [])
    assert run(capsys, "verify") == f"1 stories, 3 versions, 3 entries: nothing is damaged\nhead {whole['head']}\n"
    with altered(here / "storyver.db") as connection:
        connection.execute("UPDATE stories SET name = ?", ("wall\x1b[2J",))
    assert document(capsys, "verify", code=1)["damages"][0]["where"] == "entry 1"
    assert "damaged in 3 places" in run(capsys, "verify", code=1)


@pytest.mark.parametrize("name", STORY_COMMANDS)
def test_archived_story_gives_the_same_report(
    name: str, here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes a story takes its name in an archive, with the same result, and reads no text anew."""
    command = [*STORY_COMMANDS[name], "--format", "json"]
    code = main(command)
    told = json.loads(capsys.readouterr().out)
    (here / "wall" / "picture.jpg").unlink()
    assert main(["add", "wall", "--archive", "a.db"]) == main(["add", "wall"]) == 0
    monkeypatch.setattr("storyver.keeping.extract_text", None)
    capsys.readouterr()
    assert main([*command, "--archive", "a.db"]) == code
    archived = json.loads(capsys.readouterr().out)
    if "story" in told:
        told["story"]["skipped"] = []
    assert archived == told
    moved = here / "wall"
    moved.rename(here / "elsewhere")
    by_default = [one.replace("wall/v2.txt", "elsewhere/v2.txt") for one in command]
    assert main(by_default) == code
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("here")
def test_path_goes_before_a_name_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """Where both are there, the path is read, and a line on standard error tells of the archive's story."""
    run(capsys, "add", "wall")
    assert main(["track", "wall", "--format", "json"]) == 0
    assert capsys.readouterr().err == (
        "wall: read from this path; storyver.db also has a story of that name: --archive storyver.db\n"
    )


@pytest.mark.usefixtures("here")
def test_archive_itself_may_be_given_where_it_has_one_story(capsys: pytest.CaptureFixture[str]) -> None:
    """An archive with one story stands for it; one with several does not."""
    run(capsys, "add", "wall", "--archive", "a.db")
    assert "£1m" in run(capsys, "track", "a.db")
    run(capsys, "add", "wall/v1.txt", "--archive", "a.db")
    assert main(["track", "a.db"]) == 2
    assert capsys.readouterr().err == "a.db: is an archive of 2 stories; name one, with --archive a.db\n"


REFUSED = {
    "track gate --archive a.db": "gate: is no story of a.db; there are wall, v1; see them with storyver list\n",
    "track v1 --archive a.db": (
        "v1: only 1 version in a.db, at least 2 are needed; add another one with storyver add --story\n"
    ),
    "track wall --archive b.db": "b.db: no such archive; make one with storyver add\n",
    "track wall --archive a.db --named x": (
        "--archive a.db: --from, --source, --named and the options for columns are for sources; leave one of them out\n"
    ),
    "track wall --archive wall/v1.txt": "wall/v1.txt: is no archive of storyver; name an archive with --archive\n",
    "track wall --archive a.db -o a.db": "a.db: is one of the inputs; give another file name with -o\n",
    "add a.db --archive b.db": (
        "a.db: is an archive of storyver; write its stories as folders with storyver export, and add these\n"
    ),
    "add nothing --archive a.db": "nothing: no such file or folder; check the path\n",
    "export gate -o out --archive a.db": (
        "gate: is no story of a.db; there are wall, v1; see them with storyver list\n"
    ),
}


@pytest.mark.parametrize("command", REFUSED)
@pytest.mark.usefixtures("here")
def test_mistakes_are_told(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each ends with 2 and one line."""
    run(capsys, "add", "wall", "wall/v1.txt", "--archive", "a.db")
    assert main(command.split()) == 2
    assert capsys.readouterr() == ("", REFUSED[command])


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_inert(name: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A story's name does nothing to the terminal, the file system or the database, and still names the story."""
    with Archive(here / "storyver.db") as archive:
        archive.add([capture(name, 1), capture(name, 2)])
        assert archive.story(name).id == name
    for command in (["list"], ["list", "#1"], ["verify"], ["track", "#1", "--archive", "storyver.db"]):
        out = run(capsys, *command)
        assert not set("\x1b\r\u202e\x00") & set(out)
        assert max(map(len, out.splitlines())) <= 140
    assert run(capsys, "export", "#1", "-o", "out") == ""
    assert sorted(path.name for path in (here / "out").iterdir()) == ["00001.txt", "00002.txt", "story.toml"]
    assert sorted(path.name for path in here.iterdir()) == ["out", "storyver.db", "wall"]


def test_text_in_a_terminal_is_inert(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """``show`` names control characters where it writes to a terminal, and leaves them where it writes to a file."""
    hostile = "The wall\x1b[2J cost\u202e £3m.\n\tAnd more.\n" + "And more. " * 20
    with Archive(here / "storyver.db") as archive:
        archive.add([capture("wall", 1, data=hostile.encode())])
    assert run(capsys, "show", "wall") == hostile

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr("sys.stdout", screen)
    assert main(["show", "wall"]) == 0
    assert screen.getvalue() == hostile.replace("\x1b", "[U+001B]").replace("\u202e", "[U+202E]")
    assert main(["show", "wall", "--raw"]) == 2
    assert capsys.readouterr().err == "storyver show --raw: raw bytes are not for a terminal; add -o FILE\n"


def test_progress_is_shown_in_a_terminal_alone(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one line, wiped at the end, and nothing where standard error is a file."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    assert main(["add", str(here / "wall")]) == 0
    assert screen.getvalue() == "\radded 3, already there 0, skipped 1\x1b[K\r\x1b[K"


@pytest.mark.usefixtures("here")
def test_options_reach_the_source(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """``--from``, ``--named`` and the columns are handed to whatever reads the source, under both spellings."""
    asked: list[tuple[Any, ...]] = []
    columns = ["--id", "slug", "--text", "body", "--date", "day", "--version", "no", "--named", "wall"]
    options = Options(named="wall", id_column="slug", text_column="body", date_column="day", version_column="no")

    def read_story(path: Path, **more: Any) -> Any:
        asked.append((str(path), more["kind"], more["options"]))
        raise KeyboardInterrupt

    def captures_of(path: Path, kind: str | None, options: Options) -> Any:
        asked.append((str(path), kind, options))
        return iter(())

    monkeypatch.setattr("storyver.keeping.finding.read_story", read_story)
    monkeypatch.setattr("storyver.sources.captures_of", captures_of)
    for spelling in ("--from", "--source"):
        for command in STORY_COMMANDS.values():
            kind = "--source" if command[0] == "diff" else spelling
            assert main([*command, kind, "table", *columns]) == 130
        assert main(["add", "wall", spelling, "table", *columns]) == 0
    assert asked == [("wall", "table", options)] * 12
    assert main(["track", "wall", "--from", "nosuch"]) == 130
    capsys.readouterr()


@pytest.mark.usefixtures("here")
def test_several_stories_are_not_made_one_by_chance(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``--story`` is for a source of one story; several files are one story where they are said to be."""
    run(capsys, "add", "wall/v1.txt", "wall/v2.txt", "--story", "The wall")
    assert [one["name"] for one in document(capsys, "list")["stories"]] == ["The wall"]
    both = [capture("wall", 1), capture("gate", 1)]
    monkeypatch.setattr("storyver.sources.captures_of", lambda *_: iter(both))
    assert main(["add", "news.csv", "--story", "The wall"]) == 2
    told = "news.csv: holds several stories, 'wall' and 'gate' among them, which --story would make one; "
    assert capsys.readouterr().err == f"{told}name one with --named, or omit --story\n"


@pytest.mark.parametrize("name", ARCHIVE_NAMES)
def test_schemas_of_the_archive_are_schemas(name: str) -> None:
    """The published files are valid JSON Schema 2020-12."""
    Draft202012Validator.check_schema(load(name))
