"""The words of a sentence as a label needs them: whole, with their part in it, and where clauses break."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

from storyver.remembered import remembered
from storyver.wording import function_words, irregular_forms, table, verbs

_PIECE = re.compile(r"[^\s—–]+|[—–]+")
_OPENING = "\"“‘'([{*_#"
_CLOSING = "\"”’')]}*_.,;:!?…"
_BREAKS = frozenset(",;:.!?…")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+|[A-Z][a-z]{0,2}\.")
_OLD = re.compile(r"\d[\d.,]*-[a-z]{3,}")
"""A number that is part of an adjective: "30-year"."""
_SHORTEST_ED = 5
_LONGEST_CODE = 4
"""Digits of a number that is part of a name."""
_AND = frozenset({"&", "+", "/"})


class Sort(StrEnum):
    """What a word does in its sentence, as far as its form tells."""

    CONTENT = "content"
    VERB = "verb"
    FUNCTION = "function"
    NUMBER = "number"
    TIME = "time"


class Token(NamedTuple):
    """A word without the punctuation around it; ``text`` is what the sentence has from ``start`` to ``end``."""

    start: int
    end: int
    text: str
    folded: str
    sort: Sort
    breaks: bool
    """Whether a clause ends in front of it."""
    bracketed: bool
    colon: bool = False
    """Whether a colon ends the clause in front of it."""


@cache
def word_list(name: str) -> frozenset[str]:
    """A list of the table beside this file."""
    rows = table(Path(__file__).with_name("naming.toml"))[name]
    return frozenset(rows.split() if isinstance(rows, str) else rows)


def kind_word(kind: str, dimension: str) -> str:
    """What a figure is called where its sentence has no word for it."""
    rows = table(Path(__file__).with_name("naming.toml"))
    return str(rows["dimensions"].get(dimension) or rows["kinds"].get(kind, "figure"))


@cache
def stand_ins() -> frozenset[str]:
    """All that a figure is called for want of a word of its sentence."""
    rows = table(Path(__file__).with_name("naming.toml"))
    return frozenset(rows["kinds"].values()) | frozenset(rows["dimensions"].values())


@remembered(512)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of a sentence. The last sentences are kept: each of their figures asks for the same words."""
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    breaks, depth, colon = True, 0, False
    before: Token | None = None
    for match in _PIECE.finditer(text):
        piece = match[0]
        lead = len(piece) - len(piece.lstrip(_OPENING))
        bare = _bare(piece[lead:], quoted="‘" in text)
        tail = piece[lead + len(bare) :]
        depth += piece[:lead].count("(")
        if any(map(str.isalnum, bare)):
            folded = _plain(bare.lower().replace("’", "'"))
            start = match.start() + lead
            sort = _sort(bare, folded, None if breaks else before)
            before = Token(start, start + len(bare), bare, folded, sort, breaks, depth > 0, colon)
            yield before
            breaks, colon = bool(_BREAKS & set(tail)), ":" in tail
        else:
            breaks, colon = breaks or piece not in _AND, colon or ":" in piece
        depth = max(0, depth - tail.count(")"))


def _bare(piece: str, *, quoted: bool) -> str:
    """A word without the punctuation behind it, but with the full stop of initials and the apostrophe of owners."""
    bare = piece.rstrip(_CLOSING)
    if len(piece) > 2 and _INITIALS.fullmatch(piece):
        return piece
    behind = piece[len(bare) : len(bare) + 1]
    return bare + behind if bare.endswith("s") and behind in {"'", "’"} and not quoted else bare


def _plain(folded: str) -> str:
    """The pronoun of "he'll" and "they've"; any other word as it stands."""
    first, _, last = folded.partition("'")
    return first if last in {"ll", "ve", "re", "d", "m", "s"} and first in word_list("pronouns") else folded


def _sort(text: str, folded: str, before: Token | None) -> Sort:
    """The sort of a word by its form and the word in front of it in the clause."""
    if any(map(str.isdigit, text)):
        return Sort.CONTENT if _is_named(text, before) else Sort.NUMBER
    plain = folded.removesuffix("'s").removesuffix("s'")
    if folded in word_list("numbers") or _all_numbers(folded):
        return Sort.NUMBER
    if _is_time(text, plain, before):
        return Sort.TIME
    if folded in word_list("units") and before is not None and before.sort is Sort.NUMBER:
        return Sort.NUMBER
    if text.isupper() and (len(text) > 1 or before is not None) and text != "I":
        return Sort.CONTENT
    if folded in word_list("being"):
        return Sort.FUNCTION
    if is_verb_form(text, folded, before.folded if before else ""):
        return Sort.VERB
    listed = folded in function_words() or folded in word_list("unnaming") or folded in word_list("pointing")
    listed = listed or (text.islower() and text.endswith("ly") and text not in word_list("nouns_in_ly"))
    return Sort.FUNCTION if listed else Sort.CONTENT


def _is_named(text: str, before: Token | None) -> bool:
    """Whether digits are part of a name or an adjective: "T-72s", "Flight 1187", "30-year"."""
    if text[0].isalpha():
        return not set(text) & set("$£€¥")
    if _OLD.fullmatch(text):
        return True
    name = before is not None and before.text[0].isupper() and not before.breaks and before.sort is Sort.CONTENT
    return name and text.isdigit() and len(text) <= _LONGEST_CODE


def _is_time(text: str, plain: str, before: Token | None) -> bool:
    """Whether a word names a time, by which a label would go out of date."""
    small = before.folded if before else ""
    if text == "May":
        return small in word_list("months_before")
    if plain in word_list("times"):
        return True
    if plain in word_list("zones"):
        return before is not None and before.sort in (Sort.TIME, Sort.NUMBER)
    if plain not in word_list("periods"):
        return False
    return (
        small in word_list("pointing")
        or small in word_list("periods_before")
        or (before is not None and before.sort is Sort.NUMBER)
    )


def is_verb_form(text: str, folded: str, before: str) -> bool:
    """Whether a word looks like a verb, or a participle that does the work of one."""
    if not text[:1].islower() or before.lower() in word_list("nouns_before") or "-" in text:
        return False
    if folded in verbs("finite") or folded in irregular_forms():
        return True
    return len(folded) >= _SHORTEST_ED and folded.endswith("ed") and not folded.endswith("eed")


def _all_numbers(folded: str) -> bool:
    """Whether a word is put together of words for numbers: "fifty-four"."""
    return "-" in folded and all(part in word_list("numbers") for part in folded.split("-"))
