"""Text → figures: where the rules read something, and what is settled once a figure is found.

Nothing here needs spaCy. The text is read once from left to right; each rule looks a bounded number of tokens ahead, so
that the time grows with the length of the text whatever it holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from storyver.extract.calendar import Day
from storyver.extract.conversions import tie_conversions
from storyver.extract.counted import counted_before, read_counted
from storyver.extract.found import Found, Scene
from storyver.extract.from_to import predecessors
from storyver.extract.kinds import COUNT, DATE, DURATION, FRACTION, MEASURE, PERCENT, RANK
from storyver.extract.lexer import PADDING, lex
from storyver.extract.numerals import UnreadableNumberError
from storyver.extract.qualifiers import read_qualifier
from storyver.extract.rates import read_rate
from storyver.extract.relative import RELATIVE, names_relative_date
from storyver.extract.rules import Start, needs_met, places, start_at
from storyver.extract.shared_units import read_margins, share_units
from storyver.extract.tables import word_set
from storyver.extract.trends import read_trend, shared_trends
from storyver.extract.units import Unit, unit_named
from storyver.extract.units_left_out import with_units_left_out
from storyver.model import Figure, Qualifier, Skipped

_SHARES = frozenset({FRACTION, PERCENT})
_MEASURED = frozenset({MEASURE, DURATION, PERCENT})
_METRE_WORDS = word_set("figures", "metre_words")


def read_figures(text: str, *, published: str | None = None) -> tuple[tuple[Figure, ...], tuple[Skipped, ...]]:
    """The figures of a text, and the digits and number words in it that are none.

    Args:
        text: Running text; offsets are code points into it.
        published: The day of publication (ISO 8601, any precision), by which dates without a year are resolved.
    """
    scene = make_scene(text, published)
    tokens, met = scene.tokens, needs_met(scene.words)
    found: list[Found] = []
    skipped: list[Skipped] = []
    end = 0
    for at in places(tokens):
        if at >= end and (start := start_at(tokens, at)) is not None:
            end = _read_at(scene, at, start, met, found, skipped)
    if "points" in scene.words:
        found = read_margins(scene, found)
    if len(found) < 2:
        return tuple(_settle(scene, one, None) for one in found), tuple(skipped)
    return _related(scene, with_units_left_out(scene, share_units(scene, found))), tuple(skipped)


def make_scene(text: str, published: str | None = None) -> Scene:
    """What the rules read from."""
    tokens = lex(text)
    words = frozenset([token.lower for token in tokens[:-PADDING]])
    metres = not words.isdisjoint(_METRE_WORDS)
    return Scene(text=text, tokens=tokens, published=Day.parse(published), words=words, metres=metres)


def _related(scene: Scene, found: Sequence[Found]) -> tuple[Figure, ...]:
    """The figures, and what only a neighbour says of each."""
    figures = [_settle(scene, one, before) for one, before in zip(found, [None, *found], strict=False)]
    for index, before in predecessors(scene, found).items() if "from" in scene.words else ():
        per = figures[index].per or figures[before].per  # "from 2,100 calories a day to 1,050"
        figures[index] = replace(figures[index], changed_from=figures[before].start, per=per)
    for index, trend in shared_trends(scene.tokens, found, figures) if "or" in scene.words else ():
        figures[index] = replace(figures[index], trend=trend)
    return tie_conversions(scene.text, figures) if "(" in scene.words else tuple(figures)


def _read_at(scene: Scene, at: int, start: Start, met: int, found: list[Found], skipped: list[Skipped]) -> int:
    """Try the traps and then the rules whose needs are met; returns the index to go on from."""
    for needs, read_trap in start.traps:
        if needs & met and (trap := read_trap(scene.tokens, at)) is not None:
            first = trap.first if _is_free(scene, trap.first, found, skipped) else at
            skipped.append(_skip(scene, first, trap.end, trap.rule, trap.reason))
            return max(trap.end, at + 1)
    try:
        for needs, read in start.rules:
            if needs & met and (one := read(scene, at)) is not None:
                found.append(one)
                return one.end
    except UnreadableNumberError as problem:
        skipped.append(_skip(scene, at, at + 1, "unreadable_number", str(problem)))
        return at + 1
    token = scene.tokens[at]
    relative = names_relative_date(scene.tokens, at)
    if relative is not None:
        reason = "the day of publication from which to count it is not known"
        skipped.append(_skip(scene, at, relative, RELATIVE, reason))
        return relative
    if token.kind == "number":
        skipped.append(_skip(scene, at, at + 1, "not_read", "no rule reads it"))
    elif token.lower == "one":
        skipped.append(_skip(scene, at, at + 1, "pronoun", "it stands for a person or a thing and counts none"))
    return at + 1


def _is_free(scene: Scene, at: int, found: list[Found], skipped: list[Skipped]) -> bool:
    """Whether no finding has taken a token: the name in front of a number may be one."""
    passed = not skipped or scene.tokens[at].start >= skipped[-1].end
    return passed and at >= (found[-1].end if found else 0)


def _skip(scene: Scene, first: int, end: int, rule: str, reason: str) -> Skipped:
    start, stop = scene.tokens[first].start, scene.tokens[end - 1].end
    return Skipped(start=start, end=stop, text=scene.text[start:stop], rule=rule, reason=reason)


def _settle(scene: Scene, found: Found, before: Found | None) -> Figure:
    """A figure with its qualifier, trend, rate and what it counts."""
    tokens = scene.tokens
    start, end = tokens[found.first].start, tokens[found.end - 1].end
    behind = found.end if found.behind is None else found.behind
    kind, unit = found.kind, unit_named(found.unit)
    of_time = kind is DURATION or kind is DATE
    qualifier = found.qualifier or read_qualifier(tokens, found.first, behind, of_time=of_time, of_rank=kind is RANK)
    if found.vague and qualifier is Qualifier.EXACT:
        qualifier = Qualifier.ABOUT
    counted = read_counted(scene.text, tokens, found.first, behind, kind)
    if counted is None and kind is COUNT:
        counted = counted_before(tokens, found.first)
    return Figure(
        start=start,
        end=end,
        text=scene.text[start:end],
        kind=kind,
        low=None if found.low is None else float(found.low),
        high=None if found.high is None else float(found.high),
        unit=found.unit,
        qualifier=qualifier,
        date=found.date,
        trend=read_trend(scene, found, before),
        counted=counted,
        per=read_rate(scene, behind, found),
        resolved_from=scene.published.iso if scene.published and found.resolved else None,
        relative=found.relative,
        dimension=_dimension(found, unit),
        factor=None if unit is None else unit.factor,
        rule=found.rule,
    )


def _dimension(found: Found, unit: Unit | None) -> str:
    """What the figure may be compared with."""
    if found.kind in _SHARES and found.unit in {None, "%"}:
        return "share"
    return unit.dimension if unit is not None and found.kind in _MEASURED else str(found.kind)
