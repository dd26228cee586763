"""Web pages: the article's text as it stands on the page, with its title, its author and the dates that it states."""

from __future__ import annotations

import logging
import re
from functools import cache
from typing import Any, Final

from storyver.errors import SourceError, missing_library
from storyver.model import Capture
from storyver.sources.extraction.charset import decode_page
from storyver.sources.extraction.extracted import Extracted
from storyver.sources.extraction.page import Page, read_page
from storyver.sources.extraction.page_dates import page_dates
from storyver.sources.extraction.page_text import STRUCK, article_text

RULES: Final = 1
"""The version of our own rules, which goes up with every change of the text that they give."""
MOST_TAGS: Final = 30_000
"""Start tags of a page. News pages have some thousands. The time that trafilatura takes grows faster than their number:
made to be slow, a page of twice as many took a minute."""
_NO_TEXT: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
    r"|&#0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|127|6553[45])(?![0-9]);?"
    r"|&#x0*(?:[0-8bcef]|1[0-9a-f]|7f|fff[ef])(?![0-9a-f]);?",
    re.IGNORECASE,
)
"""What XML does not count as characters, as itself and by its number; trafilatura refuses a page with any."""
_TAG: Final = re.compile(r"<[A-Za-z]")


def extract_html(capture: Capture, where: str) -> Extracted:
    """The article of a page. Nothing of the page is run, and no address in it is followed.

    Raise SourceError for a page that is empty, too large, nested too deep or without any text, and
    MissingLibraryError where trafilatura is not installed.
    """
    extractor = _extractor()
    decoded = decode_page(capture.data, capture.charset, where)
    tree = _parsed(decoded.text, where)
    page = read_page(tree, capture.url)
    dates, notes = page_dates(page, capture)
    text = article_text(page, capture.url)
    if not text:
        raise SourceError(what="holds no article's text", where=where, remedy="save the page with its text, or as text")
    return Extracted(
        text=text,
        encoding=decoded.encoding,
        extractor=extractor,
        title=page.title,
        author=page.author,
        url=page.url,
        dates=dates,
        notes=(*decoded.notes, *notes, *_struck_out(page)),
    )


def _struck_out(page: Page) -> tuple[str, ...]:
    struck = any("".join(one.itertext()).strip() for one in page.tree.iter(*STRUCK))
    return ("What the page strikes out was left out.",) if struck else ()


@cache
def _extractor() -> str:
    try:
        from trafilatura import __version__
    except ImportError as error:
        raise missing_library("trafilatura", "html") from error
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).addHandler(logging.NullHandler())  # else what they log goes to standard error
    return f"trafilatura {__version__}, storyver's rules {RULES}"


def _parsed(text: str, where: str) -> Any:
    """The page as a tree. The limits of libxml2 stay on; what it cuts off at them is refused and not left out."""
    from lxml import etree, html

    if text.count("<") > MOST_TAGS and len(_TAG.findall(text)) > MOST_TAGS:
        raise SourceError(
            what=f"has more than {MOST_TAGS:,} tags", where=where, remedy="save the article alone, or as text"
        )
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    data = _NO_TEXT.sub("", text).encode("utf-8", "replace")
    try:
        tree = html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError):
        tree = None
    if any(one.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for one in parser.error_log):
        raise SourceError(
            what="is nested too deep, or has a piece of text that is too long",
            where=where,
            remedy="save the article alone, or as text",
        )
    if tree is None:
        raise SourceError(what="holds no article's text", where=where, remedy="save the page with its text, or as text")
    return tree
