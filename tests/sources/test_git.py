"""The history of a file in a repository: its versions, what is none, and repositories that mean harm."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from sources.gathering import TEXTS, Repository, gathered, texts
from storyver.cli import main
from storyver.errors import MissingLibraryError, SourceError
from storyver.model import DateSource
from storyver.sources import read_story
from storyver.sources.detection import source_for
from storyver.sources.interface import Options

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

FIRST, SECOND, THIRD = TEXTS


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository without a commit."""
    return Repository(tmp_path / "news")


def reasons(path: Path, named: str | None = None) -> list[str]:
    """Why what was passed over is no version."""
    return [one.reason for one in gathered(path, named)[1]]


def test_a_file_is_followed_through_its_renames(repository: Repository) -> None:
    """Every content that a file has had is a version, the oldest first, also under earlier names."""
    repository.commit({"wall.txt": FIRST})
    repository.commit({"wall.txt": SECOND})
    repository.git("mv", "wall.txt", "harbour.txt")
    repository.commit({})
    repository.commit({"harbour.txt": THIRD})
    captures, skipped = gathered(repository.folder / "harbour.txt")
    assert texts(captures) == list(TEXTS)
    assert [(one.number, one.of, one.story) for one in captures] == [(place, 3, "harbour.txt") for place in (1, 2, 3)]
    assert [one.name for one in captures] == ["wall.txt", "wall.txt", "harbour.txt"]
    assert [one.reason for one in skipped] == ["the same content as in the version before"]


def test_both_dates_of_a_commit_are_kept(repository: Repository) -> None:
    """When a commit was written comes first, when it was committed second, each told from the other."""
    repository.commit({"wall.txt": FIRST}, authored="2024-01-02T03:04:05-05:00", committed="2024-02-03T04:05:06+00:00")
    repository.commit({"wall.txt": SECOND})
    dates = gathered(repository.folder / "wall.txt")[0][0].dates
    assert [(one.value, one.source) for one in dates] == [
        ("2024-01-02T03:04-05:00", DateSource.AUTHORED),
        ("2024-02-03T04:05Z", DateSource.COMMITTED),
    ]


def test_history_goes_before_dates(repository: Repository) -> None:
    """A commit that says it is older than the one before it stays behind it."""
    repository.commit({"wall.txt": FIRST})
    repository.commit({"wall.txt": SECOND}, authored="2001-01-01T00:00:00Z")
    story = read_story(repository.folder / "wall.txt")
    assert [version.text for version in story.versions] == [FIRST, SECOND]
    assert "although its date 2001-01-01T00:00Z is before" in story.order[1]


@pytest.mark.parametrize("moment", ["-62135596800", "99999999999", "0"])
def test_dates_that_are_none_are_left_out(repository: Repository, moment: str) -> None:
    """A date before the first newspapers, or far ahead, is told in a note where it is no date of publication."""
    blob = repository.git("hash-object", "-w", "--stdin", stdin=FIRST.encode())
    tree = repository.git("mktree", stdin=f"100644 blob {blob}\twall.txt\n".encode())
    person = f"Ana Ro <ana@example.org> {moment} +0000"
    made = f"tree {tree}\nauthor {person}\ncommitter {person}\n\nA change\n".encode()
    commit = repository.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=made)
    repository.git("update-ref", "refs/heads/main", commit)
    captures, _ = gathered(repository.folder / ".git")
    years = [int(one.value[:4]) for one in captures[0].dates]
    assert texts(captures) == [FIRST]
    assert all(1600 <= year <= 2199 for year in years)
    assert len(years) + len(captures[0].notes) == 2


def test_of_a_merge_only_the_main_line_counts(repository: Repository) -> None:
    """What stood on the branch at each time: a side branch is one version, when it is merged."""
    repository.commit({"wall.txt": FIRST})
    repository.git("checkout", "-q", "-b", "draft")
    repository.commit({"wall.txt": SECOND})
    repository.commit({"wall.txt": THIRD})
    repository.git("checkout", "-q", "main")
    repository.commit({"other.txt": FIRST})
    repository.git("merge", "-q", "--no-ff", "-m", "Publish", "draft")
    captures, _ = gathered(repository.folder / "wall.txt")
    assert texts(captures) == [FIRST, THIRD]


