"""The workflow of the documents, run as a newsroom's CI runs it: in a git repository, step by step, by bash."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from markdown_examples import read_blocks
from repository import ROOT

PAGE = ROOT / "docs" / "how-to" / "newsroom-ci.md"
QUIET = "Version 1 of 2.\n\nHarbour wall: what we know\n\nThe harbour wall cost £4.2m, the council says.\n"
LOUD = QUIET.replace("£4.2m", "£42m")

pytestmark = pytest.mark.skipif(not (shutil.which("git") and shutil.which("bash")), reason="needs git and bash")


def workflow() -> dict[str, Any]:
    """The workflow that the page shows."""
    (block,) = [block for block in read_blocks(PAGE) if block.language == "yaml"]
    read: dict[str, Any] = yaml.safe_load(block.body)
    return read


def comparing() -> str:
    """The script of the step that compares."""
    (step,) = [one for one in workflow()["jobs"]["facts"]["steps"] if "storyver diff" in one.get("run", "")]
    assert step["env"] == {"BASE": "origin/${{ github.base_ref }}"}
    script: str = step["run"]
    return script


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with an article, on a branch of a pull request, with ``storyver`` on the path."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Ada Pell")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ada@example.org")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "storyver"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m storyver "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    here = tmp_path / "newsroom"
    (here / "articles").mkdir(parents=True)
    git(here, "init", "--quiet", "--initial-branch", "main")
    commit(here, {"wall.txt": QUIET, "$(touch owned) wall.txt": QUIET})
    git(here, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(here, "checkout", "--quiet", "-b", "edit")
    return here


def git(here: Path, *arguments: str) -> None:
    """Run git."""
    subprocess.run(["git", "-C", str(here), *arguments], check=True, capture_output=True)


def commit(here: Path, articles: dict[str, str]) -> None:
    """Commit articles."""
    for name, text in articles.items():
        (here / "articles" / name).write_text(text, encoding="utf-8")
    git(here, "add", ".")
    git(here, "commit", "--quiet", "--message", "Articles")


def run_step(here: Path) -> subprocess.CompletedProcess[str]:
    """The step as GitHub runs it: ``bash -e``, with the branch in the environment."""
    environment = {**os.environ, "BASE": "origin/main"}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", comparing()]
    return subprocess.run(command, cwd=here, env=environment, capture_output=True, text=True, check=False)


def test_workflow_is_one() -> None:
    """It is valid YAML with the parts that a workflow has; each step runs a script or uses an action."""
    read = workflow()
    assert {"name", "jobs", "permissions"} <= read.keys()
    assert all(("run" in step) != ("uses" in step) for step in read["jobs"]["facts"]["steps"])


def test_a_change_of_importance_fails_the_run(repository: Path) -> None:
    """The step ends with 1, says which article to look at, and leaves the reports."""
    commit(repository, {"wall.txt": LOUD})
    done = run_step(repository)
    assert (done.returncode, done.stdout, done.stderr) == (1, "look at wall before publishing\n", "")
    assert "£42m" in (repository / "reports" / "wall.html").read_text(encoding="utf-8")


def test_a_change_of_words_does_not(repository: Path) -> None:
    """Where no fact moved the step ends with 0, and the report is there all the same."""
    commit(repository, {"wall.txt": QUIET.replace("what we know", "all that we know")})
    done = run_step(repository)
    assert (done.returncode, done.stdout) == (0, "")
    assert (repository / "reports" / "wall.html").is_file()


def test_names_of_files_are_no_commands(repository: Path) -> None:
    """A file's name that would be a command is a name."""
    commit(repository, {"$(touch owned) wall.txt": LOUD})
    assert run_step(repository).returncode == 1
    assert not list(repository.rglob("owned"))


def test_unusable_input_fails_with_its_own_code(repository: Path) -> None:
    """An article that cannot be read is told apart from one that has to be looked at."""
    commit(repository, {"wall.txt": "\n"})
    done = run_step(repository)
    assert done.returncode == 2
    assert "articles/wall.txt: is empty" in done.stderr
