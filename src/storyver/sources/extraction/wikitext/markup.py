"""The parts of wikitext that look like HTML: comments, references and tags. After this there are none left.

Every step is linear: an end that was not found once is not looked for again.
"""

from __future__ import annotations

import re
from typing import Final

from storyver.sources.extraction.wikitext.tables_of_words import words

BREAK: Final = "\u2028"
"""Stands for ``<br>`` until it is known whether a line or a cell is around it."""
_TAG: Final = re.compile(r"<!--|<(/?)([A-Za-z][A-Za-z0-9]{0,20})((?:\s[^<>]{0,2000})?)(/?)>")
_LITERAL: Final = {ord(one): f"&#{ord(one)};" for one in "{}[]<>|='*#:;_~"}
_SUPERSCRIPTS: Final = str.maketrans("23", "²³")
_APOSTROPHES: Final = re.compile(r"'{2,}")
_SWITCHES: Final = re.compile(r"__[A-Z]{2,30}__")


def without_tags(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without comments, references and tags, and notes on what hides a part of it."""
    kept: list[str] = []
    notes: list[str] = []
    unclosed: set[str] = set()
    place = 0
    while (match := _TAG.search(text, place)) is not None:
        kept.append(text[place : match.start()])
        place = match.end()
        if match.group() == "<!--":
            end = text.find("-->", place)
            if end < 0:
                notes.append("A comment that is never closed hides the rest of the page.")
                place = len(text)
            else:
                place = end + 3
            continue
        put, place = _tag(text, match, unclosed)
        kept.append(put)
    kept.append(text[place:])
    plain = _SWITCHES.sub("", "".join(kept))
    return _APOSTROPHES.sub(_styled, plain), tuple(notes)


def _tag(text: str, match: re.Match[str], unclosed: set[str]) -> tuple[str, int]:
    """What a tag leaves, and where the text goes on."""
    closing, name, attributes, alone = match[1], match[2].lower(), match[3], match[4]
    if name == "br":
        return BREAK, match.end()
    if name in words("blocks"):
        return "\n", match.end()
    if closing or alone or attributes.endswith("/"):
        return "", match.end()
    if name not in words("hidden") and name not in ("nowiki", "pre", "sup"):
        return "", match.end()
    end = None if name in unclosed else re.compile(rf"</{name}\s{{0,20}}>", re.IGNORECASE).search(text, match.end())
    if end is None:
        unclosed.add(name)
        return "", match.end()
    content = text[match.end() : end.start()]
    if name == "sup":
        short = content.strip()
        return (short.translate(_SUPERSCRIPTS), end.end()) if short in ("2", "3") else (_raised(short), match.end())
    return ("" if name in words("hidden") else content.translate(_LITERAL)), end.end()


def _raised(content: str) -> str:
    return "^" if content.lstrip("-−+").isdigit() else ""


def _styled(match: re.Match[str]) -> str:
    """Two, three and five apostrophes are italics and bold; what is over is an apostrophe."""
    length = len(match.group())
    return "'" if length == 4 else "'" * max(0, length - 5)
