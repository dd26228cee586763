"""Fetching a page: politely, into a file that is there whole or not at all, and not again where nothing is new."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

import storyver
from storyver.cli import main
from storyver.errors import OutputError, SourceError
from storyver.sources import captures_of, read_version
from storyver.sources.fetched import INDEX
from storyver.sources.filename import number_in
from storyver.web import Client, fetch_page
from storyver.web.page import safe_name
from web_archives import page
from web_server import HTML, Reply, Site

NOW = datetime(2024, 3, 12, 8, 30, 5, tzinfo=UTC)
LATER = datetime(2024, 3, 13, 9, 0, 0, tzinfo=UTC)


def test_page_is_saved_as_it_came(site: Site, client: Client, tmp_path: Path) -> None:
    """Its bytes are the server's, compression undone, and its name tells when it was fetched."""
    site.replies["/news/gates"] = Reply(
        body=gzip.compress(page()), headers={"Content-Type": HTML, "Content-Encoding": "gzip"}
    )
    fetched = fetch_page(client, f"{site.address}/news/gates", tmp_path, NOW)
    assert fetched.is_new
    assert fetched.path.read_bytes() == page()
    assert fetched.path.name == f"20240312T083005Z-127-0-0-1-{site.port}-news-gates.html"
    version = read_version(fetched.path)
    assert version.date is not None
    assert version.date.value == "2024-03-12T08:30Z"
    assert version.number is None
    assert site.asked == ["/robots.txt", "/news/gates"]


def test_saved_page_is_read_as_its_server_said(site: Site, client: Client, tmp_path: Path) -> None:
    """The encoding in the server's header counts for the page as it was saved, and not for another in its place."""
    data = page("10 złotych").decode().encode("iso8859-2")
    site.replies["/a"] = Reply(body=data, headers={"Content-Type": 'text/html; charset="ISO-8859-2"'})
    path = fetch_page(client, f"{site.address}/a", tmp_path, NOW).path
    assert "10 złotych" in read_version(path).text
    with storyver.Archive(tmp_path / "story.db") as archive:
        archive.add(captures_of(tmp_path), story="a")
        (capture,) = archive.captures("a")
        assert (capture.charset, capture.data) == ("ISO-8859-2", data)
        assert "10 złotych" in archive.story("a").versions[0].text
    path.write_bytes(data + b" ")
    assert "10 z³otych" in read_version(path).text


@pytest.mark.parametrize("index", ["", "[", "[1]", '{"a": 1}', '{"a": {"file": 1}}', "\0", "[" * 100_000])
def test_index_that_cannot_be_read_says_nothing(index: str, tmp_path: Path) -> None:
    """Whatever lies beside a page, the page is read."""
    (tmp_path / INDEX).write_text(index, encoding="utf-8")
    (tmp_path / "a.html").write_bytes(page())
    assert "£" in read_version(tmp_path / "a.html").text


def test_nothing_is_saved_twice(site: Site, client: Client, tmp_path: Path) -> None:
    """The server is asked for a newer one by what it said of the last, and the same bytes are not kept again."""
    moment = "Tue, 12 Mar 2024 08:00:00 GMT"

    def answer(_: str, headers: Mapping[str, str]) -> Reply:
        if (headers.get("If-None-Match"), headers.get("If-Modified-Since")) == ('"a"', moment):
            return Reply(status=304)
        marks = {"ETag": '"a"', "Last-Modified": moment}
        return Reply(body=page(), headers={"Content-Type": HTML, **marks})

    site.replies["/a"] = answer
    first = fetch_page(client, f"{site.address}/a", tmp_path, NOW)
    again = fetch_page(client, f"{site.address}/a", tmp_path, LATER)
    assert (again.path, again.is_new) == (first.path, False)
    site.replies["/a"] = Reply(body=page())
    assert not fetch_page(client, f"{site.address}/a", tmp_path, LATER).is_new
    site.replies["/a"] = Reply(body=page("£5m"))
    changed = fetch_page(client, f"{site.address}/a", tmp_path, LATER)
    assert changed.is_new
    assert sorted(one.name for one in tmp_path.iterdir()) == [INDEX, first.path.name, changed.path.name]


