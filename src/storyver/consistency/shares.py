"""Percentages: of one whole, and of a part and its whole that the text gives too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from storyver.consistency.calculation import Calculation, work_out
from storyver.consistency.frames import frames
from storyver.consistency.page import Line, Page, excuse, stated
from storyver.consistency.parts import NOUGHTS, families, is_list, phrases, word_set, words
from storyver.consistency.precision import Span, between, number, slack, span
from storyver.consistency.restated import HUNDRED, percent, share_span
from storyver.model import BlockKind, CheckRule, Claim, Figure, FigureKind, Qualifier

_ABOUT: Final = 0.1
"""How far a percentage that is "about" so much may be from it."""
_MOST: Final = 130.0
"""What comes to more than this is no list of the parts of one whole with a slip in it, but of parts of parts."""
_OF_WHOLE: Final = re.compile(r"\s+of\s+(?:the\s|all\s|its\s|registered\s|eligible\s|valid\s|postal\s){0,3}([\w’'-]+)")
_ANSWER: Final = re.compile(r"^[\s*•-]*([^:–—|]{1,40}?)\s*(?:[:–—|]|\s-\s)")


def shares(page: Page) -> Iterator[Calculation]:
    """ "28 of the 30 (93%)": each percentage or fraction that the text gives of a part and its whole."""
    for line in page.body():
        for found in frames(line, "share"):
            part, total, share = (found[name][0] for name in ("part", "total", "share"))
            if _are_of_one(stated(part), stated(total)) and _is_of_them(stated(share)):
                yield _share(page, part, total, share)


def _are_of_one(part: Figure, total: Figure) -> bool:
    """Whether one is a part of the other by its size and unit."""
    summed = part.kind in {FigureKind.COUNT, FigureKind.MONEY} and (part.kind, part.unit) == (total.kind, total.unit)
    exact = part.low == part.high and total.low == total.high and part.low is not None and total.low is not None
    return summed and exact and part.trend is total.trend is None and 0 < (part.low or 0.0) < (total.low or 0.0)


def _is_of_them(share: Figure) -> bool:
    plain = share.trend is None and share.low is not None and share.unit in {"%", None}
    return share.kind in {FigureKind.PERCENT, FigureKind.FRACTION} and plain


def _share(page: Page, part: Claim, total: Claim, share: Claim) -> Calculation:
    one, whole, told = stated(part), stated(total), stated(share)
    value = percent(told)
    right = HUNDRED * (one.low or 0.0) / (whole.low or 1.0)
    noughts = 0.0 if one.kind is FigureKind.COUNT else NOUGHTS
    may = span(one, noughts=noughts).over(span(whole, noughts=noughts))
    allowed = share_span(told)
    holds = Span(low=may.low * HUNDRED, high=may.high * HUNDRED).meets(allowed)
    return work_out(
        page,
        CheckRule.SHARE,
        (part, total, share),
        share,
        holds=holds,
        arithmetic=f"{number(one.low or 0.0)} ÷ {number(whole.low or 0.0)} = {number(right)}%, not "
        f"{number(value)}% (rounding allows {between(allowed)})",
        summary=f"{one.text} of {whole.text} is {number(right)}%, not {told.text}.",
    )


def _room(figure: Figure) -> float:
    if figure.qualifier is not Qualifier.EXACT:
        return _ABOUT * percent(figure)
    return 2 * (slack(figure, figure.low or 0.0, noughts=0.0) or 0.5)


def wholes(page: Page) -> Iterator[Calculation]:
    """The percentages of each sentence or list that divide one whole, and those of people that are above 100."""
    for line in page.body():
        percents = [claim for claim in line.claims if _is_share(stated(claim))]
        divided = len(percents) > 1 and _divides(page, line, percents) and _is_one_whole(page, line, percents)
        if divided:
            yield _whole(page, percents)
        for found in frames(line, "whole"):
            if not divided and _is_one_whole(page, line, found["all"]):
                yield _whole(page, found["all"])
        for claim in percents:
            if (stated(claim).low or 0.0) > HUNDRED and _of_people(page, stated(claim)):
                yield _above(page, claim)
    for is_item, run in groupby(page.lines, key=lambda line: line.block.kind is BlockKind.LIST_ITEM):
        answers = _answers(page, list(run)) if is_item else ()
        if len(answers) > 1:
            yield _whole(page, answers)


def _is_one_whole(page: Page, line: Line, percents: Sequence[Claim]) -> bool:
    """Whether a list of percentages is one of parts that exclude one another, and nothing says that it is not."""
    text = page.text[line.start : line.end]
    if not all(_is_share(stated(claim)) for claim in percents) or phrases("several_wholes", "phrases").search(text):
        return False
    return sum(stated(claim).low or 0.0 for claim in percents) <= _MOST


def _is_share(figure: Figure) -> bool:
    plain = figure.kind is FigureKind.PERCENT and figure.unit == "%" and figure.low == figure.high
    return plain and figure.trend is None and figure.changed_from is None and figure.low is not None


def _divides(page: Page, line: Line, percents: Sequence[Claim]) -> bool:
    """Whether the percentages exclude one another: answers to one question, or a list of the parts of a vote."""
    first, last = stated(percents[0]), stated(percents[-1])
    text = page.text[first.start : line.end]
    inside = words(page.text[first.start : last.end])
    if any(stated(claim).changed_from in {stated(p).start for p in percents} for claim in line.claims):
        return False
    between = [c for c in line.claims if first.start < stated(c).start < last.end and c not in percents]
    if any(stated(claim).kind in {FigureKind.COUNT, FigureKind.MONEY, FigureKind.DATE} for claim in between):
        return False
    of = [_OF_WHOLE.match(page.text, stated(claim).end) for claim in percents]
    if "votes" in families(page, line, percents) and not any(of[1:]):
        if not word_set("several_wholes", "asked").isdisjoint(inside):
            return False
        if not _asked_one_thing(page, line, percents):
            return False
        about_a_vote = not word_set("voting", "words").isdisjoint(words(page.text[line.start : line.end]))
        return (
            about_a_vote and "in" not in _without_favour(inside) and is_list(text)
        )  # "in the north" and "in the south" are two wholes
    if len(percents) < 3 or of[0] is None or any(of[1:]) or of[0][1].casefold() not in word_set("wholes", "words"):
        return False
    several = {"in", "among"} & set(inside)  # "52% of the vote in Leeds, 36% in York"
    return not several and is_list(page.text[first.start : last.end]) and not _is_no_list(text)


def _is_no_list(text: str) -> bool:
    return phrases("no_list", "phrases").search(text) is not None


def _asked_one_thing(page: Page, line: Line, percents: Sequence[Claim]) -> bool:
    """Whether the answers behind the first speak of no other thing: "52% opposed it", not "opposed the fare rise"."""
    starts = [stated(claim).end for claim in percents]
    ends = [stated(claim).start for claim in percents[1:]] + [line.end]
    tails = [words(re.split(r"[,;.]", page.text[one:end])[0]) for one, end in zip(starts, ends, strict=True)]
    known = set(tails[0]) | word_set("voting", "answering")
    return all(set(tail) <= known for tail in tails[1:])


def _without_favour(said: Sequence[str]) -> list[str]:
    """The words, but for the "in" of "in favour"."""
    return [word for word, behind in zip(said, (*said[1:], ""), strict=True) if behind not in {"favour", "favor"}]


def _answers(page: Page, run: Sequence[Line]) -> tuple[Claim, ...]:
    """The percentages of a list of which each item is another answer to one question."""
    rows: list[Claim] = []
    labels: list[str] = []
    for line in run:
        label = _ANSWER.match(page.text[line.start : line.end])
        if label is None or len(line.claims) != 1 or not _is_share(stated(line.claims[0])):
            return ()
        rows.append(line.claims[0])
        labels.append(label[1].casefold())
    return (
        tuple(rows) if len(word_set("voting", "answers") & set(labels)) > 1 and len(set(labels)) == len(labels) else ()
    )


def _whole(page: Page, percents: Sequence[Claim]) -> Calculation:
    figures = [stated(claim) for claim in percents]
    added = sum(figure.low or 0.0 for figure in figures)
    room = sum(_room(figure) / 2 for figure in figures)
    holds = added - room <= HUNDRED + 1e-9
    told = " + ".join(f"{number(figure.low or 0.0)}%" for figure in figures)
    return work_out(
        page,
        CheckRule.WHOLE,
        percents,
        percents[0],
        holds=holds,
        arithmetic=f"{told} = {number(added)}% (rounding allows {number(added - room)} to {number(added + room)})",
        summary=f"The parts of one whole come to {number(added)}%.",
    )


def _of_people(page: Page, figure: Figure) -> bool:
    match = _OF_WHOLE.match(page.text, figure.end)
    people = word_set("persons", "words") | word_set("voting", "voters")
    return match is not None and match[1].casefold() in people and figure.per is None


def _above(page: Page, claim: Claim) -> Calculation:
    figure = stated(claim)
    return Calculation(
        rule=CheckRule.WHOLE,
        exhibits=(page.exhibit(claim),),
        holds=False,
        arithmetic=f"{number(figure.low or 0.0)}% > 100%, more than there are",
        summary=f"{figure.text} of people is more than all of them.",
        excuse=excuse(page, figure.start, "whole"),
    )
