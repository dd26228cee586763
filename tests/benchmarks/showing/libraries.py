"""Compare texts with one library: ``python libraries.py NAME``, run by the interpreter that has it.

Only the standard library and that one library are imported. Standard input is a list of pairs of texts in JSON; the
answer on standard output is ``{"version": …, "answers": [answer, …]}`` or ``{"problem": reason}``. An answer is a list
of marked runs, ``[["=", "kept"], ["-", "dropped"], ["+", "put in"]]``, or of a library that only says whether two texts
are the same, the number it says it by.
"""

from __future__ import annotations

import html
import importlib
import importlib.metadata
import json
import re
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any


class Marked(HTMLParser):
    """Reads a page with ``ins`` and ``del``; paragraphs end with two line breaks."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[tuple[str, str]] = []
        self._signs: list[tuple[str, str]] = []
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """``ins``, ``del`` and xmldiff's elements and attributes say what their text is."""
        names = {tag, *(f"{tag} {name}" for name, _ in attrs)}
        if names & {"ins", "diff:insert", "p diff:insert"}:
            self._signs.append((tag, "+"))
        elif names & {"del", "diff:delete", "p diff:delete"}:
            self._signs.append((tag, "-"))
        self._skipped += tag in {"head", "script", "style"}

    def handle_endtag(self, tag: str) -> None:
        """The end of a mark or of a paragraph."""
        if tag == "p":
            self.handle_data("\n\n")
        if self._signs and self._signs[-1][0] == tag:
            self._signs.pop()
        self._skipped -= tag in {"head", "script", "style"}

    def handle_data(self, data: str) -> None:
        """Text under the innermost mark."""
        if not self._skipped:
            self.runs.append((self._signs[-1][1] if self._signs else "=", data))


def read_marked(page: str) -> Any:
    """The runs of a page."""
    reader = Marked()
    reader.feed(page)
    reader.close()
    return reader.runs


def as_page(text: str) -> str:
    """A text as paragraphs of HTML."""
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in text.split("\n\n"))


def redlines() -> Callable[[str, str], Any]:
    """Its Markdown with bare ``ins`` and ``del``."""
    library = importlib.import_module("redlines")
    return lambda old, new: read_marked(library.Redlines(old, new, markdown_style="none").output_markdown)


def htmldiff2() -> Callable[[str, str], Any]:
    """The two texts as paragraphs."""
    library = importlib.import_module("htmldiff2")
    return lambda old, new: read_marked(library.render_html_diff(as_page(old), as_page(new)))


def diffengine() -> Callable[[str, str], Any]:
    """First its rule for what is no change, then htmldiff on the paragraphs, each text made normal by it as a page is.

    It imports ``htmldiff`` 0.2, which is on no index; htmldiff2 is the same code, carried on.
    """
    differ = importlib.import_module("htmldiff2")
    sys.modules["htmldiff"] = differ
    library = importlib.import_module("diffengine")

    def compare(old: str, new: str) -> Any:
        one, other = (library._normal(as_page(text)) for text in (old, new))
        if library._equal(one, other):
            return [["=", new]]
        return read_marked(differ.render_html_diff(one, other))

    return compare


def web_monitoring_diff() -> Callable[[str, str], Any]:
    """Its comparison for readers, both versions in one page."""
    library = importlib.import_module("web_monitoring_diff")
    return lambda old, new: read_marked(library.html_diff_render(as_page(old), as_page(new))["combined"])


def diff_match_patch() -> Callable[[str, str], Any]:
    """With the clean-up for people."""
    library = importlib.import_module("diff_match_patch")

    def compare(old: str, new: str) -> Any:
        tool = library.diff_match_patch()
        found = tool.diff_main(old, new)
        tool.diff_cleanupSemantic(found)
        return [("=+-"[sign], text) for sign, text in found]

    return compare


def xmldiff() -> Callable[[str, str], Any]:
    """The two texts as paragraphs, changes of text marked within them."""
    library = importlib.import_module("xmldiff.main")
    formatting = importlib.import_module("xmldiff.formatting")

    def compare(old: str, new: str) -> Any:
        form = formatting.XMLFormatter(text_tags=("p",))
        pages = (f"<body>{as_page(text)}</body>" for text in (old, new))
        return read_marked(library.diff_texts(*pages, formatter=form))

    return compare


def changedetection() -> Callable[[str, str], Any]:
    """Lines, and words within a line that has one counterpart; unchanged lines are asked for as well."""
    library = importlib.import_module("changedetectionio.diff")
    importlib.import_module("loguru").logger.remove()
    mark = re.compile(r"@(removed|changed|added|changed_into)_PLACEMARKER_(OPEN|CLOSED)")

    def compare(old: str, new: str) -> Any:
        runs, sign, at = [], "=", 0
        told = library.render_diff(old, new, include_equal=True)
        for match in mark.finditer(told):
            runs.append((sign, told[at : match.start()]))
            sign = "=" if match[2] == "CLOSED" else "-" if match[1] in {"removed", "changed"} else "+"
            at = match.end()
        return [*runs, (sign, told[at:])]

    return compare


def simhash() -> Callable[[str, str], Any]:
    """How many bits the fingerprints differ in."""
    library = importlib.import_module("simhash")
    return lambda old, new: library.Simhash(old).distance(library.Simhash(new))


def minhash() -> Callable[[str, str], Any]:
    """How alike the sets of words are, as estimated with 128 permutations, the default."""
    library = importlib.import_module("datasketch")

    def hashed(text: str) -> Any:
        found = library.MinHash()
        for word in set(text.split()):
            found.update(word.encode())
        return found

    return lambda old, new: float(hashed(old).jaccard(hashed(new)))


LIBRARIES = {
    "redlines": ("redlines", redlines),
    "htmldiff2": ("htmldiff2", htmldiff2),
    "diffengine": ("diffengine", diffengine),
    "web-monitoring-diff": ("web-monitoring-diff", web_monitoring_diff),
    "changedetection.io": ("changedetection.io", changedetection),
    "diff-match-patch": ("diff-match-patch", diff_match_patch),
    "xmldiff": ("xmldiff", xmldiff),
    "simhash": ("simhash", simhash),
    "MinHash": ("datasketch", minhash),
}
"""The distribution of each, and what gives its comparison."""


def main() -> None:
    """Answer all pairs; what the library prints goes to standard error."""
    written, sys.stdout = sys.stdout, sys.stderr
    distribution, opened = LIBRARIES[sys.argv[1]]
    try:
        compare = opened()
        answers = [compare(old, new) for old, new in json.load(sys.stdin)]
        told = {"version": importlib.metadata.version(distribution), "answers": answers}
    except Exception as problem:  # whatever keeps a peer from answering is its reason
        told = {"problem": f"{type(problem).__name__}: {problem}"}
    json.dump(told, written)


if __name__ == "__main__":
    main()
