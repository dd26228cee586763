"""What a web archive has of a page: the answers of CDX servers in their several forms, and Memento's TimeMaps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import quote, urljoin

from storyver.errors import UsageError
from storyver.sources.paths import printable
from storyver.web.addresses import parse_address
from storyver.web.client import TransientError

WAYBACK: Final = "https://web.archive.org/cdx/search/cdx"
"""The CDX server of the Wayback Machine."""
_MOMENT: Final = re.compile(r"\d{14}")
_LINK: Final = re.compile(r"<([^<>]{1,8000})>((?:\s*;\s*[\w-]{1,40}\s*=\s*\"[^\"]{0,2000}\")*)")
_ATTRIBUTE: Final = re.compile(r"([\w-]{1,40})\s*=\s*\"([^\"]{0,2000})\"")
_REPLAYED: Final = re.compile(r"/(\d{14})(?:[a-z]{2}_)?/")
_NAMES: Final = {
    "timestamp": ("timestamp",),
    "original": ("original", "url"),
    "mime": ("mimetype", "mime"),
    "status": ("statuscode", "status"),
    "digest": ("digest",),
}
_FIELDS: Final = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest")
"""The first fields of a line of a CDX file, in all of its forms that servers give."""
_PLACES: Final = (
    (re.compile(r"/cdx/search/cdx$"), "/web/"),
    (re.compile(r"/cdx$"), "/"),
    (re.compile(r"-(?:cdx|index)$"), "/"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One capture as an archive lists it."""

    moment: str
    """When it was made: fourteen digits, in UTC."""
    original: str
    """The address of the page."""
    raw: str
    """Where the archive gives the bytes that it was answered, as they were."""
    digest: str | None = None
    """Of the bytes, by which two captures are told to be the same."""
    mime: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where an archive is asked."""

    address: str = WAYBACK
    """Of its CDX server, or the beginning of its TimeMaps' addresses, which has ``timemap`` in it."""
    replay: str | None = None
    """Where it gives raw captures, with ``{timestamp}`` and ``{url}`` in it; None where its address tells."""

    @property
    def is_memento(self) -> bool:
        """Whether it gives TimeMaps."""
        return "timemap" in self.address.lower()

    def question(self, url: str, since: str | None, until: str | None) -> str:
        """The address at which it tells what it has of a page."""
        if self.is_memento:
            return (
                self.address.replace("{url}", url) if "{url}" in self.address else self.address.rstrip("/") + "/" + url
            )
        chosen = [("url", url), ("output", "json"), ("from", since), ("to", until)]
        mark = "&" if "?" in self.address else "?"
        return self.address + mark + "&".join(f"{name}={quote(value, safe='')}" for name, value in chosen if value)

    def raw(self, moment: str, url: str) -> str:
        """Where it gives the raw bytes of a capture. Raise UsageError where that cannot be told."""
        if self.replay is not None:
            return self.replay.replace("{timestamp}", moment).replace("{url}", url)
        base = self.address.partition("?")[0].rstrip("/")
        for pattern, place in _PLACES:
            if pattern.search(base):
                return f"{pattern.sub(place, base)}{moment}id_/{url}"
        what = "does not tell where the captures themselves are"
        raise UsageError(
            what=what, where=printable(self.address), remedy="give --replay with {timestamp} and {url} in it"
        )


def read_listing(text: str, server: Server, where: str) -> Iterator[Listed]:
    """The captures that an answer lists, in the answer's order.

    Raise TransientError for an answer that is cut off or broken.
    """
    if server.is_memento:
        yield from _mementos(text, where)
        return
    for row in _rows(text.strip(), where):
        found = {name: next((str(row[one]) for one in names if row.get(one)), "") for name, names in _NAMES.items()}
        if not _MOMENT.fullmatch(found["timestamp"]) or not found["original"]:
            raise TransientError(what="gave a list of captures that is broken", where=where)
        yield Listed(
            moment=found["timestamp"],
            original=found["original"],
            raw=server.raw(found["timestamp"], found["original"]),
            digest=found["digest"].strip("-") or None,
            mime=found["mime"].strip("-") or None,
            status=found["status"].strip("-") or None,
        )


def further(text: str, asked: str) -> list[str]:
    """The TimeMaps to which one of many pages refers, on the same server."""
    own = parse_address(asked).origin
    found = []
    for address, attributes in _links(text):
        if "timemap" in attributes.get("rel", "").split():
            full = urljoin(asked, address)
            if full != asked and parse_address(full).origin == own:
                found.append(full)
    return found


def _rows(text: str, where: str) -> Iterator[Mapping[str, Any]]:
    """The rows of a CDX answer: one JSON array, a JSON object in each line, or plain lines."""
    try:
        if text.startswith("["):
            head, *rows = json.loads(text) or [[]]
            for row in rows:
                yield dict(zip(head, row, strict=True))
            return
        for line in text.splitlines():
            if line.lstrip().startswith("CDX ") or not line.strip():
                continue
            start = line.find("{")
            if start >= 0:
                before = dict(zip(_FIELDS, line[:start].split(), strict=False))
                yield {**before, **json.loads(line[start:])}
            else:
                yield dict(zip(_FIELDS, line.split()[: len(_FIELDS)], strict=True))
    except (ValueError, TypeError, RecursionError):
        raise TransientError(what="gave a list of captures that is broken", where=where) from None


def _mementos(text: str, where: str) -> Iterator[Listed]:
    original = ""
    if text.strip() and not text.lstrip().startswith("<"):
        raise TransientError(what="gave no TimeMap", where=where)
    for address, attributes in _links(text):
        kinds = attributes.get("rel", "").split()
        if "original" in kinds:
            original = address
        if "memento" not in kinds:
            continue
        try:
            moment = parsedate_to_datetime(attributes.get("datetime", "")).strftime("%Y%m%d%H%M%S")
        except (ValueError, TypeError, IndexError, OverflowError):
            raise TransientError(what="gave a list of captures that is broken", where=where) from None
        raw = _REPLAYED.sub(r"/\1id_/", urljoin(where, address), count=1)
        yield Listed(moment=moment.zfill(14), original=original, raw=raw)


def _links(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    for match in _LINK.finditer(text):
        yield match[1], dict(_ATTRIBUTE.findall(match[2]))
