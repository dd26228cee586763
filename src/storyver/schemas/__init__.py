"""The JSON Schemas (draft 2020-12) of what storyver writes."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

NAMES = ("figures", "diff", "track", "blame", "check", "audit")
"""The documents of results that have a schema; each stands in ``<name>.json``, what they share in ``common.json``."""

ARCHIVE_NAMES = ("add", "list", "verify")
"""The same of the commands that keep an archive."""

MEASURING_NAMES = ("evaluate",)
"""The same of what is measured."""
BUNDLE_NAMES = ("bundled", "verified-bundle", "manifest", "about", "version", "decisions")
"""The same of the commands that write and check bundles, and the JSON files inside a bundle."""


def load(name: str) -> dict[str, Any]:
    """The schema of one document in one piece: the shared definitions are bundled under ``$defs``.

    Raises ``ValueError`` for a name that is in none of the four lists.
    """
    known = (*NAMES, *ARCHIVE_NAMES, *MEASURING_NAMES, *BUNDLE_NAMES)
    if name not in known:
        raise ValueError(f"no schema {name!r}; there are {', '.join(known)}")
    schema = _read(name)
    return {**schema, "$defs": {**schema.get("$defs", {}), "common": _read("common")}}


def _read(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return document
