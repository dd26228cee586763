"""All captures of a page that a web archive has, each saved as a WARC file of its own in one folder.

A file is there whole or not at all, and its name says which capture it is: what was begun and broken off goes on where
it stood, without a list of what was done. `storyver.sources.warc` reads the folder as a story.
"""

from __future__ import annotations

import gzip
import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from storyver.errors import OutputError, SourceError
from storyver.output import write_bytes
from storyver.sources.addresses import is_html
from storyver.sources.encodings import undone
from storyver.sources.paths import printable
from storyver.web.addresses import parse_address
from storyver.web.client import Answer, Client, TransientError
from storyver.web.listing import Listed, Server, further, read_listing
from storyver.web.patience import Patience, patiently
from storyver.web.saved import capture_record, digest_in, fits, sha1

MOST_LISTS: Final = 100
"""TimeMaps of one page that are read."""
MOST_FAILURES: Final = 3
"""Captures in a row that cannot be had, after which the archive is left alone."""

Told = Callable[[int, int], None]
"""Is told how many captures of how many are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of the captures that an archive lists."""

    listed: int
    saved: int
    there: int
    """Saved by an earlier run."""
    identical: int
    """With the bytes of the one before, which are not fetched or saved again."""
    no_page: int
    """Of an error, a redirect or something that is no page."""
    failed: tuple[str, ...]
    """One line for each that could not be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How an archive is asked."""

    server: Server = field(default_factory=Server)
    since: str | None = None
    """The first day, as the beginning of ``YYYYMMDDhhmmss``."""
    until: str | None = None
    patience: Patience = field(default_factory=Patience)
    sleep: Callable[[float], None] = time.sleep
    told: Told | None = None


def fetch_captures(client: Client, url: str, folder: Path, asking: Asking | None = None) -> Tally:
    """Save all captures of a page that are not in the folder yet.

    Raise SourceError where the archive has none or cannot be asked, and OutputError where nothing can be written.
    """
    return _Run(client, folder, asking or Asking()).run(url)


