"""From the records of web archives to captures: pages alone, whole, each with its address and its moment."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO, Final, NamedTuple

from storyver.dates import parse_date
from storyver.model import Capture, DateSource, PublicationDate, SkippedFile
from storyver.sources.addresses import is_html, page_of, same_page
from storyver.sources.encodings import reason_of, undone
from storyver.sources.fetched import charset_in
from storyver.sources.media import HTML, media_of
from storyver.sources.paths import printable
from storyver.sources.warc_records import LONGEST_BLOCK, Damage, Record, records

MOST_TOLD: Final = 100
"""Faults that are told one by one; of more only their number is told."""
MOST_REMEMBERED: Final = 50_000_000
"""Bytes of captures that are kept to answer records which only say that a page was again as it had been."""
_HTTP: Final = "application/http"
_DIGESTS: Final = {"sha1": 20, "sha256": 32, "md5": 16}
"""The digests of WARC files that can be checked, with their lengths in bytes."""


class _Answer(NamedTuple):
    """What a server answered."""

    status: str
    headers: Mapping[str, str]
    body: bytes


class Reader:
    """Reads archives of one story or of many, file after file, and keeps count of what it passes over."""

    def __init__(self, named: str | None) -> None:
        """``named`` is the address of the only page that is wanted."""
        self._named = named
        self._counts: Counter[str] = Counter()
        self._told = 0
        self._last: dict[str, tuple[str, str]] = {}
        """Of each page the hash of its last capture, and when that was."""
        self._kept: OrderedDict[str, Capture] = OrderedDict()
        self._size = 0

    def read(self, file: BinaryIO, where: str) -> Iterator[Capture | SkippedFile]:
        """The captures of one file, which is read from its beginning to its end."""
        for one in records(file, self._is_wanted):
            place = f"{where}#{one.offset}"
            if isinstance(one, Damage):
                yield from self._fault(place, one.reason)
            elif self._is_wanted(one.headers):
                yield from self._capture(one, place)

    def passed_over(self, where: str) -> Iterator[SkippedFile]:
        """What was passed over without a line of its own, one line for each reason."""
        for reason, count in sorted(self._counts.items()):
            yield SkippedFile(path=where, reason=f"{count:,} record{'' if count == 1 else 's'}: {reason}")
        self._counts.clear()

    def _is_wanted(self, headers: Mapping[str, str]) -> bool:
        if headers.get("warc-type", "").lower() not in ("response", "resource", "revisit"):
            return False
        return self._named is None or same_page(_address(headers), self._named)

    def _fault(self, place: str, reason: str) -> Iterator[SkippedFile]:
        self._told += 1
        if self._told > MOST_TOLD:
            self._counts[reason] += 1
        else:
            yield SkippedFile(path=place, reason=reason)

    def _capture(self, record: Record, place: str) -> Iterator[Capture | SkippedFile]:
        if record.headers["warc-type"].lower() == "revisit":
            yield from self._revisit(record, place)
            return
        answer = _answer(record)
        reason = _no_page(answer)
        if reason is not None:
            self._counts[reason] += 1
            return
        fault = record.fault or _doubt(record, answer)
        body = fault or reason_of(
            lambda: undone(
                answer.body, answer.headers.get("transfer-encoding", ""), answer.headers.get("content-encoding", ""), ""
            )
        )
        if isinstance(body, str):
            yield from self._fault(place, body)
        elif not is_html(answer.headers.get("content-type", "")) and media_of(body) != HTML:
            self._counts["no page of HTML"] += 1
        else:
            yield from self._version(record, answer, body, place)

    def _version(self, record: Record, answer: _Answer, body: bytes, place: str) -> Iterator[Capture]:
        address = _address(record.headers)
        story = page_of(address)
        dates, notes = _dates(record.headers)
        made = Capture(
            data=body,
            media=HTML,
            source=place,
            story=printable(story),
            charset=charset_in(answer.headers.get("content-type", "")),
            url=address,
            dates=dates,
            notes=notes,
        )
        self._remember(_payload_digest(record, answer), made)
        digest, when = hashlib.sha256(body).hexdigest(), dates[0].value if dates else ""
        before = self._last.get(story)
        self._last[story] = (digest, when)
        if before is not None and before[0] == digest and before[1] <= when:
            self._counts["the same bytes as the capture before"] += 1
        else:
            yield made

    def _remember(self, digest: str, made: Capture) -> None:
        old = self._kept.pop(digest, None)
        self._size += len(made.data) - (len(old.data) if old else 0)
        self._kept[digest] = made
        while self._size > MOST_REMEMBERED:
            _, dropped = self._kept.popitem(last=False)
            self._size -= len(dropped.data)

    def _revisit(self, record: Record, place: str) -> Iterator[Capture | SkippedFile]:
        """A record that a page was again as it had been: a version of its own only where it was another between."""
        kept = self._kept.get(record.headers.get("warc-payload-digest", "").lower())
        story = page_of(_address(record.headers))
        last = self._last.get(story)
        if kept is None or last is None:
            refers = record.headers.get("warc-refers-to-date", "an earlier time")
            yield from self._fault(place, f"has the bytes of a capture of {printable(refers[:40])}, which was not read")
            return
        dates, notes = _dates(record.headers)
        digest, when = hashlib.sha256(kept.data).hexdigest(), dates[0].value if dates else ""
        self._last[story] = (digest, when)
        if digest == last[0]:
            self._counts["a revisit: the same bytes as the capture before"] += 1
        else:
            address = _address(record.headers)
            yield replace(kept, source=place, url=address, story=printable(story), dates=dates, notes=notes)


def _address(headers: Mapping[str, str]) -> str:
    return headers.get("warc-target-uri", "").strip("<> ")


def _answer(record: Record) -> _Answer:
    """The answer in a record; a resource without a server's words counts as a good one."""
    kind = record.headers.get("content-type", "")
    if _HTTP not in kind.lower() and not record.block.startswith(b"HTTP/"):
        return _Answer("200", {"content-type": kind}, record.block)
    head, gap, body = record.block.partition(b"\r\n\r\n")
    if not gap:
        head, gap, body = record.block.partition(b"\n\n")
    first, *lines = head.decode("utf-8", "replace").splitlines() or [""]
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    return _Answer([*first.split(), "", ""][1], headers, body)