def test_file_that_was_changed_is_fetched_again(site: Site, client: Client, tmp_path: Path) -> None:
    """No condition is sent for a file that is no longer as it was saved, nor after an index that cannot be read."""
    site.replies["/a"] = Reply(body=page(), headers={"Content-Type": HTML, "ETag": '"a"'})
    target = tmp_path / "gates.html"
    for spoil in (
        lambda: target.write_bytes(b"other"),
        target.unlink,
        lambda: (tmp_path / INDEX).write_text("[", encoding="utf-8"),
        lambda: (tmp_path / INDEX).write_text('{"a": 1}', encoding="utf-8"),
        lambda: (tmp_path / INDEX).write_text(
            json.dumps(
                {f"gates.html {site.address}/a": {"file": "../x", "sha256": "", "etag": "", "last_modified": ""}}
            ),
            encoding="utf-8",
        ),
    ):
        fetch_page(client, f"{site.address}/a", target)
        spoil()
        site.headers.clear()
        assert fetch_page(client, f"{site.address}/a", target).is_new
        assert target.read_bytes() == page()
        assert not any("if-none-match" in headers for headers in site.headers)


ROBOTS = {
    "closed": (Reply(body=b"User-agent: *\nDisallow: /"), False),
    "closed to us": (Reply(body=b"User-agent: storyver\nDisallow: /a\n\nUser-agent: *\nAllow: /"), False),
    "closed to others": (Reply(body=b"User-agent: otherbot\nDisallow: /"), True),
    "open to us": (Reply(body=b"User-agent: *\nDisallow: /\n\nUser-agent: storyver\nAllow: /a"), True),
    "none": (Reply(status=404), True),
    "forbidden": (Reply(status=403), True),
    "failing": (Reply(status=503), False),
    "too many": (Reply(status=429), False),
    "nonsense": (Reply(body=bytes(range(256)) * 10), True),
    "packed": (
        Reply(body=gzip.compress(b"User-agent: *\nDisallow: /"), headers={"Content-Encoding": "gzip"}),
        False,
    ),
    "many stars": (Reply(body=b"User-agent: *\nDisallow: /" + b"*a" * 5_000 + b"$"), True),
}


@pytest.mark.parametrize("name", ROBOTS)
def test_robots_are_heeded(name: str, site: Site, client: Client, tmp_path: Path) -> None:
    """A page that a site closes to programs is not asked for, nor one of a site that cannot be asked."""
    reply, is_open = ROBOTS[name]
    site.replies.update({"/robots.txt": reply, "/a": Reply(body=page())})
    if is_open:
        assert fetch_page(client, f"{site.address}/a", tmp_path).is_new
    else:
        with pytest.raises(SourceError, match=r"robots\.txt"):
            fetch_page(client, f"{site.address}/a", tmp_path)
        assert site.asked == ["/robots.txt"]
        assert list(tmp_path.iterdir()) == []


def test_robots_are_asked_behind_a_redirect(site: Site, client: Client, tmp_path: Path) -> None:
    """An open page that leads to a closed one is not followed."""
    site.replies["/robots.txt"] = Reply(body=b"User-agent: *\nDisallow: /closed")
    site.replies["/a"] = Reply(status=302, headers={"Location": "/closed"})
    with pytest.raises(SourceError, match=r"robots\.txt"):
        fetch_page(client, f"{site.address}/a", tmp_path)
    assert site.asked == ["/robots.txt", "/a"]


