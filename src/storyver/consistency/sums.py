"""Parts and their total: in a list behind it, in front of it, in a vote, in a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from storyver.consistency.calculation import Calculation
from storyver.consistency.frames import frames
from storyver.consistency.page import Line, Page, excuse, stated
from storyver.consistency.parts import (
    NOUGHTS,
    OF_THE_GAP,
    addition,
    families,
    head,
    is_list,
    neighbours,
    noun,
    one_sort,
    phrases,
    total_span,
    usable,
    word_set,
    words,
)
from storyver.consistency.precision import span
from storyver.model import BlockKind, CheckRule, Claim, Figure, FigureKind

_NEAR: Final = 0.3
"""How far a sum may be from its total and still be meant as its sum; beyond it the parts are of something else."""
_FEW: Final = 2.0
"""The same in numbers, for small totals."""
_SHORT: Final = 0.1
"""How far a list behind its total may fall short of it: one that falls further is not the whole list."""
_FROM_TOTAL_TO_LIST: Final = 60
_BRACKET: Final = re.compile(r"\)")
_OPENS: Final = re.compile(r"\s(?:-|–|—|--)\s|:|—|;|\s\(")
_DASH: Final = re.compile(r"\s(?:-|–|—|--)\s|:|—|;")
_OF_THE: Final = re.compile(
    r"(?:^|[.,;:]\s|\band\s)\s*of\s(?:the\s|its\s|all\s|those\s|these\s|a total of\s)*$", re.IGNORECASE
)
_ITEM: Final = re.compile(r"(?:(?!,\s|\band\b|;).)+", re.DOTALL)
_ITEM_ENDS: Final = re.compile(r",\s|\band\b|;")
_REST: Final = re.compile(r"\b(?:the|its|their)\s(?:other|remaining|rest)\b", re.IGNORECASE)
_LABEL: Final = re.compile(r"^[\s*•-]*([^:–—|\t]{1,60}?)\s*(?:[:–—|\t]|\s-\s)")

Sum = tuple[Claim, tuple[Claim, ...]]
"""A total and its parts."""


def sums(page: Page) -> Iterator[Calculation]:
    """Each total whose parts the text lists, as a calculation."""
    seen: set[tuple[str, ...]] = set()
    for line in page.body():
        behind = [
            (total, parts, _SHORT if families(page, line, parts) else 0.0) for total, parts in _behind(page, line)
        ]
        behind += [(total, parts, 0.0) for total, parts in _places(page, line)]
        others = (*_in_front(page, line), *_of_the(page, line), *_votes(page, line))
        for total, parts, short in (*behind, *((total, parts, _NEAR) for total, parts in others)):
            key = (total.id, *(part.id for part in parts))
            if key not in seen:
                seen.add(key)
                yield from _added(page, total, parts, short)
    yield from _tables(page)


def _added(page: Page, total: Claim, parts: Sequence[Claim], short: float) -> Iterator[Calculation]:
    """The addition, where it may be one: the parts come near the total, and are not merely so many as it says.

    ``short`` is the part of the total by which they may fall short of it and still be meant to be all there are.
    """
    whole, pieces = stated(total), [stated(part) for part in parts]
    target, added = whole.low or 0.0, sum(piece.low or 0.0 for piece in pieces)
    votes = "votes" in families(page, page.line_at(pieces[0].start), parts)  # which are counted out
    noughts = 0.0 if votes and whole.kind is FigureKind.COUNT else NOUGHTS
    holds = total_span(pieces, noughts).meets(span(whole, noughts=noughts))
    meant = len(pieces) != target and max(piece.low or 0.0 for piece in pieces) < target
    if not holds and not (meant and -short * target <= added - target <= max(_FEW, _NEAR * target)):
        return
    last = page.line_at(pieces[-1].end)
    left = phrases("others", "phrases").search(page.text, pieces[-1].end, last.end)
    if not holds and left and added < target:
        return
    exhibits = sorted((total, *parts), key=lambda claim: stated(claim).start)
    yield Calculation(
        rule=CheckRule.SUM,
        exhibits=tuple(page.exhibit(claim) for claim in exhibits),
        holds=holds,
        arithmetic="" if holds else addition(pieces, whole, noughts),
        summary=f"The parts come to {added:,.10g}, the total is given as {whole.text}.",
        excuse=None if holds else excuse(page, whole.start, "sum"),
    )


def _behind(page: Page, line: Line) -> Iterator[Sum]:
    """ "Nine people - five men, three women and a child": a list behind its total, up to the next dash."""
    for total in usable(line):
        whole = stated(total)
        rest = page.text[whole.end : line.end]
        opener = _opener(rest[:_FROM_TOTAL_TO_LIST])
        if opener is None:
            continue
        first = whole.end + opener[1]
        bracket = rest[: opener[1]].endswith("(")
        close = (_BRACKET if bracket else _DASH).search(page.text, first, line.end)
        last = close.start() if close else line.end
        between = [claim for claim in line.claims if whole.end <= stated(claim).start < whole.end + opener[0]]
        if between and OF_THE_GAP.fullmatch(page.text[whole.end : stated(between[0]).start]):
            between = between[1:]  # "51 of the 65 seats are declared: ..." lists the 51
        if _is_of_another(page, line, whole):
            continue
        parts = tuple(claim for claim in usable(line, like=whole) if first <= stated(claim).start < last)
        others = [claim for claim in line.claims if first <= stated(claim).start < last and claim not in parts]
        figures = [stated(part) for part in parts]
        kinds = families(page, line, parts) if len(parts) > 1 else {}
        if between or others or len(parts) < 2 or not (kinds or words(page.text[whole.end : figures[0].start])):
            continue
        if not kinds and (bracket or not one_sort(whole, figures) or not _are_apart(page, line, figures)):
            continue
        if not word_set("incomplete", "words").isdisjoint(words(page.text[whole.end : last])):
            continue
        if is_list(page.text[first:last]) and not _untold(page.text[first:last], [f.start - first for f in figures]):
            yield total, parts


def _are_apart(page: Page, line: Line, parts: Sequence[Figure]) -> bool:
    """Whether the parts are told as parts: by places, by names in front, by nouns; "15 speak Polish" is none."""
    for part, behind in zip(parts, [*(part.start for part in parts[1:]), line.end], strict=True):
        tail = words(_ITEM_ENDS.split(page.text[part.end : behind])[0])
        counted = (part.counted or "").split()
        told = not tail or tail[0] in word_set("apart_by", "words")
        if not told and (not counted or (noun(part) is None and len(counted) > 1)):
            return False
    return True


def _is_of_another(page: Page, line: Line, whole: Figure) -> bool:
    """Whether it is the 65 of "51 of the 65 seats"."""
    before = (stated(claim).end for claim in line.claims if stated(claim).end < whole.start)
    return any(OF_THE_GAP.fullmatch(page.text[end : whole.start]) for end in before)


def _places(page: Page, line: Line) -> Iterator[Sum]:
    """ "Five people were killed, three of them in Leeds and two in York", "60 buses, of which 35 are electric …"."""
    for rule in ("places", "kinds"):
        for found in frames(line, rule):
            total, parts = found["total"][0], found["parts"]
            like, pieces = usable(line, like=stated(total)), [stated(part) for part in parts]
            if total not in like or not set(parts) <= set(like) or not head(stated(total)):
                continue
            elsewhere = "in" in words(page.text[stated(total).end : pieces[0].start])
            if families(page, line, parts) if rule == "kinds" else one_sort(stated(total), pieces) and not elsewhere:
                yield total, parts


def _untold(text: str, starts: Sequence[int]) -> bool:
    """Whether an item of a list has no figure: "five men, three women and a child"."""
    items = [match.span() for match in _ITEM.finditer(text) if match[0].strip()]
    last = max((place for place, (start, end) in enumerate(items) if start <= starts[-1] < end), default=len(items))
    goes_on = last + 1 < len(items) and "and" in text[items[last][1] : items[last + 1][0]]
    listed = items if goes_on else items[: last + 1]
    return any(not any(start <= figure < end for figure in starts) for start, end in listed)


def _opener(rest: str) -> tuple[int, int] | None:
    found = min(
        (match for match in (_OPENS.search(rest), phrases("openers", "phrases").search(rest)) if match),
        key=lambda match: match.start(),
        default=None,
    )
    return found.span() if found else None


def _in_front(page: Page, line: Line) -> Iterator[Sum]:
    """ "12 from Leeds and 14 from York, 26 in all": a total behind its parts."""
    for total in usable(line):
        whole = stated(total)
        before, behind = page.text[line.start : whole.start], page.text[whole.end : line.end]
        announced = _ends_with(before, "in_front")
        told = phrases("totals", "behind").search(behind[:30])
        if told and words(behind[told.end() : told.end() + 6])[:1] in (["of"], ["the"], ["our"]):
            told = None  # "40 in all of England"
        beside = set(words(behind[: told.start()])) <= set(words(whole.counted or "")) if told else False
        if not announced and not beside:
            continue
        start = line.start + max((match.end() for match in re.finditer(r"[;:]", before)), default=0)
        parts = tuple(claim for claim in usable(line, like=whole) if start <= stated(claim).start < whole.start)
        others = [claim for claim in line.claims if start <= stated(claim).start < whole.start and claim not in parts]
        figures = [stated(part) for part in parts]
        if len(parts) < 2 or others or not one_sort(whole, figures):
            continue
        if is_list(page.text[figures[0].start : whole.start]):
            yield total, parts


def _ends_with(text: str, where: str) -> bool:
    tail = text[-30:].rstrip()
    return any(match.end() == len(tail) for match in phrases("totals", where).finditer(tail))


def _of_the(page: Page, line: Line) -> Iterator[Sum]:
    """ "Of the 40 on board, 25 were men and 17 women", "of the 12, 3 sank, 4 burned and the other 6 got away"."""
    for total in usable(line):
        whole = stated(total)
        if not _OF_THE.search(page.text[max(line.start, whole.start - 30) : whole.start]):
            continue
        parts = tuple(claim for claim in usable(line, like=whole) if stated(claim).start > whole.end)
        if len(parts) < 2 or not one_sort(whole, [stated(part) for part in parts]):
            continue
        kinds = families(page, line, parts)
        last = stated(parts[-1])
        rest = _REST.search(page.text, stated(parts[-2]).end, last.start)
        complete = rest is not None or len(kinds.get("votes", ())) > 2
        more = sum(stated(part).low or 0.0 for part in parts) > (whole.low or 0.0)
        if complete or (kinds and more):
            yield total, parts


def _votes(page: Page, line: Line) -> Iterator[Sum]:
    """Votes for, against and withheld, and in the same sentence or beside it how many voted."""
    counts = usable(line)
    for first in range(len(counts) - 2):
        parts = tuple(counts[first : first + 3])
        if len(families(page, line, parts).get("votes", ())) < 3:
            continue
        candidates = [claim for claim in counts if claim not in parts]
        for other in neighbours(page, line):
            candidates += usable(other)
        for total in candidates:
            if _is_turnout(page, stated(total)):
                yield total, parts


def _is_turnout(page: Page, figure: Figure) -> bool:
    """Whether a count is of those who can vote; "the 227-member house" may have empty seats."""
    return head(figure) in word_set("voting", "voters") and not page.text.startswith("-", figure.end)


def _tables(page: Page) -> Iterator[Calculation]:
    """List items of one figure each, of which the last is labelled as their total."""
    for is_item, run in groupby(page.lines, key=lambda line: line.block.kind is BlockKind.LIST_ITEM):
        rows = [(line, usable(line)) for line in run] if is_item else []
        parts: list[Claim] = []
        for line, claims in rows:
            label = _LABEL.match(page.text[line.start : line.end])
            if len(claims) != 1 or len(line.claims) != 1 or label is None:
                parts = []
                continue
            if label[1].casefold() in word_set("totals", "labels"):
                if len(parts) > 1 and len({(stated(p).kind, stated(p).unit) for p in (*parts, claims[0])}) == 1:
                    yield from _added(page, claims[0], parts, _NEAR)
                parts = []
            else:
                parts.append(claims[0])
