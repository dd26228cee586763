"""What an archive is after a crash, on a full disk, where it may not be written, and in use by another."""

from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from archive.archived import capture, contents
from repository import ROOT
from storyver import Archive
from storyver.cli import main
from storyver.errors import ArchiveError

KILLS, VERSIONS = 100, 200
MEMORY = Path("/dev/shm")
"""A disk without waiting, where there is one: a process that is killed loses nothing that it has handed over."""


def run_limited(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT / "tests")


def test_killed_import_leaves_whole_versions_and_can_be_completed() -> None:
    """A hundred imports of 200 versions are killed at chance moments. Each leaves an archive that opens and verifies,
    with whole versions of whole batches only, and is completed to the same content by the same import."""
    folder = str(MEMORY) if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=folder) as place:
        command = [sys.executable, str(Path(__file__).with_name("killing.py")), place, str(KILLS), "7"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    left = Counter(map(json.loads, done.stdout.splitlines()))
    assert left.total() == KILLS
    assert all(number % 16 == 0 or number == VERSIONS for number in left)
    assert sum(0 < number < VERSIONS for number in left.elements()) > KILLS / 4


def story_folder(folder: Path, versions: int) -> Path:
    """A story's folder with versions that do not compress well."""
    folder.mkdir()
    for number in range(1, versions + 1):
        words = " ".join(f"{(number * 7919 + place * 104729) % 1_000_003}" for place in range(3_000))
        (folder / f"v{number}.txt").write_text(f"Version {number}.\n\n{words}\n", encoding="utf-8")
    return folder


def test_full_disk_is_told_and_loses_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the file may not grow, the command ends with 2 and one line, and what was added before is there."""
    path = tmp_path / "story.db"
    with Archive(path) as archive:
        archive.add([capture("wall", 1), capture("wall", 2)])
    before = contents(path)
    with pytest.MonkeyPatch.context() as patch:
        connect = sqlite3.connect

        def connect_small(*arguments: object, **options: object) -> sqlite3.Connection:
            connection = connect(*arguments, **options)  # type: ignore[call-overload]
            connection.execute("PRAGMA max_page_count = 40")
            return connection  # type: ignore[no-any-return]

        patch.setattr(sqlite3, "connect", connect_small)
        assert main(["add", str(story_folder(tmp_path / "large", 30)), "--archive", str(path)]) == 2
    told = f"{path}: has no room left; make room and do it again; all that was added before is kept\n"
    assert capsys.readouterr() == ("", told)
    assert contents(path) == before
    assert main(["add", str(tmp_path / "large"), "--archive", str(path)]) == 0
    assert {name: len(versions) for name, versions in contents(path).items()} == {"wall": 2, "large": 30}


LIMITED = """
import resource, signal, sys
from storyver.cli import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
sys.exit(main(["add", sys.argv[1], "--archive", sys.argv[2]]))
"""


def test_write_that_the_system_refuses_loses_nothing(tmp_path: Path) -> None:
    """The same where the system cuts a write short, in the middle of a file."""
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] in (resource.RLIM_INFINITY, 2**63 - 1)
    path = tmp_path / "story.db"
    with Archive(path) as archive:
        archive.add([capture("wall", 1), capture("wall", 2)])
    before = contents(path)
    done = run_limited(LIMITED, story_folder(tmp_path / "large", 30), path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{path}: ")
    assert done.stderr.count("\n") == 1
    assert contents(path) == before
    with Archive(path) as archive:
        assert archive.verify().damages == ()


READING = """
import contextlib, io, os, sys
from storyver.cli import main
path, warm, folder = sys.argv[1:]

def codes(archive):
    commands = (["list"], ["verify"], ["show", "wall"], ["add", folder])
    return [main([*command, "--archive", archive]) for command in commands]

if os.geteuid() == 0:
    with contextlib.redirect_stdout(io.StringIO()):
        codes(warm)
    os.setuid(65534)
print(codes(path))
"""
"""Where it runs as root, who may write everywhere, it becomes nobody once all modules are read."""


def test_write_protected_archive_is_read_and_not_written() -> None:
    """Where neither file nor folder may be written, everything is read; adding ends with 2 and one line."""
    with tempfile.TemporaryDirectory() as place:
        path, folder = Path(place) / "kept" / "story.db", story_folder(Path(place) / "gate", 2)
        path.parent.mkdir()
        with Archive(path) as archive:
            archive.add([capture("wall", 1), capture("wall", 2)])
        warm = shutil.copy(path, place)
        before = path.read_bytes()
        for one, mode in ((path, 0o444), (path.parent, 0o555), (Path(place), 0o755)):
            one.chmod(mode)
        done = run_limited(READING, path, warm, folder)
        path.parent.chmod(0o755)
        assert done.stdout.splitlines()[-1:] == ["[0, 0, 0, 2]"], done.stdout + done.stderr
        assert done.stderr == f"{path}: is write-protected; make the file and its folder writable for you\n"
        assert path.read_bytes() == before
        assert sorted(one.name for one in path.parent.iterdir()) == ["story.db"]


def test_archive_in_use_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another program does not let go of the file, there is an error and no waiting for ever."""
    monkeypatch.setattr("storyver.archive.connection.PATIENCE", 0.1)
    path = tmp_path / "story.db"
    with Archive(path) as archive:
        archive.add([capture("wall", 1)])
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveError, match="is in use by another program; try again when that is done"):
            archive.add([capture("wall", 2)])
        other.execute("ROLLBACK")
        other.close()
        assert archive.add([capture("wall", 2)]).added == 1