def _no_page(answer: _Answer) -> str | None:
    """Why an answer is not looked at any further."""
    if answer.status != "200":
        return f"status {answer.status}, not 200" if answer.status.isdecimal() else "no answer of a server"
    kind = answer.headers.get("content-type", "")
    if kind and not is_html(kind) and not kind.lower().startswith(("text/plain", "application/octet-stream")):
        return "no page of HTML"
    return None


def _doubt(record: Record, answer: _Answer) -> str | None:
    """Why the bytes of an answer are not those that the server sent."""
    if (cut := record.headers.get("warc-truncated")) is not None:
        return f"was cut off when it was captured ({printable(cut[:40])})"
    if int(record.headers["content-length"]) > LONGEST_BLOCK:
        return "is larger than a version may be"
    stated = answer.headers.get("content-length", "")
    as_sent = not answer.headers.keys() & {"content-encoding", "transfer-encoding"}
    if as_sent and stated.isdecimal() and len(stated) < 16 and len(answer.body) < int(stated):
        return f"is cut off: {len(answer.body):,} of {int(stated):,} bytes"
    digest = record.headers.get("warc-block-digest", "")
    return None if _fits(digest, record.block) else "does not fit the digest of its record"


def _fits(digest: str, data: bytes) -> bool:
    """Whether data has a digest, as far as that can be told."""
    name, _, value = digest.partition(":")
    length = _DIGESTS.get(name.lower())
    if length is None:
        return True
    real = hashlib.new(name.lower(), data, usedforsecurity=False).digest()
    forms = (real.hex(), base64.b32encode(real).decode("ascii").lower(), base64.b64encode(real).decode("ascii").lower())
    return value.lower() in forms


def _payload_digest(record: Record, answer: _Answer) -> str:
    stated = record.headers.get("warc-payload-digest", "")
    if stated:
        return stated.lower()
    return "sha1:" + base64.b32encode(hashlib.sha1(answer.body, usedforsecurity=False).digest()).decode("ascii").lower()


def _dates(headers: Mapping[str, str]) -> tuple[tuple[PublicationDate, ...], tuple[str, ...]]:
    words = headers.get("warc-date", "")
    try:
        value = parse_date(words).iso()
    except ValueError:
        return (), (f"The record states no time of capture that can be: {printable(words[:40])!r}.",)
    return (PublicationDate(value=value, source=DateSource.CAPTURE, evidence=f"WARC-Date: {words}"),), ()
