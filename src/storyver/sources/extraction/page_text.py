"""The text of a page's article: what trafilatura takes for it, line by line, and what it leaves out of it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Final

from storyver.labels import is_notice
from storyver.sources.extraction.page import Element, Line, Page, clean, key_of, marked, names

SHORTEST_PARAGRAPH: Final = 60
"""Characters. A shorter line may stand in a page twice; a longer one shows where the article begins."""
LONGEST_STANDFIRST: Final = 600
STEPS_UP: Final = 3
"""So far above a line an element may say what the line is."""
STRUCK: Final = ("del", "s", "strike")
"""Elements of text that no longer holds. Its figures are no figures of the page."""
CELLS: Final = " | "


@dataclass(slots=True)
class _Block:
    """Lines that belong together: a paragraph, a list, a table."""

    lines: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    is_list: bool = False

    def add(self, text: str, mark: str = "") -> None:
        """Add a line, with a mark in front that is no part of its words."""
        words = clean(text)
        if words:
            self.lines.append(mark + words)
            self.keys.append(key_of(words))


def article_text(page: Page, url: str | None) -> str:
    """The headline, then the article's paragraphs with blank lines between; empty where the page holds none.

    Subheadings begin with ``##``, items of lists with a dash or their number, and the cells of a table's row stand in
    one line. Standfirst, captions and notices of corrections are put back where they stand in the page. What a page
    strikes out is left out.
    """
    blocks = _without_menus(page, [block for block in _blocks(_body(page.tree, url)) if block.lines])
    title = key_of(page.title or "")
    while blocks and title and blocks[0].keys == [title]:
        blocks.pop(0)
    if not blocks:
        return ""
    texts = ["\n".join(block.lines) for block in blocks]
    for after, text in reversed(list(_left_out(page, blocks, title))):
        texts.insert(after + 1, text)
    return "\n\n".join(([page.title] if page.title else []) + texts) + "\n"


def _body(tree: Element, url: str | None) -> Any:
    from lxml import etree
    from trafilatura import bare_extraction

    prepared = deepcopy(tree)
    etree.strip_elements(prepared, *STRUCK, with_tail=False)
    for quotation in list(prepared.iter("q")):
        quotation.text = f"“{quotation.text or ''}"
        quotation.tail = f"”{quotation.tail or ''}"
        quotation.drop_tag()
    for time in list(prepared.iter("time")):
        if _is_in_sentence(time):
            time.drop_tag()
    try:
        found = bare_extraction(
            prepared, url=url, fast=True, include_comments=False, include_tables=True, with_metadata=False
        )
    except Exception:  # whatever a page that nobody foresaw brings about; then it has no text that could be read
        return None
    return None if found is None or isinstance(found, dict) else found.body


def _is_in_sentence(time: Element) -> bool:
    """Whether a time is a part of running text; trafilatura drops them all."""
    parent = time.getparent()
    while parent is not None and parent.tag in ("span", "a", "b", "strong", "em", "i"):
        parent = parent.getparent()
    if parent is None or parent.tag not in ("p", "li", "td", "dd", "blockquote", "h2", "h3", "figcaption"):
        return False
    return clean("".join(parent.itertext())) != clean("".join(time.itertext()))


def _blocks(body: Any) -> Iterator[_Block]:
    """The blocks of trafilatura's tree, in order. Its depth is that of the page, which has a limit."""
    if body is None:
        return
    loose = _Block()
    loose.add(body.text or "")
    yield loose
    for element in body:
        yield from _block(element)
        tail = _Block()
        tail.add(element.tail or "")
        yield tail


def _block(element: Any) -> Iterator[_Block]:
    match element.tag:
        case "list":
            yield _list(element)
        case "table":
            yield _table(element)
        case "head":
            heading = _Block()
            heading.add(_words(element), "## ")
            yield heading
        case "quote" | "div" if any(child.tag in ("p", "list", "table", "quote") for child in element):
            yield from _blocks(element)
        case _:
            yield from _paragraphs(element)


def _paragraphs(element: Any) -> Iterator[_Block]:
    """A paragraph, line by line; an empty line in it parts two."""
    block = _Block()
    for piece in _words(element).split("\n"):
        if not piece.strip():
            yield block
            block = _Block()
        block.add(piece)
    yield block


