"""One capture from a web archive as it is saved: a WARC record that holds its bytes, its address and its moment."""

from __future__ import annotations

import base64
import hashlib
import uuid
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

from storyver.errors import SourceError
from storyver.sources.encodings import undone
from storyver.sources.warc_records import Record, record_bytes, records
from storyver.web.client import Answer
from storyver.web.listing import Listed

_KEPT: Final = ("content-type", "content-encoding", "content-language", "last-modified", "etag", "date")
_ORIGINAL: Final = "x-archive-orig-"


def digest_in(target: Path) -> str | None:
    """The digest of a capture that is saved already; None where it is not there, or is no whole record."""
    try:
        with target.open("rb") as file:
            first = next(records(file, lambda _: False), None)
    except OSError:
        return None
    return first.headers.get("warc-payload-digest") if isinstance(first, Record) and first.fault is None else None


def sha1(data: bytes) -> str:
    """The digest of bytes as WARC files write it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode("ascii")


def fits(digest: str, answer: Answer) -> bool:
    """Whether an answer has the digest that the archive lists, of its bytes as they came or as they are read."""
    wanted = digest.removeprefix("sha1:").upper()
    if len(wanted) != 32:
        return True
    if sha1(answer.body).endswith(wanted):
        return True
    try:
        return sha1(undone(answer.body, "", answer.headers.get("content-encoding", ""), "")).endswith(wanted)
    except SourceError:
        return False


def capture_record(one: Listed, answer: Answer, same: tuple[str, str] | None) -> bytes:
    """A capture as a record; of one with the bytes of the one before, a record that says so."""
    digest = sha1(answer.body)
    headers = {
        "WARC-Type": "response" if same is None else "revisit",
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{one.raw} {digest}')}>",
        "WARC-Target-URI": one.original,
        "WARC-Date": _moment(one, answer),
        "WARC-Payload-Digest": digest,
        "WARC-Source-URI": answer.address.text,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in _headers(answer).items())
    block = f"HTTP/1.1 200 OK\r\n{lines}".encode("latin-1", "replace")
    if same is None:
        block += f"Content-Length: {len(answer.body)}\r\n\r\n".encode() + answer.body
    else:
        headers["WARC-Profile"] = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
        headers["WARC-Refers-To-Target-URI"] = one.original
        headers["WARC-Refers-To-Date"] = _iso(same[1])
        block += b"\r\n"
    headers["WARC-Block-Digest"] = sha1(block)
    headers["Content-Type"] = "application/http; msgtype=response"
    return record_bytes(headers, block)


def _headers(answer: Answer) -> dict[str, str]:
    """What the page's own server said, where the archive repeats it, and what is needed to read the bytes."""
    own = {name.removeprefix(_ORIGINAL): value for name, value in answer.headers.items() if name.startswith(_ORIGINAL)}
    here = {name: answer.headers[name] for name in _KEPT[:2] if name in answer.headers}
    chosen = {name: own[name] for name in _KEPT if name in own and name != "content-encoding"} | here
    return {name: " ".join(value.split()) for name, value in chosen.items()}


def _moment(one: Listed, answer: Answer) -> str:
    """When the capture was made: by the answer itself, which may be of another moment than was asked for."""
    try:
        return parsedate_to_datetime(answer.headers.get("memento-datetime", "")).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, TypeError, IndexError):
        return _iso(one.moment)


def _iso(moment: str) -> str:
    day, clock = moment[:8], moment[8:]
    return f"{day[:4]}-{day[4:6]}-{day[6:]}T{clock[:2]}:{clock[2:4]}:{clock[4:]}Z"
