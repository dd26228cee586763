"""When two addresses name one page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from storyver.wording import table

_DEFAULT_PORTS = {"http": "80", "https": "443"}


def page_of(address: str) -> str:
    """What tells the page at an address from others: host and path, and the parameters that choose what is shown.

    Scheme, ``www.``, the usual port, the fragment, a slash at the end and the parameters by which readers are followed
    (``addresses.toml``) do not. Everything else does: the case of the path, the order of the parameters, an ``m.``
    or ``amp.`` in front of the host. What is no address stays as it is.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return address
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return address
    known = port is None or str(port) == _DEFAULT_PORTS[parts.scheme]
    query = "&".join(one for one in parts.query.split("&") if one and not _follows(one.partition("=")[0]))
    place = host if known else f"{host}:{port}"
    return place + parts.path.rstrip("/") + (f"?{query}" if query else "")


def same_page(address: str, named: str) -> bool:
    """Whether an address is of the page that a caller named, by an address or by what `page_of` makes of one."""
    page = page_of(address)
    return page in (named, page_of(named), page_of(f"http://{named}"))


def is_html(media: str) -> bool:
    """Whether a media type, with its parameters, is that of a page."""
    return media.split(";", maxsplit=1)[0].strip().lower() in _words("html", "types")


def _follows(parameter: str) -> bool:
    name = parameter.lower()
    return any(
        name.startswith(one[:-1]) if one.endswith("*") else name == one for one in _words("tracking", "parameters")
    )


@cache
def _words(section: str, key: str) -> tuple[str, ...]:
    return tuple(table(Path(__file__).with_name("addresses.toml"))[section][key])
