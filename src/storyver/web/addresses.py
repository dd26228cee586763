"""Which addresses are fetched: those of the web, on hosts that the whole world can reach."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from storyver.errors import SourceError
from storyver.sources.paths import printable

LONGEST: Final = 8_000
"""Characters of an address."""
_PORTS: Final = {"http": 80, "https": 443}
_HOST: Final = re.compile(r"[a-z0-9_.-]{1,253}|\[[0-9a-f:.]{2,45}\]")
_AS_IT_IS: Final = "/?#[]@!$&'()*+,;=:%~-._"
_TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses that stand for those of IPv4 in their last 32 bits (RFC 6052)."""

Resolve = Callable[[str, int], Sequence[str]]
"""From a host and a port to IP addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address of the web that may be asked for."""

    scheme: str
    host: str
    port: int
    target: str
    """The path and the parameters, as they are sent."""

    @property
    def text(self) -> str:
        """The whole address."""
        return f"{self.origin}{self.target}"

    @property
    def origin(self) -> str:
        """Scheme, host and port, the usual port left away."""
        return f"{self.scheme}://{self.host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")


def parse_address(text: str) -> Address:
    """Read an address. Raise SourceError for any that is not of the web, or holds a name and a password."""
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
        host = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise _unusable(text, "is no address") from None
    if parts.scheme not in _PORTS:
        raise _unusable(text, "is no address of the web")
    if len(text) > LONGEST or not _HOST.fullmatch(host) or any(ord(one) < 32 for one in text.strip()):
        raise _unusable(text, "is no address")
    if parts.username is not None or parts.password is not None:
        raise SourceError(what="holds a name or a password", where=_shown(text), remedy="give the address without them")
    target = quote(parts.path or "/", _AS_IT_IS) + (f"?{quote(parts.query, _AS_IT_IS)}" if parts.query else "")
    return Address(scheme=parts.scheme, host=host, port=port or _PORTS[parts.scheme], target=target)


def redirected(address: Address, location: str) -> Address:
    """Where a redirect leads, which is read like any other address."""
    try:
        return parse_address(urljoin(address.text, location))
    except ValueError:
        raise _unusable(location, "is no address") from None


def _unusable(text: str, what: str) -> SourceError:
    return SourceError(what=what, where=_shown(text), remedy="give one that begins with http:// or https://")


def _shown(text: str) -> str:
    return printable(text[:200]) or "the address given"


def is_public(address: str) -> bool:
    """Whether the whole world can reach an IP address: it is not of a private network, this computer, or a group."""
    try:
        ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = _inside(ip)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)


def _inside(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if ip in _TRANSLATED:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def resolve(host: str, port: int) -> Sequence[str]:
    """The IP addresses of a host as the system knows them."""
    found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def allowed(host: str, addresses: Iterable[str], private: frozenset[str]) -> list[str]:
    """Those of a host's IP addresses that may be connected to.

    ``private`` names hosts of which any may. Raise SourceError where none is left.
    """
    found = list(addresses)
    kept = found if host in private else [one for one in found if is_public(one)]
    if not kept:
        what = "is an address of this computer or of a private network, which is not fetched"
        raise SourceError(what=what, where=printable(host), remedy="name a public address, or see --allow-private")
    return kept
