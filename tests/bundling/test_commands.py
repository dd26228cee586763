"""The commands ``bundle``, ``attach`` and ``verify`` as people type them."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from bundling import made
from bundling.made import entries
from repository import ROOT
from storyver.cli import main
from storyver.schemas import BUNDLE_NAMES, load
from test_docs import names_in


@pytest.fixture
def here(workshop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the story, the key and a bundle, in which the commands run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("STORYVER_PASSPHRASE", raising=False)
    shutil.copytree(workshop / "wall", tmp_path / "wall")
    for name in ("key", "key.pub", "whole.zip", "plain.zip"):
        shutil.copy(workshop / name, tmp_path / name)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *command: str, code: int = 0) -> str:
    """What a command prints, which has to end with that code and say nothing else."""
    assert main(command) == code, capsys.readouterr()
    out, err = capsys.readouterr()
    assert err == ""
    return out


def document(capsys: pytest.CaptureFixture[str], schema: str, *command: str, code: int = 0) -> dict[str, Any]:
    """The JSON of a command, which follows its schema."""
    found: dict[str, Any] = json.loads(run(capsys, *command, "--format", "json", code=code))
    Draft202012Validator(load(schema)).validate(found)
    return found


def test_bundle_prints_the_head(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``bundle`` says what it wrote, who signed, and the head; its request is the one inside."""
    told = run(capsys, "bundle", "wall", "-o", "a.zip", "--sign", "key", "--request", "a.tsq").splitlines()
    files = dict(entries(here / "a.zip"))
    assert told[0] == "a.zip: 3 versions, 0 decisions, 24 files"
    assert told[1].startswith("signed by SHA256:")
    assert told[2] == f"head {files['head.txt'].decode().strip()}"
    assert (here / "a.tsq").read_bytes() == files["head.tsq"]
    assert document(capsys, "bundled", "bundle", "wall", "-o", "a.zip")["head"] == told[2].removeprefix("head ")