ANSWERS = {
    "not found": (Reply(status=404), "gave status 404"),
    "busy": (Reply(status=429, headers={"Retry-After": "60"}), "gave status 429 and asks to wait 60"),
    "failing": (Reply(status=500), "gave status 500"),
    "a picture": (Reply(body=b"\x89PNG", headers={"Content-Type": "image/png"}), "is image/png, not a page"),
    "nothing": (Reply(body=b""), "is empty"),
    "a bomb": (
        Reply(body=gzip.compress(bytes(100_000_000)), headers={"Content-Type": HTML, "Content-Encoding": "gzip"}),
        "is larger than 20 MB",
    ),
    "cut off": (Reply(body=page(), missing=5), "cannot be fetched"),
    "cut off within": (
        Reply(body=gzip.compress(page())[:-9], headers={"Content-Type": HTML, "Content-Encoding": "gzip"}),
        "is compressed and cut off",
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_is_no_page_is_not_saved(name: str, site: Site, client: Client, tmp_path: Path) -> None:
    """Then nothing is written, and a page that was saved before stays as it is."""
    reply, what = ANSWERS[name]
    target = tmp_path / "gates.html"
    target.write_bytes(b"before")
    site.replies["/a"] = reply
    with pytest.raises(SourceError) as failed:
        fetch_page(client, f"{site.address}/a", target)
    assert failed.value.what.startswith(what)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("gates.html", b"before")]


def test_place_that_cannot_be_written(site: Site, client: Client, tmp_path: Path) -> None:
    """That is told in one line."""
    site.replies["/a"] = Reply(body=page())
    with pytest.raises(OutputError, match="cannot be written"):
        fetch_page(client, f"{site.address}/a", tmp_path / "none" / "gates.html")


@pytest.mark.parametrize(
    "address",
    [
        "https://coast.example/../../etc/passwd", "https://coast.example/.hidden", "https://coast.example/a/../..",
        "https://coast.example/%2e%2e%2f%00", "https://coast.example/" + "ü" * 500, "https://coast.example/v2/rev-3",
        "https://coast.example/?q=|;rm -rf *", "https://coast.example/CON", "https://coast.example/a\u202eb", "urn:-",
    ],
)  # fmt: skip
def test_names_are_safe(address: str) -> None:
    """An address makes neither a path, nor a hidden or endless name, nor one that tells a version's number."""
    name = safe_name(address)
    assert name.isascii()
    assert name.replace("-", "").isalnum()
    assert not name.startswith("-")
    assert len(name) <= 80
    assert number_in(name) is None


def test_command(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It wants a contact, keeps away from this computer unless it is told otherwise, and says where the page is."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("STORYVER_CONTACT", raising=False)
    site.replies["/a"] = Reply(body=page())
    address = f"{site.address}/a"
    assert main(["fetch", address]) == 2
    assert "--contact" in capsys.readouterr().err
    monkeypatch.setenv("STORYVER_CONTACT", "news@coast.example")
    assert main(["fetch", address]) == 2
    assert "private network" in capsys.readouterr().err
    assert main(["fetch", address, "--since", "2024"]) == 2
    assert "--since is for --archive" in capsys.readouterr().err
    assert site.asked == []
    assert main(["fetch", address, "--allow-private", "-o", "gates.html"]) == 0
    told = capsys.readouterr()
    assert (told.out, "private addresses are allowed" in told.err) == ("gates.html: saved\n", True)
    assert main(["fetch", address, "--allow-private", "-o", "gates.html"]) == 0
    assert capsys.readouterr().out == "gates.html: unchanged since it was fetched last\n"
    assert (tmp_path / "gates.html").read_bytes() == page()


def test_each_version_gets_a_file(
    site: Site, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A place with a slash behind it is a folder, made where there is none; what it holds can be followed and kept."""
    monkeypatch.chdir(tmp_path)
    address = f"{site.address}/a"
    site.replies["/a"] = Reply(body=page("£4.6m"))
    command = ["fetch", address, "--allow-private", "--contact", "news@coast.example", "-o", "gates/"]
    assert main(command) == 0
    site.replies["/a"] = Reply(body=page("£4.2m"))
    fetch_page(client, address, tmp_path / "gates", NOW)
    assert len(list((tmp_path / "gates").glob("*.html"))) == 2
    capsys.readouterr()
    assert main(["track", "gates", "--format", "csv"]) == 0
    told = capsys.readouterr().out
    assert "£4.2m" in told
    assert "£4.6m" in told
    assert main(["add", "gates"]) == 0
    assert capsys.readouterr().out == "added 2 (new stories: 1)\nalready there 0\nskipped 0\n"
