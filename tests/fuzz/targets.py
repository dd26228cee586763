"""What is fuzzed: a function for each reader and stage that takes any bytes and raises only storyver's own errors.

They need no fuzzer: ``test_targets.py`` gives them the seeds and the findings that are kept, ``run.py`` whatever
atheris makes of these.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable
from pathlib import Path

import storyver
from fuzz import gits
from invariants import (
    holds_of_document,
    holds_of_figures,
    holds_of_pair,
    holds_of_reports,
    holds_of_story,
    nothing_between,
    opposite_where_linked,
    read_or_refused,
)
from storyver.keeping import Archive, look_through
from storyver.model import Capture, Result, Version
from storyver.sources import Options, extract_text, read_story, read_version
from storyver.sources.detection import sources
from storyver.sources.media import WIKITEXT
from storyver.sources.sqldump import Dump
from storyver.sources.version import read_capture
from storyver.web.listing import Server, read_listing

Target = Callable[[bytes], None]

MOST_CAPTURES = 50
"""Of a source, so that no input takes long because it holds much."""
BETWEEN = "\n=====\n"
"""Where one version ends and the next begins in the input of a target that compares."""
_FOLDER = tempfile.TemporaryDirectory(prefix="storyver-fuzz-")
_SOURCES = {source.name: source for source in sources()}


def run(target: Target, data: bytes) -> None:
    """Give a target its input: one of storyver's own errors is an answer, if it is one printable line."""
    with read_or_refused():
        target(data)


def _written(data: bytes, name: str) -> Path:
    path = Path(_FOLDER.name) / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def _document(name: str) -> Target:
    """Reads a version's file."""

    def target(data: bytes) -> None:
        version = read_version(_written(data, name))
        version.text.encode()
        assert version.date is None or version.date.value

    return target


def _source(source: str, name: str, part: str | None = None) -> Target:
    """Reads what a source makes of a file, or of a folder of which the bytes are a part."""

    def target(data: bytes) -> None:
        path = _written(data, name)
        path = path if part is None else Path(_FOLDER.name) / part
        _captures(source, path, data[:8192] if part is None else b"")

    return target


def _captures(source: str, path: Path, head: bytes = b"") -> None:
    """Read what a source finds at a path."""
    _SOURCES[source].recognises(path, head)
    for one in itertools.islice(_SOURCES[source].captures(path, Options()), MOST_CAPTURES):
        if isinstance(one, Capture):
            _read(one)
        else:
            assert one.reason.isprintable()


def _git(data: bytes) -> None:
    log, sizes, contents, *files = gits.parts_of(data, 7)
    with gits.answering(log, sizes, contents), gits.repository(files) as folder:
        _captures("git", folder)


def _objects(data: bytes) -> None:
    if gits.installed():
        with gits.of_objects(data) as folder:
            _captures("git", folder)


def _newsdiffs(data: bytes) -> None:
    dump, sizes, contents = gits.parts_of(data, 3)
    with gits.answering(b"", sizes, contents), gits.repository([b""] * 4) as folder:
        (folder / "news.sql").write_bytes(dump)
        (folder / ".git").rename(folder / "articles")
        _captures("newsdiffs", folder)


def _read(capture: Capture) -> None:
    """Read a capture; that its text cannot be read is an answer, and the next one is looked at."""
    with read_or_refused():
        read_capture(capture)


def _wikitext(data: bytes) -> None:
    extract_text(Capture(data=data, media=WIKITEXT, source="page", story="page"))


def _sqldump(data: bytes) -> None:
    dump = Dump(_written(data, "dump.sql"))
    for table in ("Articles", "version"):
        list(itertools.islice(dump.rows(table), MOST_CAPTURES))


def _manifest(data: bytes) -> None:
    _written(b"The wall cost 5.", "managed/v1.txt")
    _written(data, "managed/story.toml")
    read_story(Path(_FOLDER.name) / "managed")


def _archive(data: bytes) -> None:
    path = _written(data, "storyver.db")
    for beside in ("storyver.db-wal", "storyver.db-shm", "storyver.db-journal"):
        (path.parent / beside).unlink(missing_ok=True)
    look_through(path)
    with Archive(path, create=False) as archive:
        for story in archive.stories()[:MOST_CAPTURES]:
            archive.story(story.name)


def _listing(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for server in (Server(), Server(address="http://archive.example/timemap/link/")):
        with read_or_refused():
            list(itertools.islice(read_listing(text, server, "the list"), MOST_CAPTURES))


def _text(data: bytes) -> str:
    """Any text that a version may have."""
    return data.decode("utf-8", "replace").replace("\x00", " ")


def _versions(data: bytes, most: int) -> list[Version]:
    parts = _text(data).split(BETWEEN)[:most]
    return [read_version(part) for part in (*parts, *[""] * (2 - len(parts)))]


def _figures(data: bytes) -> None:
    holds_of_figures(storyver.figures(_text(data)))


def _diff(data: bytes) -> None:
    old, new = _versions(data, 2)
    result = storyver.diff(old, new)
    holds_of_pair(result)
    opposite_where_linked(result, storyver.diff(new, old))
    nothing_between(storyver.diff(old, old))


def _track(data: bytes) -> None:
    versions = _versions(data, 4)
    holds_of_story(storyver.track(versions))
    storyver.blame(versions[-1], versions)
    storyver.audit(versions)
    storyver.check(versions)


def _results(data: bytes) -> dict[str, Result]:
    versions = _versions(data, 3)
    return {
        "figures": storyver.figures(versions[0]),
        "diff": storyver.diff(*versions[:2]),
        "track": storyver.track(versions, audited=True),
        "blame": storyver.blame(versions[-1], versions),
        "check": storyver.check(versions),
        "audit": storyver.audit(versions),
    }


def _report(data: bytes) -> None:
    for name, result in _results(data).items():
        holds_of_reports(name, result)


def _json(data: bytes) -> None:
    for name, result in _results(data).items():
        holds_of_document(name, result)


TARGETS: dict[str, Target] = {
    "text": _document("wall.txt"),
    "html": _document("wall.html"),
    "pdf": _document("wall.pdf"),
    "docx": _document("wall.docx"),
    "wikitext": _wikitext,
    "csv": _source("csv", "wall.csv"),
    "jsonl": _source("jsonl", "wall.jsonl"),
    "parquet": _source("parquet", "wall.parquet"),
    "mediawiki": _source("mediawiki", "wall.xml"),
    "warc": _source("warc", "wall.warc"),
    "wacz": _source("wacz", "wall.wacz"),
    "newsedits": _source("newsedits", "newsedits.db"),
    "diffengine": _source("diffengine", "diffengine.db"),
    "changedetection": _source("changedetection", "watched/history.txt", part="watched"),
    "sqldump": _sqldump,
    "git": _git,
    "gitobjects": _objects,
    "newsdiffs": _newsdiffs,
    "manifest": _manifest,
    "archive": _archive,
    "listing": _listing,
    "figures": _figures,
    "diff": _diff,
    "track": _track,
    "report": _report,
    "json": _json,
}
"""By the name that ``run.py`` takes."""
