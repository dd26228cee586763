"""Web pages: the article's text, what the page says of itself, and pages that mean harm."""

from __future__ import annotations

import builtins
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import storyver
from repository import ROOT
from storyver.cli import main
from storyver.errors import MissingLibraryError, SourceError
from storyver.model import Capture, DateSource, PublicationDate, Version
from storyver.sources import read_version
from storyver.sources.extraction.html import MOST_TAGS, extract_html
from storyver.sources.media import HTML, media_of
from storyver.sources.text import MAXIMUM_BYTES
from storyver.sources.version import read_capture

CASES = ROOT / "tests" / "cases" / "sources" / "html"
DATES: list[dict[str, Any]] = tomllib.loads((CASES / "dates.toml").read_text(encoding="utf-8"))["case"]
BODY = (
    "<p>New gates for the sea lock will cost £4.6m, the port trust said on Tuesday, up from £4.2m in its first "
    "estimate of the work, which was made two years ago.</p><p>Work on them is to begin in July, and it will take "
    "14 months, in which no ship of more than 40 metres can enter the inner harbour.</p>"
)


def page(body: str = BODY, head: str = "", title: str = "Lock gates to cost £4.6m") -> str:
    """A page with an article."""
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def capture(data: str | bytes, **fields: Any) -> Capture:
    """A page as a source gives it."""
    raw = data.encode() if isinstance(data, str) else data
    return Capture(data=raw, media=HTML, source="page.html", story="page", **fields)


def read(data: str | bytes, **fields: Any) -> Version:
    """The version that a page gives."""
    return read_capture(capture(data, **fields))


def test_text_of_a_page() -> None:
    """Headline, standfirst, paragraphs, captions, lists, tables and notices stand in the page's order; menus, comments,
    scripts, lists of links and what is struck out do not."""
    version = read_version(CASES / "story.html")
    assert version.text == (CASES / "story.txt").read_text(encoding="utf-8")
    assert version.notes == ("What the page strikes out was left out.",)


def test_what_a_page_says_of_itself() -> None:
    """Title, author, address and dates come from its mark-up; the raw bytes are what is hashed."""
    import hashlib

    import trafilatura

    version = read_version(CASES / "story.html")
    assert (version.title, version.author) == ("Lock gates to cost £4.6m", "Ann Lee")
    assert (version.url, version.media) == ("https://coast.example/news/lock-gates", HTML)
    assert version.sha256 == hashlib.sha256((CASES / "story.html").read_bytes()).hexdigest()
    assert version.date is not None
    assert (version.date.value, version.date.source) == ("2024-03-13T09:10Z", DateSource.PAGE_MODIFIED)
    assert version.extractor is not None
    assert version.extractor.startswith(f"trafilatura {trafilatura.__version__}, ")


@pytest.mark.parametrize("case", DATES, ids=lambda case: str(case["name"]))
def test_dates_of_a_page(case: Mapping[str, Any]) -> None:
    """Each date is kept with its kind and with the mark-up or the line that states it."""
    seen = case.get("captured")
    dates = (PublicationDate(value=seen, source=DateSource.CAPTURE, evidence="test"),) if seen else ()
    text = page(case.get("body", "") + BODY + case.get("below", ""), case.get("head", ""))
    found = extract_html(capture(text, dates=dates), "page.html")
    kinds = {DateSource.PAGE_MODIFIED: "modified", DateSource.PAGE_PUBLISHED: "published"}
    assert [f"{kinds[one.source]} {one.value} {one.evidence}" for one in found.dates] == case["dates"]
    assert list(found.notes) == case.get("notes", [])


@pytest.mark.parametrize(
    ("encoding", "declared", "server", "read_as", "noted"),
    [
        ("utf-8", "", None, "utf-8", False),
        ("utf-8", "utf-8", "utf-8", "utf-8", False),
        ("utf-8-sig", "windows-1252", None, "utf-8", False),
        ("utf-8", "iso-8859-1", None, "utf-8", True),
        ("utf-8", "", "iso-8859-1", "utf-8", True),
        ("cp1252", "utf-8", None, "windows-1252", True),
        ("cp1252", "iso-8859-1", None, "windows-1252", False),
        ("cp1252", "utf-8", "windows-1252", "windows-1252", False),
        ("cp1252", "", None, "windows-1252", True),
        ("cp1252", "no-such-code", None, "windows-1252", True),
        ("cp1252", "rot13", None, "windows-1252", True),
        ("utf-16", "", None, "utf-16-le", False),
        ("cp1250", "windows-1250", None, "cp1250", False),
    ],
)
def test_encodings(encoding: str, declared: str, server: str | None, read_as: str, noted: bool) -> None:
    """The byte order mark goes before what is declared, that before UTF-8 and Windows-1252; what is wrong is told."""
    head = f'<meta charset="{declared}">' if declared else ""
    data = page(BODY.replace("£", "“") + "<p>“The mayor,” she said – and no one else.</p>", head, "Gates").encode(
        encoding
    )
    version = read(data, charset=server)
    assert "“The mayor,” she said – and no one else." in version.text
    assert (version.encoding, any(note.startswith("Read as") for note in version.notes)) == (read_as, noted)
    assert media_of(data) == HTML


