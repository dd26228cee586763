"""Requests: where they may go, what they may cost, and what they say of us."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Sequence

import pytest

from storyver.errors import SourceError, StoryverError, UsageError
from storyver.web import Client, Limits
from storyver.web.addresses import allowed, is_public, parse_address, redirected
from storyver.web.client import TransientError
from web_server import Reply, Site

CONTACT = "news@coast.example"

PRIVATE = [
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "nonsense", "1.2.3",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses(address: str) -> None:
    """None is public, also where it is wrapped in one of IPv6."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_public_addresses(address: str) -> None:
    """They may be connected to."""
    assert is_public(address)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("https://Coast.Example/a b?c=d e#f", "https://coast.example/a%20b?c=d%20e"),
        ("http://coast.example", "http://coast.example/"),
        ("http://coast.example:80/ü?ß", "http://coast.example/%C3%BC?%C3%9F"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://coast.example:8443/a%2Fb", "https://coast.example:8443/a%2Fb"),
        ("http://[2606:4700::1111]:8080/a", "http://[2606:4700::1111]:8080/a"),
    ],
)
def test_addresses(given: str, read: str) -> None:
    """They are asked for as browsers do."""
    assert parse_address(given).text == read


@pytest.mark.parametrize(
    "address",
    [
        "", "coast.example/a", "ftp://coast.example/", "file:///etc/passwd", "gopher://x/", "javascript:alert(1)",
        "http://", "http:///a", "http://a b/", "http://user@coast.example/", "https://user:word@coast.example/",
        "http://coast.example:99999/", "http://[::1/", "http://coast.example/a\nHost: b", "http://coast.example\\@b/",
        "http://" + "a" * 300 + "/", "http://coast.example/" + "a" * 9_000,
    ],
)  # fmt: skip
def test_addresses_that_are_not_fetched(address: str) -> None:
    """They are refused in one line."""
    with pytest.raises(SourceError) as refused:
        parse_address(address)
    assert "\n" not in str(refused.value)


def test_contact_is_sent(site: Site, client: Client) -> None:
    """A server learns who asks, by what program, and how they are reached."""
    site.replies["/a"] = Reply(body=b"<html>")
    answer = client.get(f"{site.address}/a")
    assert (answer.status, answer.body) == (200, b"<html>")
    agent = site.headers[0]["user-agent"]
    assert agent.startswith("storyver/")
    assert agent.endswith(f"(+{CONTACT})")
    assert "cookie" not in site.headers[0]


@pytest.mark.parametrize(
    "contact", [None, "", "  ", "me", "@", "a@b\nHost: c", "ü@coast.example", "a b@c.example", "x@" + "y" * 300]
)
def test_no_request_without_a_contact(contact: str | None) -> None:
    """Without one there is no client."""
    with pytest.raises(UsageError):
        Client(contact)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_this_computer_is_not_asked(host: str, site: Site) -> None:
    """However it is written, and although something listens there."""
    with pytest.raises(StoryverError, match=r"of this computer or of a private network|cannot be fetched"):
        Client(CONTACT).get(f"http://{host}:{site.port}/")
    assert site.asked == []


def test_names_are_looked_up_once(site: Site) -> None:
    """A name that is public when it is checked and private afterwards is connected to where it was public."""
    answers = [["192.0.2.1", "127.0.0.1"], ["127.0.0.1"]]
    looked_up: list[str] = []

    def resolve(host: str, _: int) -> Sequence[str]:
        looked_up.append(host)
        return answers[len(looked_up) - 1]

    with pytest.raises(SourceError, match="of this computer or of a private network"):
        Client(CONTACT, resolve=resolve).get(f"http://rebinding.example:{site.port}/")
    assert looked_up == ["rebinding.example"]
    assert site.asked == []
    assert allowed("a.example", ["10.0.0.1", "1.1.1.1"], frozenset()) == ["1.1.1.1"]