def test_archived_story_is_bundled_by_its_name(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``bundle`` takes whatever names a story elsewhere: a name, files in their order, an archive with one story."""
    run(capsys, "add", "wall", "--archive", "a.db")
    for command in (("wall", "--archive", "a.db"), ("a.db",)):
        run(capsys, "bundle", *command, "-o", "a.zip")
        assert (here / "a.zip").read_bytes() == (here / "plain.zip").read_bytes()
    run(capsys, "bundle", "-o", "b.zip", "wall/v2.txt", "wall/v1.txt")
    assert run(capsys, "verify", "b.zip").splitlines()[1].startswith("2 versions")


@pytest.mark.usefixtures("here")
def test_verify_tells_a_bundle_from_an_archive(capsys: pytest.CaptureFixture[str]) -> None:
    """By their contents: both are files that ``verify`` takes."""
    run(capsys, "add", "wall", "--archive", "a.db")
    archive = run(capsys, "verify", "--archive", "a.db")
    assert run(capsys, "verify", "a.db") == archive
    assert "3 versions, 3 entries: nothing is damaged" in archive
    told = run(capsys, "verify", "whole.zip").splitlines()
    assert told[:3] == [
        "story wall",
        "3 versions, 0 decisions, 25 files: nothing was altered",
        "who gave the time stamps was not checked: that takes the authority's certificates, with --tsa-ca",
    ]
    found = document(capsys, "verified-bundle", "verify", "whole.zip")
    assert found["rerun"]
    assert told[-1] == f"head {found['head']}"


def test_exit_code_says_whether_it_is_whole(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 whole, 1 altered, 2 unusable, each with its line."""
    assert run(capsys, "verify", "plain.zip", "--no-rerun").splitlines()[2] == "the analysis was not done again"
    head = (here / "wall").name
    assert "the head: is another than the one given" in run(capsys, "verify", "plain.zip", "--head", head, code=1)
    made.repacked(here / "plain.zip", lambda there: [(name, data.replace(b"4.2", b"4.3")) for name, data in there])
    told = run(capsys, "verify", "plain.zip", code=1).splitlines()
    assert "versions/0001/raw.txt: was altered: its hash is not the one that it was packed with" in told
    assert "the analysis was not done again, for the bundle was altered" in told


def test_attach_writes_over_the_bundle_or_elsewhere(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In place without ``-o``; the bundle stays as it is with it."""
    before = (here / "plain.zip").read_bytes()
    document(capsys, "bundled", "attach", "plain.zip", "--sign", "key", "-o", "signed.zip")
    assert (here / "plain.zip").read_bytes() == before
    run(capsys, "attach", "plain.zip", "--sign", "key")
    assert (here / "plain.zip").read_bytes() == (here / "signed.zip").read_bytes() != before
    assert run(capsys, "verify", "plain.zip", "--key", "key.pub", "--no-rerun").count("signed by SHA256:") == 1


def test_passphrase_comes_from_the_environment_or_is_asked_for(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody can be asked it has to be in the variable."""
    made.ssh_key(here / "locked", "wall")
    assert main(["attach", "plain.zip", "--sign", "locked"]) == 2
    assert "locked: has a passphrase; give it in STORYVER_PASSPHRASE" in capsys.readouterr().err
    monkeypatch.setenv("STORYVER_PASSPHRASE", "wall")
    run(capsys, "attach", "plain.zip", "--sign", "locked")
    monkeypatch.delenv("STORYVER_PASSPHRASE")
    asked: list[str] = []

    def getpass(prompt: str) -> str:
        asked.append(prompt)
        return "wall"

    monkeypatch.setattr("getpass.getpass", getpass)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    run(capsys, "attach", "whole.zip", "--sign", "locked")
    assert asked == ["Passphrase of locked: "]


REFUSED = {
    "attach plain.zip": "storyver attach: nothing to attach; give --sign or --timestamp\n",
    "verify plain.zip --archive a.db": "storyver verify: a bundle and an archive at once; give one of them\n",
    "verify --key key.pub": "storyver verify: --key is for bundles; give the bundle's file, or leave it out\n",
    "bundle wall -o wall/v1.txt": "wall/v1.txt: is one of the inputs; give another file name with -o\n",
    "bundle wall -o key --sign key": "key: is one of the inputs; give another file name with -o\n",
    "bundle wall -o wall": "wall: is one of the inputs; give another file name with -o\n",
    "bundle wall -o .": ".: is a folder; give a file name with -o\n",
    "bundle wall/v1.txt wall/v2.txt -o wall/v2.txt": (
        "wall/v2.txt: is one of the inputs; give another file name with -o\n"
    ),
    "verify plain.zip --key key": (
        "key: is a private key; give the public one, for example the file beside it in .pub\n"
    ),
}


@pytest.mark.parametrize("command", REFUSED)
def test_mistakes_are_told(command: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each ends with 2 and one line, and writes nothing."""
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    assert main(command.split()) == 2
    assert capsys.readouterr() == ("", REFUSED[command])
    assert {path: path.read_bytes() for path in here.rglob("*") if path.is_file()} == before


def test_hostile_names_in_a_bundle_are_inert(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What somebody put into the names of entries does nothing to the terminal."""
    made.repacked(here / "plain.zip", lambda there: [*there, ("a\x1b[2J\rb\nc", b"x"), ("x" * 9_000, b"x")])
    out = run(capsys, "verify", "plain.zip", code=1)
    assert not set("\x1b\r") & set(out)
    assert max(map(len, out.splitlines())) < 200


@pytest.mark.parametrize("name", BUNDLE_NAMES)
def test_reference_names_every_property(name: str) -> None:
    """Each property of the schemas of bundles is described in their reference."""
    text = (ROOT / "docs" / "reference" / "bundle.md").read_text(encoding="utf-8")
    schema = {key: value for key, value in load(name).items() if key != "$defs"}
    assert {one for one in names_in(schema) if f"`{one}`" not in text} == set()
