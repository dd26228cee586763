"""Sources of other people's packages, found by their entry points as an installed package declares them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from repository import ROOT
from storyver.errors import SourceError, StoryverError
from storyver.sources import read_story
from storyver.sources.detection import source_for, sources

PLUGIN = ROOT / "tests" / "cases" / "sources" / "plugin"
"""The example of the documents: one module."""


def install(folder: Path, name: str, code: str, points: str) -> None:
    """Put a package of one module where Python finds it, with what pip writes beside it."""
    module = name.replace("-", "_")
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    information = folder / f"{module}-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    (information / "entry_points.txt").write_text(f"[storyver.sources]\n{points}\n", encoding="utf-8")
    (information / "RECORD").write_text("", encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages, taken away again with what was imported from it."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    before = set(sys.modules)
    yield folder
    for name in set(sys.modules) - before:
        if (getattr(sys.modules[name], "__file__", None) or "").startswith(str(folder)):
            del sys.modules[name]
    importlib.invalidate_caches()


TAPE = "TAPE 1\n# 2022-10-12\nThe wall cost £4.2m.\n# 2022-10-13\nThe wall cost £4.6m.\n"


@pytest.fixture
def tape(site: Path, tmp_path: Path) -> Path:
    """A file that only the example plugin reads, with the plugin installed."""
    install(
        site, "storyver-tape", (PLUGIN / "storyver_tape.py").read_text(encoding="utf-8"), "tape = storyver_tape:SOURCE"
    )
    path = tmp_path / "wall.tape"
    path.write_text(TAPE, encoding="utf-8")
    return path


def test_a_plugin_is_found_by_content(tape: Path) -> None:
    """An installed source takes the files that it recognises, and its versions are read as all others."""
    found = source_for(tape)
    assert found is not None
    assert found.name == "tape"
    story = read_story(tape)
    assert [version.text for version in story.versions] == ["The wall cost £4.2m.", "The wall cost £4.6m."]
    assert [version.date and version.date.value for version in story.versions] == ["2022-10-12", "2022-10-13"]
    assert story.versions[1].source == f"{tape}#2"


def test_a_plugin_is_named(tape: Path) -> None:
    """An installed source may be named, where it would not recognise a file by itself."""
    tape.write_text(TAPE.removeprefix("TAPE 1\n"), encoding="utf-8")
    assert source_for(tape) is None
    assert len(read_story(tape, kind="tape").versions) == 2


def test_our_own_sources_come_first(tape: Path) -> None:
    """A plugin is asked after all sources of storyver."""
    assert [source.name for source in sources()][-1] == "tape"
    tape.write_text('{"id": 1, "text": "TAPE 1"}', encoding="utf-8")
    assert (found := source_for(tape)) is not None
    assert found.name == "jsonl"


NAMED_AS_OURS = """
from storyver.sources import Source
SOURCE = Source(name="csv", describes="", recognises=None, captures=None)
"""

BROKEN = {
    "raises": ("raise RuntimeError('no\\n\\x1b[31mtape')", "cannot be loaded: RuntimeError: no \\x1b[31mtape"),
    "needs another": ("import tape_reader_of_nobody", "cannot be loaded: ModuleNotFoundError: No module named"),
    "is not there": ("", "cannot be loaded: AttributeError"),
    "is no source": ("SOURCE = 'tape'", "is no Source of storyver"),
    "has a name of ours": (NAMED_AS_OURS, "has the name 'csv', which another has"),
}


@pytest.mark.parametrize(("code", "message"), BROKEN.values(), ids=BROKEN)
def test_a_plugin_that_does_not_work(code: str, message: str, site: Path, tmp_path: Path) -> None:
    """A source that cannot be used is named with its package in one line."""
    install(site, "storyver-broken", code, "tape = storyver_broken:SOURCE")
    (tmp_path / "wall.tape").write_text(TAPE, encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_story(tmp_path / "wall.tape")
    assert caught.value.where == "the source tape of storyver-broken"
    assert message in caught.value.what
    assert str(caught.value).isprintable()


FAILING = """
from storyver.sources import Source
def recognises(path, head):
    if head.startswith(b"a,b"):
        raise ZeroDivisionError
    return True
def captures(path, options):
    yield from ()
    raise KeyError("no tape")
SOURCE = Source(name="tape", describes="", recognises=recognises, captures=captures)
"""


def test_a_plugin_that_raises_while_it_reads(site: Path, tmp_path: Path) -> None:
    """A source that fails at a file is named, and it can be gone round by naming another."""
    install(site, "storyver-broken", FAILING, "tape = storyver_broken:SOURCE")
    path = tmp_path / "wall.txt"
    path.write_text("a,b\n1,A wall.\n2,Two walls.\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"tape of storyver-broken: cannot tell whether it reads .*: ZeroDivision"):
        read_story(path)
    with pytest.raises(StoryverError, match="has no column that is plainly the text"):
        read_story(path, kind="csv")
    path.write_text("A wall.\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"the source tape of storyver-broken: cannot read .*: KeyError\('no tape'\)"):
        read_story(path)


def test_what_needs_no_source_needs_no_plugin(site: Path, tmp_path: Path) -> None:
    """Files that are given as versions are read without any plugin being looked for."""
    install(site, "storyver-broken", "raise RuntimeError", "tape = storyver_broken:SOURCE")
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("A wall.", encoding="utf-8")
    assert len(read_story([tmp_path / "a.txt", tmp_path / "b.txt"]).versions) == 2
