"""What the tests of sources share: reading all that a source gives, and repositories made on the spot."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from storyver.model import Capture, SkippedFile
from storyver.sources.detection import source_for
from storyver.sources.interface import Options

TEXTS = (
    "The wall cost £4.2m, the council said on Monday.\n",
    "The wall cost £4.6m, the council said on Monday.\n",
    "The wall cost £5.1m, the council said on Monday.\n",
)


def gathered(path: Path, named: str | None = None, kind: str | None = None) -> tuple[list[Capture], list[SkippedFile]]:
    """The captures of the source that recognises a path, or of the one that is named, and what it passed over."""
    source = source_for(path, kind)
    assert source is not None, "no source recognises it"
    found = list(source.captures(path, Options(named=named)))
    captures = [one for one in found if isinstance(one, Capture)]
    return captures, [one for one in found if isinstance(one, SkippedFile)]


def texts(captures: list[Capture]) -> list[str]:
    """The bytes of captures as text."""
    return [one.data.decode() for one in captures]


class Repository:
    """A repository in a folder, whose commits are made one after the other, a day apart."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self._day = 0
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main", *options)

    def git(self, *arguments: str | bytes, stdin: bytes = b"", **environment: str) -> str:
        """Run git in the repository, as its maker would, and return what it says."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        names = {"NAME": "Ana Ro", "EMAIL": "ana@example.org"}
        people = {f"GIT_{who}_{key}": value for who in ("AUTHOR", "COMMITTER") for key, value in names.items()}
        nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env={**clean, **people, **nobody, **environment},
            input=stdin,
            capture_output=True,
            check=True,
        )
        return done.stdout.decode("utf-8", "replace").strip()

    def commit(self, files: dict[str, str | bytes | None], authored: str = "", committed: str = "") -> str:
        """Write or remove files, commit everything, and return the commit's hash."""
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content.encode() if isinstance(content, str) else content)
        self._day += 1
        day = f"2024-03-{self._day:02}T10:00:00+01:00"
        self.git("add", "-A")
        dates = {"GIT_AUTHOR_DATE": authored or day, "GIT_COMMITTER_DATE": committed or day}
        self.git("commit", "-q", "--allow-empty", "-m", "A change", stdin=b"", **dates)
        return self.git("rev-parse", "HEAD")
