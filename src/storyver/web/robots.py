"""What a site's robots.txt says of a page (RFC 9309)."""

from __future__ import annotations

from typing import Final

from storyver.errors import SourceError, missing_library
from storyver.sources.encodings import undone
from storyver.sources.paths import printable
from storyver.web.addresses import Address
from storyver.web.client import ROBOT, Client

MOST_READ: Final = 512_000
"""Bytes of it that are read, as the RFC wants at least."""


class Robots:
    """Asks each site once."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._known: dict[str, str | None] = {}

    def check(self, address: Address) -> None:
        """Raise SourceError for an address that the site does not want fetched, or where that cannot be learnt."""
        try:
            from protego import Protego
        except ImportError as error:
            raise missing_library("protego", "web") from error
        if address.origin not in self._known:
            self._known[address.origin] = self._ask(address)
        rules = self._known[address.origin]
        if rules is not None and not Protego.parse(rules).can_fetch(address.text, ROBOT):
            what = "is closed to programs by the site's robots.txt"
            raise SourceError(what=what, where=printable(address.text[:200]), remedy="save the page in a browser")

    def _ask(self, address: Address) -> str | None:
        """The rules; None where the site has none."""
        answer = self._client.get(f"{address.origin}/robots.txt")
        if 200 <= answer.status < 300:
            headers = answer.headers
            body = undone(answer.body, "", headers.get("content-encoding", ""), f"{address.origin}/robots.txt")
            return body[:MOST_READ].decode("utf-8", "replace")
        if 400 <= answer.status < 500 and answer.status != 429:
            return None
        what = f"could not be asked what it allows: robots.txt gave status {answer.status}"
        raise SourceError(what=what, where=printable(address.origin), remedy="try again later")