def test_a_repository_is_many_stories(repository: Repository) -> None:
    """Each file is a story under its latest name, also one that is gone; one is chosen by its name."""
    repository.commit({"wall.txt": FIRST, "bridge.txt": SECOND})
    repository.commit({"wall.txt": THIRD, "bridge.txt": None})
    git = repository.folder / ".git"
    captures, skipped = gathered(git)
    assert [(one.story, one.number) for one in captures] == [("bridge.txt", 1), ("wall.txt", 1), ("wall.txt", 2)]
    assert [one.reason for one in skipped] == ["the commit took the file away"]
    assert texts(gathered(git, "wall.txt")[0]) == [FIRST, THIRD]
    assert texts(gathered(git, "bridge.txt")[0]) == [SECOND]
    with pytest.raises(SourceError, match=r"holds several stories, 'bridge.txt' and 'wall.txt' among them"):
        read_story(git)


def test_a_name_used_twice_is_two_stories(repository: Repository) -> None:
    """A file that took over the name of one that was renamed is another story."""
    repository.commit({"a.txt": FIRST + "One.\nTwo.\n"})
    repository.git("mv", "a.txt", "b.txt")
    repository.commit({})
    first = repository.commit({"b.txt": None})
    repository.commit({"c.txt": "Quite another thing, of 12 bridges.\n"})
    repository.git("mv", "c.txt", "b.txt")
    repository.commit({})
    stories = {one.story for one in gathered(repository.folder / ".git")[0]}
    assert stories == {"b.txt", f"b.txt@{first[:12]}"}


def test_bare_and_shallow_and_linked(repository: Repository, tmp_path: Path) -> None:
    """A bare clone, a shallow one, a linked working tree and packed references are read like any other."""
    repository.commit({"wall.txt": FIRST})
    repository.commit({"wall.txt": SECOND})
    repository.commit({"wall.txt": THIRD})
    repository.git("worktree", "add", "-q", str(tmp_path / "linked"))
    repository.git("pack-refs", "--all")
    repository.git("gc", "-q")
    repository.git("clone", "-q", "--bare", ".", str(tmp_path / "bare"))
    repository.git("clone", "-q", "--depth", "2", repository.folder.as_uri(), str(tmp_path / "shallow"))
    assert texts(gathered(tmp_path / "bare")[0]) == list(TEXTS)
    assert texts(gathered(tmp_path / "linked" / "wall.txt")[0]) == list(TEXTS)
    assert texts(gathered(tmp_path / "shallow" / "wall.txt")[0]) == [SECOND, THIRD]


def test_hashes_of_sha_256(tmp_path: Path) -> None:
    """A repository with longer hashes is read too."""
    repository = Repository(tmp_path / "wide", "--object-format=sha256")
    repository.commit({"wall.txt": FIRST})
    repository.commit({"wall.txt": SECOND})
    assert texts(gathered(repository.folder / "wall.txt")[0]) == [FIRST, SECOND]


def test_one_version_alone_is_no_history(repository: Repository, tmp_path: Path) -> None:
    """A file with one version, one that is not tracked, one in no repository, and a working tree are no git source."""
    repository.commit({"wall.txt": FIRST})
    (repository.folder / "new.txt").write_text(SECOND, encoding="utf-8")
    (tmp_path / "alone.txt").write_text(SECOND, encoding="utf-8")
    for path in (
        repository.folder / "wall.txt",
        repository.folder / "new.txt",
        tmp_path / "alone.txt",
        repository.folder,
    ):
        assert source_for(path) is None
    assert texts(gathered(repository.folder / "wall.txt", kind="git")[0]) == [FIRST]
    assert texts(gathered(repository.folder, kind="git")[0]) == [FIRST]


@pytest.mark.parametrize(
    "name",
    [
        "-rf",
        "--output=x",
        "two\nlines.txt",
        "\x01\x1b[31mred.txt",
        ":(glob)*",
        "a b\t.txt",
        "caf\udce9.txt",
        "ü.txt",
        '"quoted".txt',
    ],
)
def test_hostile_file_names(repository: Repository, name: str) -> None:
    """A name is a name: it is no option, no pattern and no end of a line, and is printed without control characters."""
    path = os.fsencode(repository.folder) + b"/" + os.fsencode(name)
    for number, text in enumerate(TEXTS):
        Path(os.fsdecode(path)).write_bytes(text.encode())
        repository.commit({"other.txt": f"Another story, version {number}.\n"})
    captures, _ = gathered(Path(os.fsdecode(path)))
    assert texts(captures) == list(TEXTS)
    assert captures[0].story.isprintable()
    assert texts(gathered(repository.folder / ".git", captures[0].story)[0]) == list(TEXTS)


