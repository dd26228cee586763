"""The words of a link as the ``factual`` score sees them: what they are compared by, and what sort they are of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from storyver import wording
from storyver.model import Sentence
from storyver.remembered import LONGEST_WORD, remembered

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|\d+(?:[.,:]\d+)*[^\W\d_]*|[^\W\d_]+(?:['’][^\W\d_]+)*|\S")
_GROUPED = re.compile(r"[,:](?=\d)")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|s)$")
_APOSTROPHE = str.maketrans("’", "'")
_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
_DIGITS = re.compile(r"(\d[\d,:]*(?:\.\d+)*)(?:st|nd|rd|th|s)?([^\W\d_]*)")
_SIGNS = frozenset("-−–")


@cache
def table() -> Mapping[str, Any]:
    """``data/factual.toml``: the word lists and the fitted weights."""
    return wording.table(Path(__file__).parent / "data" / "factual.toml")


@cache
def words(name: str) -> frozenset[str]:
    """One of the closed word lists."""
    return frozenset(word for line in table()["words"][name] for word in line.split())


@cache
def number_words() -> dict[str, int]:
    """What each number word says: ``twelve``, ``twelfth``, ``million``."""
    return dict(table()["number_words"])


@cache
def _endings() -> tuple[tuple[str, ...], tuple[str, ...]]:
    endings = table()["endings"]
    return tuple(endings["inflection"]), tuple(endings["derived"])


def _key(folded: str) -> str:
    """What a word is compared by: a number's digits, or the word without its ending."""
    if folded[0].isdigit():
        return _ORDINAL.sub("", _GROUPED.sub("", folded)).lstrip("0") or "0"
    if folded in number_words():
        return str(number_words()[folded])
    for ending in _endings()[0]:
        if folded.endswith(ending) and (len(folded) - len(ending) >= 3 or ending == "'s"):
            folded = folded[: -len(ending)]
            break
    return folded[:-1] if len(folded) > 4 and folded[-1] == folded[-2] else folded


class Word(NamedTuple):
    """A token of one side of a link."""

    start: int
    end: int
    text: str
    folded: str
    content: bool
    """A word or number that is no function word."""
    key: str
    """What it is compared by."""
    figure: bool
    """Whether it is a number, in digits or as a word."""
    name: bool
    """Whether it is written as a name: a capital first, or second as in ``iPhone``."""
    specific: bool
    """Whether it is neither a general word nor one derived from another by its ending."""


def read_words(text: str, sentences: Iterable[Sentence]) -> list[Word]:
    """The tokens of some sentences of a text, with offsets into the text."""
    return [
        word._replace(start=sentence.start + word.start, end=sentence.start + word.end)
        for sentence in sentences
        for word in _read(text[sentence.start : sentence.end])
    ]


@remembered(256)
def _read(sentence: str) -> tuple[Word, ...]:
    """The tokens of a sentence. The last answers are kept: dropped words are counted before passages are compared."""
    found = _TOKEN.finditer(sentence)
    return tuple([Word(match.start(), match.end(), match[0], *_look(match[0])) for match in found])


@remembered(1 << 14, LONGEST_WORD)
def _look(token: str) -> tuple[str, bool, str, bool, bool, bool]:
    """All of a word but its place, in the order of its fields."""
    shouted = len(token) > 1 and token.isupper()
    folded = (token.replace(".", "") if shouted else token).casefold().translate(_APOSTROPHE)
    short = folded.endswith("n't") or folded.partition("'")[0] in words("function")
    return (
        folded,
        token[0].isalnum() and (shouted or not short),
        _key(folded),
        folded[0].isdigit() or folded in number_words(),
        token[:1].isupper() or token[1:2].isupper(),
        folded not in words("general") and not folded.endswith(_endings()[1]),
    )


def figures(side: Sequence[Word], start: int, length: int) -> list[float]:
    """The values in a run: ``thirty-one`` and ``31``, ``5m`` and ``5 million`` are one value each."""
    values: list[float] = []
    last = -3
    for at in range(start, start + length):
        value, scale = _value(side[at].folded)
        if value is None:
            continue
        near = at - last <= 1 + (at > 0 and side[at - 1].text == "-")
        if near and values and value >= 100 and not side[at].folded[0].isdigit():
            values[-1] *= value
        elif near and values and value < 10 <= values[-1] and values[-1] % 10 == 0:
            values[-1] += value
        else:
            values.append(-value * scale if _negative(side, at) else value * scale)
        last = at
    return values


@remembered(1 << 14, LONGEST_WORD)
def _value(folded: str) -> tuple[float | None, int]:
    if folded in number_words():
        return float(number_words()[folded]), 1
    match = _DIGITS.fullmatch(folded)
    if match is None:
        return None, 1
    digits = match.group(1).replace(",", "").replace(":", "")
    if digits.count(".") > 1:
        digits = digits.replace(".", "")
    return float(digits), _SCALES.get(match.group(2), 1)


def _negative(side: Sequence[Word], at: int) -> bool:
    """Whether a sign stands before the number, rather than the dash of a range or of a compound."""
    if at == 0 or side[at - 1].text not in _SIGNS or side[at - 1].end != side[at].start:
        return False
    return at == 1 or side[at - 2].end < side[at - 1].start
