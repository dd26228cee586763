"""What ``storyver fetch`` keeps beside the pages that it saves: what the server said of each."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Final

INDEX: Final = ".storyver-fetch.json"
"""In each folder with fetched pages: what servers said of them, for the next request. Its dot keeps it out."""
LARGEST_INDEX: Final = 20_000_000
"""Bytes; what is said of some 40,000 pages."""


def charset_in(content_type: str) -> str | None:
    """The encoding that a Content-Type header states."""
    for part in content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip(" \"'") or None
    return None


def served_charset(page: Path, data: bytes) -> str | None:
    """The encoding in which a server said that a saved page is; None where that is not known of just these bytes."""
    index = page.parent / INDEX
    try:
        state = index.stat()
        if not 0 < state.st_size <= LARGEST_INDEX:
            return None
        said = _said(index, state.st_mtime_ns, state.st_size).get(page.name)
    except (OSError, ValueError):
        return None
    if said is None:
        return None
    return said.get(hashlib.sha256(data).hexdigest())


@lru_cache(maxsize=8)
def _said(index: Path, _changed: int, _size: int) -> dict[str, dict[str, str]]:
    """For each file the encodings by the hashes of its bytes; a folder's pages are read one after the other."""
    try:
        read = json.loads(index.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    found: dict[str, dict[str, str]] = {}
    for one in read.values() if isinstance(read, dict) else ():
        if not isinstance(one, dict):
            continue
        file, sha256, kind = (one.get(key) for key in ("file", "sha256", "content_type"))
        if isinstance(file, str) and isinstance(sha256, str) and isinstance(kind, str) and (named := charset_in(kind)):
            found.setdefault(file, {})[sha256] = named
    return found