def test_what_is_no_text_of_the_repository(repository: Repository) -> None:
    """Links, other repositories, pointers to large files and empty files are passed over, each with its reason."""
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
    repository.commit({"large.txt": pointer, "empty.txt": " \n"})
    (repository.folder / "link.txt").symlink_to("/etc/passwd")
    inner = repository.git("rev-parse", "HEAD")
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{inner},inner")
    (repository.folder / "inner").mkdir()
    repository.commit({})
    git = repository.folder / ".git"
    assert reasons(git, "large.txt") == ["a pointer of Git LFS; the text itself is kept elsewhere"]
    assert reasons(git, "empty.txt") == ["empty"]
    assert reasons(git, "link.txt") == ["a symbolic link"]
    assert reasons(git, "inner") == ["another repository (a submodule)"]
    assert gathered(git)[0] == []


def test_a_large_version_is_passed_over(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is above the size limit is never unpacked, and the versions around it are read."""
    monkeypatch.setattr("storyver.sources.git.command.MAXIMUM_BYTES", 1000)
    repository.commit({"wall.txt": FIRST})
    repository.commit({"wall.txt": FIRST * 100})
    repository.commit({"wall.txt": THIRD})
    captures, skipped = gathered(repository.folder / "wall.txt")
    assert texts(captures) == [FIRST, THIRD]
    assert [one.reason for one in skipped] == ["is larger than 0 MB"]


HOOKS = ("post-checkout", "pre-commit", "fsmonitor-watchman", "reference-transaction", "post-index-change")


def arm(repository: Repository, trap: Path) -> None:
    """Let everything in a repository that can name a program name one that leaves a mark."""
    program = trap.parent / "program"
    program.write_text(f"#!/bin/sh\ntouch '{trap}'\ncat\n", encoding="utf-8")
    program.chmod(0o755)
    settings = {
        **dict.fromkeys(
            ("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass"), str(program)
        ),
        **dict.fromkeys(("diff.external", "diff.evil.command", "diff.evil.textconv", "gpg.program"), str(program)),
        **dict.fromkeys(("filter.evil.smudge", "filter.evil.clean", "pager.log", "pager.cat-file"), str(program)),
        **dict.fromkeys(("alias.log", "alias.cat-file"), f"!{program}"),
        "log.showSignature": "true",
        "core.hooksPath": str(repository.folder / ".git" / "hooks"),
        "remote.origin.url": f"ext::{program}",
        "remote.origin.uploadpack": str(program),
        "remote.origin.promisor": "true",
        "extensions.partialClone": "origin",
        "core.repositoryFormatVersion": "1",
        "protocol.ext.allow": "always",
        "include.path": str(trap.parent / "more"),
    }
    (trap.parent / "more").write_text(f"[core]\n\tfsmonitor = {program}\n", encoding="utf-8")
    for key, value in settings.items():
        repository.git("config", key, value)
    (repository.folder / ".git" / "info" / "attributes").write_text("* diff=evil filter=evil\n", encoding="utf-8")
    for hook in HOOKS:
        shutil.copy(program, repository.folder / ".git" / "hooks" / hook)


def test_nothing_of_a_repository_is_run(repository: Repository, tmp_path: Path) -> None:
    """Monitors, hooks, converters, comparers, pagers, aliases, signatures and remotes all stay asleep."""
    repository.commit({"wall.txt": FIRST, ".gitattributes": "* diff=evil filter=evil\n"})
    repository.commit({"wall.txt": SECOND})
    gone = repository.commit({"wall.txt": THIRD})
    blob = repository.git("rev-parse", f"{gone}:wall.txt")
    (repository.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    trap = tmp_path / "sprung"
    arm(repository, trap)
    captures, skipped = gathered(repository.folder / "wall.txt")
    assert texts(captures) == [FIRST, SECOND]
    assert [one.reason for one in skipped] == ["is not in the repository (a partial or damaged clone)"]
    gathered(repository.folder / ".git")
    assert not trap.exists()
    repository.git("status")
    assert trap.exists(), "the trap does not work"


def test_nothing_of_the_caller_reaches_git(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the environment says to git is not passed on."""
    repository.commit({"wall.txt": FIRST})
    repository.commit({"wall.txt": SECOND})
    trap = tmp_path / "sprung"
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", f"touch {trap}")
    monkeypatch.setenv("GIT_TRACE", str(trap))
    monkeypatch.setenv("GIT_DIR", str(tmp_path))
    assert texts(gathered(repository.folder / "wall.txt")[0]) == [FIRST, SECOND]
    assert not trap.exists()


def test_reading_changes_nothing(repository: Repository) -> None:
    """Not a file of the repository is written or touched."""
    repository.commit({"wall.txt": FIRST})
    repository.commit({"wall.txt": SECOND})
    state = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in repository.folder.rglob("*")}
    gathered(repository.folder / "wall.txt")
    assert {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in repository.folder.rglob("*")} == state


