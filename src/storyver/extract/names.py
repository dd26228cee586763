"""Names of people, places and organisations, the offices that people hold, and what counts as one name.

Found by capitals, title words and tables; without a trained model.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from storyver.extract.tables import table, word_set
from storyver.remembered import LONGEST_WORD, remembered
from storyver.wording import function_words

_NAME = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # U.S.
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*(?:[-–](?:[^\W_]|['’](?=\w))+)*"  # Covid-19, Anne-Marie, O'Neill
    r"|\d+(?:[.,:]\d+)*[^\W_]*"
)
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_LETTER = re.compile(r"[^\W_]")
_OPENS = re.compile(r"[.?!:“\"]\s*[“\"'‘]?$")
"""The end of what stands in front of a word that opens a sentence or a quotation."""
_OF_A_NUMBER = re.compile(r"\sof\s(?:(?:the|its|their|all)\s)?\d")
_OF_LONGEST = 12
"""Characters that are looked at for it."""
_TALLIED = re.compile(r"[,;.](?:\s|\Z)|\s(?:and|in)\s|\Z")
_TALLIES = re.compile(r"(?:[,;]\s|\band\s|\bto\s)(?:the\s)?\Z")
_TALLY = 24
"""Words in front among which the first number is looked for."""
_DIGIT = re.compile(r"\d")
_DATED = re.compile(r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.? \d{1,2}")
_IDENTIFIER = re.compile(r"(?<![\w.,$£€])[A-Z]{1,3}-?\d{1,5}[A-Z]?\b(?!\.\d)")
_IDENTIFIER_LIST = re.compile(
    r"(?<![\w.,$£€])[A-Z]{0,2}\d{1,4}[A-Z]?(?:(?:,| and| or|, and)\s[A-Z]{0,2}\d{1,4}[A-Z]?\b)+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name at its place; offsets are into the text given."""

    start: int
    end: int
    text: str
    canonical: str
    sort: str
    """``name``, ``place`` (a country), ``demonym`` or ``identifier`` (a route, a gate)."""


@cache
def _aliases() -> Mapping[str, str]:
    return {name.lower(): group[0] for group in table("names")["aliases"]["groups"] for name in group}


@cache
def _demonyms() -> Mapping[str, str]:
    names = table("names")
    pairs = [pair.split() for pair in names["demonyms"]["pairs"]]
    pairs += [[f"{adjective}s", place] for adjective, place in pairs if adjective.endswith(("n", "k", "i"))]
    pairs += [pair.split() for pair in names["peoples"]["pairs"]]
    return {adjective.lower(): place.replace("_", " ") for adjective, place in pairs}


@cache
def _numbers() -> frozenset[str]:
    return frozenset(table("numerals")["ones"]) | frozenset(table("numerals")["tens"])


@cache
def _territories() -> frozenset[str]:
    """The countries and regions of the Unicode locale data, in English."""
    from babel import Locale

    return frozenset(name.lower() for code, name in Locale("en").territories.items() if not code.isdigit())


@cache
def _aliased_places() -> frozenset[str]:
    """The canonical names of the places that have several names."""
    groups = table("names")["aliases"]["groups"]
    return frozenset(group[0].lower() for group in groups if any(name.lower() in _territories() for name in group))


@remembered(4_096, LONGEST_WORD)
def canonical(name: str) -> str:
    """The one name for all names of a thing: US for "the United States", Joe Biden for "US President Joe R. Biden".

    Titles, initials, articles and possessives are dropped. "The alliance" and "the company" stay as they are: what they
    stand for is known only where the text says so.
    """
    bare = _POSSESSIVE.sub("", name.strip(" ,"))
    parts = bare.split()
    while len(parts) > 1 and parts[0].lower() in ("the", "a", "an"):
        parts = parts[1:]
    alias = _aliases().get(" ".join(parts).lower())
    if alias:
        return alias
    while len(parts) > 1 and parts[0].strip(".").lower() in word_set("names", "titles"):
        parts = parts[1:]
    parts = [part for k, part in enumerate(parts) if not (0 < k < len(parts) - 1 and len(part.strip(".")) == 1)]
    plain = " ".join(parts)
    return _aliases().get(plain.lower(), _demonyms().get(plain.lower(), plain))


@remembered(4_096, LONGEST_WORD)
def sort_of(name: str) -> str:
    """``demonym``, ``place`` or ``name``."""
    folded = name.lower()
    if folded in _demonyms() or all(part in _demonyms() for part in re.split("[-–]", folded)):
        return "demonym"
    value = canonical(name).lower()
    return "place" if folded in _territories() or value in _territories() or value in _aliased_places() else "name"


def capitalised_words(text: str) -> frozenset[str]:
    """The words that stand with a capital inside a sentence somewhere in ``text``, folded: at the head of a sentence
    such a word is a name too."""
    found = set()
    for match in re.finditer(r"(?<=[a-z0-9,;’']\s)[A-Z][^\W\d_]+", text):
        found.add(match[0].lower())
    return frozenset(found)


