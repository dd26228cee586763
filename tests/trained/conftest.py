"""The pipeline that was trained, as a folder and as a package that is installed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from trained.pipelines import NAME, made, packaged


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the pipeline. Nothing in it is to be changed."""
    folder = tmp_path_factory.mktemp("pipeline") / "harbour"
    made().to_disk(folder)
    return folder


@pytest.fixture
def folder(saved: Path, tmp_path: Path) -> Path:
    """A copy of it to be altered."""
    return Path(shutil.copytree(saved, tmp_path / "harbour"))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packages on the path, with none in it; what is installed is looked for."""
    path = tmp_path / "site"
    path.mkdir()
    monkeypatch.syspath_prepend(str(path))
    monkeypatch.delenv("STORYVER_MODEL")
    return path


@pytest.fixture
def installed(saved: Path, site: Path) -> str:
    """The name under which the pipeline is installed."""
    packaged(saved, site)
    return NAME
