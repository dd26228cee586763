"""Text → figures: the rules in the order in which they are tried, and what is settled once a figure is found.

Nothing here needs spaCy. The text is read once from left to right; each rule looks a bounded number of tokens ahead, so
that the time grows with the length of the text whatever it holds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from storyver.extract import traps
from storyver.extract.ages import read_age
from storyver.extract.calendar import Day, months, read_moment
from storyver.extract.conversions import tie_conversions
from storyver.extract.counted import is_noun_like, read_counted
from storyver.extract.found import Found, Scene
from storyver.extract.lexer import Token, lex
from storyver.extract.numerals import UnreadableNumber, number_words
from storyver.extract.qualifiers import read_qualifier
from storyver.extract.quantities import read_figure, read_one_or_two
from storyver.extract.ratios import read_fraction, read_multiple, read_proportion, read_rank, read_score
from storyver.extract.shared_units import share_units
from storyver.extract.tables import table
from storyver.extract.trends import read_rate, read_trend
from storyver.extract.units import read_sign, unit_named
from storyver.model import Figure, FigureKind, Qualifier, Skipped


def read_date(scene: Scene, at: int) -> Found | None:
    """A date, a year, a span of years or a time of day."""
    moment = read_moment(scene.tokens, at, scene.published)
    if moment is None:
        return None
    return Found(first=at, end=moment.end, kind=FigureKind.DATE, date=moment.value, rule=moment.rule)


def read_quantity_or_count(scene: Scene, at: int) -> Found | None:
    """A measured or counted quantity; "one" only where it counts something."""
    token = scene.tokens[at]
    if token.lower == "one" and not _one_counts(scene, at):
        return None
    if token.lower in {"zero", "nil"} and scene.tokens[at + 1].text == "-":
        return None
    if token.lower == "scores" and scene.tokens[at + 1].lower not in {"of", "were", "are", "more", "have", "had"}:
        return None
    found = read_figure(scene, at)
    if found is not None and found.unit is None and found.vague and token.lower == "a" and found.low == found.high:
        behind = scene.tokens[found.end]
        return found if is_noun_like(behind) else None
    return found


def _one_counts(scene: Scene, at: int) -> bool:
    tokens = scene.tokens
    behind = tokens[at + 1]
    before = tokens[at - 1].lower if at else ""
    lists = table("figures")
    if before in {"and", "or", "but"} and behind.lower in {"will", "was", "is", "has", "had", "would"}:
        return True
    if behind.lower == "of" and before not in lists["not_counted_by_one"]["before"]:
        return any(_is_number(token) for token in tokens[at + 2 : at + 6])
    if tokens[at + 1].text == "-":
        return tokens[at + 1].glued
    if behind.lower in {"hundred", "thousand", "million", "billion", "trillion", "and"} and behind.lower != "and":
        return True
    if before in lists["not_counted_by_one"]["before"] or behind.kind != "word":
        return behind.text == "%"
    if behind.lower in {"and"} and tokens[at + 2].lower == "a" and tokens[at + 3].lower == "half":
        return True
    return behind.lower not in lists["not_counted_by_one"]["words"] and not behind.lower.endswith(("'s", "ly"))


def _is_number(token: Token) -> bool:
    return token.kind == "number" or token.lower in table("numerals")["ones"]


Rule = Callable[[Scene, int], Found | None]

RULES: tuple[Rule, ...] = (
    read_age,
    read_score,
    read_date,
    read_proportion,
    read_fraction,
    read_multiple,
    read_rank,
    read_one_or_two,
    read_quantity_or_count,
)
"""The first that answers wins. Traps are tried before all of them."""


@cache
def _triggers() -> frozenset[str]:
    """Lower-case words at which a rule may start."""
    numerals = table("numerals")
    words = set(number_words()) | set(numerals["ordinals"]) | set(numerals["multiples"]) | set(numerals["tens"])
    words |= {f"{word}fold" for word in numerals["ones"]}
    words |= set(months()) | set(table("calendar")["times"]) | traps.trap_words()
    words |= {"minus", "negative", "no", "number"}
    return frozenset(word for word in words if word.isalpha() or "-" in word)


@cache
def _small_codes() -> frozenset[str]:
    return frozenset(table("currencies")["small_codes"]["words"])


@cache
def _signs_and_letters() -> frozenset[str]:
    currencies = table("currencies")
    heads = {lexed.lower for sign in currencies["signs"] for lexed in lex(sign)[:1]}
    return frozenset(heads | {letters.lower() for letters in currencies["letters"]})


def read_figures(text: str, *, published: str | None = None) -> tuple[tuple[Figure, ...], tuple[Skipped, ...]]:
    """The figures of a text, and the digits and number words in it that are none.

    Args:
        text: Running text; offsets are code points into it.
        published: The day of publication (ISO 8601, any precision), by which dates without a year are resolved.
    """
    tokens = lex(text)
    words = {token.lower for token in tokens}
    metres = not words.isdisjoint(_metre_words())
    scene = Scene(text=text, tokens=tokens, published=Day.parse(published), metres=metres)
    found: list[Found] = []
    skipped: list[Skipped] = []
    at = 0
    while tokens[at].text:
        if not _may_start(scene, at):
            at += 1
            continue
        at = _read_at(scene, at, found, skipped)
    found = share_units(scene, found)
    figures = [_settle(scene, one, found[index - 1] if index else None) for index, one in enumerate(found)]
    return tie_conversions(text, figures), tuple(skipped)


@cache
def _metre_words() -> frozenset[str]:
    return frozenset(table("figures")["metre_words"]["words"])


def _may_start(scene: Scene, at: int) -> bool:
    token = scene.tokens[at]
    if token.kind == "number":
        return True
    if token.kind == "word":
        if token.lower in _triggers():
            return True
        signed = token.lower in _signs_and_letters() or (token.text[:3].isupper() or token.lower in _small_codes())
        return (signed and read_sign(scene.tokens, at) is not None) or not token.text.isascii()
    return token.text in "-−–$£€¥₹₩₽₺₪₦₱฿₫₴₵₸₡₲₮₾₼₿"


def _read_at(scene: Scene, at: int, found: list[Found], skipped: list[Skipped]) -> int:
    """Try the traps and then the rules at ``at``; returns the index to go on from."""
    trap = traps.read_trap(scene.tokens, at)
    if trap is not None:
        skipped.append(_skip(scene, trap.first, trap.end, trap.rule, trap.reason))
        return max(trap.end, at + 1)
    try:
        for rule in RULES:
            one = rule(scene, at)
            if one is not None:
                found.append(one)
                return one.end
    except UnreadableNumber as problem:
        skipped.append(_skip(scene, at, at + 1, "unreadable_number", str(problem)))
        return at + 1
    if scene.tokens[at].kind == "number":
        skipped.append(_skip(scene, at, at + 1, "not_read", "no rule reads it"))
    return at + 1


def _skip(scene: Scene, first: int, end: int, rule: str, reason: str) -> Skipped:
    start, stop = scene.tokens[first].start, scene.tokens[end - 1].end
    return Skipped(start=start, end=stop, text=scene.text[start:stop], rule=rule, reason=reason)


def _settle(scene: Scene, found: Found, before: Found | None) -> Figure:
    """A figure with its qualifier, trend, rate and what it counts."""
    tokens = scene.tokens
    start, end = tokens[found.first].start, tokens[found.end - 1].end
    behind = found.end if found.behind is None else found.behind
    of_time = found.kind in {FigureKind.DURATION, FigureKind.DATE}
    qualifier = found.qualifier or read_qualifier(tokens, found.first, behind, of_time=of_time)
    if qualifier is Qualifier.EXACT and found.vague:
        qualifier = Qualifier.ABOUT
    counted = None
    if found.kind not in {FigureKind.DATE, FigureKind.AGE, FigureKind.SCORE}:
        counted = read_counted(scene.text, tokens, behind)
    return Figure(
        start=start,
        end=end,
        text=scene.text[start:end],
        kind=found.kind,
        low=None if found.low is None else float(found.low),
        high=None if found.high is None else float(found.high),
        unit=found.unit,
        qualifier=qualifier,
        date=found.date,
        trend=read_trend(tokens, found, before),
        counted=counted,
        per=read_rate(scene.text, tokens, behind),
        dimension=_dimension(found),
        factor=unit.factor if (unit := unit_named(found.unit)) else None,
        rule=found.rule,
    )


def _dimension(found: Found) -> str:
    """What the figure may be compared with."""
    if found.kind in {FigureKind.FRACTION, FigureKind.PERCENT} and found.unit in {None, "%"}:
        return "share"
    unit = unit_named(found.unit)
    measured = found.kind in {FigureKind.MEASURE, FigureKind.DURATION, FigureKind.PERCENT}
    return unit.dimension if unit and measured else found.kind.value