class _Run:
    def __init__(self, client: Client, folder: Path, asking: Asking) -> None:
        self._client = client
        self._folder = folder
        self._asking = asking
        self._counts = dict.fromkeys(("saved", "there", "identical", "no_page"), 0)
        self._failed: list[str] = []
        self._in_a_row = 0
        self._last: tuple[str, str] | None = None
        """Digest and moment of the capture before."""

    def run(self, url: str) -> Tally:
        found = self._listing(url)
        listed, same, unwanted = _worth_fetching(self._here(found))
        self._counts.update(identical=same, no_page=unwanted)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = error.strerror or str(error)
            raise OutputError(
                what=f"cannot be made ({reason})", where=str(self._folder), remedy="choose another place with -o"
            ) from error
        for done, one in enumerate(listed):
            self._tell(done, len(listed))
            self._take(one)
        self._tell(len(listed), len(listed))
        return Tally(listed=len(found), failed=tuple(self._failed), **self._counts)

    def _tell(self, done: int, of: int) -> None:
        if self._asking.told is not None:
            self._asking.told(done, of)

    def _here(self, listed: Sequence[Listed]) -> list[Listed]:
        """The captures that the archive itself has. Where a list leads to other servers, it is not followed."""
        server = self._asking.server
        own = _host(server.replay or server.address)
        kept = []
        for one in listed:
            host = _host(one.raw)
            if host == own:
                kept.append(one)
            else:
                self._failed.append(f"{one.moment}: is on another server, {host}")
        return kept

    def _ask(self, address: str) -> Answer:
        asking = self._asking
        return patiently(lambda: self._client.get(address), asking.patience, asking.sleep, lambda: datetime.now(UTC))

    def _listing(self, url: str) -> list[Listed]:
        asking = self._asking
        waiting = [asking.server.question(url, asking.since, asking.until)]
        found: list[Listed] = []
        for place in range(MOST_LISTS):
            if place >= len(waiting):
                break
            text = self._list_text(waiting[place])
            found.extend(self._parsed(text, waiting[place]))
            if asking.server.is_memento:
                waiting.extend(one for one in further(text, waiting[place]) if one not in waiting)
        since, until = asking.since or "", asking.until or "9"
        found = [one for one in found if since <= one.moment and one.moment[: len(until)] <= until]
        if not found:
            raise SourceError(
                what="the archive has no capture of it", where=printable(url[:200]), remedy="check the address"
            )
        return sorted(set(found), key=lambda one: (one.moment, one.raw))

    def _list_text(self, address: str) -> str:
        answer = self._ask(address)
        where = printable(address[:200])
        if answer.status == 404 and self._asking.server.is_memento:
            return ""
        if answer.status != 200:
            raise SourceError(what=f"gave status {answer.status}", where=where, remedy="check --server")
        return undone(answer.body, "", answer.headers.get("content-encoding", ""), where).decode("utf-8", "replace")

    def _parsed(self, text: str, where: str) -> list[Listed]:
        """The captures of a list. A broken one is asked for once more."""
        try:
            return list(read_listing(text, self._asking.server, where))
        except TransientError:
            self._asking.sleep(self._asking.patience.first)
            return list(read_listing(self._list_text(where), self._asking.server, where))

    def _take(self, one: Listed) -> None:
        target = self._folder / f"{one.moment}-{hashlib.sha256(one.raw.encode()).hexdigest()[:10]}.warc.gz"
        known = digest_in(target)
        if known is not None:
            self._counts["there"] += 1
            self._last = (known, one.moment)
            return
        try:
            answer = self._whole(one)
        except TransientError as error:
            self._failed.append(f"{one.moment}: {error.what}")
            self._in_a_row += 1
            if self._in_a_row >= MOST_FAILURES:
                remedy = "give the same command again later; what is saved stays"
                raise SourceError(
                    what=f"{MOST_FAILURES} captures in a row could not be had ({error.what})",
                    where=error.where,
                    remedy=remedy,
                ) from None
            return
        except SourceError as error:
            self._failed.append(f"{one.moment}: {error.what}")
            return
        self._in_a_row = 0
        self._save(one, answer, target)

    def _whole(self, one: Listed) -> Answer:
        """The answer for a capture. One that does not fit its digest may be cut off, and is asked for again."""
        self._asking.sleep(self._asking.patience.between)
        answer = self._ask(one.raw)
        if one.digest is None or answer.status != 200 or fits(one.digest, answer):
            return answer
        again = self._ask(one.raw)
        if again.body != answer.body and not fits(one.digest, again):
            raise TransientError(what="gave other bytes each time, and none that fit", where=printable(one.raw[:200]))
        return again

    def _save(self, one: Listed, answer: Answer, target: Path) -> None:
        is_capture = "memento-datetime" in answer.headers
        if answer.status != 200 or not is_html(answer.headers.get("content-type", "text/html")):
            if answer.status == 200 or is_capture:
                self._counts["no_page"] += 1
            else:
                self._failed.append(f"{one.moment}: gave status {answer.status}")
            return
        digest = sha1(answer.body)
        is_same = self._last is not None and self._last[0] == digest
        write_bytes(gzip.compress(capture_record(one, answer, self._last if is_same else None), mtime=0), target)
        self._counts["identical" if is_same else "saved"] += 1
        self._last = (digest, one.moment)


def _host(address: str) -> str:
    try:
        return parse_address(address).host
    except SourceError:
        return printable(address[:80])


def _worth_fetching(listed: Sequence[Listed]) -> tuple[list[Listed], int, int]:
    """The captures of pages with other bytes than the one before, and how many are the same and how many no pages."""
    kept: list[Listed] = []
    same = unwanted = 0
    for one in listed:
        is_revisit = one.mime is not None and one.mime.endswith("/revisit")
        if (one.status or "200") != "200" or not (one.mime is None or is_revisit or is_html(one.mime)):
            unwanted += 1
        elif kept and one.digest is not None and one.digest == kept[-1].digest:
            same += 1
        else:
            kept.append(one)
    return kept, same, unwanted