def find_names(text: str, start: int = 0, end: int | None = None, *, known: Collection[str] = ()) -> tuple[Name, ...]:
    """The names of the sentence ``text[start:end]`` in order.

    A capital at the head of a sentence says nothing: the first word is a name where it goes on in capitals, is a
    country or nationality, or is in ``known`` (folded words seen with a capital elsewhere).
    """
    limit = len(text) if end is None else end
    parts = list(_NAME.finditer(text, start, limit))
    names = list(_identifiers(text, start, limit))
    taken = [(name.start, name.end) for name in names]
    index = 0
    while index < len(parts):
        last = _run_end(text, parts, index) if parts[index][0][0].isupper() else None
        if last is None:
            index += 1
            continue
        head, final = parts[index].start(), parts[last].end()
        if _DATED.fullmatch(text, head, final):
            index = last + 1
            continue
        while index < last and parts[index][0].lower() in _numbers():
            index += 1  # "Nine United Nations troops"
            head = parts[index].start()
        heads = not _LETTER.search(text, start, head) or bool(_OPENS.search(text[max(start, head - 4) : head]))
        if heads and not _names_at_head(parts[index : last + 1], known):
            index += 1
            continue
        if not any(s < final and head < e for s, e in taken):
            names.append(name_at(text, head, final))
        index = last + 1
    return tuple(sorted(names, key=lambda name: name.start))


def name_at(text: str, start: int, end: int) -> Name:
    """The name ``text[start:end]`` without a possessive ending."""
    possessive = _POSSESSIVE.search(text, start, end)
    end = possessive.start() if possessive else end
    piece = text[start:end]
    sort = sort_of(piece)
    value = canonical(piece)
    if sort == "demonym" and value == piece:
        value = "+".join(sorted(_demonyms()[part.lower()] for part in re.split("[-–]", piece)))
    return Name(start=start, end=end, text=piece, canonical=value, sort=sort)


def _identifiers(text: str, start: int, end: int) -> list[Name]:
    found: list[tuple[int, int]] = []
    if not _DIGIT.search(text, start, end):
        return []
    for match in _IDENTIFIER_LIST.finditer(text, start, end):
        items = list(re.finditer(r"[A-Z]{0,2}\d+[A-Z]?", match[0]))
        if any(not item[0].isdigit() for item in items):
            found += [(match.start() + item.start(), match.start() + item.end()) for item in items]
    spans = set(found) | {m.span() for m in _IDENTIFIER.finditer(text, start, end)}
    return [Name(start=s, end=e, text=text[s:e], canonical=text[s:e], sort="identifier") for s, e in sorted(spans)]


def _capital(piece: str) -> bool:
    return piece[0].isupper() and piece.lower() not in word_set("names", "not_names")


def _run_end(text: str, parts: list[re.Match[str]], index: int) -> int | None:
    """The last part of the run of capitalised words that begins at ``index``; None where none does."""
    first = parts[index][0]
    if not _capital(first) or first.lower() in ("i", "the", "a", "an") or (len(first) == 1 and not first.isupper()):
        return None
    last = index
    while last + 1 < len(parts):
        if _POSSESSIVE.search(parts[last][0]) or not _joins(text, parts, last, last + 1):
            break
        following = parts[last + 1][0]
        if _capital(following) or (
            following[0].isdigit()
            and len(following) <= 3
            and not _counts(text, parts, last + 1)
            and not _in_tally(text, parts, index, last + 1)
        ):
            last += 1
        elif (
            following.lower() in word_set("names", "connectors", "inner")
            and last + 2 < len(parts)
            and _capital(parts[last + 2][0])
        ):
            if not _joins(text, parts, last + 1, last + 2):
                break
            last += 2
        else:
            break
    return last


def _joins(text: str, parts: list[re.Match[str]], left: int, right: int) -> bool:
    return text[parts[left].end() : parts[right].start()] in (" ", "\u00a0", ". ", " & ")


def _counts(text: str, parts: list[re.Match[str]], index: int) -> bool:
    """Whether the number counts what follows ("Britain 90 tanks") and is no part of a name ("Article 5")."""
    if not parts[index][0].isdigit():
        return True
    if re.match(r"[%.,:]\d|%", text[parts[index].end() : parts[index].end() + 2]):
        return True
    following = parts[index + 1][0] if index + 1 < len(parts) and _joins(text, parts, index, index + 1) else "A"
    return following[0].islower() and following not in function_words()


def _in_tally(text: str, parts: list[re.Match[str]], first: int, number: int) -> bool:
    """Whether it is one of several numbers of which the first alone says what it counts: "won 15, the Nationals 11"; or
    a part of another: "gave Labour 16 of the 31"."""
    behind = text[parts[number].end() : parts[number].end() + _OF_LONGEST]
    if _OF_A_NUMBER.match(behind):
        return True
    before = text[parts[first - 2].end() : parts[first].start()] if first > 1 else ""
    if not (_TALLIED.match(behind) and _TALLIES.search(before)):
        return False
    earlier = range(max(1, first - _TALLY), first)
    return any(parts[at][0][0].isdigit() and parts[at - 1][0].islower() for at in earlier)


def _names_at_head(run: list[re.Match[str]], known: Collection[str]) -> bool:
    first = _POSSESSIVE.sub("", run[0][0])
    folded = first.lower()
    if folded in function_words():
        return False
    capitals = sum(_capital(part[0]) for part in run)
    return (
        capitals > 1
        or folded in known
        or sort_of(first) != "name"
        or folded in _aliases()
        or (len(first) > 1 and first.isupper())
        or folded in word_set("names", "titles")
    )
