"""A site on this computer, and a client that may ask it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storyver.web import Client, Limits
from web_server import Site, serving

CONTACT = "news@coast.example"


@pytest.fixture
def site() -> Iterator[Site]:
    """A server of the test's own."""
    with serving() as one:
        yield one


@pytest.fixture
def client() -> Client:
    """A client that may ask this computer."""
    return Client(CONTACT, private=["127.0.0.1"], limits=Limits(seconds=5, silence=2))
