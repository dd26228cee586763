"""The answers of MediaWiki's API to ``action=query&prop=revisions``, in both of its format versions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from storyver.errors import SourceError
from storyver.sources.mediawiki.xml import Revision
from storyver.sources.paths import explain, printable

MOST_BYTES: Final = 200_000_000
"""Of a file of answers; the API gives 50 revisions at a time, of two million bytes at most."""


def answered_revisions(path: Path) -> Iterator[Revision]:
    """All revisions of an answer, or of a list of answers. Raise SourceError for what is no such JSON."""
    for answer in _answers(path):
        query = answer.get("query") if isinstance(answer, dict) else None
        if not isinstance(query, dict):
            raise _not_one(path, "holds no answer of the API to action=query")
        pages = query.get("pages")
        listed = pages.values() if isinstance(pages, dict) else pages if isinstance(pages, list) else ()
        for page in listed:
            yield from _of_page(page if isinstance(page, dict) else {})


def _answers(path: Path) -> list[Any]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _not_one(path, f"is larger than {MOST_BYTES // 1_000_000} MB")
        found = json.loads(path.read_bytes())
    except OSError as error:
        raise explain(error, path) from None
    except (ValueError, RecursionError):
        raise _not_one(path, "is not valid JSON") from None
    return found if isinstance(found, list) else [found]


def _not_one(path: Path, what: str) -> SourceError:
    return SourceError(what=what, where=printable(path), remedy="save the API's answers one by one, or as a JSON list")


def _of_page(page: dict[str, Any]) -> Iterator[Revision]:
    found = page.get("revisions")
    for one in found if isinstance(found, list) else ():
        if isinstance(one, dict):
            text, model, lack = _text(one)
            yield Revision(
                title=str(page.get("title", "")),
                namespace=str(page.get("ns", 0)),
                base=None,
                id=str(one.get("revid", "")),
                timestamp=str(one.get("timestamp", "")),
                model=model,
                text=text,
                lack=lack,
            )


def _text(revision: dict[str, Any]) -> tuple[str | None, str, str | None]:
    """The text of the main slot, its content model, and why there is no text."""
    slots = revision.get("slots")
    slot = slots.get("main") if isinstance(slots, dict) else revision
    slot = slot if isinstance(slot, dict) else {}
    model = str(slot.get("contentmodel", "wikitext"))
    if {"texthidden", "suppressed"} & {*slot, *revision}:
        return None, model, "its text was hidden by the wiki"
    text = slot.get("content", slot.get("*"))
    if not isinstance(text, str):
        return None, model, "the answer holds no text of it (ask with rvprop=content)"
    return (text, model, None) if text else (None, model, "empty")
