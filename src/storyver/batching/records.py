"""Versions as they lie on the disk between being gathered and being analysed: a line of JSON and the bytes behind it.

JSON and not pickle: a folder that somebody else has left must not be able to run anything.
"""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import asdict, dataclass
from typing import Any, Final

from storyver.model import Capture, DateSource, HeaderKind, HeaderLine, PublicationDate, Story, Version

_LENGTH: Final = struct.Struct(">I")
_FASTEST: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A version of a story that came whole, with its place in it."""

    version: Version
    story: Story
    """Without its versions."""
    order: str
    outlet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One version that was gathered."""

    group: str
    """What keeps stories of one name apart: those of one name and one group are one."""
    content: Capture | Whole

    @property
    def name(self) -> str:
        """The name of its story."""
        return self.content.story if isinstance(self.content, Capture) else self.content.story.id


def packed(record: Record) -> bytes:
    """The record as bytes."""
    content = record.content
    head: dict[str, Any]
    if isinstance(content, Capture):
        head, body = {"capture": {**asdict(content), "data": None}}, content.data
    else:
        version = {**asdict(content.version), "text": None}
        told = {"id": content.story.id, "title": content.story.title, "url": content.story.url}
        head = {"version": version, "story": told, "order": content.order, "outlet": content.outlet}
        body = content.version.text.encode("utf-8", "surrogatepass")
    line = json.dumps({"group": record.group, **head}, separators=(",", ":")).encode("ascii")
    return zlib.compress(_LENGTH.pack(len(line)) + line + body, _FASTEST)


def unpacked(data: bytes) -> Record:
    """The record as it was."""
    content = zlib.decompress(data)
    end = _LENGTH.size + _LENGTH.unpack_from(content)[0]
    head, body = json.loads(content[_LENGTH.size : end]), content[end:]
    if "capture" in head:
        return Record(group=head["group"], content=_capture(head["capture"], body))
    version = _version(head["version"], body.decode("utf-8", "surrogatepass"))
    story = Story(**head["story"], versions=(), order=())
    return Record(
        group=head["group"], content=Whole(version=version, story=story, order=head["order"], outlet=head["outlet"])
    )


def _capture(told: dict[str, Any], data: bytes) -> Capture:
    return Capture(**{**told, "data": data, "dates": _dates(told), "notes": tuple(told["notes"])})


def _version(told: dict[str, Any], text: str) -> Version:
    dates = _dates(told)
    return Version(
        **{
            **told,
            "text": text,
            "date": None if told["date"] is None else _date(told["date"]),
            "dates": dates,
            "header": tuple(HeaderLine(**{**line, "kind": HeaderKind(line["kind"])}) for line in told["header"]),
            "notes": tuple(told["notes"]),
        }
    )


def _dates(told: dict[str, Any]) -> tuple[PublicationDate, ...]:
    return tuple(_date(one) for one in told["dates"])


def _date(told: dict[str, Any]) -> PublicationDate:
    return PublicationDate(**{**told, "source": DateSource(told["source"])})
