"""Tables and boxes as lines: of each row or parameter one, with what heads the column or names the value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from storyver.sources.extraction.wikitext.markup import BREAK
from storyver.sources.extraction.wikitext.tables_of_words import words

_INNER: Final = re.compile(r"^[ \t:]*\{\||^[ \t]*\|\}", re.MULTILINE)
_SPACE: Final = re.compile(r"\s+")
_GAP: Final = re.compile(rf"\s*(?:{BREAK}|\n)\s*")
_SETTING: Final = re.compile(r"""(?:[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s|"']+)\s*)+""")
_LONGEST_SETTING: Final = 300

Words = Callable[[str], str]


def rows(table: str, words_of: Words) -> Iterator[str]:
    """A table's caption and rows, the cells of a row behind the heads of their columns. An inner table is one cell."""
    heads: list[str] = []
    for part in re.split(r"\n[ \t]*\|-[^\n]*", table):
        caption, cells, heading = _row(part, words_of)
        if caption:
            yield caption
        if not cells:
            continue
        if heading:
            heads = cells
            continue
        pairs = zip(heads, cells, strict=True) if len(heads) == len(cells) else (("", cell) for cell in cells)
        line = "; ".join(f"{head}: {cell}" if head and cell else cell for head, cell in pairs if cell)
        if line:
            yield line


def _row(part: str, words_of: Words) -> tuple[str, list[str], bool]:
    """The caption in a part of a table, its cells, and whether all of these are heads."""
    caption = ""
    cells: list[str] = []
    heads = 0
    for line in re.split(r"\n(?=[ \t]*[|!])", part):
        text = line.strip()
        if text.startswith(("{|", "|}")) or text[:1] not in ("|", "!"):
            continue
        if text.startswith("|+"):
            caption = _cell(text[2:], words_of)
            continue
        found = [_cell(one, words_of) for one in re.split(r"\|\||!!" if text[0] == "!" else r"\|\|", text[1:])]
        cells += found
        heads += len(found) if text[0] == "!" else 0
    return caption, cells, bool(cells) and heads == len(cells)


def _cell(text: str, words_of: Words) -> str:
    setting, bar, rest = text[:_LONGEST_SETTING].partition("|")
    if bar and (not setting.strip() or _SETTING.fullmatch(setting.strip())):
        text = rest + text[_LONGEST_SETTING:]
    return one_line(words_of(_INNER.sub(" ", text)))


def one_line(text: str) -> str:
    """Lines as one: what stood on lines of its own is set apart by commas."""
    parts = [_SPACE.sub(" ", part.lstrip("*#:; \t")).strip() for part in _GAP.split(text)]
    line = ""
    for part in filter(None, parts):
        joint = "" if not line else " " if part.startswith("(") or line.endswith((",", ";", ":")) else ", "
        line += joint + part
    return line


def is_box(name: str) -> bool:
    """Whether a template is one whose parameters are facts of their own."""
    return name.startswith(tuple(words("boxes")))


def box_lines(values: Mapping[str, str]) -> Iterator[str]:
    """The parameters of a box that are facts, each with its name."""
    for name, value in values.items():
        line = one_line(value)
        if line and not _is_setting(name):
            label = name.replace("_", " ").strip()
            yield f"{label[:1].upper()}{label[1:]}: {line}"


def _is_setting(name: str) -> bool:
    if name.endswith("caption"):
        return False
    return (
        name.isdigit()
        or name.startswith(tuple(words("box_settings")))
        or name.endswith(tuple(words("box_setting_ends")))
    )
