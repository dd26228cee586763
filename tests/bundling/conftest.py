"""What the tests of bundles share: made once, for keys and pages take their time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import storyver
from bundling import made


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a story, two keys, two authorities, and a bundle that is signed and stamped."""
    folder = tmp_path_factory.mktemp("workshop")
    made.story(folder / "wall")
    for name in ("key", "other"):
        made.ssh_key(folder / name)
    for name in ("authority", "stranger"):
        made.authority(folder / name)
    storyver.bundle(folder / "wall", folder / "plain.zip")
    shutil.copy(folder / "plain.zip", folder / "whole.zip")
    request = folder / "head.tsq"
    request.write_bytes(dict(made.entries(folder / "plain.zip"))["head.tsq"])
    answer = made.stamp(folder / "authority", request, folder / "head.tsr")
    storyver.attach(folder / "whole.zip", sign=[folder / "key"], timestamps=[answer])
    return folder


@pytest.fixture
def bundle(workshop: Path, tmp_path: Path) -> Path:
    """A copy of the signed and stamped bundle, to be altered."""
    return Path(shutil.copy(workshop / "whole.zip", tmp_path / "audit.zip"))


@pytest.fixture
def plain(workshop: Path, tmp_path: Path) -> Path:
    """A copy of the bundle to which nothing is attached."""
    return Path(shutil.copy(workshop / "plain.zip", tmp_path / "unsigned.zip"))
