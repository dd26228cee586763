"""What a release rests on: one place for the version, an eye on every extra, and the list of licences."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from release.built import JOBS, PROJECT
from release.licences import POLICY, allowed, permitted
from repository import ROOT, SOURCE

EXTRAS = PROJECT["project"]["optional-dependencies"].keys() - set(POLICY["tool_extras"])
TEXT = {".py", ".toml", ".html", ".md", ".json", ".css", ".js", ".txt", ".sql", ".xml"}


def test_the_version_is_stated_once() -> None:
    """No file of the package states the version, which is looked up in what was installed."""
    version = re.compile(rf"(?<![\w.]){re.escape(PROJECT['project']['version'])}(?![\w.])")
    stating = [
        path.relative_to(SOURCE).as_posix()
        for path in sorted(SOURCE.rglob("*"))
        if path.suffix in TEXT and version.search(path.read_text(encoding="utf-8"))
    ]
    assert stating == []


def test_each_extra_for_users_is_asked_for() -> None:
    """The wheel is tried without each extra, or a test named for it holds the message; ``sources`` sums others up."""
    assert {one["name"] for one in JOBS["extra"]} | JOBS["elsewhere"].keys() == EXTRAS - {"sources"}
    assert [path for path in JOBS["elsewhere"].values() if not (ROOT / path).is_file()] == []


def test_the_page_on_installing_has_each_extra() -> None:
    """Each extra for users has a row in the table of extras, and no other has."""
    page = (ROOT / "docs" / "how-to" / "install.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([\w-]+)` \|", page, re.M)) == EXTRAS


def test_the_versions_of_python_are_the_same_everywhere() -> None:
    """tox begins with the oldest Python that the package takes."""
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    environments = project["tool"]["tox"]["env_list"]
    assert project["project"]["requires-python"] == f">=3.{environments[0].removeprefix('3.')}"


@pytest.mark.parametrize(
    ("expression", "use", "right"),
    [
        ("MIT", "core", True),
        ("BSD-3-Clause AND MIT", "core", True),
        ("BSD-3-Clause AND GPL-3.0-only", "core", False),
        ("GPL-2.0-only OR MIT", "core", True),
        ("LGPL-2.1-or-later", "core", False),
        ("LGPL-2.1-or-later", "extras", True),
        ("CC-BY-SA-3.0", "extras", False),
        ("CC-BY-SA-3.0", "tools", True),
        ("(MIT)", "tools", False),
        ("", "tools", False),
    ],
)
def test_licences_are_weighed_by_who_gets_the_library(expression: str, use: str, right: bool) -> None:
    """One of alternatives has to be allowed, all of several that hold together, and what says nothing is not."""
    assert allowed(expression, permitted(use)) is right
