"""Figures that may be parts of a whole, and the words between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from storyver.consistency.page import Line, Page, data, stated
from storyver.consistency.precision import Span, between, number, span
from storyver.model import Claim, Figure, FigureKind
from storyver.wording import stem

NOUGHTS: Final = 0.02
"""How much of a round number of a hundred and more may be rounding where it is added up."""
OF_THE_GAP: Final = re.compile(r"\s(?:\w+\s){0,2}(?:out\s)?of\s(?:(?:the|its|their|all|those|these)\s){0,2}(?:\w+\s)?")
"""What stands between the two numbers of "28 of the 30 members"."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@cache
def word_set(*keys: str) -> frozenset[str]:
    """The words of an entry of ``data/lists.toml``."""
    entry = data("lists")
    for key in keys:
        entry = entry[key]
    return frozenset(entry.split() if isinstance(entry, str) else entry)


@cache
def phrases(*keys: str) -> re.Pattern[str]:
    """A pattern for the phrases of an entry of ``data/lists.toml``."""
    rows = sorted(word_set(*keys), key=lambda row: (-len(row), row))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, rows))})(?!\w)", re.IGNORECASE)


def words(text: str) -> list[str]:
    """The words of a stretch of text, folded."""
    return [match[0].casefold().replace("’", "'") for match in _WORD.finditer(text)]


def usable(line: Line, *, like: Figure | None = None) -> list[Claim]:
    """The counts and amounts of a sentence that can be added up: of the kind, unit and base of ``like``."""
    from_figures = {stated(claim).changed_from for claim in line.claims}
    return [claim for claim in line.claims if _is_usable(stated(claim), from_figures, like)]


def _is_usable(figure: Figure, from_figures: set[int | None], like: Figure | None) -> bool:
    if figure.kind not in {FigureKind.COUNT, FigureKind.MONEY} or figure.low is None or figure.low != figure.high:
        return False
    if figure.conversion_of is not None or figure.trend is not None or figure.changed_from is not None:
        return False
    if figure.start in from_figures or figure.low < 0 or figure.per:
        return False
    return like is None or (figure.kind, figure.unit) == (like.kind, like.unit)


def is_list(text: str) -> bool:
    """Whether nothing in the words around parts says that they are no plain list of parts."""
    return word_set("no_list", "words").isdisjoint(words(text)) and not phrases("no_list", "phrases").search(text)


def one_sort(total: Figure, parts: Sequence[Figure]) -> bool:
    """Whether the parts can be parts of the total by what they count: the same, persons of persons, or nothing said."""
    whole = head(total)
    persons = word_set("persons", "words")
    return all(
        (part := noun(figure)) is None or whole is None or stem(part) == stem(whole) or {part, whole} <= persons
        for figure in parts
    )


def noun(figure: Figure) -> str | None:
    """The noun that is counted; an adjective alone says nothing of it: "120 domestic", "10 open"."""
    counted = head(figure)
    plain = counted is None or figure.low == 1 or counted.endswith("s") or counted in word_set("plurals", "words")
    return counted if plain else None


def head(figure: Figure) -> str | None:
    """The noun that is counted."""
    counted = words(re.split(r"\b(?:of|in|who|from|with|on|at|for|and)\b", figure.counted or "")[0])
    return counted[-1] if counted else None


def families(page: Page, line: Line, parts: Sequence[Claim]) -> Mapping[str, tuple[str, ...]]:
    """For each family of kinds that exclude one another, the kind of each part, where all have one and all another."""
    ends = [stated(claim).start for claim in parts[1:]] + [line.end]
    told = [words(page.text[stated(claim).end : end]) for claim, end in zip(parts, ends, strict=True)]
    found = {}
    for family, kinds in data("lists")["families"].items():
        by_word = {word: kind for kind, row in kinds.items() for word in row.split()}
        named = [next((by_word[word] for word in run if word in by_word), None) for run in told]
        if None not in named and len(set(named)) == len(named):
            found[family] = tuple(kind for kind in named if kind)
    return found


def total_span(figures: Sequence[Figure], noughts: float = NOUGHTS) -> Span:
    """What the figures may come to."""
    spans = [span(figure, noughts=noughts) for figure in figures]
    result = spans[0]
    for one in spans[1:]:
        result = result.plus(one)
    return result


def addition(parts: Sequence[Figure], total: Figure, noughts: float = NOUGHTS) -> str:
    """The sum as it is told, with the tolerance: "171 + 17 + 38 = 226, not 227"."""
    added = sum(part.low or 0.0 for part in parts)
    left = " + ".join(number(part.low or 0.0) for part in parts)
    unit = f" {total.unit}" if total.unit else ""
    may, might = total_span(parts, noughts), span(total, noughts=noughts)
    exact = may.low == may.high and might.low == might.high
    room = "counted exactly" if exact else f"rounding allows {between(may)} against {between(might)}"
    return f"{left} = {number(added)}{unit}, not {number(total.low or 0.0)}{unit} ({room})"


def neighbours(page: Page, line: Line) -> Iterator[Line]:
    """The sentence before and the one behind, in the same paragraph."""
    for number_ in (line.number - 1, line.number + 1):
        if 0 <= number_ < len(page.lines) and page.lines[number_].block is line.block:
            yield page.lines[number_]
