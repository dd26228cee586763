"""One request at a time, with limits on its time, its size, its redirects and where it may lead."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from storyver.errors import SourceError, UsageError, missing_library
from storyver.sources.paths import printable
from storyver.sources.text import MAXIMUM_BYTES
from storyver.web.addresses import Address, Resolve, parse_address, redirected, resolve

if TYPE_CHECKING:
    import httpcore

ROBOT: Final = "storyver"
"""The name by which robots.txt may speak of us."""
LONGEST_CONTACT: Final = 200
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a request may cost."""

    seconds: float = 60.0
    """For one request as a whole, its redirects each counted anew."""
    silence: float = 15.0
    """Seconds in which nothing may come."""
    size: int = MAXIMUM_BYTES
    """Bytes of an answer as it comes."""
    redirects: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered at last."""

    address: Address
    """Where it came from, behind all redirects."""
    status: int
    headers: Mapping[str, str]
    """By their names in lower case."""
    body: bytes = field(repr=False)


class TransientError(SourceError):
    """A failure that another try may mend."""

    def __init__(self, *, what: str, where: str, wait: str | None = None) -> None:
        """``wait`` is what the server's Retry-After says."""
        super().__init__(what=what, where=where, remedy="try again later")
        self.wait = wait


class Client:
    """Asks for pages by GET, without cookies, scripts or anything else that a page refers to."""

    def __init__(
        self,
        contact: str | None,
        *,
        private: Iterable[str] = (),
        limits: Limits | None = None,
        resolve: Resolve = resolve,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        """``contact`` is a mail address or a web page at which the owner of a server reaches whoever fetches.

        ``private`` names hosts that are fetched although they are on this computer or a private network; no redirect
        leads to one that is not among them. ``trust`` are the certificates to believe, else those of the system.
        Raise UsageError without a contact, and MissingLibraryError without httpcore.
        """
        self._agent = f"{ROBOT}/{version('storyver')} (+{checked_contact(contact)})"
        self.limits: Limits = limits or Limits()
        self._private = frozenset(private)
        self._resolve = resolve
        self._trust = trust or ssl.create_default_context()

    def get(
        self,
        text: str,
        headers: Mapping[str, str] | None = None,
        *,
        before: Callable[[Address], None] | None = None,
    ) -> Answer:
        """Ask for an address and follow its redirects. ``before`` is called with each address and may raise.

        Raise SourceError for what must not or cannot be fetched, TransientError where another try may help.
        """
        address = parse_address(text)
        for _ in range(self.limits.redirects + 1):
            if before is not None:
                before(address)
            answer = self._once(address, headers or {})
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not location:
                return answer
            address = redirected(address, location)
        what = f"redirects more than {self.limits.redirects} times"
        raise SourceError(what=what, where=printable(text[:200]), remedy="give the address it leads to")

    def _once(self, address: Address, headers: Mapping[str, str]) -> Answer:
        try:
            import httpcore

            from storyver.web.connections import Guarded
        except ImportError as error:
            raise missing_library("httpcore", "web") from error
        where = printable(address.text[:200])
        sent = {"User-Agent": self._agent, "Accept-Encoding": "gzip, identity;q=0.5", **headers}
        backend = Guarded(self.limits, self._private, self._resolve, time.monotonic)
        try:
            with (
                httpcore.ConnectionPool(ssl_context=self._trust, network_backend=backend, max_connections=1) as pool,
                pool.stream("GET", address.text, headers=list(sent.items())) as response,
            ):
                return self._read(address, response, where)
        except httpcore.TimeoutException:
            raise TransientError(what="did not answer in time", where=where) from None
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            what = f"cannot be fetched ({printable(str(error)[:120]) or 'the connection broke'})"
            raise TransientError(what=what, where=where) from None

    def _read(self, address: Address, response: httpcore.Response, where: str) -> Answer:
        headers: dict[str, str] = {}
        for name, value in response.headers:
            headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
        stated = headers.get("content-length", "")
        if stated.isdecimal() and int(stated[:18]) > self.limits.size:
            raise self._too_large(where)
        pieces: list[bytes] = []
        length = 0
        for piece in response.iter_stream():
            length += len(piece)
            if length > self.limits.size:
                raise self._too_large(where)
            pieces.append(piece)
        return Answer(address=address, status=response.status, headers=headers, body=b"".join(pieces))

    def _too_large(self, where: str) -> SourceError:
        what = f"is larger than {self.limits.size // 1_000_000 or 1} MB"
        return SourceError(what=what, where=where, remedy="save it by other means")


def checked_contact(contact: str | None) -> str:
    """A contact that may stand in a request. Raise UsageError for none, and for what is none."""
    words = (contact or "").strip()
    if not words:
        what = "a server's owner must be able to reach you"
        raise UsageError(what=what, where="storyver fetch", remedy="give --contact, or set STORYVER_CONTACT")
    is_one = "@" in words[1:-1] or words.startswith(("http://", "https://"))
    if not is_one or len(words) > LONGEST_CONTACT or not words.isascii() or any(one in " ()<>\\" for one in words):
        what = "is no contact"
        raise UsageError(what=what, where=printable(words[:80]), remedy="give a mail address or a web page")
    if not words.isprintable():
        raise UsageError(what="is no contact", where=printable(words[:80]), remedy="give a mail address or a web page")
    return words