def test_headline_is_what_the_page_shows() -> None:
    """A site's name in large letters is no headline, and what search engines are told goes behind what readers see."""
    head = (
        '<meta property="og:site_name" content="The Coast Post"><meta property="og:title" content="Gates: all we know">'
    )
    text = page(head=head).replace("<body>", "<body><h1>The Coast Post</h1>")
    assert read(text).title == "Lock gates to cost £4.6m"
    assert read(page(head=head).replace("<h1>Lock gates to cost £4.6m</h1>", "")).title == "Gates: all we know"


def test_reading_does_not_depend_on_what_was_read_before() -> None:
    """A page gives the same text and dates however often and in whatever order pages are read."""
    first = read_version(CASES / "story.html")
    for number in range(30):
        read(page(BODY * (number % 3 + 1), title=f"Page {number}"))
    assert read_version(CASES / "story.html") == first


def test_dates_do_not_depend_on_the_day() -> None:
    """The clock is not asked: a date later than today is read like any other."""
    assert read(page(head='<meta name="date" content="2150-01-01">')).dates[0].value == "2150-01-01"


HOSTILE = {
    "nested 100,000 deep": (page("<div>" * 100_000 + "x"), f"page.html: has more than {MOST_TAGS:,} tags"),
    "nested 20,000 deep": (page("<div>" * 20_000 + "x"), "page.html: is nested too deep"),
    "nested by tables": (page("<table><tr><td>" * 9_000 + "5"), "page.html: is nested too deep"),
    "one tag a million times": (page("<b>" * 1_000_000), f"page.html: has more than {MOST_TAGS:,} tags"),
    "one word without an end": (
        page("<p>" + "a" * 15_000_000),
        "page.html: is nested too deep, or has a piece of text",
    ),
    "too large": ("<html>" + " " * MAXIMUM_BYTES, "page.html: is larger than 20 MB"),
    "nothing in it": ("<html><body></body></html>", "page.html: holds no article's text"),
    "scripts alone": ("<html><script>document.write('It cost £5m.')</script>", "page.html: holds no article's text"),
    "blank": ("\n \n", "page.html: is empty"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_pages_that_mean_harm(name: str) -> None:
    """They are refused in one line."""
    text, message = HOSTILE[name]
    with pytest.raises(SourceError) as refused:
        read(text)
    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


HARMLESS = {
    "entities that grow": '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    + page(BODY + "<p>&c;</p>").removeprefix("<!DOCTYPE html>"),
    "a file as an entity": '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    + page(BODY + "<p>&a;</p>").removeprefix("<!DOCTYPE html>"),
    "an attribute of 9 MB": page(f"<p title='{'x' * 9_000_000}'>The gates are of oak.</p>{BODY}"),
    "a script in the text": page(BODY + "<script>alert('£5m')</script><img src=x onerror=alert(1)>"),
    "20,000 paragraphs": page(BODY + "<p>x</p>" * 20_000),
    "control characters": page(BODY.replace("Tuesday", "Tues\x01\x1b[31mday\u00ad")),
    "control characters by number": page(BODY.replace("Tuesday", "Tues&#1;&#x1B;[31m&#08;day&#xFFFE;")),
    "tags that do not fit": page(f"</p></div></article>{BODY}</b></i></body></html><p>"),
    "nested JSON-LD": page(head=f'<script type="application/ld+json">{"[" * 100_000}</script>'),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_pages_that_only_look_harmful(name: str) -> None:
    """They are read rightly, and nothing of them is run, looked up or passed on as a command to a terminal."""
    text = read(HARMLESS[name]).text
    assert "New gates for the sea lock will cost £4.6m" in text
    assert not any(part in text for part in ("hahaha", "root:", "£5m", "alert", "\x1b", "\x01", "\u00ad"))


def test_every_command_reads_saved_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page is a version wherever a text is."""
    old, new = tmp_path / "old.html", tmp_path / "new.html"
    old.write_text(page(BODY.replace("£4.6m", "£4.3m")), encoding="utf-8")
    new.write_text(page(), encoding="utf-8")
    for command in (
        ["figures", str(new)],
        ["track", str(old), str(new)],
        ["check", str(new)],
        ["audit", str(old), str(new)],
    ):
        assert main([*command, "--format", "json"]) in (0, 1)
        assert json.loads(capsys.readouterr().out)
    assert main(["diff", str(old), str(new), "--format", "json"]) == 0
    changes = json.loads(capsys.readouterr().out)["changes"]
    assert [
        (one["old"]["figure"]["text"], one["new"]["figure"]["text"]) for one in changes if one["kind"] == "increased"
    ] == [("£4.3m", "£4.6m")]


def test_page_and_text_of_it_compare_as_the_same() -> None:
    """Between a page and the text that was saved from it no fact moved."""
    text = (CASES / "story.txt").read_text(encoding="utf-8")
    kinds = {str(change.kind) for change in storyver.diff(text, CASES / "story.html").changes}
    assert kinds <= {"unchanged"}


def test_missing_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without trafilatura the message says what to install."""
    from storyver.sources.extraction import html

    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == "trafilatura":
            raise ImportError(name)
        return real(name, *rest)

    html._extractor.cache_clear()
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MissingLibraryError) as error:
        read(page())
    assert str(error.value) == "trafilatura: is not installed; pip install 'storyver[html]'"
