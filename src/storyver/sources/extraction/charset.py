"""The characters of a page: what its bytes, its server and its own mark-up say of their encoding."""

from __future__ import annotations

import codecs
import re
from typing import Final

from storyver.errors import SourceError
from storyver.sources.paths import printable
from storyver.sources.text import MAXIMUM_BYTES, Decoded, too_large

SEARCHED: Final = 4096
"""A page's first bytes, in which it may declare its encoding. Browsers look at 1,024; long comments stand before."""
_DECLARED: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_AS_BROWSERS_DO: Final = {"iso8859-1": "cp1252", "ascii": "cp1252", "utf-16": "utf-8", "utf-16-le": "utf-8"}
"""What a declaration means in practice: pages declared as Latin-1 are Windows-1252, and a page whose declaration can be
read byte for byte is not UTF-16."""
_WRITTEN: Final = {"cp1252": "windows-1252"}


def decode_page(data: bytes, charset: str | None, where: str) -> Decoded:
    """Decode a page: by its byte order mark, else as declared, where that holds, else as UTF-8 or Windows-1252.

    ``charset`` is what the server said, which goes before the page's own words. A note tells where a declaration was
    wrong. Raise SourceError for a page that is empty or too large.
    """
    if len(data) > MAXIMUM_BYTES:
        raise too_large(where)
    if not data.strip():
        raise SourceError(what="is empty", where=where, remedy="give a page that holds the article's text")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(text=data[len(mark) :].decode(encoding, "replace"), encoding=encoding)
    declared = [name for name in (charset, _declared(data)) if name]
    as_utf8 = _strictly(data, "utf-8")
    if as_utf8 is not None and not data.isascii():
        wrong = [name for name in declared if _known(name) != "utf-8"]
        return Decoded(text=as_utf8, encoding="utf-8", notes=_notes(wrong[:1], "utf-8"))
    return _as_declared(data, declared)


def _as_declared(data: bytes, declared: list[str]) -> Decoded:
    wrong: list[str] = []
    for name in declared:
        encoding = _known(name)
        text = _strictly(data, encoding) if encoding else None
        if text is not None and encoding is not None:
            shown = _WRITTEN.get(encoding, encoding)
            return Decoded(text=text, encoding=shown, notes=_notes(wrong[:1], shown))
        wrong.append(name)
    if data.isascii():
        return Decoded(text=data.decode("ascii"), encoding="utf-8", notes=_notes(wrong[:1], "utf-8"))
    guessed = () if wrong else ("Read as Windows-1252: the page declares no encoding, and its bytes are not UTF-8.",)
    notes = _notes(wrong[:1], "windows-1252") or guessed
    return Decoded(text=data.decode("cp1252", "replace"), encoding="windows-1252", notes=notes)


def _notes(wrong: list[str], encoding: str) -> tuple[str, ...]:
    return tuple(f"Read as {encoding}: declared is {printable(name)!r}, which the bytes are not." for name in wrong)


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data, 0, SEARCHED)
    return None if match is None else (match[1] or match[2]).decode("ascii")


def _known(name: str) -> str | None:
    """Python's name of a declared encoding of text; None where there is none."""
    try:
        found = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return None
    known = _AS_BROWSERS_DO.get(found.name, found.name)
    return known if found._is_text_encoding else None


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None
