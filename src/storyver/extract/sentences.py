"""Where sentences begin: rules over the punctuation of news text, and spaCy's tokens, inside which no sentence begins.

The rules look at each run of ``.``, ``!``, ``?`` or ``…`` with a bounded number of characters around it, so that the
time is linear in the text. They were tuned on some two thousand sentences of British and American news.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from storyver.extract.tables import table
from storyver.remembered import remembered

if TYPE_CHECKING:
    from spacy.tokens import Doc

LONGEST_PIPED_TEXT: Final = 100_000
"""Characters. Longer blocks go to the rules alone: spaCy needs a kilobyte for ten characters, and refuses a million."""
LONGEST_PIPED_WORD: Final = 1_000
"""Characters without a space. spaCy's tokenizer takes quadratic time on longer ones."""

_CONTEXT: Final = 60
_WORD_BEFORE: Final = re.compile(r"[\w.'’&-]*$")
_STOP: Final = re.compile(r"[.!?…]+")
_CLOSERS: Final = "\"'”’»)]"
_GLUED: Final = re.compile(r"[\"“‘(]?[A-Z][a-z'’]*(?=[\s,]|$)")
_GLUE: Final = r"(?<=[0-9)\]”’])\.(?=[A-Z][a-z]+\b)"
_FIRST_WORD: Final = re.compile(r"[\"“‘'’(\[]*([\w'’-]+)")
_NAMES_THEN: Final = re.compile(r"(?:[A-Z][\w'’.-]*\s+){1,4}([a-z]+)\b")
_INITIALS: Final = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_BREAK: Final = re.compile(r"\n[^\S\n]*\n\s*")
_LONG_WORD: Final = re.compile(rf"\S{{{LONGEST_PIPED_WORD}}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    before_name: frozenset[str]
    never: frozenset[str]
    before_number: frozenset[str]
    calendar: frozenset[str]
    either: frozenset[str]
    clock: frozenset[str]
    after_clock: frozenset[str]
    starters: frozenset[str]
    lettered: frozenset[str]
    saying: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    return _Words(**{name: frozenset(words) for name, words in table("abbreviations").items()})


@remembered(4_096)
def split(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a block's text as offsets into it, without the white space around them.

    Every character that is not white space is in exactly one sentence. Takes linear time on any text.
    A paragraph that stays the same over the versions of a story is split once.
    """
    starts = list(sentence_starts(text))
    glued = {start for start in starts if not text[start - 1].isspace()}
    if glued and len(text) <= LONGEST_PIPED_TEXT and not _LONG_WORD.search(text):
        glued.difference_update(token.idx for token in _tokenizer()(text))
        starts = [start for start in starts if start not in glued]
    return tuple(_trimmed(text, starts))


@lru_cache(maxsize=1)
def _tokenizer() -> Callable[[str], Doc]:
    """spaCy's for English, which also parts a sentence's last word from the full stop that the next is glued to. It is
    asked only whether two words without white space between are one; white space always parts them."""
    import spacy
    from spacy.util import compile_infix_regex

    pipeline = spacy.blank("en")
    infixes = [*(pipeline.Defaults.infixes or []), _GLUE]
    setattr(pipeline.tokenizer, "infix_finditer", compile_infix_regex(infixes).finditer)  # noqa: B010
    return pipeline.tokenizer


def _trimmed(text: str, starts: list[int]) -> Iterator[tuple[int, int]]:
    bounds = [0, *(start for start in starts if start > 0), len(text)]
    for start, end in pairwise(bounds):
        words = text[start:end]
        if stripped := words.strip():
            begin = start + len(words) - len(words.lstrip())
            yield begin, begin + len(stripped)


def mark_sentences(doc: Doc) -> Doc:
    """Set the sentence boundaries of a spaCy document; a boundary inside a token is passed over."""
    import numpy

    if not len(doc):
        return doc
    begins = numpy.isin(doc.to_array(["IDX"]), [0, *sentence_starts(doc.text)])
    begins[0] = True
    # Setting token.is_sent_start one by one takes as long as everything else together.
    boundaries = numpy.where(begins, 1, -1).astype(numpy.uint64).reshape(-1, 1)
    doc.from_array(["SENT_START"], boundaries)  # type: ignore[arg-type]
    return doc


def sentence_starts(text: str) -> Iterator[int]:
    """The offsets at which a sentence begins, without the first, in order."""
    lower = text == text.lower()
    breaks = [match.end() for match in _BREAK.finditer(text) if match.end() < len(text)]
    last, at = 0, 0
    for match in _STOP.finditer(text):
        start = _start_after(text, match, last, lower)
        while at < len(breaks) and breaks[at] <= match.start():
            last = breaks[at]
            at += 1
            yield last
        if start is not None and start > last and not (at < len(breaks) and breaks[at] == start):
            last = start
            yield start
    yield from breaks[at:]


def _start_after(text: str, stop: re.Match[str], last: int, lower: bool) -> int | None:
    """Where the next sentence begins if this punctuation ends one. ``last`` is where the present one began."""
    end = stop.end()
    while end < len(text) and end - stop.end() < 4 and text[end] in _CLOSERS:
        end += 1
    if end == len(text):
        return None
    if not text[end].isspace():
        return _start_glued(text, stop, last)
    begin = end
    while begin < len(text) and text[begin].isspace():
        begin += 1
    if begin == len(text):
        return None
    return begin if _is_end(text, stop, text[stop.end() : end], begin, last, lower) else None


def _start_glued(text: str, stop: re.Match[str], last: int) -> int | None:
    """ "… their invitations.Ukraine has …": a space is missing, between a longer word and a capitalised one."""
    if len(stop.group()) > 1 or not _GLUED.match(text, stop.end(), stop.end() + _CONTEXT):
        return None
    before = _word_before(text, stop.start(), last)
    longer = len(before) > 2 and before[-3:].isalpha() and before[-2:].islower()
    if not longer and not (before.isdigit() or text[stop.start() - 1 : stop.start()] in (")", "]", "”", "’")):
        return None
    words = _words()
    known = before in words.before_name or before in words.never or before in words.either
    return None if known or "." in before else stop.end()


def _is_end(text: str, stop: re.Match[str], closers: str, begin: int, last: int, lower: bool) -> bool:
    marks, following = stop.group(), text[begin]
    quoted = any(mark in "\"'”’»" for mark in closers)
    if following.islower():
        if not lower or quoted or marks.startswith(("..", "…")):
            return False
        return marks != "." or _ends_lower_case(text, stop, last)
    if marks == ".":
        return _full_stop_ends(text, stop.start(), begin, last)
    if marks.startswith(("..", "…")):
        return stop.start() > last  # not the dots with which a bulletin's line begins
    if quoted and following.isupper() and (match := _NAMES_THEN.match(text, begin, begin + _CONTEXT)):
        return match[1] not in _words().saying
    return True


def _ends_lower_case(text: str, stop: re.Match[str], last: int) -> bool:
    """In text without capitals: any full stop after a longer word that is no abbreviation."""
    before = _word_before(text, stop.start(), last)
    words = _words()
    kinds = (words.before_name, words.never, words.before_number, words.either, words.clock, words.calendar)
    known = any(before in kind or before.capitalize() in kind for kind in kinds)
    return not known and "." not in before and (len(before) > 1 or not before.isalpha())


def _full_stop_ends(text: str, stop: int, begin: int, last: int) -> bool:
    words = _words()
    before = _word_before(text, stop, last)
    match = _FIRST_WORD.match(text, begin, begin + _CONTEXT)
    after = match[1] if match else ""
    starts = after in words.starters
    if not before:
        return True
    if before.isdigit() and stop - len(before) == last:
        return False  # "1. Book online": the number of a list's item
    if before in words.before_name or before in words.never:
        return False
    if before in words.before_number:
        return not after[:1].isdigit() and (before.islower() or starts)
    if before in words.calendar:
        return not after[:1].isdigit() and starts
    if before in words.clock:
        zone = after.isupper() and 2 <= len(after) <= 5
        return not zone and not after[:1].isdigit() and after not in words.after_clock
    if before in words.either or _INITIALS.fullmatch(before):
        return starts or (before.islower() and not _INITIALS.fullmatch(before) and after[:1].isupper())
    if len(before) == 1 and before.isalpha() and before.isupper():
        return _letter_ends(text, stop - 1, last, starts)
    return True


def _letter_ends(text: str, start: int, last: int, starts: bool) -> bool:
    """Whether "B." ends a sentence ("in Concourse B.") or is an initial ("George B. Romero")."""
    name = _word_before(text, len(text[:start].rstrip()) if start <= _CONTEXT else _back(text, start), last)
    if name.lower() in _words().lettered:
        return True
    return starts and not name[:1].isupper()


def _back(text: str, end: int) -> int:
    while end > 0 and text[end - 1].isspace():
        end -= 1
    return end


def _word_before(text: str, end: int, last: int) -> str:
    """The word that ends at an offset; in text with spaces around its punctuation, the one before the space."""
    end = max(last, _back(text, end))
    match = _WORD_BEFORE.search(text[max(last, end - _CONTEXT // 2) : end])
    return match.group().lstrip("'’-.") if match else ""
