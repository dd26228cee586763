"""Wikitext as prose, and wikitext that means harm."""

from __future__ import annotations

import sys
import tomllib
from typing import Any

import pytest

from repository import ROOT
from storyver.errors import MissingLibraryError, SourceError
from storyver.model import Capture, DateSource, PublicationDate
from storyver.sources.extraction import Extracted, extract
from storyver.sources.extraction.wikitext import MOST_BYTES
from storyver.sources.extraction.wikitext.balance import blocks
from storyver.sources.media import WIKITEXT

CASES: list[dict[str, Any]] = tomllib.loads(
    (ROOT / "tests" / "cases" / "sources" / "wikitext.toml").read_text(encoding="utf-8")
)["case"]

MANY = 20_000

HOSTILE = {
    "100,000 open braces": "{{" * 100_000,
    "100,000 braces inside braces": "{{" * 100_000 + "}}" * 100_000,
    "templates in templates": "{{a|b={{" * MANY,
    "links in links": "[[a|" * MANY,
    "links and templates crosswise": "[[a|{{b|" * MANY + "]]}}" * MANY,
    "tags in links": "[[a|<b>" * MANY,
    "references without an end": "<ref>" * MANY,
    "comments without an end": "<!--" * MANY,
    "tables in tables": "{|\n" * MANY + "|}\n" * MANY,
    "tables that begin where a bracket was": "{{a|\n" + "]]{|\n" * MANY + "}}",
    "brackets that become others": "[]][" * MANY,
    "addresses without an end": "[http://a {{b]" * MANY,
    "a template with many parameters": "{{a" + "|b=c" * MANY + "}}",
    "emphasis without an end": "'''a''" * MANY,
    "a list of great depth": "*" * 100_000,
    "a heading without an end": "=" * 100_000,
    "spaces": "a" + " " * 200_000 + "b",
    "attributes without an end": "{|\n|" + "a=b " * MANY,
}


def extracted(wikitext: str) -> Extracted:
    """The prose of a page as of 20 May 2022."""
    day = PublicationDate(value="2022-05-20T10:00Z", source=DateSource.REVISION, evidence="revision 1")
    capture = Capture(data=wikitext.encode(), media=WIKITEXT, source="dump.xml#1", story="Varn", dates=(day,))
    return extract(capture, "dump.xml#1")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_a_reader_sees(case: dict[str, Any]) -> None:
    """The prose of a page is what its reader sees of it, and what hides a part of it is noted."""
    found = extracted(case["wikitext"])
    assert found.text == case["prose"].removeprefix("\n")
    assert list(found.notes) == ([case["note"]] if "note" in case else [])
    assert (found.extractor or "").startswith("mwparserfromhell ")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_wikitext_ends(name: str) -> None:
    """However a page is built, reading it comes to an end, and what stands outside the trap is read."""
    try:
        text = extracted(f"The wall cost £4.2m.\n\n{HOSTILE[name]}").text
    except SourceError as error:
        pytest.fail(str(error))
    assert text.startswith("The wall cost £4.2m.")


@pytest.mark.parametrize("name", HOSTILE)
def test_brackets_that_are_left_have_partners(name: str) -> None:
    """What the parser is given has as many brackets that open as brackets that close, and few inside others."""
    for block in blocks(HOSTILE[name]):
        assert block.text.count("{{") == block.text.count("}}")
        assert block.text.count("[[") == block.text.count("]]")


def test_a_page_without_prose() -> None:
    """A page of nothing but templates, and one that is larger than a page can be, are told in one line."""
    with pytest.raises(SourceError, match=r"dump\.xml#1: holds no prose; choose another page or revision"):
        extracted("{{reflist}}")
    with pytest.raises(SourceError, match=r"dump\.xml#1: is a page of more than 5 MB; choose another page or revision"):
        extracted("a" * (MOST_BYTES + 1))


def test_the_parser_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the parser the message says how to install it."""
    monkeypatch.setitem(sys.modules, "mwparserfromhell", None)
    with pytest.raises(
        MissingLibraryError, match=r"mwparserfromhell: is not installed; pip install 'storyver\[wiki\]'"
    ):
        extracted("The wall cost £4.2m.")
