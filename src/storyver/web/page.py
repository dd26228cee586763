"""A page as it is now, saved as it came: one request, and none for bytes that are there already."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from storyver.errors import OutputError, SourceError
from storyver.output import write_bytes
from storyver.sources import media
from storyver.sources.addresses import is_html, page_of
from storyver.sources.encodings import undone
from storyver.sources.fetched import INDEX
from storyver.sources.filename import number_in
from storyver.sources.paths import printable
from storyver.web.client import Answer, Client
from storyver.web.robots import Robots

LONGEST_NAME: Final = 80
_ENDINGS: Final = {kind: ending for ending, kind in reversed(media.ENDINGS.items())}
_UNSAFE: Final = re.compile(r"[^a-z0-9]+")
_READ: Final = frozenset({"", media.PLAIN, media.PDF, media.DOCX, "application/octet-stream"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """Where a page is, and whether that is news."""

    path: Path
    is_new: bool
    """False where the page is as it was when it was fetched last, and nothing was written."""


def fetch_page(client: Client, address: str, target: Path | None, now: datetime | None = None) -> Fetched:
    """Fetch a page into a file, or into a folder (the current one by default) under a name with the moment in it.

    Where the same page was fetched to the same place before, the server is asked only for a newer one. ``now`` is for
    the name. Raise SourceError for what cannot be fetched and OutputError where it cannot be written; then nothing is.
    """
    moment = (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
    folder, name = _place(target)
    index = _read_index(folder)
    key = address if name is None else f"{name} {address}"
    known = _still_there(folder, index.get(key))
    robots = Robots(client)
    answer = client.get(address, _conditions(known), before=robots.check)
    if known is not None and answer.status == 304:
        return Fetched(path=folder / known["file"], is_new=False)
    data = _page(answer)
    digest = hashlib.sha256(data).hexdigest()
    if known is not None and known["sha256"] == digest:
        return Fetched(path=folder / known["file"], is_new=False)
    file = name or _name(address, moment, media.media_of(data))
    if name is None and (folder / file).exists():
        raise OutputError(what="exists already", where=str(folder / file), remedy="fetch again in a second")
    write_bytes(data, folder / file)
    index[key] = {
        "file": file,
        "sha256": digest,
        "fetched": moment,
        "address": answer.address.text,
        "etag": answer.headers.get("etag", ""),
        "last_modified": answer.headers.get("last-modified", ""),
        "content_type": answer.headers.get("content-type", ""),
    }
    write_bytes((json.dumps(index, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode(), folder / INDEX)
    return Fetched(path=folder / file, is_new=True)


def _place(target: Path | None) -> tuple[Path, str | None]:
    """The folder, and the name of the file where one was given."""
    if target is None:
        return Path(), None
    return (target, None) if target.is_dir() else (target.parent, target.name)


def _read_index(folder: Path) -> dict[str, Any]:
    """What is known of earlier requests; nothing where that cannot be read, which costs a request."""
    try:
        index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return index if isinstance(index, dict) else {}


def _still_there(folder: Path, known: object) -> Mapping[str, str] | None:
    """What is known of a page whose file is still as it was saved."""
    if not isinstance(known, dict) or not all(isinstance(one, str) for one in known.values()):
        return None
    name = known.get("file", "")
    if Path(name).name != name or not {"sha256", "etag", "last_modified"} <= known.keys():
        return None
    try:
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    except (OSError, ValueError):
        return None
    return known if digest == known["sha256"] else None


def _conditions(known: Mapping[str, str] | None) -> dict[str, str]:
    if known is None:
        return {}
    stated = {"If-None-Match": known["etag"], "If-Modified-Since": known["last_modified"]}
    return {name: value for name, value in stated.items() if value and value.isascii() and value.isprintable()}


def _page(answer: Answer) -> bytes:
    """The page in an answer. Raise SourceError for any other answer."""
    where = printable(answer.address.text[:200])
    if answer.status != 200:
        wait = (
            f" and asks to wait {printable(answer.headers['retry-after'][:40])}"
            if "retry-after" in answer.headers
            else ""
        )
        raise SourceError(what=f"gave status {answer.status}{wait}", where=where, remedy="check it in a browser")
    kind = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in _READ and not is_html(kind):
        raise SourceError(what=f"is {printable(kind[:60])}, not a page", where=where, remedy="give a page's address")
    data = undone(answer.body, "", answer.headers.get("content-encoding", ""), where)
    if not data.strip():
        raise SourceError(what="is empty", where=where, remedy="check it in a browser")
    return data


def _name(address: str, moment: str, kind: str) -> str:
    """A name of letters, digits and dashes that begins with the moment and says nothing else of a version."""
    return f"{moment}-{safe_name(address)}.{_ENDINGS[kind]}"


def safe_name(address: str) -> str:
    """A file name that an address cannot make into a path, a hidden file or a version's number."""
    words = _UNSAFE.sub("-", page_of(address).lower()).strip("-")[:LONGEST_NAME].strip("-")
    if not words or number_in(words) is not None:
        words = hashlib.sha256(page_of(address).encode()).hexdigest()[:12]
    return words
