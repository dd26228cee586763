"""A web archive on this computer for the examples of the documents: it answers as the Wayback Machine does."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Iterator
from contextlib import contextmanager

from repository import ROOT
from web_server import HTML, Reply, Site, serving

PAGE = "https://news.example/money/interest-rate"
STORY = ROOT / "corpus" / "interest-rate-rise"
MOMENTS = ("20260806110914", "20260806123107", "20260806171422", "20260807090541", "20260813160233")
"""When each version of the story was captured."""
AGAIN = "20260806210000"
"""When the third was captured once more, in the same bytes."""
MOVED = "20260901090000"
"""When the page had moved away."""
HEAD = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]


@contextmanager
def wayback() -> Iterator[list[str]]:
    """The options by which ``storyver fetch --archive`` asks this archive instead of the real one."""
    with serving() as site:
        _fill(site)
        yield ["--server", f"{site.address}/cdx/search/cdx", "--allow-private"]


def _fill(site: Site) -> None:
    pages = [_page(path.read_text(encoding="utf-8")) for path in sorted(STORY.glob("*.txt"))]
    captures = sorted([*zip(MOMENTS, pages, strict=True), (AGAIN, pages[2])])
    for moment, page in captures:
        site.replies[f"/web/{moment}id_/{PAGE}"] = Reply(body=page, headers={"Content-Type": HTML})
    rows = [[*_row(moment), "200", _digest(page), str(len(page))] for moment, page in captures]
    rows.append([*_row(MOVED), "302", _digest(b""), "300"])

    def listing(path: str, _headers: object) -> Reply:
        """What the CDX server lists, whatever days it is asked for."""
        assert path.startswith("/cdx/search/cdx?url=")
        return Reply(body=json.dumps([HEAD, *rows]).encode(), headers={"Content-Type": "application/json"})

    site.otherwise = listing


def _row(moment: str) -> list[str]:
    return ["example,news)/money/interest-rate", moment, PAGE, "text/html"]


def _digest(data: bytes) -> str:
    return base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode("ascii")


def _page(text: str) -> bytes:
    title, *paragraphs = (part for part in text.split("\n\n") if part.strip())
    body = "".join(f"<p>{html.escape(one)}</p>\n" for one in paragraphs)
    named = html.escape(title)
    return (
        f"<!doctype html><html lang=en><head><title>{named}</title></head>"
        f"<body><main><article><h1>{named}</h1>\n{body}</article></main></body></html>"
    ).encode()