def _words(element: Any) -> str:
    """The words of an element, with a line feed for each line break. A line feed in the source is a space."""
    pieces = [" ".join((element.text or "").splitlines())]
    for child in element:
        pieces.append("\n" if child.tag == "lb" else _words(child))
        pieces.append((child.tail or "").replace("\n", " "))
    return "".join(pieces)


def _list(element: Any) -> _Block:
    """A list, also with others inside, an item in each line."""
    block = _Block(is_list=True)
    numbered = element.get("rend") == "ol"
    for number, item in enumerate(element.iterchildren("item"), start=1):
        nested = list(item.iter("list"))
        lines = [_list(one) for one in nested if next(one.iterancestors("list"), None) is element]
        block.add(_without_lists(item).replace("\n", " "), f"{number}. " if numbered else "- ")
        for one in lines:
            block.lines.extend(one.lines)
            block.keys.extend(one.keys)
    return block


def _without_lists(item: Any) -> str:
    pieces = [item.text or ""]
    for child in item:
        pieces.append(" " if child.tag in ("p", "lb", "list") else "")
        pieces.append("" if child.tag == "list" else _without_lists(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _table(element: Any) -> _Block:
    """A table, a row in each line. Cells that only fill a row up at its end are left away."""
    block = _Block()
    for row in element.iter("row"):
        cells = [clean(" ".join(cell.itertext())) for cell in row.iter("cell")]
        while cells and not cells[-1]:
            cells.pop()
        block.add(CELLS.join(cells))
        block.keys.extend(key_of(cell) for cell in cells if cell)
    return block


def _without_menus(page: Page, blocks: list[_Block]) -> list[_Block]:
    """The blocks but for lists of which every item is nothing but a link: those lead to other pages."""
    lists = {key for block in blocks if block.is_list for key in block.keys}
    linked = {key for line in page.lines if (key := key_of(line.text)) in lists and _is_link(line.element, key)}
    return [block for block in blocks if not (block.is_list and len(block.keys) > 1 and linked.issuperset(block.keys))]


def _is_link(element: Element, key: str) -> bool:
    if any(one.tag == "a" for one in (element, *element.iterancestors())):
        return True
    return key_of("".join("".join(one.itertext()) for one in element.iter("a"))) == key


def _left_out(page: Page, blocks: list[_Block], title: str) -> Iterator[tuple[int, str]]:
    """Lines of the page that belong to the article and are not in its blocks, each with the block it stands behind."""
    places: dict[str, list[int]] = {}
    for number, block in enumerate(blocks):
        for key in block.keys:
            places.setdefault(key, []).append(number)
    found = [places.get(key_of(line.text)) for line in page.lines]
    long = [place for place, line in enumerate(page.lines) if found[place] and len(line.text) >= SHORTEST_PARAGRAPH]
    first, last = (long[0], long[-1]) if long else (0, len(found))
    headline = next((place for place, line in enumerate(page.lines[:first]) if key_of(line.text) == title), 0)
    summaries = _summaries(page)
    after, seen = -1, {title}
    for place, line in enumerate(page.lines):
        known = found[place]
        if known:
            after = max(after, next((one for one in known if one >= after), after))
            continue
        before_text, inside = headline <= place < first, headline <= place <= last + 1
        key = key_of(line.text)
        if key not in seen and _belongs(line, before_text, inside, key in summaries):
            seen.add(key)
            yield after, line.text


def _summaries(page: Page) -> frozenset[str]:
    stated = [value for key, value in page.meta if key in ("description", "og:description", "twitter:description")]
    return frozenset(key_of(one) for one in (*stated, str(page.article.get("description") or "")) if one)


def _belongs(line: Line, before_text: bool, inside: bool, is_summary: bool) -> bool:
    """Whether a line is a standfirst, a caption or a notice, in that order, and no part of something beside it."""
    if before_text and len(line.text) <= LONGEST_STANDFIRST:
        named = marked(line.element, names("classes", "standfirst"), STEPS_UP)
        if (is_summary or named) and not _is_beside(line.element):
            return True
    if inside and next(line.element.iterancestors("figcaption"), line.element).tag == "figcaption":
        return not _is_beside(line.element)
    return is_notice(line.text) and not marked(line.element, names("classes", "elsewhere"), STEPS_UP)


def _is_beside(element: Element) -> bool:
    beside = names("tags", "aside")
    return any(one.tag in beside for one in element.iterancestors()) or marked(
        element, names("classes", "elsewhere"), STEPS_UP
    )