def test_a_reader_that_stops_leaves_nothing_running(repository: Repository) -> None:
    """Whoever takes one version and no more ends what was started."""
    for number in range(20):
        repository.commit({"wall.txt": f"The wall cost £{number}m.\n"})
    source = source_for(repository.folder / "wall.txt")
    assert source is not None
    captures = source.captures(repository.folder / "wall.txt", Options())
    next(captures)
    captures.close()  # type: ignore[attr-defined]


def test_repositories_that_cannot_be_read(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """A repository without a commit, with a broken one or with a reference that leads elsewhere is told in one line."""
    git = repository.folder / ".git"
    cases = {
        "ref: refs/heads/main\n": "holds no commit on the branch that is checked out; check out a branch",
        "ref: refs/../../wall\n": "holds no commit on the branch that is checked out; check out a branch",
        "ref: HEAD\n": "holds no commit on the branch that is checked out; check out a branch",
        "1" * 40 + "\n": f"git cannot read it: fatal: bad object {'1' * 40}; check it with git fsck",
    }
    for head, message in cases.items():
        (git / "HEAD").write_text(head, encoding="utf-8")
        assert main(["track", str(git)]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err == f"{repository.folder}: {message}\n"


def grow(repository: Repository) -> None:
    """A folder that holds itself: ten times ten folders and so on, and in the next commit a file beside them."""
    blob = repository.git("hash-object", "-w", "--stdin", stdin=b"x")
    tree = repository.git("mktree", stdin="".join(f"100644 blob {blob}\tf{n}\n" for n in range(10)).encode())
    for _ in range(9):
        tree = repository.git("mktree", stdin="".join(f"040000 tree {tree}\td{n}\n" for n in range(10)).encode())
    first = repository.git("commit-tree", "-m", "A change", tree)
    wall = repository.git("hash-object", "-w", "--stdin", stdin=FIRST.encode())
    listed = repository.git("ls-tree", tree) + f"\n100644 blob {wall}\twall.txt\n"
    second = repository.git(
        "commit-tree", "-m", "A change", "-p", first, repository.git("mktree", stdin=listed.encode())
    )
    repository.git("update-ref", "refs/heads/main", second)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets one process bound another")
def test_a_tree_without_end_is_given_up(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository of ten thousand million files in a few objects costs no more than the limits."""
    grow(repository)
    (repository.folder / "wall.txt").write_text(FIRST, encoding="utf-8")
    monkeypatch.setattr("storyver.sources.git.command.MOST_MEMORY", 100_000_000)
    with pytest.raises(SourceError, match=r"git cannot read it: fatal: .*out of memory"):
        gathered(repository.folder / ".git")
    assert source_for(repository.folder / "wall.txt") is None
    monkeypatch.undo()
    monkeypatch.setattr("storyver.sources.git._SECONDS_TO_RECOGNISE", 1)
    assert source_for(repository.folder / "wall.txt") is None


def test_a_repository_of_many_changes_asks_for_a_name(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept of the changes of all files is bounded; one file can still be read."""
    monkeypatch.setattr("storyver.sources.git.MOST_CHANGES", 2)
    repository.commit({"wall.txt": FIRST, "bridge.txt": THIRD})
    repository.commit({"wall.txt": SECOND})
    with pytest.raises(SourceError, match="has more than 2 changes of files; name one file with --named"):
        gathered(repository.folder / ".git")
    assert texts(gathered(repository.folder / ".git", "wall.txt")[0]) == [FIRST, SECOND]


def test_without_git(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git is not installed, that is what is said."""
    repository.commit({"wall.txt": FIRST})
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingLibraryError, match="git: is not installed; install it from your system's packages"):
        gathered(repository.folder / ".git")


def test_a_file_of_a_repository_can_be_tracked(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """The command takes a single tracked file for its story."""
    repository.commit({"wall.txt": FIRST})
    repository.commit({"wall.txt": SECOND})
    assert main(["track", str(repository.folder / "wall.txt"), "--format", "csv"]) == 0
    assert "£4.6m" in capsys.readouterr().out
