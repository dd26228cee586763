"""The headline or a caption, and the body: do they give one fact the same figure?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from storyver.consistency.calculation import Calculation
from storyver.consistency.page import Line, Page, excuse, stated
from storyver.consistency.parts import head, phrases, word_set
from storyver.consistency.precision import Span, number, span
from storyver.model import BlockKind, CheckRule, Claim, Figure, FigureKind
from storyver.naming import is_generic
from storyver.wording import concept, concepts, is_content, words

_NOUGHTS: Final = 0.25
"""Headlines round: "nearly 200", "£1.5bn"."""
_SLIP: Final = 2.0
_FIRST: Final = 3
"""The paragraphs that tell what the headline tells."""
_BESIDE: Final = 4
"""Words of content on each side of a figure that say what it is of."""
_LEAST: Final = 2
"""Concepts that headline and sentence must share, the figure's own among them."""
_AGREEING: Final = 0.5
"""A sentence that gives the headline's figure counts if it shares with it this part of what the one that differs does:
the same number elsewhere on the page is no agreement."""
_CAPTION: Final = 3
"""Concepts that a caption and a sentence must share, of all but one that the caption has."""
_COMPARED: Final = frozenset(
    {
        FigureKind.COUNT,
        FigureKind.MONEY,
        FigureKind.PERCENT,
        FigureKind.FRACTION,
        FigureKind.MEASURE,
        FigureKind.DURATION,
    }
)


def headlines(page: Page) -> Iterator[Calculation]:
    """Each figure of the headline that the first paragraphs give again, or give otherwise; and of the captions."""
    for line in page.lines:
        if line.block.kind is BlockKind.TITLE:
            told_by = list(_telling(page, line))
        elif line.block.kind is BlockKind.CAPTION and len(line.claims) == 1:
            told_by = list(_captioned(page, line))
        else:
            continue
        for claim in line.claims:
            if stated(claim).kind in _COMPARED and (told := _key(page, line, claim)):
                yield from _compared(page, line, claim, told, told_by)


def _compared(
    page: Page, title: Line, claim: Claim, key: frozenset[str], told_by: Sequence[Line]
) -> Iterator[Calculation]:
    figure = stated(claim)
    others = [(line, c) for line, c in _others(page, told_by, figure, key) if not _agree(figure, stated(c))]
    enough = max((_shared(page, title, line) for line, _ in others), default=0) * _AGREEING
    for line in page.lines:
        for same in line.claims:
            agrees = line is not title and _comparable(figure, stated(same)) and _agree(figure, stated(same))
            if agrees and _shared(page, title, line) >= enough:
                yield Calculation(
                    rule=CheckRule.HEADLINE, exhibits=(page.exhibit(claim), page.exhibit(same)), holds=True
                )
                return
    if not others:
        return
    other = others[0][1]
    where = "headline" if title.block.kind is BlockKind.TITLE else "caption"
    yield Calculation(
        rule=CheckRule.HEADLINE,
        exhibits=(page.exhibit(claim), page.exhibit(other)),
        holds=False,
        arithmetic=f"{_told(figure)} in the {where}, {_told(stated(other))} in the text",
        summary=f"The {where} says {figure.text}, the text {stated(other).text}.",
        excuse=excuse(page, stated(other).start, "headline"),
    )


def _agree(one: Figure, other: Figure) -> bool:
    return _values(one).meets(_values(other))


def _shared(page: Page, title: Line, line: Line) -> int:
    """How many concepts a sentence shares with the headline."""
    both = [set(concepts(page.text[one.start : one.end])) for one in (title, line)]
    return len(both[0] & both[1])


def _comparable(one: Figure, other: Figure) -> bool:
    if one.dimension != other.dimension or one.trend is not other.trend or other.low is None or one.per != other.per:
        return False
    return one.dimension != "money" or one.unit == other.unit


def _values(figure: Figure) -> Span:
    """What a figure may stand for, in the base unit of its dimension."""
    own = span(figure, noughts=_NOUGHTS)
    factor = figure.factor or 1.0
    return Span(low=own.low * factor, high=own.high * factor)


def _near(one: Figure, other: Figure) -> bool:
    """Whether one may be a slip for the other; a figure of half the size is of a part or of something else."""
    low, high = sorted(((one.low or 0.0) * (one.factor or 1.0), (other.low or 0.0) * (other.factor or 1.0)))
    return high <= _SLIP * low


def _told(figure: Figure) -> str:
    own = _values(figure)
    share = figure.dimension == "share"
    low, high = (own.low * 100, own.high * 100) if share else (own.low, own.high)
    unit = "%" if share else ""
    return f"{figure.text} ({number(low)}{unit} to {number(high)}{unit})" if low != high else f"{number(low)}{unit}"


def _key(page: Page, line: Line, claim: Claim) -> frozenset[str]:
    """The concepts by which the headline says what its figure is of: the noun, or the next word."""
    figure = stated(claim)
    noun = head(figure)
    if noun is not None and not is_generic(noun):
        return frozenset({concept(noun)})
    behind = [word for word in words(page.text, figure.end, line.end) if is_content(word) and word.folded != noun]
    before = [word for word in words(page.text, line.start, figure.start) if is_content(word)]
    chosen = behind[:1] or before[-1:]
    return frozenset(concept(word.folded) for word in chosen)


def _others(page: Page, lines: Sequence[Line], figure: Figure, key: frozenset[str]) -> Iterator[tuple[Line, Claim]]:
    """The figures of some sentences that are said to be of the same thing."""
    for line in lines:
        for claim in line.claims:
            other = stated(claim)
            plain = other.conversion_of is None and other.changed_from is None
            if plain and _comparable(figure, other) and _near(figure, other) and key <= _around(page, line, other):
                yield line, claim


def _telling(page: Page, title: Line) -> Iterator[Line]:
    """The sentences of the first paragraphs that tell what the headline does."""
    for line in _beginning(page.lines):
        now = not phrases("not_now", "phrases").search(page.text[line.start : line.end])
        if now and _shared(page, title, line) >= _LEAST:
            yield line


def _captioned(page: Page, caption: Line) -> Iterator[Line]:
    """The sentences that say what a caption says, in nearly all of its words."""
    text = page.text[caption.start : caption.end]
    number = stated(caption.claims[0]).text.casefold().split()
    own = set(concepts(text)) - {concept(word) for word in word_set("captions", "labels")}
    if phrases("not_now", "phrases").search(text):
        return
    for line in page.body():
        said = page.text[line.start : line.end]
        both = own & set(concepts(said))
        names = {concept(word.folded) for word in words(text) if word.text[0].isupper() and word.folded not in number}
        alike = len(both) >= max(_CAPTION, len(own) - 1) and own & names <= both and len(line.claims) == 1
        if alike and line.block.kind is BlockKind.PARAGRAPH and not phrases("not_now", "phrases").search(said):
            yield line


def _beginning(lines: Sequence[Line]) -> Iterator[Line]:
    first = [line.block for line in lines if line.block.kind is BlockKind.PARAGRAPH]
    allowed = list(dict.fromkeys(block.start for block in first))[:_FIRST]
    return (line for line in lines if line.block.start in allowed)


def _around(page: Page, line: Line, figure: Figure) -> frozenset[str]:
    before = [word for word in words(page.text, line.start, figure.start) if is_content(word)]
    behind = [word for word in words(page.text, figure.end, line.end) if is_content(word)]
    return frozenset(concept(word.folded) for word in (*before[-_BESIDE:], *behind[:_BESIDE]))
