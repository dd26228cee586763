"""changedetection.io's data folder: of each watch the snapshots of its page, with the time of each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from storyver.errors import SourceError
from storyver.model import Capture, DateSource, SkippedFile
from storyver.sources.encodings import from_brotli
from storyver.sources.folder import leads_out
from storyver.sources.interface import Options, Source
from storyver.sources.media import media_of
from storyver.sources.paths import explain, is_folder, printable, read_bytes
from storyver.sources.recorded import from_epoch

_INDEX: Final = "url-watches.json"
"""What earlier versions keep all watches in."""
_SETTINGS: Final = "changedetection.json"
"""What later ones keep beside a ``watch.json`` for each watch."""
_WATCH: Final = "watch.json"
_HISTORY: Final = "history.txt"
_PACKED: Final = ".br"
_ENDINGS: Final = (".txt", ".html", ".htm", ".md")
_MOST_JSON: Final = 100_000_000
_MOST_HISTORY: Final = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Watch:
    folder: Path
    url: str
    title: str | None
    story: str


def _recognises(path: Path, head: bytes) -> bool:
    try:
        if head or not path.is_dir():
            return False
        if (path / _HISTORY).is_file() and (path / _WATCH).is_file():
            return True
        return (path / _INDEX).is_file() or (path / _SETTINGS).is_file()
    except OSError:
        return False


def _captures(path: Path, options: Options) -> Iterator[Capture | SkippedFile]:
    """The snapshots of all watches, or of the one whose address, title or id is named."""
    for watch in _watches(path):
        if options.named is None or options.named in (watch.story, watch.url, watch.title, watch.folder.name):
            yield from _snapshots(watch)


def _watches(path: Path) -> Iterator[_Watch]:
    if not is_folder(path):
        raise SourceError(
            what="is a file, not a data folder of changedetection.io",
            where=printable(path),
            remedy=f"give the folder that holds {_INDEX} or {_SETTINGS}",
        )
    index = _read_json(path / _INDEX).get("watching", {}) if (path / _INDEX).is_file() else {}
    try:
        folders = [path] if (path / _HISTORY).is_file() else sorted(one for one in path.iterdir() if one.is_dir())
    except OSError as error:
        raise explain(error, path) from None
    told = [(one, _told(one, index)) for one in folders if (one / _HISTORY).is_file() and not leads_out(one, path)]
    often = Counter(str(about.get("url") or "") for _, about in told)
    for folder, about in told:
        url = str(about.get("url") or "").removeprefix("source:")
        unique = url and often[str(about.get("url"))] == 1
        story = url if unique else f"{url} ({folder.name})" if url else folder.name
        title = about.get("title") or about.get("page_title")
        yield _Watch(folder=folder, url=url, title=str(title) if title else None, story=story)


def _told(folder: Path, index: Any) -> dict[str, Any]:
    """What is recorded of a watch, in a file of its own or in that of all watches."""
    if (folder / _WATCH).is_file() and not leads_out(folder / _WATCH, folder):
        return _read_json(folder / _WATCH)
    about = index.get(folder.name) if isinstance(index, dict) else None
    return about if isinstance(about, dict) else {}


def _read_json(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as opened:
            found = json.loads(opened.read(_MOST_JSON))
    except OSError as error:
        raise explain(error, file) from None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise SourceError(what="is no JSON object", where=printable(file), remedy="restore it from a copy")
    return found


def _snapshots(watch: _Watch) -> Iterator[Capture | SkippedFile]:
    history = watch.folder / _HISTORY
    if leads_out(history, watch.folder):
        yield SkippedFile(path=str(history), reason="a symbolic link that leads out of the folder")
        return
    try:
        with history.open("rb") as file:
            lines = file.read(_MOST_HISTORY).decode("utf-8", "replace").splitlines()
    except OSError as error:
        raise explain(error, history) from None
    for number, line in enumerate(lines, start=1):
        stamp, comma, name = line.strip().partition(",")
        if comma and stamp.isascii() and stamp.replace(".", "", 1).isdigit():
            yield _snapshot(watch, float(stamp), name.rpartition("/")[2])
        elif line.strip():
            yield SkippedFile(path=f"{history}#{number}", reason="no line of a time and a file")


def _snapshot(watch: _Watch, stamp: float, name: str) -> Capture | SkippedFile:
    """A file is looked for under its name alone, as the tracker does since data folders are moved."""
    file = _found(watch.folder, name)
    place = printable(str(watch.folder / name))
    if file is None:
        return SkippedFile(path=place, reason="named in history.txt and not there")
    if leads_out(file, watch.folder):
        return SkippedFile(path=place, reason="a symbolic link that leads out of the folder")
    if not file.name.removesuffix(_PACKED).endswith(_ENDINGS):
        return SkippedFile(path=place, reason="no text, by its name")
    try:
        data = read_bytes(file)
        if file.name.endswith(_PACKED):
            data = from_brotli(data, place, "trackers")
    except SourceError as error:
        return SkippedFile(path=place, reason=error.what)
    if not data.strip():
        return SkippedFile(path=place, reason="empty")
    dates, notes = from_epoch(stamp, DateSource.CAPTURE, _HISTORY)
    return Capture(
        data=data,
        media=media_of(data),
        source=str(file),
        story=watch.story,
        title=watch.title,
        url=watch.url or None,
        dates=dates,
        notes=notes,
    )


def _found(folder: Path, name: str) -> Path | None:
    """The file of that name, packed or not."""
    if name in ("", ".", "..") or "\0" in name or "\\" in name:
        return None
    other = name.removesuffix(_PACKED) if name.endswith(_PACKED) else name + _PACKED
    for one in (name, other):
        try:
            if (folder / one).is_file():
                return folder / one
        except OSError:
            continue
    return None


SOURCE: Final = Source(
    name="changedetection",
    describes="changedetection.io's data folders",
    recognises=_recognises,
    captures=_captures,
)
