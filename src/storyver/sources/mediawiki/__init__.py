"""MediaWiki: the pages of a wiki's XML dump, or of its API's answers, each a story with its revisions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from storyver.model import Capture, DateSource, SkippedFile
from storyver.sources.interface import Options, Source
from storyver.sources.media import WIKITEXT
from storyver.sources.mediawiki.packing import BZIP2, SEVENZIP
from storyver.sources.packed import GZIP
from storyver.sources.paths import printable
from storyver.sources.recorded import recorded

if TYPE_CHECKING:
    from storyver.sources.mediawiki.xml import Revision

_ARTICLES: Final = "0"
"""The namespace of a wiki's articles."""
_HEAD: Final = 4096
_DUMP: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:mediawiki(?:\s[^<>]{0,4000})?(?:>\s*(?:<|\Z)|\Z)|!doctype\s+mediawiki\s*(?:\[|>\s*<|(?:system|public)\s))",
    re.DOTALL | re.IGNORECASE,
)
"""The root is followed by an element, or by the end of what is looked at."""
_JSON: Final = tuple(re.compile(rb'"%b"\s*:' % key) for key in (b"query", b"pages", b"revisions"))
_REDIRECT: Final = re.compile(r"\s*#\s*\w{1,40}\s*:?\s*\[\[")
"""The word differs from language to language; a page that begins with a list has a space or nothing before a link."""
_MOST_DIGITS: Final = 18


def _recognises(path: Path, head: bytes) -> bool:
    if head.startswith(SEVENZIP):
        return True
    start = head
    if head.startswith((GZIP, BZIP2)):
        from storyver.sources.mediawiki.unpack import beginning

        start = beginning(path, head, _HEAD)
    return _DUMP.match(start) is not None or _is_answer(head)


def _is_answer(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") and all(key.search(head) for key in _JSON)


def _captures(path: Path, options: Options) -> Iterator[Capture | SkippedFile]:
    """The revisions of all articles, or of the one page that is named, in whatever namespace it is."""
    seen: set[str] = set()
    page = other = None
    named = options.named.replace("_", " ") if options.named is not None else None
    for one in _revisions(path):
        if named is not None and one.title != named:
            continue
        if one.title != page:
            page, seen = one.title, set()
        place = f"{path}#{printable(one.id or one.title)}"
        if one.namespace != _ARTICLES and named is None:
            if one.title != other:  # once for each page
                other = one.title
                yield SkippedFile(path=f"{path}#{printable(one.title)}", reason="no article, by its namespace")
            continue
        reason = _why_not(one, seen)
        seen.add(one.id)
        yield SkippedFile(path=place, reason=reason) if reason is not None else _capture(one, place)


def _revisions(path: Path) -> Iterator[Revision]:
    from storyver.sources.detection import head_of
    from storyver.sources.mediawiki.answers import answered_revisions
    from storyver.sources.mediawiki.xml import revisions

    begins_as_json = head_of(path).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    return answered_revisions(path) if begins_as_json else revisions(path)


def _why_not(one: Revision, seen: set[str]) -> str | None:
    if one.lack is not None or one.text is None:
        return one.lack
    if one.id in seen:
        return "the same revision a second time"
    if one.model != "wikitext":
        return f"is {printable(one.model[:40])}, not wikitext"
    if _REDIRECT.match(one.text):
        return "a redirect to another page"
    return None if one.text.strip() else "empty"


def _capture(one: Revision, place: str) -> Capture:
    dates, notes = recorded(one.timestamp, DateSource.REVISION, f"revision {one.id}")
    number = int(one.id) if one.id.isascii() and one.id.isdigit() and len(one.id) <= _MOST_DIGITS else None
    return Capture(
        data=(one.text or "").encode("utf-8", "replace"),
        media=WIKITEXT,
        source=place,
        story=one.title,
        number=number,
        title=one.title or None,
        url=_address(one),
        dates=dates,
        notes=notes,
    )


def _address(one: Revision) -> str | None:
    """The page's address, beside that of the main page."""
    from urllib.parse import quote

    if one.base is None or not one.base.startswith(("http://", "https://")) or "/" not in one.base[8:]:
        return None
    return f"{one.base.rpartition('/')[0]}/{quote(one.title.replace(' ', '_'), safe='/:,()')}"


SOURCE: Final = Source(
    name="mediawiki",
    describes="MediaWiki XML dumps (also .gz, .bz2 and .7z) and answers of its API",
    recognises=_recognises,
    captures=_captures,
)
