"""The text of a Word document's XML, element by element, with what was left out counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from docx.document import Document

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FOOTNOTES: Final = "/footnotes"
_INSERTED: Final = frozenset({"ins", "moveTo"})
_DELETED: Final = frozenset({"del", "moveFrom"})
_NO_TEXT: Final = frozenset(
    {"pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "instrText", "delText", "delInstrText", "fldData"}
    | {"Fallback", "softHyphen", "sectPr"}
)
_SIGNS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_BEFORE: Final = {"den": "/", "sup": "^", "deg": " "}
"""What stands before a part of a formula, so that its figures do not run together."""
_FALSE: Final = frozenset({"0", "false", "off"})

Element = Any
"""An element of lxml, which has no types."""


class DocumentReader:
    """Reads one document, and knows afterwards what it took and what it left out."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self.title: str | None = None
        """The first paragraph in the style of a title."""
        self._styles: dict[str, str] = {}
        self._blocks: list[tuple[str, str]] = []
        """What a block is, and its text."""
        self._boxes: list[Element] = []
        self._seen: Counter[str] = Counter()
        self._joins = False

    def read(self, document: Document) -> None:
        """Go through a document's body, and its footnotes after it."""
        for style in document.styles.element.findall(f"{_W}style"):
            name = style.find(f"{_W}name")
            if name is not None:
                self._styles[style.get(f"{_W}styleId", "")] = name.get(f"{_W}val", "").casefold()
        self._read_blocks(document.element.body)
        for relation in document.part.rels.values():
            if relation.reltype.endswith(_FOOTNOTES) and not relation.is_external:
                self._read_footnotes(relation.target_part.blob)

    def text(self) -> str:
        """All blocks, with a blank line between, but none within a list or a table."""
        parts: list[str] = []
        last = ""
        for kind, text in self._blocks:
            if parts:
                parts.append("\n" if kind == last and kind in ("list", "row") else "\n\n")
            parts.append(text)
            last = kind
        return "".join(parts) + "\n"

    def notes(self) -> tuple[str, ...]:
        """What a reader should know of how the document was read."""
        seen = self._seen
        notes = []
        if seen["inserted"] or seen["deleted"]:
            told = f"{_times(seen['inserted'], 'insertion')} taken, {_times(seen['deleted'], 'deletion')} left out"
            notes.append(f"The document has tracked changes: {told}.")
        if seen["hidden"]:
            notes.append(f"Text that the document hides was left out at {_times(seen['hidden'], 'place')}.")
        if seen["footnotes"]:
            notes.append(f"Footnotes, which stand at the end of the text: {seen['footnotes']}.")
        if seen["boxes"]:
            notes.append(f"Text boxes, which stand behind the paragraphs that they belong to: {seen['boxes']}.")
        return tuple(notes)

    def _read_blocks(self, parent: Element) -> None:
        for child in parent:
            match _name(child):
                case "p":
                    self._read_paragraph(child)
                case "tbl":
                    self._read_table(child)
                case "ins" | "moveTo" | "sdt" | "sdtContent" | "customXml" | "smartTag":
                    self._read_blocks(child)

    def _read_paragraph(self, paragraph: Element) -> None:
        properties = paragraph.find(f"{_W}pPr")
        style = _value(properties, "pStyle")
        named = self._styles.get(style, style.casefold())
        text = "".join(self._inline(paragraph)).strip()
        if self._joins and self._blocks and text:  # the end of the paragraph before was deleted
            kind, before = self._blocks.pop()
            self._blocks.append((kind, f"{before}{' ' if before[-1:].isalnum() and text[:1].isalnum() else ''}{text}"))
        elif text:
            listed = named.startswith("list") or _value(properties, "numPr/numId") not in ("", "0")
            listed = listed and not named.startswith(("heading", "title"))
            self._blocks.append(("list", f"- {text}") if listed else ("paragraph", text))
        if self.title is None and named == "title" and text:
            self.title = " ".join(text.split())
        self._joins = properties is not None and properties.find(f"{_W}rPr/{_W}del") is not None
        self._seen["deleted"] += self._joins
        self._read_boxes()

    def _read_boxes(self) -> None:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._seen["boxes"] += 1
            self._read_blocks(box)

    def _read_table(self, table: Element) -> None:
        self._joins = False
        for row in table.iter(f"{_W}tr"):
            if next(row.iterancestors(f"{_W}tbl"), None) is not table:
                continue  # of a table inside a cell, which is read with the cell
            if row.find(f"{_W}trPr/{_W}del") is not None:
                self._seen["deleted"] += 1
                continue
            cells = [
                " ".join("".join(self._inline(cell)).split())
                for cell in row.iter(f"{_W}tc")
                if next(cell.iterancestors(f"{_W}tr"), None) is row
            ]
            if any(cells):
                self._blocks.append(("row", " | ".join(cells)))
        self._read_boxes()

    def _read_footnotes(self, blob: bytes) -> None:
        from docx.oxml import parse_xml

        for note in parse_xml(blob).findall(f"{_W}footnote"):
            if note.get(f"{_W}type", "normal") == "normal":
                before = len(self._blocks)
                self._joins = False
                self._read_blocks(note)
                self._seen["footnotes"] += len(self._blocks) > before

    def _inline(self, parent: Element) -> Iterator[str]:
        """The text inside a paragraph or cell. Paragraphs inside a cell are divided by a space."""
        for child in parent:
            name = _name(child)
            if name == "t":
                yield child.text or ""
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif name in _DELETED:
                self._seen["deleted"] += 1
            elif name == "txbxContent":
                self._boxes.append(child)
            elif name == "r" and _is_hidden(child):
                self._seen["hidden"] += 1
            elif name not in _NO_TEXT:
                self._seen["inserted"] += name in _INSERTED
                yield " " if name in ("p", "tc") else _BEFORE.get(name, "")
                yield from self._inline(child)


def _name(element: Element) -> str:
    """The name without its namespace; empty for a comment or an instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(properties: Element | None, path: str) -> str:
    """The value of a property; empty where it is not set."""
    found = None if properties is None else properties.find("/".join(f"{_W}{part}" for part in path.split("/")))
    return "" if found is None else str(found.get(f"{_W}val", ""))


def _is_hidden(run: Element) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val", "true") not in _FALSE


def _times(count: int, what: str) -> str:
    return f"one {what}" if count == 1 else f"{count or 'no'} {what}s"
