"""Dumps of wikis, plain and packed with 7z."""

from __future__ import annotations

import io
from xml.sax.saxutils import escape

OLD = "The [[wall]] cost £4.2m."
NEW = "The [[wall]] cost £4.6m.<ref>The council</ref>"

HEAD = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
  <siteinfo><sitename>Example</sitename><base>https://wiki.example.org/wiki/Main_Page</base>
    <namespaces><namespace key="0" case="first-letter" /><namespace key="1">Talk</namespace></namespaces></siteinfo>
"""


def revision(
    number: int, text: str, moment: str = "2024-03-01T10:00:00Z", more: str = "", model: str = "wikitext"
) -> str:
    """One revision as a dump has it; ``more`` are attributes of its text."""
    return f"""<revision><id>{number}</id><parentid>{number - 1}</parentid><timestamp>{moment}</timestamp>
      <contributor><username>Ana Ro</username><id>7</id></contributor><comment>[[a]] &amp; b</comment>
      <model>{model}</model><format>text/x-wiki</format>
      <text bytes="{len(text)}" xml:space="preserve"{more}>{escape(text)}</text><sha1>x</sha1></revision>"""


def page(title: str, *revisions: str, space: int = 0, more: str = "") -> str:
    """One page as a dump has it."""
    inner = "".join(revisions)
    return f"<page><title>{escape(title)}</title><ns>{space}</ns><id>3</id>{more}{inner}</page>\n"


def dump(*pages: str) -> bytes:
    """A whole dump."""
    return (HEAD + "".join(pages) + "</mediawiki>").encode()


def sevenzip(data: bytes) -> bytes:
    """Packed as the wikis' own dumps are."""
    import py7zr

    packed = io.BytesIO()
    with py7zr.SevenZipFile(packed, "w") as archive:
        archive.writestr(data, "dump.xml")
    return packed.getvalue()


WALL = page("Harbour wall", revision(101, OLD), revision(105, NEW, "2024-03-02T11:30:00Z"))
