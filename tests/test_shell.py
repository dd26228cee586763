"""What the shells are told of the program: completions, the manual page, and how to cite it."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from repository import ROOT

BASH = ROOT / "docs" / "shell" / "storyver.bash"


def completed(line: str, folder: Path) -> set[str]:
    """What bash offers at the end of a line."""
    words = line.split(" ")
    script = (
        f'source "{BASH}"; COMP_WORDS=({" ".join(map(repr, words))}); COMP_CWORD={len(words) - 1}; '
        '_shtab_storyver; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not there")
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("storyver tr", {"track"}),
        ("storyver diff --exit", {"--exit-code"}),
        ("storyver track --format ma", {"markdown"}),
    ],
)
def test_bash_completes_commands_options_and_choices(line: str, offered: set[str], tmp_path: Path) -> None:
    """The words of the program are offered by their beginnings."""
    assert completed(line, tmp_path) == offered


def test_citation_has_the_version_of_the_package() -> None:
    """The file for those who cite it names the version that is built."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (citation["version"], citation["license"]) == (project["version"], project["license"])
