"""The limits of the readers are those that the reference tells."""

from __future__ import annotations

import pytest

from repository import ROOT
from storyver.archive import frames
from storyver.sources import changedetection, database, manifest, packed, sqldump, text, warc_records, zipped
from storyver.sources.extraction import docx, html, pdf, wikitext
from storyver.sources.extraction.wikitext import balance
from storyver.sources.git import MOST_CHANGES
from storyver.sources.git.command import MOST_MEMORY, MOST_SECONDS
from storyver.sources.mediawiki import answers, unpack, xml
from storyver.sources.tables.lines import LONGEST_LINE
from storyver.web import archive, robots
from storyver.web.client import Limits

TABLE = (ROOT / "docs" / "reference" / "sources.md").read_text(encoding="utf-8").partition("## Limits")[2]
ROWS = {
    row[0].strip(): row[1].strip()
    for row in (line.strip("| ").split(" | ", 1) for line in TABLE.splitlines() if line.startswith("| "))
}

MEGA = 1_000_000
TOLD = {
    "a version": [f"{text.MAXIMUM_BYTES // MEGA} MB", f"a wiki's page {wikitext.MOST_BYTES // MEGA} MB"],
    "`story.toml`": [f"{manifest.MAXIMUM_MANIFEST_BYTES // MEGA} MB", f"{manifest.MOST_PARTS} parts"],
    "an index of changedetection.io, a watch's history": [
        f"{changedetection._MOST_JSON // MEGA} MB",
        f"{changedetection._MOST_HISTORY // MEGA} MB",
    ],
    "a packed dump": [f"{unpack.MOST_RATIO:,} times", f"{unpack.ALWAYS_ALLOWED // MEGA} MB"],
    "a tag in an XML dump; elements in it": [f"{xml.LONGEST_TAG // MEGA} MB", f"{xml.DEEPEST} inside"],
    "git, for one question": [
        f"{MOST_SECONDS} seconds",
        f"{MOST_MEMORY // (1000 * MEGA)} GB",
        f"{MOST_CHANGES // MEGA} million",
    ],
    "brackets inside brackets in wikitext": [f"{balance.DEEPEST}"],
    "a file of answers of the API": [f"{answers.MOST_BYTES // MEGA} MB"],
    "a statement of a dump as SQL text": [f"{sqldump.MOST_STATEMENT // MEGA} million"],
    "SQLite between two rows": [f"{database.MOST_STEPS * database._EVERY // MEGA:,} million"],
    "a line of a table": [f"{LONGEST_LINE // MEGA} million"],
    "a packed table, a Parquet file, a Word document": [
        f"{packed.MAXIMUM_RATIO} times",
        f"{text.MAXIMUM_BYTES // MEGA} MB",
        f"{packed.MAXIMUM_UNPACKED // (1000 * MEGA)} GB",
    ],
    "a Word document": [
        f"{zipped.MAXIMUM_UNPACKED // MEGA} MB",
        f"{zipped.MAXIMUM_PARTS:,} parts",
        f"{docx.MAXIMUM_PART // MEGA} MB",
    ],
    "a PDF": [f"{pdf.MAXIMUM_PAGES} pages"],
    "a page": [f"{html.MOST_TAGS:,} tags"],
    "a compressed member of a WARC file": [
        f"{warc_records.MOST_EXPANSION} times",
        f"{warc_records.FREE_EXPANSION // MEGA} MB",
    ],
    "the header of a WARC record": [f"{warc_records.LONGEST_HEADER:,} bytes"],
    "a content of an archive of storyver's": [f"{frames.LARGEST // MEGA} MB", f"{frames.DEEPEST} steps"],
    "what `fetch` asks for": [
        f"{Limits().size // MEGA} MB",
        f"{Limits().seconds:.0f} seconds",
        f"{Limits().silence:.0f} seconds of silence",
        f"{Limits().redirects} redirects",
        f"{robots.MOST_READ:,} bytes",
        f"{archive.MOST_LISTS} lists",
    ],
}


@pytest.mark.parametrize("what", TOLD)
def test_limits_are_those_of_the_reference(what: str) -> None:
    """Each row of the table of limits tells what the reader goes by."""
    assert [told for told in TOLD[what] if told not in ROWS[what]] == []
