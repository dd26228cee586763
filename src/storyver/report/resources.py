"""What versions are called in documents for other programs: addresses, names made of hashes, and moments."""

from __future__ import annotations

import re

from storyver.dates import parse_date
from storyver.model import PublicationDate, Version
from storyver.report.inert import CONTROLS

ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`/?#][^\s<>\"{}|\\^`]*", re.IGNORECASE)
"""An address of the web without the characters that RFC 3987 allows in none. Other schemes may do things: scripts."""


def web_address(url: str | None) -> str | None:
    """The address where it is one of the web's; None for any other."""
    if url is None or CONTROLS.search(url) or not ADDRESS.fullmatch(url):
        return None
    return url


def hash_name(version: Version) -> str:
    """The name of a version's raw bytes, whatever its address shows by now."""
    return f"urn:sha256:{version.sha256}"


def span(date: PublicationDate) -> tuple[str, str]:
    """The first and the last minute that the date can mean, as RFC 3339 has it in UTC."""
    first, last = parse_date(date.value).span()
    return f"{first:%Y-%m-%dT%H:%M:%SZ}", f"{last:%Y-%m-%dT%H:%M:%SZ}"
