"""So many of so many, and how many are left: "28 of the 30 have agreed, and only two have not"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from storyver.consistency.calculation import Calculation, work_out
from storyver.consistency.frames import frames
from storyver.consistency.page import Line, Page, excuse, stated
from storyver.consistency.parts import OF_THE_GAP, head, neighbours, noun, total_span, usable, word_set, words
from storyver.consistency.precision import number, span
from storyver.model import CheckRule, Claim, FigureKind
from storyver.wording import stem

_REACH: Final = 60
_NEAR: Final = 0.2
_FEW: Final = 2.0
"""How far part and rest may be from the total, as a part of it or in numbers, and still be meant as all of it."""
_OVER: Final = 0.3
"""How far two parts may be above the total and still be meant as parts of it."""
_NEARBY: Final = 30
_NEXT: Final = 400
"""Characters behind a total within which its rest is looked for."""
_CAPITAL: Final = r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*"
_ONLY_NAMES: Final = re.compile(
    rf"\b[Oo]nly (?:those of |that of )?(?P<names>{_CAPITAL}(?:, {_CAPITAL}){{0,6}}(?:,? and {_CAPITAL})?) "
    r"(?:have|has|had|did|is|are|was|were)\b"
)
_NAME: Final = re.compile(_CAPITAL)


def rests(page: Page) -> Iterator[Calculation]:
    """Each part of a total of which the text also says what is left."""
    for line in page.body():
        for part, total in parts_of_totals(page, line):
            yield from _by_number(page, line, part, total)
            yield from _by_names(page, line, part, total)
        for found in frames(line, "complements"):
            part, total, rest = (found[name][0] for name in ("part", "total", "rest"))
            if _exclude(page, part, total, rest):
                yield from _too_many(page, part, total, rest)


def _exclude(page: Page, part: Claim, total: Claim, rest: Claim) -> bool:
    """Whether no time or place between part and rest makes them two questions, and all three count the same."""
    said = words(page.text[min(stated(part).start, stated(total).start) : stated(rest).end + _NEARBY])
    counts = all(claim in usable(page.line_at(stated(claim).start)) for claim in (part, total, rest))
    return counts and word_set("rest", "apart").isdisjoint(said) and _alike(total, rest) and _alike(total, part)


def _too_many(page: Page, part: Claim, total: Claim, rest: Claim) -> Iterator[Calculation]:
    """Two parts that exclude one another are together no more than the total; they may well be less."""
    pieces, target = [stated(part), stated(rest)], stated(total)
    added = sum(piece.low or 0.0 for piece in pieces)
    holds = total_span(pieces).low <= span(target, noughts=0.0).high
    if not holds and added - (target.low or 0.0) > max(_FEW, _OVER * (target.low or 0.0)):
        return
    told = f"{number(pieces[0].low or 0.0)} + {number(pieces[1].low or 0.0)} = {number(added)}"
    yield work_out(
        page,
        CheckRule.REST,
        (part, total, rest),
        rest,
        holds=holds,
        arithmetic=f"{told}, more than {number(target.low or 0.0)} (counted exactly)",
        summary=f"{pieces[0].text} of {target.text} and {pieces[1].text} come to {number(added)}.",
        excuses="complements",
    )


def parts_of_totals(page: Page, line: Line) -> Iterator[tuple[Claim, Claim]]:
    """The "28 of the 30" of a sentence."""
    counts = [claim for claim in usable(line) if stated(claim).kind is FigureKind.COUNT]
    for part, total in pairwise(counts):
        gap = page.text[stated(part).end : stated(total).start]
        if OF_THE_GAP.fullmatch(gap) and (stated(part).low or 0.0) < (stated(total).low or 0.0):
            yield part, total


def _by_number(page: Page, line: Line, part: Claim, total: Claim) -> Iterator[Calculation]:
    behind = [neighbour for neighbour in neighbours(page, line) if neighbour.number > line.number]
    for place in (line, *behind):
        for rest in usable(place, like=stated(total)):
            if stated(rest).start > stated(total).end and _is_left(page, place, rest) and _alike(total, rest):
                others = {claim.id for claim in (*usable(line), *usable(place))} - {part.id, total.id, rest.id}
                yield from _compared(page, part, total, rest, alone=not others)
                return


def _is_left(page: Page, line: Line, rest: Claim) -> bool:
    figure = stated(rest)
    before = page.text[max(line.start, figure.start - 30) : figure.start].rstrip().casefold()
    if any(re.search(rf"(?:^|\W){re.escape(words_)}$", before) for words_ in word_set("rest", "others")):
        return True
    if not any(re.search(rf"(?:^|\W){word}$", before) for word in word_set("rest", "in_front")):
        return False
    return _denied(page.text[figure.end : min(line.end, figure.end + _REACH)])


def _denied(behind: str) -> bool:
    return any(word in word_set("rest", "negations") or word.endswith("n't") for word in words(behind)[:8])


def _alike(total: Claim, rest: Claim) -> bool:
    whole, left = head(stated(total)), noun(stated(rest))
    return whole is None or left is None or stem(whole) == stem(left)


def _compared(page: Page, part: Claim, total: Claim, rest: Claim, *, alone: bool) -> Iterator[Calculation]:
    """The sum, unless other figures of the same sentences leave open what is left."""
    whole = span(stated(total), noughts=0.0)
    pieces = [stated(part), stated(rest)]
    holds = total_span(pieces).meets(whole)
    added = sum(piece.low or 0.0 for piece in pieces)
    target = stated(total).low or 0.0
    if not holds and not (alone and _meant(added, target)):
        return
    told = f"{number(pieces[0].low or 0.0)} + {number(pieces[1].low or 0.0)} = {number(added)}, not {number(target)}"
    yield work_out(
        page,
        CheckRule.REST,
        (part, total, rest),
        rest,
        holds=holds,
        arithmetic=f"{told} (counted exactly)",
        summary=f"{pieces[0].text} of {stated(total).text} leaves {number(target - (pieces[0].low or 0.0))}, "
        f"not {pieces[1].text}.",
    )


def _meant(added: float, target: float) -> bool:
    """Whether part and rest come near enough to the total to be meant as all of it."""
    return abs(added - target) <= max(_FEW, _NEAR * target)


def _by_names(page: Page, line: Line, part: Claim, total: Claim) -> Iterator[Calculation]:
    """ "Only Turkey and Hungary have yet to": the rest by name."""
    following = page.lines[min(line.number + 1, len(page.lines) - 1)]
    last = min(following.end, stated(total).end + _NEXT)
    match = _ONLY_NAMES.search(page.text, stated(total).end, last)
    if match is None or not _denied(page.text[match.end() : match.end() + _REACH]):
        return
    names = len(_NAME.findall(re.sub(r"\band\b", ",", match["names"])))
    left = (stated(total).low or 0.0) - (stated(part).low or 0.0)
    if not _meant((stated(part).low or 0.0) + names, stated(total).low or 0.0):
        return
    yield Calculation(
        rule=CheckRule.REST,
        exhibits=(page.exhibit(part), page.exhibit(total)),
        holds=left == names,
        arithmetic=f"{number(stated(total).low or 0.0)} - {number(stated(part).low or 0.0)} = {number(left)}, and "
        f"{names} named: {' '.join(match['names'].split())} (counted exactly)",
        summary=f"{stated(part).text} of {stated(total).text} leaves {number(left)}, and {names} named.",
        excuse=None if left == names else excuse(page, match.start(), "rest"),
    )
