"""The XML of a dump, revision by revision: nothing of it is kept but the revision being read.

A dump declares no entities and has no document type, so one that does is refused, before anything is expanded.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.parsers import expat

from storyver.errors import SourceError
from storyver.sources.mediawiki.unpack import unpacked
from storyver.sources.paths import printable
from storyver.sources.text import MAXIMUM_BYTES

LONGEST_FIELD: Final = 10_000
"""Characters of a title, a time stamp and the like; MediaWiki's titles have 255 bytes."""
LONGEST_TAG: Final = 1_000_000
"""Bytes of a tag or comment, which expat keeps, and begins anew with each piece, until it is whole."""
DEEPEST: Final = 50
_FIELDS: Final = frozenset(
    {"siteinfo/base", "page/title", "page/ns", "revision/id", "revision/timestamp", "revision/model", "revision/format"}
)
_TEXT: Final = "revision/text"
BROKEN: Final = "\ufdd0"
"""Stands for what is no character: Unicode keeps it free for such uses, and no text holds it."""
_FORBIDDEN: Final = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20)])
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\udc80-\udcff]")


@dataclass(slots=True)
class _State:
    """What is being read."""

    path: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    hidden: bool = False
    stub: bool = False
    ready: list[Revision] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One revision as a dump or an answer of the API has it."""

    title: str
    namespace: str
    base: str | None
    """The address of the wiki's main page."""
    id: str
    timestamp: str
    model: str
    text: str | None
    """None where it is hidden or not there."""
    lack: str | None = None
    """Why there is no text."""


def revisions(path: Path) -> Iterator[Revision]:
    """All revisions of a dump in its order. Raise SourceError for what is no XML, or no dump."""
    state = _State()
    parser = _parser(state, printable(path))
    given = 0
    try:
        for piece in _whole(unpacked(path)):
            parser.Parse(piece, False)
            yield from _released(state)
            given += len(piece)
            if given - parser.CurrentByteIndex > LONGEST_TAG:
                what = f"holds a tag of more than {LONGEST_TAG // 1_000_000} MB"
                raise SourceError(what=what, where=printable(path), remedy="get the dump from the wiki itself")
        parser.Parse(b"", True)
        yield from _released(state)
    except expat.ExpatError as error:
        what = f"is broken XML: {expat.ErrorString(error.code)} (line {error.lineno})"
        raise SourceError(what=what, where=printable(path), remedy="get the whole dump again") from None


def _whole(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same, with a mark in place of all that no XML may hold, so that the revisions around it are read."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    for piece in pieces:
        text = decoder.decode(piece)
        try:
            data = text.encode("utf-8")
        except UnicodeEncodeError:
            data = b""
        yield data if len(data.translate(None, _FORBIDDEN)) == len(data) and data else _marked(text)
    yield _marked(decoder.decode(b"", True))


def _marked(text: str) -> bytes:
    return _NO_TEXT.sub(BROKEN, text).encode("utf-8")


def _released(state: _State) -> Iterator[Revision]:
    ready, state.ready = state.ready, []
    yield from ready


def _parser(state: _State, where: str) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        what = "declares a document type or entities, which no dump does"
        raise SourceError(what=what, where=where, remedy="get the dump from the wiki itself")

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(state.path) >= DEEPEST:
            what = f"is nested more than {DEEPEST} elements deep"
            raise SourceError(what=what, where=where, remedy="get the dump from the wiki itself")
        _start(state, name.rpartition(" ")[2], attributes)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: _end(state)
    parser.CharacterDataHandler = lambda data: _data(state, data)
    return parser


def _place(state: _State) -> str:
    return "/".join(state.path[-2:])


def _start(state: _State, name: str, attributes: dict[str, str]) -> None:
    state.path.append(name)
    if name == "page":
        state.fields = {key: value for key, value in state.fields.items() if key == "siteinfo/base"}
    elif name == "revision":
        for key in [key for key in state.fields if key.startswith("revision/")]:
            del state.fields[key]
        state.pieces, state.size, state.hidden, state.stub = [], 0, False, True
    place = _place(state)
    if place == _TEXT:
        state.hidden = "deleted" in attributes
        state.stub = "id" in attributes or "location" in attributes
    elif place in _FIELDS:
        state.fields[place] = ""


def _data(state: _State, data: str) -> None:
    place = _place(state)
    if place == _TEXT:
        state.size += len(data)
        if state.size <= MAXIMUM_BYTES:
            state.pieces.append(data)
    elif place in _FIELDS and len(state.fields.get(place, "")) < LONGEST_FIELD:
        state.fields[place] = state.fields.get(place, "") + data


def _end(state: _State) -> None:
    if state.path[-1] == "revision" and "page" in state.path:
        state.ready.append(_revision(state))
        state.pieces = []
    state.path.pop()


def _revision(state: _State) -> Revision:
    text = "".join(state.pieces)
    lack = None
    if state.hidden:
        lack = "its text was hidden by the wiki"
    elif state.size > MAXIMUM_BYTES:
        lack = f"is larger than {MAXIMUM_BYTES // 1_000_000} MB"
    elif BROKEN in text:
        lack = "holds bytes that are no text in UTF-8"
    elif not text:
        lack = "the dump holds no text of it (a stub)" if state.stub else "empty"
    known = {key: value.replace(BROKEN, "\ufffd") for key, value in state.fields.items()}
    return Revision(
        title=known.get("page/title", ""),
        namespace=known.get("page/ns", "0"),
        base=known.get("siteinfo/base"),
        id=known.get("revision/id", ""),
        timestamp=known.get("revision/timestamp", ""),
        model=known.get("revision/model", "wikitext"),
        text=text if lack is None else None,
        lack=lack,
    )
