"""Percentages: of one whole, and of a part and its whole that the text gives too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from storyver.consistency.calculation import Calculation
from storyver.consistency.page import Line, Page, excuse, stated
from storyver.consistency.parts import families, is_list, phrases, usable, word_set, words
from storyver.consistency.precision import Span, number, slack, span
from storyver.consistency.rest import parts_of_totals
from storyver.model import BlockKind, CheckRule, Claim, Figure, FigureKind, Qualifier

_HUNDRED: Final = 100.0
_FRACTION: Final = 0.1
"""How far a fraction in words may be from what it stands for: "a third" of 31 and 85."""
_LONGEST_GAP: Final = 40
_BRACKET: Final = re.compile(r"[^.;()\d]{0,40}\(\s*")
_OR: Final = re.compile(r"[^.;()\d]{0,30}(?:,|\s-|\s–)\s+or\s+(?:about\s|nearly\s|almost\s|around\s|roughly\s)?")
_OF_WHOLE: Final = re.compile(r"\s+of\s+(?:the\s|all\s|its\s|registered\s|eligible\s|valid\s|postal\s){0,3}([\w’'-]+)")
_ANSWER: Final = re.compile(r"^[\s*•-]*([^:–—|]{1,40}?)\s*(?:[:–—|]|\s-\s)")


def shares(page: Page) -> Iterator[Calculation]:
    """ "28 of the 30 (93%)": each percentage or fraction that the text gives of a part and its whole."""
    for line in page.body():
        for part, total in parts_of_totals(page, line):
            for claim in line.claims:
                figure = stated(claim)
                if figure.kind in {FigureKind.PERCENT, FigureKind.FRACTION} and _restates(page, line, total, figure):
                    yield _share(page, part, total, claim)


def _restates(page: Page, line: Line, total: Claim, share: Figure) -> bool:
    if share.trend is not None or share.low is None or share.unit not in {"%", None}:
        return False
    gap = page.text[stated(total).end : share.start]
    if share.start < stated(total).end or len(gap) > _LONGEST_GAP + 10:
        return False
    if _BRACKET.fullmatch(gap):
        return page.text.startswith(")", share.end)
    return bool(_OR.fullmatch(gap)) and page.text[share.end : line.end][:1] in {",", ".", " ", ""}


def _share(page: Page, part: Claim, total: Claim, share: Claim) -> Calculation:
    one, whole, told = stated(part), stated(total), stated(share)
    value = _percent(told)
    right = _HUNDRED * (one.low or 0.0) / (whole.low or 1.0)
    may = span(one, noughts=0.0).over(span(whole, noughts=0.0))
    room = _room(told)
    holds = Span(low=may.low * _HUNDRED, high=may.high * _HUNDRED).meets(Span(low=value - room, high=value + room))
    return Calculation(
        rule=CheckRule.SHARE,
        exhibits=tuple(page.exhibit(claim) for claim in (part, total, share)),
        holds=holds,
        arithmetic=f"{number(one.low or 0.0)} ÷ {number(whole.low or 0.0)} = {number(right)}%, not "
        f"{number(value)}% (rounding allows {number(value - room)} to {number(value + room)})",
        summary=f"{one.text} of {whole.text} is {number(right)}%, not {told.text}.",
        excuse=None if holds else excuse(page, told.start, "share"),
    )


def _percent(figure: Figure) -> float:
    return (figure.low or 0.0) * (_HUNDRED if figure.kind is FigureKind.FRACTION else 1.0)


def _room(figure: Figure) -> float:
    if figure.kind is FigureKind.FRACTION or figure.qualifier is not Qualifier.EXACT:
        return _FRACTION * _percent(figure)
    return 2 * (slack(figure, figure.low or 0.0, noughts=0.0) or 0.5)


def wholes(page: Page) -> Iterator[Calculation]:
    """The percentages of each sentence or list that divide one whole, and those of people that are above 100."""
    for line in page.body():
        percents = [claim for claim in line.claims if _is_share(stated(claim))]
        if len(percents) > 1 and _divides(page, line, percents):
            yield _whole(page, percents)
        for claim in percents:
            if (stated(claim).low or 0.0) > _HUNDRED and _of_people(page, stated(claim)):
                yield _above(page, claim)
    for is_item, run in groupby(page.lines, key=lambda line: line.block.kind is BlockKind.LIST_ITEM):
        answers = _answers(page, list(run)) if is_item else ()
        if len(answers) > 1:
            yield _whole(page, answers)


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
    if usable(line) and any(first.start < stated(claim).start < last.start for claim in usable(line)):
        return False
    of = [_OF_WHOLE.match(page.text, stated(claim).end) for claim in percents]
    if "votes" in families(page, line, percents) and not any(of[1:]):
        about_a_vote = not word_set("voting", "words").isdisjoint(words(page.text[line.start : line.end]))
        return about_a_vote and "in" not in inside and is_list(text)  # "in the north" and "in the south" are two wholes
    if len(percents) < 3 or of[0] is None or any(of[1:]) or of[0][1].casefold() not in word_set("wholes", "words"):
        return False
    return is_list(page.text[first.start : last.end]) and not phrases("no_list", "phrases").search(text)


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
    holds = added - room <= _HUNDRED + 1e-9
    told = " + ".join(f"{number(figure.low or 0.0)}%" for figure in figures)
    return Calculation(
        rule=CheckRule.WHOLE,
        exhibits=tuple(page.exhibit(claim) for claim in percents),
        holds=holds,
        arithmetic=f"{told} = {number(added)}% (rounding allows {number(added - room)} to {number(added + room)})",
        summary=f"The parts of one whole come to {number(added)}%.",
        excuse=None if holds else excuse(page, figures[0].start, "whole"),
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
