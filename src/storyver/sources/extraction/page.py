"""A page as the rules see it: its tree, its lines in order, what its mark-up says of it, and its headline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from storyver.wording import table

LATEST: Final = "2199-12-31"
"""The latest day that htmldate takes for a date. Its own limit is today, by which the same page would be read
differently tomorrow."""
MOST_NODES: Final = 20_000
"""Objects of a page's JSON-LD that are looked at."""
_NAME_SEPARATOR: Final = re.compile(r"\s+[|–—·•»-]\s+")
_INVISIBLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b\u2060\ufeff]")

Element = Any
"""An element of lxml, which has no types."""


class Line(NamedTuple):
    """A run of text that stands on a line of its own, and the element that it is in."""

    text: str
    element: Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the rules for text and dates share."""

    tree: Element
    lines: tuple[Line, ...]
    meta: tuple[tuple[str, str], ...]
    """What its ``meta`` elements say, by their property, name, itemprop or http-equiv, in lower case."""
    article: Mapping[str, Any]
    """What its JSON-LD says of the article; empty where it says nothing."""
    title: str | None
    author: str | None
    url: str | None
    date: str | None
    """What htmldate found, a day."""


@cache
def names(section: str, key: str) -> tuple[str, ...]:
    """A list of the table ``html.toml``."""
    return tuple(table(Path(__file__).with_name("html.toml"))[section][key])


def read_page(tree: Element, url: str | None) -> Page:
    """Read what a page says of itself."""
    lines = tuple(_lines(tree))
    meta = tuple(_meta(tree))
    article = _article(tree)
    found = _metadata(tree, url)
    return Page(
        tree=tree,
        lines=lines,
        meta=meta,
        article=article,
        title=_title(tree, meta, article, found),
        author=clean(found.author) or None if found is not None and found.author else None,
        url=_address(found.url) if found is not None else None,
        date=found.date if found is not None else None,
    )


def clean(text: str) -> str:
    """A run of text as it is seen: white space as one space, nothing invisible."""
    return " ".join(_INVISIBLE.sub("", text).split())


def key_of(text: str) -> str:
    """What two readings of the same words have in common: everything but white space."""
    return "".join(_INVISIBLE.sub("", text).split())


def marked(element: Element, parts: Sequence[str], upwards: int) -> bool:
    """Whether the class or the id of an element, or of one so many steps above it, holds one of some words."""
    for _ in range(upwards + 1):
        if element is None:
            return False
        names_of = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        if any(part in names_of for part in parts):
            return True
        element = element.getparent()
    return False


def _lines(tree: Element) -> Iterator[Line]:
    """The lines of a page in order, without recursion."""
    from lxml import etree

    block, silent = frozenset(names("tags", "block")), frozenset(names("tags", "silent"))
    owners: list[Element] = [tree]
    pieces: list[str] = []
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        is_block = element.tag in block
        if is_block:
            yield from _line(pieces, owners[-1])
        if event == "start":
            if element.tag in silent:
                walk.skip_subtree()
            else:
                pieces.append(element.text or "")
            if is_block:
                owners.append(element)
        else:
            if is_block:
                owners.pop()
            pieces.append(element.tail or "")
    yield from _line(pieces, tree)


def _line(pieces: list[str], owner: Element) -> Iterator[Line]:
    text = clean("".join(pieces))
    pieces.clear()
    if text:
        yield Line(text, owner)


def _meta(tree: Element) -> Iterator[tuple[str, str]]:
    for element in tree.iter("meta"):
        content = clean(element.get("content") or "")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if content and element.get(attribute):
                yield element.get(attribute).strip().lower(), content


def _article(tree: Element) -> Mapping[str, Any]:
    """The first article of a page's JSON-LD, those on top before those inside others."""
    types = frozenset(names("json_ld", "articles"))
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            waiting: list[Any] = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        for place in range(MOST_NODES):
            if place >= len(waiting):
                break
            node = waiting[place]
            if isinstance(node, dict) and types & set(_types(node)):
                return node
            inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
            waiting.extend(one for one in inside if isinstance(one, dict | list))
    return {}


def _types(node: Mapping[str, Any]) -> list[str]:
    given = node.get("@type")
    return [one.lower() for one in (given if isinstance(given, list) else [given]) if isinstance(one, str)]


def _metadata(tree: Element, url: str | None) -> Any:
    from trafilatura.metadata import extract_metadata

    settings = {"original_date": True, "extensive_search": False, "max_date": LATEST}
    try:
        return extract_metadata(tree, default_url=url, date_config=settings)
    except Exception:  # whatever a page that nobody foresaw brings about; what it says of itself is then unknown
        return None


def _address(url: str | None) -> str | None:
    try:
        known = url is not None and urlsplit(url).scheme in ("http", "https") and url.isprintable()
    except ValueError:
        return None
    return url if known else None


def _title(tree: Element, meta: Sequence[tuple[str, str]], article: Mapping[str, Any], found: Any) -> str | None:
    """The headline: what the page shows as one, else what its mark-up says, else the name of its window."""
    stated = [clean(str(article.get("headline") or "")), _first(meta, "og:title"), _first(meta, "twitter:title")]
    claims = [one for one in stated if one]
    window = clean("".join(next((one.itertext() for one in tree.iter("title")), ())))
    sites = {key_of(_first(meta, "og:site_name")), key_of(_NAME_SEPARATOR.split(window)[-1])} - {key_of(window), ""}
    shown = [text for one in tree.iter("h1") if (text := clean(" ".join(one.itertext()))) and key_of(text) not in sites]
    known = {key_of(claim) for claim in claims}
    inside = [clean(" ".join(one.itertext())) for one in tree.iterfind(".//article//h1")]
    for candidates in ([one for one in shown if key_of(one) in known], [one for one in shown if one in inside], shown):
        if candidates:
            return candidates[0]
    return next(iter(claims), None) or (clean(found.title) if found is not None and found.title else None)


def _first(meta: Sequence[tuple[str, str]], name: str) -> str:
    return next((content for key, content in meta if key == name), "")