def test_connection_goes_to_the_address_that_was_checked(site: Site) -> None:
    """The name itself is not looked up again by anything below."""
    site.replies["/"] = Reply(body=b"here")
    client = Client(CONTACT, private=["no-such-name.invalid"], resolve=lambda *_: ["127.0.0.1"])
    assert client.get(f"http://no-such-name.invalid:{site.port}/").body == b"here"
    assert site.headers[0]["host"] == f"no-such-name.invalid:{site.port}"


def test_redirects_are_checked_one_by_one(site: Site, client: Client) -> None:
    """They are followed to where an address may lead, and to no host of this computer that was not named."""
    site.replies["/1"] = Reply(status=302, headers={"Location": "/2"})
    site.replies["/2"] = Reply(status=307, headers={"Location": f"{site.address}/3"})
    site.replies["/3"] = Reply(body=b"end")
    seen: list[str] = []
    answer = client.get(f"{site.address}/1", before=lambda address: seen.append(address.target))
    assert (answer.body, answer.address.target, seen) == (b"end", "/3", ["/1", "/2", "/3"])
    for target in (
        f"http://localhost:{site.port}/3",
        "file:///etc/passwd",
        "http://169.254.169.254/",
        "//[::1]/",
        "http://a:b@c/",
    ):
        site.replies["/out"] = Reply(status=301, headers={"Location": target})
        with pytest.raises(StoryverError):
            client.get(f"{site.address}/out")
    assert site.asked.count("/3") == 1


def test_redirects_have_an_end(site: Site, client: Client) -> None:
    """A page that leads to itself is left alone."""
    site.replies["/a"] = Reply(status=302, headers={"Location": "/a"})
    with pytest.raises(SourceError, match="redirects more than 5 times"):
        client.get(f"{site.address}/a")
    assert len(site.asked) == 6
    assert redirected(parse_address("https://a.example/b/c"), "d?e").text == "https://a.example/b/d?e"


CHUNKS = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"
LIMITED = Limits(seconds=0.6, silence=0.3, size=1_000)

COSTLY = {
    "silent": (Reply(raw=b""), "cannot be fetched", True),
    "slow": (Reply(body=b"x" * 500, drip=0.05), "did not answer in time", True),
    "long thinking": (Reply(wait=threading.Event()), "did not answer in time", True),
    "large by its own words": (Reply(body=b"x" * 2_000), "is larger than", False),
    "large without words": (Reply(raw=b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 2_000), "is larger than", False),
    "cut off": (Reply(body=b"x" * 500, missing=10), "cannot be fetched", True),
    "cut off chunks": (
        Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
        "cannot be fetched",
        True,
    ),
    "no HTTP": (Reply(raw=b"SSH-2.0-OpenSSH\r\n"), "cannot be fetched", True),
    "headers without an end": (Reply(raw=b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 50_000), "cannot be fetched", True),
}


@pytest.mark.parametrize("name", COSTLY)
def test_requests_have_limits(name: str, site: Site) -> None:
    """Of time, of silence and of size; some failures may be mended by another try."""
    reply, what, transient = COSTLY[name]
    site.replies["/a"] = reply
    with pytest.raises(SourceError) as failed:
        Client(CONTACT, private=["127.0.0.1"], limits=LIMITED).get(f"{site.address}/a")
    assert what in failed.value.what
    assert isinstance(failed.value, TransientError) is transient
    assert "\n" not in str(failed.value)


def test_nothing_listens(client: Client) -> None:
    """That is told in one line."""
    with pytest.raises(TransientError, match="cannot be fetched"):
        client.get("http://127.0.0.1:1/")


def test_bytes_are_given_as_they_came(site: Site, client: Client) -> None:
    """Compression is undone by whoever reads them."""
    packed = gzip.compress(b"<html>")
    site.replies["/a"] = Reply(body=packed, headers={"Content-Encoding": "gzip"})
    assert client.get(f"{site.address}/a").body == packed
