"""From a block of wikitext to its words: links to their text, templates by what a reader sees of them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from storyver.errors import missing_library
from storyver.sources.extraction.wikitext.tables_of_words import words

if TYPE_CHECKING:
    from mwparserfromhell.nodes import Wikilink
    from mwparserfromhell.wikicode import Wikicode

Shown = Callable[[str, "dict[str, str]"], str]
"""What a reader sees of a template, by its name and its parameters."""

_TABLE_MARK: Final = re.compile(r"(?<!\{)\{\|")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,10}){0,2}", re.ASCII)
_PIPE_TRICK: Final = re.compile(r"\s\([^()]*\)$|,\s.*$")
_PIXELS: Final = re.compile(r"(?:x?\d+px|\d+x\d+px|(?:alt|link|class|upright|page|lang|thumbtime)\s*=.*)", re.DOTALL)


def parse(text: str) -> Wikicode:
    """The nodes of a block whose brackets have all their partners."""
    import mwparserfromhell

    return mwparserfromhell.parse(_TABLE_MARK.sub("{ |", text), skip_style_tags=True)


def parser_version() -> str:
    """Which parser it is, for the record of what made the text. Raise MissingLibraryError where it is not installed."""
    try:
        import mwparserfromhell
    except ImportError as error:
        raise missing_library("mwparserfromhell", "wiki") from error
    return f"mwparserfromhell {mwparserfromhell.__version__}"


def prose(nodes: Iterable[Any], shown: Shown) -> str:
    """The words of nodes. ``shown`` says what a template becomes."""
    from mwparserfromhell import nodes as kinds

    parts: list[str] = []
    for node in nodes:
        match node:
            case kinds.Text():
                parts.append(str(node.value))
            case kinds.Wikilink():
                parts.append(_link(node, shown))
            case kinds.Template():
                parts.append(shown(*_template(node, shown)))
            case kinds.HTMLEntity():
                parts.append(html.unescape(str(node)))
            case kinds.ExternalLink():
                parts.append(prose(node.title.nodes, shown) if node.title is not None else str(node.url))
            case kinds.Argument():
                parts.append(prose(node.default.nodes, shown) if node.default is not None else "")
            case kinds.Heading() | kinds.Tag() | kinds.Comment():
                parts.append("" if isinstance(node, kinds.Comment) else str(node))
    return "".join(parts)


def _template(node: Any, shown: Shown) -> tuple[str, dict[str, str]]:
    """A template's name, and its parameters by number or name with what a reader sees of each."""
    name = prose(node.name.nodes, shown).strip().replace("_", " ").casefold().removeprefix("template:")
    values = {
        prose(one.name.nodes, shown).strip().casefold(): prose(one.value.nodes, shown).strip() for one in node.params
    }
    return name, values


def _link(node: Wikilink, shown: Shown) -> str:
    title = prose(node.title.nodes, shown).strip()
    text = None if node.text is None else prose(node.text.nodes, shown)
    prefix, colon, rest = title.partition(":")
    space = prefix.strip().casefold()
    if colon and space in words("pictures"):
        return _caption(text or "")
    if colon and not title.startswith(":") and (space in words("categories") or _is_language(space, rest)):
        return text or "" if space not in words("categories") else ""
    if text is None:
        return title.lstrip(":").replace("_", " ")
    return text if text.strip() else _PIPE_TRICK.sub("", title)


def _is_language(space: str, rest: str) -> bool:
    """A link to the same page in another language, which stands for nothing on this one."""
    return _LANGUAGE.fullmatch(space) is not None and not rest.startswith(" ")


def _caption(text: str) -> str:
    """A picture's caption, on a line of its own: the last part that is no setting."""
    parts = [part.strip() for part in text.split("|")]
    told = [part for part in parts if part.casefold() not in words("picture_options") and not _PIXELS.fullmatch(part)]
    return f"\n{told[-1]}\n" if told and told[-1] else ""
