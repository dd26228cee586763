"""Words of running English, reduced so that two wordings of one thing can be compared.

Shared by the stages like the model: it knows words, not articles. Every function is linear in the text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from storyver.remembered import LONGEST_WORD, remembered

_WORD = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # a.m., U.S.
    r"|\d+(?:[.,:]\d+)*"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*"
)
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})
_ENDINGS = (
    *("ational", "ations", "ation", "ements", "ement", "ments", "ment", "nesses", "ness", "ities", "ity"),
    *("ances", "ance", "ences", "ence", "ings", "ing", "ions", "ion", "ies", "ied", "ers", "ed", "es", "als", "al"),
    *("ly", "er", "s", "e", "y"),
)
"""In the order in which they are tried; every one leaves a stem of at least ``_SHORTEST`` letters."""
_SHORTEST = 4
_STRONG = frozenset({"ed", "es", "ing", "ings", "ies", "ied", "s", "e", "y"})
"""Inflections, which may leave three letters ("dies", "fled", "cuts")."""


_AMERICAN_Z = re.compile(r"(?<=[a-z]{4})is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)")
"""British "organise" and American "organize" are one word, as are "labour" and "labor"; that other words are changed
too does no harm, for it happens to them on both sides."""
_DOUBLING = frozenset({"ed", "ing", "ings", "er", "ers"})
"""Endings in front of which a last letter is doubled ("stopped")."""


class Word(NamedTuple):
    """A word or number of a text; ``text[start:end]`` of the source is ``text``."""

    start: int
    end: int
    text: str
    folded: str
    """In lower case, with a straight apostrophe and without the full stops of initials."""


@remembered(4_096)
def words(text: str, start: int = 0, end: int | None = None) -> tuple[Word, ...]:
    """The words of ``text[start:end]`` in order, with offsets into ``text``.

    The last few answers are kept: every reader of a sentence asks for the same words, in any text that has it.
    """
    found = _words(text[start:end])
    if not start:
        return found
    return tuple([_new_word(Word, (start + first, start + last, piece, key)) for first, last, piece, key in found])


@remembered(4_096)
def _words(text: str) -> tuple[Word, ...]:
    matches = _WORD.finditer(text)
    return tuple([_new_word(Word, (*match.span(), match[0], _folded(match[0]))) for match in matches])


_new_word: Callable[[type[Word], tuple[int, int, str, str]], Word] = tuple.__new__
"""What a named tuple's own constructor calls. No value is made more often, and that detour is a third of its time."""


@remembered(1 << 15, LONGEST_WORD)
def _folded(piece: str) -> str:
    folded = piece.lower()
    if not folded.isascii():
        folded = folded.translate(_APOSTROPHES)
    return folded.replace(".", "") if folded[-1] == "." else folded


@cache
def table(path: Path) -> Mapping[str, Any]:
    """A TOML table that ships with the package."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def word_set(path: Path, section: str, key: str = "words") -> frozenset[str]:
    """The words ``section.key`` of such a table: a list, or a string of words with spaces between."""
    found = table(path)[section][key]
    return frozenset(found.split() if isinstance(found, str) else found)


@cache
def function_words() -> frozenset[str]:
    """Words without content of their own, folded."""
    groups = table(Path(__file__).with_name("wording.toml"))["function_words"]
    return frozenset(word for group in groups.values() for word in group.split())


@cache
def prepositions() -> frozenset[str]:
    """Those of the function words, folded."""
    return word_set(Path(__file__).with_name("wording.toml"), "function_words", "prepositions")


@cache
def verbs(sort: str) -> frozenset[str]:
    """Forms of verbs, folded: ``auxiliaries``, ``finite`` forms that news uses much, or verbs of ``saying``."""
    return frozenset(table(Path(__file__).with_name("wording.toml"))["verbs"][sort].split())


@cache
def irregular_forms() -> frozenset[str]:
    """The past forms and participles of verbs that no ending explains."""
    rows = table(Path(__file__).with_name("wording.toml"))["irregular"]["verbs"]
    return frozenset(form for row in rows for form in row.split()[1:])


@cache
def _bases() -> Mapping[str, str]:
    irregular = table(Path(__file__).with_name("wording.toml"))["irregular"]
    rows = (row.split() for rows in irregular.values() for row in rows)
    return {form: row[0] for row in rows for form in row}


@cache
def _concepts() -> Mapping[str, str]:
    groups = table(Path(__file__).with_name("wording.toml"))["synonyms"]["groups"]
    concepts: dict[str, str] = {}
    for group in groups:
        members = group.split()
        for member in members:
            concepts.setdefault(stem(member), "~" + members[0])
    return concepts


@remembered(1 << 16, LONGEST_WORD)
def stem(folded: str) -> str:
    """The word without possessive and ending, so that the forms of one word share a stem; a number as it stands."""
    word = folded.removesuffix("'s").removesuffix("s'")
    if not word or word[0].isdigit():
        return word
    word = _bases().get(word, word)
    if len(word) > _SHORTEST:
        word = _AMERICAN_Z.sub("iz", word.replace("our", "or"))
    for ending in _ENDINGS:
        shortest = 3 if ending in _STRONG else _SHORTEST
        if word.endswith(ending) and len(word) - len(ending) >= shortest and not word.endswith("ss"):
            word = word[: -len(ending)]
            break
    else:
        ending = ""
    if word.endswith("ll"):
        word = word[:-1]
    if ending in _DOUBLING and len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiousl":
        word = word[:-1]
    return word[:-1] + "y" if len(word) > 3 and word[-1] == "i" else word


@remembered(1 << 16, LONGEST_WORD)
def concept(folded: str) -> str:
    """The stem, or the name of the group of words of like meaning that it belongs to."""
    base = stem(folded)
    return _concepts().get(base, base)


def is_content(word: Word) -> bool:
    """Whether the word carries content: no function word and no number."""
    return (
        (word.folded not in function_words() or word.text == "May")
        and not word.folded[0].isdigit()
        and len(word.folded) > 1
    )


@remembered(4_096)
def concepts(text: str) -> tuple[str, ...]:
    """The concepts of the words of content of a text, in order. The last answers are kept, as with ``words``."""
    return tuple(concept(word.folded) for word in words(text) if is_content(word))


class Phrases:
    """A list of phrases, found in a run of words by their first word. The longest phrase at a place wins."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """``phrases`` are pairs of a phrase and the class it belongs to."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, sort in phrases:
            parts = tuple(phrase.split())
            self._by_first.setdefault(parts[0], []).append((parts, sort))
        for rows in self._by_first.values():
            rows.sort(key=lambda row: -len(row[0]))

    def places(self, run: Sequence[Word]) -> list[int]:
        """The words of ``run`` with which a phrase may begin."""
        return [index for index, word in enumerate(run) if word.folded in self._by_first]

    def at(self, run: Sequence[Word], index: int) -> tuple[int, str] | None:
        """How many words from ``index`` on are a phrase, and its class; None where there is none."""
        for parts, sort in self._by_first.get(run[index].folded, ()):
            if index + len(parts) <= len(run) and all(run[index + k].folded == p for k, p in enumerate(parts)):
                return len(parts), sort
        return None
